"""Reading a small sheet, XLSX or CSV, without trusting it: rows under known headings, every cell as text."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from io import BytesIO, StringIO
from unicodedata import combining, normalize
from xml.etree import ElementTree as ET
from zipfile import BadZipFile, ZipFile

from shared.errors import Refused

Cells = Mapping[str, str]
"""A row's texts by heading; a heading the sheet lacks is empty."""

MAX_BYTES = 10_000_000
MAX_UNPACKED = 60_000_000
MAX_ROWS = 50_000

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_FIRST_DAY = date(1899, 12, 30)  # what a spreadsheet counts its days from
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")


class SheetUnreadable(Refused):
    """The file is no sheet, or none that can be read safely."""

    message = "Không đọc được bảng. Vui lòng dùng tệp Excel (.xlsx) hoặc CSV theo mẫu."


class HeadingsMissing(Refused):
    """The sheet lacks headings, so nobody knows what its columns mean."""

    message = "Bảng không có dòng tiêu đề theo mẫu."


def sheet_rows(content: bytes, headings: Sequence[str]) -> list[tuple[int, Cells]]:
    """Return the rows under the heading line with their line numbers; empty rows are left out.

    Raises SheetUnreadable or HeadingsMissing.
    """
    if len(content) > MAX_BYTES:
        raise SheetUnreadable("Tệp quá lớn.")
    rows = _xlsx(content) if content.startswith(b"PK") else _csv(content)
    wanted = {folded(heading): heading for heading in headings}
    columns: dict[int, str] = {}
    found: list[tuple[int, Cells]] = []
    for line, cells in rows:
        if not columns:
            named = {place: wanted[name] for place, cell in enumerate(cells) if (name := folded(cell)) in wanted}
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


def folded(text: str) -> str:
    """Return *text* in small letters without diacritics, one space between words."""
    parted = normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join("".join(letter for letter in parted if not combining(letter)).split())


def _csv(content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SheetUnreadable from error
    if "\0" in text:
        raise SheetUnreadable
    separator = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    for line, cells in enumerate(csv.reader(StringIO(text), delimiter=separator), start=1):
        yield line, [_clean(cell) for cell in cells]


def _xlsx(content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        with ZipFile(BytesIO(content)) as file:
            if sum(part.file_size for part in file.infolist()) > MAX_UNPACKED:
                raise SheetUnreadable("Tệp quá lớn.")
            names = set(file.namelist())
            texts = _shared(file.read("xl/sharedStrings.xml")) if "xl/sharedStrings.xml" in names else []
            first = min(name for name in names if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name))
            yield from _sheet(_parsed(file.read(first)), texts)
    except (BadZipFile, ET.ParseError, ValueError, KeyError, IndexError) as error:
        raise SheetUnreadable from error


def _parsed(part: bytes) -> ET.Element:
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:  # a sheet has none; entities are how a small file grows large
        raise SheetUnreadable
    return ET.fromstring(part)  # noqa: S314 - without a document type there is nothing to expand


def _shared(part: bytes) -> list[str]:
    return ["".join(text.text or "" for text in item.iter(f"{_MAIN}t")) for item in _parsed(part)]


def _sheet(root: ET.Element, texts: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    for place, row in enumerate(root.iter(f"{_MAIN}row"), start=1):
        cells: dict[int, str] = {}
        for cell in row.iter(f"{_MAIN}c"):
            cells[_column(cell.get("r", ""), len(cells))] = _clean(_text(cell, texts))
        width = max(cells, default=-1) + 1
        yield int(row.get("r", place)), [cells.get(column, "") for column in range(min(width, 200))]


def _text(cell: ET.Element, texts: Sequence[str]) -> str:
    kind, value = cell.get("t", "n"), cell.findtext(f"{_MAIN}v") or ""
    if kind == "s":
        return texts[int(value)]
    if kind == "inlineStr":
        return "".join(text.text or "" for text in cell.iter(f"{_MAIN}t"))
    return value


def _column(reference: str, otherwise: int) -> int:
    """Return the number of a column from its letters: A is 0, Z is 25, AA is 26."""
    letters = re.match(r"[A-Z]+", reference)
    if letters is None:
        return otherwise
    number = 0
    for letter in letters.group():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _clean(cell: str) -> str:
    """Return a cell's text composed and trimmed, without the mark that keeps a text from being a formula."""
    return normalize("NFC", cell).strip().removeprefix("'").strip()


def as_csv(rows: Iterable[Iterable[str]]) -> bytes:
    """Return rows as CSV that a spreadsheet opens as UTF-8."""
    sheet = StringIO()
    csv.writer(sheet).writerows(rows)
    return ("\ufeff" + sheet.getvalue()).encode()
