"""The rules of a plan year, as pure values: the steps, the deadlines, when a quarter may close."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from shared.clock import VIETNAM
from shared.errors import OutOfTurn, Refused
from shared.events.plans import DeadlineKind
from shared.roles import Role
from shared.steps import Step, offered, take

QUARTERS = (1, 2, 3, 4)
NEXT_YEAR = 5
"""The quarter that stands for next year, where a task of Quý IV is carried over to."""


class TaskState(StrEnum):
    """Where a task stands (tình trạng nhiệm vụ)."""

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    CARRIED_OVER = "carried_over"
    COMPLETED = "completed"
    NOT_ARISING = "not_arising"


UNSETTLED = (TaskState.PLANNED, TaskState.IN_PROGRESS, TaskState.CARRIED_OVER)
"""The states of a task that still asks for something."""


class FilingState(StrEnum):
    """Where a filing stands (tình trạng báo cáo, kế hoạch phải nộp)."""

    DUE = "due"
    RECEIVED = "received"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class QuarterState(StrEnum):
    """Where a quarter stands (tình trạng quý)."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class PlanState(StrEnum):
    """Where a plan stands (tình trạng kế hoạch)."""

    ISSUED = "issued"
    CLOSED = "closed"


TASK_LABELS = {
    TaskState.PLANNED: "Chưa thực hiện",
    TaskState.IN_PROGRESS: "Đang thực hiện",
    TaskState.CARRIED_OVER: "Chuyển từ quý trước",
    TaskState.COMPLETED: "Hoàn thành",
    TaskState.NOT_ARISING: "Không phát sinh",
}
FILING_LABELS = {
    FilingState.DUE: "Chưa nộp",
    FilingState.RECEIVED: "Đã nộp",
    FilingState.RETURNED: "Đã trả lại",
    FilingState.ACCEPTED: "Đã chấp nhận",
}
QUARTER_LABELS = {
    QuarterState.PLANNED: "Chưa mở",
    QuarterState.OPEN: "Đang thực hiện",
    QuarterState.CLOSED: "Đã đóng",
}
PLAN_LABELS = {PlanState.ISSUED: "Đang thực hiện", PlanState.CLOSED: "Đã đóng"}
QUARTER_NAMES = {1: "Quý I", 2: "Quý II", 3: "Quý III", 4: "Quý IV", NEXT_YEAR: "Năm sau"}

_AWAITED = (
    (("báo cáo sơ kết", "6 tháng"), "ReportCompiled:H1"),
    (("báo cáo tổng kết",), "ReportCompiled:Y"),
)

_OFFICER = frozenset({Role.UNIT_OFFICER})
_APPRAISER = frozenset({Role.APPRAISER})
_LEADER = frozenset({Role.LEADER})
_CALENDAR: frozenset[Role] = frozenset()  # nobody's button: the step is taken when its day comes


TASK_STEPS = (
    Step("start", TaskState.PLANNED, TaskState.IN_PROGRESS, _APPRAISER, "Bắt đầu"),
    Step("start", TaskState.CARRIED_OVER, TaskState.IN_PROGRESS, _APPRAISER, "Bắt đầu"),
    Step("progress", TaskState.IN_PROGRESS, TaskState.IN_PROGRESS, _APPRAISER, "Cập nhật tiến độ"),
    *(Step("complete", state, TaskState.COMPLETED, _APPRAISER, "Hoàn thành", is_final=True) for state in UNSETTLED),
    *(
        Step(
            "not_arise",
            state,
            TaskState.NOT_ARISING,
            _APPRAISER,
            "Không phát sinh",
            needs_reason=True,
            is_final=True,
        )
        for state in UNSETTLED
    ),
    *(
        Step("carry_over", state, TaskState.CARRIED_OVER, _APPRAISER, "Chuyển quý sau", needs_reason=True)
        for state in UNSETTLED
    ),
)
FILING_STEPS = (
    Step("file", FilingState.DUE, FilingState.RECEIVED, _OFFICER, "Nộp"),
    Step("file", FilingState.RETURNED, FilingState.RECEIVED, _OFFICER, "Nộp lại"),
    Step("accept", FilingState.RECEIVED, FilingState.ACCEPTED, _APPRAISER, "Chấp nhận", is_final=True),
    Step("return", FilingState.RECEIVED, FilingState.RETURNED, _APPRAISER, "Trả lại", needs_reason=True),
)
QUARTER_STEPS = (
    Step("open", QuarterState.PLANNED, QuarterState.OPEN, _CALENDAR, "Mở quý"),
    Step("close", QuarterState.OPEN, QuarterState.CLOSED, _LEADER, "Đóng quý", is_final=True),
)
PLAN_STEPS = (Step("close", PlanState.ISSUED, PlanState.CLOSED, _LEADER, "Đóng năm kế hoạch", is_final=True),)


