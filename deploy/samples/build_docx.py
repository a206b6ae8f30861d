"""Builds the founding plan as a Word document, laid out as offices lay it out; the same text gives the same bytes."""

import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

HERE = Path(__file__).parent
SOURCE = HERE / "KH-274-KH-UBND-2022.txt"
TARGET = HERE / "KH-274-KH-UBND-2022.docx"
ISSUED = datetime(2022, 12, 23, tzinfo=UTC)
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
NO_INDENT = {"DASHES": ("bullet", "-"), "ORGANISATIONS": ("decimal", "%1.")}
DASHES, ORGANISATIONS = 901, 902


def build(text: str) -> bytes:
    """Return the Word document that holds *text*."""
    paragraphs = _paragraphs(text)
    document = docx.Document()
    document.styles["Normal"].font.name = "Times New Roman"
    _define_lists(document)
    number, place, kind, title, *rest = paragraphs
    _letterhead(document, number, place)
    for heading in (kind, title):
        _add(document, f"**{heading}**", WD_ALIGN_PARAGRAPH.CENTER)
    recipients = next(place for place, each in enumerate(rest) if each.startswith("Nơi nhận:"))
    _body(document, rest[:recipients])
    _signatures(document, rest[recipients].split("\n"), rest[recipients + 1 :])
    document.core_properties.author = "Ủy ban nhân dân tỉnh"
    document.core_properties.created = document.core_properties.modified = ISSUED.replace(tzinfo=None)
    document.core_properties.last_modified_by = ""
    return _packed(document)


def _paragraphs(text: str) -> list[str]:
    """Return the paragraphs; one that begins in small letters was only broken by the end of a page."""
    joined: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        if joined and paragraph[0].islower():
            joined[-1] += " " + paragraph
        else:
            joined.append(paragraph)
    return joined


def _define_lists(document: Any) -> None:
    """Define the dash list of the tasks and the numbered list of the organisations."""
    root = document.part.numbering_part.element
    for list_id, (kind, text) in zip((DASHES, ORGANISATIONS), NO_INDENT.values(), strict=True):
        abstract = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{list_id}"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            f'<w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>'
        )
        root.insert(0, abstract)
        root.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="{list_id}"><w:abstractNumId w:val="{list_id}"/></w:num>')
        )


def _letterhead(document: Any, number: str, place: str) -> None:
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    _write(left.paragraphs[0], number)
    _write(right.paragraphs[0], f"*{place}*")


def _body(document: Any, paragraphs: Sequence[str]) -> None:
    """Write the body: Word numbers the dashes of part II and the organisations of part III, the rest is typed."""
    part = ""
    for text in paragraphs:
        part = text if re.match(r"[IVX]+\. ", text) else part
        if part.startswith("II.") and text.startswith("- "):
            _number(_add(document, text[2:]), DASHES)
        elif part.startswith("III.") and re.match(r"\d\. ", text):
            _number(_add(document, f"**{text[3:]}**"), ORGANISATIONS)
        elif re.match(r"[IVX\d]+\. ", text):
            _add(document, f"**{text}**")
        else:
            _add(document, text)


def _signatures(document: Any, recipients: Sequence[str], signature: Sequence[str]) -> None:
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    items = re.split(r"\n(?=- )", "\n".join(recipients))
    for place, text in enumerate(items):
        _write(left.paragraphs[0] if place == 0 else left.add_paragraph(), " ".join(text.split("\n")))
    for place, text in enumerate(signature):
        _write(right.paragraphs[0] if place == 0 else right.add_paragraph(), f"**{text}**")


def _add(document: Any, text: str, alignment: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY) -> Any:
    paragraph = document.add_paragraph()
    paragraph.alignment = alignment
    _write(paragraph, text)
    return paragraph


def _write(paragraph: Any, text: str) -> None:
    """Write a text whose asterisks mean italic and bold."""
    for piece in re.split(r"(\*{1,2}[^*]+\*{1,2})", text):
        run = paragraph.add_run(piece.strip("*"))
        run.bold = piece.startswith("**") or None
        run.italic = (piece.startswith("*") and not run.bold) or None


def _number(paragraph: Any, list_id: int) -> None:
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no call for list numbering
    numbering = properties.get_or_add_numPr()
    numbering.get_or_add_ilvl().set(qn("w:val"), "0")
    numbering.get_or_add_numId().set(qn("w:val"), str(list_id))


def _packed(document: Any) -> bytes:
    """Save with fixed times and a fixed order: Word files are archives, and archives remember the clock."""
    saved, packed = BytesIO(), BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as archive, zipfile.ZipFile(packed, "w") as target:
        for name in archive.namelist():
            member = zipfile.ZipInfo(name, ZIP_EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, archive.read(name))
    return packed.getvalue()


if __name__ == "__main__":
    TARGET.write_bytes(build(SOURCE.read_text(encoding="utf-8")))
