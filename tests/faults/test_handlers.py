"""Every handler of every service keeps the promises of the frame."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from aiokafka import ConsumerRecord, TopicPartition
from prometheus_client import REGISTRY

from shared.db import Database
from shared.events import EVENTS, Event
from shared.events.plans import UnitRegistered
from shared.messaging.consumer import Consumer
from shared.messaging.failures import WEATHER
from shared.messaging.inlet import Mode
from shared.migrate import migrate
from tests.factories import a_raw_record, a_record, a_sample
from tests.faults.assassin import Assassin
from tests.faults.scene import Partitions, Scene, acting, dump, empty
from tests.faults.stories import ALONE, ANSWERS, HANDLERS, INLETS, SERVICES, before, heard, seed

PLACES = frozenset({"consumer_offset"})


@dataclass
class Ear:
    """A service's consumer, handed one record after the other as Kafka would."""

    service: str
    dsn: str
    database: Database
    consumer: Consumer
    offsets: dict[str, int] = field(default_factory=dict)
    versions: dict[tuple[str, str], int] = field(default_factory=dict)

    def record(self, event: Event, event_id: str = "") -> ConsumerRecord:
        """Return the next record of the event's topic, as the next of its aggregate."""
        topic = event.topic.format(unit_id="so-noi-vu")
        version = self.versions[topic, event.aggregate_id] = self.versions.get((topic, event.aggregate_id), 0) + 1
        return a_record(event, version=version, offset=self._next(topic), topic=topic, event_id=event_id)

    def again(self, record: ConsumerRecord) -> ConsumerRecord:
        """Return *record* as it is told a second time."""
        headers = dict(record.headers)
        return a_raw_record(record.topic, record.key, record.value, headers, offset=self._next(record.topic))

    def another(self, topic: str, key: str, value: bytes, **headers: bytes) -> ConsumerRecord:
        """Return any record, the first of its key."""
        return a_raw_record(topic, key.encode(), value, {"ce_sequence": b"1", **headers}, offset=self._next(topic))

    async def hear(self, *records: ConsumerRecord) -> None:
        """Act on *records* in one batch."""
        places = {TopicPartition(record.topic, 0) for record in records}
        if not places <= self.consumer.next.keys():
            await self.consumer.assigned({*self.consumer.next, *places})
        await self.consumer.hear(records)

    async def rows(self, query: str) -> list[tuple[object, ...]]:
        """Return what *query* finds."""
        connection = await asyncpg.connect(self.dsn)
        try:
            return [tuple(row) for row in await connection.fetch(query)]
        finally:
            await connection.close()

    def _next(self, topic: str) -> int:
        self.offsets[topic] = self.offsets.get(topic, -1) + 1
        return self.offsets[topic]


@pytest.fixture(scope="module")
async def databases(scene: Scene) -> dict[str, str]:
    dsns = {}
    for service in SERVICES:
        dsns[service] = await scene.parts.postgres.empty(f"fault_handlers_{service}", service)
        await migrate(service, dsns[service])
    return dsns


@pytest.fixture
async def ear(scene: Scene, databases: dict[str, str], service: str) -> AsyncIterator[Ear]:
    dsn = databases[service]
    await empty(dsn, but=KEPT)
    with acting(scene.environment(service, dsn)):
        database = Database(dsn, pool=3)
        async with database.transaction() as session:
            await seed(service, session)
        consumer = Consumer(INLETS[service], database)
        consumer.kafka = Partitions()
        yield Ear(service, dsn, database, consumer)
        await database.close()


KEPT = frozenset({"alembic_version", "deadline_rules", "audit_log", "audit_chain", "audit_unsealed"})
"""Tables that migrations fill, and those that are only ever added to."""


def test_every_service_that_listens_is_found() -> None:
    assert SERVICES == ["nominations", "notifications", "plans", "reporting"]


