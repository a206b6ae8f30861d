"""Reads a Word document (.docx): letterhead tables, task tables, numbering that Word only computes."""

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

import docx
from docx.exceptions import PythonDocxError
from docx.opc.exceptions import OpcError
from docx.oxml.exceptions import XmlchemyError
from docx.oxml.ns import qn
from docx.table import Table

from services.plans.importer.source.legacy import as_it_is, reading_of
from services.plans.importer.source.letters import fold, tidy
from services.plans.importer.source.numbering import Numbering
from services.plans.importer.source.tables import Cell, Line, TaskTable
from services.plans.importer.source.unreadable import Unreadable

# A broken package or broken XML comes to light anywhere in python-docx and lxml, under as many names.
BROKEN = (
    zipfile.BadZipFile, zlib.error, LookupError, ValueError, SyntaxError, AttributeError, TypeError, RuntimeError,
    EOFError, OSError, OpcError, PythonDocxError, XmlchemyError,
)  # fmt: skip
LARGEST_XML = 40_000_000
MOST_COLUMNS, MOST_CELLS = 63, 10_000
SKIPPED = {qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
BREAKS = {qn("w:br"), qn("w:cr")}
HEADS_LETTER = re.compile(r"cong hoa xa hoi|doc lap - tu do|^(?:uy ban|ubnd|so|truong|phong|ban|hoi dong)\b|so\s*:")
SPANS = (qn("w:gridSpan"), qn("w:gridBefore"), qn("w:gridAfter"))
NESTING = {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:moveTo")}


def read_word(content: bytes, filename: str, max_unpacked: int) -> tuple[Line, ...]:
    """Return the lines of a .docx: headers, body in its order, footers."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check(archive.infolist(), filename, max_unpacked)
        document = docx.Document(BytesIO(content))
        if _cells(document) > MOST_CELLS:
            raise Unreadable(f"Bảng trong tệp “{filename}” quá lớn so với một kế hoạch (trên {MOST_CELLS} ô).")
        return tuple(_lines(document))
    except BROKEN as error:
        raise Unreadable(f"Tệp Word “{filename}” đã hỏng, không mở được.") from error


def _check(members: Sequence[zipfile.ZipInfo], filename: str, max_unpacked: int) -> None:
    if all(member.filename != "word/document.xml" for member in members):
        raise Unreadable(f"Tệp “{filename}” là tệp nén, không phải văn bản Word.")
    written = sum(member.file_size for member in members if member.filename.endswith((".xml", ".rels")))
    if sum(member.file_size for member in members) > max_unpacked or written > LARGEST_XML:
        raise Unreadable(f"Tệp “{filename}” giải nén ra quá lớn, có thể không an toàn.")


def _cells(document: Any) -> int:
    """Count the places the tables take; no cell is let reach over more columns than Word itself allows."""
    places = 0
    for part, _ in _parts(document):
        places += sum(1 for _ in part.iter(qn("w:tc")))
        for span in part.iter(*SPANS):
            reach = max(min(int(span.get(qn("w:val"), "1")), MOST_COLUMNS), 0)
            span.set(qn("w:val"), str(reach))
            places += reach
    return places


def _lines(document: Any) -> Iterator[Line]:
    reader, table = _Reader(document), TaskTable()
    number = 0
    for part, is_body in _parts(document):
        for found in reader.contents(part):
            if isinstance(found, str):
                number += 1
                table = TaskTable() if found.strip() else table
                yield _paragraph(number, found, is_furniture=not is_body and _is_running(found))
            elif table.heads(found):
                for row in found:
                    number += 1
                    yield table.line(number, row)
            else:
                for text in _plain(found):
                    number += 1
                    yield _paragraph(number, text, is_furniture=False)


def _paragraph(number: int, text: str, *, is_furniture: bool) -> Line:
    return Line(number, tidy(text), is_paragraph=not text.startswith("\n"), is_furniture=is_furniture)


def _is_running(text: str) -> bool:
    """Tell whether a page header or footer says nothing of the document's form: a page number, a file's name."""
    return HEADS_LETTER.search(fold(text)) is None


def _parts(document: Any) -> Iterator[tuple[Any, bool]]:
    """Yield the page headers, the body and the page footers, each once, with whether it is the body."""
    sections = list(document.sections)
    headers = [part for s in sections for part in (s.first_page_header, s.header)]
    footers = [part for s in sections for part in (s.footer, s.first_page_footer)]
    yield from ((part._element, False) for part in headers if not part.is_linked_to_previous)  # noqa: SLF001
    yield document.element.body, True
    yield from ((part._element, False) for part in footers if not part.is_linked_to_previous)  # noqa: SLF001


class _Reader:
    """Reads the parts of one document: with its running list numbers, out of its alphabet."""

    def __init__(self, document: Any) -> None:
        self._document, self._numbering = document, Numbering(document)
        written = "".join(each.text or "" for each in document.element.body.iter(qn("w:t")))
        self._read = reading_of(written) or as_it_is

    def contents(self, parent: Any) -> Iterator[str | list[list[Cell]]]:
        """Yield paragraphs (their forced lines begin with a line break) and tables."""
        for element in parent.iterchildren():
            if element.tag == qn("w:p"):
                marker = self._numbering.marker(element)
                yield from re.split(r"(?=\n)", marker + self._read(_text(element)))
            elif element.tag == qn("w:tbl"):
                yield self._rows(Table(element, self._document))
            elif element.tag in NESTING:
                yield from self.contents(element)

    def _rows(self, table: Table) -> list[list[Cell]]:
        """Return the rows of a table; a merged cell is the same in every place it takes."""
        known: dict[Any, Cell] = {}
        rows = []
        for row in table.rows:
            elements = [cell._tc for cell in row.cells]  # noqa: SLF001
            for element in elements:
                if element not in known:
                    known[element] = Cell(id(element), self._cell_text(element))
            rows.append([known[element] for element in elements])
        return rows

    def _cell_text(self, cell: Any) -> str:
        """Return the paragraphs of a cell, each on a line, and what a table inside it says."""
        texts: list[str] = []
        for found in self.contents(cell):
            texts += [found] if isinstance(found, str) else _plain(found)
        return "\n".join(text for text in map(tidy, texts) if text)


def _plain(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """Return the paragraphs of a table that is no task table, cell by cell."""
    cells = dict.fromkeys(cell for row in rows for cell in row)
    return [text for cell in cells for text in cell.text.split("\n")]


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
