"""The ledger can fail: every way in which told and acted may differ makes it say so, on paper and in earnest."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from uuid import uuid4

import asyncpg
import orjson
import pytest
from aiokafka import AIOKafkaProducer

from deploy.books import Books, Fact, client
from deploy.ledger import balance, ledger
from tests.system.walked import Walked

TOPIC = "plans.filing.v1"
OUTSIDE = "ext.so-y-te.v1"
STATE = "plans.unit.state.v1"
REPORT = "reporting.report.v1"


def a_fact(version: int = 1, key: str = "a", topic: str = TOPIC, **more: Any) -> Fact:
    known = Fact(topic, key, version, f"{topic}/{key}/{version}", "vn.thidua.plans.FilingDue.v1", b"content")
    return known._replace(**more)


FACTS = (a_fact(1), a_fact(1, "b"), a_fact(2), a_fact(3))
SENT = a_fact(0, "m-1", OUTSIDE, event_id="m-1", type="vn.thidua.ext.FilingSent.v1")

CAUSE = ("m-1", "vn.thidua.plans.FilingReceived.v1")

BALANCED = Books(
    promised=FACTS,
    causes=(CAUSE,),
    records=(*FACTS, SENT),
    ends={(TOPIC, 0): 4, (OUTSIDE, 0): 1},
    hearers={TOPIC: frozenset({"reporting"}), OUTSIDE: frozenset({"plans"})},
    seen={"reporting": {(TOPIC, "a"): 3, (TOPIC, "b"): 1}},
    places={"reporting": {(TOPIC, 0): 4}, "plans": {(OUTSIDE, 0): 1}},
    inboxes={"plans": frozenset({(OUTSIDE, "m-1")}), "nominations": frozenset()},
    effects={"filings": {"events on Kafka": 4, "plans": 4}},
)


def test_ledger_balances_when_everything_told_was_acted_on_once() -> None:
    book = balance(BALANCED)

    assert book.faults == ()
    (topic,), (subscriber,), (outside,) = book.topics, book.subscribers, book.outside
    assert (topic.promised, topic.told, topic.records, topic.repeats, topic.aggregates) == (4, 4, 4, 0, 2)
    assert (subscriber.told, subscriber.acted, subscriber.dead, subscriber.behind) == (4, 4, 0, 0)
    assert (outside.records, outside.sent, outside.heard, outside.answered) == (1, 1, 1, 1)


def test_second_telling_of_the_same_fact_is_a_repeat_and_no_fault() -> None:
    book = balance(replace(BALANCED, records=(*FACTS[:2], FACTS[0], *FACTS[2:], FACTS[2], SENT)))

    assert (book.topics[0].repeats, book.faults) == (2, ())


def test_same_message_sent_twice_by_a_department_is_no_fault() -> None:
    book = balance(replace(BALANCED, records=(*FACTS, SENT, SENT)))

    assert (book.outside[0].records, book.outside[0].sent, book.faults) == (2, 1, ())


LESS = "not acted on as often"


def test_events_older_than_their_owner_keeps_them_are_no_fault() -> None:
    forgotten = replace(BALANCED, promised=FACTS[2:], causes=(), inboxes={})

    book = balance(replace(forgotten, old=frozenset({FACTS[0].event_id, FACTS[1].event_id, SENT.event_id})))

    assert book.faults == ()
    assert not balance(forgotten).is_balanced


WAYS_TO_FAIL: dict[str, tuple[dict[str, Any], str]] = {
    "promise is not told": ({"records": (*FACTS[:3], SENT)}, "promised, but not on Kafka"),
    "record was never promised": ({"promised": FACTS[:3]}, "on Kafka, but never promised"),
    "content was changed on the way": (
        {"records": (*FACTS[:3], a_fact(3, digest=b"other"), SENT)},
        "on Kafka, but never promised",
    ),
    "version is told under another id": (
        {"promised": (*FACTS, a_fact(3, event_id="x")), "records": (*FACTS, a_fact(3, event_id="x"), SENT)},
        "versions are not 1, 2, 3 … in the order told",
    ),
    "facts are told out of order": (
        {"records": (FACTS[0], FACTS[1], FACTS[3], FACTS[2], SENT)},
        "versions are not 1, 2, 3 … in the order told",
    ),
    "subscriber acted less often": (
        {"seen": {"reporting": {(TOPIC, "a"): 2, (TOPIC, "b"): 1}}},
        LESS,
    ),
    "subscriber acted more often": (
        {"seen": {"reporting": {(TOPIC, "a"): 4, (TOPIC, "b"): 1}}},
        LESS,
    ),
    "subscriber missed a key but the sums agree": (
        {"seen": {"reporting": {(TOPIC, "a"): 4}}},
        LESS,
    ),
    "record is a dead letter": ({"dead": {"reporting": Counter({TOPIC: 1})}}, "put aside as dead letters"),
    "key is parked": ({"parked": {"reporting": Counter({TOPIC: 1})}}, "keys are parked"),
    "subscriber is behind": (
        {"places": {"reporting": {(TOPIC, 0): 3}, "plans": {(OUTSIDE, 0): 1}}},
        "its place differs",
    ),
    "subscriber never began": ({"places": {"plans": {(OUTSIDE, 0): 1}}}, "its place differs"),
    "department is not heard": ({"inboxes": {}}, "sent, but nobody took it in"),
    "department was heard in vain": ({"causes": ()}, "sent, but neither acted on nor refused"),
    "department was acted on twice": ({"causes": (CAUSE, CAUSE)}, "acted on more than once"),
    "two services took one message in": (
        {"inboxes": dict.fromkeys(("plans", "nominations"), frozenset({(OUTSIDE, "m-1")}))},
        "taken in by two services",
    ),
    "two places count differently": ({"effects": {"filings": {"plans": 4, "reporting": 3}}}, "filings: plans 4"),
}


@pytest.mark.parametrize("way", WAYS_TO_FAIL)
def test_ledger_does_not_balance_when(way: str) -> None:
    changes, fault = WAYS_TO_FAIL[way]

    book = balance(replace(BALANCED, **changes))

    assert not book.is_balanced
    assert [found for found in book.faults if fault in found] != []
    assert book.as_json()["balanced"] is False


def test_compacted_topic_need_only_hold_the_last_of_each_key() -> None:
    states = tuple(a_fact(version, "so-y-te", STATE) for version in (1, 2, 3))

    kept = balance(Books(promised=states, records=states[2:]))
    lost = balance(Books(promised=states, records=states[:2]))

    assert (kept.faults, lost.is_balanced) == ((), False)


@asynccontextmanager
async def tampered(walked: Walked, service: str, change: str, undo: str, *values: Any) -> AsyncIterator[list[str]]:
    """Change a service's database behind its back, give the faults this makes, and put things right again."""
    await walked.settle()
    before = (await ledger(walked.system)).faults
    connection = await asyncpg.connect(walked.system.postgres.dsn(service))
    try:
        (changed,) = await connection.fetch(change, *values)
        try:
            yield [fault for fault in (await ledger(walked.system)).faults if fault not in before]
        finally:
            await connection.execute(undo, *changed.values())
    finally:
        await connection.close()
    assert (await ledger(walked.system)).faults == before


