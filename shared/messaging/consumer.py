"""Where a service stands in Kafka: acts on each fact once, for offsets, versions and effects are one commit.

Three guards, each for a different repeat. The offset of every partition is compared and swapped in the
transaction of the effects: a redelivery, a zombie after a rebalance or a crash leaves no trace. The version of every
aggregate is checked: what the relay told twice is dropped, what comes too early is put aside. Departments' messages,
which have no version, are remembered by id.
"""

import asyncio
import random
import time
from collections.abc import Iterable, Sequence
from typing import Protocol

from aiokafka import ConsumerRecord, TopicPartition
from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, BIGINT, INTEGER, TEXT
from sqlalchemy.ext.asyncio import AsyncSession

from shared import log, metrics
from shared.db import Database
from shared.messaging.envelope import Told
from shared.messaging.failures import WEATHER, is_around_us
from shared.messaging.inlet import Inlet
from shared.messaging.work import Key, Suspect, TooManyBuried, Work, seen

LONGEST_WAIT = 30.0
REMEMBERED = 200_000
"""Aggregate versions kept in memory; the others are read again."""

_CHECK = text(
    "WITH moved AS ("
    "UPDATE consumer_offset o SET next_offset = n.next FROM "
    "unnest(:topics, :parts, :expected, :next) AS n (topic, part, expected, next) "
    "WHERE o.topic = n.topic AND o.part = n.part AND o.next_offset = n.expected RETURNING 1) "
    "SELECT (SELECT count(*) FROM moved), "
    "ARRAY(SELECT ARRAY[topic, key] FROM parked_key WHERE topic = ANY(:topics) FOR UPDATE)"
).bindparams(
    bindparam("topics", type_=ARRAY(TEXT)),
    bindparam("parts", type_=ARRAY(INTEGER)),
    bindparam("expected", type_=ARRAY(BIGINT)),
    bindparam("next", type_=ARRAY(BIGINT)),
)
_BEGIN = text(
    "INSERT INTO consumer_offset SELECT * FROM unnest(:topics, :parts, :begins) ON CONFLICT DO NOTHING"
).bindparams(
    bindparam("topics", type_=ARRAY(TEXT)),
    bindparam("parts", type_=ARRAY(INTEGER)),
    bindparam("begins", type_=ARRAY(BIGINT)),
)
_LOCATE = text("SELECT topic, part, next_offset FROM consumer_offset WHERE topic = ANY(:topics)").bindparams(
    bindparam("topics", type_=ARRAY(TEXT))
)
_SKIP = text("UPDATE consumer_offset SET next_offset = :begin WHERE topic = :topic AND part = :part")
_NOWHERE = 1 << 63
_logger = log.logger("consumer")


class OffsetMoved(Exception):
    """Another process acted on these records: our place in the partition is not ours any more."""


class Kafka(Protocol):
    """What of the Kafka consumer the kernel moves."""

    def seek(self, partition: TopicPartition, offset: int) -> None:
        """Read *partition* from *offset* on."""

    async def beginning_offsets(self, partitions: list[TopicPartition]) -> dict[TopicPartition, int]:
        """Return the oldest offset that each partition still holds."""


