"""The gate sees every change that somebody could not live with, in both directions, and lets optional fields in."""

from copy import deepcopy
from datetime import date
from enum import StrEnum
from itertools import accumulate
from typing import Any
from uuid import UUID

import pytest
from hypothesis import Phase, find, settings
from hypothesis.errors import NoSuchExample
from pydantic import Field

from shared.events.base import Fact
from shared.schemas import schema_of
from shared.schemas.evolution import breaks
from tests.contracts.instances import instances, judge

Edits = list[tuple[str, Any]]

GONE = object()

_QUICK = settings(max_examples=40, derandomize=True, database=None, deadline=None, phases=[Phase.generate])


class Duty(StrEnum):
    PLAN = "plan"
    REPORT = "report"


class Page(Fact):
    text: str
    width: int | None = None


class Filing(Fact):
    filing_id: UUID
    duty: Duty
    days_late: int = Field(ge=0)
    dated_on: date
    note: str | None = Field(default=None, max_length=5)
    mode: str = "merit"
    pages: tuple[Page, ...]


RELEASED = schema_of(Filing)


def changed(*edits: tuple[str, Any], schema: dict[str, Any] = RELEASED) -> dict[str, Any]:
    """Return the schema after *edits*, each a path of keywords and what stands there now."""
    new = deepcopy(schema)
    for path, value in edits:
        *way, last = path.split(" ")
        at: Any = new
        for step in way:
            at = at[int(step)] if isinstance(at, list) else at[step]
        if value is GONE:
            del at[last]
        else:
            at[last] = value
    return new


