"""The yearly plans: read them, work their tasks, close their quarters and their year."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans import queries
from services.plans.commands.tasks import TaskAt, take_part, take_step
from services.plans.commands.year import close_quarter, close_year
from services.plans.domain import FilingState
from services.plans.models import MovementRow, PlanRow
from services.plans.queries import filings as owed
from services.plans.routes.views import filing_view, plan_summary, plan_view, quarter_view, task_view
from shared.api.base import StepTaken
from shared.api.plans import (
    MatrixRow,
    MatrixView,
    MovementView,
    PlanSummary,
    PlanView,
    QuarterView,
    TaskStep,
    TaskView,
)
from shared.db import Db
from shared.identity import Caller, Identity

router = APIRouter()


@router.get("/plans")
async def list_plans(_: Caller, db: Db) -> tuple[PlanSummary, ...]:
    """Answer every plan, the latest year first."""
    async with db.transaction() as session:
        rows = await session.scalars(select(PlanRow).order_by(PlanRow.year.desc()))
        return tuple(map(plan_summary, rows))


@router.get("/plans/{plan_id}")
async def show(plan_id: UUID, caller: Caller, db: Db) -> PlanView:
    """Answer a plan with its quarters and tasks."""
    async with db.transaction() as session:
        return await shown(session, await queries.plan(session, plan_id), caller)


@router.get("/plans/{plan_id}/matrix")
async def show_matrix(  # noqa: PLR0913 - each is a filter of the matrix
    plan_id: UUID,
    caller: Caller,
    db: Db,
    *,
    cluster_id: str | None = None,
    duty: str | None = None,
    state: FilingState | owed.Overdue | None = None,
    q: Annotated[str | None, Query(max_length=200)] = None,
    page: Annotated[int, Query(ge=1)] = 1,
    size: Annotated[int, Query(ge=1, le=1000)] = 1000,
) -> MatrixView:
    """Answer one page of unit by filing with the counts over all; a unit's officer sees their own line."""
    asked = owed.FilingsAsked(plan_id, caller.unit_id, duty, state, q, cluster_id)
    async with db.transaction() as session:
        plan = await queries.plan(session, plan_id)
        duties = {row.code: row.name for row in await queries.duties_of(session, plan_id)}
        units, total = await owed.matrix_units(session, asked, page, size)
        filings = await owed.owed_by(session, plan_id, [unit.unit_id for unit, _ in units])
        counts, overdue = await owed.counts(session, plan_id, caller.unit_id)
    names = {unit.unit_id: unit.name for unit, _ in units}
    cells = {
        (one.unit_id, one.duty): filing_view(one, names[one.unit_id], duties.get(one.duty, one.duty), caller)
        for one in filings
    }
    rows = tuple(
        MatrixRow(
            unit_id=unit.unit_id,
            unit_name=unit.name,
            cluster_name=cluster,
            cells={code: cells.get((unit.unit_id, code)) for code in duties},
        )
        for unit, cluster in units
    )
    return MatrixView(
        plan_id=plan_id,
        year=plan.year,
        rows=rows,
        counts=counts,
        overdue=overdue,
        duty_labels=duties,
        total=total,
        page=page,
        size=size,
    )


@router.get("/movements")
async def list_movements(plan_id: UUID, _: Caller, db: Db) -> tuple[MovementView, ...]:
    """Answer the movements that run under a plan."""
    async with db.transaction() as session:
        chosen = select(MovementRow).where(MovementRow.plan_id == plan_id).order_by(MovementRow.position)
        return tuple(
            MovementView(movement_id=row.movement_id, plan_id=row.plan_id, name=row.name, period=row.period)
            for row in await session.scalars(chosen)
        )


@router.post("/plans/{plan_id}/tasks/{task_key}/steps/{step}")
async def step_task(at: Annotated[TaskAt, Depends()], step: str, order: TaskStep, caller: Caller, db: Db) -> TaskView:
    """Take a step of a task."""
    async with db.transaction() as session:
        await take_step(session, at, step, order, caller)
        return await shown_task(session, at, caller)


@router.post("/plans/{plan_id}/tasks/{task_key}/parts/{part_key}/steps/{step}")
async def step_part(  # noqa: PLR0913 - which part of which task, which step
    at: Annotated[TaskAt, Depends()], order: StepTaken, caller: Caller, db: Db, *, part_key: str, step: str
) -> TaskView:
    """Take a step of one part of a task."""
    async with db.transaction() as session:
        await take_part(session, at, step, order, caller, part_key=part_key)
        return await shown_task(session, at, caller)


@router.post("/plans/{plan_id}/quarters/{quarter}/close")
async def step_quarter(plan_id: UUID, quarter: int, order: StepTaken, caller: Caller, db: Db) -> QuarterView:
    """Close a quarter; the refusal lists everything that keeps it open."""
    async with db.transaction() as session:
        closed = await close_quarter(session, plan_id, quarter, order, caller)
        quarters = await queries.quarters_of(session, plan_id)
        tasks = await queries.tasks_of(session, plan_id, quarter)
        parts = await queries.parts_of(session, plan_id)
        return quarter_view(closed, tasks, parts, queries.states(quarters.values()), caller.roles)


@router.post("/plans/{plan_id}/close")
async def step_plan(plan_id: UUID, order: StepTaken, caller: Caller, db: Db) -> PlanView:
    """Close the year."""
    async with db.transaction() as session:
        return await shown(session, await close_year(session, plan_id, order, caller), caller)


async def shown(session: AsyncSession, plan: PlanRow, caller: Identity) -> PlanView:
    """Show a plan with its quarters, tasks and their parts."""
    await session.flush()
    quarters = await queries.quarters_of(session, plan.plan_id)
    tasks = await queries.tasks_of(session, plan.plan_id)
    parts = await queries.parts_of(session, plan.plan_id)
    return plan_view(plan, quarters.values(), tasks, parts, caller.roles)


async def shown_task(session: AsyncSession, at: TaskAt, caller: Identity) -> TaskView:
    """Show one task as it is after a command."""
    await session.flush()
    task = await queries.task(session, at.plan_id, at.task_key)
    parts = await queries.parts_of(session, at.plan_id, at.task_key)
    return task_view(task, parts.get(at.task_key, ()), caller.roles)
