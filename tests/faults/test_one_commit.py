"""What a service did and what it tells are one commit, and the outbox is written as the relay needs it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.db import Aggregate, Database
from shared.errors import SomeoneWasFaster
from shared.events.nominations import NominationWithdrawn
from shared.events.plans import QuarterOpened, TaskCompleted, TaskProgressed
from shared.messaging import outbox
from shared.messaging.failures import WEATHER, attempt
from shared.messaging.outbox import NotTheOwner, tell, tell_once
from tests.factories import a_sample
from tests.faults.assassin import Assassin
from tests.faults.scene import Scene, acting, dump, empty


class Own(DeclarativeBase):
    """The tables of this test alone."""


class PlanRow(Aggregate, Own):
    """An aggregate whose facts are told."""

    __tablename__ = "plan"

    plan_id: Mapped[UUID] = mapped_column(primary_key=True)
    percent: Mapped[int]


TABLE = "CREATE TABLE plan (plan_id uuid PRIMARY KEY, percent int NOT NULL, version int NOT NULL)"


@pytest.fixture(scope="module")
async def dsn(scene: Scene) -> str:
    return await scene.database(TABLE, service="plans")


@pytest.fixture
async def database(scene: Scene, dsn: str) -> AsyncIterator[Database]:
    await empty(dsn)
    with acting(scene.environment("plans", dsn)):
        database = Database(dsn, pool=4)
        yield database
        await database.close()


async def progress(session: AsyncSession, plan_id: UUID, percent: int) -> None:
    row = await session.get_one(PlanRow, plan_id)
    row.percent = percent
    tell(session, row, a_sample(TaskProgressed, plan_id=plan_id, percent=percent))


async def begin(session: AsyncSession) -> UUID:
    row = PlanRow(plan_id=uuid4(), percent=0)
    session.add(row)
    tell(session, row, a_sample(QuarterOpened, plan_id=row.plan_id))
    return row.plan_id


async def told(database: Database) -> list[tuple[Any, ...]]:
    async with database.transaction() as session:
        rows = await session.execute(text("SELECT aggregateid, aggregate_version, type FROM outbox ORDER BY id"))
        return [tuple(row) for row in rows]


async def test_crash_between_any_two_statements_leaves_both_or_neither(
    database: Database, dsn: str, scene: Scene
) -> None:
    async with database.transaction() as session:
        plan_id = await begin(session)
    before = await dump(dsn)
    assassin = Assassin(database, scene.parts.postgres.admin_dsn)

    for statements in range(50):
        assassin.arm(statements)
        try:
            async with database.transaction() as session:
                await progress(session, plan_id, 10)
                await begin(session)
                await session.flush()
                await progress(session, plan_id, 20)
        except WEATHER:
            assert await dump(dsn) == before
        else:
            break
    assassin.disarm()

    versions = [(version, kind) for key, version, kind in await told(database) if key == str(plan_id)]
    assert (statements >= 6, len(await told(database))) == (True, 4)
    assert versions == [(1, QuarterOpened.type), (2, TaskProgressed.type), (3, TaskProgressed.type)]


async def test_error_in_the_transaction_leaves_neither(database: Database, dsn: str) -> None:
    before = await dump(dsn)

    with pytest.raises(ZeroDivisionError):
        await _begin_and_fail(database)

    assert await dump(dsn) == before


async def _begin_and_fail(database: Database) -> None:
    async with database.transaction() as session:
        await begin(session)
        raise ZeroDivisionError


async def test_promises_of_a_savepoint_that_was_rolled_back_are_forgotten(database: Database) -> None:
    async def fail(session: AsyncSession) -> None:
        await begin(session)
        raise ValueError

    async with database.transaction() as session:
        first = await begin(session)
        error = await attempt(session, fail, session)
        last = await begin(session)

    assert (type(error), [key for key, *_ in await told(database)]) == (ValueError, [str(first), str(last)])


async def test_version_told_in_a_savepoint_that_was_rolled_back_is_told_anew(database: Database) -> None:
    async def fail(session: AsyncSession) -> None:
        await progress(session, plan_id, 50)
        raise ValueError

    async with database.transaction() as session:
        plan_id = await begin(session)
    async with database.transaction() as session:
        await attempt(session, fail, session)
        await progress(session, plan_id, 60)

    async with database.transaction() as session:
        row = await session.get_one(PlanRow, plan_id)
    assert ([version for _, version, _ in await told(database)], row.version, row.percent) == ([1, 2], 2, 60)


async def test_promises_are_written_last_of_all(database: Database) -> None:
    statements: list[str] = []
    event.listen(database.engine.sync_engine, "before_cursor_execute", lambda *given: statements.append(given[2]))

    async with database.transaction() as session:
        plan_id = await begin(session)
        await session.flush()
        await progress(session, plan_id, 10)

    assert [statement.split()[:3] for statement in statements if "outbox" in statement] == [
        statements[-1].split()[:3],
    ]


async def test_second_writer_of_a_row_is_told_that_somebody_was_faster(database: Database) -> None:
    async with database.transaction() as session:
        plan_id = await begin(session)
    stale = asyncio.Event()
    ready = asyncio.Event()

    async def slow() -> None:
        async with database.transaction() as session:
            row = (await session.execute(select(PlanRow))).scalar_one()
            ready.set()
            await stale.wait()
            tell(session, row, a_sample(TaskCompleted, plan_id=plan_id))

    loser = asyncio.create_task(slow())
    await ready.wait()
    async with database.transaction() as session:
        await progress(session, plan_id, 10)
    stale.set()

    with pytest.raises(SomeoneWasFaster):
        await loser
    assert [version for _, version, _ in await told(database)] == [1, 2]


async def test_only_the_owner_tells(database: Database) -> None:
    with pytest.raises(NotTheOwner):
        await _tell(database, a_sample(NominationWithdrawn))

    assert await told(database) == []


async def _tell(database: Database, fact: Any) -> None:
    async with database.transaction() as session:
        tell_once(session, fact)


async def test_bell_rings_after_the_commit_and_only_where_something_was_promised(scene: Scene, dsn: str) -> None:
    rings: list[int] = []
    with acting(scene.environment("plans", dsn)):
        database = Database(dsn, ring=lambda: rings.append(len(rings)))

        async with database.transaction() as session:
            await session.execute(text("SELECT 1"))
        quiet = list(rings)
        async with database.transaction() as session:
            await begin(session)

        await database.close()
    assert (quiet, rings) == ([], [0])


async def test_row_takes_its_id_after_its_transaction_has_a_number(database: Database) -> None:
    async with database.transaction() as session:
        before = await session.scalar(text("SELECT pg_current_xact_id_if_assigned()"))
        await session.execute(text("SELECT outbox_next_id()"))
        after = await session.scalar(text("SELECT pg_current_xact_id_if_assigned()"))

    assert (before is None, after is None) == (True, False)


async def test_ids_are_handed_out_one_by_one(database: Database) -> None:
    async with database.transaction() as session:
        cache = await session.scalar(
            text("SELECT seqcache FROM pg_sequence WHERE seqrelid = 'outbox_id_seq'::regclass")
        )
        isolation = await session.scalar(text("SHOW transaction_isolation"))

    assert (cache, isolation) == (1, "read committed")


async def test_promises_take_their_ids_in_the_order_they_were_made(database: Database) -> None:
    async with database.transaction() as session:
        plans = [await begin(session) for _ in range(500)]

    assert [key for key, *_ in await told(database)] == [str(plan_id) for plan_id in plans]


async def test_column_names_are_those_of_the_event_router(database: Database) -> None:
    async with database.transaction() as session:
        columns = await session.execute(
            text("SELECT column_name FROM information_schema.columns WHERE table_name = 'outbox'")
        )

    assert set(outbox.COLUMNS.split(", ")) | {"id", "created_at"} == {name for (name,) in columns}
