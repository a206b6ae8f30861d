"""Spreadsheets that people send, XLSX, XLS, ODS or CSV, and those they are given, XLSX: every cell is a text."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO, TextIOWrapper
from itertools import chain
from typing import Any, BinaryIO
from unicodedata import normalize
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook
from xlsxwriter import Workbook

from shared.errors import Refused

Row = tuple[str, ...]

LARGEST_UNPACKED = 1_000_000_000
"""Bytes all parts of a workbook may unpack to; a packed file may be far larger than it looks."""
MOST_COLUMNS = 200

_PACKED, _OLD = b"PK", b"\xd0\xcf\x11\xe0"
_HEAD = 64 * 1024
_WIDTH = 24


class SheetUnreadable(Refused):
    """A file is no spreadsheet, or none that can be read safely."""

    message = "Không đọc được bảng. Vui lòng dùng tệp Excel (.xlsx, .xls) hoặc CSV bảng mã UTF-8."


def rows_of(file: BinaryIO) -> Iterator[tuple[int, Row]]:
    """Yield each row with the number a spreadsheet shows beside it; an empty cell is an empty text.

    Dates are ISO 8601, whole numbers have no decimals, true and false are “có” and “không”.
    Raises SheetUnreadable where *file* is no sheet or unpacks to more than LARGEST_UNPACKED.
    """
    kind = file.read(4)
    file.seek(0)
    return _of_workbook(file) if kind.startswith((_PACKED, _OLD)) else _of_text(file)


def workbook(rows: Iterable[Sequence[str]]) -> bytes:
    """Return a workbook of one sheet, its first row in bold; no text is taken for a formula, a number or a link."""
    written = BytesIO()
    book = Workbook(written, {"constant_memory": True, "in_memory": True})
    sheet = book.add_worksheet()
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    sheet.set_column(0, MOST_COLUMNS, _WIDTH)
    for number, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            sheet.write_string(number, column, cell, None if number else heading)
    book.close()
    return written.getvalue()


def _of_workbook(file: BinaryIO) -> Iterator[tuple[int, Row]]:
    try:
        _check_size(file)
        sheet = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0)
        before = ("",) * (sheet.start or (0, 0))[1]  # rows are given from the first on, columns from the first in use
        for number, cells in enumerate(sheet.iter_rows(), 1):
            yield number, (before + tuple(map(_text, cells)))[:MOST_COLUMNS]
    except (CalamineError, BadZipFile, OSError, EOFError, ValueError, IndexError, NotImplementedError) as error:
        raise SheetUnreadable from error


def _check_size(file: BinaryIO) -> None:
    if file.read(2) == _PACKED:
        with ZipFile(file) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise SheetUnreadable("Tệp quá lớn.")
    file.seek(0)


def _of_text(file: BinaryIO) -> Iterator[tuple[int, Row]]:
    lines = TextIOWrapper(file, "utf-8-sig", newline="")
    try:
        head = lines.read(_HEAD)
        if "\0" in head:
            raise SheetUnreadable
        first = head.partition("\n")[0]
        reader = csv.reader(chain(_whole_lines(head, lines), lines), delimiter=max(",;\t", key=first.count))
        for number, cells in enumerate(reader, 1):
            yield number, tuple(map(_clean, cells[:MOST_COLUMNS]))
    except (UnicodeDecodeError, csv.Error) as error:
        raise SheetUnreadable from error
    finally:
        lines.detach()


def _whole_lines(head: str, rest: TextIOWrapper) -> Sequence[str]:
    """Return the lines of *head*, its last one completed from what comes after it."""
    return (head + rest.readline()).splitlines(keepends=True)


def _clean(text: str) -> str:
    """Return a text composed and trimmed, without the mark that keeps it from being taken for a formula."""
    return normalize("NFC", text).strip().removeprefix("'").strip()


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


_TEXTS: Mapping[type, Callable[[Any], str]] = {
    str: _clean,
    bool: lambda value: "có" if value else "không",
    int: str,
    float: _number,
    date: date.isoformat,
    datetime: lambda value: value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes"),
    time: lambda value: value.isoformat("minutes"),
    timedelta: str,
}


def _text(value: Any) -> str:
    return _TEXTS[type(value)](value)
