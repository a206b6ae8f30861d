"""The yearly plans: read them, work their tasks, close their quarters and their year."""

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from sqlalchemy import select

from services.plans import queries
from services.plans.commands.tasks import TaskAt, close_quarter, close_year, take_step
from services.plans.models import FilingRow, MovementRow, PlanRow
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
from shared.events.plans import Duty
from shared.identity import Caller

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
        plan = await queries.plan(session, plan_id)
        quarters = await queries.quarters_of(session, plan_id)
        return plan_view(plan, quarters.values(), await queries.tasks_of(session, plan_id), caller.roles)


@router.get("/plans/{plan_id}/matrix")
async def show_matrix(plan_id: UUID, caller: Caller, db: Db) -> MatrixView:
    """Answer unit by filing; a unit's officer sees their own line."""
    async with db.transaction() as session:
        plan = await queries.plan(session, plan_id)
        units, filings = await queries.matrix(session, plan_id, caller.unit_id)
    cells = {(filing.unit_id, filing.duty): filing for filing in filings}
    rows = tuple(
        MatrixRow(
            unit_id=unit.unit_id,
            unit_name=unit.name,
            cluster_name=cluster,
            cells={
                duty: filing_view(cells[unit.unit_id, duty], unit.name, caller)
                if (unit.unit_id, duty) in cells
                else None
                for duty in Duty
            },
        )
        for unit, cluster in units
    )
    return MatrixView(plan_id=plan_id, year=plan.year, rows=rows, counts=_counts(filings))


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
        task = await take_step(session, at, step, order, caller.roles)
        return task_view(task, caller.roles)


@router.post("/plans/{plan_id}/quarters/{quarter}/close")
async def step_quarter(plan_id: UUID, quarter: int, order: StepTaken, caller: Caller, db: Db) -> QuarterView:
    """Close a quarter; the refusal lists everything that keeps it open."""
    async with db.transaction() as session:
        closed = await close_quarter(session, plan_id, quarter, order, caller.roles)
        quarters = await queries.quarters_of(session, plan_id)
        tasks = await queries.tasks_of(session, plan_id, quarter)
        return quarter_view(closed, tasks, queries.states(quarters.values()), caller.roles)


@router.post("/plans/{plan_id}/close")
async def step_plan(plan_id: UUID, order: StepTaken, caller: Caller, db: Db) -> PlanView:
    """Close the year."""
    async with db.transaction() as session:
        plan = await close_year(session, plan_id, order, caller.roles)
        quarters = await queries.quarters_of(session, plan_id)
        return plan_view(plan, quarters.values(), await queries.tasks_of(session, plan_id), caller.roles)


def _counts(filings: Iterable[FilingRow]) -> dict[Duty, dict[str, int]]:
    counts: dict[Duty, dict[str, int]] = {}
    for filing in filings:
        states = counts.setdefault(Duty(filing.duty), {})
        states[filing.state] = states.get(filing.state, 0) + 1
    return counts
