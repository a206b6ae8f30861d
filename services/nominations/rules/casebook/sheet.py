"""Reads the rows of a case book: CSV with commas, semicolons or tabs, or the first sheet of a workbook."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path
from unicodedata import normalize

from shared.sheets import SheetUnreadable, rows_of

Cells = tuple[str, ...]
WORKBOOKS = (b"PK", b"\xd0\xcf\x11\xe0")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class NoTable(Exception):
    """A file is no table at all; the message says what would be."""


def rows_in(path: Path) -> Iterator[tuple[int, Cells | str]]:
    """Yield each row with its line: its cells, or a sentence where the line cannot be read; NoTable."""
    with path.open("rb") as file:
        kind = file.read(4)
    read = _of_workbook(path) if kind.startswith(WORKBOOKS) else _of_text(path)
    return ((line, row) for line, row in read if isinstance(row, str) or not _is_apart(row))


def _is_apart(cells: Cells) -> bool:
    """Return whether a row is empty or a remark."""
    return not any(cells) or cells[0].startswith("#")


def _of_workbook(path: Path) -> Iterator[tuple[int, Cells]]:
    try:
        with path.open("rb") as file:
            yield from rows_of(file)
    except SheetUnreadable as error:
        raise NoTable(error.message) from error


def _of_text(path: Path) -> Iterator[tuple[int, Cells | str]]:
    text = _decoded(path.read_bytes())
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text.splitlines()), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield line, "không đọc được dòng CSV; kiểm tra dấu ngoặc kép"
            continue
        yield line, tuple(normalize("NFC", cell).strip() for cell in cells)


def _decoded(written: bytes) -> str:
    try:
        return written.decode("utf-16" if written.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise NoTable("tệp phải lưu theo bảng mã UTF-8 (CSV UTF-8)") from error


def _delimiter(lines: Iterable[str]) -> str:
    """Return what parts the cells of the heading: the first line that is neither empty nor a remark."""
    head = next((line for line in lines if line.strip() and not line.lstrip('"').startswith("#")), "")
    return max(",;\t", key=head.count)
