"""Every dated thing of the service as entries of one calendar; a fixed number of statements, whatever the window."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.domain import (
    FILING_LABELS,
    NEXT_YEAR,
    QUARTER_LABELS,
    QUARTER_NAMES,
    TASK_LABELS,
    FilingState,
    QuarterState,
    TaskState,
    first_day,
    last_day,
)
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
from services.plans.domain.legal_dates import LegalDeadline, legal_deadlines, slot_warning
from services.plans.models import (
    AttendanceRow,
    ClusterRow,
    DutyRow,
    FilingRow,
    FindingRow,
    InspectionRow,
    MovementRow,
    OccasionRow,
    PlanRow,
    QuarterRow,
    TaskRow,
    UnitRow,
)
from services.plans.queries.days import calendar as working_calendar
from shared.clock import VIETNAM
from shared.events.plans import OccasionKind
from shared.words import DEADLINES, FILINGS, capital
from shared.workdays import Calendar, Sureness

_SETTLED = (TaskState.COMPLETED, TaskState.NOT_ARISING)
_HANDED_IN = (FilingState.RECEIVED, FilingState.ACCEPTED)
_IS_TRAINING = {OccasionKind.TRAINING: EntryKind.TRAINING}


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose calendar of which days: a unit sees what concerns it, the province everything."""

    window: Window
    calendar: Calendar
    unit_id: str | None = None
    unit_name: str = ""
    cluster_id: str | None = None


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


async def _tasks(session: AsyncSession, asked: Asked) -> Iterable[Entry]:
    """Give the tasks by their last day; to a unit those it leads or takes part in."""
    chosen = (
        select(TaskRow, PlanRow.year, PlanRow.version)
        .join(PlanRow, PlanRow.plan_id == TaskRow.plan_id)
        .where(TaskRow.last_day_on.between(asked.window.first, asked.window.last))
        .where(TaskRow.quarter != NEXT_YEAR, TaskRow.state != TaskState.REMOVED)
    )
    if asked.unit_id is not None:
        takes_part = TaskRow.coordinating.contains([asked.unit_name])
        chosen = chosen.where(or_(TaskRow.lead_unit_id == asked.unit_id, takes_part))
    legal = tuple(legal_deadlines(asked.window.first.year, asked.window.last.year))
    return [_task(row, year, version, legal, asked.calendar) for row, year, version in await session.execute(chosen)]


def _task(row: TaskRow, year: int, version: int, legal: Iterable[LegalDeadline], calendar: Calendar) -> Entry:
    is_settled = row.state in _SETTLED
    slots = (
        (one, one.slot(first_day(year, row.quarter), row.last_day_on))
        for one in legal
        if one.due_on.year == year and one.concerns(row.text)
    )
    tight = () if is_settled else tuple(slot_warning(one, slot, calendar) for one, slot in slots if slot is not None)
    return Entry(
        kind=EntryKind.TASK,
        key=f"{row.plan_id}-{row.task_key}",
        title=row.text,
        starts_on=row.last_day_on,
        ends_on=row.last_day_on,
        unit_id=row.lead_unit_id,
        state_label=TASK_LABELS[row.state],
        is_done=is_settled,
        sequence=version,
        link=f"/plans/{row.plan_id}",
        warnings=(*sentences(before_warning(row.deadline_kind, row.due_on, row.last_day_on)), *tight),
    )


async def _filings(session: AsyncSession, asked: Asked) -> Iterable[Entry]:
    """Give what a unit owes; to the province one entry for each duty and last day, with how many are missing."""
    within = FilingRow.last_day_on.between(asked.window.first, asked.window.last)
    if asked.unit_id is None:
        return await _filings_of_all(session, within)
    chosen = _with_duty(select(FilingRow, DutyRow.name)).where(within, FilingRow.unit_id == asked.unit_id)
    return [_filing(row, _named(row.duty, name)) for row, name in await session.execute(chosen)]


def _filing(row: FilingRow, name: str) -> Entry:
    return Entry(
        kind=EntryKind.FILING,
        key=str(row.filing_id),
        title=f"Nộp {name} năm {row.year}",
        starts_on=row.last_day_on,
        ends_on=row.last_day_on,
        unit_id=row.unit_id,
        state_label=FILING_LABELS[row.state],
        is_done=row.state in _HANDED_IN,
        sequence=row.version,
        link=f"/filings/{row.filing_id}",
        warnings=sentences(before_warning(row.deadline_kind, row.due_on, row.last_day_on)),
    )


