"""The time, which a test or a fast-forward year can hold.

Every service asks this room and nothing else for the time. The clock is the machine's own unless
`THIDUA_CLOCK` names a shared clock file: eight bytes holding microseconds since 1970, which one process
moves and all others read.
"""

import mmap
import struct
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Protocol

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""Giờ Việt Nam: fixed UTC+7, no daylight saving."""

_MICROS = struct.Struct("<q")


class Clock(Protocol):
    """Something that can tell the time as an aware datetime."""

    def now(self) -> datetime:
        """Return the present moment, aware."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the machine's time in Vietnam."""
        return datetime.now(VIETNAM)


class SharedClock:
    """A clock in a file that one process moves and every other reads (đồng hồ chạy nhanh)."""

    def __init__(self, path: Path, *, start: datetime | None = None) -> None:
        if start is not None:
            path.write_bytes(_MICROS.pack(_to_micros(start)))
        with path.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), _MICROS.size)

    def now(self) -> datetime:
        """Return the held moment in Vietnam."""
        (micros,) = _MICROS.unpack(self._memory[:8])
        return datetime.fromtimestamp(micros / 1_000_000, VIETNAM)

    def move(self, moment: datetime) -> None:
        """Hold *moment*; every process that shares the file sees it at once."""
        self._memory[:8] = _MICROS.pack(_to_micros(moment))


class HeldClock:
    """A clock a test sets by hand."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """Return the held moment."""
        return self.moment


def _to_micros(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


_clock: Clock = SystemClock()


def use(clock: Clock) -> None:
    """Make *clock* the one everybody asks from now on."""
    global _clock  # noqa: PLW0603 - a process has one clock
    _clock = clock


def now() -> datetime:
    """Return the present moment, aware, in Vietnam."""
    return _clock.now()


def today() -> date:
    """Return today's date in Vietnam."""
    return _clock.now().date()


def is_held() -> bool:
    """Return whether time stands still until somebody moves it."""
    return not isinstance(_clock, SystemClock)
