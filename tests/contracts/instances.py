"""JSON values made from a JSON Schema, and the judge of whether a value fits one."""

import re
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

FORMATS = FormatChecker()

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=8), inner, max_size=2),
    max_leaves=4,
)
"""Any JSON value."""

LATER = st.dictionaries(st.sampled_from(["a_later_field", "another", "Đơn vị"]), ANYTHING, max_size=2)
"""Fields that nobody knows yet."""


@FORMATS.checks("uuid", raises=ValueError)
def _is_id(value: object) -> bool:
    return not isinstance(value, str) or str(UUID(value)) == value.lower()


@FORMATS.checks("date", raises=ValueError)
def _is_day(value: object) -> bool:
    return not isinstance(value, str) or date.fromisoformat(value).isoformat() == value


@FORMATS.checks("date-time", raises=ValueError)
def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or bool(_MOMENT.fullmatch(value) and datetime.fromisoformat(value))


TEXTS = {
    "uuid": st.uuids().map(str),
    "date": st.dates().map(date.isoformat),
    "date-time": st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat),
}
"""Texts of each format; a format that is not listed is one our events do not use yet."""


def judge(schema: dict[str, Any]) -> Draft202012Validator:
    """Return the validator of *schema*; formats count."""
    return Draft202012Validator(schema, format_checker=FORMATS)


def instances(schema: dict[str, Any], *, later: st.SearchStrategy[dict[str, Any]] | None = None) -> Any:
    """Return a strategy of values that fit *schema*; objects also hold *later* fields."""
    return _of(schema, schema, st.just({}) if later is None else later)


def _of(schema: dict[str, Any], root: dict[str, Any], later: Any) -> Any:
    if "$ref" in schema:
        return _of(root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root, later)
    if "anyOf" in schema:
        return st.one_of([_of(one, root, later) for one in schema["anyOf"]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    return _KINDS[schema["type"]](schema, root, later)


def _text(schema: dict[str, Any], *_: Any) -> Any:
    if "format" in schema:
        return TEXTS[schema["format"]]
    return st.text(min_size=schema.get("minLength", 0), max_size=min(schema.get("maxLength", 12), 12))


def _whole(schema: dict[str, Any], *_: Any) -> Any:
    return st.integers(schema.get("minimum", -(2**53)), schema.get("maximum", 2**53))


def _list(schema: dict[str, Any], root: dict[str, Any], later: Any) -> Any:
    return st.lists(_of(schema["items"], root, later), max_size=2)


def _object(schema: dict[str, Any], root: dict[str, Any], later: Any) -> Any:
    if "properties" not in schema:
        return st.dictionaries(st.text(max_size=8), ANYTHING, max_size=2)
    fields = {name: _of(field, root, later) for name, field in schema["properties"].items()}
    always = {name: fields[name] for name in schema.get("required", ())}
    at_times = {name: field for name, field in fields.items() if name not in always}
    known = st.fixed_dictionaries(always, optional=at_times)
    return st.builds(lambda unknown, told: {**unknown, **told}, later, known)


_KINDS = {
    "string": _text,
    "integer": _whole,
    "number": lambda *_: st.integers(-100, 100).map(lambda halves: halves / 2),
    "boolean": lambda *_: st.booleans(),
    "null": lambda *_: st.none(),
    "array": _list,
    "object": _object,
}
