"""Which function of a service acts on which fact: one handler an event."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from shared.events import Event
from shared.messaging.envelope import Told

__all__ = ["Inlet", "Mode", "Reaction", "Sender", "Timer", "Told"]

E = TypeVar("E", bound=Event)
Plain = Callable[[E, AsyncSession], Awaitable[None]]
Outside = Callable[[E, "Sender", AsyncSession], Awaitable[None]]
Batch = Callable[[Sequence[Told], AsyncSession], Awaitable[None]]
Ring = Callable[["Timer", AsyncSession], Awaitable[None]]


class HeardTwice(TypeError):
    """Two handlers of one service want the same event, or one topic is heard both one by one and in batches."""


class Mode(Enum):
    """How a handler is called: one fact at a time, a batch at once, or a department's own message."""

    PLAIN = "plain"
    BATCH = "batch"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent a message from outside: the unit of the topic, and the id they gave it."""

    unit_id: str
    event_id: str
    topic: str


@dataclass(frozen=True, slots=True)
class Timer:
    """A deadline that came due."""

    kind: str
    key: str
    due_at: datetime
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reaction:
    """A handler and how it is called."""

    handler: Callable[..., Awaitable[None]]
    mode: Mode


class Inlet:
    """A service's handlers, found by event type or timer kind.

    `answers_unknown` makes the service tell a department when nobody knows the type it sent; one service does.
    """

    def __init__(self, service: str, *, answers_unknown: bool = False) -> None:
        self.service = service
        self.answers_unknown = answers_unknown
        self.reactions: dict[str, Reaction] = {}
        self.timers: dict[str, Ring] = {}
        self.topics: dict[str, Mode] = {}

    def __call__(self, event: type[E]) -> Callable[[Plain[E]], Plain[E]]:
        """Hear *event* one at a time, in the order of its aggregate."""
        return self._hear(Mode.PLAIN, event)

    def batch(self, *events: type[Event]) -> Callable[[Batch], Batch]:
        """Hear every event of *events* in a batch at once."""
        return self._hear(Mode.BATCH, *events)

    def outside(self, event: type[E]) -> Callable[[Outside[E]], Outside[E]]:
        """Hear *event* from departments, each message once."""
        return self._hear(Mode.OUTSIDE, event)

    def timer(self, kind: str) -> Callable[[Ring], Ring]:
        """Act when a timer of *kind* comes due."""

        def register(handler: Ring) -> Ring:
            if self.timers.setdefault(kind, handler) is not handler:
                raise HeardTwice(f"{self.service} has two handlers for the timer {kind}")
            return handler

        return register

    def outside_reaction(self, kind: str) -> Reaction | None:
        """Return what acts on a department's message of this type."""
        reaction = self.reactions.get(kind)
        return reaction if reaction is not None and reaction.mode is Mode.OUTSIDE else None

    def _hear(self, mode: Mode, *events: type[Event]) -> Callable[[Any], Any]:
        def register(handler: Any) -> Any:
            for event in events:
                if event.type in self.reactions:
                    raise HeardTwice(f"{self.service} has two handlers for {event.type}")
                if self.topics.setdefault(event.topic, mode) is not mode:
                    raise HeardTwice(f"{self.service} hears {event.topic} both one by one and in batches")
                self.reactions[event.type] = Reaction(handler, mode)
            return handler

        return register
