"""How a fact is read: which columns of which rows it sets."""

from collections.abc import Callable, Iterable, Mapping
from operator import itemgetter
from typing import Any

from services.reporting.projections.projection import Key, Projection, Rows

Fields = Mapping[str, Any]
Read = Callable[[Fields, Rows], None]
"""Write what one fact says into the rows it speaks of."""

Reading = tuple[Projection, Read]


def sets(
    projection: Projection, *same: str, state: str | None = None, may: tuple[str, ...] = (), **renamed: str
) -> Reading:
    """Say that a fact sets the columns *same* from fields of that name, and *renamed* from other fields.

    *may* are columns whose fields an earlier release did not tell yet.
    """
    columns = (*same, *renamed)
    key = itemgetter(*projection.key)
    values = _values(*same, *renamed.values())

    def read(told: Fields, rows: Rows) -> None:
        row = row_of(rows, key(told))
        found = values(told)
        # A field without a value says nothing about its column.
        row.update(zip(columns, found, strict=True) if None not in found else _known(columns, found))
        if may:
            row.update(_known(may, map(told.get, may)))
        if state is not None:
            row["state"] = state

    return projection, read


def counts(projection: Projection, **lists: str) -> Reading:
    """Say that a fact sets columns to how many things a list of it holds; one that is not told holds none."""
    key = itemgetter(*projection.key)

    def read(told: Fields, rows: Rows) -> None:
        row_of(rows, key(told)).update({column: len(told.get(name) or ()) for column, name in lists.items()})

    return projection, read


def row_of(rows: Rows, key: Key) -> dict[str, Any]:
    """Return the row of *key*, empty where nothing was said of it yet."""
    row = rows.get(key)
    if row is None:
        row = rows[key] = {}
    return row


def _values(*names: str) -> Callable[[Fields], tuple[Any, ...]]:
    """Return the fields *names* as a tuple, also where there are fewer than two."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda told: tuple(told[name] for name in names)


def _known(columns: Iterable[str], found: Iterable[Any]) -> dict[str, Any]:
    return {name: value for name, value in zip(columns, found, strict=True) if value is not None}
