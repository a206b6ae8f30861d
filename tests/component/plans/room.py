"""The plans service and everything a test does to it; records are handed to its consumer as Kafka would."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import httpx
import orjson
from aiokafka import TopicPartition
from sqlalchemy import event, text

from services.plans.handlers import on
from shared import clock
from shared.clock import VIETNAM, HeldClock
from shared.db import Database
from shared.events import Event
from shared.identity import Identity, sign
from shared.messaging import timers
from shared.messaging.consumer import Consumer
from shared.roles import Role
from tests.factories import a_record

PROVINCE = Path("deploy/data/province.yml").read_bytes()
FOUNDING_PLAN = Path("deploy/samples/KH-274-KH-UBND-2022.txt").read_bytes()

ADMINISTRATOR = Identity("quantri", "Quản trị", frozenset({Role.ADMINISTRATOR}))
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


@dataclass
class Plans:
    """The service and everything a test does to it."""

    client: httpx.AsyncClient
    database: Database
    consumer: Consumer
    offsets: dict[str, int] = field(default_factory=dict)

    async def ask(self, who: Identity, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {"authorization": f"Bearer {sign(who)}"}
        return await self.client.request(method, path, headers=headers, **more)

    async def get(self, who: Identity, path: str, **params: Any) -> Any:
        answer = await self.ask(who, "GET", path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(self, who: Identity, path: str, body: Any = None) -> httpx.Response:
        return await self.ask(who, "POST", path, json=body or {})

    async def import_units(self, content: bytes = PROVINCE, who: Identity = ADMINISTRATOR) -> httpx.Response:
        return await self.ask(who, "POST", "/units/import", content=content)

    async def draft(self, content: bytes = FOUNDING_PLAN) -> httpx.Response:
        return await self.ask(APPRAISER, "POST", "/plans/drafts", params={"filename": "ke-hoach.txt"}, content=content)

    async def issue(self) -> dict[str, Any]:
        """Issue the founding plan to the province's units and return it."""
        await self.import_units()
        return await self.issue_draft()

    async def issue_draft(self) -> dict[str, Any]:
        draft = (await self.draft()).json()
        answer = await self.post(APPRAISER, f"/plans/drafts/{draft['draft_id']}/issue")
        assert answer.status_code == 201, answer.text
        plan: dict[str, Any] = answer.json()
        return plan

    async def filing(self, unit_id: str, duty: str) -> dict[str, Any]:
        page = await self.get(LEADER, "/filings", unit_id=unit_id, duty=duty)
        assert page["total"] == 1
        found: dict[str, Any] = page["items"][0]
        return found

    async def file(self, unit_id: str, duty: str) -> httpx.Response:
        filing = await self.filing(unit_id, duty)
        body = {"reference": "12/KH-UBND", "dated_on": clock.today().isoformat()}
        return await self.post(officer(unit_id), f"/filings/{filing['filing_id']}/steps/file", body)

    async def move(self, day: date, at: time = time()) -> None:
        """Move the clock and ring what came due; nothing may end as a dead letter."""
        clock.use(HeldClock(datetime.combine(day, at, VIETNAM)))
        while await timers.ring(on, self.database):
            pass
        assert await self.count("dead_letter") == 0

    async def hear(self, fact: Event, *, topic: str = "", event_id: str = "", version: int = 1) -> None:
        """Hand the consumer a record of *fact*, the first of its aggregate unless told, as its topic would."""
        topic = topic or fact.destination
        offset = self.offsets.get(topic, 0)
        if offset == 0:
            self.consumer.kafka = Topics()
            await self.consumer.assigned([TopicPartition(topic, 0)])
        self.offsets[topic] = offset + 1
        await self.consumer.hear([a_record(fact, topic=topic, offset=offset, event_id=event_id, version=version)])

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """Give the list of statements the service sends meanwhile."""
        sent: list[str] = []

        def note(_: Any, __: Any, statement: str, *___: Any) -> None:
            sent.append(statement)

        engine = self.database.engine.sync_engine
        event.listen(engine, "before_cursor_execute", note)
        yield sent
        event.remove(engine, "before_cursor_execute", note)

    async def count(self, table: str) -> int:
        async with self.database.transaction() as session:
            return await session.scalar(text(f"SELECT count(*) FROM {table}")) or 0

    async def told(self, kind: type[Event]) -> list[dict[str, Any]]:
        """Return every fact of one kind that was promised, oldest first."""
        async with self.database.transaction() as session:
            rows = await session.scalars(
                text("SELECT payload FROM outbox WHERE type = :type ORDER BY id"), {"type": kind.type}
            )
            return [orjson.loads(payload) for payload in rows]

    async def versions(self, topic: str) -> dict[str, list[int]]:
        """Return the versions told of each aggregate of a topic, in order."""
        async with self.database.transaction() as session:
            rows = await session.execute(
                text("SELECT aggregateid, array_agg(aggregate_version ORDER BY id) FROM outbox "
                     "WHERE aggregatetype = :topic GROUP BY 1"),
                {"topic": topic},
            )  # fmt: skip
            return {key: list(found) for key, found in rows}
