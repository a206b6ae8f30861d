"""Finds a task table whose cells are not ruled: columns and rows are parted by white space alone."""

from collections.abc import Sequence
from itertools import pairwise

from services.plans.importer.source.joining import join_lines
from services.plans.importer.source.page import Row, Word, in_rows
from services.plans.importer.source.tables import Cell, columns_of

Span = tuple[float, float]
GUTTER = 6.0
LOOSER = 1.5


def find_open_table(rows: Sequence[Row]) -> tuple[int, int, list[list[Cell]]] | None:
    """Return where the first such table begins and ends among the rows of a page, and its rows of cells."""
    for start, row in enumerate(rows):
        gutters = _gutters(row.words)
        if len(gutters) > 1 and columns_of(_texts([row], gutters)):
            end, parted = _extent(rows, start + 1, gutters)
            return start, end, [_cells(each, parted) for each in _logical(rows[start:end])]
    return None


def _extent(rows: Sequence[Row], end: int, gutters: list[Span]) -> tuple[int, list[Span]]:
    """Return where the table ends: at a row that runs over one of the gutters of its head."""
    parted = gutters
    while end < len(rows):
        narrower = [free for span in parted for free in _free(span, rows[end].words)]
        if len(narrower) < len(gutters):
            break
        parted, end = narrower, end + 1
    return end, parted


def _gutters(words: Sequence[Word]) -> list[Span]:
    """Return the spans across which no word runs."""
    ordered = sorted(words, key=lambda each: each.x0)
    reach, found = ordered[0].x1, []
    for word in ordered:
        if word.x0 - reach > GUTTER:
            found.append((reach, word.x0))
        reach = max(reach, word.x1)
    return found


def _free(span: Span, words: Sequence[Word]) -> list[Span]:
    """Return what is left free of a gutter, if enough is."""
    low, high = span
    for word in words:
        if word.x1 > low and word.x0 < high:
            left, right = word.x0 - low, high - word.x1
            low, high = (low, word.x0) if left > right else (word.x1, high)
    return [(low, high)] if high - low > GUTTER / 2 else []


def _logical(rows: Sequence[Row]) -> list[list[Row]]:
    """Group the lines of one table row: less room is left between them than between the rows."""
    gaps = [above.y - below.y for above, below in pairwise(rows)]
    line = min((gap for gap in gaps if rows and gap > rows[0].size * 0.9), default=0.0)
    groups: list[list[Row]] = [[row] for row in rows[:1]]
    for row, gap in zip(rows[1:], gaps, strict=True):
        if gap > line + LOOSER:
            groups.append([row])
        else:
            groups[-1].append(row)
    return groups


def _cells(rows: Sequence[Row], gutters: Sequence[Span]) -> list[Cell]:
    return [Cell((rows[0].y, place), text) for place, text in enumerate(_texts(rows, gutters))]


def _texts(rows: Sequence[Row], gutters: Sequence[Span]) -> list[str]:
    edges = [(low + high) / 2 for low, high in gutters]
    columns: list[list[Word]] = [[] for _ in range(len(edges) + 1)]
    for row in rows:
        for word in row.words:
            columns[sum(edge < (word.x0 + word.x1) / 2 for edge in edges)].append(word)
    return [join_lines(row.text for row in in_rows(words)) for words in columns]
