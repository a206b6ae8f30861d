"""The calendar (lịch công tác): every dated thing of the year as one kind of entry, with what to beware of."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date, datetime, timedelta
from enum import StrEnum

from shared.errors import Refused
from shared.events.plans import DeadlineKind
from shared.workdays import Calendar

MAX_DAYS = 800
"""The longest window that is shown at once: two years and some weeks."""


class EntryKind(StrEnum):
    """What an entry of the calendar is (loại mục)."""

    TASK = "task"
    FILING = "filing"
    QUARTER_END = "quarter_end"
    MOVEMENT = "movement"
    INSPECTION = "inspection"
    REMEDY = "remedy"
    EVENT = "event"
    TRAINING = "training"
    ANNIVERSARY = "anniversary"
    LEGAL = "legal"


ENTRY_LABELS = {
    EntryKind.TASK: "Nhiệm vụ",
    EntryKind.FILING: "Nộp kế hoạch, báo cáo",
    EntryKind.QUARTER_END: "Kết thúc quý",
    EntryKind.MOVEMENT: "Phong trào thi đua",
    EntryKind.INSPECTION: "Kiểm tra",
    EntryKind.REMEDY: "Khắc phục sau kiểm tra",
    EntryKind.EVENT: "Sự kiện",
    EntryKind.TRAINING: "Tập huấn",
    EntryKind.ANNIVERSARY: "Ngày kỷ niệm",
    EntryKind.LEGAL: "Thời hạn theo pháp luật",
}

DEADLINES = frozenset({EntryKind.TASK, EntryKind.FILING, EntryKind.QUARTER_END, EntryKind.REMEDY, EntryKind.LEGAL})
"""The kinds that are a last day, and therefore beware of days off."""


class WindowTooLong(Refused):
    """A window has an end, and it is not too far."""

    message = "Khoảng thời gian không hợp lệ: ngày cuối phải sau ngày đầu và không quá hai năm."


@dataclass(frozen=True, slots=True)
class Entry:
    """A dated thing (mục lịch); days are both counted, times only where it has some.

    sequence grows with every change; key is stable for ever, so that calendar programs update what they know.
    """

    kind: EntryKind
    key: str
    title: str
    starts_on: date
    ends_on: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""
    unit_id: str | None = None
    state_label: str = ""
    is_done: bool = False
    is_cancelled: bool = False
    sequence: int = 0
    link: str = ""
    source: str = ""
    status: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def uid(self) -> str:
        """Return the id that stays the same whatever changes about the entry."""
        return f"{self.kind}-{self.key}@plans.thidua"


@dataclass(frozen=True, slots=True)
class Window:
    """From which day to which day the calendar is shown, both counted."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if not timedelta(0) <= self.last - self.first <= timedelta(days=MAX_DAYS) or self.last.year >= MAXYEAR:
            raise WindowTooLong

    def holds(self, entry: Entry) -> bool:
        """Return whether any day of *entry* is in the window."""
        return entry.starts_on <= self.last and entry.ends_on >= self.first


def ordered(entries: Iterable[Entry], window: Window) -> tuple[Entry, ...]:
    """Return the entries of a window by their days; on one day, what has a time comes after what has none."""
    found = (entry for entry in entries if window.holds(entry))
    return tuple(sorted(found, key=lambda one: (one.starts_on, one.starts_at is not None, one.uid)))


def warned(entry: Entry, calendar: Calendar) -> Entry:
    """Return *entry* with a warning where its last day is a day off and it is still open."""
    if entry.kind not in DEADLINES or entry.is_done or entry.is_cancelled:
        return entry
    off = day_off_warning(entry.ends_on, calendar)
    return entry if off is None else replace(entry, warnings=(*entry.warnings, off))


def day_off_warning(last_day_on: date, calendar: Calendar) -> str | None:
    """Return a sentence where the last day in time is no working day, with the working day before it."""
    why = calendar.why_off(last_day_on)
    if why is None:
        return None
    return (
        f"Ngày cuối của thời hạn ({last_day_on:%d/%m/%Y}) là ngày nghỉ: {why}; "
        f"ngày làm việc cuối cùng trước đó là {calendar.before(last_day_on):%d/%m/%Y}."
    )


def before_warning(kind: DeadlineKind, due_on: date, last_day_on: date) -> str | None:
    """Return a sentence where “trước ngày” makes the last day in time another than the day written."""
    if kind is not DeadlineKind.BEFORE or last_day_on == due_on:
        return None
    return f"Văn bản ghi trước ngày {due_on:%d/%m/%Y}: ngày cuối còn đúng hạn là {last_day_on:%d/%m/%Y}."


def sentences(*found: str | None) -> tuple[str, ...]:
    """Return the warnings there are."""
    return tuple(each for each in found if each)