@pytest.mark.parametrize(("service", "event_type"), HANDLERS)
async def test_handler_acts_once_whoever_crashes_and_however_often_it_is_told(
    ear: Ear, scene: Scene, event_type: str
) -> None:
    event = EVENTS[event_type]
    await _hear_before(ear, event)
    record = ear.record(a_sample(event), event_id="a department's own id")
    await ear.consumer.assigned({TopicPartition(topic, 0) for topic in ear.offsets})
    quiet = await dump(ear.dsn)

    Assassin(ear.database, scene.parts.postgres.admin_dsn).arm_at_commit()
    with pytest.raises(WEATHER):
        await ear.consumer._act(ear.consumer._ours([record]))
    crashed = await dump(ear.dsn)
    await ear.hear(record)
    once = await dump(ear.dsn, without=PLACES)
    await ear.hear(ear.again(record))
    twice = await dump(ear.dsn, without=PLACES)

    assert (crashed, once["dead_letter"]) == (quiet, [])
    assert twice == once
    assert once != {name: rows for name, rows in quiet.items() if name not in PLACES}


@pytest.mark.parametrize(("service", "event", "topic"), ANSWERS)
async def test_service_answers_what_it_hears_with_a_fact_of_its_own(ear: Ear, event: type[Event], topic: str) -> None:
    await _hear_before(ear, event)

    await ear.hear(ear.record(a_sample(event)))

    assert await ear.rows("SELECT aggregatetype FROM outbox") == [(topic,)]


@pytest.mark.parametrize("service", SERVICES)
async def test_type_the_service_does_not_know_is_skipped_and_counted(ear: Ear) -> None:
    topic = _alone(ear.service).topic
    later = ear.another(topic, "k", b"\xff", ce_type=b"vn.thidua.plans.OfALaterRelease.v1")
    labels = {"service": ear.service, "topic": topic, "outcome": "unknown"}
    counted = REGISTRY.get_sample_value("thidua_events_handled_total", labels) or 0

    await ear.hear(later)

    assert await ear.rows("SELECT 1 FROM dead_letter") == []
    assert REGISTRY.get_sample_value("thidua_events_handled_total", labels) == counted + 1


@pytest.mark.parametrize("service", SERVICES)
async def test_poison_in_the_middle_buries_one_and_acts_on_the_others(ear: Ear) -> None:
    event = _alone(ear.service)
    other: Any = {event.key: _other_key(event)}
    good = [a_sample(event), a_sample(event, **other)]
    poison = ear.another(event.topic, "sick", b'{"quite": "wrong"}', ce_type=event.type.encode())
    records = [ear.record(good[0]), poison, ear.record(good[1])]
    records[1].offset, records[0].offset, records[2].offset = 1, 0, 2

    await ear.hear(*records)

    seen = await ear.rows("SELECT aggregateid, version FROM seen WHERE version > 0 ORDER BY 1")
    assert await ear.rows("SELECT key, reason FROM dead_letter") == [("sick", "handler")]
    assert seen == sorted((one.aggregate_id, 1) for one in good)


@pytest.mark.parametrize("order", ["as told", "the other way round"])
@pytest.mark.parametrize("service", SERVICES)
async def test_topics_may_come_in_any_order(ear: Ear, order: str) -> None:
    events = list(heard(ear.service))
    topics = sorted({event.topic for event in events}, reverse=order != "as told")

    for topic in topics:
        await ear.hear(*(ear.record(a_sample(event)) for event in events if event.topic == topic))

    assert await ear.rows("SELECT type, error FROM dead_letter") == []


@pytest.mark.parametrize("service", SERVICES)
def test_service_says_in_its_map_which_topics_it_tells(service: str) -> None:
    text = Path(f"services/{service}/__init__.py").read_text()

    told = {event.topic for event in EVENTS.values() if event.topic.partition(".")[0] == service}

    assert [topic for topic in sorted(told) if topic not in text] == []


def test_no_topic_is_heard_both_one_by_one_and_in_batches() -> None:
    modes = {mode for inlet in INLETS.values() for mode in inlet.topics.values()}

    assert modes == set(Mode)


async def _hear_before(ear: Ear, event: type[Event]) -> None:
    for beginning in before(ear.service, event):
        await ear.hear(ear.record(a_sample(beginning)))


def _alone(service: str) -> type[Event]:
    return ALONE.get(service, UnitRegistered)


def _other_key(event: type[Event]) -> str:
    return "so-y-te" if event is UnitRegistered else "00000000-0000-7000-8000-000000000001"
