"""Reads everything the ledger is computed from: every database, and every record that Kafka holds."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from importlib import import_module
from typing import Any, NamedTuple, Protocol

import asyncpg
import orjson
from aiokafka import AIOKafkaConsumer, TopicPartition
from confluent_kafka.admin import AdminClient

from deploy.figures import effects
from deploy.kafka.broker import Access, Kafka
from deploy.kafka.topics import SERVICES
from deploy.postgres import Postgres
from shared.clock import SystemClock
from shared.events.ext import FilingSent
from shared.messaging.envelope import Told
from shared.messaging.relay import KEEP

OUTSIDE = "ext."
REPLIES = ".replies."

DIGEST = 16

MARGIN = timedelta(hours=1)
"""So much before its time an event is already treated as one that may be forgotten."""

_PROMISED = """
SELECT aggregatetype, aggregateid, aggregate_version, event_id::text, type, payload, headers FROM outbox ORDER BY id
"""
_SEEN = "SELECT topic, aggregateid, version FROM seen"
_PLACES = "SELECT topic, part, next_offset FROM consumer_offset"
_INBOX = "SELECT topic, event_id FROM inbox"
_DEAD = "SELECT topic, count(*) FROM dead_letter GROUP BY topic"
_PARKED = "SELECT topic, count(*) FROM parked_key GROUP BY topic"


class Ground(Protocol):
    """What is read: a running system, or what it stands on."""

    @property
    def postgres(self) -> Postgres:
        """Return the database server."""

    @property
    def kafka(self) -> Kafka:
        """Return the broker."""


Partition = tuple[str, int]
"""A topic and the number of one of its partitions."""


class Fact(NamedTuple):
    """One event, as an outbox promises it or as a record on Kafka carries it; digest stands for its content."""

    topic: str
    key: str
    version: int
    event_id: str
    type: str
    digest: bytes


@dataclass(frozen=True, slots=True)
class Books:
    """Everything the ledger is computed from, as it was read."""

    promised: Sequence[Fact] = ()
    causes: Sequence[tuple[str, str]] = ()  # what caused a promise, and the promise's type
    records: Sequence[Fact] = ()  # each partition in its order
    old: frozenset[str] = frozenset()  # records that outboxes and inboxes need not know any more
    ends: Mapping[Partition, int] = field(default_factory=dict)
    hearers: Mapping[str, frozenset[str]] = field(default_factory=dict)  # who listens to a topic
    seen: Mapping[str, Mapping[tuple[str, str], int]] = field(default_factory=dict)
    places: Mapping[str, Mapping[Partition, int]] = field(default_factory=dict)
    inboxes: Mapping[str, frozenset[tuple[str, str]]] = field(default_factory=dict)
    dead: Mapping[str, Counter[str]] = field(default_factory=dict)
    parked: Mapping[str, Counter[str]] = field(default_factory=dict)
    effects: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # one figure as several places have it


async def read(ground: Ground) -> Books:
    """Read the books of a running system."""
    kept = [await _database(ground.postgres.dsn(service)) for service in SERVICES]
    told, ends = await _kafka(ground.kafka.access)
    oldest = (SystemClock().now() - KEEP + MARGIN).timestamp() * 1000
    databases = dict(zip(SERVICES, kept, strict=True))
    return Books(
        promised=[fact for database in kept for fact in database.promised],
        causes=[cause for database in kept for cause in database.causes],
        records=[_fact(one) for one in told],
        old=frozenset(one.event_id for one in told if one.timestamp < oldest),
        ends=ends,
        hearers=hearers({topic for topic, _ in ends}),
        seen={service: database.seen for service, database in databases.items()},
        places={service: database.places for service, database in databases.items()},
        inboxes={service: database.inbox for service, database in databases.items()},
        dead={service: database.dead for service, database in databases.items()},
        parked={service: database.parked for service, database in databases.items()},
        effects=await effects(ground.postgres.dsn, told),
    )


def is_outside(topic: str) -> bool:
    """Return whether departments write *topic*."""
    return topic.startswith(OUTSIDE) and REPLIES not in topic


def hearers(topics: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return which services listen to each of *topics*, as their own handlers say."""
    listening = {service: import_module(f"services.{service}.handlers").on.topics for service in SERVICES}
    found: dict[str, frozenset[str]] = {}
    for topic in topics:
        name = FilingSent.topic if is_outside(topic) else topic
        if hearing := frozenset(service for service, heard in listening.items() if name in heard):
            found[topic] = hearing
    return found


