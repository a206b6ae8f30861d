"""What every test may ask for: a real PostgreSQL and a real Kafka, started once, when the first test wants them."""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest

from deploy import supervisor
from deploy.kafka.topics import Unit
from deploy.supervisor import Infrastructure

collect_ignore = ["benchmarks"]
"""Measured by `make bench`, which is a program of its own."""

PLACE = Path("var/test")

UNITS = [
    Unit(id="so-noi-vu", name="Sở Nội vụ"),
    Unit(id="so-y-te", name="Sở Y tế"),
    Unit(id="huyen-trang-bom", name="Huyện Trảng Bom"),
]
"""The departments that have topics and a principal on the tests' broker."""


@pytest.fixture(scope="session")
async def infrastructure() -> AsyncIterator[Infrastructure]:
    """PostgreSQL and Kafka of this test run alone, empty at its start and gone at its end."""
    _remove_folders_of_ended_runs()
    # A broker that lives a minute never earns the second compiler's time back.
    os.environ.setdefault("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1")
    folder = PLACE / str(os.getpid())
    async with supervisor.infrastructure(folder, units=UNITS) as parts:
        yield parts
    shutil.rmtree(folder)


def _remove_folders_of_ended_runs() -> None:
    for folder in PLACE.glob("[0-9]*"):
        if not psutil.pid_exists(int(folder.name)):
            shutil.rmtree(folder)
