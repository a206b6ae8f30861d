"""Working the tasks of a plan and their parts."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans import queries
from services.plans.commands.deadlines import move_deadline
from services.plans.commands.journal import OFFICE, Ground, note
from services.plans.domain import (
    NEXT_YEAR,
    PART_STEPS,
    PartState,
    PlanClosed,
    PlanState,
    QuarterState,
    TaskState,
    checked_percent,
    fact_label,
    last_day,
    names_of,
    overdue_at,
    share_done,
    take_part_step,
    take_task_step,
)
from services.plans.models import CarryOverRow, PlanRow, TaskPartRow, TaskRow
from shared import clock
from shared.api.base import StepTaken
from shared.api.plans import TaskStep
from shared.errors import NotFound
from shared.events import Event
from shared.events.plans import (
    DeadlineKind,
    TaskCarriedOver,
    TaskCompleted,
    TaskNotArising,
    TaskProgressed,
    TaskReopened,
    TaskStarted,
)
from shared.identity import Identity
from shared.messaging import timers
from shared.messaging.outbox import tell
from shared.roles import Role
from shared.steps import Step, take

TASK_OVERDUE = "task_overdue"
"""The timer that marks a task as overdue."""

_WITH_ITS_TASK = "Hoàn thành cùng nhiệm vụ."

Act = Callable[[AsyncSession, PlanRow, TaskRow, TaskStep, Identity], Awaitable[Event]]


@dataclass(frozen=True, slots=True)
class TaskAt:
    """Which task of which plan."""

    plan_id: UUID
    task_key: str

    def overdue_timer(self, last_day_on: date) -> tuple[str, str, datetime, dict[str, Any]]:
        """Return the timer that marks the task as overdue when *last_day_on* is over."""
        payload = {"plan_id": str(self.plan_id), "task_key": self.task_key}
        return TASK_OVERDUE, self.timer_key, overdue_at(last_day_on), payload

    @property
    def timer_key(self) -> str:
        """Return the key of the task's timer."""
        return f"{self.plan_id}/{self.task_key}"


async def take_step(  # noqa: PLR0913 - which task, which step, what was said, by whom
    session: AsyncSession,
    at: TaskAt,
    name: str,
    order: TaskStep,
    by: Identity | Collection[Role],
    *,
    fact: str | None = None,
) -> TaskRow:
    """Take the step *name* of a task and tell it.

    What happens by itself is taken with roles alone, in the office's name; *fact* is what completed the task then.
    """
    who = by if isinstance(by, Identity) else replace(OFFICE, roles=frozenset(by))
    if name in _SETTLING:
        # The timer goes first, in the order of the ticker, which holds its timers before it locks a plan.
        await timers.cancel(session, TASK_OVERDUE, at.timer_key)
    plan = await locked_running(session, at.plan_id, order.version)
    task = await queries.task(session, at.plan_id, at.task_key)
    is_closed = await _is_quarter_closed(session, task)
    step = take_task_step(task.task, name, who.roles, reason=order.reason, is_quarter_closed=is_closed)
    task.state, task.settled_by = TaskState(step.target), fact
    tell(session, plan, await _ACTS[name](session, plan, task, order, who))
    details = () if fact is None else (fact_label(fact),)
    note(session, plan, who, step.label, about=task.task_key, reason=order.reason, details=details)
    return task


async def take_part(  # noqa: PLR0913 - which part, which step, what was said, by whom
    session: AsyncSession, at: TaskAt, name: str, order: StepTaken, who: Identity, *, part_key: str
) -> TaskRow:
    """Take the step *name* of a part: the task is begun where it was not, and moves on by the share of its parts."""
    plan = await locked_running(session, at.plan_id, order.version)
    task = await queries.task(session, at.plan_id, at.task_key)
    parts = (await queries.parts_of(session, at.plan_id, at.task_key)).get(at.task_key, [])
    part = next((part for part in parts if part.part_key == part_key), None)
    if part is None:
        raise NotFound("Không tìm thấy phần việc.")
    step = take_part_step(part.state, name, who.roles, reason=order.reason, is_conditional=part.is_conditional)
    _begin(session, plan, task, who)
    take_task_step(task.task, "progress", who.roles)
    _mark(part, step, order.reason, who)
    task.percent = share_done([each.state for each in parts])
    tell(session, plan, _progressed(plan, task))
    note(session, plan, who, f"{step.label}, phần {part_key}", about=task.task_key, reason=order.reason)
    return task


async def settle_waiting(session: AsyncSession, year: int, fact: str, *qualifiers: str) -> int:
    """Complete the tasks of a year's plan that waited for *fact*, with or without a qualifier; return how many."""
    waiting = await queries.tasks_waiting(session, year, *names_of(fact, *qualifiers))
    for plan_id, task_key in waiting:
        await take_step(session, TaskAt(plan_id, task_key), "complete", TaskStep(), OFFICE, fact=fact)
    return len(waiting)


