"""CloudEvents 1.0 on Kafka, read without ever raising: binary mode, and structured mode on the way in.

Source: the Kafka protocol binding of CloudEvents 1.0, sections 3.2 (binary) and 3.3 (structured).
"""

import base64
import binascii
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import orjson
from aiokafka import ConsumerRecord

from shared.events import EVENTS, Event

_STRUCTURED = b"application/cloudevents"


class Told:
    """One record as it came from Kafka; everything is read lazily and a malformed part reads as empty."""

    __slots__ = (
        "_attributes",
        "_data",
        "_event",
        "key",
        "offset",
        "partition",
        "record",
        "timestamp",
        "topic",
        "value",
    )

    def __init__(self, record: ConsumerRecord) -> None:
        self.record = record
        self.topic: str = record.topic
        self.partition: int = record.partition
        self.offset: int = record.offset
        self.timestamp: int = record.timestamp
        self.key: str = (record.key or b"").decode(errors="replace")
        self.value: bytes = record.value or b""
        self._attributes: dict[str, Any] | None = None
        self._data: Any = None
        self._event: Event | None = None
        self._attributes = self._read(record.headers)

    def _read(self, headers: Iterable[tuple[str, bytes | None]]) -> dict[str, Any]:
        attributes: dict[str, Any] = dict(headers)
        content = attributes.get("content-type")
        if content is not None and content.startswith(_STRUCTURED):
            return self._unwrap(attributes)
        return attributes

    def _unwrap(self, headers: dict[str, Any]) -> dict[str, Any]:
        try:
            whole = orjson.loads(self.value)
        except orjson.JSONDecodeError:
            return headers
        if not isinstance(whole, dict):
            return headers
        self.value = _data_of(whole)
        attributes = {f"ce_{name}": str(value).encode() for name, value in whole.items() if name not in _BODY}
        return headers | attributes

    def attribute(self, name: str) -> str:
        """Return the CloudEvents attribute *name*, or an empty string."""
        return self.header(f"ce_{name}")

    def header(self, name: str) -> str:
        """Return the header *name* as text, or an empty string."""
        value = (self._attributes or {}).get(name)
        return value.decode(errors="replace") if value else ""

    @property
    def headers(self) -> dict[str, str]:
        """Return every header as text."""
        return {name: self.header(name) for name in self._attributes or {}}

    @property
    def type(self) -> str:
        """Return the event's type name, or an empty string."""
        return self.attribute("type")

    @property
    def event_id(self) -> str:
        """Return the event's id, or an empty string."""
        return self.attribute("id")

    @property
    def version(self) -> int:
        """Return which event of its aggregate this is, or 0 where the sender does not say."""
        sequence = self.attribute("sequence")
        return int(sequence) if sequence.isdecimal() else 0

    @property
    def time(self) -> datetime:
        """Return when the event happened, by the teller's clock; Kafka's stamp where the teller does not say."""
        try:
            return datetime.fromisoformat(self.attribute("time"))
        except ValueError:
            return datetime.fromtimestamp(self.timestamp / 1000, UTC)

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


_BODY = frozenset({"data", "data_base64"})


def _data_of(whole: dict[str, Any]) -> bytes:
    encoded = whole.get("data_base64")
    if isinstance(encoded, str):
        try:
            return base64.b64decode(encoded, validate=True)
        except binascii.Error:
            return b""
    return orjson.dumps(whole["data"]) if "data" in whole else b""
