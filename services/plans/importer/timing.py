"""Decides when a task runs and when it is due, from what is noted beside it, its own words and its headings."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.plans.importer.deadlines import find_deadlines, read_dates
from services.plans.importer.periods import Horizon, figured, find_period, find_periods, hull, quarter_with, recurrence
from services.plans.importer.shape import Deadline, Period, Recurrence
from services.plans.importer.source.letters import fold

PERIOD_WORDS = re.compile(
    r"\b(?:cac|nhung|nhiem vu|noi dung|cong tac|cong viec|hoat dong|trong tam|trong|thuc hien|trien khai|cua|thoi gian|"
    r"nam|quy|thang|tu|tuan|giua|6|06|sau|dau|cuoi|het|hoc ky|hoc|va|den|vao|khoang|du kien|ke hoach|chuong trinh|"
    r"hoan thanh|to chuc|iv|i{1,3}|\d+|hang|moi|dinh ky|thuong xuyen|ca|lien tuc|ngay|lan|giai doan|dot|cu|dip|le|"
    r"q[1-4]|t\d{1,2})\b|[\W_]+"
)
SHORT, FULL = re.compile(r"\b([QT])\.?\s?(\d{1,2}|I{1,3}|IV)\b"), {"Q": "quý", "T": "tháng"}
BARE = (
    (re.compile(r"0?[1-9](?:\s*[-–,;]\s*\d{1,2})*(?:\s*/\s*20\d\d)?|1[0-2](?:\s*/\s*20\d\d)?"), "tháng"),
    (re.compile(r"(?:I{1,3}|IV)(?:\s*[-–,;]\s*(?:I{1,3}|IV))*(?:\s*/\s*20\d\d)?"), "quý"),
)
SAYS_WHEN = re.compile(r"(?:^|[.;,(]\s*)(?:thoi gian|thoi han|tien do|hoan thanh)(?: [a-z ]{0,25})?\s*:")
BRACKETS = re.compile(r"\(([^()]*)\)")
LEADING = (re.compile(r"^([^:;.]{3,60}):\s"), re.compile(r"^([^:,;.]{3,60})(?:,|\s-)\s"))
TRAILING = re.compile(r"(?:[:;,.]\s+|\s-\s+)([^:;,.()]{3,60})[.;]?\s*$")
AFTER_COLON = re.compile(r":\s+([^:;.()]{3,80})[.;]?\s*$")
WITHIN = re.compile(r"(?<!hoan thanh )(?<!xong )\b(?:trong|vao|tu)(?: cac)?\s+(?=(?:thang|quy)\s+(?:0?[1-9]|1[0-2]|i))")


@dataclass(frozen=True, slots=True)
class Times:
    """When a task runs: the times printed, how often, until when."""

    periods: tuple[Period, ...]
    recurrence: Recurrence | None
    deadline: Deadline
    is_implied: bool

    @property
    def period(self) -> Period:
        """From the first to the last of its times."""
        return hull(self.periods)


def is_only_a_period(text: str, horizon: Horizon) -> bool:
    """Tell whether a text says nothing but when (Nhiệm vụ thực hiện trong Quý I)."""
    return find_period(text, horizon) is not None and not PERIOD_WORDS.sub("", fold(figured(text)))


def times(text: str, noted: Mapping[str, str], headings: Sequence[str], horizon: Horizon) -> Times:
    """Return when a task runs and ends: as noted beside it, as its sentence says, as its heading says."""
    note = _spelled(noted.get("begin", ""), noted.get("time", ""))
    printed_in_note = read_dates(note, horizon)
    said = own_deadline(text, horizon)
    noted_due = printed_in_note[1]
    printed = said if noted_due and said and noted_due.on == said.on else noted_due or said
    periods, recurs = _periods(text, note, headings, horizon)
    if not periods and printed_in_note[0]:
        periods = (printed_in_note[0],)
    if not periods:
        periods = (quarter_with(printed.on),) if printed else find_periods(text, horizon) if not recurs else ()
    near = tuple(each for each in periods if abs(each.ends_on.year - horizon.year) <= 1)
    known = near or (horizon.whole,)
    implied = Deadline(kind="not_later_than", on=hull(known).ends_on, implied=True)
    return Times(known, recurs, printed or implied, is_implied=not near and not recurs)


def _spelled(begin: str, note: str) -> str:
    """Join the columns of the first and the last day; spell out what a column alone names: T3, 9/2025, 4 - 6, II."""
    if begin and note:
        return f"từ {begin} đến {note}"
    for figures, unit in BARE:
        if figures.fullmatch(note.strip()):
            return f"{unit} {note.strip()}"
    return SHORT.sub(lambda match: f"{FULL[match[1]]} {match[2]}", note)


def says_when(text: str, horizon: Horizon) -> bool:
    """Tell whether a sentence sets a time apart, under a label or in brackets; a deadline alone is none."""
    return SAYS_WHEN.search(fold(text)) is not None or any(own_periods(text, horizon))


def own_deadline(text: str, horizon: Horizon) -> Deadline | None:
    """Return the first deadline a sentence prints; one in a far year is none."""
    found = (each.deadline for each in find_deadlines(text, horizon))
    return next((each for each in found if abs(each.on.year - horizon.year) <= 1), None)


def own_periods(text: str, horizon: Horizon) -> tuple[tuple[Period, ...], Recurrence | None]:
    """Return the time a sentence sets apart: in brackets, before a colon, as its last clause."""
    leading = [each for pattern in LEADING for each in _groups(pattern, text)]
    clauses = [_groups(TRAILING, clause) for clause in text.split(";")]
    if len(clauses) > 1 and all(each and is_only_a_period(each[0], horizon) for each in clauses):
        return tuple(period for each in clauses for period in find_periods(each[0], horizon)), None
    bare = BRACKETS.sub("", text)
    candidates = [*BRACKETS.findall(text), *leading, *_groups(AFTER_COLON, bare), *_groups(TRAILING, bare)]
    for each in candidates:
        if is_only_a_period(each, horizon):
            return find_periods(each, horizon), recurrence(each)
    return (), None


def _periods(
    text: str, note: str, headings: Sequence[str], horizon: Horizon
) -> tuple[tuple[Period, ...], Recurrence | None]:
    noted = find_periods(note, horizon), recurrence(note)
    if any(noted):
        return noted
    own = own_periods(text, horizon)
    if any(own):
        return own
    heading = next(
        (found for each in reversed(headings) if any(found := (find_periods(each, horizon), recurrence(each)))), None
    )
    return (_narrowed(heading[0], text, horizon), heading[1]) if heading else (_within(text, horizon), recurrence(text))


def _within(text: str, horizon: Horizon) -> tuple[Period, ...]:
    """Return the months or quarters a sentence puts its work in (… trong tháng 12)."""
    found = [find_periods(text[match.end() :], horizon) for match in WITHIN.finditer(fold(text))]
    return tuple(dict.fromkeys(period for periods in found for period in periods))


def _narrowed(heading: tuple[Period, ...], text: str, horizon: Horizon) -> tuple[Period, ...]:
    """Return the month a sentence gives when it lies in the period of its heading."""
    own = _within(text, horizon)
    if own and heading:
        whole, part = hull(heading), hull(own)
        if whole.starts_on <= part.starts_on and part.ends_on <= whole.ends_on:
            return own
    return heading


def _groups(pattern: re.Pattern[str], text: str) -> list[str]:
    match = pattern.search(text)
    return [match[1]] if match else []
