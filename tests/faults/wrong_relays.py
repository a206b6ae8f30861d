"""Relays that look right and are wrong; the harness must catch every one of them."""

from collections.abc import Sequence
from typing import Any

from shared.messaging.cursor import Cursor
from shared.messaging.relay import _READ, PAGE, Relay, Row

COLUMN = "ALTER TABLE outbox ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id()"
"""What the second of them needs to know of each row."""

_AFTER = """
SELECT id, aggregatetype, aggregateid, headers, payload, created_at, 0 FROM outbox WHERE id > $1 ORDER BY id LIMIT $2
"""

_OLDER = """
SELECT id, aggregatetype, aggregateid, headers, payload, created_at, 0, xid::text::bigint FROM outbox
WHERE xid < pg_snapshot_xmin(pg_current_snapshot()) AND (xid::text::bigint, id) > ($1, $2)
ORDER BY xid::text::bigint, id LIMIT $3
"""

_READ_WITH_END = _READ.replace(
    "AS oldest)", "AS oldest, pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS latest)"
).replace("snapshot.oldest", "snapshot.oldest, snapshot.latest")


class HighestId(Relay):
    """Reads `id > cursor`: what commits late under a lower id is lost."""

    async def _read(self) -> Sequence[Row]:
        rows: Sequence[Row] = await self._connection.fetch(_AFTER, self._cursor.read_id, PAGE)
        self._cursor = Cursor(max([self._cursor.read_id, *(row[0] for row in rows)]))
        return rows


class OldestTransaction(Relay):
    """Reads `xid < xmin` by transaction number: a number is taken before the lock, so versions swap places."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._place = (0, 0)

    async def _read(self) -> Sequence[Row]:
        rows: Sequence[Any] = await self._connection.fetch(_OLDER, *self._place, PAGE)
        if rows:
            self._place = (rows[-1][7], rows[-1][0])
        return rows


class SnapshotFence(Relay):
    """Takes the end of its snapshot for a fence: a transaction that began later may be numbered lower."""

    async def _read(self) -> Sequence[Row]:
        rows = await self._connection.fetch(_READ_WITH_END, self._cursor.read_id, PAGE, list(self._cursor.gaps))
        page = rows if rows[0][0] is not None else []
        self._cursor.advance((row[0] for row in page), oldest_running=rows[0][6])
        self._cursor.fence(rows[0][7])
        return page


class LowestGap(Relay):
    """Stores only the id below its lowest gap: loses nothing, but a kill makes it tell all above it again."""

    async def _save(self) -> None:
        kept = self._acked
        self._acked = Cursor(min([kept.read_id, *(gap - 1 for gap in kept.gaps)]))
        await super()._save()
        self._acked = kept
