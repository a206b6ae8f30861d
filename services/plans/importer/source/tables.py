"""Recognises the columns of a task table (bảng nội dung, thời gian, chủ trì, phối hợp)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from services.plans.importer.source.letters import fold

COLUMNS = (
    ("index", r"(?:so )?(?:stt|tt)\b|so thu tu"),
    ("support", r".*\bphoi hop"),
    ("lead", r".*\b(?:chu tri|thuc hien|phu trach|tham muu)"),
    ("time", r".*\b(?:thoi gian|thoi han|thoi diem|tien do|han hoan thanh|thang|quy)\b"),
    ("output", r".*\b(?:san pham|ket qua)"),
    ("note", r"ghi chu"),
    ("content", r".*\b(?:noi dung|nhiem vu|cong viec|hoat dong)"),
)
MEANT_AS_TIME = re.compile(r"thoi gian|thoi han|tien do")
MEANT_AS_CONTENT = re.compile(r"(?:noi dung|nhiem vu|cong viec|hoat dong)")


@dataclass(frozen=True, slots=True)
class Line:
    """A numbered line; cells are named when it is a row of a task table; Word says where a paragraph begins."""

    number: int
    text: str
    cells: dict[str, str] = field(default_factory=dict)
    is_table_header: bool = False
    is_paragraph: bool = False


def column_of(title: str) -> str | None:
    """Return what a column holds, judged by its title."""
    folded = fold(title)
    if MEANT_AS_TIME.search(folded):
        return "time"
    if MEANT_AS_CONTENT.match(folded):
        return "content"
    return next((name for name, pattern in COLUMNS if re.match(pattern, folded)), None)


def columns_of(cells: Sequence[str]) -> tuple[str, ...] | None:
    """Return the columns a header row announces; None if it is not the header of a task table."""
    if any(len(cell) > 60 for cell in cells):  # noqa: PLR2004 - a title is short
        return None
    names = [column_of(cell) for cell in cells]
    if "content" not in names or not {"time", "lead", "support"} & set(names):
        return None
    return tuple(name if name and name not in names[:place] else f"other{place}" for place, name in enumerate(names))


def row(number: int, columns: Sequence[str], cells: Sequence[str]) -> Line:
    """Return a row with its cells named; a cell that is alone in its row is its content."""
    filled = [cell for cell in cells if cell]
    if len(filled) == 1:
        return Line(number, filled[0], {"content": filled[0]})
    named = {name: cell for name, cell in zip(columns, cells, strict=False) if cell}
    return Line(number, " | ".join(filled), named)
