"""The read models: what is kept of each aggregate, and the one statement that merges a batch into it."""

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


UNITS = Projection(
    "units",
    {"unit_id": "text"},
    {"name": "text", "kind": "text", "cluster_id": "text", "valid_from": "date", "valid_to": "date"},
)
CLUSTERS = Projection(
    "clusters", {"cluster_id": "text"}, {"name": "text", "kind": "text", "effective_on": "date", "members": "integer"}
)
PLANS = Projection(
    "plans",
    {"plan_id": "uuid"},
    {
        "year": "integer",
        "symbol": "text",
        "title": "text",
        "issuer": "text",
        "issued_on": "date",
        "closed_on": "date",
    },
)
QUARTERS = Projection(
    "quarters", {"plan_id": "uuid", "quarter": "integer"}, {"year": "integer", "opened_on": "date", "closed_on": "date"}
)
TASKS = Projection(
    "tasks",
    {"plan_id": "uuid", "task_key": "text"},
    {
        "year": "integer",
        "quarter": "integer",
        "text": "text",
        "is_conditional": "boolean",
        "due_on": "date",
        "state": "text",
        "percent": "integer",
        "settled_on": "date",
        "overdue_on": "date",
        "carried_on": "date",
        "carried_to": "integer",
    },
)
MOVEMENTS = Projection("movements", {"movement_id": "uuid"}, {"plan_id": "uuid", "name": "text", "period": "text"})
FILINGS = Projection(
    "filings",
    {"filing_id": "uuid"},
    {
        "plan_id": "uuid",
        "unit_id": "text",
        "duty": "text",
        "year": "integer",
        "due_on": "date",
        "last_day_on": "date",
        "state": "text",
        "received_at": "timestamptz",
        "days_late": "integer",
        "channel": "text",
        "returned_on": "date",
        "accepted_on": "date",
        "overdue_on": "date",
    },
)
NOMINATIONS = Projection(
    "nominations",
    {"nomination_id": "uuid"},
    {
        "unit_id": "text",
        "award": "text",
        "subject_kind": "text",
        "subject_id": "uuid",
        "year": "integer",
        "mode": "text",
        "state": "text",
        "submitted_at": "timestamptz",
        "channel": "text",
        "received_on": "date",
        "ruleset": "text",
        "returned_on": "date",
        "appraised_on": "date",
        "is_eligible": "boolean",
        "forwarded_on": "date",
        "forwarded_to": "text",
        "answered_on": "date",
        "is_granted": "boolean",
        "rejected_on": "date",
        "withdrawn_on": "date",
        "decided_on": "date",
    },
)
AWARDS = Projection(
    "awards",
    {"award_id": "uuid"},
    {
        "nomination_id": "uuid",
        "unit_id": "text",
        "award": "text",
        "subject_kind": "text",
        "subject_id": "uuid",
        "year": "integer",
        "decided_by": "text",
        "decision_number": "text",
        "decided_on": "date",
        "bonus": "bigint",
    },
)
NOTICES = Projection(
    "notices",
    {"notice_id": "uuid"},
    {
        "message": "text",
        "unit_id": "text",
        "role": "text",
        "in_app_at": "timestamptz",
        "email_at": "timestamptz",
        "failed_at": "timestamptz",
        "read_at": "timestamptz",
    },
)

PROJECTIONS = (UNITS, CLUSTERS, PLANS, QUARTERS, TASKS, MOVEMENTS, FILINGS, NOMINATIONS, AWARDS, NOTICES)
"""Every read model; each is rebuilt from events, so each may be emptied and filled again."""
