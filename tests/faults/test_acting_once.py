"""Each fact is acted on once, whatever is told twice, comes too early, is bad, or dies on the way."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from aiokafka import ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaTimeoutError
from prometheus_client import REGISTRY
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db import Database
from shared.errors import Refused
from shared.events.ext import FilingSent, SubmissionRefused
from shared.events.kernel import DeadLettered
from shared.events.plans import QuarterOpened, TaskProgressed, UnitState
from shared.messaging.consumer import Consumer, OffsetMoved
from shared.messaging.failures import WEATHER
from shared.messaging.inlet import Inlet, Sender
from shared.messaging.work import replay
from tests.factories import a_raw_record, a_record, a_sample
from tests.faults.assassin import Assassin
from tests.faults.scene import Partitions, Scene, acting, dump, empty

TOPIC = TaskProgressed.topic
HERE = TopicPartition(TOPIC, 0)
EXT = "ext.so-y-te.v1"
POISON = 13

EFFECTS = (
    "CREATE TABLE effect (position serial PRIMARY KEY, key text NOT NULL, percent int NOT NULL)",
    "CREATE TABLE cured (at timestamptz NOT NULL)",
)


class TooMuchAtOnce(Refused):
    """The department asks for what nobody may have."""


class Listener:
    """A consumer that is handed its records, and what came of them."""

    def __init__(self, dsn: str) -> None:
        self.dsn = dsn
        self.on = Inlet("plans", answers_unknown=True)
        self.on(TaskProgressed)(self._note)
        self.on.outside(FilingSent)(self._take)
        self.database = Database(dsn, pool=4)
        self.weather: list[Exception] = []
        self.kafka = Partitions()
        self.consumer = self.another()

    def another(self) -> Consumer:
        consumer = Consumer(self.on, self.database)
        consumer.kafka = self.kafka
        return consumer

    async def hear(self, *records: ConsumerRecord) -> None:
        places = {TopicPartition(record.topic, record.partition) for record in records}
        if not places <= self.consumer.next.keys():
            await self.consumer.assigned(places)
        await self.consumer.hear(records)

    async def replay(self, topic: str, key: str) -> dict[str, int]:
        async with self.database.transaction() as session:
            return await replay(self.on, session, topic, key)

    async def rows(self, query: str) -> list[tuple[object, ...]]:
        async with self.database.transaction() as session:
            return [tuple(row) for row in await session.execute(text(query))]

    async def effects(self, key: object = None) -> list[object]:
        where = "" if key is None else f"WHERE key = '{key}'"
        return [percent for (percent,) in await self.rows(f"SELECT percent FROM effect {where} ORDER BY position")]

    async def cure(self) -> None:
        await self.rows("INSERT INTO cured VALUES (now()) RETURNING 1")

    async def _note(self, event: TaskProgressed, session: AsyncSession) -> None:
        await self._act(session, str(event.plan_id), event.percent)

    async def _take(self, event: FilingSent, sender: Sender, session: AsyncSession) -> None:
        await self._act(session, f"{sender.unit_id}/{event.submission_id}", event.year - 2000)
        if event.reference == "too much":
            raise TooMuchAtOnce

    async def _act(self, session: AsyncSession, key: str, percent: int) -> None:
        if self.weather:
            raise self.weather.pop()
        await session.execute(text("INSERT INTO effect (key, percent) VALUES (:k, :p)"), {"k": key, "p": percent})
        if percent == POISON and not await session.scalar(text("SELECT 1 FROM cured")):
            raise ValueError("thirteen")


@pytest.fixture(scope="module")
async def dsn(scene: Scene) -> str:
    return await scene.database(*EFFECTS, service="plans")


@pytest.fixture
async def listener(scene: Scene, dsn: str) -> AsyncIterator[Listener]:
    await empty(dsn)
    with acting(scene.environment("plans", dsn)):
        listener = Listener(dsn)
        yield listener
        await listener.database.close()


def told(plan: UUID, *percents: int, first: int = 0, version: int = 1) -> list[ConsumerRecord]:
    """Return the records of one plan's progress, one version after the other."""
    return [
        a_record(a_sample(TaskProgressed, plan_id=plan, percent=p), version=version + n, offset=first + n)
        for n, p in enumerate(percents)
    ]


