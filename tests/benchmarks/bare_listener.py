"""The bare minimum of hearing: getmany, JSON decode, one upsert a record, one commit a batch."""

import asyncio
import os
from itertools import chain

import asyncpg
import orjson
from aiokafka import AIOKafkaConsumer

from shared.messaging.broker import client_options
from shared.settings import settings
from tests.benchmarks.consumer import PARTS

_UPSERT = """
INSERT INTO nominations (nomination_id, unit_id, award, subject_kind, year, mode, channel, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'submitted')
ON CONFLICT (nomination_id) DO UPDATE SET state = excluded.state
"""
_FIELDS = ("nomination_id", "unit_id", "award", "subject_kind", "year", "mode", "channel")


async def main() -> None:
    """Listen until ended."""
    config = settings()
    connection = await asyncpg.connect(os.environ["THIDUA_POSTGRES"])
    consumer = AIOKafkaConsumer(
        bootstrap_servers=config.kafka, enable_auto_commit=False, auto_offset_reset="latest", **client_options(config)
    )
    await consumer.start()
    consumer.assign(PARTS)
    while True:
        batches = await consumer.getmany(timeout_ms=500)
        told = [orjson.loads(record.value) for record in chain.from_iterable(batches.values())]
        if told:
            async with connection.transaction():
                await connection.executemany(_UPSERT, [[one[field] for field in _FIELDS] for one in told])


if __name__ == "__main__":
    asyncio.run(main())
