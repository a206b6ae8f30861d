"""A program of ours is tied to us: it never outlives us, and its end is never silent."""

import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import psutil
import pytest

from deploy import part
from deploy.folder import ROOT, log_of
from deploy.part import LOG_LIMIT, Child, Part, end_leftovers
from deploy.trouble import Died, Trouble

PARENT = """
import asyncio, sys
from pathlib import Path
from deploy.part import Child

async def main():
    child = Child("sleeper", Path(sys.argv[1]), ["sleep", "1000"])
    await child.start()
    print(child.process.pid, flush=True)
    await asyncio.sleep(1000)

asyncio.run(main())
"""


def _child(folder: Path, *command: str, **more: object) -> Child:
    return Child("program", folder, list(command), **more)  # type: ignore[arg-type]


def _process(child: Child) -> psutil.Process:
    assert child.process is not None
    return psutil.Process(child.process.pid)


async def _answers() -> bool:
    return True


def _said_ready(child: Child) -> Callable[[], Awaitable[bool]]:
    async def answers() -> bool:
        return child.last_words() == "ready"

    return answers


def _killed_parent(folder: Path) -> psutil.Process:
    """Return the child of a parent that was killed without a word."""
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    parent.stdout.close()
    return child


def test_a_child_does_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    child = _killed_parent(tmp_path)

    ended, _ = psutil.wait_procs([child], timeout=10)

    assert ended == [child]


@pytest.mark.parametrize("is_paused", [False, True])
@pytest.mark.parametrize("trap", ["", "trap '' TERM;"], ids=["listens", "deaf"])
def test_a_leftover_of_an_earlier_run_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trap: str, *, is_paused: bool
) -> None:
    monkeypatch.setattr(part, "LEFTOVER_PATIENCE", 0.3)
    leftover = _orphan(tmp_path, f"{trap} touch {tmp_path}/begun; while :; do sleep 0.05; done")
    _remember(tmp_path, leftover.pid, leftover.create_time())
    if is_paused:
        leftover.suspend()

    end_leftovers(tmp_path)

    assert (_is_there(leftover), list((tmp_path / "run").iterdir())) == (False, [])


def test_a_paused_leftover_is_asked_before_it_is_killed(tmp_path: Path) -> None:
    trap = f"trap 'touch {tmp_path}/asked; exit' TERM;"
    leftover = _orphan(tmp_path, f"{trap} touch {tmp_path}/begun; while :; do sleep 0.05; done")
    _remember(tmp_path, leftover.pid, leftover.create_time())
    leftover.suspend()

    end_leftovers(tmp_path)

    assert (_is_there(leftover), (tmp_path / "asked").exists()) == (False, True)


def test_a_stranger_with_the_pid_of_an_earlier_child_is_left_alone(tmp_path: Path) -> None:
    stranger = _orphan(tmp_path, f"touch {tmp_path}/begun; sleep 1000")
    _remember(tmp_path, stranger.pid, stranger.create_time() - 1)

    end_leftovers(tmp_path)

    assert _is_there(stranger)
    stranger.kill()


def _orphan(folder: Path, script: str) -> psutil.Process:
    """Return a process whose parent has ended, as after a crash, once *script* has made the file `begun`."""
    command = ["sh", "-c", f"({script}) >/dev/null 2>&1 & echo $!"]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    deadline = time.monotonic() + 10
    while not (folder / "begun").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    return psutil.Process(int(told.stdout))


