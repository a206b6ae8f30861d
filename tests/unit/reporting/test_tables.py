from typing import Any
from uuid import uuid4

import pytest

from services.reporting.figures import FIGURES, GROUPS, NoSuchFigure, named
from services.reporting.handlers import on
from services.reporting.projections import PROJECTIONS, TASKS, UNITS
from services.reporting.projections.readings import READINGS, fold
from shared import words
from shared.events import EVENTS, Event
from shared.events.plans import PlanAmended, PlanIssued, TaskCompleted, TaskProgressed, UnitChanged, UnitState
from tests.factories import a_sample

OTHERS = {"plans", "nominations", "notifications"}
REPEATS = {UnitState}
"""What only says again what another fact told."""


def test_every_fact_the_others_tell_is_counted() -> None:
    told = {event for event in EVENTS.values() if event.topic.partition(".")[0] in OTHERS}

    assert set(READINGS) == told - REPEATS
    assert set(on.reactions) == {event.type for event in READINGS}


@pytest.mark.parametrize("event", READINGS, ids=lambda event: event.__name__)
def test_reading_sets_columns_that_exist(event: type[Event]) -> None:
    fields = a_sample(event).model_dump(mode="json")

    told = fold([(event.type, fields)])

    assert told
    for projection, rows in told.items():
        assert {len(projection.arrays(rows))} == {len(projection.key) + len(projection.columns)}
        assert {column for columns in rows.values() for column in columns} <= set(projection.columns)


@pytest.mark.parametrize("event", READINGS, ids=lambda event: event.__name__)
def test_fact_of_an_earlier_release_is_read_without_the_fields_it_did_not_tell(event: type[Event]) -> None:
    fields = a_sample(event, is_full=False).model_dump(mode="json", exclude_unset=True)

    told = fold([(event.type, fields)])

    assert told


def test_amendment_adds_changes_and_removes_tasks() -> None:
    plan = str(uuid4())
    task = {"quarter": 2, "text": "Họp", "is_conditional": False, "due_on": "2023-06-30"}
    fields: dict[str, Any] = {
        "plan_id": plan,
        "year": 2023,
        "number": 1,
        "amended_on": "2023-04-01",
        "added": [{**task, "task_key": "new"}],
        "changed": [{**task, "task_key": "old"}],
        "removed": ["gone"],
    }

    told = fold([(PlanAmended.type, fields)])

    assert told[TASKS] == {
        (plan, "new"): {**task, "year": 2023, "state": "planned", "percent": 0},
        (plan, "old"): task,
        (plan, "gone"): {"state": "removed", "removed_on": "2023-04-01"},
    }


def test_fold_keeps_the_last_word_on_each_column() -> None:
    plan = str(uuid4())
    task = {"plan_id": plan, "task_key": "1"}
    facts: list[tuple[str, dict[str, Any]]] = [
        (TaskProgressed.type, {**task, "percent": 30}),
        (TaskProgressed.type, {**task, "percent": 80}),
        (TaskCompleted.type, {**task, "completed_on": "2023-03-09"}),
    ]

    told = fold(facts)

    assert told == {TASKS: {(plan, "1"): {"percent": 80, "state": "completed", "settled_on": "2023-03-09"}}}


def test_fold_lets_a_field_without_a_value_keep_the_column() -> None:
    unit = {"unit_id": "so-y-te", "name": None, "kind": "so", "cluster_id": None, "changed_on": "2023-01-01"}

    told = fold([(UnitChanged.type, unit)])

    assert told == {UNITS: {"so-y-te": {"kind": "so", "cluster_id": ""}}}


def test_plan_brings_its_tasks_and_its_quarters() -> None:
    task = {"quarter": 1, "text": "Họp", "is_conditional": False, "due_on": "2023-03-31"}
    plan = {
        "plan_id": str(uuid4()),
        "year": 2023,
        "symbol": "274/KH-UBND",
        "issued_on": "2022-12-23",
        "issuer": "UBND tỉnh",
        "title": "Kế hoạch",
        "tasks": [{**task, "task_key": key} for key in "ab"],
    }

    told = fold([(PlanIssued.type, plan)])

    assert {projection.table: len(rows) for projection, rows in told.items()} == {"plans": 1, "quarters": 4, "tasks": 2}


def test_statement_merges_every_column() -> None:
    for projection in PROJECTIONS:
        _, _, merged = projection.statement.partition(" DO UPDATE SET ")

        expected = (f"{name} = coalesce(excluded.{name}, {projection.table}.{name})" for name in projection.columns)
        assert merged == ", ".join(expected)


def test_figures_have_each_their_own_name() -> None:
    assert len(FIGURES) == sum(map(len, GROUPS.values()))


def test_figure_that_does_not_exist_is_refused() -> None:
    with pytest.raises(NoSuchFigure):
        named("number_of_everything")


def test_label_never_shows_a_code() -> None:
    shown = [*GROUPS, *(figure.label for figure in FIGURES.values()), *words.MODES.values()]

    assert [label for label in shown if "_" in label or label[0].islower()] == []
