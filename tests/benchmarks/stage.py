"""Where the benchmarks play: a PostgreSQL and a Kafka of their own, emptied between runs."""

import json
import os
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
from confluent_kafka.admin import AdminClient
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deploy.kafka import provision
from deploy.supervisor import Infrastructure, infrastructure
from shared.migrate import migrate
from shared.settings import Settings, settings

FOLDER = Path("var/bench")
TOPIC = "plans.filing.v1"
PARTITIONS = 12


class Stage:
    """The infrastructure, with what the benchmarks ask of it."""

    def __init__(self, parts: Infrastructure) -> None:
        self.parts = parts
        self._admin = AdminClient(parts.kafka.access.client())

    async def fresh_database(self, service: str) -> str:
        """Return the address of a new database of *service*, migrated."""
        dsn = await self.parts.postgres.empty(f"bench_{service}", service)
        await migrate(service, dsn)
        return dsn

    def empty_topics(self, topics: Sequence[str] = (TOPIC,)) -> None:
        """Make *topics* new again."""
        for deletion in self._admin.delete_topics(list(topics)).values():
            deletion.result()
        while not self._admin.list_topics(timeout=10).topics.keys().isdisjoint(topics):
            time.sleep(0.05)
        provision.apply(self.parts.kafka, [])

    def environment(self, service: str, dsn: str, **more: str) -> dict[str, str]:
        """Return the settings of a process of *service* as environment variables."""
        who = self.parts.kafka.credentials(service)
        return {
            "THIDUA_SERVICE": service,
            "THIDUA_POSTGRES": dsn,
            "THIDUA_KAFKA": self.parts.kafka.bootstrap,
            "THIDUA_KAFKA_USER": who.user,
            "THIDUA_KAFKA_PASSWORD": who.password,
            "THIDUA_IDENTITY_PUBLIC_KEY": KEYS["public"],
            "THIDUA_LOG_LEVEL": "WARNING",
            **more,
        }

    def settings(self, service: str, dsn: str) -> Settings:
        """Make this process one of *service*."""
        os.environ.update(self.environment(service, dsn))
        settings.cache_clear()
        return settings()


@asynccontextmanager
async def stage() -> AsyncIterator[Stage]:
    """Keep the stage up."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    async with infrastructure(FOLDER, units=[]) as parts:
        yield Stage(parts)


def _keys() -> dict[str, str]:
    private = Ed25519PrivateKey.generate()
    pem = serialization.Encoding.PEM
    return {
        "private": private.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode(),
        "public": private.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo).decode(),
    }


KEYS = _keys()


def payload(number: int) -> bytes:
    """Return a payload of about one kilobyte that differs from every other."""
    return json.dumps({"nomination_id": str(number), "text": "x" * 950}).encode()


async def execute(dsn: str, statement: str, *arguments: Any) -> None:
    """Execute one statement on a connection of its own."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(statement, *arguments, timeout=300)
    finally:
        await connection.close()
