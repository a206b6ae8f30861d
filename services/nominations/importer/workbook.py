"""Reads the first sheet of an XLSX workbook row by row, however long it is."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from lxml import etree  # type: ignore[import-untyped]

from shared.errors import Refused

Cell = str | None
Row = tuple[Cell, ...]

LARGEST_SHEET = 1_000_000_000
"""Largest unpacked part in bytes; a packed file may claim to be far larger than it looks."""

MOST_COLUMNS = 200

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_VALUES, _TEXTS, _READINGS = ({_MAIN + name, _STRICT + name} for name in ("v", "t", "rPh"))
_LETTERS = re.compile(r"[A-Z]+")
_WHOLE = re.compile(r"-?\d+\.0+")


class SheetUnreadable(Refused):
    """A file is no workbook that can be read."""

    message = "Không đọc được tệp. Vui lòng dùng tệp Excel (.xlsx)."


def rows_of(path: Path) -> Iterator[Row]:
    """Yield each row of the first sheet as texts; an empty cell is None.

    Raises SheetUnreadable where the file is no workbook or is unpacked too large.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            shared = _shared_strings(packed)
            with _part(packed, _first_sheet(packed)) as sheet:
                yield from _rows(sheet, shared)
    except (zipfile.BadZipFile, KeyError, etree.LxmlError, OSError, EOFError, NotImplementedError, ValueError) as error:
        raise SheetUnreadable from error


def _part(packed: zipfile.ZipFile, name: str) -> IO[bytes]:
    if packed.getinfo(name).file_size > LARGEST_SHEET:
        raise SheetUnreadable("Tệp quá lớn.")
    return packed.open(name)


def _first_sheet(packed: zipfile.ZipFile) -> str:
    """Return the part that holds the first sheet, as the workbook orders them."""
    book = etree.parse(_part(packed, "xl/workbook.xml"), _parser()).getroot()
    first = next((one for one in book.iter() if etree.QName(one).localname == "sheet"), None)
    if first is None:
        raise SheetUnreadable
    wanted = next((value for name, value in first.attrib.items() if etree.QName(name).localname == "id"), "")
    links = etree.parse(_part(packed, "xl/_rels/workbook.xml.rels"), _parser()).getroot()
    target = next((str(one.get("Target")) for one in links if one.get("Id") == wanted), "")
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _shared_strings(packed: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in packed.namelist():
        return []
    found = []
    with _part(packed, "xl/sharedStrings.xml") as part:
        for _, item in _iterate(part, "si"):
            found.append(_text_of(item))
            item.clear()
    return found


def _rows(sheet: IO[bytes], shared: list[str]) -> Iterator[Row]:
    for _, row in _iterate(sheet, "row"):
        cells: list[Cell] = []
        for cell in row:
            place = _column(cell.get("r"), len(cells))
            if place >= MOST_COLUMNS:
                break
            cells.extend([None] * (place - len(cells)))
            cells.append(_value(cell, shared))
        yield tuple(cells)
        row.clear()
        while row.getprevious() is not None:  # what is behind us is not kept in memory
            del row.getparent()[0]


def _iterate(part: IO[bytes], name: str) -> Iterator[tuple[str, Any]]:
    yield from etree.iterparse(
        part, events=("end",), tag=(_MAIN + name, _STRICT + name), resolve_entities=False, no_network=True
    )


def _parser() -> Any:
    return etree.XMLParser(resolve_entities=False, no_network=True)


def _column(reference: str | None, otherwise: int) -> int:
    match = _LETTERS.match(reference or "")
    if match is None:
        return otherwise
    number = 0
    for letter in match.group():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _value(cell: Any, shared: list[str]) -> Cell:
    kind = cell.get("t")
    if kind == "inlineStr":
        return _text_of(cell) or None
    value = next((one.text for one in cell if one.tag in _VALUES), None)
    if value is None:
        return None
    if kind == "s":
        place = int(value)
        return shared[place] or None if 0 <= place < len(shared) else None
    if kind == "b":
        return "có" if value == "1" else "không"
    return _number(value) if kind in {None, "n"} else value.strip() or None


def _number(value: str) -> str:
    """Return a number as people write it: no trailing zero of a floating point."""
    if _WHOLE.fullmatch(value):
        return value.partition(".")[0]
    return value


def _text_of(item: Any) -> str:
    """Return a text without the phonetic reading that may stand beside it."""
    texts = (one.text or "" for one in item.iter(*_TEXTS) if not _is_phonetic(one))
    return "".join(texts).strip()


def _is_phonetic(text: Any) -> bool:
    parent = text.getparent()
    return parent is not None and parent.tag in _READINGS
