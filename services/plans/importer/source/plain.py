"""Reads a text file: lines, letterheads in two columns, tables drawn with bars, tabs or wide gaps."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from services.plans.importer.source.columns import Piece, side_by_side
from services.plans.importer.source.letters import tidy
from services.plans.importer.source.tables import Cell, Line, TaskTable, column_of, columns_of

LINE_END = re.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")
BARS = str.maketrans(dict.fromkeys("│┃║¦", "|"))
RULED = re.compile(r"[\s|+\-=_:─━┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬═]*")
WIDE, NARROW = re.compile(r"\s{4,}"), re.compile(r"\s{2,}")
LEFT_OPEN = re.compile(r"(?:(?<=Số:)|(?<=Số)|(?<=ngày)|(?<=tháng))\s{2,}")
PAGE_NUMBER = re.compile(r"[-–—\s]*(?:Trang\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?[-–—\s]*")
FEWEST_COLUMNS, LONGEST_HEAD, NEAR = 3, 100, 1


def read_text(text: str) -> list[Line]:
    """Return the lines in the order they are read, page heads and feet marked as such."""
    lines = list(_lines(text))
    running = _running([line for line in lines if line.text])
    return [replace(line, is_furniture=True) if line.number in running else line for line in lines]


def _running(lines: Sequence[Line]) -> set[int]:
    """Return the numbers of the lines beside a page number that say the same beside another one."""
    beside = [
        near
        for place, line in enumerate(lines)
        if PAGE_NUMBER.fullmatch(line.text)
        for near in lines[max(place - 1, 0) : place + 2]
        if near is not line and len(near.text) < LONGEST_HEAD
    ]
    keys = Counter(re.sub(r"\d+", "#", near.text) for near in beside)
    return {near.number for near in beside if keys[re.sub(r"\d+", "#", near.text)] > 1}


def _lines(text: str) -> Iterator[Line]:
    """Yield lines: a table row is one line, columns side by side come one after another."""
    table = TaskTable()
    begins: tuple[float, ...] = ()
    beside: list[list[Piece]] = []
    for number, raw in enumerate(LINE_END.split(text), start=1):
        pieces, is_table = _pieces(number, raw.translate(BARS), begins if table.columns else ())
        texts = [piece.text for piece in pieces]
        heads = not table.columns and columns_of(texts) is not None
        wraps = bool(begins and table.columns) and _stands_in_a_column(pieces, begins)
        if wraps or (is_table and (heads or (table.columns and len(pieces) > 1))):
            yield from _read(beside)
            beside = []
            begins = tuple(piece.x0 for piece in pieces) if heads else begins
            cells = [Cell((number, place), text) for place, text in enumerate(_placed(pieces, begins, table))]
            yield table.line(number, cells, may_continue=True)
        else:
            table = table if not raw.strip() or RULED.fullmatch(raw) else TaskTable()
            beside.append(pieces)
    yield from _read(beside)


def _read(rows: Sequence[Sequence[Piece]]) -> Iterator[Line]:
    return (Line(piece.number, piece.text) for piece in side_by_side([_said(row) for row in rows], _blanks(rows)))


def _said(row: Sequence[Piece]) -> Sequence[Piece]:
    """Keep the pieces with text, or a blank one of a blank line."""
    return [piece for piece in row if piece.text] or row[:1]


def _blanks(rows: Sequence[Sequence[Piece]]) -> set[int]:
    return {place for place, row in enumerate(rows) if not any(piece.text for piece in row)}


def _pieces(number: int, raw: str, begins: Sequence[float]) -> tuple[list[Piece], bool]:
    """Cut a line at bars, tabs or wide gaps; only what has several pieces can be a row of a table."""
    if "|" in raw:
        bare = re.sub(r"^\s*\||\|\s*$", "", raw.rstrip())
        return _counted(number, bare.split("|")), True
    if "\t" in raw.strip():
        return _counted(number, raw.rstrip("\n").split("\t")), True
    pieces = _spread(number, raw, NARROW)
    if (begins and len(pieces) > 1) or (len(pieces) >= FEWEST_COLUMNS and _heads([piece.text for piece in pieces])):
        return pieces, True
    pieces = _spread(number, raw, WIDE)
    return pieces, len(pieces) > 1


def _heads(titles: Sequence[str]) -> bool:
    """Tell whether titles with narrow gaps head a task table; one of them has to name the work itself."""
    return columns_of(titles) is not None and "content" in map(column_of, titles)


def _stands_in_a_column(pieces: Sequence[Piece], begins: Sequence[float]) -> bool:
    """Tell whether a line holds nothing but the rest of one cell, under a title that is not the first."""
    return len(pieces) == 1 and bool(pieces[0].text) and any(abs(pieces[0].x0 - at) <= NEAR for at in begins[1:])


def _counted(number: int, cells: Sequence[str]) -> list[Piece]:
    """Place cells by their count: a bar or a tab says nothing of where they stand."""
    return [Piece(number, tidy(cell), place * 100.0, place * 100.0 + 99) for place, cell in enumerate(cells)]


def _spread(number: int, raw: str, gap: re.Pattern[str]) -> list[Piece]:
    raw = LEFT_OPEN.sub(lambda match: "\u200b" * (len(match[0]) - 1) + " ", raw)
    pieces: list[Piece] = []
    start = len(raw) - len(raw.lstrip())
    for cut in [*gap.finditer(raw, start), None]:
        end = cut.start() if cut else len(raw)
        if raw[start:end].strip() or not pieces:
            pieces.append(Piece(number, tidy(raw[start:end]), float(start), float(end)))
        start = cut.end() if cut else end
    return [piece for piece in pieces if piece.text] or pieces[:1]


def _placed(pieces: Sequence[Piece], begins: Sequence[float], table: TaskTable) -> list[str]:
    """Return one text for each column; what stands under a title belongs to it."""
    if not table.columns or not begins:
        return [piece.text for piece in pieces]
    texts = ["" for _ in begins]
    for piece in pieces:
        column = min(range(len(begins)), key=lambda at: abs(begins[at] - piece.x0))
        texts[column] = f"{texts[column]} {piece.text}".strip()
    return texts
