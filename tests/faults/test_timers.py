"""A deadline and what it causes are one commit: a timer rings once, whoever dies and whatever fails."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock
from shared.clock import HeldClock, SystemClock
from shared.db import Database
from shared.events.kernel import DeadLettered
from shared.events.plans import TaskOverdue
from shared.messaging import timers
from shared.messaging.failures import WEATHER
from shared.messaging.inlet import Inlet, Timer
from shared.messaging.outbox import tell_once
from tests.factories import a_sample
from tests.faults.assassin import Assassin
from tests.faults.scene import Scene, acting, dump, empty

START = datetime(2023, 3, 15, tzinfo=UTC)


class Bells:
    """A service whose timers write down that they rang, and tell a fact."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.on = Inlet("plans")
        self.on.timer("deadline")(self._ring)
        self.clock = HeldClock(START)
        self.is_sick = True

    async def set(self, key: str, days: float, kind: str = "deadline", **payload: object) -> None:
        async with self.database.transaction() as session:
            await timers.schedule(session, kind, key, START + timedelta(days=days), payload)

    async def ring(self) -> int:
        return await timers.ring(self.on, self.database)

    async def rows(self, query: str) -> list[tuple[object, ...]]:
        async with self.database.transaction() as session:
            return [tuple(row) for row in await session.execute(text(query))]

    async def rung(self) -> list[object]:
        return [key for (key,) in await self.rows("SELECT key FROM rung ORDER BY position")]

    async def _ring(self, timer: Timer, session: AsyncSession) -> None:
        await session.execute(text("INSERT INTO rung (key) VALUES (:key)"), {"key": timer.key})
        tell_once(session, a_sample(TaskOverdue, task_key=timer.key))
        if timer.key == "sick" and self.is_sick:
            raise ValueError("sick")
        if timer.payload.get("again"):
            await timers.schedule(session, timer.kind, timer.key, timer.due_at + timedelta(days=1))


@pytest.fixture(scope="module")
async def dsn(scene: Scene) -> str:
    return await scene.database("CREATE TABLE rung (position serial PRIMARY KEY, key text NOT NULL)", service="plans")


@pytest.fixture
async def bells(scene: Scene, dsn: str) -> AsyncIterator[Bells]:
    await empty(dsn)
    with acting(scene.environment("plans", dsn)):
        bells = Bells(Database(dsn, pool=4))
        clock.use(bells.clock)
        yield bells
        clock.use(SystemClock())
        await bells.database.close()


async def test_timer_rings_when_it_is_due_and_not_before(bells: Bells) -> None:
    await bells.set("a", days=1)

    early = await bells.ring()
    bells.clock.moment = START + timedelta(days=1)
    due = await bells.ring()

    assert (early, due, await bells.rung()) == (0, 1, ["a"])


async def test_timers_ring_in_the_order_they_come_due(bells: Bells) -> None:
    for key, days in (("c", 3), ("a", 1), ("b", 2)):
        await bells.set(key, days)
    bells.clock.moment = START + timedelta(days=9)

    await bells.ring()

    assert await bells.rung() == ["a", "b", "c"]


async def test_second_setting_moves_the_timer(bells: Bells) -> None:
    await bells.set("a", days=1)
    await bells.set("a", days=5)
    bells.clock.moment = START + timedelta(days=2)

    assert await bells.ring() == 0


async def test_cancelled_timer_is_silent(bells: Bells) -> None:
    await bells.set("a", days=-1)

    async with bells.database.transaction() as session:
        await timers.cancel(session, "deadline", "a", "never set")

    assert await bells.ring() == 0


async def test_crash_between_any_two_statements_of_a_ringing_rings_once(bells: Bells, dsn: str, scene: Scene) -> None:
    for key in ("a", "sick", "b"):
        await bells.set(key, days=-1)
    before = await dump(dsn)
    assassin = Assassin(bells.database, scene.parts.postgres.admin_dsn)

    for statements in range(60):
        assassin.arm(statements)
        try:
            await bells.ring()
        except WEATHER:
            assert await dump(dsn) == before
        else:
            break
    assassin.disarm()

    assert (statements > 10, await bells.rung(), await bells.ring()) == (True, ["a", "b"], 0)
    assert await bells.rows("SELECT type FROM outbox ORDER BY id") == [
        (TaskOverdue.type,),
        (TaskOverdue.type,),
        (DeadLettered.type,),
    ]


async def test_two_that_ring_at_once_ring_each_timer_once(bells: Bells) -> None:
    for number in range(50):
        await bells.set(f"{number:02}", days=-1)

    await asyncio.gather(*(bells.ring() for _ in range(4)))

    assert sorted(map(str, await bells.rung())) == [f"{number:02}" for number in range(50)]


async def test_timer_that_fails_is_put_aside_and_the_others_ring(bells: Bells) -> None:
    for key in ("a", "sick", "z"):
        await bells.set(key, days=-1)

    await bells.ring()

    letters = await bells.rows("SELECT topic, key, type, reason FROM dead_letter")
    assert (await bells.rung(), letters) == (["a", "z"], [("timer", "sick", "deadline", "handler")])


async def test_timer_of_a_kind_nobody_knows_any_more_is_put_aside(bells: Bells) -> None:
    await bells.set("a", days=-1)
    await bells.set("old", days=-2, kind="of an earlier release")

    await bells.ring()

    assert (await bells.rung(), await bells.rows("SELECT key FROM dead_letter")) == (["a"], [("old",)])


async def test_replayed_timer_rings_at_once(bells: Bells) -> None:
    await bells.set("sick", days=-1, cause="x")
    await bells.ring()
    bells.is_sick = False

    async with bells.database.transaction() as session:
        outcome = await timers.replay(session, "sick")
    await bells.ring()

    assert (outcome, await bells.rung()) == ({"acted": 1, "remain": 0}, ["sick"])


async def test_timer_can_set_itself_again(bells: Bells) -> None:
    await bells.set("a", days=-1, again=True)

    await bells.ring()
    await bells.ring()

    assert await bells.rung() == ["a", "a"]


async def test_ringing_goes_on_when_the_clock_is_moved(bells: Bells) -> None:
    await bells.set("a", days=1)
    ringing = asyncio.create_task(timers.ring_forever(bells.on, bells.database))

    bells.clock.moment = START + timedelta(days=1)
    async with asyncio.timeout(10):
        while not await bells.rung():
            await asyncio.sleep(0.01)
    ringing.cancel()

    with suppress(asyncio.CancelledError):
        await ringing

    assert await bells.rung() == ["a"]


async def test_timer_set_for_a_moment_that_has_passed_rings_while_the_clock_stands_still(bells: Bells) -> None:
    ringing = asyncio.create_task(timers.ring_forever(bells.on, bells.database))
    await asyncio.sleep(0)

    await bells.set("a", days=-1)
    async with asyncio.timeout(10):
        while not await bells.rung():
            await asyncio.sleep(0.01)
    ringing.cancel()

    with suppress(asyncio.CancelledError):
        await ringing

    assert await bells.rung() == ["a"]
