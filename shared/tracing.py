"""W3C trace context, carried from a request through the outbox to the last consumer."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

_TRACEPARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")


@dataclass(frozen=True, slots=True)
class Trace:
    """Where we are in a story that crosses processes: trace, the present cause and the first one."""

    trace_id: str
    flags: str = "01"
    causation_id: str | None = None
    correlation_id: str | None = None

    def traceparent(self) -> str:
        """Return the header for the next hop, with a span id of its own."""
        return f"00-{self.trace_id}-{secrets.token_hex(8)}-{self.flags}"


_current: ContextVar[Trace | None] = ContextVar("trace", default=None)


def current() -> Trace:
    """Return the trace we are in, or begin one."""
    return _current.get() or Trace(secrets.token_hex(16))


def parse(traceparent: str | None) -> Trace:
    """Return the trace a header names; a missing or malformed header begins a new one."""
    match = _TRACEPARENT.fullmatch(traceparent or "")
    return Trace(match[1], match[3]) if match and set(match[1]) != {"0"} else Trace(secrets.token_hex(16))


@contextmanager
def within(trace: Trace) -> Iterator[Trace]:
    """Make *trace* the one that promises made inside belong to."""
    token = _current.set(trace)
    try:
        yield trace
    finally:
        _current.reset(token)
