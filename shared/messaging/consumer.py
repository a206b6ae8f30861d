"""Acts on each fact once: offsets, versions and effects are one commit.

Three guards, each for a different repeat. The offset of every partition is compared and swapped in the
transaction of the effects: a redelivery, a zombie after a rebalance or a crash leaves no trace. The version of every
aggregate is checked: what the relay told twice is dropped, what comes too early is put aside. Departments' messages,
which have no version, are remembered by id.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any, Protocol

from aiokafka import ConsumerRecord, TopicPartition
from pydantic import ValidationError
from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, BIGINT, INTEGER, TEXT
from sqlalchemy.ext.asyncio import AsyncSession

from shared import log, metrics, tracing
from shared.db import Database
from shared.errors import Refused
from shared.events import EVENTS
from shared.events.ext import SubmissionRefused
from shared.messaging import dead_letters, outbox
from shared.messaging.envelope import Told
from shared.messaging.failures import WEATHER, attempt, is_around_us
from shared.messaging.inlet import Inlet, Mode, Sender

LONGEST_WAIT = 30.0
MOST_BURIED = 100
"""Records one batch may put aside on its own account; more than that is our fault, not theirs."""
STATES = ".state.v1"
"""How the topics end that Kafka compacts to the last state of each aggregate."""
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
_VERSIONS = text(
    "SELECT topic, aggregateid, version FROM seen JOIN unnest(:topics, :keys) AS n (topic, aggregateid) "
    "USING (topic, aggregateid)"
).bindparams(bindparam("topics", type_=ARRAY(TEXT)), bindparam("keys", type_=ARRAY(TEXT)))
_SEE = text(
    "INSERT INTO seen SELECT * FROM unnest(:topics, :keys, :versions) "
    "ON CONFLICT (topic, aggregateid) DO UPDATE SET version = excluded.version"
).bindparams(
    bindparam("topics", type_=ARRAY(TEXT)),
    bindparam("keys", type_=ARRAY(TEXT)),
    bindparam("versions", type_=ARRAY(INTEGER)),
)
_HEAR = text("INSERT INTO inbox (topic, event_id) VALUES (:topic, :event_id) ON CONFLICT DO NOTHING RETURNING 1")
_UNHEAR = text("DELETE FROM inbox WHERE topic = :topic AND event_id = :event_id")

_REMAIN = text("SELECT count(*) FROM dead_letter WHERE topic = :topic AND key = :key")

FROM_OUTSIDE = frozenset(kind for kind, event in EVENTS.items() if event.topic == "ext.{unit_id}.v1")
"""What departments may send us; a fact of ours on a department's topic is not one."""

_NOWHERE = 1 << 63
_WAITS = ("parked", "an earlier record of this key was put aside")
_TOPIC_AND_TYPE = attrgetter("topic", "type")

Key = tuple[str, str]
"""A topic and an aggregate's id."""

_logger = log.logger("consumer")


class OffsetMoved(Exception):
    """Another process acted on these records: our place in the partition is not ours any more."""


class TooManyBuried(Exception):
    """So many records fail that the fault must be ours; the consumer waits for a person."""


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
        failures = 0
        while batch := self._ours(records) if generation == self.generation else []:
            began = time.perf_counter()
            try:
                await self._act(batch)
            except OffsetMoved:
                await self.assigned(list(self.next))
                return
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

    async def _act(self, batch: list[Told]) -> None:
        generation = self.generation
        moves = {TopicPartition(*place): end for place, end in _ends(batch).items()}
        async with self._database.transaction() as session:
            parked = await self._check(session, moves)
            work = Work(self._on, session, parked, await self._known(session, batch))
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
        keys = {told.aggregate for told in batch}
        known = {key: self._versions[key] for key in keys if key in self._versions}
        if missing := sorted(keys - known.keys()):
            topics, ids = zip(*missing, strict=True)
            stored = await session.execute(_VERSIONS, {"topics": list(topics), "keys": list(ids)})
            known.update({(topic, key): version for topic, key, version in stored})
        return known


def _is_later_state(told: Told, last: int) -> bool:
    """Return whether *told* is a newer state on a topic that may leave the ones between out."""
    return told.version > last and told.topic.endswith(STATES)


