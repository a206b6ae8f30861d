"""Reads a PDF that has a text layer: its words and ruled lines page by page, without running heads."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from threading import Lock

import pypdfium2
from pypdfium2 import PdfiumError

from services.plans.importer.source.columns import Piece, side_by_side
from services.plans.importer.source.grid import find_grids
from services.plans.importer.source.legacy import as_it_is, reading_of
from services.plans.importer.source.letters import tidy
from services.plans.importer.source.open_table import find_open_table
from services.plans.importer.source.page import Page, Row, in_rows, read_page
from services.plans.importer.source.tables import Cell, Line, TaskTable
from services.plans.importer.source.unreadable import Unreadable

PDFIUM = Lock()
"""PDFium may be entered by one thread at a time."""

MOST_PAGES = 200
WRONG_PASSWORD = 4
STRANGE, UNREADABLE = 0.1, {"Co", "Cn", "Cc", "So"}
MARGIN = 0.14
INDENT, WIDE, GUTTER = 3.0, 1.6, 8.0
MARKED = re.compile(r"(?:[-–—+•●*]|\w{1,4}[.)/]|\(\w{1,2}\))\s*\S")
DEEPEST = 110.0
REFUSALS = {
    "locked": "Tệp PDF “{name}” có mật khẩu, không mở được; hãy bỏ mật khẩu rồi gửi lại.",
    "broken": "Tệp PDF “{name}” đã hỏng, không mở được.",
    "long": "Tệp PDF “{name}” có {pages} trang, dài hơn mức cho phép ({most} trang).",
    "scanned": "Tệp PDF “{name}” là bản quét không có lớp chữ; hãy dùng bản .docx, .txt hoặc PDF xuất từ máy tính.",
    "garbled": "Lớp chữ của tệp PDF “{name}” không đọc được (phông chữ không kèm bảng mã).",
}


def read_pdf(content: bytes, filename: str) -> tuple[Line, ...]:
    """Return the lines of a PDF, table rows as one line each; Unreadable says why it cannot."""
    with PDFIUM:
        pages = _pages(content, filename)
    letters = "".join(word.text for page in pages for word in page.words)
    if not letters:
        raise _refusal("scanned", filename)
    strange = sum(unicodedata.category(letter) in UNREADABLE for letter in letters)
    if strange > STRANGE * len(letters):
        raise _refusal("garbled", filename)
    return tuple(_lines([_modern(page, letters) for page in pages]))


def _modern(page: Page, letters: str) -> Page:
    read = reading_of(letters) or as_it_is
    return page if read is as_it_is else replace(page, words=tuple(replace(w, text=read(w.text)) for w in page.words))


def _refusal(why: str, filename: str, **more: int) -> Unreadable:
    return Unreadable(REFUSALS[why].format(name=filename, most=MOST_PAGES, **more))


def _pages(content: bytes, filename: str) -> list[Page]:
    try:
        document = pypdfium2.PdfDocument(content)
        try:
            if len(document) > MOST_PAGES:
                raise _refusal("long", filename, pages=len(document))
            return [read_page(place + 1, document[place]) for place in range(len(document))]
        finally:
            document.close()
    except PdfiumError as error:
        raise _refusal("locked" if error.err_code == WRONG_PASSWORD else "broken", filename) from error


def _lines(pages: Sequence[Page]) -> Iterator[Line]:
    """Yield the lines of all pages; a task table goes on over the pages."""
    running = _running(pages)
    number, table = 0, TaskTable()
    for page in pages:
        if not page.words:
            number += 1
            yield Line(number, f"[Trang {page.number} không có lớp chữ]", is_lost=page.has_picture, is_furniture=True)
        margins = _margins(page)
        for part in _parts(page, running):
            if isinstance(part[0], list):
                for line in _table_lines(part, table, number):
                    number = line.number
                    yield line
                continue
            for line in _text_lines(part, margins, number):
                number = max(number, line.number)
                table = table if line.is_furniture else TaskTable()
                yield line


Table = list[list[Cell]]


def _parts(page: Page, running: set[str]) -> Iterator[Table | list[tuple[Row, bool]]]:
    """Yield the page from top to bottom: tables, and between them rows with whether each is a running head."""
    grids, loose = find_grids(page)
    rows = in_rows(loose)
    for grid in sorted(grids, key=lambda each: each.top, reverse=True):
        yield from _unruled([row for row in rows if row.y > grid.top], page, running)
        rows = [row for row in rows if row.y <= grid.top]
        yield grid.rows()
    yield from _unruled(rows, page, running)


def _unruled(rows: list[Row], page: Page, running: set[str]) -> Iterator[Table | list[tuple[Row, bool]]]:
    while rows:
        table = find_open_table(rows)
        start, end = table[:2] if table else (len(rows), len(rows))
        if start:
            yield [(row, _is_running(row, page, running)) for row in rows[:start]]
        if table:
            yield table[2]
        rows = rows[end:]


def _table_lines(rows: Table, table: TaskTable, number: int) -> Iterator[Line]:
    """Yield a task table row by row, any other table cell by cell, column after column."""
    if not table.heads(rows):
        for cell in dict.fromkeys(cell for column in zip(*rows, strict=True) for cell in column):
            for text in cell.text.split("\n"):
                number += 1
                yield Line(number, tidy(text), is_paragraph=True)
        return
    for cells in rows:
        number += 1
        yield table.line(number, cells, may_continue=cells is rows[0] or table.is_fresh)


def _text_lines(rows: Sequence[tuple[Row, bool]], margins: tuple[float, float], number: int) -> Iterator[Line]:
    """Yield rows as lines; what stands side by side is read column after column."""
    numbered = list(enumerate(rows, start=number + 1))
    table: list[list[Piece]] = []
    for at, (row, is_running) in numbered:
        table.append([Piece(at, segment.text, segment.x0, segment.x1, is_running) for segment in row.segments])
    before: tuple[Row, Line] | None = None
    by_number = {at: row for at, (row, _) in numbered}
    for piece in side_by_side(table, _gaps([row for row, _ in rows]), GUTTER):
        row = by_number[piece.number]
        joins = None if len(row.segments) > 1 else _joins(before, row, margins)
        line = Line(
            piece.number,
            tidy(piece.text),
            is_paragraph=joins is False,
            goes_on=joins is True,
            is_furniture=piece.is_running,
        )
        yield line
        if not line.is_furniture:
            before = (row, line) if len(row.segments) == 1 else None


def _gaps(rows: Sequence[Row]) -> set[int]:
    """Return the places of the rows after which more room is left than between lines."""
    return {
        place
        for place, (row, below) in enumerate(pairwise(rows))
        if row.y - below.y > WIDE * 1.5 * max(row.size, below.size)
    }


def _joins(before: tuple[Row, Line] | None, row: Row, margins: tuple[float, float]) -> bool | None:
    """Tell whether a row is the rest of the paragraph above it; None where only its words can tell."""
    if before is None:
        return None
    above, line = before
    left, right = margins
    fits = above.x1 + 0.3 * row.size + row.first_width < right - 1
    crosses = row.y > above.y
    apart = not crosses and above.y - row.y > WIDE * 1.35 * row.size
    if fits or apart or above.size - row.size > 1 or _is_centred(above, margins) != _is_centred(row, margins):
        return False
    if MARKED.match(row.text) or above.x0 - left > DEEPEST or row.x0 - left > DEEPEST:
        return None
    return not (row.x0 > above.x0 + INDENT and not MARKED.match(line.text))


def _is_centred(row: Row, margins: tuple[float, float]) -> bool:
    left, right = row.x0 - margins[0], margins[1] - row.x1
    return left > 2 * row.size and abs(left - right) < row.size


def _margins(page: Page) -> tuple[float, float]:
    """Return where most lines of a page begin and where the long ones end."""
    rows = in_rows(page.words)
    begins, ends = sorted(row.x0 for row in rows), sorted(row.x1 for row in rows)
    return (begins[len(begins) // 20], ends[int(len(ends) * 0.95)]) if rows else (0.0, page.width)


def _running(pages: Sequence[Page]) -> set[str]:
    """Return the heads and feet that more than half of the pages repeat, figures aside."""
    seen = Counter(key for page in pages for key in {_key(row, page) for row in in_rows(page.words)} if key)
    return {key for key, times in seen.items() if times > 1 and times * 2 > len(pages) - 1}


def _is_running(row: Row, page: Page, running: set[str]) -> bool:
    return _key(row, page) in running


def _key(row: Row, page: Page) -> str | None:
    """Return what a row at the edge of a page shares with that of other pages."""
    height = (row.y - page.bottom) / max(page.height, 1)
    if MARGIN < height < 1 - MARGIN:
        return None
    return f"{'top' if height > MARGIN else 'foot'} {re.sub(r'[0-9IVXivx]+', '#', row.text)}"
