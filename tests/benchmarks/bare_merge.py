"""The bare minimum of a read model: getmany, JSON decode, one `unnest` merge and the offsets beside it."""

import asyncio
import os
from itertools import chain

import asyncpg
import orjson
from aiokafka import AIOKafkaConsumer

from services.reporting.projections import NOMINATIONS, Rows
from shared.messaging.broker import FETCH, client_options
from shared.settings import settings
from tests.benchmarks.consumer import PARTS

_MOVE = """
UPDATE consumer_offset o SET next_offset = n.next
FROM unnest($1::text[], $2::int[], $3::bigint[]) AS n (topic, part, next)
WHERE o.topic = n.topic AND o.part = n.part
"""


async def main() -> None:
    """Merge until ended."""
    config = settings()
    connection = await asyncpg.connect(os.environ["THIDUA_POSTGRES"])
    places = [[part.topic for part in PARTS], [part.partition for part in PARTS]]
    await connection.execute("INSERT INTO consumer_offset SELECT *, 0 FROM unnest($1::text[], $2::int[])", *places)
    consumer = AIOKafkaConsumer(
        bootstrap_servers=config.kafka, enable_auto_commit=False, max_partition_fetch_bytes=FETCH,
        auto_offset_reset="earliest", **client_options(config),
    )  # fmt: skip
    await consumer.start()
    consumer.assign(PARTS)
    while True:
        batches = await consumer.getmany(timeout_ms=500)
        rows: Rows = {}
        for record in chain.from_iterable(batches.values()):
            told = orjson.loads(record.value)
            rows.setdefault(told["nomination_id"], {}).update(told)
        if rows:
            ends = [(part.topic, part.partition, records[-1].offset + 1) for part, records in batches.items()]
            async with connection.transaction():
                await connection.execute(_MOVE, *map(list, zip(*ends, strict=True)))
                await connection.execute(NOMINATIONS.statement, *NOMINATIONS.arrays(rows))


if __name__ == "__main__":
    asyncio.run(main())
