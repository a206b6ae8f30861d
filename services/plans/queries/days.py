"""The calendar of working days and the rule deadlines are read by."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.domain import DeadlineRule
from services.plans.models import DayOffRow, DeadlineRuleRow
from shared.holidays import published
from shared.workdays import Calendar, SpecialDay


async def calendar(session: AsyncSession) -> Calendar:
    """Return the calendar: the published days, and before them what a person put down."""
    rows = await session.scalars(select(DayOffRow))
    return Calendar.of([*published(), *(row.day for row in rows)])


async def days_of(session: AsyncSession, year: int) -> Sequence[SpecialDay]:
    """Return every special day of a year in its order."""
    special = (await calendar(session)).special
    return [special[day] for day in sorted(special) if day.year == year]


async def deadline_rule(session: AsyncSession, on: date) -> DeadlineRule:
    """Return the rule in force on *on*; where there is none, deadlines are read strictly and moved by nothing."""
    in_force = select(DeadlineRuleRow).where(DeadlineRuleRow.valid_from <= on)
    row = await session.scalar(in_force.order_by(DeadlineRuleRow.valid_from.desc()).limit(1))
    return DeadlineRule() if row is None else row.rule
