"""What the generated pages are made of: a note, tables, lines."""

from collections.abc import Iterable, Iterator, Sequence

_NOTE = "Written by `make events` from the code; `make check` fails when it is out of date."


def page(title: str, lines: Iterable[str]) -> str:
    """Return a whole page."""
    return "\n".join([f"# {title}\n", _NOTE, *lines]) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table."""
    yield _row(head)
    yield f"|{' --- |' * len(head)}"
    yield from map(_row, rows)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
