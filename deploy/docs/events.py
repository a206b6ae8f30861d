"""Every event: who tells it, who listens, what it carries."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from importlib import import_module
from inspect import cleandoc
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from deploy.docs import markdown
from deploy.kafka.topics import SERVICES, UNIT, Topic, topics
from shared.events import Event
from shared.events.base import Fact
from shared.schemas import declared, path_of

_INTRODUCTION = (
    "An event is a fact: past tense, told by its owner alone, never refused.",
    "Every event travels as a CloudEvents 1.0 message in binary mode: attributes as headers, JSON as the value.",
    "The Kafka key is the id of the aggregate; `ce_sequence` counts the facts of one aggregate from 1.",
    "A listener must pass over types and fields it does not know: both are added without a new version.\n",
)
_ORDER = (*SERVICES, "ext", "{service}")
_WORDS: Mapping[Any, str] = {
    str: "text",
    int: "whole number",
    bool: "yes or no",
    dict: "object",
    NoneType: "nothing",
}


def page() -> str:
    """Return the page."""
    told = by_topic()
    lines = [*_INTRODUCTION, *markdown.table(("Topic", "Events", "Partitions", "Kept", "Departments"), _topics(told))]
    heard = hearers()
    for topic, events in told.items():
        lines.append(f"\n## {topic}")
        for event in events:
            lines += _event(event, heard.get(event.type, ()))
    return markdown.page("Events", lines)


def by_topic() -> dict[str, list[type[Event]]]:
    """Return the events by topic, service by service."""
    found: dict[str, list[type[Event]]] = {}
    for event in sorted(declared(), key=lambda event: _ORDER.index(event.topic.partition(".")[0])):
        found.setdefault(event.topic, []).append(event)
    return found


def hearers() -> dict[str, list[str]]:
    """Return which services listen to each event type, as their own handlers say."""
    heard: dict[str, list[str]] = {}
    for service in SERVICES:
        for kind in import_module(f"services.{service}.handlers").on.reactions:
            heard.setdefault(kind, []).append(service)
    return heard


def type_name(annotation: Any) -> str:
    """Return how a field is written, for somebody who reads JSON."""
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin in {Union, UnionType}:
        return " or ".join(type_name(one) for one in inside)
    if origin is tuple:
        return f"list of {type_name(inside[0])}"
    kind: type = origin or annotation
    if issubclass(kind, StrEnum):
        return " / ".join(f"`{member}`" for member in kind)
    return _WORDS.get(kind, kind.__name__)


def _topics(told: Mapping[str, Sequence[type[Event]]]) -> Iterator[tuple[str, ...]]:
    listed = {topic.name: topic for topic in topics()}
    for name, events in told.items():
        topic = listed[name.format(unit_id=UNIT, service=SERVICES[0])]
        yield f"`{name}`", str(len(events)), str(topic.partitions), _kept(topic), _departments(topic)


def _kept(topic: Topic) -> str:
    if topic.cleanup == "compact":
        return "the last of each key"
    return "for ever" if topic.retention == "forever" else f"{topic.retention.removesuffix('d')} days"


def _departments(topic: Topic) -> str:
    if topic.owner == "unit":
        return "the one in its name writes"
    said = {"departments": "all read", "unit": "the one in its name reads"}
    return next((said[reader] for reader in topic.readers if reader in said), "none")


def _event(event: type[Event], listeners: Sequence[str]) -> Iterator[str]:
    tellers = ", ".join(service for service in SERVICES if service in event.tellers)
    yield f"\n### {event.__name__}\n"
    yield f"{_docstring(event)}\n"
    yield f"- Type: `{event.type}` ([schema](../schemas/{path_of(event.type)}))"
    yield f"- Key: `{event.key}`"
    yield f"- Told by: {tellers or 'a department’s own system'}"
    yield f"- Heard by: {', '.join(listeners) or 'none of our services'}\n"
    yield from _fields(event)
    for part in _parts(event):
        yield f"\nOne `{part.__name__}`: {_docstring(part)}\n"
        yield from _fields(part)


def _docstring(fact: type[Fact]) -> str:
    return cleandoc(fact.__doc__ or "")


def _parts(event: type[Event]) -> Iterator[type[Fact]]:
    for field in event.model_fields.values():
        inside = (one for one in get_args(field.annotation) if isinstance(one, type))
        yield from (one for one in inside if issubclass(one, Fact))


def _fields(fact: type[BaseModel]) -> Iterable[str]:
    rows = ((f"`{name}`", type_name(field.annotation), _note(field)) for name, field in fact.model_fields.items())
    return markdown.table(("Field", "Type", "Note"), rows)


def _note(field: FieldInfo) -> str:
    return "; ".join(filter(None, (field.description, "" if field.is_required() else "may be left out")))
