"""Every dated thing of the service as entries of one calendar; a fixed number of statements, whatever the window."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, time, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.domain.anniversaries import anniversaries
from services.plans.domain.calendar import Entry, EntryKind, Window, before_warning, ordered, sentences, warned
from services.plans.domain.events import KIND_LABELS, OCCASION_LABELS, OccasionState
from services.plans.domain.inspections import (
    FINDING_STATE_LABELS,
    FORM_LABELS,
    INSPECTION_LABELS,
    FindingState,
    InspectionState,
)
from services.plans.domain.legal_dates import LegalDeadline, legal_deadlines
from services.plans.models import (
    AttendanceRow,
    ClusterRow,
    FindingRow,
    InspectionRow,
    OccasionRow,
    UnitRow,
)
from services.plans.queries import plan_dates
from services.plans.queries.days import calendar as working_calendar
from services.plans.queries.plan_dates import Asked
from shared.clock import VIETNAM
from shared.events.plans import OccasionKind
from shared.words import DEADLINES, capital
from shared.workdays import Calendar, Sureness

_IS_TRAINING = {OccasionKind.TRAINING: EntryKind.TRAINING}


Source = Callable[[AsyncSession, Asked], Awaitable[Iterable[Entry]]]


async def entries(session: AsyncSession, window: Window, unit_id: str | None) -> tuple[tuple[Entry, ...], Calendar]:
    """Return the entries of a window for a unit, or for the province, and the working days they were read with."""
    asked = await _asked(session, window, unit_id)
    found = [entry for source in SOURCES for entry in await source(session, asked)]
    return tuple(warned(entry, asked.calendar) for entry in ordered(found, window)), asked.calendar


async def _asked(session: AsyncSession, window: Window, unit_id: str | None) -> Asked:
    calendar = await working_calendar(session)
    if unit_id is None:
        return Asked(window, calendar)
    unit = await session.get(UnitRow, unit_id)
    if unit is None:
        return Asked(window, calendar, unit_id)
    return Asked(window, calendar, unit_id, unit.name, unit.cluster_id)


async def _inspections(session: AsyncSession, asked: Asked) -> Iterable[Entry]:
    """Give the inspections that are scheduled; to a unit those of itself and of its cluster."""
    chosen = (
        select(InspectionRow, func.coalesce(UnitRow.name, ClusterRow.name, ""))
        .outerjoin(UnitRow, UnitRow.unit_id == InspectionRow.unit_id)
        .outerjoin(ClusterRow, ClusterRow.cluster_id == InspectionRow.cluster_id)
        .where(InspectionRow.starts_on <= asked.window.last, InspectionRow.ends_on >= asked.window.first)
        .where(InspectionRow.state != InspectionState.PLANNED)
    )
    if asked.unit_id is not None:
        of_cluster = InspectionRow.cluster_id == asked.cluster_id
        chosen = chosen.where(or_(InspectionRow.unit_id == asked.unit_id, of_cluster))
    return [
        Entry(
            kind=EntryKind.INSPECTION,
            key=str(row.inspection_id),
            title=f"{FORM_LABELS[row.form]}: {name}",
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            unit_id=row.unit_id,
            state_label=INSPECTION_LABELS[row.state],
            is_done=row.state is InspectionState.CONCLUDED,
            is_cancelled=row.state is InspectionState.CANCELLED,
            sequence=row.version,
            link=f"/inspections/{row.inspection_id}",
        )
        for row, name in await session.execute(chosen)
    ]


async def _remedies(session: AsyncSession, asked: Asked) -> Iterable[Entry]:
    """Give the days by which findings are to be mended; what was found stays out of a calendar."""
    chosen = (
        select(FindingRow, UnitRow.name, InspectionRow.version)
        .join(UnitRow, UnitRow.unit_id == FindingRow.unit_id)
        .join(InspectionRow, InspectionRow.inspection_id == FindingRow.inspection_id)
        .where(FindingRow.due_on.between(asked.window.first, asked.window.last))
    )
    if asked.unit_id is not None:
        chosen = chosen.where(FindingRow.unit_id == asked.unit_id)
    return [
        Entry(
            kind=EntryKind.REMEDY,
            key=str(row.finding_id),
            title=f"Hạn khắc phục sau kiểm tra: {name}",
            starts_on=row.due_on,
            ends_on=row.due_on,
            unit_id=row.unit_id,
            state_label=FINDING_STATE_LABELS[row.state],
            is_done=row.state is FindingState.REMEDIED,
            sequence=version,
            link=f"/inspections/{row.inspection_id}",
        )
        for row, name, version in await session.execute(chosen)
        if row.due_on is not None
    ]


async def _occasions(session: AsyncSession, asked: Asked) -> Iterable[Entry]:
    """Give what is held; to a unit what it is invited to."""
    begins = datetime.combine(asked.window.first, time(), VIETNAM)
    ends = datetime.combine(asked.window.last + timedelta(days=1), time(), VIETNAM)
    chosen = select(OccasionRow).where(OccasionRow.starts_at < ends, OccasionRow.ends_at >= begins)
    if asked.unit_id is not None:
        invited = select(AttendanceRow.occasion_id).where(AttendanceRow.unit_id == asked.unit_id)
        chosen = chosen.where(OccasionRow.occasion_id.in_(invited))
    return [_occasion(row) for row in await session.scalars(chosen)]


def _occasion(row: OccasionRow) -> Entry:
    starts_at, ends_at = row.starts_at.astimezone(VIETNAM), row.ends_at.astimezone(VIETNAM)
    return Entry(
        kind=_IS_TRAINING.get(row.kind, EntryKind.EVENT),
        key=str(row.occasion_id),
        title=row.title if row.title.startswith(KIND_LABELS[row.kind]) else f"{KIND_LABELS[row.kind]}: {row.title}",
        starts_on=starts_at.date(),
        ends_on=ends_at.date(),
        starts_at=starts_at,
        ends_at=ends_at,
        place=row.place,
        state_label=OCCASION_LABELS[row.state],
        is_done=row.state in {OccasionState.HELD, OccasionState.REPORTED},
        is_cancelled=row.state is OccasionState.CANCELLED,
        sequence=row.version,
        link=f"/events/{row.occasion_id}",
    )


async def _anniversaries(_: AsyncSession, asked: Asked) -> Iterable[Entry]:
    """Give the days in history; they concern everybody."""
    return [
        Entry(
            kind=EntryKind.ANNIVERSARY,
            key=f"{one.of.key}-{one.on.year}",
            title=f"{one.title} ({one.kind.name})" if one.is_round else one.title,
            starts_on=one.on,
            ends_on=one.on,
            source=one.of.source,
            status=one.of.status,
        )
        for one in anniversaries(asked.window.first, asked.window.last)
    ]


async def _legal(_: AsyncSession, asked: Asked) -> Iterable[Entry]:
    """Give the dates of the law; the province submits, so they are the province's."""
    if asked.unit_id is not None:
        return []
    return [_legal_entry(one) for one in legal_deadlines(asked.window.first.year, asked.window.last.year)]


def _legal_entry(one: LegalDeadline) -> Entry:
    unsure = one.rule.status is not Sureness.CONFIRMED
    return Entry(
        kind=EntryKind.LEGAL,
        key=f"{one.rule.key}-{one.due_on.year}",
        title=f"{capital(one.rule.name)}: {DEADLINES[one.rule.kind]} {one.due_on:%d/%m/%Y}",
        starts_on=one.last_day_on,
        ends_on=one.last_day_on,
        source=one.rule.source,
        status=one.rule.status,
        warnings=sentences(
            before_warning(one.rule.kind, one.due_on, one.last_day_on),
            "Thời hạn này chưa được xác nhận theo văn bản đang có hiệu lực." if unsure else None,
        ),
    )


SOURCES: tuple[Source, ...] = (
    plan_dates.tasks,
    plan_dates.filings,
    plan_dates.quarter_ends,
    plan_dates.movements,
    _inspections,
    _remedies,
    _occasions,
    _anniversaries,
    _legal,
)
"""Where the calendar's entries come from."""
