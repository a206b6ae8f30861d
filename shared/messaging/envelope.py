"""CloudEvents 1.0 on Kafka, read without ever raising: binary mode, and structured mode on the way in.

Source: the Kafka protocol binding of CloudEvents 1.0, sections 3.2 (binary) and 3.3 (structured).
"""

import base64
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

import orjson
from aiokafka import ConsumerRecord

from shared.events import EVENTS, Event

LONGEST = 500
"""Bytes of a key or an attribute that are kept as they are; a longer one could not be indexed."""

_STRUCTURED = b"application/cloudevents"
_BODY = frozenset({"data", "data_base64"})
_LONGEST_NUMBER = 9  # digits: a version is a 32-bit number
_LAST_STAMP = 253_402_300_799_000  # the end of the year 9999, in milliseconds
_NULL, _REPLACED = "\x00", "\N{REPLACEMENT CHARACTER}"


class Told:
    """One record as it came from Kafka; the payload is read lazily, and a malformed part reads as empty."""

    __slots__ = (
        "_data", "_event", "_headers", "aggregate", "key", "offset", "partition", "timestamp", "topic", "type",
        "value", "version",
    )  # fmt: skip

    def __init__(self, record: ConsumerRecord) -> None:
        self.topic: str = record.topic
        self.partition: int = record.partition
        self.offset: int = record.offset
        self.timestamp: int = record.timestamp
        self.value: bytes = record.value or b""
        self.key = _name(record.key or b"")
        self.aggregate = (self.topic, self.key)
        self._headers: dict[str, bytes | None] = dict(record.headers)
        content = self._headers.get("content-type")
        if content is not None and content.startswith(_STRUCTURED):
            self._headers |= self._unwrap()
        self._data: Any = None
        self._event: Event | None = None
        self.type = _type(self._headers.get("ce_type") or b"")
        """The event's type name, or an empty string."""
        self.version = _number(self._headers.get("ce_sequence"))
        """Which event of its aggregate this is, or 0 where the sender does not say."""

    def _unwrap(self) -> dict[str, bytes | None]:
        """Take the payload out of a structured event; return its attributes as headers."""
        try:
            whole = orjson.loads(self.value)
        except ValueError:
            return {}
        if not isinstance(whole, dict):
            return {}
        self.value = _data_of(whole)
        return {f"ce_{name}": str(value).encode(errors="replace") for name, value in whole.items() if name not in _BODY}

    def attribute(self, name: str) -> str:
        """Return the CloudEvents attribute *name*, cut to what can be indexed, or an empty string."""
        value = self._headers.get(f"ce_{name}")
        return _name(value) if value else ""

    def header(self, name: str) -> str:
        """Return the header *name* as text, or an empty string."""
        value = self._headers.get(name)
        return _text(value) if value else ""

    @property
    def headers(self) -> dict[str, str]:
        """Return every header as text."""
        return {_text(name.encode(errors="replace")): self.header(name) for name in self._headers}

    @property
    def event_id(self) -> str:
        """Return the event's id, or an empty string."""
        return self.attribute("id")

    @property
    def time(self) -> datetime:
        """Return when the event happened, by the teller's clock; Kafka's stamp where the teller does not say."""
        try:
            said = datetime.fromisoformat(self.attribute("time"))
        except ValueError:
            return datetime.fromtimestamp(min(max(self.timestamp, 0), _LAST_STAMP) / 1000, UTC)
        return said if said.tzinfo else said.replace(tzinfo=UTC)

    @property
    def data(self) -> Any:
        """Return the payload as JSON values; raises ValueError where it is not JSON."""
        if self._data is None:
            self._data = orjson.loads(self.value)
        return self._data

    @property
    def event(self) -> Event:
        """Return the payload as its model; raises ValidationError or KeyError where it is not one."""
        if self._event is None:
            self._event = EVENTS[self.type].model_validate_json(self.value)
        return self._event


def _data_of(whole: dict[str, Any]) -> bytes:
    encoded = whole.get("data_base64")
    try:
        if isinstance(encoded, str):
            return base64.b64decode(encoded, validate=True)
        return orjson.dumps(whole["data"]) if "data" in whole else b""
    except (ValueError, TypeError):  # not base64; or nested deeper than it can be written
        return b""


@lru_cache(maxsize=1_000)
def _type(raw: bytes) -> str:
    """Return a type's name; there are few, and each is on every record."""
    return _name(raw)


def _number(sequence: bytes | None) -> int:
    return int(sequence) if sequence and sequence.isdigit() and len(sequence) <= _LONGEST_NUMBER else 0


def _text(raw: bytes) -> str:
    """Return *raw* as text that a database can hold: it has no null characters."""
    return raw.decode(errors="replace").replace(_NULL, _REPLACED)


def _name(raw: bytes) -> str:
    """Return *raw* as text that a database can also index: what is too long ends in its own digest."""
    text = _text(raw)
    return text if len(raw) <= LONGEST else text[: LONGEST // 2] + sha256(raw).hexdigest()
