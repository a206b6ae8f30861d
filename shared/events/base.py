"""What every event has: a topic, a key, a version and a type name."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

EVENTS: dict[str, "type[Event]"] = {}
"""Every event this register knows, by its type name (`vn.thidua.plans.PlanIssued.v1`)."""


class Fact(BaseModel):
    """A part of an event: immutable, and deaf to fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Event(Fact):
    """A fact (sự kiện): past tense, many may hear it, nobody can refuse it.

    Subclasses name their topic, the field that holds the aggregate id, and the services that may tell it
    (by default the first word of the topic). A topic may hold a field's name in braces.
    """

    topic: ClassVar[str]
    key: ClassVar[str]
    version: ClassVar[int]
    tellers: ClassVar[frozenset[str]]
    type: ClassVar[str]
    dataschema: ClassVar[str]
    """The absolute URI of the schema under schemas/, as CloudEvents wants it."""

    def __init_subclass__(cls, **named: Any) -> None:
        """Let the class statement name the topic, the key, the version and the tellers."""

    @classmethod
    def __pydantic_init_subclass__(
        cls,
        *,
        topic: str = "",
        key: str = "",
        version: int = 1,
        owner: str | None = None,
        tellers: frozenset[str] | None = None,
        **rest: Any,
    ) -> None:
        """Register the event under its type name."""
        super().__pydantic_init_subclass__(**rest)
        owner = owner or topic.partition(".")[0]
        cls.topic, cls.key, cls.version = topic, key, version
        cls.tellers = tellers if tellers is not None else frozenset({owner})
        cls.type = f"vn.thidua.{owner}.{cls.__name__}.v{version}"
        cls.dataschema = f"thidua:/schemas/vn.thidua.{owner}.{cls.__name__}/v{version}.json"
        if key not in cls.model_fields:
            raise TypeError(f"{cls.__name__} names the key {key!r}, which is not one of its fields")
        if EVENTS.setdefault(cls.type, cls) is not cls:
            raise TypeError(f"{cls.type} is declared twice")

    @property
    def aggregate_id(self) -> str:
        """Return the Kafka key: the id of the aggregate this event is about."""
        return str(getattr(self, self.key))

    @property
    def destination(self) -> str:
        """Return the topic with its braces filled."""
        return self.topic.format_map(_Fields(self)) if "{" in self.topic else self.topic


class _Fields(Mapping[str, str]):
    """An event's fields by name, for a topic written with braces."""

    def __init__(self, event: Event) -> None:
        self._event = event

    def __getitem__(self, name: str) -> str:
        return str(getattr(self._event, name))

    def __iter__(self) -> Any:
        return iter(type(self._event).model_fields)

    def __len__(self) -> int:
        return len(type(self._event).model_fields)
