"""A part of the system: a program we start, wait for, watch and end, and never leave behind."""

import asyncio
import json
import os
import shutil
import signal
import time
from asyncio.subprocess import DEVNULL, STDOUT, Process
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from deploy.folder import ROOT, log_of
from deploy.trouble import Died, Trouble

LOG_LIMIT = 20 * 1024**2
"""A log longer than this is put aside at the next start; one older log is kept."""

LEFTOVER_PATIENCE = 5.0

SYMPTOMS = {
    "No space left on device": "the disk is full: make room and start again",
    "Address already in use": "another program took its port in this moment: start again",
    "UnsupportedClassVersionError": "it needs Java 17 or newer: apt-get install openjdk-17-jre-headless",
    "could not locate a valid checkpoint record": "its data is damaged: restore a backup, or move the data folder away",
    "It looks like you need to initdb": "its data is damaged: restore a backup, or move the data folder away",
    "incorrect checksum in control file": "its data is damaged: restore a backup, or move the data folder away",
    "No `meta.properties` found": "its data is damaged: restore a backup, or move the data folder away",
    "CorruptRecordException": "its data is damaged: restore a backup, or move the data folder away",
}
"""What a dying program's last words mean to an operator."""


@dataclass
class Child:
    """The process of a part: tied to ours, in a group of its own, its words kept in a log."""

    name: str
    folder: Path
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    stop_signal: signal.Signals = signal.SIGTERM
    orphan_signal: str = "KILL"  # what it gets when we die without a word
    patience: float = 15.0  # seconds between asking and killing
    run_as: Sequence[str] = ()  # further words for setpriv
    process: Process | None = None
    is_ending: bool = False
    _log_start: int = 0

    @property
    def is_running(self) -> bool:
        """Return whether the program is there."""
        return self.process is not None and self.process.returncode is None

    @property
    def has_died(self) -> bool:
        """Return whether the program ended although nobody asked it to."""
        return self.process is not None and self.process.returncode is not None and not self.is_ending

    async def start(self) -> None:
        """Start the program."""
        log = log_of(self.folder, self.name)
        if log.exists() and log.stat().st_size > LOG_LIMIT:
            log.replace(log.with_suffix(".log.1"))
        with log.open("ab") as out:
            self._log_start = out.tell()
            self.process = await asyncio.create_subprocess_exec(
                *self._tie(), *self.command,
                cwd=ROOT, env=_clean_environment() | dict(self.environment),
                stdin=DEVNULL, stdout=out, stderr=STDOUT, start_new_session=True,
            )  # fmt: skip
        self.is_ending = False
        _remember(self._pid_file, self.process.pid, self.stop_signal)

    async def finish(self) -> None:
        """Run a program that ends by itself, and fail when it fails."""
        await self.start()
        assert self.process is not None
        try:
            await self.process.wait()
        finally:
            await self.kill()
        if self.process.returncode != 0:
            raise self.died()

    async def stop(self) -> None:
        """Ask the program to end; kill it when it does not."""
        self._resume()
        await self._end(self.stop_signal)

    async def kill(self) -> None:
        """End the program and all it started, at once, as a power cut would."""
        await self._end(signal.SIGKILL)

    def signal_all(self, number: signal.Signals) -> None:
        """Send a signal to the program and all it started."""
        if self.process is None or self.process.returncode is not None:
            return
        for process in _family(self.process.pid):
            with suppress(psutil.NoSuchProcess):
                process.send_signal(number)

    def last_words(self, lines: int = 15) -> str:
        """Return the end of the log of this run."""
        with log_of(self.folder, self.name).open("rb") as log:
            log.seek(self._log_start)
            return "\n".join(log.read().decode(errors="replace").splitlines()[-lines:])

    def died(self) -> Died:
        """Return the sentence for a program that ended unasked."""
        words = self.last_words()
        code = None if self.process is None else self.process.returncode
        meaning = [way for symptom, way in SYMPTOMS.items() if symptom in words]
        return Died(
            f"{self.name} ended unasked (exit status {code}). Its last words:\n{words}",
            *meaning,
            f"its whole log: {log_of(self.folder, self.name)}",
        )

    @property
    def _pid_file(self) -> Path:
        return self.folder / "run" / f"{self.name}.json"

    def _tie(self) -> list[str]:
        # setpriv asks the kernel to signal the child when its parent dies, even by SIGKILL.
        if shutil.which("setpriv") is None:
            return []
        return ["setpriv", *self.run_as, "--pdeathsig", self.orphan_signal, "--"]

    def _resume(self) -> None:
        self.signal_all(signal.SIGCONT)

    async def _end(self, number: signal.Signals) -> None:
        self.is_ending = True
        if self.process is None:
            return
        if number is not signal.SIGKILL:
            with suppress(ProcessLookupError):
                self.process.send_signal(number)
            with suppress(TimeoutError):
                await asyncio.wait_for(self.process.wait(), self.patience)
        await self._kill(self.process)
        self._pid_file.unlink(missing_ok=True)

    async def _kill(self, process: asyncio.subprocess.Process) -> None:
        """Kill what still runs of the program and all it started; what they shared is free when this returns."""
        if process.returncode is not None:
            return
        self.signal_all(signal.SIGSTOP)  # from now on it starts nothing more
        family = _family(process.pid)
        self.signal_all(signal.SIGKILL)
        await process.wait()
        async with asyncio.timeout(self.patience):
            while any(map(_lives, family)):  # noqa: ASYNC110 - nobody tells when the child of another is gone
                await asyncio.sleep(0.01)