async def _filings_of_all(session: AsyncSession, within: ColumnElement[bool]) -> Iterable[Entry]:
    group = (
        FilingRow.plan_id,
        FilingRow.duty,
        DutyRow.name,
        FilingRow.year,
        FilingRow.deadline_kind,
        FilingRow.due_on,
        FilingRow.last_day_on,
    )
    missing = func.count().filter(FilingRow.state.not_in(_HANDED_IN))
    chosen = _with_duty(select(*group, func.count(), missing, func.sum(FilingRow.version))).where(within)
    return [
        Entry(
            kind=EntryKind.FILING,
            key=f"{plan_id}-{duty}-{last_day_on:%Y%m%d}",
            title=f"Hạn nộp {_named(duty, name)} năm {year}: {count} đơn vị, {absent} chưa nộp",
            starts_on=last_day_on,
            ends_on=last_day_on,
            state_label="Đã nộp đủ" if absent == 0 else "Còn đơn vị chưa nộp",
            is_done=absent == 0,
            sequence=version,
            link=f"/plans/{plan_id}/matrix",
            warnings=sentences(before_warning(kind, due_on, last_day_on)),
        )
        for plan_id, duty, name, year, kind, due_on, last_day_on, count, absent, version in await session.execute(
            chosen.group_by(*group)
        )
    ]


def _with_duty(chosen: Select) -> Select:  # type: ignore[type-arg]
    return chosen.outerjoin(DutyRow, and_(DutyRow.plan_id == FilingRow.plan_id, DutyRow.code == FilingRow.duty))


def _named(duty: str, name: str | None) -> str:
    """Return what is filed in words, as it stands in the middle of a sentence."""
    words = name or {str(code): words for code, words in FILINGS.items()}.get(duty, duty)
    return words[:1].lower() + words[1:]


async def _quarter_ends(session: AsyncSession, asked: Asked) -> Iterable[Entry]:
    """Give the last day of each quarter of the plans; the province's alone."""
    if asked.unit_id is not None:
        return []
    chosen = select(QuarterRow, PlanRow.year, PlanRow.version).join(PlanRow, PlanRow.plan_id == QuarterRow.plan_id)
    years = PlanRow.year.between(asked.window.first.year, asked.window.last.year)
    return [
        Entry(
            kind=EntryKind.QUARTER_END,
            key=f"{row.plan_id}-{row.quarter}",
            title=f"Kết thúc {QUARTER_NAMES[row.quarter]} năm {year}",
            starts_on=last_day(year, row.quarter),
            ends_on=last_day(year, row.quarter),
            state_label=QUARTER_LABELS[row.state],
            is_done=row.state is QuarterState.CLOSED,
            sequence=version,
            link=f"/plans/{row.plan_id}",
        )
        for row, year, version in await session.execute(chosen.where(years))
    ]


async def _movements(session: AsyncSession, asked: Asked) -> Iterable[Entry]:
    """Give the first and the last day of each movement; to a unit the province's, its cluster's and its own."""
    within = or_(
        MovementRow.starts_on.between(asked.window.first, asked.window.last),
        MovementRow.ends_on.between(asked.window.first, asked.window.last),
    )
    chosen = select(MovementRow).where(within)
    if asked.unit_id is not None:
        chosen = chosen.where(
            or_(MovementRow.unit_id.is_(None), MovementRow.unit_id == asked.unit_id),
            or_(MovementRow.cluster_id.is_(None), MovementRow.cluster_id == asked.cluster_id),
        )
    return [entry for row in await session.scalars(chosen) for entry in _movement(row)]


def _movement(row: MovementRow) -> Iterable[Entry]:
    days = (("start", "Bắt đầu", row.starts_on), ("end", "Kết thúc", row.ends_on))
    for key, word, day in days:
        if day is not None:
            yield Entry(
                kind=EntryKind.MOVEMENT,
                key=f"{row.movement_id}-{key}",
                title=f"{word} phong trào: {row.name}",
                starts_on=day,
                ends_on=day,
                unit_id=row.unit_id,
                sequence=row.version,
                link=f"/movements/{row.movement_id}",
            )


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
    _tasks,
    _filings,
    _quarter_ends,
    _movements,
    _inspections,
    _remedies,
    _occasions,
    _anniversaries,
    _legal,
)
"""Where the calendar's entries come from."""
