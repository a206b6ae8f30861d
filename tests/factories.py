"""Short, unsurprising things for tests: a sample of any event, and the Kafka record that carries it."""

import types
import typing
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, TypeVar
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

import annotated_types
from aiokafka import ConsumerRecord
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from shared.events import Event

WORDS = {
    "unit_id": "so-noi-vu",
    "cluster_id": "cum-1",
    "service": "plans",
    "source_topic": "plans.plan.v1",
    "channel": "in_app",
    "award": "TTLDXS",
    "subject_kind": "collective",
    "submission_id": "12-2023",
    "mode": "merit",
    "task_key": "I.1",
    "period": "Q1",
    "documents": "TO_TRINH",
    "symbol": "274/KH-UBND",
    "reference": "12/KH-SNV",
    "decision_number": "95/QĐ-UBND",
}
"""What a text field holds where not any text would do."""

NUMBERS = {"year": 2023, "quarter": 1, "from_quarter": 1, "to_quarter": 2, "percent": 50, "bonus": 540_000}

DAY = date(2023, 3, 10)
MOMENT = datetime(2023, 3, 10, 8, 30, tzinfo=UTC)

SCALARS: dict[type, Any] = {bool: True, date: DAY, datetime: MOMENT}

M = TypeVar("M", bound=BaseModel)


def a_sample(model: type[M], *, is_full: bool = True, **known: Any) -> M:
    """Return a *model* in which equal names hold equal values, so that samples refer to each other.

    A sample that is not full leaves out whatever has a default.
    """
    values = {
        name: _value(name, field.annotation, _longest(field), is_full=is_full)
        for name, field in model.model_fields.items()
        if is_full or field.is_required()
    }
    return model.model_validate(values | known)


def an_id(name: str) -> UUID:
    """Return the id every sample holds in its field *name*."""
    return uuid5(NAMESPACE_OID, name)


def _value(name: str, kind: Any, longest: int, *, is_full: bool) -> Any:
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Annotated:
        return _value(name, inner[0], longest, is_full=is_full)
    if origin in {types.UnionType, typing.Union}:
        return _value(name, inner[0], longest, is_full=is_full)
    if origin is tuple:
        return (_value(name, inner[0], longest, is_full=is_full),)
    if origin is dict:
        return {"headcount": 12}
    if kind is str:
        return WORDS.get(name, f"{name}: thi đua, khen thưởng")[:longest]
    return _plain(name, kind, is_full=is_full)


def _plain(name: str, kind: Any, *, is_full: bool) -> Any:
    if kind is UUID:
        return an_id(name)
    if kind is int:
        return NUMBERS.get(name, 1)
    if kind in SCALARS:
        return SCALARS[kind]
    if issubclass(kind, Enum):
        return next(iter(kind))
    if issubclass(kind, BaseModel):
        return a_sample(kind, is_full=is_full)
    raise TypeError(f"no sample of {kind!r} for {name}")


def _longest(field: FieldInfo) -> int:
    return next((rule.max_length for rule in field.metadata if isinstance(rule, annotated_types.MaxLen)), 1_000)


def a_record(
    event: Event, *, version: int = 1, offset: int = 0, event_id: str = "", topic: str = "", **headers: bytes | None
) -> ConsumerRecord:
    """Return the record that tells *event* in the way the relay does."""
    told = {
        "content-type": "application/json",
        "ce_specversion": "1.0",
        "ce_id": event_id or str(uuid4()),
        "ce_type": event.type,
        "ce_source": f"/{event.topic.partition('.')[0]}",
        "ce_subject": event.aggregate_id,
        "ce_time": MOMENT.isoformat(),
        "ce_sequence": str(version),
    }
    whole = {name: value.encode() for name, value in told.items()} | headers
    value = event.model_dump_json().encode()
    return a_raw_record(topic or event.topic, event.aggregate_id.encode(), value, whole, offset=offset)


def a_raw_record(
    topic: str, key: bytes | None, value: bytes | None, headers: Mapping[str, bytes | None], *, offset: int = 0
) -> ConsumerRecord:
    """Return a record with exactly these bytes, on partition 0 of *topic*."""
    return ConsumerRecord(
        topic=topic, partition=0, offset=offset, timestamp=int(MOMENT.timestamp() * 1000), timestamp_type=0,
        key=key, value=value, checksum=None, serialized_key_size=len(key or b""),
        serialized_value_size=len(value or b""), headers=tuple(headers.items()),
    )  # fmt: skip
