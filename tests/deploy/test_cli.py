"""The command line: help everywhere, answers for programs, sentences instead of stack traces."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.main import get_command
from typer.testing import CliRunner, Result

from deploy.cli import app
from deploy.folder import ROOT, held
from deploy.kafka.topics import province
from deploy.supervisor import Infrastructure

PLAN = ROOT / "deploy" / "samples" / "KH-274-KH-UBND-2022.txt"


def _verbs(command: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield words
    for name, below in getattr(command, "commands", {}).items():
        yield from _verbs(below, (*words, name))


def _thidua(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.mark.parametrize("words", list(_verbs(get_command(app))), ids=" ".join)
def test_every_verb_explains_itself(words: tuple[str, ...]) -> None:
    told = _thidua(*words, "--help")

    assert (told.exit_code, "Usage" in told.output) == (0, True)


def test_a_plan_is_shown_for_a_program() -> None:
    told = _thidua("plan", "preview", PLAN, "--json")

    assert (told.exit_code, json.loads(told.output)["year"]) == (0, 2023)


def test_a_plan_is_shown_for_a_person() -> None:
    told = _thidua("plan", "preview", PLAN)

    assert (told.exit_code, "quarter 4" in told.output) == (0, True)


def test_a_file_that_is_no_plan_is_refused_with_its_own_status(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Kính gửi các đơn vị,\nmời dự họp.\n")

    told = _thidua("plan", "preview", file, "--json")

    assert (told.exit_code, json.loads(told.output)["kind"]) == (2, "not_a_plan")


def test_ending_what_does_not_run_is_no_fault(tmp_path: Path) -> None:
    told = _thidua("--data", tmp_path, "down")

    assert (told.exit_code, told.output) == (0, "Nothing is running.\n")


@pytest.mark.parametrize(
    "words", [("topics", "check"), ("connect", "so-y-te"), ("migrate",), ("ledger",)], ids=" ".join
)
def test_a_verb_that_needs_a_running_system_says_how_to_start_it(tmp_path: Path, words: tuple[str, ...]) -> None:
    told = _thidua("--data", tmp_path, *words)

    assert (told.exit_code, told.output) == (
        1,
        f"Nothing is running in {tmp_path}.\n  - start it: make up\n  - or name the folder: thidua --data FOLDER\n",
    )


def test_dead_letters_of_a_service_that_does_not_run_are_not_shown(tmp_path: Path) -> None:
    told = _thidua("--data", tmp_path, "dead-letters", "show", "plans", "1")

    assert (told.exit_code, told.output) == (1, f"plans is not running in {tmp_path}.\n  - start it: make up\n")


def test_a_second_instance_is_refused_without_a_stack_trace(tmp_path: Path) -> None:
    with held(tmp_path):
        told = _thidua("--data", tmp_path, "up")

    assert (told.exit_code, told.output.splitlines()[0]) == (
        1,
        f"Another instance (process {os.getpid()}) is already running in {tmp_path}.",
    )


def test_missing_java_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("THIDUA_POSTGRES", "postgresql://postgres:none@127.0.0.1:1/postgres")

    told = _thidua("--data", tmp_path / "data", "up")

    assert (told.exit_code, told.output.splitlines()[0]) == (
        1,
        "Java was not found; the embedded Kafka broker needs it.",
    )


def test_a_department_learns_how_to_connect(infrastructure: Infrastructure) -> None:
    told = _thidua("--data", infrastructure.folder, "connect", "so-y-te", "--json")

    credentials = infrastructure.kafka.credentials("dept-so-y-te")
    assert json.loads(told.output) == {
        "servers": infrastructure.kafka.bootstrap,
        "security_protocol": "SASL_PLAINTEXT",
        "mechanism": "SCRAM-SHA-256",
        "user": credentials.user,
        "password": credentials.password,
        "writes": ["ext.so-y-te.v1"],
        "reads": [
            "ext.so-y-te.replies.v1",
            "nominations.award.v1",
            "nominations.nomination.v1",
            "nominations.round.v1",
            "plans.cluster.v1",
            "plans.event.v1",
            "plans.exemplar.v1",
            "plans.filing.v1",
            "plans.inspection.v1",
            "plans.movement.v1",
            "plans.plan.v1",
            "plans.unit.state.v1",
            "plans.unit.v1",
            "reporting.report.v1",
        ],
        "group_prefix": "so-y-te.",
    }


def test_a_unit_that_does_not_exist_is_answered_with_near_ones(infrastructure: Infrastructure) -> None:
    told = _thidua("--data", infrastructure.folder, "connect", "so-yte")

    assert (told.exit_code, told.output.splitlines()[:2]) == (
        1,
        ["There is no unit 'so-yte'.", "  - did you mean so-y-te?"],
    )


def test_differences_of_the_topics_are_listed_and_fail(infrastructure: Infrastructure) -> None:
    told = _thidua("--data", infrastructure.folder, "topics", "check", "--json")

    # The tests' broker knows three units of the whole province.
    missing = {line for line in json.loads(told.output) if line.startswith("topic ext.")}
    assert (told.exit_code, len(missing)) == (1, 2 * (len(province()) - 3))


def test_the_whole_system_goes_up_answers_and_goes_down(tmp_path: Path) -> None:
    up = _thidua("--data", tmp_path, "up", "--detach", "--json")
    try:
        addresses = json.loads(up.output)["addresses"]
        healthy = {name: httpx.get(f"{url}/ready").status_code for name, url in addresses.items() if "http" in url}
        again = _thidua("--data", tmp_path, "up", "--detach")
        units, same = (_thidua("--data", tmp_path, "units", "import", "--json") for _ in range(2))
        letters = _thidua("--data", tmp_path, "dead-letters", "list", "--json")
        topics = _thidua("--data", tmp_path, "topics", "check", "--json")
        ledger = _thidua("--data", tmp_path, "ledger", "--json")
    finally:
        down = _thidua("--data", tmp_path, "down")

    assert healthy == dict.fromkeys(["plans", "nominations", "notifications", "reporting", "gateway"], 200)
    assert (again.exit_code, again.output.startswith("Another instance")) == (1, True)
    assert json.loads(units.output)["units_registered"] == len(province())
    assert json.loads(same.output) == dict.fromkeys(json.loads(units.output), 0)
    assert (letters.exit_code, json.loads(letters.output)) == (0, [])
    assert (topics.exit_code, json.loads(topics.output)) == (0, [])
    assert "balanced" in json.loads(ledger.output)
    assert (down.exit_code, down.output) == (0, "Ended.\n")
    assert list((tmp_path / "run").iterdir()) == []
    assert _secrets_in_logs(tmp_path) == []


def _secrets_in_logs(folder: Path) -> list[str]:
    files = [file for file in (folder / "secrets").glob("*.json") if ".told" not in file.name]
    known = {value for file in files for value in json.loads(file.read_text()).values()}
    return [log.name for log in (folder / "log").iterdir() for secret in known if secret in log.read_text()]


def test_the_one_shots_of_containers_fill_a_broker_and_a_database_of_others(
    lent: Infrastructure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(lent.folder / "secrets", tmp_path / "secrets")
    admin = lent.kafka.admin
    for name, value in {
        "THIDUA_POSTGRES": lent.postgres.admin_dsn,
        "THIDUA_KAFKA": lent.kafka.bootstrap,
        "THIDUA_KAFKA_USER": admin.user,
        "THIDUA_KAFKA_PASSWORD": admin.password,
    }.items():
        monkeypatch.setenv(name, value)

    migrated = _thidua("--data", tmp_path, "migrate")
    applied = _thidua("--data", tmp_path, "topics", "apply")
    checked = _thidua("--data", tmp_path, "topics", "check", "--json")

    assert (migrated.exit_code, migrated.output) == (0, "Every database is up to date.\n")
    assert (applied.exit_code, json.loads(checked.output)) == (0, [])
