"""FastStream's defaults that would lose or leak events are closed, and attacks on them come to nothing."""

import asyncio
import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from faststream import AckPolicy
from faststream.kafka import KafkaBroker

from shared.db import Database
from shared.messaging.broker import EXTERNAL, Ear, _security
from shared.messaging.inlet import Inlet
from shared.messaging.outbox import MAX_PAYLOAD
from tests.faults.consumer_harness import COUNTED
from tests.faults.scene import Scene
from tests.faults.stories import INLETS
from tests.faults.weather import a_service
from tests.faults.writers import connected

NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"


def _subscriber(scene: Scene, on: Inlet) -> tuple[KafkaBroker, Any]:
    ear = Ear(scene.settings(on.service, NOWHERE), on, Database(NOWHERE))
    broker = KafkaBroker("127.0.0.1:1", allow_auto_create_topics=False)
    return broker, ear._subscribe(broker)


@pytest.mark.parametrize("service", INLETS)
def test_every_subscriber_never_replies_and_never_acknowledges_by_itself(scene: Scene, service: str) -> None:
    broker, subscriber = _subscriber(scene, INLETS[service])

    assert broker.subscribers == [subscriber]
    assert [(one._no_reply, one.ack_policy) for one in broker.subscribers] == [(True, AckPolicy.MANUAL)]


@pytest.mark.parametrize("service", INLETS)
def test_every_subscriber_begins_with_the_oldest_and_makes_no_topics(scene: Scene, service: str) -> None:
    _, subscriber = _subscriber(scene, INLETS[service])

    settings = subscriber._connection_args

    assert (settings["auto_offset_reset"], settings.get("enable_auto_commit", False)) == ("earliest", False)


@pytest.mark.parametrize(
    ("topic", "is_heard"),
    [("ext.so-y-te.v1", True), ("ext.so-y-te.replies.v1", False), ("ext.v1", False), ("ext.So-Y-Te.v1", False)],
)
def test_departments_own_topics_are_heard_and_nothing_else(topic: str, is_heard: bool) -> None:  # noqa: FBT001 - a table of cases
    assert (re.fullmatch(EXTERNAL, topic) is not None) == is_heard


async def _send(scene: Scene, topic: str, key: bytes, value: bytes, headers: Mapping[str, bytes | None]) -> None:
    producer = scene.producer()
    await producer.start()
    await producer.send_and_wait(topic, value, key=key, headers=list(headers.items()))
    await producer.stop()


async def test_sender_cannot_make_a_service_write_to_a_topic_of_its_choice(scene: Scene) -> None:
    victim = scene.topic(1)
    async with a_service(scene) as (member, dsn):
        topic = member.environment["THIDUA_FAULTS_TOPIC"]
        headers = {"ce_type": COUNTED.encode(), "ce_sequence": b"1", "reply_to": victim.encode()}

        await _send(scene, topic, b"x", b'{"name": "x", "number": 1}', headers)
        await _until(dsn, "SELECT count(*) = 1 FROM effect")
        await _send(scene, topic, b"x", b'{"name": "x", "number": 2}', headers | {"ce_sequence": b"2"})
        await _until(dsn, "SELECT count(*) = 2 FROM effect")

    assert await scene.records(victim) == []


async def test_the_same_attack_succeeds_against_the_defaults(scene: Scene) -> None:
    victim, topic = scene.topic(1), scene.topic(1)
    settings = scene.settings("reporting", NOWHERE)
    broker = KafkaBroker(settings.kafka, security=_security(settings), allow_auto_create_topics=False, logger=None)

    @broker.subscriber(topic, group_id="careless", auto_offset_reset="earliest", ack_policy=AckPolicy.ACK)
    async def careless(_: str) -> None:
        """Answer without knowing it."""

    async with broker:
        await broker.start()
        await _send(scene, topic, b"x", b"x", {"reply_to": victim.encode()})
        async with asyncio.timeout(20):
            while not await scene.records(victim):
                await asyncio.sleep(0.2)

    assert len(await scene.records(victim)) == 1


async def test_record_with_headers_nobody_can_decode_is_acted_on_or_put_aside(scene: Scene) -> None:
    whole: dict[str, bytes | None] = {"ce_type": COUNTED.encode(), "ce_sequence": b"1", "x": b"\xff\xfe", "y": None}
    async with a_service(scene) as (member, dsn):
        topic = member.environment["THIDUA_FAULTS_TOPIC"]

        await _send(scene, topic, b"good", b'{"name": "good", "number": 1}', whole)
        await _send(scene, topic, b"bad", b'{"name": "bad", "number": 1}', {"ce_type": None, "ce_sequence": b"\xff"})
        await _send(scene, topic, b"bare", b"\xff", {})
        await _until(dsn, "SELECT (SELECT count(*) FROM effect) + (SELECT count(*) FROM dead_letter) = 3")

        async with connected(dsn) as connection:
            acted = [name for (name,) in await connection.fetch("SELECT name FROM effect")]
            aside = [key for (key,) in await connection.fetch("SELECT key FROM dead_letter ORDER BY key")]
    assert (acted, aside) == (["good"], ["bad", "bare"])


async def test_largest_event_is_told_and_heard_and_holds_nothing_up(scene: Scene) -> None:
    insert = (
        "INSERT INTO outbox (event_id, aggregatetype, aggregateid, aggregate_version, type, headers, payload) "
        "VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, $6)"
    )
    async with a_service(scene) as (member, dsn), connected(dsn) as connection:
        topic = member.environment["THIDUA_FAULTS_TOPIC"]
        for number in (1, 2, 3):
            headers = json.dumps({"ce_type": COUNTED, "ce_sequence": str(number)}).encode()
            whole = json.dumps({"name": "big", "number": number, "pad": ""}).encode()
            padded = whole.replace(b'"pad": ""', b'"pad": "' + b"x" * (MAX_PAYLOAD - len(whole)) + b'"')
            await connection.execute(insert, topic, "big", number, COUNTED, headers, padded)

        await _until(dsn, "SELECT count(*) = 3 FROM effect")

    assert {len(record.value) for record in await scene.records(topic)} == {MAX_PAYLOAD}


async def _until(dsn: str, holds: str) -> None:
    async with asyncio.timeout(30), connected(dsn) as connection:
        while not await connection.fetchval(holds):
            await asyncio.sleep(0.05)
