"""What could not be acted on: kept with its key parked, shown to a person, replayed in order."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import uuid_utils
from aiokafka import ConsumerRecord
from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock, log, metrics
from shared.errors import NotFound
from shared.events.kernel import DeadLettered
from shared.messaging import outbox
from shared.messaging.envelope import Told
from shared.messaging.inlet import Timer
from shared.settings import settings

TIMER_TOPIC = "timer"
"""The name dead timers are kept under, in place of a topic."""

_BURY = text(
    "INSERT INTO dead_letter (id, topic, part, offset_, key, type, headers, value, reason, error, buried_at) "
    "VALUES (:id, :topic, :part, :offset, :key, :type, :headers, :value, :reason, :error, :now) "
    "ON CONFLICT (topic, part, offset_) DO UPDATE SET attempts = dead_letter.attempts + 1, error = excluded.error"
).bindparams(bindparam("headers", type_=JSONB))
_PARK = text("INSERT INTO parked_key VALUES (:topic, :key, :now) ON CONFLICT DO NOTHING")
_LIST = text(
    "SELECT id, topic, part, offset_, key, type, reason, error, attempts, buried_at FROM dead_letter "
    "ORDER BY buried_at DESC, topic, part, offset_ LIMIT :limit"
)
_SHOW = text("SELECT * FROM dead_letter WHERE id = :id")
_LOCK = text("SELECT 1 FROM parked_key WHERE topic = :topic AND key = :key FOR UPDATE")
_OF_KEY = text("SELECT * FROM dead_letter WHERE topic = :topic AND key = :key ORDER BY part, offset_")
_UNBURY = text("DELETE FROM dead_letter WHERE topic = :topic AND key = :key")
_UNPARK = text("DELETE FROM parked_key WHERE topic = :topic AND key = :key")

_logger = log.logger("dead_letters")


async def bury(session: AsyncSession, told: Told, reason: str, error: str) -> None:
    """Put *told* aside for a person and park its key, so that later records of the key wait behind it."""
    where = {"topic": told.topic, "part": told.partition, "offset": told.offset, "key": told.key, "type": told.type}
    contents = {"headers": told.headers, "value": told.value, "reason": reason, "error": error}
    await _bury(session, where | contents)
    await session.execute(_PARK, {"topic": told.topic, "key": told.key, "now": clock.now()})


async def bury_timer(session: AsyncSession, timer: Timer, error: Exception) -> None:
    """Put a timer aside whose handler failed; no other timer waits behind it."""
    offset = uuid_utils.uuid7().int >> 65
    where = {"topic": TIMER_TOPIC, "part": 0, "offset": offset, "key": timer.key, "type": timer.kind}
    headers = {"due_at": timer.due_at.isoformat()}
    contents = {"headers": headers, "value": outbox.json_bytes(timer.payload), "reason": "handler"}
    await _bury(session, where | contents | {"error": repr(error)})


async def _bury(session: AsyncSession, letter: dict[str, Any]) -> None:
    letter_id = UUID(str(uuid_utils.uuid7()))
    await session.execute(_BURY, letter | {"id": letter_id, "now": clock.now()})
    service = settings().service
    source = {f"source_{name}": letter[name] for name in ("topic", "key", "type")}
    place = {name: letter[name] for name in ("part", "offset", "reason")}
    outbox.tell_once(session, DeadLettered(letter_id=letter_id, service=service, **source, **place))
    metrics.DEAD_LETTERS.labels(service, letter["topic"]).inc()
    _logger.error("put aside for a person", letter_id=str(letter_id), error=letter["error"], **source, **place)


async def listed(session: AsyncSession, limit: int = 200) -> Sequence[dict[str, Any]]:
    """Return the newest dead letters, without their contents."""
    return [dict(row) for row in (await session.execute(_LIST, {"limit": limit})).mappings()]


async def show(session: AsyncSession, letter_id: UUID) -> dict[str, Any]:
    """Return one dead letter, contents and all; raises NotFound."""
    row = (await session.execute(_SHOW, {"id": letter_id})).mappings().first()
    if row is None:
        raise NotFound
    return {**row, "value": bytes(row["value"]).decode(errors="replace")}


async def take(session: AsyncSession, topic: str, key: str) -> Sequence[Told]:
    """Lift the letters of one key out, oldest first, and unpark it; the consumer waits for our commit meanwhile.

    Raises NotFound where the key has none.
    """
    await session.execute(_LOCK, {"topic": topic, "key": key})
    rows = (await session.execute(_OF_KEY, {"topic": topic, "key": key})).mappings().all()
    if not rows:
        raise NotFound("Không có bản tin lỗi nào của khóa này.")
    await session.execute(_UNBURY, {"topic": topic, "key": key})
    await session.execute(_UNPARK, {"topic": topic, "key": key})
    return [_told(row) for row in rows]


def _told(row: Any) -> Told:
    kept = {"ce_type": row["type"]} | row["headers"]
    headers = [(name, value.encode()) for name, value in kept.items() if name != "content-type"]
    value = bytes(row["value"])
    stamp = int(row["buried_at"].timestamp() * 1000)
    key = row["key"].encode()
    return Told(
        ConsumerRecord(
            topic=row["topic"], partition=row["part"], offset=row["offset_"], timestamp=stamp, timestamp_type=0,
            key=key, value=value, checksum=None, serialized_key_size=len(key), serialized_value_size=len(value),
            headers=headers,
        )
    )  # fmt: skip
