"""The work of one batch inside its transaction: what is new is acted on in order, what is bad is put aside."""

import time
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from operator import attrgetter
from typing import Any

from pydantic import ValidationError
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared import metrics, tracing
from shared.db import driver
from shared.errors import Refused
from shared.events import EVENTS
from shared.events.ext import SubmissionRefused
from shared.messaging import dead_letters, outbox
from shared.messaging.envelope import Told
from shared.messaging.failures import attempt
from shared.messaging.inlet import Inlet, Mode, Sender

MOST_BURIED = 100
"""Records one batch may put aside on its own account; more than that is our fault, not theirs."""
STATES = ".state.v1"
"""How the topics end that Kafka compacts to the last state of each aggregate."""
_VERSIONS = (
    "SELECT topic, aggregateid, version FROM seen JOIN unnest($1::text[], $2::text[]) AS n (topic, aggregateid) "
    "USING (topic, aggregateid)"
)
_SEE = (
    "INSERT INTO seen SELECT * FROM unnest($1::text[], $2::text[], $3::integer[]) "
    "ON CONFLICT (topic, aggregateid) DO UPDATE SET version = excluded.version"
)
_HEAR = text("INSERT INTO inbox (topic, event_id) VALUES (:topic, :event_id) ON CONFLICT DO NOTHING RETURNING 1")
_UNHEAR = text("DELETE FROM inbox WHERE topic = :topic AND event_id = :event_id")

_REMAIN = text("SELECT count(*) FROM dead_letter WHERE topic = :topic AND key = :key")

FROM_OUTSIDE = frozenset(kind for kind, event in EVENTS.items() if event.topic == "ext.{unit_id}.v1")
"""What departments may send us; a fact of ours on a department's topic is not one."""

_WAITS = ("parked", "an earlier record of this key was put aside")
_TOPIC_AND_TYPE = attrgetter("topic", "type")

Key = tuple[str, str]
"""A topic and an aggregate's id."""


class TooManyBuried(Exception):
    """So many records fail that the fault must be ours; the consumer waits for a person."""


class Suspect(Exception):
    """One record of the batch is bad: all is undone, and done again in savepoints that find it."""


async def seen(session: AsyncSession, keys: Collection[Key]) -> dict[Key, int]:
    """Return the version that each of *keys* was last acted on in; one that never was has none."""
    if not keys:
        return {}
    connection = await driver(await session.connection())
    rows = await connection.fetch(_VERSIONS, *zip(*sorted(keys), strict=True))
    return {(topic, key): version for topic, key, version in rows}


def _is_later_state(told: Told, last: int) -> bool:
    """Return whether *told* is a newer state on a topic that may leave the ones between out."""
    return told.version > last and told.topic.endswith(STATES)


class Work:
    """One batch inside its transaction; one that is suspect is acted on in savepoints, to find what is bad in it."""

    def __init__(
        self,
        on: Inlet,
        session: AsyncSession,
        parked: set[Key],
        versions: dict[Key, int],
        *,
        is_suspect: bool = True,
    ) -> None:
        self._on = on
        self._session = session
        self._parked = parked
        self.versions = versions
        self._before = dict(versions)
        self._is_suspect = is_suspect
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
            connection = await driver(await self._session.connection())
            await connection.execute(_SEE, topics, keys, versions)

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
        error = await self._attempt(todo) if todo else None
        if error is None:
            for (topic, kind), number in Counter(map(_TOPIC_AND_TYPE, todo)).items():
                self._outcomes[topic, "acted" if kind in self._on.reactions else "unknown"] += number
        elif len(todo) == 1:
            await self._bury(todo[0], "handler", repr(error))
        else:
            middle = len(todo) // 2
            await self._apply(todo[:middle])
            await self._apply(todo[middle:])

    async def _attempt(self, facts: Sequence[Told]) -> Exception | None:
        error = await attempt(self._session, self._dispatch, facts, in_savepoint=self._is_suspect)
        if error is not None and not self._is_suspect:
            raise Suspect from error
        return error

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
    work = Work(on, session, set(), await seen(session, {(topic, key)}))
    await work.do(letters)
    await work.remember()
    remain = await session.scalar(_REMAIN, {"topic": topic, "key": key}) or 0
    return {"acted": len(letters) - remain, "remain": remain}
