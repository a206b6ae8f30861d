"""The contract as data: one JSON Schema for each version of each event, for readers of any language.

A schema says what a version's events have in common, from its first day to its last; a field that came later may be
missing. That is pydantic's validation schema: its serialization schema promises fields that older events never had.
"""

import json
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from shared.events import EVENTS, Event
from shared.events.base import Fact
from shared.schemas.evolution import breaks

FOLDER = Path(__file__).parents[2] / "schemas"

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _Plain(GenerateJsonSchema):
    """Schemas without titles that only repeat a field's name."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - the library passes it
        return False


def declared() -> list[type[Event]]:
    """Return every event of the contract, in the order it is written down."""
    return [event for event in EVENTS.values() if event.__module__.startswith("shared.events.")]


def path_of(type_name: str) -> str:
    """Return where in the folder the schema of an event type is: its name, then its version."""
    name, _, version = type_name.rpartition(".")
    return f"{name}/{version}.json"


def schema_of(fact: type[Fact]) -> dict[str, Any]:
    """Return the JSON Schema of *fact*'s fields."""
    return fact.model_json_schema(schema_generator=_Plain, mode="validation")


def document(event: type[Event]) -> dict[str, Any]:
    """Return the published schema of *event*; its topic and key are as much a promise as its fields."""
    head = {"$schema": _DIALECT, "$id": event.dataschema}
    return head | {"x-topic": event.topic, "x-key": event.key} | schema_of(event)


def stale(folder: Path = FOLDER) -> dict[Path, str]:
    """Return the schemas of *folder* that are missing or out of date, each with the text it should have."""
    files = {folder / path_of(event.type): as_text(document(event)) for event in declared()}
    return {path: text for path, text in files.items() if not path.exists() or path.read_text() != text}


def broken(folder: Path = FOLDER) -> list[str]:
    """Return what today's events would break for those who hold the schemas of *folder*."""
    files = {folder / path_of(event.type): event for event in declared()}
    released = sorted(path for path in folder.glob("*/v*.json") if not path.name.endswith(".sample.json"))
    gone = [
        f"{path.relative_to(folder)}: nobody declares this event any more" for path in released if path not in files
    ]
    return gone + [
        f"{path.relative_to(folder)}: {found}"
        for path in released
        if path in files
        for found in breaks(json.loads(path.read_text()), document(files[path]))
    ]


def as_text(value: Any) -> str:
    """Return *value* as the JSON we keep: one member a line, Vietnamese as it is read."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
