"""Where the faults play: databases and topics of their own on a real server and a real broker."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import asyncpg
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from alembic.migration import MigrationContext
from alembic.operations import Operations
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from deploy.supervisor import Infrastructure
from shared.messaging.broker import client_options
from shared.messaging.tables import create_kernel
from shared.settings import Settings, settings


class Scene:
    """The infrastructure, with what the faults ask of it."""

    def __init__(self, parts: Infrastructure) -> None:
        self.parts = parts
        self._made = 0
        self._partitions: dict[str, int] = {}

    async def database(self, *statements: str, service: str = "reporting") -> str:
        """Return the address of a new database with the kernel's tables and what *statements* make."""
        self._made += 1
        dsn = await self.parts.postgres.empty(f"fault_{self._made}", service)
        engine = create_async_engine(dsn.replace("postgresql://", "postgresql+asyncpg://", 1))
        async with engine.begin() as connection:
            await connection.run_sync(_create)
            for statement in statements:
                await connection.exec_driver_sql(statement)
        await engine.dispose()
        return dsn

    def topic(self, partitions: int, **config: str) -> str:
        """Return the name of a new, empty topic."""
        self._made += 1
        name = f"faults.number-{self._made}.v1"
        admin = AdminClient(self.parts.kafka.access.client())
        for made in admin.create_topics([NewTopic(name, partitions, replication_factor=1, config=config)]).values():
            made.result(30)
        self._partitions[name] = partitions
        return name

    def environment(self, service: str, dsn: str, **more: str) -> dict[str, str]:
        """Return the settings of a process of *service*; on Kafka it may do everything."""
        admin = self.parts.kafka.admin
        return {
            "THIDUA_SERVICE": service,
            "THIDUA_POSTGRES": dsn,
            "THIDUA_KAFKA": self.parts.kafka.bootstrap,
            "THIDUA_KAFKA_USER": admin.user,
            "THIDUA_KAFKA_PASSWORD": admin.password,
            "THIDUA_IDENTITY_PUBLIC_KEY": self.parts.public_key,
            "THIDUA_LOG_LEVEL": "WARNING",
            **more,
        }

    def settings(self, service: str, dsn: str) -> Settings:
        """Return the same as settings."""
        with acting(self.environment(service, dsn)):
            return settings()

    def producer(self) -> AIOKafkaProducer:
        """Return a producer of the administrator's."""
        return AIOKafkaProducer(bootstrap_servers=self.parts.kafka.bootstrap, **self._options())

    async def records(self, topic: str) -> list[Any]:
        """Return every record of *topic*, partition by partition."""
        where = {"bootstrap_servers": self.parts.kafka.bootstrap, "auto_offset_reset": "earliest"}
        reader = AIOKafkaConsumer(**where, **self._options())
        await reader.start()
        try:
            names = [TopicPartition(topic, part) for part in range(self._partitions[topic])]
            reader.assign(names)
            ends = await reader.end_offsets(names)
            found: dict[TopicPartition, list[Any]] = {name: [] for name in names}
            while any([await reader.position(name) < ends[name] for name in names]):
                for name, records in (await reader.getmany(timeout_ms=500)).items():
                    found[name].extend(records)
            return [record for name in names for record in found[name]]
        finally:
            await reader.stop()

    async def ends(self, topic: str) -> dict[int, int]:
        """Return the offset behind the last record of each partition."""
        reader = AIOKafkaConsumer(bootstrap_servers=self.parts.kafka.bootstrap, **self._options())
        await reader.start()
        try:
            names = [TopicPartition(topic, part) for part in range(self._partitions[topic])]
            return {name.partition: end for name, end in (await reader.end_offsets(names)).items()}
        finally:
            await reader.stop()

    def _options(self) -> dict[str, Any]:
        return client_options(self.settings("reporting", "postgresql://nowhere"))


@contextmanager
def acting(environment: Mapping[str, str]) -> Iterator[None]:
    """Make this process one with exactly these settings, for a while."""
    kept = dict(os.environ)
    os.environ.update(environment)
    settings.cache_clear()
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(kept)
        settings.cache_clear()


class Partitions:
    """Stands for Kafka in front of a consumer that is handed its records: remembers where it was told to read."""

    def __init__(self, **begins: int) -> None:
        self.places: dict[TopicPartition, int] = {}
        self._begins = begins

    def seek(self, partition: TopicPartition, offset: int) -> None:
        self.places[partition] = offset

    async def beginning_offsets(self, partitions: list[TopicPartition]) -> dict[TopicPartition, int]:
        return {partition: self._begins.get(partition.topic, 0) for partition in partitions}


_TABLES = """
SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition
AND relnamespace = 'public'::regnamespace ORDER BY 1
"""


async def empty(dsn: str, *, but: frozenset[str] = frozenset()) -> None:
    """Take every row out of every table but those, as if the database were new."""
    connection = await asyncpg.connect(dsn)
    try:
        names = [name for (name,) in await connection.fetch(_TABLES) if name not in but]
        await connection.execute(f"TRUNCATE {', '.join(names)} RESTART IDENTITY")
    finally:
        await connection.close()


async def dump(dsn: str, *, without: frozenset[str] = frozenset()) -> dict[str, list[str]]:
    """Return every row of every table but *without*, as text."""
    connection = await asyncpg.connect(dsn)
    try:
        names = [name for (name,) in await connection.fetch(_TABLES) if name not in without]
        return {
            name: [row for (row,) in await connection.fetch(f"SELECT t::text FROM {name} t ORDER BY 1")]
            for name in names
        }
    finally:
        await connection.close()


def _create(connection: Connection) -> None:
    create_kernel(Operations(MigrationContext.configure(connection)))
