"""How fast the relay drains committed rows into Kafka, beside a bare producer of the same payloads."""

import asyncio
import time
from typing import Any

import asyncpg
import orjson
from aiokafka import AIOKafkaProducer
from aiokafka.partitioner import murmur2

from shared.messaging.bell import Bell
from shared.messaging.broker import producer
from shared.messaging.relay import PAGE, tell_forever
from tests.benchmarks.stage import PARTITIONS, TOPIC, Stage, execute

ROWS = 200_000
AGGREGATES = 20_000

FILL = f"""
INSERT INTO outbox (event_id, aggregatetype, aggregateid, aggregate_version, type, headers, payload)
SELECT gen_random_uuid(), '{TOPIC}', md5((n % $2)::text)::uuid::text, n / $2 + 1, 'vn.thidua.nominations.Sample.v1',
  convert_to(json_build_object(
    'content-type', 'application/json', 'ce_specversion', '1.0', 'ce_id', gen_random_uuid()::text,
    'ce_type', 'vn.thidua.nominations.Sample.v1', 'ce_source', '/nominations',
    'ce_subject', md5((n % $2)::text)::uuid::text, 'ce_time', '2023-03-01T08:00:00+07:00',
    'ce_dataschema', '/schemas/vn.thidua.nominations.Sample/v1.json', 'ce_sequence', (n / $2 + 1)::text,
    'ce_partitionkey', md5((n % $2)::text)::uuid::text, 'ce_correlationid', gen_random_uuid()::text,
    'traceparent', '00-' || md5(n::text) || '-' || left(md5(n::text), 16) || '-01')::text, 'UTF8'),
  convert_to(json_build_object('nomination_id', md5((n % $2)::text)::uuid, 'number', n,
    'text', repeat(md5(n::text), 28))::text, 'UTF8')
FROM generate_series(0, $1 - 1) AS n
"""


async def ours(stage: Stage, rows: int = ROWS) -> float:
    """Return events a second: committed rows in the outbox to acknowledged records on Kafka."""
    stage.empty_topics()
    dsn = await stage.fresh_database("plans")
    await execute(dsn, FILL, rows, AGGREGATES)
    config = stage.settings("plans", dsn)
    began = time.perf_counter()
    relay = asyncio.create_task(tell_forever("plans", dsn, lambda: producer(config), Bell()))
    await _until_told(dsn, rows)
    seconds = time.perf_counter() - began
    relay.cancel()
    await asyncio.gather(relay, return_exceptions=True)
    return rows / seconds


async def floor(stage: Stage, rows: int = ROWS) -> float:
    """Return events a second of a bare idempotent batch producer that has every record ready in memory."""
    stage.empty_topics()
    dsn = await stage.fresh_database("plans")
    await execute(dsn, FILL, rows, AGGREGATES)
    config = stage.settings("plans", dsn)
    records = await _ready(dsn)
    bare = producer(config)
    await bare.start()
    try:
        await bare.partitions_for(TOPIC)
        began = time.perf_counter()
        acks: list[Any] = []
        for start in range(0, rows, PAGE):
            acks += await _send(bare, records[start : start + PAGE])
        await asyncio.gather(*acks)
        return rows / (time.perf_counter() - began)
    finally:
        await bare.stop()


async def _send(bare: AIOKafkaProducer, records: list[tuple[int, bytes, bytes, list[tuple[str, bytes]]]]) -> list[Any]:
    batches: dict[int, list[Any]] = {}
    stamp = int(time.time() * 1000)
    for partition, key, value, headers in records:
        builders = batches.setdefault(partition, [])
        if not builders or builders[-1].append(timestamp=stamp, key=key, value=value, headers=headers) is None:
            builders.append(bare.create_batch())
            builders[-1].append(timestamp=stamp, key=key, value=value, headers=headers)
    return [
        await bare.send_batch(builder, TOPIC, partition=partition)
        for partition, builders in batches.items()
        for builder in builders
    ]


async def _ready(dsn: str) -> list[tuple[int, bytes, bytes, list[tuple[str, bytes]]]]:
    connection = await asyncpg.connect(dsn)
    try:
        rows = await connection.fetch("SELECT aggregateid, headers, payload FROM outbox ORDER BY id")
    finally:
        await connection.close()
    return [
        (
            (murmur2(key.encode()) & 0x7FFFFFFF) % PARTITIONS,
            key.encode(),
            payload,
            [(name, value.encode()) for name, value in orjson.loads(headers).items()],
        )
        for key, headers, payload in rows
    ]


async def _until_told(dsn: str, rows: int) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        async with asyncio.timeout(180):
            while (await connection.fetchval("SELECT max(read_id) FROM outbox_cursor") or 0) < rows:
                await asyncio.sleep(0.02)
    finally:
        await connection.close()
