"""One year of a small province, walked once on the real system, for every test that looks at what it left."""

import shutil
from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest

from deploy.demo import year
from deploy.seed.walk import ISSUED_AT
from deploy.supervisor import running
from shared.clock import SharedClock
from tests.system.walked import DOSSIERS, UNITS, Walked, small_province


@pytest.fixture(scope="session")
async def walked(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Walked]:
    """A small province's year, from the founding plan to its last day."""
    folder = tmp_path_factory.mktemp("year")
    clock = SharedClock(folder / "clock", start=ISSUED_AT)
    days: list[date] = []
    async with running(folder, clock=folder / "clock", units=UNITS) as system:
        played = year(system, clock, small_province(), DOSSIERS, lambda on, _done, _all: days.append(on))
        ledger = await system.guard(played)
        ended_at = clock.now()
        clock.move(ended_at + timedelta(days=1))  # what a test does afterwards can be told from the year
        yield Walked(system, clock, ledger, days, ended_at)
    shutil.rmtree(folder)
