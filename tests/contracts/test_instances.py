"""Today's models read whatever a released schema allows, and what they tell fits it."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.events import Event
from shared.schemas import FOLDER, declared, path_of
from tests.contracts.instances import LATER, instances, judge
from tests.factories import a_sample

EVENTS = declared()
RELEASED: dict[str, dict[str, Any]] = {
    event.type: json.loads((FOLDER / path_of(event.type)).read_text()) for event in EVENTS
}
ALLOWED = {name: instances(schema, later=LATER) for name, schema in RELEASED.items()}
JUDGES = {name: judge(schema) for name, schema in RELEASED.items()}

each_event = pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type)
a_few = settings(max_examples=8, deadline=None)


@each_event
@a_few
@given(data=st.data())
def test_what_a_released_schema_allows_is_read_and_told_again(event: type[Event], data: st.DataObject) -> None:
    told = data.draw(ALLOWED[event.type])

    again = event.model_validate_json(json.dumps(told)).model_dump_json()

    assert list(JUDGES[event.type].iter_errors(told)) == []
    assert list(JUDGES[event.type].iter_errors(json.loads(again))) == []


@each_event
def test_fields_nobody_knows_yet_change_nothing(event: type[Event]) -> None:
    told = json.loads(a_sample(event).model_dump_json())
    later = {"a_later_field": {"pages": [1]}, "Đơn vị": None}

    assert event.model_validate(told | later) == event.model_validate(told)


@each_event
@pytest.mark.parametrize("is_full", [True, False], ids=["full", "least"])
def test_what_is_told_today_fits_the_released_schema(event: type[Event], is_full: bool) -> None:  # noqa: FBT001
    told = json.loads(a_sample(event, is_full=is_full).model_dump_json())

    assert list(JUDGES[event.type].iter_errors(told)) == []


@each_event
def test_what_today_refuses_to_read_the_released_schema_refuses_too(event: type[Event]) -> None:
    told = json.loads(a_sample(event).model_dump_json())
    lacking = [{name: value for name, value in told.items() if name != gone} for gone in told]

    refused = [_is_refused(event, one) for one in lacking]

    assert refused == [not JUDGES[event.type].is_valid(one) for one in lacking]


def _is_refused(event: type[Event], told: dict[str, Any]) -> bool:
    try:
        event.model_validate(told)
    except ValueError:
        return True
    return False
