"""The reads of plans that are longer than a line; each takes a fixed number of statements."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.domain import NEXT_YEAR, UNSETTLED, FilingState, QuarterState
from services.plans.models import (
    ClusterRow,
    DeadlineRuleRow,
    DraftRow,
    FilingRow,
    PlanRow,
    QuarterRow,
    TaskRow,
    UnitRow,
)
from shared.errors import NotFound, SomeoneWasFaster
from shared.events.plans import Duty

Overdue = Literal["overdue"]
"""Asked for like a state: what is still owed after its last day in time."""


@dataclass(frozen=True, slots=True)
class FilingsAsked:
    """What a list of filings is narrowed to; None narrows nothing."""

    plan_id: UUID | None = None
    unit_id: str | None = None
    duty: Duty | None = None
    state: FilingState | Overdue | None = None
    q: str | None = None


async def draft(session: AsyncSession, draft_id: UUID, *, for_update: bool = False) -> DraftRow:
    """Return a draft."""
    row = await session.get(DraftRow, draft_id, with_for_update=for_update or None)
    if row is None:
        raise NotFound("Không tìm thấy dự thảo.")
    return row


async def plan(session: AsyncSession, plan_id: UUID) -> PlanRow:
    """Return a plan."""
    row = await session.get(PlanRow, plan_id)
    if row is None:
        raise NotFound("Không tìm thấy kế hoạch.")
    return row


async def locked_plan(session: AsyncSession, plan_id: UUID, seen: int | None = None) -> PlanRow:
    """Return a plan nobody else can change now; refuse the caller who saw another version of it."""
    row = await session.get(PlanRow, plan_id, with_for_update=True)
    if row is None:
        raise NotFound("Không tìm thấy kế hoạch.")
    if seen is not None and seen != row.version:
        raise SomeoneWasFaster
    return row


async def locked_filing(session: AsyncSession, filing_id: UUID, seen: int | None = None) -> FilingRow:
    """Return a filing nobody else can change now; refuse the caller who saw another version of it."""
    row = await session.get(FilingRow, filing_id, with_for_update=True)
    if row is None:
        raise NotFound("Không tìm thấy báo cáo, kế hoạch phải nộp.")
    if seen is not None and seen != row.version:
        raise SomeoneWasFaster
    return row


async def quarters_of(session: AsyncSession, plan_id: UUID) -> dict[int, QuarterRow]:
    """Return a plan's quarters by number."""
    rows = await session.scalars(select(QuarterRow).where(QuarterRow.plan_id == plan_id).order_by(QuarterRow.quarter))
    return {row.quarter: row for row in rows}


def states(quarters: Iterable[QuarterRow]) -> dict[int, QuarterState]:
    """Return the state of each quarter by number."""
    return {row.quarter: row.state for row in quarters}


async def tasks_of(session: AsyncSession, plan_id: UUID, quarter: int | None = None) -> Sequence[TaskRow]:
    """Return a plan's tasks in the order printed, of one quarter or of all."""
    chosen = select(TaskRow).where(TaskRow.plan_id == plan_id).order_by(TaskRow.quarter, TaskRow.position)
    if quarter is not None:
        chosen = chosen.where(TaskRow.quarter == quarter)
    return (await session.scalars(chosen)).all()


async def member_units(session: AsyncSession) -> Sequence[UnitRow]:
    """Return the units that belong to a cluster or block."""
    chosen = select(UnitRow).where(UnitRow.cluster_id.is_not(None)).order_by(UnitRow.position)
    return (await session.scalars(chosen)).all()


async def grace_days(session: AsyncSession, on: date) -> int:
    """Return how many days after a deadline are still in time by the rule in force; none where there is no rule."""
    in_force = select(DeadlineRuleRow.grace_days).where(DeadlineRuleRow.valid_from <= on)
    return await session.scalar(in_force.order_by(DeadlineRuleRow.valid_from.desc()).limit(1)) or 0


