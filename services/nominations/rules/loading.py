"""Reads a rules file and, where it is wrong, says on which line."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from yaml.constructor import SafeConstructor

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # thousands of lines are read in half a second

WHOLE = frozenset({"facts", "with", "citation"})
"""What is written anew as a whole where one document is laid over another."""

Shape = TypeVar("Shape", bound=BaseModel)
Loc = tuple[int | str, ...]
Place = tuple[Path, int]
"""A file, and a line of it."""
Fault = tuple[Loc, str]
"""Where a file is wrong, as the path of keys that leads there, and what is wrong."""

_MESSAGES = {
    "missing": "thiếu mục này",
    "extra_forbidden": "không có mục này trong mẫu",
    "int_type": "phải là số nguyên",
    "string_type": "phải là chữ",
    "date_type": "phải là ngày (năm-tháng-ngày)",
    "literal_error": "phải là một trong: {expected}",
    "greater_than": "phải lớn hơn {gt}",
    "too_short": "không được để trống",
}


class Strict(BaseModel):
    """A part of a rules file: every key is known, nothing is converted by guessing."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class RulesInvalid(Exception):
    """A rules file is wrong; each line of the message names the file, the line, the key and the fault."""

    def __init__(self, faults: Iterable[tuple[Path, int, str]]) -> None:
        placed = sorted(faults)
        self.faults = tuple((line, fault) for _, line, fault in placed)
        super().__init__("\n".join(f"{path.name}, dòng {line}: {fault}" for path, line, fault in placed))


class Document:
    """A YAML document that remembers in which file and on which line each of its values stands."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.places: dict[Loc, Place] = {(): (path, 1)}
        self._twice: list[Fault] = []
        try:
            node = yaml.compose(path.read_text("utf-8"), Loader=_LOADER)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise RulesInvalid([(path, line, f"không đọc được: {error.problem}")]) from error
        self.value = self._build(node, ()) if node else None

    def read(self, shape: type[Shape]) -> Shape:
        """Return the document as *shape*, or raise RulesInvalid with every fault."""
        try:
            found = shape.model_validate(self.value)
        except ValidationError as error:
            self.complain([*self._twice, *faults_of(error)])
            raise
        self.complain(self._twice)
        return found

    def complain(self, faults: Iterable[Fault]) -> None:
        """Raise RulesInvalid where there are *faults*."""
        found = [(*self.place(loc), f"{'.'.join(map(str, loc))}: {fault}") for loc, fault in faults]
        if found:
            raise RulesInvalid(found)

    def over(self, base: "Document") -> "Document":
        """Return *base* with this document's values laid over it; each value still knows its own line."""
        laid = copy(self)
        laid.places = {(): self.places[()]}
        laid.value = _Laying(self, base, laid.places).lay(self.value, base.value, (), (), ())
        return laid

    def changed(self, change: Callable[[Any], Any]) -> "Document":
        """Return the document with its value changed; a value keeps the line it had."""
        other = copy(self)
        other.value = change(self.value)
        return other

    def place(self, loc: Loc) -> Place:
        """Return the place of *loc*, or of the nearest thing around it that is in a file."""
        while loc not in self.places:
            loc = loc[:-1]
        return self.places[loc]

    def _build(self, node: yaml.Node, loc: Loc) -> Any:
        self.places[loc] = (self.path, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return dict(self._pairs(node, loc))
        if isinstance(node, yaml.SequenceNode):
            return tuple(self._build(item, (*loc, number)) for number, item in enumerate(node.value))
        return SafeConstructor().construct_object(node)

    def _pairs(self, node: yaml.MappingNode, loc: Loc) -> Iterator[tuple[str, Any]]:
        seen: set[str] = set()
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in seen:
                self._twice.append(((*loc, key), "viết hai lần"))
            seen.add(key)
            value = self._build(value_node, (*loc, key))
            self.places[(*loc, key)] = (self.path, key_node.start_mark.line + 1)
            yield key, value


@dataclass(frozen=True, slots=True)
class _Laying:
    """Lays one document over another, and notes where each value of the result came from."""

    upper: Document
    lower: Document
    places: dict[Loc, Place]

    def lay(self, upper: Any, lower: Any, up: Loc, down: Loc, at: Loc) -> Any:
        """Return *upper* over *lower*: mappings key by key, rows by their name, anything else whole."""
        if isinstance(upper, dict) and isinstance(lower, dict):
            return self._mappings(upper, lower, up, down, at)
        if _are_named(upper) and _are_named(lower):
            return self._rows(upper, lower, up, down, at)
        return self._note(self.upper, upper, up, at)

    def _mappings(self, upper: Any, lower: Any, up: Loc, down: Loc, at: Loc) -> Any:
        self.places[at] = self.upper.place(up)
        laid = {}
        for key in [*lower, *(key for key in upper if key not in lower)]:
            here = (*at, key)
            if key not in upper:
                laid[key] = self._note(self.lower, lower[key], (*down, key), here)
            elif key not in lower or key in WHOLE:
                laid[key] = self._note(self.upper, upper[key], (*up, key), here)
            else:
                laid[key] = self.lay(upper[key], lower[key], (*up, key), (*down, key), here)
        return laid

    def _rows(self, upper: Any, lower: Any, up: Loc, down: Loc, at: Loc) -> Any:
        self.places[at] = self.upper.place(up)
        above = {_name_of(row): number for number, row in enumerate(upper)}
        below = {_name_of(row): number for number, row in enumerate(lower)}
        laid: list[Any] = []
        for name in [*below, *(name for name in above if name not in below)]:
            here = (*at, len(laid))
            if name not in above:
                laid.append(self._note(self.lower, lower[below[name]], (*down, below[name]), here))
            elif upper[above[name]].get("removed") is True:
                continue
            elif name not in below:
                laid.append(self._note(self.upper, upper[above[name]], (*up, above[name]), here))
            else:
                rows = upper[above[name]], lower[below[name]]
                laid.append(self.lay(*rows, (*up, above[name]), (*down, below[name]), here))
        return tuple(laid)

    def _note(self, source: Document, value: Any, there: Loc, here: Loc) -> Any:
        self.places[here] = source.place(there)
        inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, tuple) else ()
        for key, one in inner:
            self._note(source, one, (*there, key), (*here, key))
        return value


def _are_named(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and all(isinstance(row, dict) and _name_of(row) for row in value)


def _name_of(row: Mapping[str, Any]) -> Any:
    return row.get("code") or row.get("id")


def faults_of(error: ValidationError, around: Loc = ()) -> list[Fault]:
    """Return pydantic's findings as faults, in Vietnamese where we have the words."""
    return [
        ((*around, *found["loc"]), _MESSAGES.get(found["type"], found["msg"]).format(**found.get("ctx", {})))
        for found in error.errors()
    ]
