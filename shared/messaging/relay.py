"""Tells the outbox to Kafka: in order, losing nothing, with one leader per outbox.

The relay reads pages by a gap-tracked cursor, keeps two pages on their way to Kafka, and stores the
cursor of what was acknowledged. After a failure or a kill it begins again from the stored cursor: some events may
be told twice, first occurrences stay in order, and listeners drop the repeats.
"""

import asyncio
import contextlib
import time
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any, Protocol

import asyncpg
import orjson
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, UnknownTopicOrPartitionError
from aiokafka.partitioner import murmur2

from shared import log, metrics
from shared.messaging.bell import CHANNEL, Bell
from shared.messaging.cursor import Cursor
from shared.messaging.failures import WEATHER
from shared.messaging.tables import PARTITION_IDS, PARTITIONS_AHEAD, create_partition

PAGE = 2_000
PAGES_IN_FLIGHT = 2
SAVE_EVERY = 0.02  # seconds between writes of the cursor: bounds what a kill makes us tell again
POLL = 0.05  # seconds between looks without a ring
POLL_GAPS = 0.002  # the same while a gap may be filled any moment
MAX_BATCH = 512 * 1024
STOP_WITHIN = 3.0
RETRY_AFTER = (0.1, 0.2, 0.5, 1, 2, 5)
KEEP_HOUSE_EVERY = 60.0
KEEP = timedelta(days=30)
"""How long told events stay in the outbox, the ledger to check Kafka against, and heard ids in the inbox."""

_LOCK = 0x7EB17E  # the advisory lock of the outbox's one leader

_READ = """
WITH snapshot AS MATERIALIZED (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS oldest)
SELECT page.id, page.aggregatetype, page.aggregateid, page.headers, page.payload, page.created_at, snapshot.oldest
FROM snapshot LEFT JOIN LATERAL (
  (SELECT id, aggregatetype, aggregateid, headers, payload, created_at FROM outbox WHERE id > $1 ORDER BY id LIMIT $2)
  UNION ALL
  (SELECT id, aggregatetype, aggregateid, headers, payload, created_at FROM outbox WHERE id = ANY($3::bigint[]))
  ORDER BY id
) page ON true
"""

_SAVE = """
UPDATE outbox_cursor SET read_id = $1, gaps = $2, fences = $3 WHERE relay = 'kafka'
RETURNING pg_current_xact_id()::text::bigint
"""

_PARTITIONS = """
SELECT substr(relname, 8)::bigint FROM pg_inherits JOIN pg_class ON oid = inhrelid
WHERE inhparent = 'outbox'::regclass
"""

_IS_OLD = "SELECT coalesce(max(created_at) < clock_timestamp() - $1::interval, true) FROM outbox_{}"

_SESSION = {
    "application_name": "relay",
    "synchronous_commit": "off",  # a cursor lost in a crash of the database only makes us tell again
    "lock_timeout": "2s",
    "jit": "off",
}

Row = tuple[int, str, str, bytes, bytes, Any, int]

_logger = log.logger("relay")


class Sender(Protocol):
    """Where pages go."""

    async def queue(self, rows: Sequence[Row]) -> Awaitable[object]:
        """Queue *rows* behind all earlier ones; what is returned ends when Kafka has taken every one."""


