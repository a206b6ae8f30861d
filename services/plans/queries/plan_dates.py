"""The dated things of the plan itself: its tasks, filings, quarters and movements."""

from collections.abc import Iterable
from dataclasses import dataclass

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
from services.plans.domain.calendar import Entry, EntryKind, Window, before_warning, sentences
from services.plans.domain.legal_dates import LegalDeadline, legal_deadlines, slot_warning
from services.plans.models import (
    DutyRow,
    FilingRow,
    MovementRow,
    PlanRow,
    QuarterRow,
    TaskRow,
)
from shared.words import FILINGS
from shared.workdays import Calendar

_SETTLED = (TaskState.COMPLETED, TaskState.NOT_ARISING)
_HANDED_IN = (FilingState.RECEIVED, FilingState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose calendar of which days: a unit sees what concerns it, the province everything."""

    window: Window
    calendar: Calendar
    unit_id: str | None = None
    unit_name: str = ""
    cluster_id: str | None = None


async def tasks(session: AsyncSession, asked: Asked) -> Iterable[Entry]:
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


async def filings(session: AsyncSession, asked: Asked) -> Iterable[Entry]:
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


async def quarter_ends(session: AsyncSession, asked: Asked) -> Iterable[Entry]:
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


async def movements(session: AsyncSession, asked: Asked) -> Iterable[Entry]:
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