@dataclass(frozen=True, slots=True)
class _Database:
    """The kernel's tables of one service."""

    promised: Sequence[Fact]
    causes: Sequence[tuple[str, str]]
    seen: Mapping[tuple[str, str], int]
    places: Mapping[Partition, int]
    inbox: frozenset[tuple[str, str]]
    dead: Counter[str]
    parked: Counter[str]


async def _database(dsn: str) -> _Database:
    connection = await asyncpg.connect(dsn)
    try:
        # One snapshot, so that the tables of a service agree with each other.
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            promised = await connection.fetch(_PROMISED)
            headers = [(orjson.loads(row["headers"]), row["type"]) for row in promised]
            return _Database(
                promised=[_promise(row) for row in promised],
                causes=[(named["ce_causationid"], kind) for named, kind in headers if "ce_causationid" in named],
                seen={(topic, key): version for topic, key, version in await connection.fetch(_SEEN)},
                places={(topic, part): place for topic, part, place in await connection.fetch(_PLACES)},
                inbox=frozenset((topic, event_id) for topic, event_id in await connection.fetch(_INBOX)),
                dead=Counter(dict(await connection.fetch(_DEAD))),
                parked=Counter(dict(await connection.fetch(_PARKED))),
            )
    finally:
        await connection.close()


async def _kafka(access: Access) -> tuple[Sequence[Told], Mapping[Partition, int]]:
    """Return every record of every topic of ours, each partition in its order, and where each partition ends."""
    partitions = await asyncio.to_thread(partitions_of, access)
    consumer = AIOKafkaConsumer(**client(access), enable_auto_commit=False)
    await consumer.start()
    try:
        consumer.assign(partitions)  # asks for all topics at once; the offsets would ask for one after the other
        begins = await consumer.beginning_offsets(partitions)
        ends = await consumer.end_offsets(partitions)
        for partition in partitions:
            consumer.seek(partition, begins[partition])
        waiting = {partition for partition in partitions if ends[partition] > begins[partition]}
        told: list[Told] = []
        while waiting:
            for partition, records in (await consumer.getmany(timeout_ms=1000)).items():
                told += (Told(record) for record in records if record.offset < ends[partition])
            waiting = {one for one in waiting if await consumer.position(one) < ends[one]}
    finally:
        await consumer.stop()
    told.sort(key=lambda one: (one.topic, one.partition, one.offset))
    return told, {(partition.topic, partition.partition): end for partition, end in ends.items()}


def client(access: Access) -> dict[str, Any]:
    """Return how the administrator's plain Kafka client signs in."""
    return {
        "bootstrap_servers": access.bootstrap,
        "security_protocol": "SASL_SSL" if access.tls else "SASL_PLAINTEXT",
        "sasl_mechanism": access.mechanism,
        "sasl_plain_username": access.admin.user,
        "sasl_plain_password": access.admin.password,
    }


def partitions_of(access: Access) -> list[TopicPartition]:
    """Return every partition of our topics; asks the broker and waits for it."""
    topics = AdminClient(access.client()).list_topics(timeout=30).topics
    ours = sorted(topic for topic in topics if topic.startswith((*SERVICES, OUTSIDE)))
    return [TopicPartition(topic, part) for topic in ours for part in sorted(topics[topic].partitions)]


def _promise(row: asyncpg.Record) -> Fact:
    topic, key, version, event_id, kind, payload, _ = row
    return Fact(topic, key, version, event_id, kind, _digest(payload))


def _fact(told: Told) -> Fact:
    return Fact(told.topic, told.key, told.version, told.event_id, told.type, _digest(told.value))


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=DIGEST).digest()
