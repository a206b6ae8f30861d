"""The reads of what is held and of guidance; each takes a fixed number of statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.domain.events import GuidanceState, OccasionState
from services.plans.models import (
    AttendanceRow,
    GuidanceRow,
    GuidanceUnitRow,
    LearnedModelRow,
    MovementRow,
    OccasionRow,
    UnitRow,
)
from services.plans.queries.oversight import Slice, like, page_of
from shared.clock import VIETNAM
from shared.events.plans import OccasionKind


@dataclass(frozen=True, slots=True)
class OccasionsAsked:
    """What a list of occasions is narrowed to; unit_id finds those a unit is invited to."""

    year: int | None = None
    kind: OccasionKind | None = None
    state: OccasionState | None = None
    unit_id: str | None = None


async def occasions_page(
    session: AsyncSession, asked: OccasionsAsked, part: Slice
) -> tuple[Sequence[OccasionRow], int]:
    """Return one page of occasions, soonest first, and the total over all pages."""
    chosen = select(OccasionRow).where(*_occasions(asked))
    return await page_of(session, chosen, part, OccasionRow.starts_at, OccasionRow.occasion_id)


async def movements_of(session: AsyncSession, occasions: Iterable[OccasionRow]) -> dict[UUID, MovementRow]:
    """Return the movement each occasion belongs to, by its id."""
    wanted = {row.movement_id for row in occasions if row.movement_id is not None}
    rows = await session.scalars(select(MovementRow).where(MovementRow.movement_id.in_(wanted)))
    return {row.movement_id: row for row in rows}


async def attendance_of(
    session: AsyncSession, occasion_id: UUID, unit_id: str | None = None
) -> Sequence[tuple[AttendanceRow, str]]:
    """Return the guests of an occasion with their names, one unit or all, in the official order."""
    chosen = (
        select(AttendanceRow, UnitRow.name)
        .join(UnitRow, UnitRow.unit_id == AttendanceRow.unit_id)
        .where(AttendanceRow.occasion_id == occasion_id)
        .order_by(UnitRow.position)
    )
    if unit_id is not None:
        chosen = chosen.where(AttendanceRow.unit_id == unit_id)
    return [(row, name) for row, name in await session.execute(chosen)]


async def models_of(session: AsyncSession, occasion_id: UUID) -> Sequence[LearnedModelRow]:
    """Return what was learned on a visit."""
    chosen = select(LearnedModelRow).where(LearnedModelRow.occasion_id == occasion_id)
    return (await session.scalars(chosen.order_by(LearnedModelRow.model_id))).all()


async def models_page(session: AsyncSession, field: str | None, part: Slice) -> tuple[Sequence[LearnedModelRow], int]:
    """Return one page of the models learned, the latest first, and the total over all pages."""
    chosen = select(LearnedModelRow)
    if field is not None:
        chosen = chosen.where(like(LearnedModelRow.field, field))
    return await page_of(session, chosen, part, LearnedModelRow.learned_on.desc(), LearnedModelRow.model_id.desc())


async def guidance_page(session: AsyncSession, unit_id: str | None, part: Slice) -> tuple[Sequence[GuidanceRow], int]:
    """Return one page of guidance, the latest first; for a unit, what was published to it."""
    chosen = select(GuidanceRow)
    if unit_id is not None:
        meant = select(GuidanceUnitRow.guidance_id).where(GuidanceUnitRow.unit_id == unit_id)
        chosen = chosen.where(GuidanceRow.state != GuidanceState.DRAFT, GuidanceRow.guidance_id.in_(meant))
    return await page_of(session, chosen, part, GuidanceRow.issued_on.desc(), GuidanceRow.guidance_id.desc())


async def guidance_counts(session: AsyncSession, guidance_ids: Iterable[UUID]) -> dict[UUID, tuple[int, int]]:
    """Return for each guidance document how many units it is for, and how many of them opened it."""
    chosen = select(GuidanceUnitRow.guidance_id, func.count(), func.count(GuidanceUnitRow.read_at))
    wanted = chosen.where(GuidanceUnitRow.guidance_id.in_(tuple(guidance_ids))).group_by(GuidanceUnitRow.guidance_id)
    return {guidance_id: (units, read_by) for guidance_id, units, read_by in await session.execute(wanted)}


async def guidance_units(session: AsyncSession, guidance_id: UUID) -> Sequence[tuple[GuidanceUnitRow, str]]:
    """Return the units a guidance document is for, with their names, in the official order."""
    chosen = (
        select(GuidanceUnitRow, UnitRow.name)
        .join(UnitRow, UnitRow.unit_id == GuidanceUnitRow.unit_id)
        .where(GuidanceUnitRow.guidance_id == guidance_id)
        .order_by(UnitRow.position)
    )
    return [(row, name) for row, name in await session.execute(chosen)]


def _occasions(asked: OccasionsAsked) -> Iterable[ColumnElement[bool]]:
    if asked.year is not None:
        first, after = (datetime(year, 1, 1, tzinfo=VIETNAM) for year in (asked.year, asked.year + 1))
        yield OccasionRow.starts_at >= first
        yield OccasionRow.starts_at < after
    if asked.kind is not None:
        yield OccasionRow.kind == asked.kind
    if asked.state is not None:
        yield OccasionRow.state == asked.state
    if asked.unit_id is not None:
        invited = select(AttendanceRow.occasion_id).where(AttendanceRow.unit_id == asked.unit_id)
        yield OccasionRow.occasion_id.in_(invited)