def _ends(batch: Iterable[Told]) -> dict[tuple[str, int], int]:
    """Return the offset behind the last record of each partition."""
    return {(told.topic, told.partition): told.offset + 1 for told in batch}


class Work:
    """One batch inside its transaction."""

    def __init__(self, on: Inlet, session: AsyncSession, parked: set[Key], versions: dict[Key, int]) -> None:
        self._on = on
        self._session = session
        self._parked = parked
        self.versions = versions
        self._before = dict(versions)
        self._buried = 0
        self._outcomes: Counter[tuple[str, str]] = Counter()

    async def do(self, batch: Iterable[Told]) -> None:
        """Act on what is new, in order; drop repeats; put aside what is too early or bad."""
        facts = []
        versions, parked = self.versions, self._parked
        for told in batch:
            last = versions.get(told.aggregate, 0)
            if told.topic[:4] == "ext.":
                await self._hear_outside(told)
            elif told.aggregate not in parked and (told.version == last + 1 or _is_later_state(told, last)):
                versions[told.aggregate] = told.version
                facts.append(told)
            elif 0 < told.version <= last:
                self._outcomes[told.topic, "repeated"] += 1
            else:
                if told.aggregate not in self._parked:
                    await self._apply(facts)  # what came before it does not wait behind it
                    facts.clear()
                await self._put_aside(told)
        if facts:
            await self._apply(facts)

    async def remember(self) -> None:
        """Store the versions that moved."""
        moved = sorted(key for key, version in self.versions.items() if version != self._before.get(key, 0))
        if moved:
            topics, keys = zip(*moved, strict=True)
            versions = [self.versions[key] for key in moved]
            await self._session.execute(_SEE, {"topics": list(topics), "keys": list(keys), "versions": versions})

    def count(self, batch: Sequence[Told]) -> None:
        """Count outcomes once the transaction is committed."""
        service = self._on.service
        for (topic, outcome), number in self._outcomes.items():
            metrics.EVENTS_HANDLED.labels(service, topic, outcome).inc(number)
        newest = batch[-1]
        age = max(0.0, time.time() - newest.timestamp / 1000)
        metrics.E2E_LATENCY.labels(service).observe(age)
        metrics.CONSUMER_LAG_SECONDS.labels(service, newest.topic).set(age)

    async def _put_aside(self, told: Told) -> None:
        """Put aside what comes too early or waits behind another."""
        if told.aggregate in self._parked:
            await self._bury(told, *_WAITS, on_its_own_account=False)
        else:
            last = self.versions.get(told.aggregate, 0)
            await self._bury(told, "gap", f"version {told.version} came after version {last}")

    async def _apply(self, facts: Sequence[Told]) -> None:
        """Act on all of *facts*; where one of them is bad, find it by halving and put it aside."""
        for told in facts:
            if told.aggregate in self._parked:
                await self._bury(told, *_WAITS, on_its_own_account=False)
        todo = [told for told in facts if told.aggregate not in self._parked]
        error = await attempt(self._session, self._dispatch, todo) if todo else None
        if error is None:
            for (topic, kind), number in Counter(map(_TOPIC_AND_TYPE, todo)).items():
                self._outcomes[topic, "acted" if kind in self._on.reactions else "unknown"] += number
        elif len(todo) == 1:
            await self._bury(todo[0], "handler", repr(error))
        else:
            middle = len(todo) // 2
            await self._apply(todo[:middle])
            await self._apply(todo[middle:])

    async def _dispatch(self, facts: Iterable[Told]) -> None:
        batches: dict[Callable[..., Awaitable[None]], list[Told]] = {}
        for told in facts:
            reaction = self._on.reactions.get(told.type)
            if reaction is None or reaction.mode is Mode.OUTSIDE:
                continue
            if reaction.mode is Mode.BATCH:
                batches.setdefault(reaction.handler, []).append(told)
            else:
                with tracing.within(_trace(told)):
                    await reaction.handler(told.event, self._session)
        for handler, batch in batches.items():
            await handler(batch, self._session)

    async def _bury(self, told: Told, reason: str, error: str, *, on_its_own_account: bool = True) -> None:
        self._buried += on_its_own_account
        if self._buried > MOST_BURIED:
            raise TooManyBuried(f"{self._buried} records of one batch; the last: {error}")
        await dead_letters.bury(self._session, told, reason, error)
        self._parked.add(told.aggregate)
        if told.version:
            last = self.versions.get(told.aggregate, 0)
            self.versions[told.aggregate] = min(last, told.version - 1)
        self._outcomes[told.topic, "buried" if on_its_own_account else "parked"] += 1

    async def _hear_outside(self, told: Told) -> None:
        reaction = self._on.outside_reaction(told.type)
        if reaction is None and (told.type in FROM_OUTSIDE or not self._on.answers_unknown):
            self._outcomes[told.topic, "unknown"] += 1
        elif told.aggregate in self._parked:
            await self._bury(told, *_WAITS, on_its_own_account=False)
        elif not await self._is_new(told):
            self._outcomes[told.topic, "repeated"] += 1
        else:
            with tracing.within(_trace(told)):
                await self._answer(told, reaction.handler if reaction else _refuse_unknown)

    async def _is_new(self, told: Told) -> bool:
        heard = await self._session.execute(_HEAR, _identity(told))
        return heard.first() is not None

    async def _answer(self, told: Told, handler: Callable[..., Awaitable[None]]) -> None:
        sender = Sender(told.topic.split(".")[1], told.event_id, told.topic)
        error = await attempt(self._session, _read_and_act, told, sender, handler, self._session)
        if isinstance(error, Refused):
            outbox.tell_once(self._session, _refusal(told, sender, error))
            self._outcomes[told.topic, "refused"] += 1
        elif error is not None:
            await self._session.execute(_UNHEAR, _identity(told))  # its replay is the first time it is heard
            await self._bury(told, "handler", repr(error))
        else:
            self._outcomes[told.topic, "acted"] += 1