def sent(submission: str, year: int, *, offset: int = 0, key: str = "", **fields: Any) -> ConsumerRecord:
    """Return a department's record."""
    event = a_sample(FilingSent, submission_id=submission, year=2000 + year, **fields)
    record = a_record(event, offset=offset, event_id=f"id-{submission}", topic=EXT, ce_sequence=b"")
    record.key = (key or submission).encode()
    return record


async def test_fact_told_again_at_a_new_offset_is_acted_on_once(listener: Listener) -> None:
    plan = uuid4()

    await listener.hear(*told(plan, 1, 2, 3))
    await listener.hear(*told(plan, 1, 2, 3, first=3))

    assert await listener.effects() == [1, 2, 3]


async def test_two_that_hold_one_partition_act_once(listener: Listener) -> None:
    records = told(uuid4(), 1, 2, 3)
    zombie = listener.another()
    await zombie.assigned([HERE])

    await listener.hear(*records)
    await zombie.hear(records)

    assert (await listener.effects(), zombie.next) == ([1, 2, 3], {HERE: 3})


async def test_stale_offset_is_noticed_before_anything_is_done(listener: Listener) -> None:
    zombie = listener.another()
    await zombie.assigned([HERE])
    await listener.hear(*told(uuid4(), 1))

    with pytest.raises(OffsetMoved):
        await zombie._act(zombie._ours(told(uuid4(), 2)))

    assert await listener.effects() == [1]


async def test_two_that_act_at_the_same_moment_act_once(listener: Listener) -> None:
    records = told(uuid4(), *range(20, 40))
    other = listener.another()
    await listener.consumer.assigned([HERE])
    await other.assigned([HERE])

    await asyncio.gather(listener.consumer.hear(records), other.hear(records))

    assert await listener.effects() == list(range(20, 40))


async def test_record_that_comes_before_the_seek_is_left_for_later(listener: Listener) -> None:
    await listener.consumer.hear(told(uuid4(), 1))

    assert await listener.effects() == []


