"""The reads of inspections, occasions, guidance and exemplars; each takes a fixed number of statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from services.plans.domain.events import GuidanceState, OccasionState
from services.plans.domain.exemplars import ExemplarState, Region, WorkerClass
from services.plans.domain.inspections import FindingState, InspectionState
from services.plans.models import (
    AttendanceRow,
    ClusterRow,
    ExemplarRow,
    FindingRow,
    GuidanceRow,
    GuidanceUnitRow,
    HonourRow,
    InspectionPlanRow,
    InspectionRow,
    LearnedModelRow,
    MovementRow,
    OccasionRow,
    ReplicationRow,
    UnitRow,
    VisitRow,
)
from shared.clock import VIETNAM
from shared.errors import NotFound, Refused, SomeoneWasFaster
from shared.events.plans import InspectionIssuer, OccasionKind

Overdue = Literal["overdue"]
"""Asked for like a state: what is still to be mended after its day."""

Row = TypeVar("Row", InspectionPlanRow, InspectionRow, OccasionRow, GuidanceRow, ExemplarRow)
Line = TypeVar("Line")

_NOT_FOUND = {
    InspectionPlanRow: "Không tìm thấy kế hoạch kiểm tra.",
    InspectionRow: "Không tìm thấy cuộc kiểm tra.",
    OccasionRow: "Không tìm thấy sự kiện.",
    GuidanceRow: "Không tìm thấy văn bản hướng dẫn.",
    ExemplarRow: "Không tìm thấy điển hình tiên tiến.",
}


class UnknownUnits(Refused):
    """Units and clusters are named by codes of the register."""

    def __init__(self, ids: Iterable[str]) -> None:
        details = tuple(f"Không có đơn vị, cụm, khối mang mã “{each}”." for each in ids)
        super().__init__("Danh sách đơn vị, cụm, khối chưa đúng.", details=details)


@dataclass(frozen=True, slots=True)
class Slice:
    """Which page of a list (trang)."""

    page: int = 1
    size: int = 50


@dataclass(frozen=True, slots=True)
class InspectionsAsked:
    """What a list of inspections is narrowed to; unit_id also finds inspections of the unit's cluster."""

    year: int | None = None
    issuer: InspectionIssuer | None = None
    unit_id: str | None = None
    state: InspectionState | None = None
    with_drafts: bool = False


@dataclass(frozen=True, slots=True)
class OccasionsAsked:
    """What a list of occasions is narrowed to; unit_id finds those a unit is invited to."""

    year: int | None = None
    kind: OccasionKind | None = None
    state: OccasionState | None = None
    unit_id: str | None = None


@dataclass(frozen=True, slots=True)
class ExemplarsAsked:
    """What a list of exemplars is narrowed to; visible_to shows a unit its own and the recognised ones."""

    unit_id: str | None = None
    state: ExemplarState | None = None
    region: Region | None = None
    worker_class: WorkerClass | None = None
    field: str | None = None
    visible_to: str | None = None


async def found(session: AsyncSession, table: type[Row], row_id: UUID) -> Row:
    """Return the row of that id, or say in Vietnamese what is not there."""
    row = await session.get(table, row_id)
    if row is None:
        raise NotFound(_NOT_FOUND[table])
    return row


