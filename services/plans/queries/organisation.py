"""Reads of units and clusters as of any day; each takes one statement however many units there are."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by, distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.domain.organisation import ClusterUnknown, Known, UnitUnknown
from services.plans.models import ClusterRow, DutyRow, FilingRow, UnitRow
from services.plans.models.units import (
    HeadRow,
    MembershipRow,
    OfficeRow,
    ReorganisationRow,
    SuccessionRow,
    UnitNameRow,
)
from shared.api.organisation import HeadAccount
from shared.errors import SomeoneWasFaster


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a cluster on a day."""

    unit_id: str
    name: str
    is_province: bool
    is_ours: bool


@dataclass(frozen=True, slots=True)
class UnitOn:
    """A unit as it was on a day."""

    unit_id: str
    name: str
    kind: str
    cluster_id: str | None
    valid_from: date
    valid_to: date | None


def holds(table: Any, on: date) -> ColumnElement[bool]:
    """Return the condition that a row with a first and a last day holds on a day."""
    return and_(table.valid_from <= on, or_(table.valid_to.is_(None), table.valid_to >= on))


async def unit(session: AsyncSession, unit_id: str, *, for_update: bool = False) -> UnitRow:
    """Return a unit."""
    row = await session.get(UnitRow, unit_id, with_for_update=for_update or None)
    if row is None:
        raise UnitUnknown([unit_id])
    return row


async def units(session: AsyncSession, ids: Iterable[str], *, for_update: bool = False) -> dict[str, UnitRow]:
    """Return the units that exist among *ids*; locked in one order where they will change."""
    chosen = select(UnitRow).where(UnitRow.unit_id.in_(list(ids))).order_by(UnitRow.unit_id)
    rows = await session.scalars(chosen.with_for_update() if for_update else chosen)
    return {row.unit_id: row for row in rows}


async def all_units(session: AsyncSession, ids: Collection[str], *, for_update: bool = False) -> dict[str, UnitRow]:
    """Return the units of *ids*; refuse where one does not exist."""
    found = await units(session, ids, for_update=for_update)
    if unknown := sorted(set(ids) - found.keys()):
        raise UnitUnknown(unknown)
    return found


def known(rows: Iterable[UnitRow]) -> dict[str, Known]:
    """Return units as the rules see them."""
    return {row.unit_id: Known(row.unit_id, row.name, row.valid_from, row.valid_to, row.cluster_id) for row in rows}


async def names(session: AsyncSession, ids: Iterable[str]) -> Mapping[str, str]:
    """Return the name of each unit of *ids*."""
    found = await session.execute(select(UnitRow.unit_id, UnitRow.name).where(UnitRow.unit_id.in_(list(ids))))
    return dict(found.all())


async def units_on(session: AsyncSession, on: date) -> Sequence[UnitOn]:
    """Return every unit that existed on a day, under the name it bore and in the cluster it belonged to."""
    named = _latest_name(on).subquery()
    chosen = (
        select(
            UnitRow.unit_id,
            func.coalesce(named.c.name, UnitRow.name),
            func.coalesce(named.c.kind, UnitRow.kind),
            MembershipRow.cluster_id,
            UnitRow.valid_from,
            UnitRow.valid_to,
        )
        .outerjoin(named, named.c.unit_id == UnitRow.unit_id)
        .outerjoin(MembershipRow, and_(_provincial_of_unit(), holds(MembershipRow, on)))
        .where(holds(UnitRow, on), UnitRow.is_province.is_(False))
        .order_by(UnitRow.position, UnitRow.unit_id)
    )
    return [UnitOn(*row) for row in await session.execute(chosen)]


async def clusters_on(session: AsyncSession, on: date) -> Sequence[tuple[ClusterRow, Sequence[str]]]:
    """Return every cluster that existed on a day with its members of that day, in the order of the lists."""
    in_order = aggregate_order_by(UnitRow.unit_id, UnitRow.position, UnitRow.unit_id)
    chosen = (
        select(ClusterRow, func.array_agg(in_order).filter(UnitRow.unit_id.is_not(None)))
        .select_from(ClusterRow)
        .outerjoin(MembershipRow, and_(MembershipRow.cluster_id == ClusterRow.cluster_id, holds(MembershipRow, on)))
        .outerjoin(UnitRow, UnitRow.unit_id == MembershipRow.unit_id)
        .where(holds(ClusterRow, on))
        .group_by(ClusterRow.cluster_id)
        .order_by(ClusterRow.position, ClusterRow.cluster_id)
    )
    return [(row, ids or ()) for row, ids in await session.execute(chosen)]


