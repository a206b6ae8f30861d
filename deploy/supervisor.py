"""The whole system on one machine: started in order, each part waited for, and ended in the opposite order."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy import postgres as database
from deploy.folder import held
from deploy.kafka import broker, provision
from deploy.kafka.broker import Kafka
from deploy.kafka.topics import units
from deploy.outside import NOTHING, Outside
from deploy.passwords import Passwords
from deploy.ports import Ports
from deploy.postgres import Postgres


@dataclass
class Infrastructure:
    """What the services stand on."""

    folder: Path
    postgres: Postgres
    kafka: Kafka


@asynccontextmanager
async def infrastructure(
    data_dir: Path, *, unit_ids: Sequence[str] | None = None, outside: Outside = NOTHING
) -> AsyncIterator[Infrastructure]:
    """Keep PostgreSQL and Kafka running in *data_dir*, with every database, topic, user and permission."""
    unit_ids = units() if unit_ids is None else unit_ids
    with held(data_dir):
        async with AsyncExitStack() as stack:
            postgres, kafka = await _infrastructure_parts(data_dir, outside)
            stack.push_async_callback(postgres.stop)
            stack.push_async_callback(kafka.stop)
            await _together(_open_postgres(postgres), _open_kafka(kafka, unit_ids))
            yield Infrastructure(data_dir, postgres, kafka)


async def _infrastructure_parts(folder: Path, outside: Outside) -> tuple[Postgres, Kafka]:
    ports = Ports(folder / "ports.json")
    roles, principals = (Passwords(folder / "secrets" / f"{name}.json") for name in ("postgres", "kafka"))
    postgres = broker_of = None
    if dsn := outside.postgres.get_secret_value():
        postgres = Postgres(dsn, roles, None)
    if outside.kafka:
        broker_of = Kafka(broker.outside(outside), principals, None)
    return (
        postgres or await database.embedded(folder, ports, roles),
        broker_of or await broker.embedded(folder, ports, principals),
    )


async def _open_postgres(postgres: Postgres) -> None:
    await postgres.start()
    await postgres.provision()


async def _open_kafka(kafka: Kafka, unit_ids: Sequence[str]) -> None:
    await kafka.start()
    await asyncio.to_thread(provision.apply, kafka, unit_ids)


async def _together(*steps: Coroutine[Any, Any, None]) -> None:
    """Run *steps* side by side; the first failure ends the others and is the one that is told."""
    try:
        async with asyncio.TaskGroup() as group:
            for step in steps:
                group.create_task(step)
    except BaseExceptionGroup as failures:
        raise failures.exceptions[0] from None
