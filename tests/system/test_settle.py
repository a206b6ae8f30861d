"""Waiting for quiet must not end early, and must say what it waits for."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

import asyncpg
import pytest

from deploy.kafka.topics import SERVICES
from deploy.settle import Watch
from deploy.trouble import Trouble
from shared.clock import VIETNAM
from tests.system.walked import Walked

LONG_AGO = datetime(2000, 1, 1, tzinfo=VIETNAM)


@asynccontextmanager
async def a_timer(walked: Walked, service: str, due_at: datetime) -> AsyncIterator[None]:
    """Leave a timer with a service that rings none, so that it stays."""
    connection = await asyncpg.connect(walked.system.postgres.dsn(service))
    try:
        await connection.execute("INSERT INTO timer VALUES ('nobody', 'hears', $1, '{}')", due_at)
        yield
        await connection.execute("DELETE FROM timer WHERE kind = 'nobody'")
    finally:
        await connection.close()


async def test_what_never_settles_is_named(walked: Walked) -> None:
    await walked.settle()

    async with a_timer(walked, "reporting", LONG_AGO), Watch(walked.system) as watch:
        with pytest.raises(Trouble, match="reporting: timers that are due: 1"):
            await watch.settle(walked.clock.now(), within=0.2)


async def test_next_timer_is_the_earliest_of_all_services(walked: Walked) -> None:
    due = [await walked.rows(service, "SELECT min(due_at) FROM timer") for service in SERVICES]
    expected = min((moment for ((moment,),) in due if moment is not None), default=None)

    async with Watch(walked.system) as watch:
        of_all = await watch.next_timer()
        async with a_timer(walked, "reporting", LONG_AGO):
            with_a_late_one = await watch.next_timer()

    assert (of_all, with_a_late_one) == (expected, LONG_AGO)
