"""What every test of faults may ask for."""

import pytest

from deploy.supervisor import Infrastructure
from tests.faults.scene import Scene


@pytest.fixture(scope="session")
def scene(infrastructure: Infrastructure) -> Scene:
    """Give databases and topics that no other test sees."""
    return Scene(infrastructure)
