"""What Vietnamese offices make their Word files of: two-column heads, tables with merged cells, automatic numbers."""

from collections.abc import Iterable, Sequence
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

FORMATS = {
    "roman": ("upperRoman", "%{}."),
    "digit": ("decimal", "%{}."),
    "letter": ("lowerLetter", "%{})"),
    "dash": ("bullet", "-"),
    "quarter": ("upperRoman", "Quý %{}"),
}


class Paper:
    """One Word file, written from top to bottom."""

    def __init__(self) -> None:
        self.document = docx.Document()
        self.document.styles["Normal"].font.name = "Times New Roman"
        self.document.styles["Normal"].font.size = Pt(13)
        self._numbers = 100

    def lines(self, text: str, *, bold: bool = False) -> None:
        """One paragraph for each line that is not empty."""
        for line in _lines(text):
            self.document.add_paragraph().add_run(line).bold = bold

    def side_by_side(self, left: str, right: str) -> None:
        """The head, or Nơi nhận beside the signature: a table without borders, several paragraphs in each cell."""
        for cell, text in zip(self.document.add_table(1, 2).rows[0].cells, (left, right), strict=True):
            first, *rest = _lines(text)
            cell.paragraphs[0].add_run(first).bold = True
            for line in rest:
                cell.add_paragraph(line)

    def numbering(self, *kinds: str) -> int:
        """A multi-level list whose numbers exist in Word alone; the levels are named in order."""
        self._numbers += 1
        levels = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{FORMATS[kind][0]}"/>'
            f'<w:lvlText w:val="{FORMATS[kind][1].format(level + 1)}"/></w:lvl>'
            for level, kind in enumerate(kinds)
        )
        part = self.document.part.numbering_part.element
        abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{self._numbers}">{levels}</w:abstractNum>'
        part.insert(0, parse_xml(abstract))
        reference = f'<w:abstractNumId w:val="{self._numbers}"/>'
        part.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{self._numbers}">{reference}</w:num>'))
        return self._numbers

    def numbered(self, number: int, level: int, text: str) -> None:
        properties = self.document.add_paragraph(text)._p.get_or_add_pPr()
        places = f'<w:ilvl w:val="{level}"/><w:numId w:val="{number}"/>'
        properties.append(parse_xml(f"<w:numPr {nsdecls('w')}>{places}</w:numPr>"))

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str | None]]) -> None:
        """A bordered table; a row of one text is a group row across it, None continues the cell above."""
        made = self.document.add_table(1, len(head), style="Table Grid")
        _fill(made.rows[0], head)
        for texts in rows:
            row = made.add_row()
            if len(texts) == 1:
                row.cells[0].merge(row.cells[-1]).text = texts[0] or ""
                continue
            for place, text in enumerate(texts):
                if text is None:
                    made.cell(len(made.rows) - 2, place).merge(row.cells[place])
                else:
                    row.cells[place].text = text

    def on_its_side(self) -> None:
        section = self.document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width


def _fill(row: Any, texts: Sequence[str]) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        cell.text = text


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def run(text: str) -> str:
    """The bare markup of a stretch of text, for what python-docx cannot write itself."""
    return f'<w:r {nsdecls("w")}><w:t xml:space="preserve">{text}</w:t></w:r>'
