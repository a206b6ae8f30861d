"""The reads of what units owe and have filed; lists take their rows from an index and join names last."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.domain import FilingState, Owes
from services.plans.models import ClusterRow, DutyRow, FilingRow, UnitRow
from services.plans.models.units import MembershipRow
from shared.errors import NotFound

Overdue = Literal["overdue"]
"""Asked for like a state: what is still owed after its last day in time."""

_OFFICIAL_ORDER = (ClusterRow.position, UnitRow.position, UnitRow.unit_id)

Named = tuple[FilingRow, str, str]
"""A filing, its unit's name and its duty's name."""


@dataclass(frozen=True, slots=True)
class FilingsAsked:
    """What a list of filings is narrowed to; None narrows nothing."""

    plan_id: UUID | None = None
    unit_id: str | None = None
    duty: str | None = None
    state: FilingState | Overdue | None = None
    q: str | None = None
    cluster_id: str | None = None


def owing_units(owes: Owes, owed_by: Sequence[str], on: date) -> Select[str]:
    """Return the ids of the units that owe a duty on *on*: those that exist that day and are meant by it.

    A duty for all means every unit that is a member of a cluster or block that day; one for kinds or units reaches
    further. A province is a member of inter-provincial clusters alone and owes nothing.
    """
    members = select(MembershipRow.unit_id).where(
        MembershipRow.is_provincial,
        MembershipRow.valid_from <= on,
        or_(MembershipRow.valid_to.is_(None), MembershipRow.valid_to >= on),
    )
    meant: dict[Owes, ColumnElement[bool]] = {
        Owes.ALL: UnitRow.unit_id.in_(members),
        Owes.KINDS: UnitRow.kind.in_(owed_by),
        Owes.CLUSTERS: UnitRow.unit_id.in_(members.where(MembershipRow.cluster_id.in_(owed_by))),
        Owes.UNITS: UnitRow.unit_id.in_(owed_by),
    }
    exists = (UnitRow.valid_from <= on, or_(UnitRow.valid_to.is_(None), UnitRow.valid_to >= on))
    return select(UnitRow.unit_id).where(meant[owes], *exists, UnitRow.is_ours, ~UnitRow.is_province)


async def filing_owed(session: AsyncSession, unit_id: str, year: int, duty: str) -> UUID | None:
    """Return the id of what a unit owes under a duty in a year."""
    return await session.scalar(
        select(FilingRow.filing_id).where(FilingRow.unit_id == unit_id, FilingRow.year == year, FilingRow.duty == duty)
    )


async def filings_page(session: AsyncSession, asked: FilingsAsked, page: int, size: int) -> tuple[Sequence[Named], int]:
    """Return one page of filings with their units' names, soonest first, and the total over all pages."""
    conditions = tuple(_narrowed(asked))
    counted = select(func.count()).select_from(FilingRow).where(*conditions)
    shown = (
        select(FilingRow.filing_id)
        .where(*conditions)
        .order_by(FilingRow.due_on, FilingRow.unit_id)
        .limit(size)
        .offset((page - 1) * size)
    )
    chosen = _with_names().where(FilingRow.filing_id.in_(shown.scalar_subquery()))
    rows = await session.execute(chosen.order_by(FilingRow.due_on, FilingRow.unit_id))
    return [(filing, name, duty) for filing, name, duty in rows], await session.scalar(counted) or 0


async def named_filing(session: AsyncSession, filing_id: UUID) -> Named:
    """Return a filing with its unit's and its duty's name."""
    row = (await session.execute(_with_names().where(FilingRow.filing_id == filing_id))).one_or_none()
    if row is None:
        raise NotFound("Không tìm thấy báo cáo, kế hoạch phải nộp.")
    return row[0], row[1], row[2]


async def duty_name(session: AsyncSession, plan_id: UUID, code: str) -> str:
    """Return what a duty is called."""
    name = select(DutyRow.name).where(DutyRow.plan_id == plan_id, DutyRow.code == code)
    return await session.scalar(name) or code