def _family(pid: int) -> list[psutil.Process]:
    """Return a process and all it started; none where it is gone."""
    with suppress(psutil.NoSuchProcess):
        parent = psutil.Process(pid)
        return [parent, *parent.children(recursive=True)]
    return []


def _lives(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    return False


class Part:
    """A part as the rest of the system sees it; it has no child when somebody else runs it."""

    def __init__(
        self, name: str, child: Child | None, ready: Callable[[], Awaitable[bool]], *, within: float = 120
    ) -> None:
        self.name = name
        self.child = child
        self._ready = ready
        self._within = within

    async def start(self) -> None:
        """Start the part and wait until it answers."""
        if self.child is not None and not self.child.is_running:
            await self.child.start()
        await self.wait_until_ready()

    async def wait_until_ready(self) -> None:
        """Return when the part answers; fail when it ends or takes too long."""
        try:
            async with asyncio.timeout(self._within):
                while not await self._ready():
                    if self.child is not None and not self.child.is_running:
                        raise self.child.died()
                    await asyncio.sleep(0.05)
        except TimeoutError as error:
            words = "" if self.child is None else f" Its last words:\n{self.child.last_words()}"
            raise Trouble(f"{self.name} did not answer within {self._within:.0f} seconds.{words}") from error

    async def stop(self) -> None:
        """Stop the part in good order."""
        if self.child is not None:
            await self.child.stop()

    async def kill(self) -> None:
        """End the part as a power cut would."""
        await self._own.kill()

    async def pause(self) -> None:
        """Make the part hang without a word (SIGSTOP)."""
        self._own.signal_all(signal.SIGSTOP)

    async def resume(self) -> None:
        """Let a hanging part go on."""
        self._own.signal_all(signal.SIGCONT)

    @property
    def _own(self) -> Child:
        if self.child is None:
            raise Trouble(f"{self.name} is run by somebody else; it is not ours to disturb.")
        return self.child


def end_leftovers(folder: Path) -> None:
    """End whatever an earlier run of *folder* left behind, where a pid still belongs to it."""
    for file in (folder / "run").glob("*.json"):
        left = json.loads(file.read_text())
        for number in (signal.SIGCONT, left["signal"], signal.SIGKILL):
            with suppress(psutil.NoSuchProcess):
                process = psutil.Process(left["pid"])
                if process.create_time() == left["started"]:
                    process.send_signal(number)
                    _wait_for_end(process, 0 if number == signal.SIGCONT else LEFTOVER_PATIENCE)
        file.unlink()


def _wait_for_end(process: psutil.Process, seconds: float) -> None:
    # In a container nobody may collect an orphan's exit status, so a zombie counts as ended.
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.02)


def _remember(pid_file: Path, pid: int, stop_signal: int) -> None:
    pid_file.parent.mkdir(parents=True, exist_ok=True)
    with suppress(psutil.NoSuchProcess):
        left = {"pid": pid, "started": psutil.Process(pid).create_time(), "signal": stop_signal}
        pid_file.write_text(json.dumps(left))


def _clean_environment() -> dict[str, str]:
    # A child knows only the settings it is given; the operator's own are for the operator's parts.
    return {name: value for name, value in os.environ.items() if not name.startswith(("THIDUA_", "PASSWORD_"))}