def _is_there(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def _remember(folder: Path, pid: int, started: float) -> None:
    (folder / "run").mkdir()
    (folder / "run" / "program.json").write_text(f'{{"pid": {pid}, "started": {started!r}, "signal": 15}}')


async def test_a_program_that_does_not_listen_is_killed(tmp_path: Path) -> None:
    child = _child(tmp_path, "sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done", patience=0.3)
    await Part("program", child, _said_ready(child)).start()

    await child.stop()

    assert child.process is not None
    assert child.process.returncode == -signal.SIGKILL


async def test_killing_takes_what_the_program_started_with_it(tmp_path: Path) -> None:
    child = _child(tmp_path, "sh", "-c", "sleep 1000 & echo ready; wait")
    await Part("program", child, _said_ready(child)).start()
    family = [_process(child), *_process(child).children(recursive=True)]

    await child.kill()

    ended, left = psutil.wait_procs(family, timeout=5)
    assert (len(ended), left) == (2, [])


async def test_a_paused_program_hangs_until_it_is_resumed(tmp_path: Path) -> None:
    child = _child(tmp_path, "sleep", "1000")
    program = Part("program", child, _answers)
    await program.start()

    await program.pause()
    paused = _status_becomes(child, psutil.STATUS_STOPPED)
    await program.resume()
    resumed = _status_becomes(child, psutil.STATUS_SLEEPING)
    await program.stop()

    assert (paused, resumed) == (True, True)


async def test_a_paused_program_can_be_stopped(tmp_path: Path) -> None:
    child = _child(tmp_path, "sleep", "1000")
    program = Part("program", child, _answers)
    await program.start()
    await program.pause()

    await program.stop()

    assert child.process is not None
    assert child.process.returncode == -signal.SIGTERM


async def test_a_program_that_dies_while_starting_says_its_last_words(tmp_path: Path) -> None:
    async def never() -> bool:
        return False

    program = Part("program", _child(tmp_path, "sh", "-c", "echo cannot read the map; exit 3"), never)

    with pytest.raises(Died) as died:
        await program.start()

    assert str(died.value) == (
        "program ended unasked (exit status 3). Its last words:\n"
        f"cannot read the map\n  - its whole log: {log_of(tmp_path, 'program')}"
    )


async def test_last_words_that_mean_something_are_explained(tmp_path: Path) -> None:
    child = _child(tmp_path, "sh", "-c", "echo PANIC: No space left on device; exit 1")

    with pytest.raises(Died) as died:
        await child.finish()

    assert died.value.ways_out[0] == "the disk is full: make room and start again"


async def test_last_words_are_those_of_this_run(tmp_path: Path) -> None:
    await _child(tmp_path, "echo", "first").finish()
    child = _child(tmp_path, "echo", "second")

    await child.finish()

    assert child.last_words() == "second"


async def test_a_part_that_never_answers_is_given_up(tmp_path: Path) -> None:
    async def never() -> bool:
        return False

    child = _child(tmp_path, "sleep", "1000")
    program = Part("program", child, never, within=0.2)

    with pytest.raises(Trouble, match=r"^program did not answer within 0 seconds\."):
        await program.start()

    await program.stop()


async def test_a_program_knows_the_settings_it_is_given_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THIDUA_KAFKA_PASSWORD", "the administrator's")
    monkeypatch.setenv("PASSWORD_PLANS", "the service's")
    child = _child(tmp_path, "sh", "-c", "env | grep -e THIDUA -e PASSWORD", environment={"THIDUA_SERVICE": "plans"})

    await child.finish()

    assert child.last_words() == "THIDUA_SERVICE=plans"


async def test_a_long_log_is_put_aside_at_the_next_start(tmp_path: Path) -> None:
    log = log_of(tmp_path, "program")
    log.write_bytes(b"x" * (LOG_LIMIT + 1))

    await _child(tmp_path, "echo", "again").finish()

    assert (log.read_text(), log.with_suffix(".log.1").stat().st_size) == ("again\n", LOG_LIMIT + 1)


async def test_a_part_of_somebody_else_is_not_disturbed() -> None:
    program = Part("kafka", None, _answers)
    await program.start()
    await program.stop()

    with pytest.raises(Trouble, match=r"^kafka is run by somebody else"):
        await program.kill()


def _status_becomes(child: Child, status: str) -> bool:
    deadline = time.monotonic() + 5
    while _process(child).status() != status and time.monotonic() < deadline:
        time.sleep(0.01)
    return _process(child).status() == status
