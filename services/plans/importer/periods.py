"""Reads when something is done: quarters, months, half-years, semesters, ranges, what recurs."""

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from services.plans.importer.shape import Period, Recurrence
from services.plans.importer.source.letters import fold

ORDINALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
ROMANS = ("I", "II", "III", "IV")
LIST = r"(?:\s*(?:,\s*va|,|;|va|-|den(?: het)?|&)\s*(?:{unit}\s+)?(?:{item})\b(?!\s*/\s*\d{{1,2}}\b))*"
ROMAN = r"iv|i{1,3}|0?[1-4]"
NUMBER = r"0?[1-9]\b|1[0-2]\b"
YEAR = r"(?:(?:\s*[/-]\s*|\s*,?\s*nam\s+|\s+)(?P<year>20\d\d)|\s+nam\s+(?P<next>sau))?"
QUARTER = re.compile(
    rf"\b(?:quy\s+|q(?=[1-4](?:/20|\s*:)))(?P<items>(?:{ROMAN})\b{LIST.format(unit='quy', item=ROMAN)}){YEAR}"
)
MONTH = re.compile(
    rf"(?<!\d )(?<!\d)\b(?:thang\s+|t(?=\d{{1,2}}/20))"
    rf"(?P<items>(?:{NUMBER}){LIST.format(unit='thang', item=NUMBER)}){YEAR}"
)
HALF = re.compile(rf"\b(?:(?:0?6|sau) thang|nua) (?P<items>dau|cuoi)(?: cua)? nam{YEAR}")
SEMESTER = re.compile(rf"\bhoc k[iy]\s+(?P<items>(?:i{{1,2}}|[12])\b){YEAR}")
DAY = (
    r"(?:ngay\s+)?(?P<{0}day>\d{{1,2}})(?:\s*/\s*|\s+thang\s+)(?P<{0}month>\d{{1,2}})"
    r"(?:(?:\s*/\s*|,?\s+nam\s+)(?P<{0}year>20\d\d))?"
)
DAYS = re.compile(rf"\btu\s+{DAY.format('first')}\s*(?:-|den(?:\s+het)?)\s*{DAY.format('last')}(?![\d/])")
OCCASION = re.compile(rf"\bdip\s+(?:le\s+|ngay\s+)*(?P<items>\d{{1,2}}/(?:0?[1-9]|1[0-2])\b){YEAR}")
WEEK = re.compile(r"\btuan (?:thu )?\d(?:\s*(?:-|,|va)\s*\d)*\s+(?=thang)")
NAMES = ("Giêng", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười một", "Mười hai")
NAMED = re.compile(rf"(?<=[Tt]háng )(?:{'|'.join((*reversed(NAMES), 'Mười Một', 'Mười Hai', 'Một', 'Chạp'))})(?!\w)")
NUMBERS = {**{name.lower(): number for number, name in enumerate(NAMES, start=1)}, "một": 1, "chạp": 12}
RULES = (("occasion", OCCASION), ("quarter", QUARTER), ("month", MONTH), ("half", HALF), ("semester", SEMESTER))
EVERY = r"\b(?:hang|moi|tung|theo|dinh ky(?: hang)?)\s+"
RECURRENCES: tuple[tuple[Recurrence, str], ...] = (
    ("weekly", rf"{EVERY}tuan\b"),
    ("monthly", rf"{EVERY}thang\b(?! \d)"),
    ("quarterly", rf"{EVERY}quy\b(?! [i\d])"),
    ("half_yearly", r"\b(?:hang|moi|dinh ky|cu)\s+(?:0?6|sau) thang\b(?! (?:dau|cuoi))"),
    ("continuous", r"\bthuong xuyen\b|\bca nam\b|\btrong nam\b(?! \d)|\blien tuc\b|\bhang ngay\b|\bsuot nam\b"),
    ("yearly", rf"{EVERY}nam\b|\bdinh ky\b"),
)
BETWEEN = re.compile(r"-|den")


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


def figured(text: str) -> str:
    """Write the months that are called by name (Tháng Ba) in figures; positions stay true."""
    return NAMED.sub(lambda match: f"{NUMBERS[match[0].lower()]:<{len(match[0])}}", text)


def months(label: str, year: int, first: int, last: int) -> Period:
    """Return the period from one month of a year to the end of another."""
    end = date(year, last, calendar.monthrange(year, last)[1])
    return Period(label=label, starts_on=date(year, first, 1), ends_on=end)


def quarter(ordinal: str, year: str | None, horizon: Horizon) -> Period:
    """Return the quarter of that name (I, 2)."""
    number = ORDINALS[ordinal.lstrip("0")]
    return _quarters(number, number, int(year or horizon.year_of(number * 3)))


def quarter_with(on: date) -> Period:
    """Return the quarter a day falls into."""
    number = (on.month + 2) // 3
    return _quarters(number, number, on.year)


def find_period(text: str, horizon: Horizon) -> Period | None:
    """Return the time a text names first, from its first to its last quarter, month or half-year."""
    periods = find_periods(text, horizon)
    return hull(periods) if periods else horizon.whole if recurrence(text) else None


def find_periods(text: str, horizon: Horizon) -> tuple[Period, ...]:
    """Return the times a text names first and side by side: "Quý II, IV" are two, "tháng 3 đến tháng 6" is one."""
    folded = WEEK.sub(lambda match: " " * len(match[0]), fold(figured(text)))
    days = DAYS.search(folded)
    if days and (span := _days(days, text, horizon)):
        return (span,)
    found = sorted(
        ((match.start(), match.end(), name, match) for name, rule in RULES for match in rule.finditer(folded)),
        key=lambda each: each[:2],
    )
    if not found:
        return ()
    kept = list(_single(found[0][2], found[0][3], horizon, _year_of(found[0][3], horizon)))
    for before, after in pairwise(found):
        between = folded[before[1] : after[0]]
        if after[2] != before[2] or not re.fullmatch(r"\s*(?:,|;|va|-|den|den het|sang)\s*", between):
            break
        more = list(_single(after[2], after[3], horizon, _year_of(after[3], horizon)))
        kept = [*kept[:-1], hull((kept[-1], more[0])), *more[1:]] if BETWEEN.search(between) else [*kept, *more]
    return tuple(kept)


def hull(periods: Sequence[Period]) -> Period:
    """Return the time from the first of *periods* to the last."""
    first, last = min(periods, key=lambda each: each.starts_on), max(periods, key=lambda each: each.ends_on)
    if first == last:
        return first
    same_kind = first.label.split(" ")[0] == last.label.split(" ")[0] and first.starts_on.year == last.ends_on.year
    head = first.label.removesuffix(f" năm {first.starts_on.year}")
    tail = last.label.split(" ", 1)[1] if same_kind else last.label
    label = f"{head} - {tail}" if same_kind else f"{first.label} - {last.label}"
    return Period(label=label, starts_on=first.starts_on, ends_on=last.ends_on)


def recurrence(text: str) -> Recurrence | None:
    """Return how often something is done (hằng quý, thường xuyên)."""
    folded = fold(text)
    return next((name for name, pattern in RECURRENCES if re.search(pattern, folded)), None)


def _days(match: re.Match[str], text: str, horizon: Horizon) -> Period | None:
    """Return a time printed by its first and its last day."""
    ends = []
    for end in ("first", "last"):
        month = int(match[f"{end}month"])
        year = match[f"{end}year"] or match["lastyear"] or horizon.year_of(month) if 1 <= month <= 12 else 0  # noqa: PLR2004
        try:
            ends.append(date(int(year), month, int(match[f"{end}day"])))
        except ValueError:
            return None
    return Period(label=text[slice(*match.span())], starts_on=ends[0], ends_on=ends[1]) if ends[0] <= ends[1] else None


def _year_of(match: re.Match[str], horizon: Horizon) -> int | None:
    if "next" in match.re.groupindex and match["next"]:
        return horizon.year + 1
    return int(match["year"]) if match["year"] else None


def _single(name: str, match: re.Match[str], horizon: Horizon, year: int | None) -> Iterator[Period]:
    """Yield the periods of one printed list: a range is one, what commas part are several."""
    words = re.sub(r"\b(?:quy|thang|het)\b", " ", match["items"])
    for piece in re.split(r"\s*(?:,\s*va\b|,|;|\bva\b|&)\s*", words):
        ends = [end.lstrip("0") for end in re.findall(r"dau|cuoi|\d+|[iv]+(?!\w)", piece)]
        if ends:
            yield _period(name, ends[0], ends[-1], year, horizon)


def _period(name: str, first: str, last: str, year: int | None, horizon: Horizon) -> Period:
    if name == "month":
        low, high = sorted((int(first), int(last)))
        label = f"Tháng {low}" if low == high else f"Tháng {low} - {high}"
        known = year or horizon.year_of(high)
        return months(f"{label} năm {known}", known, low, high)
    if name == "occasion":
        return _period("month", last, last, year, horizon)
    if name == "quarter":
        low, high = sorted((ORDINALS[first], ORDINALS[last]))
        return _quarters(low, high, year or horizon.year_of(high * 3))
    if name == "half":
        low, high = (1, 6) if first == "dau" else (7, 12)
        known = year or horizon.year_of(high)
        return months(f"6 tháng {'đầu' if low == 1 else 'cuối'} năm {known}", known, low, high)
    return _semester(ORDINALS[first], year or horizon.year)


def _quarters(first: int, last: int, year: int) -> Period:
    romans = ROMANS[first - 1 : last]
    label = f"Quý {romans[0]}" if first == last else f"Quý {romans[0]} - {romans[-1]}"
    return months(f"{label} năm {year}", year, first * 3 - 2, last * 3)


def _semester(number: int, year: int) -> Period:
    ends_on = date(year, 12, 31) if number == 1 else date(year + 1, 5, 31)
    starts_on = date(year, 8, 1) if number == 1 else date(year + 1, 1, 1)
    return Period(label=f"Học kỳ {'I' * number} năm học {year} - {year + 1}", starts_on=starts_on, ends_on=ends_on)