async def cluster(session: AsyncSession, cluster_id: str) -> ClusterRow:
    """Return a cluster."""
    row = await session.get(ClusterRow, cluster_id)
    if row is None:
        raise ClusterUnknown
    return row


async def locked_cluster(session: AsyncSession, cluster_id: str, seen: int | None = None) -> ClusterRow:
    """Return a cluster nobody else can change now; refuse the caller who saw another version of it."""
    row = await session.get(ClusterRow, cluster_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise ClusterUnknown
    if seen is not None and seen != row.version:
        raise SomeoneWasFaster
    return row


async def members_on(session: AsyncSession, cluster_id: str, on: date) -> Sequence[Member]:
    """Return a cluster's members on a day in the order of the list."""
    chosen = (
        select(UnitRow.unit_id, UnitRow.name, UnitRow.is_province, UnitRow.is_ours)
        .join(MembershipRow, MembershipRow.unit_id == UnitRow.unit_id)
        .where(MembershipRow.cluster_id == cluster_id, holds(MembershipRow, on))
        .order_by(UnitRow.position, UnitRow.unit_id)
    )
    return [Member(*row) for row in await session.execute(chosen)]


async def memberships(
    session: AsyncSession, *, unit_ids: Collection[str] | None = None, cluster_id: str | None = None
) -> Sequence[tuple[MembershipRow, str, str]]:
    """Return memberships with the names of unit and cluster, oldest first."""
    chosen = (
        select(MembershipRow, UnitRow.name, ClusterRow.name)
        .join(UnitRow, UnitRow.unit_id == MembershipRow.unit_id)
        .join(ClusterRow, ClusterRow.cluster_id == MembershipRow.cluster_id)
        .order_by(MembershipRow.valid_from, UnitRow.position)
    )
    if unit_ids is not None:
        chosen = chosen.where(MembershipRow.unit_id.in_(list(unit_ids)))
    if cluster_id is not None:
        chosen = chosen.where(MembershipRow.cluster_id == cluster_id)
    return [(row, unit_name, cluster_name) for row, unit_name, cluster_name in await session.execute(chosen)]


async def open_filings(session: AsyncSession, unit_ids: Collection[str]) -> Sequence[tuple[FilingRow, str]]:
    """Return what units still owe with the name of each duty, soonest first."""
    chosen = (
        select(FilingRow, func.coalesce(DutyRow.name, FilingRow.duty))
        .outerjoin(DutyRow, and_(DutyRow.plan_id == FilingRow.plan_id, DutyRow.code == FilingRow.duty))
        .where(FilingRow.unit_id.in_(list(unit_ids)), FilingRow.state.in_(("due", "returned")))
        .order_by(FilingRow.due_on, FilingRow.unit_id)
    )
    return [(row, name) for row, name in await session.execute(chosen)]


async def owed_by(session: AsyncSession, unit_ids: Collection[str]) -> set[tuple[str, int, str]]:
    """Return the unit, year and duty of everything units owe or have filed."""
    chosen = select(FilingRow.unit_id, FilingRow.year, FilingRow.duty).where(FilingRow.unit_id.in_(list(unit_ids)))
    return {(unit_id, year, duty) for unit_id, year, duty in await session.execute(chosen)}


async def heads_of(session: AsyncSession, unit_id: str) -> Sequence[HeadRow]:
    """Return the heads of a unit, the latest first."""
    chosen = select(HeadRow).where(HeadRow.unit_id == unit_id).order_by(HeadRow.valid_from.desc())
    return (await session.scalars(chosen)).all()


async def heads_on(session: AsyncSession, unit_ids: Collection[str], on: date) -> dict[str, HeadRow]:
    """Return who headed each unit on a day."""
    chosen = select(HeadRow).where(HeadRow.unit_id.in_(list(unit_ids)), holds(HeadRow, on))
    return {row.unit_id: row for row in await session.scalars(chosen)}


async def head_accounts(session: AsyncSession, year: int, on: date, unit_id: str | None) -> Sequence[HeadAccount]:
    """Return how each unit kept its filings of a year, beside the head accountable for it on a day."""
    late = func.count().filter(FilingRow.days_late > 0)
    filed = func.count().filter(FilingRow.received_at.is_not(None), FilingRow.state != "returned")
    missing = func.count().filter(FilingRow.is_overdue.is_(True))
    chosen = (
        select(
            UnitRow.unit_id,
            UnitRow.name,
            func.coalesce(HeadRow.name, ""),
            func.coalesce(HeadRow.post, ""),
            func.count(),
            filed,
            late,
            missing,
        )
        .join(FilingRow, FilingRow.unit_id == UnitRow.unit_id)
        .outerjoin(HeadRow, and_(HeadRow.unit_id == UnitRow.unit_id, holds(HeadRow, on)))
        .where(FilingRow.year == year)
        .group_by(UnitRow.unit_id, HeadRow.name, HeadRow.post)
        .order_by(UnitRow.position, UnitRow.unit_id)
    )
    if unit_id is not None:
        chosen = chosen.where(UnitRow.unit_id == unit_id)
    columns = ("unit_id", "unit_name", "head_name", "head_post", "owed", "filed", "late", "missing")
    return [HeadAccount(**dict(zip(columns, row, strict=True))) for row in await session.execute(chosen)]


async def names_of(session: AsyncSession, unit_id: str) -> Sequence[UnitNameRow]:
    """Return what a unit was called, the latest first."""
    chosen = select(UnitNameRow).where(UnitNameRow.unit_id == unit_id).order_by(UnitNameRow.valid_from.desc())
    return (await session.scalars(chosen)).all()


async def successions(session: AsyncSession, unit_ids: Collection[str]) -> Sequence[tuple[str, str]]:
    """Return each predecessor and successor among which one of *unit_ids* is."""
    ids = list(unit_ids)
    either = or_(SuccessionRow.predecessor_id.in_(ids), SuccessionRow.successor_id.in_(ids))
    chosen = select(SuccessionRow.predecessor_id, SuccessionRow.successor_id).where(either)
    return [
        (before, after)
        for before, after in await session.execute(
            chosen.order_by(SuccessionRow.predecessor_id, SuccessionRow.successor_id)
        )
    ]


async def predecessors_from(session: AsyncSession, day: date) -> dict[str, list[str]]:
    """Return whom each unit took over from on a day."""
    chosen = (
        select(SuccessionRow.successor_id, func.array_agg(SuccessionRow.predecessor_id))
        .join(ReorganisationRow, ReorganisationRow.reorganisation_id == SuccessionRow.reorganisation_id)
        .where(ReorganisationRow.effective_on == day)
        .group_by(SuccessionRow.successor_id)
    )
    return {successor: sorted(ids) for successor, ids in await session.execute(chosen)}


async def offices(session: AsyncSession, cluster_id: str) -> Sequence[OfficeRow]:
    """Return who led a cluster in each year, the latest first."""
    chosen = select(OfficeRow).where(OfficeRow.cluster_id == cluster_id).order_by(OfficeRow.year.desc())
    return (await session.scalars(chosen)).all()


async def differing(session: AsyncSession, on: date) -> Sequence[tuple[UnitRow, str, str, str | None]]:
    """Return every unit whose name, kind or cluster is another on a day than the row says, with those of the day."""
    named = _latest_name(on).subquery()
    name = func.coalesce(named.c.name, UnitRow.name)
    kind = func.coalesce(named.c.kind, UnitRow.kind)
    differs = or_(
        UnitRow.name != name, UnitRow.kind != kind, UnitRow.cluster_id.is_distinct_from(MembershipRow.cluster_id)
    )
    chosen = (
        select(UnitRow, name, kind, MembershipRow.cluster_id)
        .outerjoin(named, named.c.unit_id == UnitRow.unit_id)
        .outerjoin(MembershipRow, and_(_provincial_of_unit(), holds(MembershipRow, on)))
        .where(or_(UnitRow.valid_to.is_(None), UnitRow.valid_to >= on), UnitRow.valid_from <= on, differs)
        .order_by(UnitRow.unit_id)
        .with_for_update(of=UnitRow)
    )
    return [(row, name, kind, cluster_id) for row, name, kind, cluster_id in await session.execute(chosen)]


def _provincial_of_unit() -> ColumnElement[bool]:
    return and_(MembershipRow.unit_id == UnitRow.unit_id, MembershipRow.is_provincial)


def _latest_name(on: date) -> Select[str, str, str]:
    return (
        select(UnitNameRow.unit_id, UnitNameRow.name, UnitNameRow.kind)
        .where(UnitNameRow.valid_from <= on)
        .ext(distinct_on(UnitNameRow.unit_id))
        .order_by(UnitNameRow.unit_id, UnitNameRow.valid_from.desc())
    )
