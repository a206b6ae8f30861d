"""What the tests of set-up share."""

from collections.abc import Iterator

import pytest
from confluent_kafka.admin import AdminClient

from deploy.kafka import provision
from deploy.supervisor import Infrastructure


@pytest.fixture
def lent(infrastructure: Infrastructure) -> Iterator[Infrastructure]:
    """The parts of this run, lent to a test that adds units to the broker and tidied up after it."""
    yield infrastructure
    units = [unit.id for unit in infrastructure.units]
    kept = {f"ext.{unit}.{end}" for unit in units for end in ("v1", "replies.v1")}
    client = AdminClient(infrastructure.kafka.access.client())
    added = [name for name in client.list_topics(timeout=30).topics if name.startswith("ext.") and name not in kept]
    for future in client.delete_topics(added).values() if added else ():
        future.result(30)
    provision.apply(infrastructure.kafka, units)
