"""Reads the deadlines a plan prints, with their kind; other dates are none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from services.plans.importer.periods import Horizon, months, quarter
from services.plans.importer.shape import Deadline, DeadlineKind, Period
from services.plans.importer.source.letters import fold

DAY, MONTH = r"(?P<day>0?[1-9]|[12]\d|3[01])", r"(?P<month>0?[1-9]|1[0-2])(?!\d)"
# Without a year only a stroke makes a date: "tháng 02-03" is two months, "3.1" a number.
DATE = (
    rf"{DAY}(?:(?:\s*/\s*|\s+thang\s+){MONTH}(?:(?:\s*[/.-]\s*|,?\s+nam\s+)(?P<year>(?:19|20)\d\d)(?!\d))?"
    r"|\s*(?P<dot>[.-])\s*(?P<month2>0?[1-9]|1[0-2])\s*(?P=dot)\s*(?P<year2>(?:19|20)\d\d)(?!\d))"
)
LATEST = (
    r"cham nhat|muon nhat|tre nhat|(?:khong|chua) (?:de )?(?:muon|tre|cham|qua)(?: hon| qua)?|den het|het|den|xong"
    r"|hoan thanh|han (?:cuoi|chot|nop|gui|hoan thanh)|thoi han"
)
KINDS: tuple[tuple[DeadlineKind, str], ...] = (("before", "truoc"), ("not_later_than", LATEST), ("on", "vao|trong"))
KIND = "|".join(f"(?P<{kind}>{words})" for kind, words in KINDS)
HOURS = r"\d{1,2}\s?(?:gio|h)\s?(?:\d{1,2}(?: phut)?)?,?"
FILLER = (
    rf"(?:[\s:]+(?:la|vao|den|het|truoc|trong|ngay|nop|gui|cuoi|cham nhat|muon nhat|xong|{HOURS}"
    r"|thu (?:hai|ba|tu|nam|sau|bay),?))*[\s:]+"
)
DEADLINE = re.compile(rf"\b(?:{KIND})(?P<filler>{FILLER}){DATE}")
ANOTHER = re.compile(rf"\s*(?:,|va|;)\s*(?:ngay\s+)?{DATE}")
SPAN = (
    r"(?:thang\s+(?P<month>0?[1-9]|1[0-2])(?!\d)(?!\s*-\s*\d)|quy\s+(?P<quarter>iv|i{1,3}|[1-4])\b)"
    r"(?:(?:\s*[/-]\s*|\s+nam\s+|\s+)(?P<year>20\d\d))?"
)
SPAN_DEADLINE = re.compile(
    rf"\b(?:(?P<before>truoc(?! het| cuoi))|(?P<late>{LATEST}|truoc het|truoc cuoi|cuoi))"
    rf"(?:[\s:]+(?:la|vao|trong|den|het|cuoi|truoc))*\s+{SPAN}"
)
BARE_DATE = re.compile(rf"(?<![\d/])(?<!thang )(?<!thang \d){DATE}")
# What is counted, in force or founded up to a day has no deadline there.
NO_DEADLINE = re.compile(r"\b(?:tính|kể|[lL][uũ][yỹ] kế|thành lập|hiệu lực|số liệu|có mặt|sinh|biên chế)(?: từ)? ?$")
NEAR = 30
SHELTERED = re.compile(r'"[^"]*"|\([^()]*\d{4}\s*-\s*[^()]*\d{4}\)')


@dataclass(frozen=True, slots=True)
class Found:
    """A deadline found in a text, and where it stands there."""

    deadline: Deadline
    start: int
    end: int


def find_deadlines(text: str, horizon: Horizon) -> Iterator[Found]:
    """Yield the deadlines a text prints with a word like trước, chậm nhất, vào; other dates are not deadlines."""
    folded = SHELTERED.sub(lambda match: " " * len(match[0]), fold(text))
    days = [found for match in DEADLINE.finditer(folded) for found in _of_days(match, horizon, text, folded)]
    yield from days
    for match in SPAN_DEADLINE.finditer(folded):
        if not any(found.start <= match.start() < found.end for found in days):
            yield _of_span(match, horizon)


def read_dates(text: str, horizon: Horizon) -> tuple[Period | None, Deadline | None]:
    """Read a text that is nothing but a time, as in a table column: there a bare date is a deadline too."""
    found = next(find_deadlines(text, horizon), None)
    if found:
        return None, found.deadline
    matches = [(on, match) for match in BARE_DATE.finditer(fold(text)) if (on := _date(match, horizon))]
    if not matches:
        return None, None
    last, match = matches[-1]
    kind: DeadlineKind = "on" if len(matches) == 1 else "not_later_than"
    deadline = Deadline(kind=kind, on=last, implied=False, year_implied=not _year(match))
    return Period(label=text, starts_on=min(matches[0][0], last), ends_on=last), deadline


def _of_days(match: re.Match[str], horizon: Horizon, text: str, folded: str) -> Iterator[Found]:
    """Yield the day and those listed right behind it (trước ngày 10/6 và 10/12)."""
    found = _of_day(match, horizon, text)
    more = ANOTHER.match(folded, match.end())
    if found:
        yield found
    while found and more and (on := _date(more, horizon)):
        deadline = found.deadline.model_copy(update={"on": on, "year_implied": not _year(more)})
        yield Found(deadline, more.start(), more.end())
        more = ANOTHER.match(folded, more.end())


def _of_day(match: re.Match[str], horizon: Horizon, text: str) -> Found | None:
    on = _date(match, horizon)
    if on is None or NO_DEADLINE.search(text[max(match.start() - NEAR, 0) : match.start()]):
        return None
    kind: DeadlineKind = next(kind for kind, _ in KINDS if match[kind])
    stricter: DeadlineKind = "before" if "truoc" in match["filler"] else kind
    if stricter == "on" and re.search(r"cham nhat|muon nhat|xong|het", match["filler"]):
        stricter = "not_later_than"
    deadline = Deadline(kind=stricter, on=on, implied=False, year_implied=not _year(match))
    return Found(deadline, match.start(), match.end())


def _of_span(match: re.Match[str], horizon: Horizon) -> Found:
    if match["month"]:
        month = int(match["month"])
        period = months("", int(match["year"] or horizon.year_of(month)), month, month)
    else:
        period = quarter(match["quarter"], match["year"], horizon)
    kind: DeadlineKind = "before" if match["before"] else "not_later_than"
    on = period.starts_on if match["before"] else period.ends_on
    # "Trong tháng 5" and "cuối tháng 5" name no day; the last one is the importer's own.
    implied = not match["before"] and re.search(r"\bhet\b|\S cuoi\b", match[0]) is None
    deadline = Deadline(kind=kind, on=on, implied=implied, year_implied=not match["year"])
    return Found(deadline, match.start(), match.end())


def _year(match: re.Match[str]) -> str | None:
    return match["year"] or match["year2"]


def _date(match: re.Match[str], horizon: Horizon) -> date | None:
    month = int(match["month"] or match["month2"])
    try:
        return date(int(_year(match) or horizon.year_of(month)), month, int(match["day"]))
    except ValueError:
        return None
