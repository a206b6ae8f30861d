"""Reads what is printed side by side column after column: letterhead, recipients and signature."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

Span = tuple[float, float]
LATEST_START = 3
"""The row, counted from the first, by which both columns have begun."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A text of a numbered line and the place it takes there."""

    number: int
    text: str
    x0: float
    x1: float
    is_running: bool = False


def side_by_side(
    rows: Sequence[Sequence[Piece]], blank_after: Collection[int] = (), narrowest: float = 2.0
) -> Iterator[Piece]:
    """Yield the pieces of *rows*; rows in two columns give the left one first, then the right one."""
    place = 0
    while place < len(rows):
        end, gutter = _two_columns(rows, place, blank_after, narrowest)
        yield from (piece for row in rows[place:end] for piece in row if piece.x0 < gutter)
        yield from (piece for row in rows[place:end] for piece in row if piece.x0 >= gutter)
        place = end


def _two_columns(
    rows: Sequence[Sequence[Piece]], place: int, blank_after: Collection[int], narrowest: float
) -> tuple[int, float]:
    """Return where two columns that begin at a place end, and the gutter between them; else a single row.

    The columns may begin on different rows; they end at a blank, or at a line that runs over the gutter.
    """
    found = (place + 1, float("inf"))
    free: list[Span] = [(float("-inf"), float("inf"))]
    for end in range(place + 1, len(rows) + 1):
        row = rows[end - 1]
        if not row or (end - 1 > place and end - 2 in blank_after):
            break
        free = [left for span in free for left in _left_free(span, row, narrowest)]
        parting = next((low for low, high in free if _stands_on_both_sides(rows[place:end], low, high)), None)
        if parting is not None:
            found = (end, parting)
        elif found[1] < float("inf") or end - place >= LATEST_START:
            break
    return found


def _left_free(span: Span, row: Sequence[Piece], narrowest: float) -> Iterator[Span]:
    """Yield what a row leaves free of a span."""
    low, high = span
    for piece in sorted(row, key=lambda each: each.x0):
        if piece.x1 > low and piece.x0 < high:
            if piece.x0 - low > narrowest:
                yield low, piece.x0
            low = max(low, piece.x1)
    if high - low > narrowest:
        yield low, high


def _stands_on_both_sides(rows: Sequence[Sequence[Piece]], low: float, high: float) -> bool:
    pieces = [piece for row in rows for piece in row]
    return any(piece.x1 <= low for piece in pieces) and any(piece.x0 >= high for piece in pieces)
