"""From numbered lines to paragraphs: joins what a page or a margin broke, and tells the markers apart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from services.plans.importer.source.joining import join
from services.plans.importer.source.letters import fold, is_capitals
from services.plans.importer.source.markers import (
    DASH,
    INTRO,
    MARKERS,
    PART,
    ROMAN,
    ROW,
    ROW_GROUP,
    ROW_PART,
)
from services.plans.importer.source.tables import Line

FURNITURE = re.compile(r"[-–—\s]*(?:(?:Trang|trang)\s*)?\d{0,3}(?:\s*/\s*\d{1,3})?[-–—\s]*|[\W_]+")
CLOSED = re.compile(r"[.;:!?][”\"’')]*$")
AWAITS_FIGURE = re.compile(r"\b(?:ngay|thang|nam|quy|so|dieu|khoan|doan)$")
MARKED_FIGURE = re.compile(r"\d{1,2}[.)/]\s")
AWAITS_MORE = re.compile(r"\b(?:va|cua|cac|ve|theo|tai)$|[-–/(]$")
HYPHENATED = re.compile(r"- (?:khen thuong|xa hoi|an ninh|hanh phuc|(?:19|20)\d\d\b)")
LEGAL_OPENING = re.compile(r"(?:Căn cứ|Thực hiện|Xét đề nghị|Theo đề nghị|Nơi nhận)\b")
FULL_WIDTH = 55
WIDEST_PAGE = 140


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph without its marker; rank says how deep the marker puts it."""

    text: str
    lines: tuple[int, ...]
    marker: str = ""
    rank: float = DASH
    cells: dict[str, str] = field(default_factory=dict)
    is_table_header: bool = False


def blocks(lines: Sequence[Line]) -> list[Block]:
    """Return the paragraphs of a document in their order."""
    joined: list[Block] = []
    width = max((len(line.text) for line in lines), default=0)
    previous, gap = "", True
    for line in lines:
        if not line.text or is_furniture(line) or line.is_lost:
            gap = gap or not line.text
            continue
        block = _block(line)
        broken = _Break(previous, line.text, width, is_adjacent=not (gap or line.is_paragraph))
        if joined and (_is_bare(joined[-1]) or _says_so(line, joined[-1]) or _goes_on(joined[-1], block, broken)):
            joined[-1] = _with(joined[-1], line)
        else:
            joined.append(block)
        previous, gap = line.text, False
    return [replace(block, rank=INTRO) if _introduces(block) else block for block in joined]


def is_furniture(line: Line) -> bool:
    """Tell whether a line is a page number, a running head or a ruled line, which says nothing."""
    return not line.is_lost and bool(line.text) and (line.is_furniture or FURNITURE.fullmatch(line.text) is not None)


def _says_so(line: Line, last: Block) -> bool:
    """Tell whether the file shows a line as the rest of the paragraph above and its words do not gainsay it."""
    capitals = is_capitals(line.text) == is_capitals(last.text)
    return line.goes_on and (bool(line.cells) or (capitals and LEGAL_OPENING.match(line.text) is None))


def _is_bare(block: Block) -> bool:
    """Tell whether a marker stands on a line of its own (PHẦN THỨ HAI): what follows is its text."""
    return bool(block.marker) and not block.text


def _with(block: Block, line: Line) -> Block:
    """Add the rest of a paragraph, or of a row's cells."""
    lines = (*block.lines, line.number)
    if not block.cells or not line.cells:
        return replace(block, text=join(block.text, line.text) if block.text else line.text, lines=lines)
    cells = dict(block.cells)
    for name, text in line.cells.items():
        before = cells.get(name)
        cells[name] = text.lstrip("\n") if before is None else before + text if text[:1] == "\n" else join(before, text)
    return replace(block, text=cells.get("content", block.text), lines=lines, cells=cells)


def _block(line: Line) -> Block:
    if line.is_table_header:
        return Block(line.text, (line.number,), rank=ROW, is_table_header=True)
    if line.cells:
        return _row(line)
    for rank, pattern in MARKERS:
        match = pattern.match(line.text)
        if match and (match.end() < len(line.text) or PART <= rank <= ROMAN):
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


@dataclass(frozen=True, slots=True)
class _Break:
    """The place between two lines; width is that of the longest line of the document."""

    before: str
    after: str
    width: int
    is_adjacent: bool

    @property
    def is_full(self) -> bool:
        """Whether the line before is long enough to have been broken at a margin."""
        return self.is_adjacent and len(self.before) >= FULL_WIDTH

    @property
    def is_forced(self) -> bool:
        """Whether the next word would not have fitted into a document that is broken at a margin."""
        word = self.after.split(" ", 1)[0]
        return self.is_full and self.width <= WIDEST_PAGE and len(self.before) + 1 + len(word) > self.width

    @property
    def is_awaited(self) -> bool:
        """Whether a line cannot end there: before a figure, after "và", inside "Thi đua - Khen thưởng"."""
        ended = fold(self.before)
        if AWAITS_FIGURE.search(ended) and self.after[:1].isdigit():
            return self.is_adjacent and (len(self.before) >= FULL_WIDTH or not MARKED_FIGURE.match(self.after))
        return self.is_adjacent and ended.endswith("thi dua") and HYPHENATED.match(fold(self.after)) is not None


def _goes_on(last: Block, block: Block, at: _Break) -> bool:
    """Tell whether a line is the rest of the paragraph before it."""
    if last.cells or block.cells or last.is_table_header or block.is_table_header:
        return False
    if at.is_awaited or (at.is_full and last.text.count("(") > last.text.count(")")):
        return True
    small = block.text[:1].islower() or not block.text[:1].isalpha()
    if block.marker:
        hyphenated = HYPHENATED.match(fold(at.after)) is not None
        return at.is_full and block.rank >= DASH and not CLOSED.search(at.before) and (small or hyphenated)
    if at.is_forced and small:
        return True
    if CLOSED.search(at.before) or LEGAL_OPENING.match(at.after):
        return False
    return _runs_on(last, block, at)


def _runs_on(last: Block, block: Block, at: _Break) -> bool:
    """Tell whether an open sentence runs on, even over the end of a page."""
    if is_capitals(at.before) and not is_capitals(at.after):
        return False
    if block.text[:1].islower() or at.before.endswith(","):
        return True
    if at.is_adjacent and AWAITS_MORE.search(fold(at.before)):
        return True
    capitals = is_capitals(at.after)
    if is_capitals(at.before) != capitals:
        return False
    return at.is_adjacent and bool(last.marker) if capitals else at.is_full
