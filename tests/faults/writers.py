"""Writers that do to an outbox whatever a database allows: hot rows, savepoints and transactions rolled back, waits."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

import asyncpg
import orjson

HOT = 10
"""Half of all events are about these aggregates."""

TABLE = "CREATE TABLE aggregate (id text PRIMARY KEY, version int NOT NULL DEFAULT 0)"

_FILL = "INSERT INTO aggregate SELECT 'a' || n FROM generate_series(0, $1 - 1) n ON CONFLICT DO NOTHING"
_LOCK = "UPDATE aggregate SET version = version + 1 WHERE id = $1 RETURNING version"
_INSERT = """
INSERT INTO outbox (event_id, aggregatetype, aggregateid, aggregate_version, type, headers, payload)
VALUES (gen_random_uuid(), $1, $2, $3, 'fault', $4, '{}')
"""
_BOTH = """
WITH moved AS (UPDATE aggregate SET version = version + 1 WHERE id = $2 RETURNING version)
INSERT INTO outbox (event_id, aggregatetype, aggregateid, aggregate_version, type, headers, payload)
SELECT gen_random_uuid(), $1, $2, version, 'fault', convert_to(json_build_object('ce_sequence', version::text)::text,
'UTF8'), '{}' FROM moved
"""


class _RolledBack(Exception):
    """A writer changed its mind."""


class Writers:
    """Several connections that write until so many transactions are committed."""

    def __init__(self, dsn: str, topic: str, *, aggregates: int = 300, connections: int = 12, seed: int = 1) -> None:
        self.committed = 0
        self._dsn = dsn
        self._topic = topic
        self._aggregates = aggregates
        self._connections = connections
        self._chance = random.Random(seed)

    async def write(self, commits: int) -> None:
        """Write until *commits* transactions are committed."""
        async with connected(self._dsn) as connection:
            await connection.execute(_FILL, self._aggregates)
        await asyncio.gather(*(self._write_on_one(commits) for _ in range(self._connections)))

    async def _write_on_one(self, commits: int) -> None:
        async with connected(self._dsn) as connection:
            while self.committed < commits:
                with suppress(_RolledBack):
                    async with connection.transaction():
                        await self._transaction(connection)
                    self.committed += 1

    async def _transaction(self, connection: asyncpg.Connection) -> None:
        for name in sorted({self._choose() for _ in range(self._chance.randint(1, 3))}):
            is_kept = self._chance.random() > 0.1
            with suppress(_RolledBack):
                if is_kept:
                    await self._event(connection, name)
                else:
                    async with connection.transaction():  # a savepoint, rolled back with its event
                        await self._event(connection, name)
                        raise _RolledBack
        if self._chance.random() < 0.1:
            raise _RolledBack

    async def _event(self, connection: asyncpg.Connection, name: str) -> None:
        if self._chance.random() < 0.5:
            await connection.execute(_BOTH, self._topic, name)
            return
        version = await connection.fetchval(_LOCK, name)
        await self._wait()
        headers = orjson.dumps({"ce_sequence": str(version)})
        await connection.execute(_INSERT, self._topic, name, version, headers)
        await self._wait()

    async def _wait(self) -> None:
        if self._chance.random() < 0.2:
            await asyncio.sleep(self._chance.random() * 0.005)

    def _choose(self) -> str:
        return f"a{self._chance.randrange(HOT if self._chance.random() < 0.5 else self._aggregates)}"


@asynccontextmanager
async def long_transactions(dsn: str, seconds: float = 1.5) -> AsyncIterator[None]:
    """Keep a write transaction open in the database at *dsn*, one after the other."""

    async def hold() -> None:
        async with connected(dsn) as connection:
            while True:
                async with connection.transaction():
                    await connection.fetchval("SELECT pg_current_xact_id()")
                    await asyncio.sleep(seconds)

    holding = asyncio.create_task(hold())
    try:
        yield
    finally:
        holding.cancel()
        await asyncio.gather(holding, return_exceptions=True)


@asynccontextmanager
async def connected(dsn: str) -> AsyncIterator[asyncpg.Connection]:
    """Give a connection."""
    connection = await asyncpg.connect(dsn)
    try:
        yield connection
    finally:
        await connection.close()


async def promised(dsn: str) -> Sequence[tuple[str, int]]:
    """Return what the outbox holds: aggregate and version of every committed event."""
    async with connected(dsn) as connection:
        rows = await connection.fetch("SELECT aggregateid, aggregate_version FROM outbox ORDER BY id")
        versions = dict(await connection.fetch("SELECT id, version FROM aggregate"))
    found = [(name, version) for name, version in rows]
    assert len(found) == len(set(found)) == sum(versions.values()), "the writers themselves broke the promise"
    return found
