"""The notifications service as it really runs, but for Kafka: its own database, a mail server, a held clock."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

import httpx
import orjson
import pytest
from aiokafka import ConsumerRecord, TopicPartition
from aiosmtpd.smtp import SMTP, Envelope, Session
from joserfc.jwk import OKPKey
from sqlalchemy import text

from deploy.supervisor import Infrastructure
from services.notifications.app import app
from services.notifications.handlers import on
from services.notifications.jobs import work
from shared import clock
from shared.clock import VIETNAM, HeldClock, SystemClock
from shared.db import Database
from shared.events import Event
from shared.identity import Identity
from shared.identity import sign as sign_identity
from shared.messaging import timers
from shared.messaging.consumer import Consumer
from shared.migrate import migrate
from shared.roles import Role
from shared.settings import settings
from tests.factories import a_record

APPRAISER = Identity("noivu", "Chuyên viên", frozenset({Role.APPRAISER}))
LEADER = Identity("lanhdao", "Lãnh đạo", frozenset({Role.LEADER}))


def officer(unit_id: str) -> Identity:
    return Identity(unit_id, unit_id, frozenset({Role.UNIT_OFFICER}), unit_id)


class Mailbox:
    """A real mail server that keeps what it takes; `answers` are given first, one a recipient."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.has_mail = asyncio.Event()
        self.answers: list[str] = []

    async def handle_RCPT(  # noqa: N802 - the name and the arguments aiosmtpd looks for
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session, options
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        del server, session
        content = cast("bytes", envelope.original_content)
        self.letters.append(message_from_bytes(content, policy=default))
        self.has_mail.set()
        return "250 OK"


class Topics:
    """Stands for Kafka in front of the consumer: every topic has one partition that begins at 0."""

    def seek(self, partition: TopicPartition, offset: int) -> None:
        """Read on from there; nothing to do, records are handed over."""

    async def beginning_offsets(self, partitions: list[TopicPartition]) -> dict[TopicPartition, int]:
        return dict.fromkeys(partitions, 0)


@dataclass
class Notifications:
    """The service and everything a test does to it."""

    client: httpx.AsyncClient
    database: Database
    consumer: Consumer
    mailbox: Mailbox
    key: str
    told_versions: dict[tuple[str, str], int] = field(default_factory=dict)

    async def hear(self, *events: Event) -> None:
        """Hand the consumer one batch of *events*, as their topics would."""
        records: list[ConsumerRecord] = []
        for event in events:
            aggregate = (event.topic, event.aggregate_id)
            self.told_versions[aggregate] = self.told_versions.get(aggregate, 0) + 1
            partition = TopicPartition(event.topic, 0)
            if partition not in self.consumer.next:
                await self.consumer.assigned([partition])
            offset = self.consumer.next[partition] + sum(record.topic == event.topic for record in records)
            records.append(a_record(event, version=self.told_versions[aggregate], offset=offset))
        await self.consumer.hear(records)
        assert await self.rows("SELECT topic, error FROM dead_letter") == []

    async def move(self, month: int, day: int, hour: int) -> None:
        """Move the clock within 2023 and ring what came due; nothing may end as a dead letter."""
        clock.use(HeldClock(datetime(2023, month, day, hour, tzinfo=VIETNAM)))
        while await timers.ring(on, self.database):
            pass
        assert await self.rows("SELECT topic, error FROM dead_letter") == []

    async def send_mail(self) -> None:
        """Run every job that is due."""
        await work(self.database, settings(), until_empty=True)

    async def hurry(self, *, tries: int | None = None) -> None:
        """Make every job due now; *tries* is how often each was tried."""
        sets = "scheduled_at = NULL" if tries is None else f"scheduled_at = NULL, attempts = {tries}"
        await self.rows(f"UPDATE procrastinate_jobs SET {sets} WHERE status = 'todo' RETURNING id")

    async def rows(self, query: str) -> list[tuple[Any, ...]]:
        async with self.database.transaction() as session:
            return [tuple(row) for row in await session.execute(text(query))]

    async def told(self, event: type[Event]) -> list[dict[str, Any]]:
        """Return every fact of one kind that was promised, oldest first."""
        payloads = await self.rows(f"SELECT payload FROM outbox WHERE type = '{event.type}' ORDER BY id")
        return [orjson.loads(payload) for (payload,) in payloads]

    async def ask(self, who: Identity, method: str, path: str, **params: Any) -> httpx.Response:
        headers = {"authorization": f"Bearer {sign_identity(who, self.key)}"}
        return await self.client.request(method, path, headers=headers, params=params)

    async def inbox(self, who: Identity, **params: Any) -> list[str]:
        """Return the subjects of one's notices, newest first."""
        answer = await self.ask(who, "GET", "/notices", **params)
        assert answer.status_code == 200, answer.text
        return [notice["subject"] for notice in answer.json()["items"]]


@pytest.fixture(scope="session")
async def notifications_dsn(infrastructure: Infrastructure) -> str:
    dsn = await infrastructure.postgres.empty("notifications_component", "notifications")
    await migrate("notifications", dsn)
    return dsn


@pytest.fixture
async def mailbox(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Mailbox]:
    mailbox = Mailbox()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(mailbox, loop=loop), "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    monkeypatch.setenv("THIDUA_SMTP", f"{host}:{port}")
    monkeypatch.setenv("THIDUA_SMTP_FROM", "Thi Đua <thidua@dongnai.example>")
    yield mailbox
    server.close()
    await server.wait_closed()


@pytest.fixture
async def notifications(
    notifications_dsn: str, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Notifications]:
    """The service with an empty database, on the morning of 23/12/2022."""
    key = OKPKey.generate_key("Ed25519", auto_kid=False)
    monkeypatch.setenv("THIDUA_SERVICE", "notifications")
    monkeypatch.setenv("THIDUA_ROLES", '["api"]')
    monkeypatch.setenv("THIDUA_POSTGRES", notifications_dsn)
    monkeypatch.setenv("THIDUA_IDENTITY_PUBLIC_KEY", key.as_pem(private=False).decode())
    settings.cache_clear()
    clock.use(HeldClock(datetime(2022, 12, 23, 9, tzinfo=VIETNAM)))
    try:
        async with app.router.lifespan_context(app):
            database: Database = app.state.db
            await _empty(database)
            consumer = Consumer(on, database)
            consumer.kafka = Topics()
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(transport=transport, base_url="http://notifications") as client:
                yield Notifications(client, database, consumer, mailbox, key.as_pem(private=True).decode())
    finally:
        clock.use(SystemClock())
        settings.cache_clear()


async def _empty(database: Database) -> None:
    tables = text(
        "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables "
        "WHERE schemaname = 'public' AND tablename NOT LIKE 'alembic%' AND tablename NOT LIKE 'outbox\\_%'"
    )
    async with database.transaction() as session:
        await session.execute(text(f"TRUNCATE {await session.scalar(tables)}"))
