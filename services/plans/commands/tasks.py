"""Working the tasks of a plan, closing its quarters and its year."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans import queries
from services.plans.domain import (
    NEXT_YEAR,
    PLAN_STEPS,
    QUARTER_STEPS,
    PlanState,
    QuarterNotSettled,
    QuarterState,
    QuarterStillOpen,
    TaskState,
    checked_percent,
    last_day,
    overdue_at,
    quarter_blockers,
    take_task_step,
    year_blockers,
)
from services.plans.models import CarryOverRow, PlanRow, QuarterRow, TaskRow
from shared import clock
from shared.api.base import StepTaken
from shared.api.plans import TaskStep
from shared.errors import NotFound
from shared.events import Event
from shared.events.plans import (
    DeadlineKind,
    QuarterClosed,
    TaskCarriedOver,
    TaskCompleted,
    TaskNotArising,
    TaskProgressed,
    TaskStarted,
    YearClosed,
)
from shared.messaging import timers
from shared.messaging.outbox import tell
from shared.roles import Role
from shared.steps import take

TASK_OVERDUE = "task_overdue"
"""The timer that marks a task as overdue."""

Act = Callable[[AsyncSession, PlanRow, TaskRow, TaskStep], Awaitable[Event]]


@dataclass(frozen=True, slots=True)
class TaskAt:
    """Which task of which plan."""

    plan_id: UUID
    task_key: str

    def overdue_timer(self, due_on: date) -> tuple[str, str, datetime, dict[str, Any]]:
        """Return the timer that marks the task as overdue when *due_on* is over."""
        payload = {"plan_id": str(self.plan_id), "task_key": self.task_key}
        return TASK_OVERDUE, self.timer_key, overdue_at(due_on), payload

    @property
    def timer_key(self) -> str:
        """Return the key of the task's timer."""
        return f"{self.plan_id}/{self.task_key}"


async def take_step(session: AsyncSession, at: TaskAt, name: str, order: TaskStep, roles: Collection[Role]) -> TaskRow:
    """Take the step *name* of a task and tell it."""
    if name in _SETTLING:
        # The timer goes first, in the order of the ticker, which holds its timers before it locks a plan.
        await timers.cancel(session, TASK_OVERDUE, at.timer_key)
    plan = await queries.locked_plan(session, at.plan_id, order.version)
    task = await session.get(TaskRow, (at.plan_id, at.task_key))
    if task is None:
        raise NotFound("Không tìm thấy nhiệm vụ.")
    step = take_task_step(task.task, name, roles, reason=order.reason)
    task.state = TaskState(step.target)
    tell(session, plan, await _ACTS[name](session, plan, task, order))
    return task


async def close_quarter(
    session: AsyncSession, plan_id: UUID, quarter: int, order: StepTaken, roles: Collection[Role]
) -> QuarterRow:
    """Close a quarter whose every task is settled or carried over; the refusal lists all that is not."""
    plan = await queries.locked_plan(session, plan_id, order.version)
    quarters = await queries.quarters_of(session, plan_id)
    if quarter not in quarters:
        raise NotFound("Không tìm thấy quý.")
    closing = quarters[quarter]
    step = take(QUARTER_STEPS, closing.state, "close", roles)
    tasks = await queries.tasks_of(session, plan_id, quarter)
    if blockers := quarter_blockers(quarter, (row.task for row in tasks), queries.states(quarters.values())):
        raise QuarterNotSettled(quarter, blockers)
    closing.state, closing.closed_on = QuarterState(step.target), clock.today()
    states = [task.state for task in tasks]
    tell(
        session,
        plan,
        QuarterClosed(
            plan_id=plan_id,
            year=plan.year,
            quarter=quarter,
            closed_on=closing.closed_on,
            completed=states.count(TaskState.COMPLETED),
            not_arising=states.count(TaskState.NOT_ARISING),
            carried_over=await _carried_from(session, plan_id, quarter),
        ),
    )
    return closing


async def close_year(session: AsyncSession, plan_id: UUID, order: StepTaken, roles: Collection[Role]) -> PlanRow:
    """Close the year of a plan whose every quarter is closed."""
    plan = await queries.locked_plan(session, plan_id, order.version)
    step = take(PLAN_STEPS, plan.state, "close", roles)
    quarters = await queries.quarters_of(session, plan_id)
    if blockers := year_blockers(queries.states(quarters.values())):
        raise QuarterStillOpen(details=blockers)
    plan.state, plan.closed_on = PlanState(step.target), clock.today()
    tell(session, plan, YearClosed(plan_id=plan_id, year=plan.year, closed_on=plan.closed_on))
    return plan


async def _carried_from(session: AsyncSession, plan_id: UUID, quarter: int) -> int:
    carried = select(func.count()).where(CarryOverRow.plan_id == plan_id, CarryOverRow.from_quarter == quarter)
    return await session.scalar(carried) or 0


async def _start(_: AsyncSession, plan: PlanRow, task: TaskRow, order: TaskStep) -> Event:
    task.note = order.reason or task.note
    return TaskStarted(plan_id=plan.plan_id, task_key=task.task_key, started_on=clock.today())


async def _progress(_: AsyncSession, plan: PlanRow, task: TaskRow, order: TaskStep) -> Event:
    task.percent = checked_percent(order.percent)
    task.note = order.reason or task.note
    return TaskProgressed(plan_id=plan.plan_id, task_key=task.task_key, percent=task.percent, reported_on=clock.today())


async def _complete(_: AsyncSession, plan: PlanRow, task: TaskRow, order: TaskStep) -> Event:
    task.percent, task.is_overdue = 100, False
    task.note = order.reason or task.note
    return TaskCompleted(plan_id=plan.plan_id, task_key=task.task_key, completed_on=clock.today())


async def _not_arise(_: AsyncSession, plan: PlanRow, task: TaskRow, order: TaskStep) -> Event:
    task.note, task.is_overdue = order.reason, False
    return TaskNotArising(plan_id=plan.plan_id, task_key=task.task_key, settled_on=clock.today(), reason=order.reason)


async def _carry_over(session: AsyncSession, plan: PlanRow, task: TaskRow, order: TaskStep) -> Event:
    """Move the task to the next quarter, where its deadline is the quarter's last day."""
    carried = CarryOverRow(
        plan_id=plan.plan_id,
        task_key=task.task_key,
        from_quarter=task.quarter,
        to_quarter=task.quarter + 1,
        reason=order.reason,
        carried_on=clock.today(),
    )
    session.add(carried)
    task.carried_from, task.quarter = carried.from_quarter, carried.to_quarter
    task.note, task.is_overdue = order.reason, False
    task.deadline_kind, task.is_deadline_implied = DeadlineKind.NOT_LATER_THAN, True
    task.due_on = last_day(plan.year, task.quarter)
    if task.quarter != NEXT_YEAR:
        at = TaskAt(plan.plan_id, task.task_key)
        await timers.schedule(session, *at.overdue_timer(task.due_on))
    return TaskCarriedOver(
        plan_id=plan.plan_id,
        task_key=task.task_key,
        from_quarter=carried.from_quarter,
        to_quarter=carried.to_quarter,
        reason=order.reason,
        carried_on=carried.carried_on,
    )


_ACTS: dict[str, Act] = {
    "start": _start,
    "progress": _progress,
    "complete": _complete,
    "not_arise": _not_arise,
    "carry_over": _carry_over,
}
_SETTLING = frozenset({"complete", "not_arise", "carry_over"})