class KafkaSender:
    """Batches pages by partition for an idempotent producer; any failure ends this sender for good.

    `queue` must be awaited before it is called again: the producer takes one waiting batch a partition, and
    two callers would overtake each other there.
    """

    def __init__(self, producer: AIOKafkaProducer) -> None:
        self._producer = producer
        self._partitions: dict[str, int] = {}
        self._choose = lru_cache(maxsize=100_000)(self._partition)

    async def queue(self, rows: Sequence[Row]) -> Awaitable[object]:
        """Queue *rows* in order, batched by partition."""
        batches: dict[tuple[str, int], list[Any]] = {}
        for row in rows:
            topic, key = row[1], row[2].encode()
            if topic not in self._partitions:
                self._partitions[topic] = await self._count(topic)
            headers = [(name, value.encode()) for name, value in orjson.loads(row[3]).items()]
            record = {
                "timestamp": int(row[5].timestamp() * 1000),
                "key": key,
                "value": row[4],
                "headers": headers,
            }
            builders = batches.setdefault((topic, self._choose(topic, key)), [])
            if not builders or builders[-1].append(**record) is None:
                builders.append(self._producer.create_batch())
                builders[-1].append(**record)
        acks = [
            await self._producer.send_batch(builder, topic, partition=partition)
            for (topic, partition), builders in batches.items()
            for builder in builders
        ]
        return asyncio.gather(*acks)

    def _partition(self, topic: str, key: bytes) -> int:
        hashed: int = murmur2(key)  # as Java's default partitioner, so that outsiders can co-partition
        return (hashed & 0x7FFFFFFF) % self._partitions[topic]

    async def _count(self, topic: str) -> int:
        try:
            return len(await self._producer.partitions_for(topic))
        except UnknownTopicOrPartitionError as error:
            raise UnknownTopic(topic) from error


class UnknownTopic(KafkaError):  # type: ignore[misc]  # aiokafka is untyped
    """The broker does not have a topic we were to write to; `thidua topics apply` makes it."""


def _ignore(acks: asyncio.Future[object]) -> None:
    if not acks.cancelled():
        acks.exception()


