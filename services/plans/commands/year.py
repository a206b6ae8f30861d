"""Closing the quarters and the year of a plan; what is left unfinished goes into the next year's plan."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans import queries
from services.plans.commands.deadlines import task_deadline
from services.plans.commands.journal import Ground, note
from services.plans.commands.tasks import TaskAt
from services.plans.commands.versions import Document, fact_of, keep_version
from services.plans.domain import (
    NEXT_YEAR,
    PLAN_STEPS,
    QUARTER_NAMES,
    QUARTER_STEPS,
    PartState,
    PlanState,
    QuarterAlreadyClosed,
    QuarterNotSettled,
    QuarterState,
    QuarterStillOpen,
    TaskState,
    last_day,
    quarter_blockers,
    year_blockers,
)
from services.plans.models import CarryOverRow, PlanRow, QuarterRow, TaskPartRow, TaskRow
from shared import clock
from shared.api.base import StepTaken
from shared.errors import NotFound
from shared.events.plans import DeadlineKind, PlanAmended, QuarterClosed, YearClosed
from shared.identity import Identity
from shared.messaging import timers
from shared.messaging.outbox import tell
from shared.steps import take


async def close_quarter(
    session: AsyncSession, plan_id: UUID, quarter: int, order: StepTaken, who: Identity
) -> QuarterRow:
    """Close a quarter whose every task is settled or carried over; the refusal lists all that is not."""
    plan = await queries.locked_plan(session, plan_id, order.version)
    quarters = await queries.quarters_of(session, plan_id)
    if quarter not in quarters:
        raise NotFound("Không tìm thấy quý.")
    closing = quarters[quarter]
    if closing.state is QuarterState.CLOSED:
        raise QuarterAlreadyClosed(quarter, closing.closed_on)
    step = take(QUARTER_STEPS, closing.state, "close", who.roles)
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
    note(session, plan, who, f"{step.label}: {QUARTER_NAMES[quarter]}", reason=order.reason)
    return closing


async def close_year(session: AsyncSession, plan_id: UUID, order: StepTaken, who: Identity) -> PlanRow:
    """Close the year of a plan whose every quarter is closed; next year's plan, takes the rest over if issued."""
    plan = await queries.locked_plan(session, plan_id, order.version)
    step = take(PLAN_STEPS, plan.state, "close", who.roles)
    quarters = await queries.quarters_of(session, plan_id)
    if blockers := year_blockers(queries.states(quarters.values())):
        raise QuarterStillOpen(details=blockers)
    plan.state, plan.closed_on = PlanState(step.target), clock.today()
    tell(session, plan, YearClosed(plan_id=plan_id, year=plan.year, closed_on=plan.closed_on))
    note(session, plan, who, step.label, reason=order.reason)
    following = await queries.plan_of_year(session, plan.year + 1)
    if following is not None and following.state is not PlanState.CLOSED:
        await _add_to(session, following, plan, who)
    return plan


async def take_over(session: AsyncSession, plan: PlanRow) -> Sequence[TaskRow]:
    """Return the tasks a new plan takes over from last year's, where that one is closed already (chuyển năm sau)."""
    earlier = await queries.plan_of_year(session, plan.year - 1)
    if earlier is None or earlier.state is not PlanState.CLOSED:
        return ()
    return await _taken(session, earlier, plan)


async def _add_to(session: AsyncSession, plan: PlanRow, earlier: PlanRow, who: Identity) -> None:
    """Add what *earlier* left unfinished to a plan that is already issued, as a version of it."""
    taken = await _taken(session, earlier, plan)
    if not taken:
        return
    await session.flush()
    reason = f"Nhiệm vụ chuyển từ kế hoạch năm {earlier.year}"
    changes = [f"Thêm {task.task_key}: {task.text}" for task in taken]
    version = await keep_version(session, plan, Document(earlier.symbol, clock.today()), Ground(who, reason), changes)
    tell(
        session,
        plan,
        PlanAmended(
            plan_id=plan.plan_id,
            year=plan.year,
            number=version.number,
            amended_on=version.dated_on,
            document=version.document,
            reason=reason,
            added=tuple(map(fact_of, taken)),
        ),
    )
    note(session, plan, who, reason, details=changes)
    await timers.schedule_many(
        session, [TaskAt(plan.plan_id, task.task_key).overdue_timer(task.last_day_on) for task in taken]
    )


async def _taken(session: AsyncSession, earlier: PlanRow, plan: PlanRow) -> Sequence[TaskRow]:
    """Copy what was carried over to next year into *plan*, due on the last day of its first quarter."""
    left = [task for task in await queries.tasks_of(session, earlier.plan_id, NEXT_YEAR) if task.taken_into is None]
    if not left:
        return ()
    reckoned = await task_deadline(session, DeadlineKind.NOT_LATER_THAN, last_day(plan.year, 1))
    parts = await queries.parts_of(session, earlier.plan_id)
    taken = []
    for position, task in enumerate(left, start=_AFTER_THE_PLANS_OWN):
        open_parts = [part for part in parts.get(task.task_key, []) if part.state is PartState.OPEN]
        copy = TaskRow(
            plan_id=plan.plan_id,
            task_key=f"{earlier.year}.{task.task_key}",
            position=position,
            quarter=1,
            text=task.text,
            parts=[part.text for part in open_parts],
            is_conditional=task.is_conditional,
            may_not_arise=task.may_not_arise,
            deadline_kind=reckoned.kind,
            due_on=reckoned.due_on,
            is_deadline_implied=True,
            last_day_on=reckoned.last_day_on,
            remind_on=reckoned.remind_on,
            lead=task.lead,
            lead_unit_id=task.lead_unit_id,
            is_lead_implied=task.is_lead_implied,
            coordinating=task.coordinating,
            output=task.output,
            state=TaskState.PLANNED,
            note=task.note,
            waits_for=task.waits_for,
            origin_plan_id=earlier.plan_id,
            origin_key=task.task_key,
        )
        session.add(copy)
        await session.flush()
        session.add_all(_again(copy, part) for part in open_parts)
        task.taken_into = plan.plan_id
        taken.append(copy)
    return taken


_AFTER_THE_PLANS_OWN = 1001
"""Where tasks of last year stand among those of Quý I."""


def _again(task: TaskRow, part: TaskPartRow) -> TaskPartRow:
    return TaskPartRow(
        plan_id=task.plan_id,
        task_key=task.task_key,
        part_key=part.part_key,
        position=part.position,
        text=part.text,
        is_conditional=part.is_conditional,
    )


async def _carried_from(session: AsyncSession, plan_id: UUID, quarter: int) -> int:
    carried = select(func.count()).where(CarryOverRow.plan_id == plan_id, CarryOverRow.from_quarter == quarter)
    return await session.scalar(carried) or 0
