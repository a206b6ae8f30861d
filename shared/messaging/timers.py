"""Deadlines: a timer and what it causes are one commit."""

import asyncio
import time
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TEXT, TIMESTAMP
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock, log, metrics
from shared.db import Database
from shared.messaging import dead_letters
from shared.messaging.failures import WEATHER, attempt, is_around_us
from shared.messaging.inlet import Inlet, Timer

BATCH = 200
POLL = 1.0
POLL_HELD = 0.2
WATCH_HELD = 0.02  # a held clock jumps, and those who moved it wait for us
RETRY_AFTER = 2.0

_SCHEDULE = text(
    "INSERT INTO timer (kind, key, due_at, payload) "
    "SELECT kind, key, due_at, payload::jsonb FROM unnest(:kinds, :keys, :due_ats, :payloads) "
    "AS t (kind, key, due_at, payload) "
    "ON CONFLICT (kind, key) DO UPDATE SET due_at = excluded.due_at, payload = excluded.payload"
).bindparams(
    bindparam("kinds", type_=ARRAY(TEXT)),
    bindparam("keys", type_=ARRAY(TEXT)),
    bindparam("due_ats", type_=ARRAY(TIMESTAMP(timezone=True))),
    bindparam("payloads", type_=ARRAY(TEXT)),
)
_CANCEL = text("DELETE FROM timer WHERE kind = :kind AND key = ANY(:keys)").bindparams(
    bindparam("keys", type_=ARRAY(TEXT))
)
_TAKE = text(
    "DELETE FROM timer WHERE (kind, key) IN ("
    "SELECT kind, key FROM timer WHERE due_at <= :now ORDER BY due_at, kind, key FOR UPDATE SKIP LOCKED LIMIT :batch"
    ") RETURNING kind, key, due_at, payload"
).columns(payload=JSONB)
_NEXT = text("SELECT min(due_at) FROM timer")

_logger = log.logger("timers")


async def schedule(
    session: AsyncSession, kind: str, key: str, due_at: datetime, payload: dict[str, Any] | None = None
) -> None:
    """Set the timer (kind, key); a second call moves it."""
    await schedule_many(session, [(kind, key, due_at, payload or {})])


async def schedule_many(session: AsyncSession, timers: Iterable[tuple[str, str, datetime, dict[str, Any]]]) -> None:
    """Set many timers in one statement; (kind, key) must not repeat among them."""
    rows = list(timers)
    if rows:
        kinds, keys, due_ats, payloads = (list(column) for column in zip(*rows, strict=True))
        encoded = [orjson.dumps(payload).decode() for payload in payloads]
        await session.execute(_SCHEDULE, {"kinds": kinds, "keys": keys, "due_ats": due_ats, "payloads": encoded})


async def cancel(session: AsyncSession, kind: str, *keys: str) -> None:
    """Forget the timers (kind, key); one that is not set is no error."""
    await session.execute(_CANCEL, {"kind": kind, "keys": list(keys)})


async def ring_forever(on: Inlet, database: Database) -> None:
    """Ring every timer that comes due, oldest first, until cancelled."""
    while True:
        looked_at = clock.now()
        try:
            rung = await ring(on, database)
            wait = 0.0 if rung == BATCH else await _until_next(database)
        except WEATHER as error:
            if not is_around_us(error):
                raise
            _logger.warning("timers wait for the database", error=repr(error))
            wait = RETRY_AFTER
        await _sleep(wait, looked_at)


async def ring(on: Inlet, database: Database) -> int:
    """Ring one batch of due timers in one transaction; return how many rang.

    A timer whose handler fails is put aside as a dead letter; the others are not held up.
    """
    async with database.transaction() as session:
        taken = await session.execute(_TAKE, {"now": clock.now(), "batch": BATCH})
        timers = sorted((Timer(*row) for row in taken), key=lambda timer: (timer.due_at, timer.kind, timer.key))
        for timer in timers:
            error = await attempt(session, _ring, on, timer, session)
            if error is not None:
                await dead_letters.bury_timer(session, timer, error)
            metrics.TIMERS_FIRED.labels(on.service, timer.kind, "buried" if error else "rang").inc()
            metrics.TIMER_LATE_SECONDS.labels(on.service).set((clock.now() - timer.due_at).total_seconds())
    return len(timers)


async def _ring(on: Inlet, timer: Timer, session: AsyncSession) -> None:
    await on.timers[timer.kind](timer, session)  # a kind that an earlier release set may be unknown


async def replay(session: AsyncSession, key: str) -> dict[str, int]:
    """Set the timers again that were put aside under *key*; they ring at once. Raises NotFound where there is none."""
    letters = await dead_letters.take(session, dead_letters.TIMER_TOPIC, key)
    for letter in letters:
        await schedule(session, letter.type, key, clock.now(), letter.data)
    return {"acted": len(letters), "remain": 0}


async def _sleep(wait: float, looked_at: datetime) -> None:
    """Sleep for *wait* seconds; a held clock is watched meanwhile, which asks nothing of the database."""
    if not clock.is_held():
        await asyncio.sleep(wait)
        return
    ends_at = time.monotonic() + wait
    while clock.now() == looked_at and time.monotonic() < ends_at:  # noqa: ASYNC110 - another process moves the clock
        await asyncio.sleep(WATCH_HELD)


async def _until_next(database: Database) -> float:
    if clock.is_held():
        return POLL_HELD
    async with database.transaction() as session:
        due_at = await session.scalar(_NEXT)
    return POLL if due_at is None else min(POLL, max(0.0, (due_at - clock.now()).total_seconds()))
