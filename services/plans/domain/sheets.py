"""Reading a small sheet: rows under known headings, every cell as a text."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from io import BytesIO, StringIO

from shared.errors import Refused
from shared.sheets import SheetUnreadable, rows_of
from shared.spelling import fold

Cells = Mapping[str, str]
"""A row's texts by heading; a heading the sheet lacks is empty."""

MAX_BYTES = 10_000_000
MAX_ROWS = 50_000

_FIRST_DAY = date(1899, 12, 30)  # what a spreadsheet counts its days from
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")


class HeadingsMissing(Refused):
    """The sheet lacks headings, so nobody knows what its columns mean."""

    message = "Bảng không có dòng tiêu đề theo mẫu."


def sheet_rows(content: bytes, headings: Sequence[str]) -> list[tuple[int, Cells]]:
    """Return the rows under the heading line with their line numbers; empty rows are left out.

    Raises SheetUnreadable or HeadingsMissing.
    """
    if len(content) > MAX_BYTES:
        raise SheetUnreadable("Tệp quá lớn.")
    wanted = {fold(heading): heading for heading in headings}
    columns: dict[int, str] = {}
    found: list[tuple[int, Cells]] = []
    for line, cells in rows_of(BytesIO(content)):
        if not columns:
            named = {place: wanted[name] for place, cell in enumerate(cells) if (name := fold(cell)) in wanted}
            columns = named if len(named) >= len(headings) // 2 else {}
        elif any(cells):
            texts = dict.fromkeys(headings, "")
            texts.update({columns[place]: cell for place, cell in enumerate(cells) if place in columns})
            found.append((line, texts))
        if len(found) > MAX_ROWS:
            raise SheetUnreadable("Bảng có quá nhiều dòng.")
    if not columns:
        raise HeadingsMissing
    return found


def day_written(text: str) -> date | None:
    """Return the day a cell means: 15/3/2023, 2023-03-15, or a spreadsheet's own count of days."""
    try:
        if match := _DAY.fullmatch(text):
            day, month, year = map(int, match.groups())
            return date(year, month, day)
        if match := _ISO.fullmatch(text):
            return date(*map(int, match.groups()))
    except ValueError:
        return None
    return _FIRST_DAY + timedelta(days=int(match[1])) if (match := _SERIAL.fullmatch(text)) else None


def as_csv(rows: Iterable[Iterable[str]]) -> bytes:
    """Return rows as CSV that a spreadsheet opens as UTF-8."""
    sheet = StringIO()
    csv.writer(sheet).writerows(rows)
    return ("\ufeff" + sheet.getvalue()).encode()
