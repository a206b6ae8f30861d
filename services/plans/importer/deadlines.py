"""Reads the time a plan gives: quarters, months, half-years, and deadlines with their kind."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from services.plans.importer.shape import Deadline, DeadlineKind, Period
from services.plans.importer.source.letters import fold

DATE = (
    r"(?P<day>0?[1-9]|[12]\d|3[01])(?:\s*[/.-]\s*|\s+thang\s+)(?P<month>0?[1-9]|1[0-2])(?!\d)"
    r"(?:(?:\s*[/.-]\s*|,?\s+nam\s+)(?P<year>(?:19|20)\d\d)(?!\d))?"
)
KINDS: tuple[tuple[DeadlineKind, str], ...] = (
    ("before", r"truoc"),
    ("not_later_than", r"cham nhat|muon nhat|tre nhat|(?:khong|chua) (?:muon|tre|cham) hon|khong qua|den het|het|den"),
    ("on", r"vao"),
)
KIND = "|".join(f"(?P<{kind}>{words})" for kind, words in KINDS)
FILLER = r"(?:[\s:]+(?:la|vao|den|het|truoc|trong|ngay|\d{1,2}\s?(?:gio|h)\s?(?:\d{1,2}(?: phut)?)?,?))*\s+"
DEADLINE = re.compile(rf"\b(?:{KIND})(?P<filler>{FILLER}){DATE}")
MONTH_DEADLINE = re.compile(
    r"\b(?:(?P<before>truoc)|(?P<late>cham nhat|muon nhat|tre nhat|(?:khong|chua) (?:muon|tre|cham) hon"
    r"|xong|truoc het|den het|het|cuoi))(?:[\s:]+(?:la|vao|trong|den|het|cuoi))*\s+"
    r"thang\s+(?P<month>0?[1-9]|1[0-2])(?!\d)(?:(?:\s*[/-]\s*|\s+nam\s+)(?P<year>20\d\d))?"
)
BARE_DATE = re.compile(rf"(?<![\d/]){DATE}")
ORDINALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
LIST = r"(?:\s*(?:,|;|va|-|den)\s*(?:{unit}\s+)?(?:{item})\b(?!\s*/\s*\d{{1,2}}\b))*"
ROMAN = r"iv|i{1,3}|[1-4]"
NUMBER = r"0?[1-9]\b|1[0-2]\b"
YEAR = r"(?:(?:\s*[/-]\s*|\s+nam\s+|\s+)(?P<year>20\d\d))?"
QUARTER = re.compile(rf"\bquy\s+(?P<items>(?:{ROMAN})\b{LIST.format(unit='quy', item=ROMAN)}){YEAR}")
MONTH = re.compile(rf"(?<!\d )(?<!\d)\bthang\s+(?P<items>(?:{NUMBER}){LIST.format(unit='thang', item=NUMBER)}){YEAR}")
HALF = re.compile(rf"\b(?:(?:0?6|sau) thang|nua) (?P<items>dau|cuoi) nam{YEAR}")
SEMESTER = re.compile(rf"\bhoc ky\s+(?P<items>(?:i{{1,2}}|[12])\b){YEAR}")
ALL_YEAR = re.compile(r"\b(?:ca|trong) nam\b|\bthuong xuyen\b|\bhang (?:thang|quy|nam)\b|\bdinh ky\b")


@dataclass(frozen=True, slots=True)
class Horizon:
    """The year a plan covers; a school year runs from August to July."""

    year: int
    is_school: bool = False

    def year_of(self, month: int) -> int:
        """Return the calendar year of a month that is printed without one."""
        return self.year + 1 if self.is_school and month < 8 else self.year  # noqa: PLR2004

    @property
    def whole(self) -> Period:
        """The whole year of the plan."""
        if self.is_school:
            name = f"Năm học {self.year} - {self.year + 1}"
            return Period(label=name, starts_on=date(self.year, 8, 1), ends_on=date(self.year + 1, 7, 31))
        return months(f"Năm {self.year}", self.year, 1, 12)


@dataclass(frozen=True, slots=True)
class Found:
    """A deadline found in a text, and where it stands there."""

    deadline: Deadline
    start: int
    end: int


def months(label: str, year: int, first: int, last: int) -> Period:
    """Return the period from one month of a year to the end of another."""
    end = date(year, last, calendar.monthrange(year, last)[1])
    return Period(label=label, starts_on=date(year, first, 1), ends_on=end)


def find_deadlines(text: str, horizon: Horizon) -> Iterator[Found]:
    """Yield the deadlines a text prints with a word like trước, chậm nhất, vào; other dates are not deadlines."""
    folded = fold(text)
    for match in DEADLINE.finditer(folded):
        on = _date(match, horizon)
        if on:
            kind: DeadlineKind = next(kind for kind, _ in KINDS if match[kind])
            stricter: DeadlineKind = "before" if "truoc" in match["filler"] else kind
            deadline = Deadline(kind=stricter, on=on, implied=False, year_implied=not match["year"])
            yield Found(deadline, match.start(), match.end())
    for match in MONTH_DEADLINE.finditer(folded):
        month = int(match["month"])
        period = months("", int(match["year"] or horizon.year_of(month)), month, month)
        kind, on = ("before", period.starts_on) if match["before"] else ("not_later_than", period.ends_on)
        deadline = Deadline(kind=kind, on=on, implied=False, year_implied=not match["year"])
        yield Found(deadline, match.start(), match.end())


def read_time(text: str, horizon: Horizon) -> tuple[Period | None, Deadline | None]:
    """Read a text that is nothing but a time, as in a table column: there a bare date is a deadline too."""
    dates = [(each, match) for match in BARE_DATE.finditer(fold(text)) if (each := _date(match, horizon))]
    found = next(find_deadlines(text, horizon), None)
    if found:
        return quarter_with(found.deadline.on), found.deadline
    if not dates:
        return find_period(text, horizon), None
    last, match = dates[-1]
    kind: DeadlineKind = "on" if len(dates) == 1 else "not_later_than"
    deadline = Deadline(kind=kind, on=last, implied=False, year_implied=not match["year"])
    return Period(label=text, starts_on=min(dates[0][0], last), ends_on=last), deadline


def find_period(text: str, horizon: Horizon) -> Period | None:
    """Return the first quarter, month, half-year or semester a text names."""
    folded = fold(text)
    found = [(match.start(), name, match) for name, rule in RULES if (match := rule.search(folded))]
    if found:
        _, name, match = min(found, key=lambda each: each[0])
        return _period(name, match, horizon)
    return horizon.whole if ALL_YEAR.search(folded) else None


RULES = (("quarter", QUARTER), ("month", MONTH), ("half", HALF), ("semester", SEMESTER))


def _period(name: str, match: re.Match[str], horizon: Horizon) -> Period:
    items = re.findall(r"dau|cuoi|\d+|[iv]+(?!\w)", re.sub(r"quy|thang|va|den", " ", match["items"]))
    if name == "month":
        low, high = int(items[0]), int(items[-1])
        label = f"Tháng {low}" if low == high else f"Tháng {low} - {high}"
    elif name == "quarter":
        first, last = ORDINALS[items[0]], ORDINALS[items[-1]]
        low, high = first * 3 - 2, last * 3
        romans = ("I", "II", "III", "IV")[first - 1 : last]
        label = f"Quý {romans[0]}" if first == last else f"Quý {romans[0]} - {romans[-1]}"
    elif name == "half":
        low, high = (1, 6) if items[0] == "dau" else (7, 12)
        label = f"6 tháng {'đầu' if low == 1 else 'cuối'} năm"
    else:
        return _semester(ORDINALS[items[0]], int(match["year"] or horizon.year))
    year = int(match["year"] or horizon.year_of(high))
    separator = " " if name == "half" else " năm "
    return months(f"{label}{separator}{year}", year, min(low, high), max(low, high))


def _semester(number: int, year: int) -> Period:
    ends_on = date(year, 12, 31) if number == 1 else date(year + 1, 5, 31)
    starts_on = date(year, 8, 1) if number == 1 else date(year + 1, 1, 1)
    return Period(label=f"Học kỳ {'I' * number} năm học {year} - {year + 1}", starts_on=starts_on, ends_on=ends_on)


def quarter_with(on: date) -> Period:
    """Return the quarter a day falls into."""
    number = (on.month + 2) // 3
    return months(f"Quý {('I', 'II', 'III', 'IV')[number - 1]} năm {on.year}", on.year, number * 3 - 2, number * 3)


def _date(match: re.Match[str], horizon: Horizon) -> date | None:
    month = int(match["month"])
    try:
        return date(int(match["year"] or horizon.year_of(month)), month, int(match["day"]))
    except ValueError:
        return None
