"""The generated pages say what the code says."""

from pathlib import Path

import pytest

from deploy.docs import PAGES, events, metrics, settings, stale, steps
from shared.events.ext import NominationSent
from shared.events.plans import FilingDue, PlanIssued, UnitRegistered
from shared.schemas import declared
from shared.settings import Settings


def test_pages_in_the_repository_are_up_to_date() -> None:
    assert list(stale()) == []


def test_a_page_that_is_missing_is_stale(tmp_path: Path) -> None:
    assert [path.name for path in stale(tmp_path)] == list(PAGES)


def test_a_page_that_differs_is_stale(tmp_path: Path) -> None:
    for name, write in PAGES.items():
        (tmp_path / name).write_text(write())
    (tmp_path / "steps.md").write_text("# Steps\n")

    found = stale(tmp_path)

    assert found == {tmp_path / "steps.md": steps.page()}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_written_the_same_twice(name: str) -> None:
    assert PAGES[name]() == PAGES[name]()


def test_every_event_has_a_heading() -> None:
    headings = [line.removeprefix("### ") for line in events.page().splitlines() if line.startswith("### ")]

    assert sorted(headings) == sorted(event.__name__ for event in declared())


def test_every_listener_of_an_event_is_named() -> None:
    heard = events.hearers()

    assert heard[UnitRegistered.type] == ["nominations", "notifications", "reporting"]
    assert heard[NominationSent.type] == ["nominations"]


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("filing_id", "UUID"),
        ("unit_id", "text"),
        ("year", "whole number"),
        ("due_on", "date"),
        ("deadline_kind", "`before` / `on` / `not_later_than`"),
    ],
)
def test_a_field_is_described_for_somebody_who_reads_json(field: str, said: str) -> None:
    assert events.type_name(FilingDue.model_fields[field].annotation) == said


def test_lists_and_gaps_are_described_by_what_they_hold() -> None:
    assert events.type_name(PlanIssued.model_fields["tasks"].annotation) == "list of TaskFact"
    assert events.type_name(UnitRegistered.model_fields["cluster_id"].annotation) == "text or nothing"
    assert events.type_name(NominationSent.model_fields["facts"].annotation) == "object"


def test_every_step_of_every_table_has_a_row() -> None:
    rows = [line for line in steps.page().splitlines() if line.startswith("| `")]

    assert len(rows) == sum(len(table) for _, _, table in steps.tables())


def test_every_setting_has_a_row_with_a_meaning() -> None:
    page = settings.page()
    tail = page[page.index("## One process") :]

    rows = [line.strip("| ").split(" | ") for line in tail.splitlines() if line.startswith("| `")]

    assert [row[0] for row in rows] == [f"`THIDUA_{name.upper()}`" for name in Settings.model_fields]
    assert [row for row in rows if len(row) < 3 or not row[2]] == []


def test_every_metric_has_a_row_with_a_meaning() -> None:
    rows = [line.strip("| ").split(" | ") for line in metrics.page().splitlines() if line.startswith("| `")]

    assert len(rows) == len(metrics.declared())
    assert [row for row in rows if len(row) < 4 or not row[3]] == []
