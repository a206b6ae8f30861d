"""An official paper (văn bản hành chính) laid out as NĐ 30/2020/NĐ-CP, Phụ lục I, asks."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from services.nominations.domain.awarding import written_date

COUNTRY, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
FONT = "Times New Roman"


class Paper:
    """A paper being written, from its head to the list of recipients."""

    def __init__(self, issuer: str, place: str, on: date | None, *, parent: str = "", number: str = "") -> None:
        self._document: Any = Document()
        section = self._document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.top_margin = section.bottom_margin = Cm(2)
        section.left_margin, section.right_margin = Cm(3), Cm(1.5)
        section.different_first_page_header_footer = True
        _number_pages(section.header.paragraphs[0])
        normal = self._document.styles["Normal"]
        normal.font.name, normal.font.size = FONT, Pt(14)
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
        self._head(issuer, parent, number, place, on)

    def title(self, kind: str, about: str) -> None:
        """Write the kind of paper and what it is about."""
        self._line(kind.upper(), size=14, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER, before=12)
        self._line(about, size=14, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER, after=12)

    def centred(self, text: str) -> None:
        """Write a line in the middle, in capitals' weight."""
        self._line(text, size=14, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER, before=6, after=6)

    def basis(self, lines: Sequence[str]) -> None:
        """Write the grounds (căn cứ), one a line: a semicolon after each, a full stop after the last."""
        for number, line in enumerate(lines, 1):
            ending = "." if number == len(lines) else ";"
            self._body(line.rstrip(".;") + ending, italic=True)

    def heading(self, text: str) -> None:
        """Write a heading inside the text."""
        self._body(text, bold=True)

    def text(self, *lines: str) -> None:
        """Write paragraphs."""
        for line in lines:
            self._body(line)

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Write a table whose head is repeated on every page."""
        table = self._document.add_table(rows=1, cols=len(head), style="Table Grid")
        for cell, word in zip(table.rows[0].cells, head, strict=True):
            _fill(cell, word, bold=True)
        repeated = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001 - python-docx has no other way
        for row in rows:
            for cell, word in zip(table.add_row().cells, row, strict=True):
                _fill(cell, word)

    def signatures(self, *blocks: tuple[str, str]) -> None:
        """Write who signs, each an office and a name, side by side."""
        table = self._document.add_table(rows=1, cols=len(blocks))
        for cell, (office, name) in zip(table.rows[0].cells, blocks, strict=True):
            _fill(cell, office.upper(), bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
            for _ in range(4):
                cell.add_paragraph()
            _write(cell.add_paragraph(), name, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)

    def recipients(self, lines: Sequence[str]) -> None:
        """Write to whom the paper goes (nơi nhận)."""
        self._line("Nơi nhận:", size=12, bold=True, italic=True, before=12)
        for number, line in enumerate(lines, 1):
            self._line(f"- {line}{'.' if number == len(lines) else ';'}", size=11)

    def new_page(self) -> None:
        """Begin a new page, for an attached list."""
        self._document.add_page_break()

    def as_bytes(self) -> bytes:
        """Return the paper as a Word file."""
        file = BytesIO()
        self._document.save(file)
        return file.getvalue()

    def _head(self, issuer: str, parent: str, number: str, place: str, on: date | None) -> None:
        table = self._document.add_table(rows=2, cols=2)
        left, right = table.rows[0].cells
        _fill(left, parent.upper(), size=12, align=WD_ALIGN_PARAGRAPH.CENTER)
        _write(left.add_paragraph(), issuer.upper(), size=12, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
        _fill(right, COUNTRY, size=12, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
        _write(right.add_paragraph(), MOTTO, size=13, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
        left, right = table.rows[1].cells
        _fill(left, f"Số: {number}" if number else "", size=13, align=WD_ALIGN_PARAGRAPH.CENTER)
        day = written_date(on) if on else "ngày … tháng … năm …"
        _fill(right, f"{place}, {day}", size=13, italic=True, align=WD_ALIGN_PARAGRAPH.CENTER)

    def _body(self, text: str, *, bold: bool = False, italic: bool = False) -> None:
        paragraph = self._line(text, size=14, bold=bold, italic=italic, align=WD_ALIGN_PARAGRAPH.JUSTIFY, after=6)
        paragraph.paragraph_format.first_line_indent = Cm(1.27)

    def _line(  # noqa: PLR0913 - each is a part of a paragraph's look
        self,
        text: str,
        *,
        size: int,
        bold: bool = False,
        italic: bool = False,
        align: Any = WD_ALIGN_PARAGRAPH.LEFT,
        before: int = 0,
        after: int = 0,
    ) -> Any:
        paragraph = self._document.add_paragraph()
        _write(paragraph, text, size=size, bold=bold, italic=italic, align=align)
        paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
        return paragraph


def _fill(cell: Any, text: str, **look: Any) -> None:
    _write(cell.paragraphs[0], text, **{"size": 12, **look})


def _write(  # noqa: PLR0913 - each is a part of a run's look
    paragraph: Any, text: str, *, size: int = 13, bold: bool = False, italic: bool = False, align: Any = None
) -> None:
    run = paragraph.add_run(text)
    run.font.name, run.font.size, run.bold, run.italic = FONT, Pt(size), bold, italic
    paragraph.alignment = align


def _number_pages(paragraph: Any) -> None:
    """Let every page but the first bear its number in the middle of the top margin."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no other way