async def test_real_ledger_misses_a_promise_deleted_from_the_outbox(walked: Walked) -> None:
    change = (
        "DELETE FROM outbox WHERE id = (SELECT min(id) FROM outbox WHERE aggregatetype = $1) RETURNING "
        "id, event_id, aggregatetype, aggregateid, aggregate_version, type, headers, payload, created_at"
    )
    undo = "INSERT INTO outbox VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"

    async with tampered(walked, "plans", change, undo, TOPIC) as faults:
        assert [fault.rpartition(":")[0] for fault in faults] == ["plans.filing.v1: on Kafka, but never promised"]


async def test_real_ledger_notices_an_altered_row_of_what_was_seen(walked: Walked) -> None:
    change = (
        "UPDATE seen SET version = version + 1 WHERE (topic, aggregateid) = "
        "(SELECT topic, aggregateid FROM seen WHERE topic = $1 LIMIT 1) RETURNING topic, aggregateid"
    )
    undo = "UPDATE seen SET version = version - 1 WHERE (topic, aggregateid) = ($1, $2)"

    async with tampered(walked, "reporting", change, undo, TOPIC) as faults:
        assert [fault.rpartition(":")[0] for fault in faults] == [
            "reporting on plans.filing.v1: not acted on as often as told"
        ]


async def test_real_ledger_notices_an_effect_that_is_missing(walked: Walked) -> None:
    change = (
        "UPDATE filings SET state = 'received' WHERE filing_id = "
        "(SELECT filing_id FROM filings WHERE state = 'accepted' LIMIT 1) RETURNING filing_id"
    )
    undo = "UPDATE filings SET state = 'accepted' WHERE filing_id = $1"

    async with tampered(walked, "reporting", change, undo) as faults:
        assert [fault.partition(":")[0] for fault in faults] == ["filings accepted"]


async def test_real_ledger_notices_a_record_that_was_never_promised(walked: Walked) -> None:
    ((key, headers, payload),) = await walked.rows(
        "reporting", "SELECT aggregateid, headers, payload FROM outbox WHERE aggregatetype = $1 LIMIT 1", REPORT
    )
    forged = orjson.loads(headers) | {"ce_id": str(uuid4())}
    async with AIOKafkaProducer(**client(walked.system.kafka.access)) as producer:
        written = [(name, value.encode()) for name, value in forged.items()]
        await producer.send_and_wait(REPORT, payload, key=key.encode(), headers=written)
    await walked.settle()

    books = await ledger(walked.system)

    assert [fault.split(": ")[1] for fault in books.faults if fault.startswith(REPORT)] == [
        "on Kafka, but never promised",
        "versions are not 1, 2, 3 … in the order told",
    ]
    assert [line.acted for line in books.subscribers if line.topic == REPORT] == [3, 3]
