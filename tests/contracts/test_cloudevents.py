"""Our envelope is CloudEvents 1.0 on Kafka: the standard's own library reads ours, and we read what it writes."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import orjson
import pytest
from cloudevents.core.bindings.kafka import KafkaMessage, from_kafka_event, to_binary_event, to_structured_event
from cloudevents.core.v1.event import CloudEvent

from shared.events import Event
from shared.messaging.envelope import Told
from shared.messaging.outbox import outbox_values
from shared.schemas import FOLDER, declared, path_of
from shared.settings import settings
from tests.contracts.instances import judge
from tests.factories import MOMENT, a_raw_record, a_sample

OURS = [event for event in declared() if event.tellers]
MODES = {"binary": to_binary_event, "structured": to_structured_event}


@pytest.fixture(autouse=True)
def no_service(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Leave no settings behind; a test names its service itself."""
    for name in ("POSTGRES", "IDENTITY_PUBLIC_KEY"):
        monkeypatch.setenv(f"THIDUA_{name}", "none")
    settings.cache_clear()
    yield monkeypatch
    settings.cache_clear()


def as_told(event: Event, monkeypatch: pytest.MonkeyPatch) -> KafkaMessage:
    """Return what the relay hands to Kafka for *event*."""
    monkeypatch.setenv("THIDUA_SERVICE", min(event.tellers))
    _, _, key, _, _, headers, payload = outbox_values(event, 7)
    return KafkaMessage({name: value.encode() for name, value in orjson.loads(headers).items()}, key, payload)


@pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.type)
def test_every_event_we_tell_is_read_by_the_standards_library(
    kind: type[Event], no_service: pytest.MonkeyPatch
) -> None:
    event = a_sample(kind)
    message = as_told(event, no_service)

    read = from_kafka_event(message)

    assert read.get_data() == event.model_dump(mode="json")
    assert (read.get_type(), read.get_subject(), read.get_source()) == (
        kind.type, event.aggregate_id, f"/{min(kind.tellers)}",
    )  # fmt: skip
    assert (read.get_specversion(), read.get_datacontenttype()) == ("1.0", "application/json")
    assert (read.get_extension("sequence"), read.get_extension("partitionkey")) == ("7", event.aggregate_id)
    assert isinstance(read.get_time(), datetime)


@pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.type)
def test_an_event_announces_the_schema_it_fits(kind: type[Event], no_service: pytest.MonkeyPatch) -> None:
    read = from_kafka_event(as_told(a_sample(kind), no_service))

    schema = json.loads((FOLDER / path_of(kind.type)).read_text())

    assert (read.get_dataschema(), list(judge(schema).iter_errors(read.get_data()))) == (schema["$id"], [])


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("kind", declared(), ids=lambda kind: kind.type)
def test_what_the_standards_library_writes_is_read(kind: type[Event], mode: str) -> None:
    event = a_sample(kind)

    told = Told(_record(MODES[mode](_theirs(event, event.model_dump(mode="json")))))

    assert (told.type, told.event_id, told.version, told.time) == (kind.type, "so-y-te/12", 12, MOMENT)
    assert (told.key, told.data, told.event) == (event.aggregate_id, event.model_dump(mode="json"), event)


def test_structured_event_that_carries_bytes_is_read() -> None:
    event = a_sample(OURS[0])

    told = Told(_record(to_structured_event(_theirs(event, event.model_dump_json().encode()))))

    assert (told.version, told.event) == (12, event)


def _theirs(event: Event, data: dict[str, Any] | bytes) -> CloudEvent:
    said = {
        "id": "so-y-te/12", "type": event.type, "source": "/so-y-te", "specversion": "1.0",
        "time": MOMENT, "datacontenttype": "application/json", "sequence": "12", "partitionkey": event.aggregate_id,
    }  # fmt: skip
    return CloudEvent(said, data)


def _record(message: KafkaMessage) -> Any:
    key = message.key.encode() if isinstance(message.key, str) else message.key
    return a_raw_record("ext.so-y-te.v1", key, message.value, message.headers)
