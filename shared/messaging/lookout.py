"""Looks at the outbox on a connection of its own, so that the alarm does not wait for what it warns of.

A relay whose broker is away stands still, and would report the last good moment for as long as the bad ones last.
"""

import asyncio

import asyncpg

from shared import metrics
from shared.messaging.failures import WEATHER

LOOK_EVERY = 1.0
RETRY_AFTER = 2.0

_OLDEST = """
SELECT extract(epoch FROM clock_timestamp() - created_at)::float8 FROM outbox
WHERE id > coalesce((SELECT read_id FROM outbox_cursor WHERE relay = 'kafka'), 0) ORDER BY id LIMIT 1
"""
_PARKED = "SELECT count(*) FROM parked_key"


async def look_forever(service: str, dsn: str) -> None:
    """Say once a second how old the oldest untold event is and how many keys wait for a person, until cancelled."""
    while True:
        try:
            await _look(service, dsn)
        except WEATHER:
            await asyncio.sleep(RETRY_AFTER)


async def _look(service: str, dsn: str) -> None:
    connection = await asyncpg.connect(
        dsn, timeout=5, command_timeout=10, server_settings={"application_name": "lookout"}
    )
    try:
        while True:
            age = await connection.fetchval(_OLDEST)
            metrics.OUTBOX_OLDEST_UNSENT.labels(service).set(age or 0)
            metrics.PARKED_KEYS.labels(service).set(await connection.fetchval(_PARKED))
            await asyncio.sleep(LOOK_EVERY)
    finally:
        connection.terminate()