class Consumer:
    """One service's listener on the partitions Kafka gave it."""

    def __init__(self, on: Inlet, database: Database) -> None:
        self._on = on
        self._database = database
        self.kafka: Kafka | None = None
        self.next: dict[TopicPartition, int] = {}
        """The next offset of each partition that is ours and located."""
        self.generation = 0
        """Which assignment we live in; what was begun in an earlier one is not ours to finish."""
        self._versions: dict[Key, int] = {}

    async def revoked(self, _: Iterable[TopicPartition]) -> None:
        """Forget everything that was true only while the partitions were ours."""
        self.generation += 1
        self.next.clear()

    async def assigned(self, partitions: Iterable[TopicPartition]) -> None:
        """Find our place in each partition in our own database, however long that takes."""
        self.generation += 1
        self._versions.clear()
        generation = self.generation
        failures = 0
        while generation == self.generation:
            try:
                await self._locate(list(partitions), generation)
            except WEATHER as error:
                failures = await self._wait_out(error, failures)
            else:
                self.generation += generation == self.generation  # what was read before the seek is not ours either
                return

    def go_back(self, partitions: Iterable[TopicPartition]) -> None:
        """Read *partitions* again from our place, where they are still ours."""
        for partition in partitions:
            if partition in self.next and self.kafka is not None:
                self.kafka.seek(partition, self.next[partition])

    async def hear(self, records: Sequence[ConsumerRecord], generation: int | None = None) -> None:
        """Act on *records*, read in *generation*, until it is done or the partitions are no longer ours."""
        generation = self.generation if generation is None else generation
        failures, is_suspect = 0, False
        while batch := self._ours(records) if generation == self.generation else []:
            began = time.perf_counter()
            try:
                await self._act(batch, is_suspect=is_suspect)
            except OffsetMoved:
                await self.assigned(list(self.next))
                return
            except Suspect:
                is_suspect = True
            except (*WEATHER, TooManyBuried) as error:
                failures = await self._wait_out(error, failures)
            else:
                metrics.BATCH_SECONDS.labels(self._on.service).observe(time.perf_counter() - began)
                metrics.CONSUMER_STOPPED.labels(self._on.service).set(0)
                return

    def _ours(self, records: Iterable[ConsumerRecord]) -> list[Told]:
        """Drop what arrived between an assignment and its seek."""
        places = self.next
        return [Told(r) for r in records if r.offset >= places.get((r.topic, r.partition), _NOWHERE)]

    async def _wait_out(self, error: Exception, failures: int) -> int:
        if isinstance(error, TooManyBuried):
            metrics.CONSUMER_STOPPED.labels(self._on.service).set(1)
        elif not is_around_us(error):
            raise error
        metrics.CONSUMER_RETRIES.labels(self._on.service).inc()
        _logger.warning("batch is tried again", error=repr(error), failures=failures)
        self._versions.clear()
        await asyncio.sleep(min(LONGEST_WAIT, 0.1 * 2**failures) * random.uniform(0.5, 1))  # noqa: S311 - jitter
        return failures + 1

    async def _locate(self, partitions: list[TopicPartition], generation: int) -> None:
        if not partitions or self.kafka is None:
            return
        begins = await self.kafka.beginning_offsets(partitions)
        topics, parts = [p.topic for p in partitions], [p.partition for p in partitions]
        async with self._database.transaction() as session:
            rows = {"topics": topics, "parts": parts, "begins": [begins[p] for p in partitions]}
            await session.execute(_BEGIN, rows)
            stored = await session.execute(_LOCATE, {"topics": sorted(set(topics))})
            places = {TopicPartition(topic, part): place for topic, part, place in stored}
            for partition in partitions:
                lost = begins[partition] - places[partition]
                if lost > 0:
                    await self._skip(session, partition, begins[partition], lost)
                    places[partition] = begins[partition]
        if generation != self.generation:  # taken away again while we asked
            return
        for partition in partitions:
            self.kafka.seek(partition, places[partition])
            self.next[partition] = places[partition]

    async def _skip(self, session: AsyncSession, partition: TopicPartition, begin: int, lost: int) -> None:
        where = {"topic": partition.topic, "part": partition.partition}
        await session.execute(_SKIP, {**where, "begin": begin})
        metrics.RECORDS_EXPIRED.labels(self._on.service, partition.topic).inc(lost)
        _logger.error("records left Kafka before they were acted on", lost=lost, **where)

    async def _act(self, batch: list[Told], *, is_suspect: bool = False) -> None:
        generation = self.generation
        moves = {TopicPartition(*place): end for place, end in _ends(batch).items()}
        async with self._database.transaction() as session:
            parked = await self._check(session, moves)
            work = Work(self._on, session, parked, await self._known(session, batch), is_suspect=is_suspect)
            await work.do(batch)
            await work.remember()
        work.count(batch)
        if generation != self.generation:  # taken away while we acted: what we know is no longer ours
            return
        self.next.update(moves)
        if len(self._versions) > REMEMBERED:
            self._versions.clear()
        self._versions.update(work.versions)
        for key in parked:  # a replay may move it on without us
            self._versions.pop(key, None)

    async def _check(self, session: AsyncSession, moves: dict[TopicPartition, int]) -> set[Key]:
        """Swap the offsets, or raise OffsetMoved; return the keys that are parked."""
        rows = {
            "topics": [p.topic for p in moves],
            "parts": [p.partition for p in moves],
            "expected": [self.next[p] for p in moves],
            "next": list(moves.values()),
        }
        moved, parked = (await session.execute(_CHECK, rows)).one()
        if moved != len(moves):
            raise OffsetMoved
        return {(topic, key) for topic, key in parked}

    async def _known(self, session: AsyncSession, batch: Iterable[Told]) -> dict[Key, int]:
        """Return the versions of the batch's aggregates; read after the check, which waits for a replay to end."""
        keys = {told.aggregate for told in batch}
        known = {key: self._versions[key] for key in keys if key in self._versions}
        return known | await seen(session, keys - known.keys())


def _ends(batch: Iterable[Told]) -> dict[tuple[str, int], int]:
    """Return the offset behind the last record of each partition."""
    return {(told.topic, told.partition): told.offset + 1 for told in batch}
