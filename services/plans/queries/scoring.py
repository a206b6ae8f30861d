"""Reads of score sheets and standings: one statement a list, however many members and criteria there are."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.domain import days_late
from services.plans.domain.criteria import tie_codes
from services.plans.domain.scoring import ScoreSheetState, Standing
from services.plans.models import FilingRow, UnitRow
from services.plans.models.emulation import ClusterYearRow, EditionRow, RegistrationRow
from services.plans.models.scoring import ResultRow, ScoreChangeRow, ScoreRow, SheetRow, VoteRow
from services.plans.models.units import MembershipRow
from services.plans.queries.organisation import holds
from shared.api.scoring import CriteriaSet, FactKind

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Scored:
    """A member beside its sheet and official points; standing is None until its score is official."""

    unit_id: str
    name: str
    state: ScoreSheetState | None
    bonus: Decimal
    votes: int | None
    standing: Standing | None


async def sheet(
    session: AsyncSession, cluster_id: str, year: int, unit_id: str, *, for_update: bool = False
) -> SheetRow | None:
    """Return a unit's score sheet of a year."""
    chosen = select(SheetRow).where(
        SheetRow.cluster_id == cluster_id, SheetRow.year == year, SheetRow.unit_id == unit_id
    )
    if for_update:
        chosen = chosen.with_for_update().execution_options(populate_existing=True)
    return (await session.scalars(chosen)).one_or_none()


async def scores(session: AsyncSession, sheet_id: UUID) -> dict[str, ScoreRow]:
    """Return the points of a sheet by criterion."""
    found = await session.scalars(select(ScoreRow).where(ScoreRow.sheet_id == sheet_id))
    return {row.code: row for row in found}


async def history(session: AsyncSession, sheet_id: UUID) -> Sequence[ScoreChangeRow]:
    """Return who changed what on a sheet, oldest first."""
    chosen = select(ScoreChangeRow).where(ScoreChangeRow.sheet_id == sheet_id)
    return (await session.scalars(chosen.order_by(ScoreChangeRow.changed_at, ScoreChangeRow.change_id))).all()


async def sheet_states(session: AsyncSession, cluster_id: str, year: int) -> dict[str, ScoreSheetState]:
    """Return the state of every member's sheet."""
    chosen = select(SheetRow.unit_id, SheetRow.state).where(SheetRow.cluster_id == cluster_id, SheetRow.year == year)
    return dict((await session.execute(chosen)).all())


async def facts(
    session: AsyncSession, opened: ClusterYearRow, unit_ids: Collection[str], on: date
) -> dict[str, dict[FactKind, int]]:
    """Return how often each unit was late or missing in the year, counted from filings and registrations."""
    counted: dict[str, dict[FactKind, int]] = {unit_id: {} for unit_id in unit_ids}
    filings = (
        select(
            FilingRow.unit_id,
            func.count().filter(FilingRow.days_late > 0, FilingRow.state.not_in(("due", "lifted"))),
            func.count().filter(FilingRow.is_overdue.is_(True)),
        )
        .where(FilingRow.unit_id.in_(list(unit_ids)), FilingRow.year == opened.year)
        .group_by(FilingRow.unit_id)
    )
    for unit_id, late, missing in await session.execute(filings):
        counted[unit_id] |= {"late_filing": late, "missing_filing": missing}
    here = and_(RegistrationRow.cluster_id == opened.cluster_id, RegistrationRow.year == opened.year)
    sent = (
        select(RegistrationRow.unit_id, func.max(EditionRow.days_late))
        .join(EditionRow, EditionRow.registration_id == RegistrationRow.registration_id)
        .where(here)
        .group_by(RegistrationRow.unit_id)
    )
    lateness = dict((await session.execute(sent)).all())
    is_past = days_late(opened.registration_due_on, on) > 0
    for unit_id, found in counted.items():
        found["late_registration"] = int(lateness.get(unit_id, 0) > 0)
        found["missing_registration"] = int(is_past and unit_id not in lateness)
    late_sheets = select(SheetRow.unit_id).where(
        SheetRow.cluster_id == opened.cluster_id, SheetRow.year == opened.year, SheetRow.days_late > 0
    )
    for unit_id in await session.scalars(late_sheets):
        if unit_id in counted:
            counted[unit_id]["late_self_score"] = 1
    return counted


