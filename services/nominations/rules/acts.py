"""Confirming or overriding one value of the law: a recorded act, laid over the files when they are read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from services.nominations.rules.loading import Document
from shared.errors import Refused

BONUS = "BONUS"
"""Under which name the figures of bonus.yml are addressed."""

_ADDRESSES = ("id", "code", "award", "authority")


class NoSuchValue(Refused):
    """A path leads to nothing in the rules."""

    status = 404
    message = "Không có giá trị này trong bộ quy định."


class ValueHasChanged(Refused):
    """Somebody else changed the value after the person saw it."""

    status = 409
    message = "Giá trị này vừa được người khác thay đổi. Vui lòng tải lại trang rồi thực hiện lại."


@dataclass(frozen=True, slots=True)
class Act:
    """One value confirmed or overridden (xác nhận, điều chỉnh giá trị): where, from what, to what."""

    ruleset: str
    path: str  # names of keys and of rows, joined by slashes: awards/CSTD_CS/criteria/CSTDCS-2/status
    new: Any


def amended(document: Document, ruleset: str, acts: Iterable[Act]) -> Document:
    """Return *document* with those of *acts* that are about *ruleset*."""
    for act in acts:
        if act.ruleset == ruleset:
            document = document.changed(partial(_after, act=act))
    return document


def _after(value: Any, act: Act) -> Any:
    keys = _keys(value, act.path)
    return _with(value, keys, _typed(act.new, _at(value, keys)))


def value_at(value: Any, path: str) -> Any:
    """Return what stands at *path*; NoSuchValue where nothing does."""
    return _at(value, _keys(value, path))


def _at(value: Any, keys: tuple[int | str, ...]) -> Any:
    for key in keys:
        value = value[key]
    return value


def _keys(value: Any, path: str) -> tuple[int | str, ...]:
    """Return the keys and positions that *path* names."""
    found: list[int | str] = []
    for name in path.split("/"):
        key = _key(value, name)
        found.append(key)
        value = value[key]
    return tuple(found)


def _key(value: Any, name: str) -> int | str:
    if isinstance(value, Mapping) and name in value:
        return name
    if isinstance(value, tuple):
        for number, row in enumerate(value):
            if isinstance(row, Mapping) and (name in {row.get(key) for key in _ADDRESSES} or name == str(number)):
                return number
    raise NoSuchValue


def _with(value: Any, keys: tuple[int | str, ...], new: Any) -> Any:
    if not keys:
        return new
    key, *rest = keys
    changed = _with(value[key], tuple(rest), new)
    if isinstance(value, tuple):
        assert isinstance(key, int)
        return (*value[:key], changed, *value[key + 1 :])
    return {**value, key: changed}


def _typed(new: Any, old: Any) -> Any:
    """Return *new* as a rules file would have it: a date written as text where a date stood, rows as tuples."""
    if isinstance(old, date) and isinstance(new, str):
        return date.fromisoformat(new)
    return tuple(new) if isinstance(new, list) else new


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every single value with its path, rows by their name."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from leaves(one, f"{path}/{key}" if path else str(key))
    elif isinstance(value, tuple) and any(isinstance(one, Mapping | tuple) for one in value):
        for number, one in enumerate(value):
            yield from leaves(one, f"{path}/{_name(one, number)}")
    else:
        yield path, value


def _name(row: Any, number: int) -> str:
    if isinstance(row, Mapping):
        return str(next((row[key] for key in _ADDRESSES[:2] if row.get(key)), number))
    return str(number)
