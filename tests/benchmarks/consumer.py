"""How fast reporting's read model takes events in, beside a bare consumer that merges the same columns."""

import asyncio
import time
from collections.abc import Iterator
from uuid import UUID

import asyncpg
import orjson
from aiokafka import TopicPartition
from aiokafka.partitioner import murmur2
from faststream.kafka import KafkaBroker
from faststream.security import SASLScram256

from services.reporting.projections import NOMINATIONS, Rows
from shared.messaging.broker import producer
from tests.benchmarks.processes import running, serving
from tests.benchmarks.stage import PARTITIONS, Stage

TOPIC = "nominations.nomination.v1"
EVENTS = 200_000
STORY = ("NominationSubmitted", "NominationReceived", "NominationAppraised", "NominationForwarded")
SINGLE_EVENTS = 2_000
LONGEST = 180
"""Seconds after which a run counts as stuck: a listener died, and its log says why."""
PARTS = [TopicPartition(TOPIC, part) for part in range(PARTITIONS)]


def _payload(step: int, key: str) -> dict[str, object]:
    own = (
        {
            "subject_kind": "individual", "subject_id": key, "year": 2023, "mode": "merit",
            "submitted_at": "2023-02-01T08:00:00+07:00", "channel": "web",
        },
        {"received_on": "2023-02-03", "ruleset": "RS-A"},
        {"appraised_on": "2023-02-20", "is_eligible": True, "unmet_rules": []},
        {"forwarded_on": "2023-03-01", "to": "Thủ tướng Chính phủ"},
    )[step]  # fmt: skip
    # A field nobody knows brings the record to a kilobyte with its headers.
    return {"nomination_id": key, "unit_id": "so-noi-vu", "award": "BK_TTG", **own, "pad": "x" * 500}


def _records(events: int) -> Iterator[tuple[int, str, str, int, bytes]]:
    """Yield partition, key, type, version and value: every aggregate's story, stories side by side."""
    aggregates = events // len(STORY)
    keys = [str(UUID(int=(7 << 76) | (2 << 62) | number)) for number in range(aggregates)]
    places = [(murmur2(key.encode()) & 0x7FFFFFFF) % PARTITIONS for key in keys]
    beside = 1_000  # aggregates whose stories run at the same time
    for first in range(0, aggregates, beside):
        for step, name in enumerate(STORY):
            for number in range(first, min(first + beside, aggregates)):
                value = orjson.dumps(_payload(step, keys[number]))
                yield places[number], keys[number], f"vn.thidua.nominations.{name}.v1", step + 1, value


async def fill(stage: Stage, events: int) -> None:
    """Put *events* records on the topic, as the relay would."""
    stage.empty_topics([TOPIC])
    config = stage.settings("nominations", "postgresql://unused")
    bare = producer(config)
    await bare.start()
    try:
        await bare.partitions_for(TOPIC)
        batches = {part: bare.create_batch() for part in range(PARTITIONS)}
        for part, key, kind, version, value in _records(events):
            record = {"timestamp": int(time.time() * 1000), "key": key.encode(), "value": value}
            headers = _headers(key, kind, version)
            if batches[part].append(**record, headers=headers) is None:
                await bare.send_batch(batches[part], TOPIC, partition=part)
                batches[part] = bare.create_batch()
                batches[part].append(**record, headers=headers)
        for part, batch in batches.items():
            await bare.send_batch(batch, TOPIC, partition=part)
        await bare.flush()
    finally:
        await bare.stop()


def _headers(key: str, kind: str, version: int) -> list[tuple[str, bytes]]:
    event_id = f"{key[:-4]}{version:04d}"
    headers = {
        "content-type": "application/json", "ce_specversion": "1.0", "ce_id": event_id, "ce_type": kind,
        "ce_source": "/nominations", "ce_subject": key, "ce_time": "2023-03-01T08:00:00+07:00",
        "ce_dataschema": f"/schemas/{kind}", "ce_sequence": str(version), "ce_partitionkey": key,
        "ce_correlationid": event_id, "traceparent": "00-" + "a" * 32 + "-" + "b" * 16 + "-01",
    }  # fmt: skip
    return [(name, value.encode()) for name, value in headers.items()]


async def ours(stage: Stage, events: int = EVENTS) -> float:
    """Return events a second through the reporting service into its tables, from the first effect on."""
    dsn = await stage.fresh_database("reporting")
    async with serving("services.reporting.app:app", stage.environment("reporting", dsn)):
        return await _rate(dsn, events)


async def floor(stage: Stage, events: int = EVENTS) -> float:
    """Return events a second of a bare `getmany`, JSON decode and `unnest` merge with the offsets beside it."""
    dsn = await stage.fresh_database("reporting")
    async with running("tests.benchmarks.bare_merge", stage.environment("reporting", dsn)):
        return await _rate(dsn, events)


async def single(stage: Stage) -> float:
    """Return events a second of FastStream's default: one message, one model, one transaction, one acknowledgement."""
    dsn = await stage.fresh_database("reporting")
    config = stage.settings("reporting", dsn)
    security = SASLScram256(config.kafka_user, config.kafka_password.get_secret_value())
    broker = KafkaBroker(config.kafka, security=security, logger=None)
    pool = await asyncpg.create_pool(dsn, min_size=2, max_size=2)
    done = asyncio.Event()
    heard = 0
    began = 0.0

    @broker.subscriber(TOPIC, group_id=f"reporting.single.{time.time_ns()}", auto_offset_reset="earliest")
    async def merge_one(told: dict[str, object]) -> None:
        nonlocal heard, began
        began = began or time.perf_counter()
        rows: Rows = {str(told["nomination_id"]): dict(told)}
        await pool.execute(NOMINATIONS.statement, *NOMINATIONS.arrays(rows))
        heard += 1
        if heard == SINGLE_EVENTS:
            done.set()

    await broker.start()
    await done.wait()
    seconds = time.perf_counter() - began
    await broker.stop()
    await pool.close()
    return SINGLE_EVENTS / seconds


async def _rate(dsn: str, events: int) -> float:
    """Return events a second between the first effect seen and the last, by the stored offsets."""
    connection = await asyncpg.connect(dsn)
    began, before = 0.0, 0
    try:
        async with asyncio.timeout(LONGEST):
            while True:
                done = await connection.fetchval("SELECT coalesce(sum(next_offset), 0)::bigint FROM consumer_offset")
                if done and not before:
                    began, before = time.perf_counter(), done
                if done >= events:
                    return (events - before) / (time.perf_counter() - began)
                await asyncio.sleep(0.01)
    finally:
        await connection.close()
