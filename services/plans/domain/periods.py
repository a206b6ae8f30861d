"""Quarters, deadlines and the moment something is overdue."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from shared.clock import VIETNAM
from shared.errors import Refused
from shared.events.plans import DeadlineKind
from shared.roles import Role
from shared.steps import Step
from shared.workdays import Calendar

QUARTERS = (1, 2, 3, 4)
NEXT_YEAR = 5
"""The quarter that stands for next year, where a task of Quý IV is carried over to."""

QUARTER_NAMES = {1: "Quý I", 2: "Quý II", 3: "Quý III", 4: "Quý IV", NEXT_YEAR: "Năm sau"}

CALENDAR: frozenset[Role] = frozenset()
"""Nobody's button: the step is taken when its day comes."""

LEADER = frozenset({Role.LEADER})


class QuarterState(StrEnum):
    """Where a quarter stands (tình trạng quý)."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


QUARTER_LABELS = {
    QuarterState.PLANNED: "Chưa mở",
    QuarterState.OPEN: "Đang thực hiện",
    QuarterState.CLOSED: "Đã đóng",
}
QUARTER_STEPS = (
    Step("open", QuarterState.PLANNED, QuarterState.OPEN, CALENDAR, "Mở quý"),
    Step("close", QuarterState.OPEN, QuarterState.CLOSED, LEADER, "Đóng quý", is_final=True),
)


class QuarterNotSettled(Refused):
    """Something keeps the quarter from closing."""

    status = 409

    def __init__(self, quarter: int, blockers: Iterable[str]) -> None:
        super().__init__(f"Chưa thể đóng {QUARTER_NAMES[quarter]}.", details=tuple(blockers))


class QuarterStillOpen(Refused):
    """The year cannot close before its quarters."""

    status = 409
    message = "Chưa thể đóng năm kế hoạch."


class QuarterAlreadyClosed(Refused):
    """A quarter is closed once."""

    status = 409

    def __init__(self, quarter: int, closed_on: date | None) -> None:
        when = "" if closed_on is None else f" từ ngày {closed_on:%d/%m/%Y}"
        super().__init__(f"{QUARTER_NAMES[quarter]} đã đóng{when}.")


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """How strictly a deadline is read (cách tính thời hạn): days of grace, and whether a day off moves it."""

    grace_days: int = 0
    moves_to_working_day: bool = False


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline as written, with the last day in time and the last working day that is still in time."""

    kind: DeadlineKind
    due_on: date
    last_day_on: date
    remind_on: date


def deadline(kind: DeadlineKind, due_on: date, rule: DeadlineRule, calendar: Calendar) -> Deadline:
    """Return the deadline with its days reckoned: the law moves none by itself, a rule may."""
    last = last_day_in_time(kind, due_on)
    if rule.moves_to_working_day:
        last = calendar.on_or_after(last)
    last += timedelta(days=rule.grace_days)
    return Deadline(kind, due_on, last, calendar.on_or_before(last))


def last_day_in_time(kind: DeadlineKind, due_on: date, grace_days: int = 0) -> date:
    """Return the last day that is in time, read strictly.

    “Trước ngày 15” ends on the 14th; “vào ngày 15” and “chậm nhất ngày 15” end on the 15th.
    """
    last = due_on - timedelta(days=1) if kind is DeadlineKind.BEFORE else due_on
    return last + timedelta(days=grace_days)


def days_late(last_day_on: date, received_on: date) -> int:
    """Return how many days after the last day in time something arrived; 0 when in time."""
    return max(0, (received_on - last_day_on).days)


def midnight(day: date) -> datetime:
    """Return 00:00 of *day* in Vietnam."""
    return datetime.combine(day, time(), VIETNAM)


def overdue_at(last_day_on: date) -> datetime:
    """Return the moment something not done by *last_day_on* is overdue: 00:00 of the next day."""
    return midnight(last_day_on + timedelta(days=1))


def first_day(year: int, quarter: int) -> date:
    """Return the first day of a quarter; quarter 5 begins next year."""
    return date(year + (quarter - 1) // 4, (quarter - 1) % 4 * 3 + 1, 1)


def last_day(year: int, quarter: int) -> date:
    """Return the last day of a quarter."""
    return first_day(year, quarter + 1) - timedelta(days=1)


def step_of_the_day(steps: Iterable[Step], state: str) -> Step | None:
    """Return the step the calendar takes from *state*, or None where the process has moved on."""
    return next((step for step in steps if step.source == state and step.by == CALENDAR), None)


def year_blockers(states: Mapping[int, QuarterState]) -> tuple[str, ...]:
    """Return a sentence for every quarter that keeps the year from closing."""
    return tuple(still_open(quarter) for quarter in QUARTERS if states[quarter] is not QuarterState.CLOSED)


def still_open(quarter: int) -> str:
    """Return the sentence that says a quarter is not closed yet."""
    return f"{QUARTER_NAMES[quarter]} chưa đóng."