class Relay:
    """Reads one outbox by the cursor and hands its pages to a sender."""

    def __init__(self, service: str, connection: Any, sender: Sender, bell: Bell) -> None:
        self._service = service
        self._connection = connection
        self._sender = sender
        self._bell = bell
        self._cursor = Cursor()  # what was read
        self._acked = Cursor()  # what was acknowledged: the one that is stored
        self._is_saved = True
        self._saved_at = 0.0
        self._kept_at = -KEEP_HOUSE_EVERY
        self._flying: deque[tuple[asyncio.Future[object], Cursor, Sequence[Row]]] = deque()

    async def run(self) -> None:
        """Tell until cancelled; raises on any failure of the database or of Kafka."""
        await self._load()
        while True:
            page = await self._read()
            if page:
                acks = asyncio.ensure_future(await self._sender.queue(page))
                acks.add_done_callback(lambda _: self._bell.ring())
                self._flying.append((acks, self._cursor.copy(), page))
            # Behind a short page no other is read before its acks: what comes meanwhile goes out together.
            most = PAGES_IN_FLIGHT if len(page) == PAGE else 0
            while self._flying and (self._flying[0][0].done() or len(self._flying) > most):
                await self._land()
            await self._save_when_due()
            await self._tend()
            if len(page) < PAGE:
                await self._rest()

    async def drain(self) -> None:
        """Wait for what is on its way and store the cursor; for an orderly stop."""
        while self._flying:
            await self._land()
        await self._save()

    def abandon(self) -> None:
        """Forget what is on its way; the stored cursor tells it again."""
        for acks, _, _ in self._flying:
            acks.cancel()
            acks.add_done_callback(_ignore)

    async def _load(self) -> None:
        query = "SELECT read_id, gaps, fences FROM outbox_cursor WHERE relay = 'kafka'"
        row = await self._connection.fetchrow(query)
        if row is None:
            await self._connection.execute("INSERT INTO outbox_cursor VALUES ('kafka', 0, '{}', '{}')")
        else:
            self._cursor = Cursor(
                row["read_id"], dict(zip(row["gaps"], (f or None for f in row["fences"]), strict=True))
            )
        self._acked = self._cursor.copy()

    async def _read(self) -> Sequence[Row]:
        rows = await self._connection.fetch(_READ, self._cursor.read_id, PAGE, list(self._cursor.gaps))
        page = rows if rows[0][0] is not None else []
        self._cursor.advance((row[0] for row in page), oldest_running=rows[0][6])
        if not page and not self._flying and len(self._cursor.gaps) < len(self._acked.gaps):
            self._acked, self._is_saved = self._cursor.copy(), False
        return page

    async def _land(self) -> None:
        acks, cursor, page = self._flying[0]
        await acks
        self._flying.popleft()
        self._acked, self._is_saved = cursor, False
        for topic, count in Counter(row[1] for row in page).items():
            metrics.EVENTS_TOLD.labels(self._service, topic).inc(count)

    async def _save_when_due(self) -> None:
        has_unfenced = any(fence is None for fence in self._cursor.gaps.values())
        now = time.monotonic()
        if (not self._is_saved or has_unfenced) and now - self._saved_at >= SAVE_EVERY:
            self._saved_at = now
            await self._save()

    async def _save(self) -> None:
        acked = self._acked
        fences = [fence or 0 for fence in acked.gaps.values()]
        transaction = await self._connection.fetchval(_SAVE, acked.read_id, list(acked.gaps), fences)
        self._is_saved = True
        self._cursor.fence(transaction)
        metrics.RELAY_GAP_IDS.labels(self._service).set(len(self._cursor.gaps))

    async def _rest(self) -> None:
        """Wait for a ring (a commit, an acknowledgement) or the next look."""
        soon = POLL_GAPS if self._cursor.gaps else SAVE_EVERY
        await self._bell.wait(POLL if self._is_saved and not self._cursor.gaps else soon)

    async def _tend(self) -> None:
        """Keep house once a minute."""
        now = time.monotonic()
        if now - self._kept_at >= KEEP_HOUSE_EVERY:
            self._kept_at = now
            await self._keep_house()

    async def _keep_house(self) -> None:
        """Keep partitions ahead; drop what was told long ago, and forget departments' old messages."""
        firsts = [first for (first,) in await self._connection.fetch(_PARTITIONS)]
        for number in range(PARTITIONS_AHEAD):
            first = (self._acked.read_id // PARTITION_IDS + number) * PARTITION_IDS
            if first not in firsts:
                await self._connection.execute(create_partition(first))
        told = min([self._acked.read_id, *self._acked.gaps])
        for first in firsts:
            if first + PARTITION_IDS <= told and await self._connection.fetchval(_IS_OLD.format(first), KEEP):
                await self._connection.execute(f"DROP TABLE outbox_{first}")
        await self._connection.execute("DELETE FROM inbox WHERE heard_at < clock_timestamp() - $1::interval", KEEP)


async def tell_forever(service: str, dsn: str, connect: Callable[[], AIOKafkaProducer], bell: Bell) -> None:
    """Lead the outbox of *service* whenever no other process does; begin again after every failure."""
    failures = 0
    while True:
        began = time.monotonic()
        try:
            await _lead(service, dsn, connect, bell)
        except WEATHER as error:
            failures = 0 if time.monotonic() - began > RETRY_AFTER[-1] else failures + 1
            metrics.RELAY_RESTARTS.labels(service).inc()
            _logger.warning("relay begins again", error=repr(error), failures=failures)
        finally:
            metrics.RELAY_IS_LEADER.labels(service).set(0)
        await asyncio.sleep(RETRY_AFTER[min(failures, len(RETRY_AFTER) - 1)])


async def _lead(service: str, dsn: str, connect: Callable[[], AIOKafkaProducer], bell: Bell) -> None:
    connection = await asyncpg.connect(dsn, timeout=5, command_timeout=60, server_settings=_SESSION)
    try:
        # Asked again and again: a session that waits inside the database would hold back its clean-up.
        while not await connection.fetchval("SELECT pg_try_advisory_lock($1)", _LOCK):  # noqa: ASYNC110
            await asyncio.sleep(0.5)
        await connection.add_listener(CHANNEL, lambda *_: bell.ring())
        producer = connect()
        try:
            await producer.start()
            metrics.RELAY_IS_LEADER.labels(service).set(1)
            relay = Relay(service, connection, KafkaSender(producer), bell)
            try:
                await relay.run()
            except asyncio.CancelledError:
                with contextlib.suppress(*WEATHER):  # what stays unacknowledged is told again
                    async with asyncio.timeout(STOP_WITHIN):
                        await relay.drain()
                raise
            finally:
                relay.abandon()
        finally:
            await _stop(producer)
    finally:
        connection.terminate()


async def _stop(producer: AIOKafkaProducer) -> None:
    """Let the producer go, without waiting for a broker that is away."""
    with contextlib.suppress(TimeoutError, KafkaError, OSError):
        async with asyncio.timeout(STOP_WITHIN):
            await producer.stop()
