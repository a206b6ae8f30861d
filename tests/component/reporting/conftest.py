"""The reporting service as it really runs, but for Kafka: its own database, its routes, a held clock."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx
import orjson
import pytest
from aiokafka import ConsumerRecord, TopicPartition
from joserfc.jwk import OKPKey
from sqlalchemy import text

from deploy.supervisor import Infrastructure
from services.reporting.app import app
from services.reporting.handlers import on
from services.reporting.projections import PROJECTIONS
from shared import clock
from shared.clock import VIETNAM, HeldClock, SystemClock
from shared.db import Database
from shared.events import Event
from shared.identity import Identity, sign
from shared.messaging.consumer import Consumer
from shared.migrate import migrate
from shared.roles import Role
from shared.settings import settings
from tests.factories import a_record

APPRAISER = Identity("noivu", "Chuyên viên", frozenset({Role.APPRAISER}))
LEADER = Identity("lanhdao", "Lãnh đạo", frozenset({Role.LEADER}))


def officer(unit_id: str) -> Identity:
    return Identity(unit_id, unit_id, frozenset({Role.UNIT_OFFICER}), unit_id)


class Topics:
    """Stands for Kafka in front of the consumer: every topic has one partition that begins at 0."""

    def seek(self, partition: TopicPartition, offset: int) -> None:
        """Read on from there; nothing to do, records are handed over."""

    async def beginning_offsets(self, partitions: list[TopicPartition]) -> dict[TopicPartition, int]:
        return dict.fromkeys(partitions, 0)


def as_told(events: Iterable[Event]) -> list[ConsumerRecord]:
    """Return the records of *events*: each topic has its offsets, each aggregate its versions."""
    versions: dict[tuple[str, str], int] = {}
    offsets: dict[str, int] = {}
    records = []
    for event in events:
        aggregate = (event.topic, event.aggregate_id)
        versions[aggregate] = versions.get(aggregate, 0) + 1
        offset = offsets.get(event.topic, 0)
        offsets[event.topic] = offset + 1
        records.append(a_record(event, version=versions[aggregate], offset=offset))
    return records


@dataclass
class Reporting:
    """The service and everything a test does to it."""

    client: httpx.AsyncClient
    database: Database
    key: str
    history: list[Event] = field(default_factory=list)

    async def hear(self, *events: Event, at_once: int = 1_000) -> None:
        """Let the service hear *events* after those it heard before, *at_once* in a batch."""
        done = len(self.history)
        self.history += events
        await self.take(as_told(self.history)[done:], at_once)
        assert await self.rows("SELECT topic, error FROM dead_letter") == []

    async def take(self, records: list[ConsumerRecord], at_once: int = 1_000) -> None:
        """Hand *records* to a consumer that begins where the database says."""
        consumer = Consumer(on, self.database)
        consumer.kafka = Topics()
        await consumer.assigned([TopicPartition(topic, 0) for topic in sorted({record.topic for record in records})])
        for start in range(0, len(records), at_once):
            await consumer.hear(records[start : start + at_once])

    async def view(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return every row of every read model."""
        return {
            projection.table: await self.rows(f"SELECT * FROM {projection.table} ORDER BY {', '.join(projection.key)}")
            for projection in PROJECTIONS
        }

    async def rows(self, query: str) -> list[tuple[Any, ...]]:
        async with self.database.transaction() as session:
            return [tuple(row) for row in await session.execute(text(query))]

    async def told(self, event: type[Event]) -> list[dict[str, Any]]:
        """Return every fact of one kind that was promised, oldest first."""
        payloads = await self.rows(f"SELECT payload FROM outbox WHERE type = '{event.type}' ORDER BY id")
        return [orjson.loads(payload) for (payload,) in payloads]

    async def ask(self, who: Identity, method: str, path: str, body: Any = None, **params: Any) -> httpx.Response:
        headers = {"authorization": f"Bearer {sign(who, self.key)}"}
        return await self.client.request(method, path, headers=headers, params=params, json=body)

    async def get(self, who: Identity, path: str, **params: Any) -> Any:
        answer = await self.ask(who, "GET", path, **params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def figures(self, who: Identity, period: str, year: int = 2023) -> dict[str, int]:
        """Return every figure of a summary by its name."""
        summary = await self.get(who, "/summary", year=year, period=period)
        return {figure["figure"]: figure["value"] for group in summary["groups"] for figure in group["figures"]}

    async def empty(self) -> None:
        """Forget everything."""
        self.history.clear()
        tables = (
            "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables "
            "WHERE schemaname = 'public' AND tablename NOT LIKE 'alembic%' AND tablename NOT LIKE 'outbox\\_%'"
        )
        ((names,),) = await self.rows(tables)
        async with self.database.transaction() as session:
            await session.execute(text(f"TRUNCATE {names}"))


@pytest.fixture(scope="session")
async def reporting_dsn(infrastructure: Infrastructure) -> str:
    dsn = await infrastructure.postgres.empty("reporting_component", "reporting")
    await migrate("reporting", dsn)
    return dsn


@pytest.fixture
async def reporting(reporting_dsn: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Reporting]:
    """The service with an empty database, on 02/01/2024."""
    key = OKPKey.generate_key("Ed25519", auto_kid=False)
    monkeypatch.setenv("THIDUA_SERVICE", "reporting")
    monkeypatch.setenv("THIDUA_ROLES", '["api"]')
    monkeypatch.setenv("THIDUA_POSTGRES", reporting_dsn)
    monkeypatch.setenv("THIDUA_IDENTITY_PUBLIC_KEY", key.as_pem(private=False).decode())
    settings.cache_clear()
    clock.use(HeldClock(datetime(2024, 1, 2, 9, tzinfo=VIETNAM)))
    try:
        async with app.router.lifespan_context(app):
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(transport=transport, base_url="http://reporting") as client:
                service = Reporting(client, app.state.db, key.as_pem(private=True).decode())
                await service.empty()
                yield service
    finally:
        clock.use(SystemClock())
        settings.cache_clear()