async def filing_owed(session: AsyncSession, unit_id: str, year: int, duty: Duty) -> UUID | None:
    """Return the id of what a unit owes under a duty in a year."""
    return await session.scalar(
        select(FilingRow.filing_id).where(FilingRow.unit_id == unit_id, FilingRow.year == year, FilingRow.duty == duty)
    )


async def tasks_waiting(session: AsyncSession, year: int, fact: str) -> Sequence[tuple[UUID, str]]:
    """Return the plan and key of each unsettled task of a year that waits for *fact*, locked with its plan."""
    chosen = (
        select(TaskRow.plan_id, TaskRow.task_key)
        .join(PlanRow, PlanRow.plan_id == TaskRow.plan_id)
        .where(TaskRow.waits_for == fact, PlanRow.year == year)
        .where(TaskRow.state.in_(UNSETTLED), TaskRow.quarter != NEXT_YEAR)
        .order_by(TaskRow.position)
        .with_for_update()
    )
    return [(plan_id, task_key) for plan_id, task_key in await session.execute(chosen)]


async def filings_page(
    session: AsyncSession, asked: FilingsAsked, page: int, size: int
) -> tuple[Sequence[tuple[FilingRow, str]], int]:
    """Return one page of filings with their units' names, soonest first, and the total over all pages."""
    conditions = tuple(_narrowed(asked))
    counted = select(func.count()).select_from(FilingRow).where(*conditions)
    chosen = (
        _with_names()
        .where(*conditions)
        .order_by(FilingRow.due_on, FilingRow.unit_id)
        .limit(size)
        .offset((page - 1) * size)
    )
    rows = (await session.execute(chosen)).all()
    return [(filing, name) for filing, name in rows], await session.scalar(counted) or 0


async def named_filing(session: AsyncSession, filing_id: UUID) -> tuple[FilingRow, str]:
    """Return a filing with its unit's name."""
    row = (await session.execute(_with_names().where(FilingRow.filing_id == filing_id))).one_or_none()
    if row is None:
        raise NotFound("Không tìm thấy báo cáo, kế hoạch phải nộp.")
    return row[0], row[1]


async def matrix(
    session: AsyncSession, plan_id: UUID, unit_id: str | None
) -> tuple[Sequence[tuple[UnitRow, str]], Sequence[FilingRow]]:
    """Return the units that owe something under a plan, each with its cluster's name, and all they owe."""
    owed = select(FilingRow).where(FilingRow.plan_id == plan_id)
    if unit_id is not None:
        owed = owed.where(FilingRow.unit_id == unit_id)
    units = (
        select(UnitRow, func.coalesce(ClusterRow.name, ""))
        .outerjoin(ClusterRow, ClusterRow.cluster_id == UnitRow.cluster_id)
        .where(UnitRow.unit_id.in_(owed.with_only_columns(FilingRow.unit_id)))
        .order_by(ClusterRow.position, UnitRow.position)
    )
    rows = [(unit, name) for unit, name in await session.execute(units)]
    return rows, (await session.scalars(owed)).all()


def _with_names() -> Select[FilingRow, str]:
    return select(FilingRow, UnitRow.name).join(UnitRow, UnitRow.unit_id == FilingRow.unit_id)


def _narrowed(asked: FilingsAsked) -> Iterable[ColumnElement[bool]]:
    if asked.plan_id is not None:
        yield FilingRow.plan_id == asked.plan_id
    if asked.unit_id is not None:
        yield FilingRow.unit_id == asked.unit_id
    if asked.duty is not None:
        yield FilingRow.duty == asked.duty
    if asked.state is not None:
        yield FilingRow.is_overdue.is_(True) if asked.state == "overdue" else FilingRow.state == asked.state
    if words := re.findall(r"\w+", asked.q or ""):
        beginnings = " & ".join(f"{word}:*" for word in words)
        named = select(UnitRow.unit_id).where(
            UnitRow.search.bool_op("@@")(func.to_tsquery("simple", func.vn_fold(beginnings)))
        )
        yield FilingRow.unit_id.in_(named)