def required(*, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> tuple[str, Any]:
    return "required", [name for name in (*RELEASED["required"], *add) if name not in remove]


ADDITIONS: dict[str, Edits] = {
    "an optional field": [("properties place", {"type": "string"})],
    "an optional field with a default": [("properties town", {"type": "string", "default": "Biên Hòa"})],
    "an optional object": [
        ("properties seat", {"anyOf": [{"$ref": "#/$defs/Place"}, {"type": "null"}], "default": None}),
        ("$defs Place", {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}),
    ],
    "an optional field of a part": [("$defs Page properties height", {"type": "integer"})],
    "another description": [("description", "Nộp báo cáo."), ("properties mode description", "hình thức")],
    "another name of a part": [
        ("$defs Sheet", {"$ref": "#/$defs/Page"}),
        ("properties pages items $ref", "#/$defs/Sheet"),
    ],
}

BREAKS: dict[str, tuple[Edits, list[str]]] = {
    "a removed required field": (
        [("properties dated_on", GONE), required(remove=("dated_on",))],
        ["FORWARD $.dated_on: may be missing", "REMOVED $.dated_on"],
    ),
    "a removed optional field": ([("properties mode", GONE)], ["REMOVED $.mode"]),
    "a removed field of a part": ([("$defs Page properties width", GONE)], ["REMOVED $.pages[].width"]),
    "a new required field": (
        [("properties place", {"type": "string"}), required(add=("place",))],
        ["BACKWARD $.place: may be missing"],
    ),
    "an optional field made required": ([required(add=("mode",))], ["BACKWARD $.mode: may be missing"]),
    "a required field made optional": ([required(remove=("duty",))], ["FORWARD $.duty: may be missing"]),
    "a required field of a part made optional": (
        [("$defs Page required", GONE)],
        ["FORWARD $.pages[].text: may be missing"],
    ),
    "a removed enum value": (
        [("$defs Duty enum", ["plan"])],
        ["BACKWARD $.duty: 'report' is not known to the reader"],
    ),
    "a new enum value": (
        [("$defs Duty enum", ["plan", "report", "summary"])],
        ["FORWARD $.duty: 'summary' is not known to the reader"],
    ),
    "an enum made free text": (
        [("properties duty", {"type": "string"})],
        ["FORWARD $.duty: 'any other value' is not known to the reader"],
    ),
    "a changed type": (
        [("properties days_late", {"type": "string"})],
        ["BACKWARD $.days_late: integer is read as string", "FORWARD $.days_late: string is read as integer"],
    ),
    "a wider type": (
        [("properties days_late type", "number")],
        ["FORWARD $.days_late: number is read as integer"],
    ),
    "a field made nullable": (
        [("properties days_late", {"anyOf": [RELEASED["properties"]["days_late"], {"type": "null"}]})],
        ["FORWARD $.days_late: null is read as integer"],
    ),
    "a nullable field that never is": (
        [("$defs Page properties width anyOf", [{"type": "integer"}])],
        ["BACKWARD $.pages[].width: null is read as integer"],
    ),
    "one thing made a list": (
        [("properties dated_on", {"type": "array", "items": {"type": "string", "format": "date"}})],
        ["BACKWARD $.dated_on: string is read as array", "FORWARD $.dated_on: array is read as string"],
    ),
    "a list of other things": (
        [("properties pages items", {"type": "string"})],
        [
            "BACKWARD $.pages[]: object is read as string",
            "FORWARD $.pages[]: string is read as object",
            "REMOVED $.pages[].text",
            "REMOVED $.pages[].width",
        ],
    ),
    "another format": (
        [("properties dated_on format", "date-time")],
        ["BACKWARD $.dated_on: date is read as date-time", "FORWARD $.dated_on: date-time is read as date"],
    ),
    "a format dropped": (
        [("properties filing_id format", GONE)],
        ["FORWARD $.filing_id: any text is read as uuid"],
    ),
    "a narrower bound": (
        [("properties days_late minimum", 1)],
        ["BACKWARD $.days_late: minimum 0 is read as 1"],
    ),
    "a wider bound": (
        [("properties note anyOf 0 maxLength", 9)],
        ["FORWARD $.note: maxLength 9 is read as 5"],
    ),
    "a new bound": (
        [("properties mode maxLength", 4)],
        ["BACKWARD $.mode: maxLength nowhere is read as 4"],
    ),
    "another default": (
        [("properties mode default", "period")],
        ["BACKWARD $.mode: default 'merit' is read as 'period'", "FORWARD $.mode: default 'period' is read as 'merit'"],
    ),
    "a keyword the gate does not understand": (
        [("properties mode pattern", "^[a-z]+$")],
        ["BACKWARD $.mode: pattern None is read as '^[a-z]+$'", "FORWARD $.mode: pattern '^[a-z]+$' is read as None"],
    ),
}

each_addition = pytest.mark.parametrize("edits", ADDITIONS.values(), ids=list(ADDITIONS))


@pytest.mark.parametrize(("edits", "found"), BREAKS.values(), ids=list(BREAKS))
def test_a_break_is_seen_with_its_place_and_direction(edits: Edits, found: list[str]) -> None:
    assert breaks(RELEASED, changed(*edits)) == found


@each_addition
def test_an_addition_passes(edits: Edits) -> None:
    assert breaks(RELEASED, changed(*edits)) == []


def test_additions_pass_one_after_the_other_and_all_at_once() -> None:
    versions = list(accumulate(ADDITIONS.values(), lambda old, edits: changed(*edits, schema=old), initial=RELEASED))

    found = [breaks(old, new) for at, old in enumerate(versions) for new in versions[at:]]

    assert found == [[]] * (len(versions) * (len(versions) + 1) // 2)


@pytest.mark.parametrize(("edits", "found"), BREAKS.values(), ids=list(BREAKS))
def test_a_break_is_seen_after_additions_too(edits: Edits, found: list[str]) -> None:
    grown = changed(*ADDITIONS["an optional field"], *ADDITIONS["an optional field of a part"])

    later = breaks(grown, changed(*edits, schema=grown))

    assert [one for one in later if "height" not in one] == found


@each_addition
def test_what_the_gate_lets_through_is_read_on_both_sides(edits: Edits) -> None:
    new = changed(*edits)

    assert (_misread(RELEASED, new), _misread(new, RELEASED)) == (None, None)


NOT_SHOWN = {"another default", "a keyword the gate does not understand"}
"""No validator sees what an absent field means, and no strategy here knows the keyword."""


@pytest.mark.parametrize("name", [name for name in BREAKS if name not in NOT_SHOWN])
def test_a_break_the_gate_names_can_be_shown(name: str) -> None:
    edits, found = BREAKS[name]
    new = changed(*edits)
    named = [way in {one.partition(" ")[0] for one in found} for way in ("BACKWARD", "FORWARD")]

    shown = [_misread(RELEASED, new) is not None, _misread(new, RELEASED) is not None]

    assert shown == named


def _misread(written: dict[str, Any], reader: dict[str, Any]) -> Any:
    """Return something that fits *written* and not *reader*, or None where forty tries find nothing."""
    validator = judge(reader)
    try:
        return find(instances(written), lambda told: not validator.is_valid(told), settings=_QUICK)
    except NoSuchExample:
        return None