async def locked(session: AsyncSession, table: type[Row], row_id: UUID, seen: int | None = None) -> Row:
    """Return a row nobody else can change now; refuse the caller who saw another version of it."""
    row = await session.get(table, row_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(_NOT_FOUND[table])
    if seen is not None and seen != row.version:
        raise SomeoneWasFaster
    return row


async def unit_names(session: AsyncSession, unit_ids: Iterable[str | None]) -> dict[str, str]:
    """Return the name of each unit."""
    wanted = {unit_id for unit_id in unit_ids if unit_id is not None}
    rows = await session.execute(select(UnitRow.unit_id, UnitRow.name).where(UnitRow.unit_id.in_(wanted)))
    return {row.unit_id: row.name for row in rows}


async def cluster_names(session: AsyncSession, cluster_ids: Iterable[str | None]) -> dict[str, str]:
    """Return the name of each cluster."""
    wanted = {cluster_id for cluster_id in cluster_ids if cluster_id is not None}
    rows = await session.execute(
        select(ClusterRow.cluster_id, ClusterRow.name).where(ClusterRow.cluster_id.in_(wanted))
    )
    return {row.cluster_id: row.name for row in rows}


async def cluster_of(session: AsyncSession, unit_id: str | None) -> str | None:
    """Return the cluster a unit belongs to now."""
    return await session.scalar(select(UnitRow.cluster_id).where(UnitRow.unit_id == unit_id))


async def units_meant(
    session: AsyncSession, unit_ids: Sequence[str], cluster_ids: Sequence[str], *, everyone: bool
) -> tuple[str, ...]:
    """Return the existing units named, those of the clusters named, or every unit, in the official order.

    Raises UnknownUnits with every code that names nothing.
    """
    units = await session.execute(
        select(UnitRow.unit_id, UnitRow.cluster_id, UnitRow.valid_to).order_by(UnitRow.position)
    )
    rows = [(unit_id, cluster_id) for unit_id, cluster_id, valid_to in units if valid_to is None or unit_id in unit_ids]
    known = {unit_id for unit_id, _ in rows}
    clusters = set(await session.scalars(select(ClusterRow.cluster_id).where(ClusterRow.cluster_id.in_(cluster_ids))))
    unknown = [
        *(each for each in unit_ids if each not in known),
        *(each for each in cluster_ids if each not in clusters),
    ]
    if unknown:
        raise UnknownUnits(unknown)
    return tuple(unit_id for unit_id, cluster_id in rows if everyone or unit_id in unit_ids or cluster_id in clusters)


async def inspection_plans(session: AsyncSession, year: int | None) -> Sequence[InspectionPlanRow]:
    """Return the inspection plans, the latest year first."""
    chosen = select(InspectionPlanRow).order_by(InspectionPlanRow.year.desc(), InspectionPlanRow.issuer)
    if year is not None:
        chosen = chosen.where(InspectionPlanRow.year == year)
    return (await session.scalars(chosen)).all()


async def inspections_on(session: AsyncSession, plan_ids: Iterable[UUID]) -> Sequence[InspectionRow]:
    """Return what is on inspection plans, soonest first."""
    chosen = select(InspectionRow).where(InspectionRow.inspection_plan_id.in_(tuple(plan_ids)))
    return (await session.scalars(chosen.order_by(InspectionRow.starts_on, InspectionRow.inspection_id))).all()


async def inspections_page(
    session: AsyncSession, asked: InspectionsAsked, part: Slice
) -> tuple[Sequence[InspectionRow], int]:
    """Return one page of inspections, soonest first, and the total over all pages."""
    cluster_id = await cluster_of(session, asked.unit_id) if asked.unit_id else None
    chosen = select(InspectionRow).where(*_inspections(asked, cluster_id))
    return await _page(session, chosen, part, InspectionRow.starts_on, InspectionRow.inspection_id)


async def plans_of(session: AsyncSession, inspections: Iterable[InspectionRow]) -> dict[UUID, InspectionPlanRow]:
    """Return the plan of each inspection by its id."""
    wanted = {row.inspection_plan_id for row in inspections}
    rows = await session.scalars(select(InspectionPlanRow).where(InspectionPlanRow.inspection_plan_id.in_(wanted)))
    return {row.inspection_plan_id: row for row in rows}


async def visits_of(session: AsyncSession, inspection_id: UUID) -> Sequence[VisitRow]:
    """Return the visits of an inspection in their order."""
    chosen = select(VisitRow).where(VisitRow.inspection_id == inspection_id).order_by(VisitRow.number)
    return (await session.scalars(chosen)).all()


async def findings_of(
    session: AsyncSession, inspection_id: UUID, unit_id: str | None = None
) -> Sequence[tuple[FindingRow, str]]:
    """Return what an inspection found, of one unit or of all, with the units' names."""
    chosen = _findings().where(FindingRow.inspection_id == inspection_id).order_by(FindingRow.position)
    if unit_id is not None:
        chosen = chosen.where(FindingRow.unit_id == unit_id)
    return [(row, name) for row, name in await session.execute(chosen)]


async def findings_page(
    session: AsyncSession, unit_id: str | None, state: FindingState | Overdue | None, part: Slice
) -> tuple[Sequence[tuple[FindingRow, str]], int]:
    """Return one page of findings with their units' names, the soonest day to mend first, and the total."""
    conditions: list[ColumnElement[bool]] = []
    if unit_id is not None:
        conditions.append(FindingRow.unit_id == unit_id)
    if state is not None:
        conditions.append(FindingRow.is_overdue.is_(True) if state == "overdue" else FindingRow.state == state)
    chosen = _findings().where(*conditions).order_by(FindingRow.due_on, FindingRow.finding_id)
    rows = await session.execute(chosen.limit(part.size).offset((part.page - 1) * part.size))
    total = await session.scalar(select(func.count()).select_from(FindingRow).where(*conditions))
    return [(row, name) for row, name in rows], total or 0


async def occasions_page(
    session: AsyncSession, asked: OccasionsAsked, part: Slice
) -> tuple[Sequence[OccasionRow], int]:
    """Return one page of occasions, soonest first, and the total over all pages."""
    chosen = select(OccasionRow).where(*_occasions(asked))
    return await _page(session, chosen, part, OccasionRow.starts_at, OccasionRow.occasion_id)


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
        chosen = chosen.where(_like(LearnedModelRow.field, field))
    return await _page(session, chosen, part, LearnedModelRow.learned_on.desc(), LearnedModelRow.model_id.desc())


async def guidance_page(session: AsyncSession, unit_id: str | None, part: Slice) -> tuple[Sequence[GuidanceRow], int]:
    """Return one page of guidance, the latest first; for a unit, what was published to it."""
    chosen = select(GuidanceRow)
    if unit_id is not None:
        meant = select(GuidanceUnitRow.guidance_id).where(GuidanceUnitRow.unit_id == unit_id)
        chosen = chosen.where(GuidanceRow.state != GuidanceState.DRAFT, GuidanceRow.guidance_id.in_(meant))
    return await _page(session, chosen, part, GuidanceRow.issued_on.desc(), GuidanceRow.guidance_id.desc())


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


async def exemplars_page(
    session: AsyncSession, asked: ExemplarsAsked, part: Slice
) -> tuple[Sequence[ExemplarRow], int]:
    """Return one page of exemplars, the latest found first, and the total over all pages."""
    chosen = select(ExemplarRow).where(*_exemplars(asked))
    return await _page(session, chosen, part, ExemplarRow.found_on.desc(), ExemplarRow.exemplar_id.desc())


async def replications_of(session: AsyncSession, exemplar_ids: Iterable[UUID]) -> dict[UUID, list[ReplicationRow]]:
    """Return who follows each exemplar, the first first."""
    chosen = select(ReplicationRow).where(ReplicationRow.exemplar_id.in_(tuple(exemplar_ids)))
    following: dict[UUID, list[ReplicationRow]] = {}
    for row in await session.scalars(chosen.order_by(ReplicationRow.replicated_on, ReplicationRow.unit_id)):
        following.setdefault(row.exemplar_id, []).append(row)
    return following


async def honours_of(session: AsyncSession, exemplar_ids: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """Return at which occasions each exemplar was honoured."""
    chosen = select(HonourRow).where(HonourRow.exemplar_id.in_(tuple(exemplar_ids)))
    honoured: dict[UUID, list[UUID]] = {}
    for row in await session.scalars(chosen.order_by(HonourRow.honoured_on, HonourRow.occasion_id)):
        honoured.setdefault(row.exemplar_id, []).append(row.occasion_id)
    return honoured


async def _page(session: AsyncSession, chosen: Select[Line], part: Slice, *order: Any) -> tuple[Sequence[Line], int]:
    total = await session.scalar(select(func.count()).select_from(chosen.subquery()))
    rows = await session.scalars(chosen.order_by(*order).limit(part.size).offset((part.page - 1) * part.size))
    return rows.all(), total or 0


def _findings() -> Select[FindingRow, str]:
    return select(FindingRow, UnitRow.name).join(UnitRow, UnitRow.unit_id == FindingRow.unit_id)


def _inspections(asked: InspectionsAsked, cluster_id: str | None) -> Iterable[ColumnElement[bool]]:
    if asked.year is not None or asked.issuer is not None:
        plans = select(InspectionPlanRow.inspection_plan_id)
        if asked.year is not None:
            plans = plans.where(InspectionPlanRow.year == asked.year)
        if asked.issuer is not None:
            plans = plans.where(InspectionPlanRow.issuer == asked.issuer)
        yield InspectionRow.inspection_plan_id.in_(plans)
    if asked.unit_id is not None:
        yield or_(InspectionRow.unit_id == asked.unit_id, InspectionRow.cluster_id == cluster_id)
    if asked.state is not None:
        yield InspectionRow.state == asked.state
    if not asked.with_drafts:
        yield InspectionRow.state != InspectionState.PLANNED


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


def _exemplars(asked: ExemplarsAsked) -> Iterable[ColumnElement[bool]]:
    if asked.unit_id is not None:
        yield ExemplarRow.unit_id == asked.unit_id
    if asked.state is not None:
        yield ExemplarRow.state == asked.state
    if asked.region is not None:
        yield ExemplarRow.regions.contains([asked.region.value])
    if asked.worker_class is not None:
        yield ExemplarRow.worker_class == asked.worker_class
    if asked.field is not None:
        yield _like(ExemplarRow.field, asked.field)
    if asked.visible_to is not None:
        shown = (ExemplarState.RECOGNISED, ExemplarState.REPLICATED)
        yield or_(ExemplarRow.unit_id == asked.visible_to, ExemplarRow.state.in_(shown))


def _like(column: InstrumentedAttribute[str], words: str) -> ColumnElement[bool]:
    return func.vn_fold(column).contains(func.vn_fold(words), autoescape=False)
