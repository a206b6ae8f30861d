"""What we promised to tell: written in the transaction of what we did, told by the relay after it."""

from collections.abc import Sequence
from typing import Any

import orjson
import uuid_utils
from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA, INTEGER, TEXT, UUID
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock, tracing
from shared.events import Event
from shared.settings import settings

COLUMNS = "event_id, aggregatetype, aggregateid, aggregate_version, type, headers, payload"
"""The outbox columns in the order of `outbox_values`; the names are those of Debezium's EventRouter."""

MAX_PAYLOAD = 900_000
"""Largest event in bytes: Kafka takes a megabyte with its headers."""

_PROMISES = "promises"

_INSERT = text(
    f"INSERT INTO outbox ({COLUMNS}) "  # noqa: S608 - the columns are ours
    "SELECT * FROM unnest(:event_ids, :topics, :keys, :versions, :types, :headers, :payloads)"
).bindparams(
    bindparam("event_ids", type_=ARRAY(UUID)),
    bindparam("topics", type_=ARRAY(TEXT)),
    bindparam("keys", type_=ARRAY(TEXT)),
    bindparam("versions", type_=ARRAY(INTEGER)),
    bindparam("types", type_=ARRAY(TEXT)),
    bindparam("headers", type_=ARRAY(BYTEA)),
    bindparam("payloads", type_=ARRAY(BYTEA)),
)
_NAMES = ("event_ids", "topics", "keys", "versions", "types", "headers", "payloads")


class NotTheOwner(Exception):
    """A service tried to tell an event that is not its own."""


class EventTooLarge(Exception):
    """An event is larger than Kafka takes; tell ids, not texts."""


def tell(session: AsyncSession, row: Any, event: Event) -> None:
    """Promise *event* about *row* to the world; the relay tells it after the commit.

    Moves the row's version, so that the update locks the row and a second writer is noticed.
    Raises NotTheOwner where this service may not tell the event.
    """
    row.version = (row.version or 0) + 1
    _promise(session, event, row.version)


def tell_once(session: AsyncSession, event: Event) -> None:
    """Promise an event that is the only one of its aggregate."""
    _promise(session, event, 1)


def _promise(session: AsyncSession, event: Event, version: int) -> None:
    session.info.setdefault(_PROMISES, []).append(outbox_values(event, version))


def promised(session: AsyncSession) -> int:
    """Return how many promises the transaction holds, to come back to with `forget`."""
    return len(session.info.get(_PROMISES, ()))


def forget(session: AsyncSession, kept: int) -> None:
    """Drop the promises made after *kept*, because their savepoint was rolled back."""
    del session.info.get(_PROMISES, [])[kept:]


def outbox_values(event: Event, version: int) -> tuple[Any, ...]:
    """Return the outbox row of *event* as the *version*-th of its aggregate, in the order of COLUMNS."""
    service = settings().service
    if service not in event.tellers:
        raise NotTheOwner(f"{service} may not tell {event.type}")
    payload = event.__pydantic_serializer__.to_json(event)
    if len(payload) > MAX_PAYLOAD:
        raise EventTooLarge(f"{event.type} of {len(payload)} bytes")
    event_id = uuid_utils.uuid7()
    trace = tracing.current()
    key = event.aggregate_id
    headers = {
        "content-type": "application/json",
        "ce_specversion": "1.0",
        "ce_id": str(event_id),
        "ce_type": event.type,
        "ce_source": f"/{service}",
        "ce_subject": key,
        "ce_time": clock.now().isoformat(),
        "ce_dataschema": event.dataschema,
        "ce_sequence": str(version),
        "ce_partitionkey": key,
        "ce_correlationid": trace.correlation_id or str(event_id),
        "traceparent": trace.traceparent(),
    }
    if trace.causation_id:
        headers["ce_causationid"] = trace.causation_id
    packed = orjson.dumps(headers)
    return (event_id.hex, event.destination, key, version, event.type, packed, payload)


def json_bytes(value: Any) -> bytes:
    """Return *value* as JSON."""
    return orjson.dumps(value)


async def write(session: AsyncSession) -> bool:
    """Insert the transaction's promises, in order, in one statement; return whether there were any."""
    promises: Sequence[tuple[Any, ...]] = session.info.pop(_PROMISES, ())
    if promises:
        columns = (list(column) for column in zip(*promises, strict=True))
        await session.execute(_INSERT, dict(zip(_NAMES, columns, strict=True)))
    return bool(promises)
