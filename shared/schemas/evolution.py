"""Whether one schema may follow another: each must read what the other allows, and no field may go.

BACKWARD: today's readers read what was told before. FORWARD: yesterday's readers read what is told today.
Whoever only adds optional fields passes, and whatever passed twice in a row passes at once, so that comparing with
the schema released last is comparing with all before it.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]

_WORDS = frozenset({"$schema", "$id", "$defs", "title", "description"})
"""What a schema says to people, and what `_inlined` has taken out."""

_LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_READ = frozenset({"type", "enum", "format", "properties", "required", "items", *_LOWER, *_UPPER})
"""Keywords the checks below understand; any other must stay as it is."""


def breaks(released: Schema, todays: Schema) -> list[str]:
    """Return every way in which *todays* schema breaks the promises of the *released* one."""
    old, new = _inlined(released, released), _inlined(todays, todays)
    lost = set(_fields(old, "$")) - set(_fields(new, "$"))
    return [
        *(f"BACKWARD {found}" for found in _unread(old, new, "$")),
        *(f"FORWARD {found}" for found in _unread(new, old, "$")),
        *(f"REMOVED {path}" for path in sorted(lost)),
    ]


def _inlined(part: Any, root: Schema) -> Any:
    """Return *part* with every reference replaced by what it refers to."""
    if isinstance(part, list):
        return [_inlined(one, root) for one in part]
    if not isinstance(part, dict):
        return part
    whole = {name: _inlined(value, root) for name, value in part.items() if name not in {"$ref", "$defs"}}
    if "$ref" not in part:
        return whole
    return _inlined(root["$defs"][part["$ref"].removeprefix("#/$defs/")], root) | whole


def _fields(schema: Schema, path: str) -> Iterator[str]:
    for one in _branches(schema):
        for name, field in one.get("properties", {}).items():
            yield f"{path}.{name}"
            yield from _fields(field, f"{path}.{name}")
        if "items" in one:
            yield from _fields(one["items"], f"{path}[]")


def _branches(schema: Schema) -> list[Schema]:
    """Return the alternatives of *schema*, each a whole schema."""
    rest = {name: value for name, value in schema.items() if name != "anyOf"}
    return [rest | one for one in schema.get("anyOf", ({},))]


def _unread(written: Schema, reader: Schema, path: str) -> Iterator[str]:
    """Yield why *reader* does not read everything that *written* allows."""
    for one in _branches(written):
        tried = [list(_unread_branch(one, other, path)) for other in _branches(reader)]
        yield from min(tried, key=len)


def _unread_branch(written: Schema, reader: Schema, path: str) -> Iterator[str]:
    for check in _CHECKS:
        found = list(check(written, reader, path))
        yield from found
        if found and check is _type:
            return


def _type(written: Schema, reader: Schema, path: str) -> Iterator[str]:
    told, read = written.get("type"), reader.get("type")
    if read not in {None, told} and (told, read) != ("integer", "number"):
        yield f"{path}: {told or 'anything'} is read as {read}"


def _values(written: Schema, reader: Schema, path: str) -> Iterator[str]:
    if "enum" in reader:
        unknown = [value for value in written.get("enum", ["any other value"]) if value not in reader["enum"]]
        yield from (f"{path}: {value!r} is not known to the reader" for value in unknown)


def _format(written: Schema, reader: Schema, path: str) -> Iterator[str]:
    told, read = written.get("format"), reader.get("format")
    if read not in {None, told}:
        yield f"{path}: {told or 'any text'} is read as {read}"


def _bounds(written: Schema, reader: Schema, path: str) -> Iterator[str]:
    for names, sign in ((_LOWER, 1), (_UPPER, -1)):
        for name in names:
            if name in reader and (name not in written or sign * written[name] < sign * reader[name]):
                yield f"{path}: {name} {written.get(name, 'nowhere')} is read as {reader[name]}"


def _object(written: Schema, reader: Schema, path: str) -> Iterator[str]:
    told, read = written.get("properties", {}), reader.get("properties", {})
    always = written.get("required", ())
    yield from (f"{path}.{name}: may be missing" for name in reader.get("required", ()) if name not in always)
    for name in told:
        if name in read:
            yield from _unread(told[name], read[name], f"{path}.{name}")


def _array(written: Schema, reader: Schema, path: str) -> Iterator[str]:
    yield from _unread(written.get("items", {}), reader.get("items", {}), f"{path}[]") if "items" in reader else ()


def _others(written: Schema, reader: Schema, path: str) -> Iterator[str]:
    for name in sorted((written.keys() | reader.keys()) - _READ - _WORDS):
        if written.get(name) != reader.get(name):
            yield f"{path}: {name} {written.get(name)!r} is read as {reader.get(name)!r}"


_CHECKS: tuple[Callable[[Schema, Schema, str], Iterator[str]], ...] = (
    _type, _values, _format, _bounds, _object, _array, _others,
)  # fmt: skip
