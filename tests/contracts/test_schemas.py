"""The schemas in the repository are those of today's events, and today's events keep what they promised."""

import json
from pathlib import Path
from typing import Any

import pytest

from shared.events import Event
from shared.schemas import FOLDER, broken, declared, document, path_of, stale
from shared.schemas.__main__ import main
from tests.contracts.instances import judge
from tests.contracts.samples import missing, sample_of

each_event = pytest.mark.parametrize("event", declared(), ids=lambda event: event.type)

PLAN = "vn.thidua.plans.PlanIssued/v1.json"


@pytest.fixture
def released(tmp_path: Path) -> Path:
    """Return a folder with every schema of today."""
    for path, text in stale(tmp_path).items():
        path.parent.mkdir()
        path.write_text(text)
    return tmp_path


def test_schemas_in_the_repository_are_up_to_date() -> None:
    assert list(stale()) == []


def test_nothing_that_was_released_is_broken() -> None:
    assert broken() == []


def test_every_event_has_a_sample() -> None:
    assert list(missing()) == []


def test_every_file_belongs_to_an_event() -> None:
    files = {path for event in declared() for path in (FOLDER / path_of(event.type), sample_of(event))}

    assert {path for path in FOLDER.rglob("*") if path.is_file()} == files


@each_event
def test_a_schema_is_one_and_says_where_it_is(event: type[Event]) -> None:
    schema = json.loads((FOLDER / path_of(event.type)).read_text())

    judge(schema).check_schema(schema)
    assert schema["$id"] == event.dataschema


@each_event
def test_a_sample_is_still_told_and_read(event: type[Event]) -> None:
    told = json.loads(sample_of(event).read_text())
    schema = json.loads((FOLDER / path_of(event.type)).read_text())

    read = event.model_validate(told).model_dump(mode="json")

    assert list(judge(schema).iter_errors(told)) == []
    assert _known(read, told) == told


def test_a_schema_that_is_missing_is_stale(tmp_path: Path) -> None:
    assert sorted(stale(tmp_path)) == sorted(tmp_path / path_of(event.type) for event in declared())


def test_a_schema_whose_words_differ_is_stale_and_not_broken(released: Path) -> None:
    _change(released / PLAN, description="A plan.")

    assert (list(stale(released)), broken(released)) == ([released / PLAN], [])


def test_a_released_schema_with_a_field_that_is_gone_is_broken(released: Path) -> None:
    fields = json.loads((released / PLAN).read_text())["properties"]
    _change(released / PLAN, properties=fields | {"pages": {"type": "integer"}})

    assert broken(released) == [f"{PLAN}: REMOVED $.pages"]


@pytest.mark.parametrize(("word", "value"), [("x-key", "year"), ("x-topic", "plans.plans.v1")])
def test_a_released_event_under_another_key_or_topic_is_broken(released: Path, word: str, value: str) -> None:
    _change(released / PLAN, **{word: value})
    now = document(next(event for event in declared() if path_of(event.type) == PLAN))[word]

    assert broken(released) == [
        f"{PLAN}: BACKWARD $: {word} {value!r} is read as {now!r}",
        f"{PLAN}: FORWARD $: {word} {now!r} is read as {value!r}",
    ]


def test_a_released_event_that_nobody_declares_is_broken(released: Path) -> None:
    (released / PLAN).rename(released / PLAN.replace("v1", "v9"))

    assert broken(released) == [f"{PLAN.replace('v1', 'v9')}: nobody declares this event any more"]


def test_a_broken_schema_is_not_written_over(
    released: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _change(released / PLAN, required=["year"])
    before = (released / PLAN).read_text()
    monkeypatch.setattr("sys.argv", ["shared.schemas", f"--folder={released}"])

    code = main()

    said = capsys.readouterr().out.splitlines()
    assert (code, said[0], (released / PLAN).read_text()) == (1, f"{PLAN}: BACKWARD $.plan_id: may be missing", before)


def test_a_missing_schema_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["shared.schemas", f"--folder={tmp_path}"])

    code = main()

    assert (code, list(stale(tmp_path))) == (0, [])


def test_a_missing_schema_fails_the_check_and_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["shared.schemas", "--check", f"--folder={tmp_path}"])

    code = main()

    assert (code, list(tmp_path.iterdir())) == (1, [])


def _change(path: Path, **words: object) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | words))


def _known(read: Any, told: Any) -> Any:
    """Return *read* without the fields that came after *told*."""
    if isinstance(told, dict):
        return {name: _known(read[name], value) for name, value in told.items() if name in read}
    if isinstance(told, list):
        return [_known(one, value) for one, value in zip(read, told, strict=True)]
    return read