async def matrix_units(
    session: AsyncSession, asked: FilingsAsked, page: int, size: int
) -> tuple[Sequence[tuple[UnitRow, str]], int]:
    """Return one page of the units that owe something as asked, with their clusters' names, and how many there are."""
    owing = UnitRow.unit_id.in_(select(FilingRow.unit_id).where(*_narrowed(asked)))
    numbered = (
        select(UnitRow.unit_id, func.count().over().label("total"))
        .outerjoin(ClusterRow, ClusterRow.cluster_id == UnitRow.cluster_id)
        .where(owing)
        .order_by(*_OFFICIAL_ORDER)
        .limit(size)
        .offset((page - 1) * size)
        .subquery()
    )
    chosen = (
        select(UnitRow, func.coalesce(ClusterRow.name, ""), numbered.c.total)
        .join(numbered, numbered.c.unit_id == UnitRow.unit_id)
        .outerjoin(ClusterRow, ClusterRow.cluster_id == UnitRow.cluster_id)
        .order_by(*_OFFICIAL_ORDER)
    )
    rows = (await session.execute(chosen)).all()
    if rows:
        return [(unit, name) for unit, name, _ in rows], rows[0][2]
    return [], await session.scalar(select(func.count()).select_from(UnitRow).where(owing)) or 0


async def owed_by(session: AsyncSession, plan_id: UUID, unit_ids: Sequence[str]) -> Sequence[FilingRow]:
    """Return all that some units owe under a plan."""
    chosen = select(FilingRow).where(FilingRow.plan_id == plan_id, FilingRow.unit_id.in_(unit_ids))
    return (await session.scalars(chosen)).all()


async def counts(
    session: AsyncSession, plan_id: UUID, unit_id: str | None
) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    """Return how many filings of each duty are in each state, and how many are overdue."""
    counted = select(FilingRow.duty, FilingRow.state, FilingRow.is_overdue, func.count())
    counted = counted.where(FilingRow.plan_id == plan_id)
    if unit_id is not None:
        counted = counted.where(FilingRow.unit_id == unit_id)
    states: dict[str, dict[str, int]] = {}
    overdue: dict[str, int] = {}
    for duty, state, is_overdue, number in await session.execute(
        counted.group_by(FilingRow.duty, FilingRow.state, FilingRow.is_overdue)
    ):
        of_duty = states.setdefault(duty, {})
        of_duty[state] = of_duty.get(state, 0) + number
        overdue[duty] = overdue.get(duty, 0) + number * is_overdue
    return states, overdue


def _with_names() -> Select[FilingRow, str, str]:
    return (
        select(FilingRow, UnitRow.name, func.coalesce(DutyRow.name, FilingRow.duty))
        .join(UnitRow, UnitRow.unit_id == FilingRow.unit_id)
        .outerjoin(DutyRow, (DutyRow.plan_id == FilingRow.plan_id) & (DutyRow.code == FilingRow.duty))
    )


def _narrowed(asked: FilingsAsked) -> Iterable[ColumnElement[bool]]:
    if asked.plan_id is not None:
        yield FilingRow.plan_id == asked.plan_id
    if asked.unit_id is not None:
        yield FilingRow.unit_id == asked.unit_id
    if asked.duty is not None:
        yield FilingRow.duty == asked.duty
    if asked.state is not None:
        yield FilingRow.is_overdue.is_(True) if asked.state == "overdue" else FilingRow.state == asked.state
    if asked.cluster_id is not None:
        yield FilingRow.unit_id.in_(select(UnitRow.unit_id).where(UnitRow.cluster_id == asked.cluster_id))
    if words := re.findall(r"\w+", asked.q or ""):
        beginnings = " & ".join(f"{word}:*" for word in words)
        named = select(UnitRow.unit_id).where(
            UnitRow.search.bool_op("@@")(func.to_tsquery("simple", func.vn_fold(beginnings)))
        )
        yield FilingRow.unit_id.in_(named)