async def standings(
    session: AsyncSession, opened: ClusterYearRow, criteria_set: CriteriaSet, on: date
) -> Sequence[Scored]:
    """Return every member of the day with its total, bonus, votes and tie-break values: totals are summed in SQL."""
    sums = [_sum(tie_codes(criteria_set, key)) for key in criteria_set.tie_break if key not in {"votes", "fewer_late"}]
    bonus = func.coalesce(func.sum(ScoreRow.official_points).filter(ScoreRow.is_bonus), NOTHING)
    total = func.coalesce(func.sum(ScoreRow.official_points), NOTHING)
    in_year = and_(SheetRow.cluster_id == opened.cluster_id, SheetRow.year == opened.year)
    chosen = (
        select(UnitRow.unit_id, UnitRow.name, SheetRow.state, total, bonus, VoteRow.votes, *sums)
        .join(MembershipRow, MembershipRow.unit_id == UnitRow.unit_id)
        .outerjoin(SheetRow, and_(SheetRow.unit_id == UnitRow.unit_id, in_year))
        .outerjoin(ScoreRow, ScoreRow.sheet_id == SheetRow.sheet_id)
        .outerjoin(
            VoteRow,
            and_(
                VoteRow.unit_id == UnitRow.unit_id,
                VoteRow.cluster_id == opened.cluster_id,
                VoteRow.year == opened.year,
            ),
        )
        .where(MembershipRow.cluster_id == opened.cluster_id, holds(MembershipRow, on))
        .group_by(UnitRow.unit_id, SheetRow.state, VoteRow.votes)
        .order_by(UnitRow.position, UnitRow.unit_id)
    )
    rows = (await session.execute(chosen)).all()
    late = await _lateness(session, opened, criteria_set, [row[0] for row in rows], on)
    return [_scored(criteria_set, row, late.get(row[0], 0)) for row in rows]


async def results(session: AsyncSession, cluster_id: str, year: int) -> Sequence[tuple[ResultRow, str]]:
    """Return a published result with the units' names, best first."""
    chosen = (
        select(ResultRow, UnitRow.name)
        .join(UnitRow, UnitRow.unit_id == ResultRow.unit_id)
        .where(ResultRow.cluster_id == cluster_id, ResultRow.year == year)
        .order_by(ResultRow.rank, UnitRow.position, UnitRow.unit_id)
    )
    return [(row, name) for row, name in await session.execute(chosen)]


async def _lateness(
    session: AsyncSession, opened: ClusterYearRow, criteria_set: CriteriaSet, unit_ids: Collection[str], on: date
) -> Mapping[str, int]:
    if "fewer_late" not in criteria_set.tie_break:
        return {}
    return {unit_id: sum(found.values()) for unit_id, found in (await facts(session, opened, unit_ids, on)).items()}


def _sum(codes: Collection[str]) -> ColumnElement[Decimal]:
    return func.coalesce(func.sum(ScoreRow.official_points).filter(ScoreRow.code.in_(list(codes))), NOTHING)


def _scored(criteria_set: CriteriaSet, row: Sequence[Any], late: int) -> Scored:
    unit_id, name, state, total, bonus, votes, *sums = row
    summed = iter(sums)
    special = {"votes": Decimal(votes or 0), "fewer_late": Decimal(-late)}
    ties = tuple(special[key] if key in special else next(summed) for key in criteria_set.tie_break)
    standing = Standing(unit_id, total, ties, votes) if state is ScoreSheetState.SCORED else None
    return Scored(unit_id, name, state, bonus, votes, standing)
