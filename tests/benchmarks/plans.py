"""What ten thousand units cost the plans service: owing filings, closing a quarter, lists and pages."""

import os
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from pathlib import Path
from uuid import UUID, uuid4

import httpx
from sqlalchemy import text

from services.plans.app import app
from services.plans.commands.amend import amend
from services.plans.commands.issue import issue
from services.plans.commands.year import close_quarter
from services.plans.importer.preview import preview
from services.plans.importer.shape import Preview
from services.plans.models import DraftRow
from shared import clock
from shared.api.base import StepTaken
from shared.api.lifecycle import Amendment, DutyAdded
from shared.clock import VIETNAM, HeldClock, SystemClock
from shared.db import Database
from shared.events.plans import DeadlineKind
from shared.identity import Identity, sign
from shared.roles import Role
from shared.settings import settings
from tests.benchmarks.stage import KEYS, Stage

FOUNDING_PLAN = Path("deploy/samples/KH-274-KH-UBND-2022.txt")
MANY, FEW = 10_000, 1_000
DUTIES = 4
LEADER = Identity("lanhdao", "Lãnh đạo", frozenset({Role.LEADER, Role.APPRAISER}))
ASKED = 9
"""How often each page is asked for; the middle time counts."""

LISTS = (
    "/filings?plan_id={plan}&size=50",
    "/filings?plan_id={plan}&size=50&page=700",
    "/filings?plan_id={plan}&size=50&state=overdue",
    "/filings?plan_id={plan}&size=50&state=due&cluster_id=khoi-7",
    "/filings?plan_id={plan}&size=50&q=don vi 77",
    "/plans/{plan}/matrix?size=50",
    "/plans/{plan}/matrix?size=50&page=150",
    "/plans/{plan}/matrix?size=50&state=overdue&duty=unit_plan",
    "/plans/{plan}/matrix?size=50&cluster_id=khoi-7",
)
"""The pages a person leafs through: the first, a far one, the late, one block, a search."""

_UNITS = text(
    "INSERT INTO units (unit_id, name, kind, cluster_id, valid_from, position, version) "
    "SELECT 'don-vi-' || number, 'Đơn vị ' || number, 'so', 'khoi-' || number % 40, '2020-01-01', number, 1 "
    "FROM generate_series(1, :units) AS number"
)
_MEMBERS = text(
    "INSERT INTO memberships (unit_id, cluster_id, valid_from, is_provincial) "
    "SELECT unit_id, cluster_id, valid_from, true FROM units"
)
_CLUSTERS = text(
    "INSERT INTO clusters (cluster_id, name, kind, valid_from, position, version) "
    "SELECT 'khoi-' || number, 'Khối ' || number, 'khoi', '2020-01-01', number, 1 FROM generate_series(0, 39) AS number"
)


async def owing_many(stage: Stage) -> float:
    """Return microseconds a filing to owe, tell and time four duties of ten thousand units."""
    return await _owing(stage, MANY)


async def owing_few(stage: Stage) -> float:
    """Return the same for a thousand units."""
    return await _owing(stage, FEW)


async def closing_many(stage: Stage) -> float:
    """Return milliseconds to close a quarter of a plan that ten thousand units file under."""
    return await _closing(stage, MANY)


async def closing_few(stage: Stage) -> float:
    """Return the same where a thousand do."""
    return await _closing(stage, FEW)


async def slowest_page(stage: Stage) -> float:
    """Return the middle time in milliseconds of the slowest page over ten thousand units and four duties."""
    async with _province(stage, MANY) as database:
        plan = await _planned(database)
        await _work(database)
        return max((await page_times(plan)).values())


async def page_times(plan: UUID) -> dict[str, float]:
    """Return the middle time in milliseconds of every page, asked of the whole service but for the network."""
    times: dict[str, float] = {}
    headers = {"authorization": f"Bearer {sign(LEADER, KEYS['private'])}"}
    transport = httpx.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://plans", headers=headers) as client,
    ):
        for path in LISTS:
            taken = []
            for _ in range(ASKED):
                begun = time.perf_counter()
                answer = await client.get(path.format(plan=plan))
                taken.append((time.perf_counter() - begun) * 1000)
                answer.raise_for_status()
            times[path] = statistics.median(taken)
    return times


async def _owing(stage: Stage, units: int) -> float:
    async with _province(stage, units) as database:
        begun = time.perf_counter()
        await _planned(database)
        return (time.perf_counter() - begun) * 1_000_000 / (units * DUTIES)


async def _closing(stage: Stage, units: int) -> float:
    async with _province(stage, units) as database:
        plan = await _planned(database)
        await _work(database)
        begun = time.perf_counter()
        async with database.transaction() as session:
            await close_quarter(session, plan, 1, StepTaken(), LEADER)
        return (time.perf_counter() - begun) * 1000


@asynccontextmanager
async def _province(stage: Stage, units: int) -> AsyncIterator[Database]:
    """Give a database of so many units in forty blocks, on the day the founding plan was issued."""
    dsn = await stage.fresh_database("plans")
    os.environ["THIDUA_ROLES"] = '["api"]'  # nothing else is to run beside what is measured
    stage.settings("plans", dsn)
    clock.use(HeldClock(datetime(2022, 12, 23, 9, tzinfo=VIETNAM)))
    database = Database(dsn, service="plans")
    try:
        async with database.transaction() as session:
            await session.execute(_CLUSTERS)
            await session.execute(_UNITS, {"units": units})
            await session.execute(_MEMBERS)
        yield database
    finally:
        await database.close()
        del os.environ["THIDUA_ROLES"]
        settings.cache_clear()
        clock.use(SystemClock())


async def _planned(database: Database) -> UUID:
    """Issue the founding plan, and ask for a fourth report."""
    read = preview(FOUNDING_PLAN.read_bytes(), FOUNDING_PLAN.name)
    assert isinstance(read, Preview), "the founding plan is a plan"
    draft = DraftRow(
        draft_id=uuid4(), filename="x", content_hash="x", imported_at=clock.now(), imported_by="x",
        preview=read.model_dump(mode="json"),
    )  # fmt: skip
    further = DutyAdded(
        code="bao_cao_quy", name="Báo cáo quý III", deadline_kind=DeadlineKind.ON, due_on=date(2023, 9, 15)
    )
    asked = Amendment(document="1/KH", dated_on=clock.today(), reason="Bổ sung", add_duties=(further,))
    async with database.transaction() as session:
        session.add(draft)
    async with database.transaction() as session:
        plan = await issue(session, draft.draft_id, LEADER)
    async with database.transaction() as session:
        await amend(session, plan.plan_id, asked, LEADER)
    return plan.plan_id


async def _work(database: Database) -> None:
    """Let a year's first quarter pass: most units filed, some are late, every task is done."""
    async with database.transaction() as session:
        await session.execute(
            text(
                "UPDATE filings SET state = 'received', received_at = now(), reference = '1/KH', channel = 'web' "
                "WHERE duty = 'unit_plan' AND abs(hashtext(unit_id)) % 10 <> 0"
            )
        )
        await session.execute(text("UPDATE filings SET is_overdue = state = 'due' WHERE duty = 'unit_plan'"))
        await session.execute(text("UPDATE tasks SET state = 'completed' WHERE quarter = 1"))
        await session.execute(text("UPDATE quarters SET state = 'open' WHERE quarter = 1"))
    async with database.engine.connect() as connection:
        autocommit = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await autocommit.execute(text("ANALYZE"))
