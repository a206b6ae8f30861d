"""The first step on a new machine: what is lacking is a sentence, what is there is used again."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.bootstrap import READY
from deploy.browser import find
from deploy.folder import ROOT

VERBS = (
    "demo", "up", "down", "test", "test-fast", "check", "fmt", "migrate", "migration", "events", "topics", "replay",
    "bench", "faults",
)  # fmt: skip


def _python(code: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, check=False, capture_output=True, text=True
    )


def test_make_alone_lists_every_verb() -> None:
    told = subprocess.run(["make"], cwd=ROOT, check=True, capture_output=True, text=True).stdout

    assert tuple(re.findall(r"^  make (\S+)", told, re.MULTILINE)) == ("help", *VERBS)


def test_continuous_integration_calls_the_same_verbs_as_everybody() -> None:
    called = [line for line in (ROOT / ".ci" / "run").read_text().splitlines() if line.startswith("make")]

    assert called == ["make check", "make test"]
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_a_package_that_may_not_be_installed_is_named_with_the_way_to_it(tmp_path: Path) -> None:
    told = _python("from deploy.bootstrap import install; install('No map was found.', 'maps')", PATH=str(tmp_path))

    assert (told.returncode, told.stderr) == (
        1,
        "No map was found.\n  - install it: sudo apt-get install maps\n",
    )


def test_a_missing_browser_is_named_with_the_way_to_it(tmp_path: Path) -> None:
    told = _python("from deploy.browser import main; main()", PATH=str(tmp_path))

    assert (told.returncode, told.stderr.splitlines()[0]) == (
        1,
        "No Chromium was found; it prints reports and drives the tests.",
    )


def test_the_browser_is_found_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "chromium").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert find() == str(tmp_path / "chromium")


def test_an_old_python_is_named_with_the_way_out() -> None:
    told = _python("import sys; sys.version_info = (3, 9); from deploy.bootstrap import main; main()")

    assert (told.returncode, told.stderr.splitlines()[1]) == (
        1,
        "  - install it, and name it: make demo PYTHON=python3.11",
    )


def test_the_pins_are_installed_by_their_hashes() -> None:
    pins = (ROOT / "requirements.lock").read_text()

    assert len(re.findall(r"^[a-z0-9][^\n]*==", pins, re.MULTILINE)) == len(
        re.findall(r"^[a-z0-9][^\n]*== ?[^\n]*\\\n +--hash=", pins, re.MULTILINE)
    )
    assert READY == ROOT / ".venv" / "ready"