class Unreadable(Refused):
    """A department's message is not what its type says."""

    message = "Bản tin không đúng định dạng."


class UnknownType(Refused):
    """A department sent a type nobody knows."""

    message = "Loại bản tin không có trong danh mục."


def _identity(told: Told) -> dict[str, str]:
    return {"topic": told.topic, "event_id": told.event_id or f"{told.partition}/{told.offset}"}


async def _read_and_act(told: Told, sender: Sender, handler: Callable[..., Awaitable[None]], session: Any) -> None:
    if not told.event_id:
        raise Unreadable(details=["Thiếu thuộc tính ce_id của CloudEvents."])
    if told.type not in FROM_OUTSIDE:
        raise UnknownType(details=[f"ce_type: {told.type or '(trống)'}"])
    try:
        event = told.event
    except ValidationError as error:
        details = [f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
        raise Unreadable(details=details[:20]) from error
    await handler(event, sender, session)


async def _refuse_unknown(*_: Any) -> None:
    raise UnknownType


def _refusal(told: Told, sender: Sender, refused: Refused) -> SubmissionRefused:
    return SubmissionRefused(
        submission_id=told.event_id or f"{told.partition}/{told.offset}",
        unit_id=sender.unit_id,
        event_id=told.event_id,
        code=refused.code,
        message=refused.message,
        details=refused.details,
    )


def _trace(told: Told) -> tracing.Trace:
    carried = tracing.parse(told.header("traceparent"))
    correlation = told.attribute("correlationid") or told.event_id
    return tracing.Trace(carried.trace_id, carried.flags, told.event_id, correlation)


async def replay(on: Inlet, session: AsyncSession, topic: str, key: str) -> dict[str, int]:
    """Act again on the dead letters of one key, in order; return how many were acted on and how many remain.

    Raises NotFound where the key has none.
    """
    letters = await dead_letters.take(session, topic, key)
    stored = await session.execute(_VERSIONS, {"topics": [topic], "keys": [key]})
    work = Work(on, session, set(), {(topic, key): version for topic, key, version in stored})
    await work.do(letters)
    await work.remember()
    remain = await session.scalar(_REMAIN, {"topic": topic, "key": key}) or 0
    return {"acted": len(letters) - remain, "remain": remain}
