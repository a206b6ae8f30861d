"""From numbered lines to paragraphs: joins what a page or a margin broke, and tells the markers apart."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from services.plans.importer.source.letters import fold, is_capitals
from services.plans.importer.source.tables import Line

PART, ROMAN, NUMBER, LETTER, INTRO, DASH, PLUS, BULLET = 0.0, 1.0, 2.0, 4.0, 5.0, 6.0, 7.0, 8.0
ROW_PART, ROW_GROUP, ROW = 10.0, 11.0, 12.0

MARKERS = (
    (PART, re.compile(r"(?:PHẦN|Phần|CHƯƠNG|Chương)\s+(?:(?:THỨ|thứ)\s+\w+|[IVX]+|\d+)\s*[.:/-]?\s*")),
    (ROMAN, re.compile(r"[IVX]+\s*[.)/:-]\s*(?=[^\W\d_])(?!v)")),
    (ROMAN, re.compile(r"(?:Điều|ĐIỀU)\s+\d+\s*[.:]\s*")),
    (PART, re.compile(r"[A-HĐ]\s*[.)/]\s+(?=[^\W\d_]{2})")),
    (NUMBER + 1.5, re.compile(r"\d{1,2}\.\d{1,2}\.\d{1,2}\.?\)?\s+(?=\D)")),
    (NUMBER + 1, re.compile(r"\d{1,2}\.\d{1,2}\.?\)?\s+(?=\D)")),
    (NUMBER, re.compile(r"\d{1,2}(?:[.)](?=\s*[^\W\d_])|\s*[/-]\s+(?=\D))\s*")),
    (LETTER, re.compile(r"(?:[a-zđ][.)/]|\([a-zđ\d]{1,2}\))\s+")),
    (DASH, re.compile(r"[-–—]\s*(?=[^\s-])(?!(?:19|20)\d\d\b)")),
    (PLUS, re.compile(r"\+\s*")),
    (BULLET, re.compile(r"[•●▪■◦❖➢✓]\s*|[*]\s+")),
)
FURNITURE = re.compile(r"[-–—\s]*(?:(?:Trang|trang)\s*)?\d{0,3}(?:\s*/\s*\d{1,3})?[-–—\s]*|[\W_]+")
CLOSED = re.compile(r"[.;:!?][”\"’')]*$")
AWAITS_FIGURE = re.compile(r"\b(?:ngay|thang|nam|quy|so|dieu|khoan|doan)$")
AWAITS_MORE = re.compile(r"\b(?:va|cua|cac|ve|theo|tai)$|[-–/(]$")
HYPHENATED = re.compile(r"- (?:khen thuong|xa hoi|an ninh|hanh phuc|(?:19|20)\d\d\b)")
LEGAL_OPENING = re.compile(r"(?:Căn cứ|Thực hiện|Xét đề nghị|Theo đề nghị|Nơi nhận)\b")
FULL_WIDTH = 55


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph without its marker; rank says how deep the marker puts it."""

    text: str
    lines: tuple[int, ...]
    marker: str = ""
    rank: float = DASH
    cells: dict[str, str] = field(default_factory=dict)
    is_table_header: bool = False


def blocks(lines: Iterable[Line]) -> list[Block]:
    """Return the paragraphs of a document in their order."""
    joined: list[Block] = []
    previous, gap = "", True
    for line in lines:
        if not line.text or FURNITURE.fullmatch(line.text):
            gap = gap or not line.text
            continue
        block = _block(line)
        if joined and _goes_on(joined[-1], previous, line, block, gap=gap):
            last = joined[-1]
            joined[-1] = replace(last, text=f"{last.text} {line.text}", lines=(*last.lines, line.number))
        else:
            joined.append(block)
        previous, gap = line.text, False
    return [replace(block, rank=INTRO) if _introduces(block) else block for block in joined]


def furniture(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield page numbers and ruled lines, which say nothing."""
    return (line for line in lines if line.text and FURNITURE.fullmatch(line.text))


def _block(line: Line) -> Block:
    if line.is_table_header:
        return Block(line.text, (line.number,), rank=ROW_PART, is_table_header=True)
    if line.cells:
        return _row(line)
    for rank, pattern in MARKERS:
        match = pattern.match(line.text)
        if match and match.end() < len(line.text):
            return Block(line.text[match.end() :], (line.number,), match[0].strip(), rank)
    return Block(line.text, (line.number,))


def _row(line: Line) -> Block:
    """Return a table row; one with nothing but its content heads the rows below it."""
    content, index = line.cells.get("content", ""), line.cells.get("index", "")
    heads = not set(line.cells) - {"content", "index"} and not re.fullmatch(r"\d+\.?\d*\.?", index)
    rank = ROW if not heads else ROW_PART if re.fullmatch(r"[IVX]+\.?", index) else ROW_GROUP
    bare = _block(Line(line.number, content)) if heads else None
    return Block(bare.text if bare else content, (line.number,), index, rank, line.cells)


def _introduces(block: Block) -> bool:
    return not block.marker and not block.cells and block.text.endswith(":")


def _goes_on(last: Block, previous: str, line: Line, block: Block, *, gap: bool) -> bool:
    """Tell whether *line* is the rest of the paragraph before it."""
    if last.cells or block.cells or last.is_table_header or block.is_table_header:
        return False
    if not gap and _awaits(previous, line.text, block):
        return True
    if CLOSED.search(previous) or LEGAL_OPENING.match(line.text):
        return False
    small, full = block.text[:1].islower(), len(previous) >= FULL_WIDTH
    if block.marker:
        return not gap and full and block.rank >= DASH and (small or HYPHENATED.match(fold(line.text)) is not None)
    if small or previous.endswith(","):
        return True
    capitals = is_capitals(line.text)
    return not gap and is_capitals(previous) == capitals and (bool(last.marker) if capitals else full)


def _awaits(previous: str, text: str, block: Block) -> bool:
    """Tell whether a line cannot end where it does: before a figure, after "và", inside "Thi đua - Khen thưởng"."""
    ended = fold(previous)
    if AWAITS_FIGURE.search(ended) and text[:1].isdigit():
        return True
    if ended.endswith("thi dua") and HYPHENATED.match(fold(text)):
        return True
    return not block.marker and AWAITS_MORE.search(ended) is not None
