"""The nominations service as it really runs, but for Kafka: its own database by migration, its routes, a held clock."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import cycle
from typing import Any

import httpx
import orjson
import pytest
from aiokafka import TopicPartition
from joserfc.jwk import OKPKey
from sqlalchemy import text

from deploy.supervisor import Infrastructure
from services.nominations.app import app
from services.nominations.commands import ballots
from services.nominations.handlers import on
from services.nominations.models import Nominations as Tables
from services.nominations.models import UnitRow
from shared import clock
from shared.blind_rsa import PrivateKey, new_key
from shared.clock import VIETNAM, HeldClock, SystemClock
from shared.db import Database
from shared.events import Event
from shared.identity import Identity, sign
from shared.messaging.consumer import Consumer
from shared.migrate import migrate
from shared.roles import Role
from shared.settings import settings
from tests.factories import a_record

UNIT, OTHER_UNIT = "so-y-te", "huyen-trang-bom"

APPRAISER = Identity("noivu", "Trần Thị Thẩm Định", frozenset({Role.APPRAISER}))
LEADER = Identity("lanhdao", "Lê Văn Lãnh Đạo", frozenset({Role.LEADER}))
ADMINISTRATOR = Identity("quantri", "Quản trị", frozenset({Role.ADMINISTRATOR}))
OFFICER = Identity(UNIT, "Nguyễn Văn Cán Bộ", frozenset({Role.UNIT_OFFICER}), UNIT)
OTHER_OFFICER = Identity(OTHER_UNIT, "Phạm Thị Huyện", frozenset({Role.UNIT_OFFICER}), OTHER_UNIT)

COLLECTIVE: Mapping[str, Any] = {
    "unit_id": UNIT,
    "award": "TTLDXS",
    "year": 2022,
    "subject_kind": "collective",
    "subject_name": "Phòng Nghiệp vụ Y",
    "facts": {
        "rating": "HTXSNV",
        "duties_fulfilled": True,
        "has_budget_duty": False,
        "movement_effective": True,
        "headcount": 20,
        "completed_count": 20,
        "advanced_count": 16,
        "grassroots_fighters": 2,
        "disciplined_count": 0,
        "united": True,
    },
    "documents": ["TO_TRINH", "BAO_CAO_THANH_TICH", "BIEN_BAN_HOP"],
}
"""A dossier for Tập thể lao động xuất sắc that meets everything that can be measured."""

INDIVIDUAL: Mapping[str, Any] = {
    "unit_id": UNIT,
    "award": "BK_TTG",
    "year": 2022,
    "subject_kind": "individual",
    "subject_name": "Bác sĩ Nguyễn Thị Hòa",
    "facts": {
        "provincial_commendation_year": 2016,
        "excellent_years": [2018, 2019, 2020, 2021, 2022],
        "initiatives": 6,
    },
    "documents": ["TO_TRINH", "BAO_CAO_THANH_TICH", "BIEN_BAN_HOP", "QD_SANG_KIEN", "QD_KHEN_TRUOC"],
}
"""A dossier for Bằng khen của Thủ tướng Chính phủ on the ground of merit."""


MOST_CANDIDATES = 12

KERNEL = ("outbox", "outbox_cursor", "consumer_offset", "seen", "inbox", "dead_letter", "parked_key", "timer")


class Topics:
    """Stands for Kafka in front of the consumer: every topic has one partition that begins at 0."""

    def seek(self, partition: TopicPartition, offset: int) -> None:
        """Read on from there; nothing to do, records are handed over."""

    async def beginning_offsets(self, partitions: list[TopicPartition]) -> dict[TopicPartition, int]:
        return dict.fromkeys(partitions, 0)


@dataclass
class Nominations:
    """The service and everything a test does to it."""

    client: httpx.AsyncClient
    database: Database
    consumer: Consumer
    offsets: dict[str, int] = field(default_factory=dict)

    async def ask(self, who: Identity, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {"authorization": f"Bearer {sign(who)}"}
        return await self.client.request(method, path, headers=headers, **more)

    async def submit(
        self, who: Identity = OFFICER, draft: Mapping[str, Any] = COLLECTIVE, **more: Any
    ) -> httpx.Response:
        return await self.ask(who, "POST", "/nominations", json={**draft, **more})

    async def submitted(self, draft: Mapping[str, Any] = COLLECTIVE, **more: Any) -> str:
        answer = await self.submit(OFFICER, draft, **more)
        assert answer.status_code == 201, answer.text
        found: str = answer.json()["nomination_id"]
        return found

    async def step(self, who: Identity, nomination_id: str, step: str, **body: Any) -> httpx.Response:
        return await self.ask(who, "POST", f"/nominations/{nomination_id}/steps/{step}", json=body)

    async def take(self, who: Identity, nomination_id: str, step: str, **body: Any) -> Any:
        answer = await self.step(who, nomination_id, step, **body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def eligible(self, draft: Mapping[str, Any] = COLLECTIVE, **more: Any) -> str:
        nomination_id = await self.submitted(draft, **more)
        await self.take(APPRAISER, nomination_id, "receive")
        await self.take(APPRAISER, nomination_id, "appraise")
        return nomination_id

    async def show(self, nomination_id: str, who: Identity = APPRAISER) -> Any:
        answer = await self.ask(who, "GET", f"/nominations/{nomination_id}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def listed(self, who: Identity = APPRAISER, **asked: Any) -> Any:
        answer = await self.ask(who, "GET", "/nominations", params=asked)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def hear(self, event: Event, *, topic: str = "", event_id: str = "", version: int = 1) -> None:
        """Hand the consumer a record of *event*, as its topic would."""
        topic = topic or event.destination
        offset = self.offsets.get(topic, 0)
        if offset == 0:
            self.consumer.kafka = Topics()
            await self.consumer.assigned([TopicPartition(topic, 0)])
        self.offsets[topic] = offset + 1
        record = a_record(event, version=version, offset=offset, event_id=event_id, topic=topic)
        await self.consumer.hear([record])

    async def count(self, table: str) -> int:
        async with self.database.transaction() as session:
            return await session.scalar(text(f"SELECT count(*) FROM {table}")) or 0

    async def told(self) -> list[tuple[str, int, dict[str, Any]]]:
        """Return every promised fact: its name, its version and what it says, oldest first."""
        async with self.database.transaction() as session:
            rows = await session.execute(text("SELECT type, aggregate_version, payload FROM outbox ORDER BY id"))
            return [(kind.split(".")[-2], version, orjson.loads(payload)) for kind, version, payload in rows]

    async def facts_of(self, name: str) -> list[dict[str, Any]]:
        """Return what every fact called *name* says, oldest first."""
        return [said for told, _, said in await self.told() if told == name]


def at(*moment: int) -> None:
    """Hold the clock at a moment in Vietnam."""
    clock.use(HeldClock(datetime(*moment, tzinfo=VIETNAM)))  # type: ignore[misc, arg-type]


@pytest.fixture(scope="session")
async def nominations_dsn(infrastructure: Infrastructure) -> str:
    dsn = await infrastructure.postgres.empty("nominations_component", "nominations")
    await migrate("nominations", dsn)
    return dsn


@pytest.fixture(scope="session")
def ballot_keys() -> Callable[[], PrivateKey]:
    """Real keys made once, because making one takes long; every candidate of a session still has a key of its own."""
    return cycle([new_key() for _ in range(MOST_CANDIDATES)]).__next__


@pytest.fixture
async def nominations(
    nominations_dsn: str, ballot_keys: Callable[[], PrivateKey], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Nominations]:
    """The service with two known units and nothing else, on the morning of 15/02/2023."""
    monkeypatch.setattr(ballots, "new_key", ballot_keys)
    key = OKPKey.generate_key("Ed25519")
    monkeypatch.setenv("THIDUA_SERVICE", "nominations")
    monkeypatch.setenv("THIDUA_ROLES", '["api"]')
    monkeypatch.setenv("THIDUA_POSTGRES", nominations_dsn)
    monkeypatch.setenv("THIDUA_IDENTITY_PUBLIC_KEY", key.as_pem(private=False).decode())
    monkeypatch.setenv("THIDUA_IDENTITY_PRIVATE_KEY", key.as_pem(private=True).decode())
    settings.cache_clear()
    at(2023, 2, 15, 9)
    try:
        async with app.router.lifespan_context(app):
            database: Database = app.state.db
            await _empty(database)
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(transport=transport, base_url="http://nominations") as client:
                yield Nominations(client, database, Consumer(on, database))
    finally:
        clock.use(SystemClock())
        settings.cache_clear()


async def _empty(database: Database) -> None:
    # Rows are few: deleting them is many times faster than truncating their tables, and one statement is one way.
    tables = (*(one.name for one in reversed(Tables.metadata.sorted_tables)), *KERNEL)
    emptied = "; ".join(f"DELETE FROM {table}" for table in tables if not table.startswith("audit_"))  # only added to
    async with database.transaction() as session:
        await session.execute(text(f"DO $$ BEGIN {emptied}; END $$"))
        for unit_id, name in ((UNIT, "Sở Y tế"), (OTHER_UNIT, "Huyện Trảng Bom")):
            session.add(UnitRow(unit_id=unit_id, name=name, valid_from=date(2020, 1, 1), valid_to=None))
