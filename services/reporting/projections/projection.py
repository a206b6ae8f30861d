"""What a read model is, and the one statement that merges a batch into it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from shared.db import driver

Key = str | tuple[str | int, ...]
"""What names a row: its key, or the parts of it."""

Rows = dict[Key, dict[str, Any]]
"""What a batch says about each row: the columns it sets, as JSON values."""

_SENT_AS = {"date": "text", "timestamptz": "text"}
"""JSON has dates as text; PostgreSQL reads them faster than we would."""


@dataclass(frozen=True, eq=False)
class Projection:
    """One read model: a table, its key and its other columns, each with its type."""

    table: str
    key: Mapping[str, str]
    columns: Mapping[str, str]

    @cached_property
    def names(self) -> Sequence[str]:
        """Return every column that is not of the key, in the order of the statement."""
        return tuple(self.columns)

    @cached_property
    def statement(self) -> str:
        """Return the merge: new rows are inserted, known ones keep what the batch does not speak of."""
        types = {**self.key, **self.columns}
        arrays = ", ".join(f"${place}::{_SENT_AS.get(kind, kind)}[]" for place, kind in enumerate(types.values(), 1))
        values = ", ".join(f"told.{name}::{kind}" for name, kind in types.items())
        kept = ", ".join(f"{name} = coalesce(excluded.{name}, {self.table}.{name})" for name in self.columns)
        return (
            f"INSERT INTO {self.table} ({', '.join(types)}) "  # noqa: S608 - every name is ours
            f"SELECT {values} FROM unnest({arrays}) AS told ({', '.join(types)}) "
            f"ON CONFLICT ({', '.join(self.key)}) DO UPDATE SET {kept}"
        )

    def arrays(self, rows: Rows) -> list[list[Any]]:
        """Return *rows* column by column, None where a row does not speak of the column."""
        keys = [list(rows)] if len(self.key) == 1 else [list(part) for part in zip(*rows, strict=True)]
        told = list(rows.values())
        return keys + [list(map(dict.get, told, repeat(name))) for name in self.names]


async def merge(session: AsyncSession, projection: Projection, rows: Rows) -> None:
    """Merge *rows* into *projection* in one statement of the session's transaction."""
    connection = await driver(await session.connection())
    await connection.execute(projection.statement, *projection.arrays(rows))