class NotConditional(Refused):
    """Only a conditional task may fail to arise."""

    message = "Chỉ nhiệm vụ ghi “nếu có” mới được xác nhận là không phát sinh."


class BelongsToNextYear(OutOfTurn):
    """The task was carried over to next year and is worked there."""

    message = "Nhiệm vụ đã chuyển sang năm sau."


class QuarterNotSettled(Refused):
    """Something keeps the quarter from closing."""

    status = 409

    def __init__(self, quarter: int, blockers: Iterable[str]) -> None:
        super().__init__(f"Chưa thể đóng {QUARTER_NAMES[quarter]}.", details=tuple(blockers))


class QuarterStillOpen(Refused):
    """The year cannot close before its quarters."""

    status = 409
    message = "Chưa thể đóng năm kế hoạch."


class PercentOutOfRange(Refused):
    """Progress is a percentage."""

    message = "Tiến độ phải từ 0 đến 100 phần trăm."


class AlreadyFiled(OutOfTurn):
    """A filing is filed once, and again only after it was returned."""

    message = "Đơn vị đã nộp báo cáo, kế hoạch này."


class DocumentNotNamed(Refused):
    """A filing names the unit's document."""

    message = "Vui lòng ghi số, ký hiệu và ngày của văn bản."


class DatedInFuture(Refused):
    """A document cannot be dated after the day it arrives."""

    message = "Ngày của văn bản không được sau ngày nộp."


@dataclass(frozen=True, slots=True)
class Task:
    """A task of the plan as it stands (nhiệm vụ)."""

    quarter: int
    text: str
    state: TaskState
    may_not_arise: bool  # the whole task is “nếu có”, not only a part of it

    @property
    def is_settled(self) -> bool:
        """Return whether nothing remains to be done (đã hoàn thành hoặc không phát sinh)."""
        return self.state not in UNSETTLED


def task_steps(task: Task, roles: Collection[Role]) -> tuple[Step, ...]:
    """Return the steps *roles* may take on *task* now."""
    if task.quarter == NEXT_YEAR:
        return ()
    steps = offered(TASK_STEPS, task.state, roles)
    return tuple(step for step in steps if task.may_not_arise or step.name != "not_arise")


def take_task_step(task: Task, name: str, roles: Collection[Role], *, reason: str = "") -> Step:
    """Return the step *name* of *task*; only a conditional task may fail to arise."""
    if task.quarter == NEXT_YEAR:
        raise BelongsToNextYear
    if name == "not_arise" and not task.may_not_arise:
        raise NotConditional
    return take(TASK_STEPS, task.state, name, roles, reason=reason)


def take_filing_step(state: FilingState, name: str, roles: Collection[Role], *, reason: str = "") -> Step:
    """Return the step *name* of a filing; what is already filed is not filed again."""
    if name == "file" and state in {FilingState.RECEIVED, FilingState.ACCEPTED}:
        raise AlreadyFiled
    return take(FILING_STEPS, state, name, roles, reason=reason)


def step_of_the_day(steps: Iterable[Step], state: str) -> Step | None:
    """Return the step the calendar takes from *state*, or None where the process has moved on."""
    return next((step for step in steps if step.source == state and step.by == _CALENDAR), None)


def fact_awaited(text: str) -> str | None:
    """Return the fact that completes a task by itself: the report the task names; None for every other task."""
    folded = text.lower()
    return next((fact for phrases, fact in _AWAITED if all(phrase in folded for phrase in phrases)), None)


def checked_percent(percent: int | None) -> int:
    """Return *percent* if it is one."""
    if percent is None or not 0 <= percent <= 100:  # noqa: PLR2004 - a percentage
        raise PercentOutOfRange
    return percent


def check_document(reference: str, dated_on: date | None, today: date) -> None:
    """Refuse a filing whose document has no number or date, or a date still to come."""
    if not reference.strip() or dated_on is None:
        raise DocumentNotNamed
    if dated_on > today:
        raise DatedInFuture


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


def quarter_blockers(quarter: int, tasks: Iterable[Task], states: Mapping[int, QuarterState]) -> tuple[str, ...]:
    """Return a sentence for everything that keeps *quarter* from closing: all of it, not the first."""
    earlier = (_still_open(other) for other in QUARTERS if other < quarter and _is_open(states[other]))
    unsettled = (
        f"Nhiệm vụ “{task.text}” chưa hoàn thành và chưa chuyển quý sau."
        for task in tasks
        if task.quarter == quarter and not task.is_settled
    )
    return (*earlier, *unsettled)


def year_blockers(states: Mapping[int, QuarterState]) -> tuple[str, ...]:
    """Return a sentence for every quarter that keeps the year from closing."""
    return tuple(_still_open(quarter) for quarter in QUARTERS if _is_open(states[quarter]))


def _still_open(quarter: int) -> str:
    return f"{QUARTER_NAMES[quarter]} chưa đóng."


def _is_open(state: QuarterState) -> bool:
    return state is not QuarterState.CLOSED