async def locked_running(session: AsyncSession, plan_id: UUID, seen: int | None) -> PlanRow:
    """Return a plan nobody else can change now and that is not closed."""
    plan = await queries.locked_plan(session, plan_id, seen)
    if plan.state is PlanState.CLOSED:
        raise PlanClosed
    return plan


async def _is_quarter_closed(session: AsyncSession, task: TaskRow) -> bool:
    quarters = await queries.quarters_of(session, task.plan_id)
    quarter = quarters.get(task.quarter)
    return quarter is not None and quarter.state is QuarterState.CLOSED


def _begin(session: AsyncSession, plan: PlanRow, task: TaskRow, who: Identity) -> None:
    if task.state in {TaskState.PLANNED, TaskState.CARRIED_OVER}:
        task.state = TaskState(take_task_step(task.task, "start", who.roles).target)
        tell(session, plan, TaskStarted(plan_id=plan.plan_id, task_key=task.task_key, started_on=clock.today()))


def _mark(part: TaskPartRow, step: Step, reason: str, who: Identity) -> None:
    part.state, part.note = PartState(step.target), reason
    is_open = part.state is PartState.OPEN
    part.settled_on, part.settled_by = (None, None) if is_open else (clock.today(), who.name)


async def _start(_: AsyncSession, plan: PlanRow, task: TaskRow, order: TaskStep, __: Identity) -> Event:
    task.note = order.reason or task.note
    return TaskStarted(plan_id=plan.plan_id, task_key=task.task_key, started_on=clock.today())


async def _progress(_: AsyncSession, plan: PlanRow, task: TaskRow, order: TaskStep, __: Identity) -> Event:
    task.percent = checked_percent(order.percent)
    task.note = order.reason or task.note
    return _progressed(plan, task)


async def _complete(session: AsyncSession, plan: PlanRow, task: TaskRow, order: TaskStep, who: Identity) -> Event:
    """Complete the task with all its parts that nobody marked one by one."""
    task.percent, task.is_overdue = 100, False
    task.note = order.reason or task.note
    for part in (await queries.parts_of(session, task.plan_id, task.task_key)).get(task.task_key, []):
        if part.state is PartState.OPEN:
            _mark(part, take(PART_STEPS, part.state, "complete", who.roles), _WITH_ITS_TASK, who)
    return TaskCompleted(plan_id=plan.plan_id, task_key=task.task_key, completed_on=clock.today())


async def _not_arise(_: AsyncSession, plan: PlanRow, task: TaskRow, order: TaskStep, __: Identity) -> Event:
    task.note, task.is_overdue = order.reason, False
    return TaskNotArising(plan_id=plan.plan_id, task_key=task.task_key, settled_on=clock.today(), reason=order.reason)


async def _reopen(session: AsyncSession, plan: PlanRow, task: TaskRow, order: TaskStep, _: Identity) -> Event:
    """Work the task again, as far as its parts or the person say it is; it is overdue again where its day is past."""
    parts = (await queries.parts_of(session, task.plan_id, task.task_key)).get(task.task_key, [])
    task.percent = 0 if order.percent is None else checked_percent(order.percent)
    for part in parts:
        if part.state is PartState.DONE and part.note == _WITH_ITS_TASK:
            part.state = PartState(take(PART_STEPS, part.state, "reopen", OFFICE.roles, reason=order.reason).target)
            part.settled_on, part.settled_by, part.note = None, None, ""
    if parts:
        task.percent = share_done([part.state for part in parts])
    task.note = order.reason
    await timers.schedule_many(session, [TaskAt(plan.plan_id, task.task_key).overdue_timer(task.last_day_on)])
    return TaskReopened(
        plan_id=plan.plan_id, task_key=task.task_key, reopened_on=clock.today(), reason=order.reason.strip()
    )


async def _carry_over(session: AsyncSession, plan: PlanRow, task: TaskRow, order: TaskStep, who: Identity) -> Event:
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
    task.note, task.is_overdue, task.is_deadline_implied = order.reason, False, True
    due_on = last_day(plan.year, task.quarter)
    await move_deadline(session, task, DeadlineKind.NOT_LATER_THAN, due_on, Ground(who, order.reason))
    if task.quarter != NEXT_YEAR:
        await timers.schedule_many(session, [TaskAt(plan.plan_id, task.task_key).overdue_timer(task.last_day_on)])
    return TaskCarriedOver(
        plan_id=plan.plan_id,
        task_key=task.task_key,
        from_quarter=carried.from_quarter,
        to_quarter=carried.to_quarter,
        reason=order.reason,
        carried_on=carried.carried_on,
    )


def _progressed(plan: PlanRow, task: TaskRow) -> Event:
    return TaskProgressed(plan_id=plan.plan_id, task_key=task.task_key, percent=task.percent, reported_on=clock.today())


_ACTS: dict[str, Act] = {
    "start": _start,
    "progress": _progress,
    "complete": _complete,
    "not_arise": _not_arise,
    "carry_over": _carry_over,
    "reopen": _reopen,
}
_SETTLING = frozenset({"complete", "not_arise", "carry_over"})
