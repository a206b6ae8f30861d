"""Time limits of a dossier (thời hạn xử lý): how long, what is used up, and when they end."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache

from services.nominations.domain.practice import practice
from services.nominations.domain.states import State
from services.nominations.domain.ways import CONSULTATION, speaks
from shared.clock import VIETNAM
from shared.holidays import published
from shared.workdays import Calendar, Half, HalfDay

PROCESSING = "processing"
"""The limit of the whole way, from the receipt of a complete dossier to its decision or its forwarding."""

IN_PROCESSING = frozenset(
    {
        State.RECEIVED,
        State.AWAITING_OPINIONS,
        State.ELIGIBLE,
        State.NOT_ELIGIBLE,
        State.IN_CONSULTATION,
        State.BEFORE_COUNCIL,
        State.COUNCIL_PASSED,
        State.COUNCIL_NOT_PASSED,
        State.BEFORE_CHAIR,
    }
)
"""The states in which the province has the dossier in its hands; elsewhere its time stands still or has ended."""

_NOON = time(12)


@dataclass(frozen=True, slots=True)
class Length:
    """How long a limit is, in working half-days, and where that is written."""

    half_days: int
    citation: str


@dataclass(frozen=True, slots=True)
class Term:
    """How long something lasts (thời gian): working or calendar days, and where that is written."""

    days: int
    is_working: bool
    citation: str

    def last_day(self, begins_on: date) -> date:
        """Return the last of the days, which begin with the day after *begins_on*."""
        if self.is_working:
            return calendar().days_after(begins_on, self.days)
        return begins_on + timedelta(days=self.days)


@cache
def calendar() -> Calendar:
    """Return the working days of the province's offices."""
    return Calendar.of(published())


def due_at(runs_since: datetime, half_days: int) -> datetime:
    """Return the moment at which *half_days* are over; the half-day of the beginning is not counted."""
    return _end_of(_half_of(runs_since), half_days)


@lru_cache(maxsize=1024)
def _end_of(begun: HalfDay, half_days: int) -> datetime:
    last = calendar().after(begun, half_days)
    end = datetime.combine(last.on, _NOON, VIETNAM)
    return end if last.half is Half.MORNING else end + timedelta(hours=12)


def used(runs_since: datetime, until: datetime) -> int:
    """Return how many half-days passed between two moments."""
    return _between(_half_of(runs_since), _half_of(until))


@lru_cache(maxsize=4096)
def _between(begun: HalfDay, end: HalfDay) -> int:
    return calendar().half_days(begun, end)


def half_days_left(now: datetime, due: datetime) -> int:
    """Return how many working half-days are left; negative when so many are overdue."""
    last = due - timedelta(microseconds=1)
    return used(now, last) if now < due else -used(last, now)


def _half_of(moment: datetime) -> HalfDay:
    local = moment.astimezone(VIETNAM)
    return HalfDay(local.date(), Half.MORNING if local.time() < _NOON else Half.AFTERNOON)


def length_of(limit: str, law: Iterable[object], award: object, mode: str, on: date) -> Length:
    """Return how long *limit* is: as a confirmed line of the law says, or as the office practises."""
    step = _STEPS.get(limit, limit)
    line = next((one for one in _written(step, law, award, mode, on) if _is_usable(one)), None)
    if line is not None:
        return Length(int(getattr(line, "half_days", 0)), _words(line))
    return Length(practice().limits[limit].half_days, "")


_STEPS = {"notify": "notification"}
"""How the law's lines call a limit, where it is not by our own name."""


def consultation_term(law: Iterable[object], award: object, mode: str, on: date) -> Term:
    """Return how long the people are asked at least: as the law says, or as the office practises."""
    line = next(iter(_written(CONSULTATION, law, award, mode, on)), None)
    if line is None:
        own = practice().consultation
        return Term(own.days, own.kind == "working", own.citation)
    days = -(-int(getattr(line, "half_days", 0)) // 2)
    return Term(days, getattr(line, "days", "working") == "working", _words(line))


def _written(step: str, law: Iterable[object], award: object, mode: str, on: date) -> Iterator[object]:
    return (line for line in law if getattr(line, "step", "") == step and speaks(line, award, mode, on))


def _is_usable(line: object) -> bool:
    """Return whether a clock may run by a line: somebody confirmed it, and it counts working days."""
    is_confirmed = getattr(line, "status", "") == "confirmed"
    return is_confirmed and getattr(line, "days", "") == "working" and not getattr(line, "is_minimum", False)


def _words(line: object) -> str:
    return str(getattr(line, "required", ""))