async def test_record_read_before_the_seek_is_not_acted_on_after_it(listener: Listener) -> None:
    """Kafka may know a later place than our restored database: records from there must not skip the ones between."""
    async with listener.database.transaction() as blocking:
        await blocking.execute(text("LOCK TABLE consumer_offset"))
        assigning = asyncio.create_task(listener.consumer.assigned([HERE]))
        await _until(listener, "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        generation = listener.consumer.generation

    await assigning
    await listener.consumer.hear(told(uuid4(), 1, first=50), generation)

    assert (await listener.effects(), listener.consumer.next) == ([], {HERE: 0})


async def test_type_nobody_wants_is_skipped_and_counted(listener: Listener) -> None:
    plan = uuid4()
    other = a_record(a_sample(QuarterOpened, plan_id=plan), version=2, offset=1)
    before = _counted(TOPIC, "unknown")

    await listener.hear(*told(plan, 1), other, *told(plan, 2, first=2, version=3))

    assert (await listener.effects(), _counted(TOPIC, "unknown") - before) == ([1, 2], 1)


async def test_record_that_no_teller_signed_is_put_aside(listener: Listener) -> None:
    await listener.hear(a_raw_record(TOPIC, None, None, {"ce_type": None, "ce_id": b"\xff"}))

    letters = await listener.rows("SELECT reason, type FROM dead_letter")
    assert letters == [("gap", "")]


async def test_poison_in_the_middle_is_put_aside_and_the_others_are_acted_on(listener: Listener) -> None:
    sick, well = uuid4(), uuid4()
    records = [*told(sick, 1, POISON, 3), *told(well, 4, 5, 6, first=3)]

    await listener.hear(*records)

    letters = await listener.rows("SELECT offset_, reason FROM dead_letter ORDER BY offset_")
    assert (await listener.effects(sick), await listener.effects(well)) == ([1], [4, 5, 6])
    assert letters == [(1, "handler"), (2, "parked")]


async def test_each_letter_is_told_as_an_event(listener: Listener) -> None:
    await listener.hear(*told(uuid4(), POISON, 2))

    promised = await listener.rows("SELECT aggregatetype, type FROM outbox ORDER BY id")
    assert promised == [("plans.dlq.v1", DeadLettered.type)] * 2


async def test_later_records_of_a_parked_key_wait_behind_it(listener: Listener) -> None:
    plan = uuid4()
    await listener.hear(*told(plan, POISON))

    await listener.hear(*told(plan, 2, 3, first=1, version=2))

    assert await listener.rows("SELECT reason FROM dead_letter ORDER BY offset_") == [
        ("handler",),
        ("parked",),
        ("parked",),
    ]


async def test_replay_acts_in_order_and_unparks(listener: Listener) -> None:
    plan = uuid4()
    await listener.hear(*told(plan, 1, POISON, 3, 4))
    await listener.cure()

    outcome = await listener.replay(TOPIC, str(plan))

    assert (outcome, await listener.effects()) == ({"acted": 3, "remain": 0}, [1, POISON, 3, 4])
    assert await listener.rows("SELECT topic FROM parked_key UNION ALL SELECT topic FROM dead_letter") == []


async def test_replay_of_what_is_still_bad_puts_it_back_with_all_behind_it(listener: Listener) -> None:
    plan = uuid4()
    await listener.hear(*told(plan, 1, POISON, 3, 4))

    outcome = await listener.replay(TOPIC, str(plan))

    assert (outcome, await listener.effects()) == ({"acted": 0, "remain": 3}, [1])


async def test_next_fact_after_a_replay_is_acted_on(listener: Listener) -> None:
    plan = uuid4()
    await listener.hear(*told(plan, 1, POISON, 3))
    await listener.cure()
    await listener.replay(TOPIC, str(plan))

    await listener.hear(*told(plan, 4, 5, first=3, version=4))

    assert await listener.effects() == [1, POISON, 3, 4, 5]


@pytest.mark.parametrize(("is_cured", "effects"), [(True, [1, POISON, 3]), (False, [1])])
async def test_fact_that_comes_during_a_replay_waits_for_its_end(
    listener: Listener,
    is_cured: bool,  # noqa: FBT001 - a table of cases
    effects: list[int],
) -> None:
    plan = uuid4()
    await listener.hear(*told(plan, 1, POISON))
    if is_cured:
        await listener.cure()

    async with listener.database.transaction() as session:
        await replay(listener.on, session, TOPIC, str(plan))
        hearing = asyncio.create_task(listener.hear(*told(plan, 3, first=2, version=3)))
        await _until(listener, "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    await hearing

    assert (await listener.effects(), listener.consumer.next) == (effects, {HERE: 3})


async def test_replay_after_a_replay_that_failed_still_acts_in_order(listener: Listener) -> None:
    plan = uuid4()
    await listener.hear(*told(plan, 1, POISON, 3))
    await listener.replay(TOPIC, str(plan))
    await listener.hear(*told(plan, 4, first=3, version=4))
    await listener.cure()

    outcome = await listener.replay(TOPIC, str(plan))

    assert (outcome, await listener.effects()) == ({"acted": 3, "remain": 0}, [1, POISON, 3, 4])


async def test_repeat_of_an_old_fact_of_a_parked_key_does_not_spoil_the_replay(listener: Listener) -> None:
    plan = uuid4()
    await listener.hear(*told(plan, 1, 2, POISON))
    await listener.hear(*told(plan, 1, 2, POISON, 4, first=3))
    await listener.cure()

    outcome = await listener.replay(TOPIC, str(plan))

    assert (outcome["remain"], await listener.effects()) == (0, [1, 2, POISON, 4])


async def test_fact_that_skips_a_version_is_put_aside_with_all_behind_it(listener: Listener) -> None:
    plan = uuid4()

    await listener.hear(*told(plan, 1), *told(plan, 3, 4, first=1, version=3))

    letters = await listener.rows("SELECT offset_, reason FROM dead_letter ORDER BY offset_")
    assert (await listener.effects(), letters) == ([1], [(1, "gap"), (2, "parked")])


async def test_topic_of_last_states_may_leave_versions_out(listener: Listener) -> None:
    unit = a_sample(UnitState)
    records = [a_record(unit, version=version, offset=offset) for offset, version in enumerate((3, 7, 7, 5))]

    await listener.hear(*records)

    seen = await listener.rows("SELECT aggregateid, version FROM seen")
    assert (seen, await listener.rows("SELECT 1 FROM dead_letter")) == ([(unit.unit_id, 7)], [])


async def test_bad_weather_is_waited_out_and_buries_nothing(listener: Listener) -> None:
    listener.weather = [ConnectionResetError(), asyncpg.DeadlockDetectedError()]

    await listener.hear(*told(uuid4(), 1, 2))

    assert (await listener.effects(), await listener.rows("SELECT 1 FROM dead_letter")) == ([1, 2], [])


async def test_more_bad_records_than_can_be_chance_stop_the_consumer_and_bury_none(listener: Listener) -> None:
    records = [told(uuid4(), POISON, first=offset)[0] for offset in range(101)]

    hearing = asyncio.create_task(listener.hear(*records))
    async with asyncio.timeout(30):
        while REGISTRY.get_sample_value("thidua_consumer_stopped", {"service": "plans"}) != 1:
            await asyncio.sleep(0.01)
    hearing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await hearing

    assert await dump(listener.dsn) == await dump(listener.dsn) | {"dead_letter": [], "parked_key": [], "seen": []}


@pytest.mark.parametrize("is_suspect", [False, True])
async def test_crash_between_any_two_statements_of_a_batch_leaves_nothing(
    listener: Listener, scene: Scene, *, is_suspect: bool
) -> None:
    sick = told(uuid4(), 3, *([POISON, 5] if is_suspect else []), first=2)
    records = [*told(uuid4(), 1, 2), *sick, sent("a", 6)]
    await listener.consumer.assigned([HERE, TopicPartition(EXT, 0)])
    before = await dump(listener.dsn)
    assassin = Assassin(listener.database, scene.parts.postgres.admin_dsn)

    for statements in range(200):
        assassin.arm(statements)
        try:
            await listener.consumer._act(listener.consumer._ours(records), is_suspect=is_suspect)
        except WEATHER:
            assert await dump(listener.dsn) == before
        else:
            break
    was_spared = assassin.is_armed
    assassin.disarm()

    assert (statements > 5, was_spared, await listener.effects()) == (True, True, [6, 1, 2, 3])


async def test_place_is_found_again_when_kafka_does_not_answer_at_once(listener: Listener) -> None:
    class Slow(Partitions):
        answers = iter([KafkaTimeoutError()])

        async def beginning_offsets(self, partitions: list[TopicPartition]) -> dict[TopicPartition, int]:
            for error in self.answers:
                raise error
            return await super().beginning_offsets(partitions)

    listener.consumer.kafka = Slow()

    await listener.consumer.assigned([HERE])

    assert listener.consumer.next == {HERE: 0}


async def test_partition_lost_while_its_batch_was_acted_on_stays_lost(listener: Listener) -> None:
    await listener.consumer.assigned([HERE])
    async with listener.database.transaction() as blocking:
        await blocking.execute(text("UPDATE consumer_offset SET next_offset = next_offset"))
        hearing = asyncio.create_task(listener.consumer.hear(told(uuid4(), 1)))
        await _until(listener, "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        await listener.consumer.revoked([HERE])

    await hearing

    assert (await listener.effects(), listener.consumer.next) == ([1], {})


async def test_records_that_left_kafka_unheard_are_skipped_and_counted(listener: Listener) -> None:
    await listener.consumer.assigned([HERE])
    before = REGISTRY.get_sample_value("thidua_records_expired_total", {"service": "plans", "topic": TOPIC}) or 0
    other = listener.another()
    other.kafka = Partitions(**{TOPIC: 5})

    await other.assigned([HERE])

    after = REGISTRY.get_sample_value("thidua_records_expired_total", {"service": "plans", "topic": TOPIC}) or 0
    assert (other.next, after - before) == ({HERE: 5}, 5)


async def test_departments_message_sent_twice_is_acted_on_once(listener: Listener) -> None:
    await listener.hear(sent("a", 1), sent("a", 1, offset=1))

    assert await listener.effects() == [1]


async def test_sender_is_the_unit_of_the_topic(listener: Listener) -> None:
    await listener.hear(sent("a", 1, unit_id="so-noi-vu"))

    assert await listener.rows("SELECT key FROM effect") == [("so-y-te/a",)]


async def test_refusal_undoes_its_message_and_answers_once(listener: Listener) -> None:
    refused = sent("b", 2, offset=1, reference="too much")
    again = sent("b", 2, offset=2, reference="too much")

    await listener.hear(sent("a", 1), refused, again, sent("c", 3, offset=3))

    answers = await listener.rows("SELECT aggregatetype, type, aggregateid FROM outbox")
    assert await listener.effects() == [1, 3]
    assert answers == [("ext.so-y-te.replies.v1", SubmissionRefused.type, "id-b")]


@pytest.mark.parametrize(
    ("value", "headers", "code"),
    [
        (b"{}", {"ce_type": FilingSent.type.encode(), "ce_id": b"1"}, "Unreadable"),
        (None, {"ce_type": FilingSent.type.encode(), "ce_id": b"1"}, "Unreadable"),
        (b"\xff", {"ce_type": FilingSent.type.encode(), "ce_id": b"\xff\x00"}, "Unreadable"),
        (b"{}", {"ce_type": FilingSent.type.encode()}, "Unreadable"),
        (b"{}", {"ce_type": b"vn.thidua.ext.Nothing.v1", "ce_id": b"1"}, "UnknownType"),
        (b"{}", {"ce_type": b"vn.thidua.plans.PlanIssued.v1", "ce_id": b"1"}, "UnknownType"),
        (b"{}", {"ce_type": b"vn.thidua.nominations.AwardGranted.v1", "ce_id": b"1"}, "UnknownType"),
        (b"{}", {"ce_type": None, "ce_id": None}, "Unreadable"),
        (b"{}", {"ce_type": b"\x00" * 900_000, "ce_id": b"x" * 100_000}, "UnknownType"),
    ],
)
async def test_message_nobody_can_read_is_answered(
    listener: Listener, value: bytes | None, headers: dict[str, bytes | None], code: str
) -> None:
    await listener.hear(a_raw_record(EXT, b"k", value, headers))

    assert await _answers(listener) == [code]


async def test_names_no_database_can_hold_stop_nobody(listener: Listener) -> None:
    headers = {"ce_type": FilingSent.type.encode(), "ce_id": b"\x00" * 3_000, "ce_sequence": b"9" * 5_000}
    bad = a_sample(FilingSent, submission_id="b", year=2000 + POISON).model_dump_json().encode()
    nasty = a_raw_record(EXT, bytes(range(256)) * 100, bad, headers | {"\x00": b"\x00"})

    await listener.hear(nasty, sent("a", 1, offset=1))

    assert await listener.effects() == [1]
    assert await listener.rows("SELECT reason FROM dead_letter") == [("handler",)]


async def test_departments_bad_message_is_acted_on_in_its_replay(listener: Listener) -> None:
    await listener.hear(sent("a", POISON), sent("a", POISON, offset=1), sent("b", 2, offset=2, key="a"))
    await listener.cure()

    outcome = await listener.replay(EXT, "a")

    assert (outcome, await listener.effects()) == ({"acted": 3, "remain": 0}, [POISON, 2])


async def test_departments_bad_message_that_is_still_bad_stays(listener: Listener) -> None:
    await listener.hear(sent("a", POISON))

    outcomes = [await listener.replay(EXT, "a"), await listener.replay(EXT, "a")]

    assert (outcomes, await listener.effects()) == ([{"acted": 0, "remain": 1}] * 2, [])


async def _answers(listener: Listener) -> list[str]:
    rows = await listener.rows("SELECT convert_from(payload, 'UTF8')::jsonb ->> 'code' FROM outbox")
    return [str(code) for (code,) in rows]


async def _until(listener: Listener, query: str) -> None:
    async with asyncio.timeout(10):
        while not await listener.rows(query):
            await asyncio.sleep(0.01)


def _counted(topic: str, outcome: str) -> float:
    labels = {"service": "plans", "topic": topic, "outcome": outcome}
    return REGISTRY.get_sample_value("thidua_events_handled_total", labels) or 0
