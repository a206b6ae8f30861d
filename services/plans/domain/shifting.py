"""Moving a plan's words and days to the next year: years, school years, anniversaries; what must stay, stays."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_NEAR = 1  # a plan speaks of the year before it, its own and the one after
_YEAR = r"(?<![\d/.-])(?:19|20)\d{2}(?!\d)(?!/[A-ZĐ\d])"
_SOMETHING = (
    r"(?:kể từ\s+)?(?:[Nn]gày|[Ll]ời kêu gọi|[Tt]hành lập|[Tt]ruyền thống|[Gg]iải phóng|[Cc]hiến thắng|[Qq]uốc khánh"
    r"|[Cc]ách mạng)\b"
)

_DOCUMENT = re.compile(
    r"(?:[Ss]ố:?\s*\d+[\w/.]*[/-][A-ZĐ][\w/.&-]*|\d+/\d{4}/[A-ZĐ][\w/.&-]*)"  # số 12-CT/TW, 06/2022/QH15
    r"(?:\s*,?\s*ngày\s+(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}))?"
)
_DATE = re.compile(
    r"(?<![\d/.])(?P<day>\d{1,2})(?P<between>[/.-]|\s+tháng\s+)(?P<month>\d{1,2})(?P<then>[/.-]|\s+năm\s+)"
    r"(?P<year>(?:19|20)\d{2})(?!\d)"
)
_SPAN = re.compile(rf"(?P<first>{_YEAR})(?P<dash>\s*[-–—]\s*)(?P<last>{_YEAR.replace('/.-', '/.')})")
_ANNIVERSARY = re.compile(
    rf"(?<![\d/.-])(?P<count>\d{{1,4}})(?=\s+năm\s+{_SOMETHING})"
    r"|(?P<before>[Kk]ỷ niệm(?:\s+lần thứ)?\s+)(?P<times>\d{1,4})(?=\s+năm\b|\s+[Nn]gày\b)"
)
_SINGLE = re.compile(_YEAR)


@dataclass(frozen=True, slots=True)
class Shift:
    """A plan's year, and by how many years its words are moved."""

    year: int
    by: int = 1

    def text(self, text: str) -> str:
        """Return *text* for the new year.

        Years next to the plan's own move, and so do both years of a school year and the count of an anniversary.
        The years of a longer span, of a document's number or date and of history stay as they are.
        """
        return "".join(self._pieces(text))

    def day(self, day: date) -> date:
        """Return the same day of the new year; 29 February becomes the 28th where the year has none."""
        return day.replace(year=day.year + self.by, day=self._within(day.year + self.by, day.month, day.day))

    def _pieces(self, text: str) -> Iterator[str]:
        at = 0
        while (found := self._next(text, at)) is not None:
            yield text[at : found.start()]
            yield self._moved(found)
            at = found.end()
        yield text[at:]

    def _next(self, text: str, at: int) -> re.Match[str] | None:
        """Return what speaks of a time next, the longer reading of two that begin together."""
        ways = (_DOCUMENT, _DATE, _SPAN, _ANNIVERSARY, _SINGLE)
        found = [match for way in ways if (match := way.search(text, at)) is not None]
        return min(found, key=lambda match: (match.start(), -match.end()), default=None)

    def _moved(self, found: re.Match[str]) -> str:
        if found.re is _DATE:
            return self._date(found)
        if found.re is _SPAN:
            return self._span(found)
        if found.re is _ANNIVERSARY:
            return f"{found['before'] or ''}{int(found['count'] or found['times']) + self.by}"
        if found.re is _SINGLE and self._moves(int(found.group())):
            return str(int(found.group()) + self.by)
        return found.group()

    def _span(self, found: re.Match[str]) -> str:
        first, last = int(found["first"]), int(found["last"])
        if last - first == 1 and self._moves(first) and self._moves(last):
            return f"{first + self.by}{found['dash']}{last + self.by}"
        return found.group()

    def _date(self, found: re.Match[str]) -> str:
        day, month, year = int(found["day"]), int(found["month"]), int(found["year"])
        if not self._moves(year) or not 1 <= month <= 12:  # noqa: PLR2004 - months of a year
            return found.group()
        moved = year + self.by
        kept = self._within(moved, month, day)
        shown = found["day"] if kept == day else str(kept)
        return f"{shown}{found['between']}{found['month']}{found['then']}{moved}"

    def _moves(self, year: int) -> bool:
        return abs(year - self.year) <= _NEAR

    @staticmethod
    def _within(year: int, month: int, day: int) -> int:
        return min(day, monthrange(year, month)[1])


def is_of_many_years(text: str) -> bool:
    """Return whether *text* speaks of a period longer than a year (“giai đoạn 2021 - 2025”)."""
    return any(int(span["last"]) - int(span["first"]) > 1 for span in _SPAN.finditer(text))
