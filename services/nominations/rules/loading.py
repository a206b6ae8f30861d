"""Reads a rules file and, where it is wrong, says on which line."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from yaml.constructor import SafeConstructor

Shape = TypeVar("Shape", bound=BaseModel)
Loc = tuple[int | str, ...]
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

    def __init__(self, path: Path, faults: Iterable[tuple[int, str]]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(f"{path.name}, dòng {line}: {fault}" for line, fault in self.faults))


class Document:
    """A YAML document that remembers on which line each of its values stands."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lines: dict[Loc, int] = {(): 1}
        self._twice: list[Fault] = []
        try:
            node = yaml.compose(path.read_text("utf-8"), Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise RulesInvalid(path, [(line, f"không đọc được: {error.problem}")]) from error
        self._value = self._build(node, ()) if node else None

    def read(self, shape: type[Shape]) -> Shape:
        """Return the document as *shape*, or raise RulesInvalid with every fault."""
        try:
            found = shape.model_validate(self._value)
        except ValidationError as error:
            self.complain([*self._twice, *faults_of(error)])
            raise
        self.complain(self._twice)
        return found

    def complain(self, faults: Iterable[Fault]) -> None:
        """Raise RulesInvalid where there are *faults*."""
        found = [(self._line(loc), f"{'.'.join(map(str, loc))}: {fault}") for loc, fault in faults]
        if found:
            raise RulesInvalid(self.path, found)

    def _line(self, loc: Loc) -> int:
        """Return the line of *loc*, or of the nearest thing around it that is in the file."""
        while loc not in self._lines:
            loc = loc[:-1]
        return self._lines[loc]

    def _build(self, node: yaml.Node, loc: Loc) -> Any:
        self._lines[loc] = node.start_mark.line + 1
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
            self._lines[(*loc, key)] = key_node.start_mark.line + 1
            yield key, value


def faults_of(error: ValidationError, around: Loc = ()) -> list[Fault]:
    """Return pydantic's findings as faults, in Vietnamese where we have the words."""
    return [
        ((*around, *found["loc"]), _MESSAGES.get(found["type"], found["msg"]).format(**found.get("ctx", {})))
        for found in error.errors()
    ]
