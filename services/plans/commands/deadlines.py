"""Reckoning a deadline's days, and moving one with its history kept."""

from dataclasses import replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.commands.journal import Ground
from services.plans.domain import Deadline, deadline
from services.plans.models import DeadlineChangeRow, DutyRow, TaskRow
from services.plans.queries.days import calendar, deadline_rule
from shared import clock
from shared.events.plans import DeadlineKind


async def task_deadline(session: AsyncSession, kind: DeadlineKind, due_on: date) -> Deadline:
    """Return a task's deadline with its days reckoned; days of grace are for what units file, not for tasks."""
    rule = await deadline_rule(session, clock.today())
    return deadline(kind, due_on, replace(rule, grace_days=0), await calendar(session))


async def move_deadline(session: AsyncSession, task: TaskRow, kind: DeadlineKind, due_on: date, ground: Ground) -> None:
    """Give a task another deadline and keep the one it had."""
    if (task.deadline_kind, task.due_on) == (kind, due_on):
        return
    moved = await task_deadline(session, kind, due_on)
    keep_change(session, task, kind, due_on, ground)
    task.deadline_kind, task.due_on = kind, due_on
    task.last_day_on, task.remind_on = moved.last_day_on, moved.remind_on


def keep_change(
    session: AsyncSession, row: TaskRow | DutyRow, kind: DeadlineKind, due_on: date, ground: Ground
) -> None:
    """Write down that a task or a duty gets another deadline (lịch sử thời hạn)."""
    session.add(
        DeadlineChangeRow(
            plan_id=row.plan_id,
            task_key=row.task_key if isinstance(row, TaskRow) else None,
            duty=row.code if isinstance(row, DutyRow) else None,
            from_kind=row.deadline_kind,
            from_due_on=row.due_on,
            to_kind=kind,
            to_due_on=due_on,
            reason=ground.reason,
            changed_by=ground.who.name,
            changed_at=clock.now(),
        )
    )
