"""The data folder: held by one instance at a time, of one version, on a disk with room."""

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.trouble import NO_SPACE, Trouble

ROOT = Path(__file__).parents[1]
"""Where the project lives; programs are started here."""

VERSION = "PostgreSQL 18\nApache Kafka 4.4\nlayout 1\n"
"""What the folder was made by; another text means another program must read it."""

ROOM = 1024**3
"""Bytes that must be free before anything starts: a year of one province takes a tenth of it."""


@contextmanager
def held(folder: Path, *, room: int = ROOM) -> Iterator[Path]:
    """Keep *folder* for this process, after checking that the system can live in it; return its full path."""
    folder = folder.absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "lock").open("a+") as lock:
            _lock(folder, lock.fileno())
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            _check_room(folder, room)
            _check_version(folder)
            yield folder
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise Trouble(
                NO_SPACE.format(what=error.filename or f"something in {folder}"), "make room and start again"
            ) from error
        raise


def is_held(folder: Path) -> bool:
    """Return whether an instance is running in *folder*."""
    if not (folder / "lock").exists():
        return False
    with (folder / "lock").open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def log_of(folder: Path, name: str) -> Path:
    """Return where the part *name* keeps its log."""
    path = folder / "log" / f"{name}.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _lock(folder: Path, descriptor: int) -> None:
    # The kernel drops the lock with its process, however that ends; no stale lock can remain.
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = (folder / "lock").read_text() or "unknown"
        raise Trouble(
            f"Another instance (process {holder}) is already running in {folder}.",
            "stop it: make down",
            "or use another folder: thidua --data FOLDER up",
        ) from error


def _check_room(folder: Path, room: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < room:
        raise Trouble(
            f"The disk of {folder} has {free // 1024**2} MiB free; {room // 1024**2} MiB are needed.",
            "make room, or use a folder on another disk: thidua --data FOLDER up",
        )


def _check_version(folder: Path) -> None:
    file = folder / "VERSION"
    if not file.exists():
        file.write_text(VERSION)
    found = file.read_text()
    if found != VERSION:
        raise Trouble(
            f"The data in {folder} was made by another version ({_one_line(found)}); this one is {_one_line(VERSION)}.",
            "run the version that made it",
            f"or begin with an empty register: move {folder} away and start again",
        )


def _one_line(text: str) -> str:
    return ", ".join(text.split("\n")).strip(", ")
