"""Reads a Word document (.docx): letterhead tables, task tables, numbering that Word only computes."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table, _Cell

from services.plans.importer.source.letters import tidy
from services.plans.importer.source.numbering import Numbering
from services.plans.importer.source.tables import Line, columns_of, row

# lxml reports broken XML as a SyntaxError; python-docx reports a missing part as a KeyError.
BROKEN = (zipfile.BadZipFile, KeyError, ValueError, SyntaxError, AttributeError, EOFError, OSError)
SKIPPED = {qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
BREAKS = {qn("w:br"), qn("w:cr")}
NESTING = {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:moveTo")}


class Unreadable(Exception):
    """The file is no document that can be read; the message is for the person who sent it."""


def read_word(content: bytes, filename: str, max_unpacked: int) -> tuple[Line, ...]:
    """Return the lines of a .docx: headers, body in its order, footers."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if "word/document.xml" not in archive.namelist():
                raise Unreadable(f"Tệp “{filename}” là tệp nén, không phải văn bản Word.")
            if sum(member.file_size for member in archive.infolist()) > max_unpacked:
                raise Unreadable(f"Tệp “{filename}” giải nén ra quá lớn, có thể không an toàn.")
        return tuple(_lines(docx.Document(BytesIO(content))))
    except BROKEN as error:
        raise Unreadable(f"Tệp Word “{filename}” đã hỏng, không mở được.") from error


def _lines(document: Any) -> Iterator[Line]:
    numbering = Numbering(document)
    number = 0
    for part in _parts(document):
        for text_or_row in _contents(part, document, numbering):
            number += 1
            if isinstance(text_or_row, str):
                broken = text_or_row.startswith("\n")
                yield Line(number, tidy(text_or_row), is_paragraph=not broken)
            else:
                columns, cells = text_or_row
                yield row(number, columns, cells) if columns else Line(number, cells[0], is_table_header=True)


def _parts(document: Any) -> Iterator[Any]:
    """Yield the page headers, the body and the page footers, each once."""
    sections = list(document.sections)
    headers = [part for s in sections for part in (s.first_page_header, s.header)]
    footers = [part for s in sections for part in (s.footer, s.first_page_footer)]
    yield from (part._element for part in headers if not part.is_linked_to_previous)  # noqa: SLF001
    yield document.element.body
    yield from (part._element for part in footers if not part.is_linked_to_previous)  # noqa: SLF001


Content = str | tuple[Sequence[str], Sequence[str]]


def _contents(parent: Any, document: Any, numbering: Numbering) -> Iterator[Content]:
    for element in parent.iterchildren():
        if element.tag == qn("w:p"):
            marker = numbering.marker(element)
            yield from re.split(r"(?=\n)", marker + _text(element))
        elif element.tag == qn("w:tbl"):
            yield from _table(Table(element, document), document, numbering)
        elif element.tag in NESTING:
            yield from _contents(element, document, numbering)


def _table(table: Table, document: Any, numbering: Numbering) -> Iterator[Content]:
    """Yield a task table row by row, any other table (letterhead, signatures) paragraph by paragraph."""
    columns: Sequence[str] = ()
    for cells in (_distinct(each.cells) for each in table.rows):
        texts = [_cell_text(cell, numbering) if cell else "" for cell in cells] if columns else _plain(cells)
        header = columns_of(texts)
        if header and not columns:
            columns = header
            yield (), [" | ".join(texts)]
        elif columns:
            yield columns, texts
        else:
            for cell in filter(None, cells):
                yield from _contents(cell._tc, document, numbering)  # noqa: SLF001


def _distinct(cells: Sequence[_Cell]) -> list[_Cell | None]:
    """Keep the first of the cells that Word merged side by side and leave the others empty."""
    elements = [cell._tc for cell in cells]  # noqa: SLF001
    return [None if element in elements[:place] else cells[place] for place, element in enumerate(elements)]


def _plain(cells: Sequence[_Cell | None]) -> list[str]:
    return [" ".join(tidy(cell.text).split()) if cell else "" for cell in cells]


def _cell_text(cell: _Cell, numbering: Numbering) -> str:
    paragraphs = (numbering.marker(p._p) + _text(p._p) for p in cell.paragraphs)  # noqa: SLF001
    return tidy(" ".join(" ".join(paragraphs).split()))


def _text(element: Any) -> str:
    """Return the visible text of a paragraph, inside links and insertions too, without deletions."""
    pieces = []
    for child in element.iterchildren():
        if child.tag == qn("w:t"):
            pieces.append(child.text or "")
        elif child.tag in BREAKS:
            pieces.append("\n")
        elif child.tag == qn("w:tab"):
            pieces.append(" " if element.tag == qn("w:r") else "")
        elif child.tag == qn("w:noBreakHyphen"):
            pieces.append("-")
        elif child.tag not in SKIPPED:
            pieces.append(_text(child))
    return "".join(pieces)
