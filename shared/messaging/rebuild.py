"""Making a read model anew from Kafka, beside the one in use, and switching when it has caught up.

The same migrations make the same tables in a schema of their own; a second consumer fills them from the first record
on; the switch is one transaction. The running consumer notices by its offsets and goes on from the new ones.
"""

import asyncio
from collections.abc import Callable, Sequence

from aiokafka import AIOKafkaConsumer
from sqlalchemy import text

from shared.db import Database
from shared.messaging.broker import Ear
from shared.messaging.inlet import Inlet
from shared.migrate import migrate
from shared.settings import Settings

SCHEMA = "rebuilding"
PLACES = ("consumer_offset", "seen", "inbox", "dead_letter", "parked_key")
"""What the consumer knows of Kafka changes hands with the tables it filled."""


async def rebuild(config: Settings, on: Inlet, tables: Sequence[str], progress: Callable[[int, int], None]) -> None:
    """Fill *tables* of *on*'s service anew and put them in the place of the old ones.

    *progress* is called with how many records were acted on and how many there are. Nothing is changed for readers
    until the switch; an interrupted rebuild leaves only its own schema, which the next one drops.
    """
    dsn = config.postgres.get_secret_value()
    owner = Database(dsn, pool=1, service=on.service)
    beside = Database(dsn, pool=4, service=on.service, schema=SCHEMA)
    try:
        async with owner.transaction() as session:
            await session.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))
            await session.execute(text(f"CREATE SCHEMA {SCHEMA}"))
        await migrate(on.service, dsn, schema=SCHEMA)
        await _fill(Ear(config, on, beside, group=f"{on.service}.rebuild"), progress)
        async with owner.transaction() as session:
            for table in (*PLACES, *tables):
                await session.execute(text(f"DROP TABLE public.{table}"))
                await session.execute(text(f"ALTER TABLE {SCHEMA}.{table} SET SCHEMA public"))
            await session.execute(text(f"DROP SCHEMA {SCHEMA} CASCADE"))
    finally:
        await beside.close()
        await owner.close()


async def _fill(ear: Ear, progress: Callable[[int, int], None]) -> None:
    """Listen until nothing on Kafka is left to act on."""
    listening = asyncio.create_task(ear.run())
    try:
        while not listening.done():
            await asyncio.sleep(0.2)
            places = dict(ear.consumer.next)
            if not places or ear.kafka is None:
                continue
            ends = await _ends(ear.kafka, places)
            done, total = sum(places.values()), sum(ends.values())
            progress(done, total)
            if done >= total:
                return
        listening.result()
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


async def _ends(kafka: AIOKafkaConsumer, places: dict[object, int]) -> dict[object, int]:
    ends: dict[object, int] = await kafka.end_offsets(list(places))
    return ends
