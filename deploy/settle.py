"""Waits until nothing is on its way any more: every event told and acted on, every timer rung, every mail sent."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AsyncExitStack
from datetime import datetime
from types import TracebackType
from typing import Self

import asyncpg
from aiokafka import AIOKafkaConsumer, TopicPartition

from deploy.books import Ground, Partition, client, hearers, is_outside, partitions_of
from deploy.kafka.topics import SERVICES
from deploy.trouble import Trouble

LOOK_EVERY = 0.05

_LOOK = """
SELECT (SELECT coalesce(max(id), 0) FROM outbox),
       (SELECT coalesce(max(read_id), 0) FROM outbox_cursor),
       (SELECT coalesce(max(cardinality(gaps)), 0) FROM outbox_cursor),
       (SELECT count(*) FROM timer WHERE due_at <= $1)
"""
_PLACES = "SELECT topic, part, next_offset FROM consumer_offset"
_NEXT_TIMER = "SELECT min(due_at) FROM timer"
_MAIL = """
SELECT count(*) FROM procrastinate_jobs
WHERE status = 'doing' OR (status = 'todo' AND coalesce(scheduled_at <= now(), true))
"""
_MAILER = "notifications"


class Watch:
    """Looks at every database and at Kafka until they agree that nothing is left to do."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._stack = AsyncExitStack()
        self._databases: dict[str, asyncpg.Connection] = {}
        self._kafka: AIOKafkaConsumer = None
        self._partitions: dict[str, list[TopicPartition]] = {}

    async def __aenter__(self) -> Self:
        for service in SERVICES:
            connection = await asyncpg.connect(self._ground.postgres.dsn(service))
            self._stack.push_async_callback(connection.close)
            self._databases[service] = connection
        self._kafka = AIOKafkaConsumer(**client(self._ground.kafka.access), enable_auto_commit=False)
        await self._kafka.start()
        self._stack.push_async_callback(self._kafka.stop)
        partitions = await asyncio.to_thread(partitions_of, self._ground.kafka.access)
        self._kafka.assign(partitions)  # asks for all topics at once; the offsets would ask for one after the other
        self._kafka.pause(*partitions)
        heard = hearers({partition.topic for partition in partitions})
        for service in SERVICES:
            self._partitions[service] = [one for one in partitions if service in heard.get(one.topic, ())]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def next_timer(self) -> datetime | None:
        """Return when the next timer of any service is due."""
        due = [await connection.fetchval(_NEXT_TIMER) for connection in self._databases.values()]
        return min((moment for moment in due if moment is not None), default=None)

    async def settle(self, now: datetime, *, within: float = 120, outside: bool = True) -> None:
        """Return when nothing is on its way at the moment *now*; say what is stuck after *within* seconds.

        Most topics are the departments' own; whoever knows that none has sent anything leaves *outside* out.
        """
        deadline = time.monotonic() + within
        before = None
        while True:
            promised, waiting = await self._look(now, outside=outside)
            if not waiting and promised == before:
                return
            # One quiet look may fall between a commit and its telling; a second one with nothing new is the end.
            before = None if waiting else promised
            if time.monotonic() > deadline:
                raise Trouble(f"After {within:.0f} seconds these still wait:", *waiting)
            if waiting:
                await asyncio.sleep(LOOK_EVERY)

    async def _look(self, now: datetime, *, outside: bool) -> tuple[Mapping[str, int], list[str]]:
        """Return how much each service has promised, and everything that waits, as sentences."""
        rows = await asyncio.gather(*(connection.fetchrow(_LOOK, now) for connection in self._databases.values()))
        looks = dict(zip(self._databases, rows, strict=True))
        promised = {service: row[0] for service, row in looks.items()}
        waiting = [sentence for service, row in looks.items() for sentence in _untold(service, *row)]
        if not waiting:
            waiting = [sentence async for sentence in self._unheard(outside=outside)]
        if not waiting and (letters := await self._databases[_MAILER].fetchval(_MAIL)):
            waiting = [f"{_MAILER}: mail jobs: {letters}"]
        return promised, waiting

    async def _unheard(self, *, outside: bool) -> AsyncIterator[str]:
        wanted = {
            service: [one for one in partitions if outside or not is_outside(one.topic)]
            for service, partitions in self._partitions.items()
        }
        ends = await self._kafka.end_offsets(sorted({one for partitions in wanted.values() for one in partitions}))
        for service, partitions in wanted.items():
            places: dict[Partition, int] = {
                (topic, part): place for topic, part, place in await self._databases[service].fetch(_PLACES)
            }
            for sentence in _behind(service, partitions, ends, places):
                yield sentence


def _untold(service: str, promised: int, told: int, gaps: int, due: int) -> Iterable[str]:
    if promised > told or gaps:
        yield f"{service}: promised up to {promised}, told up to {told}, {gaps} gaps"
    if due:
        yield f"{service}: timers that are due: {due}"


def _behind(
    service: str,
    partitions: Iterable[TopicPartition],
    ends: Mapping[TopicPartition, int],
    places: Mapping[Partition, int],
) -> Iterable[str]:
    for partition in partitions:
        place = places.get((partition.topic, partition.partition), 0)
        if place < ends[partition]:
            yield f"{service}: at {place} of {ends[partition]} on {partition.topic}/{partition.partition}"
