"""The same rows told by `faststream-outbox`, the nearest library, with the settings it is fastest with."""

import asyncio
import time

from faststream.kafka import KafkaBroker
from faststream.security import SASLScram256
from faststream_outbox import OutboxBroker, make_outbox_table
from faststream_outbox.annotations import OutboxMessage
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import create_async_engine

from tests.benchmarks import relay
from tests.benchmarks.stage import TOPIC, Stage, execute

ROWS = 20_000
WORKERS = 16

_COPY = f"""
INSERT INTO peer_outbox (queue, payload, headers)
SELECT 'relay', payload, convert_from(headers, 'UTF8')::jsonb || jsonb_build_object('key', aggregateid)
FROM outbox ORDER BY id
"""  # noqa: F541


async def ours(stage: Stage) -> float:
    """Return events a second of our relay over the peer's number of rows, its start included."""
    return await relay.ours(stage, ROWS)


async def peer(stage: Stage) -> float:
    """Return events a second of the peer: rows in its table to acknowledged records on Kafka."""
    stage.empty_topics()
    dsn = await stage.fresh_database("plans")
    await execute(dsn, relay.FILL, ROWS, relay.AGGREGATES)
    metadata = MetaData()
    table = make_outbox_table(metadata, table_name="peer_outbox")
    engine = create_async_engine(dsn.replace("postgresql://", "postgresql+asyncpg://", 1), pool_size=WORKERS + 4)
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    await execute(dsn, _COPY)
    config = stage.settings("plans", dsn)
    security = SASLScram256(config.kafka_user, config.kafka_password.get_secret_value())
    kafka = KafkaBroker(config.kafka, security=security, acks="all", enable_idempotence=True, logger=None)
    outbox = OutboxBroker(engine, outbox_table=table, logger=None)
    done = asyncio.Event()
    told = 0

    @outbox.subscriber(
        "relay", max_workers=WORKERS, fetch_batch_size=500, min_fetch_interval=0.001, terminal_flush_batch_size=100
    )
    async def tell(message: OutboxMessage) -> None:
        nonlocal told
        headers = {name: str(value) for name, value in message.headers.items()}
        await kafka.publish(message.body, TOPIC, key=headers.pop("key").encode(), headers=headers)
        told += 1
        if told == ROWS:
            done.set()

    began = time.perf_counter()
    await kafka.start()
    await outbox.start()
    async with asyncio.timeout(180):
        await done.wait()
    seconds = time.perf_counter() - began
    await outbox.stop()
    await kafka.stop()
    await engine.dispose()
    return ROWS / seconds
