"""The rules of a task: its steps, its parts, what it may wait for, when a quarter may close."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.plans.domain.periods import NEXT_YEAR, QUARTERS, QuarterState, still_open
from services.plans.domain.plans import EDITORS
from shared.errors import OutOfTurn, Refused
from shared.roles import Role
from shared.steps import Step, offered, take


class TaskState(StrEnum):
    """Where a task stands (tình trạng nhiệm vụ)."""

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    CARRIED_OVER = "carried_over"
    COMPLETED = "completed"
    NOT_ARISING = "not_arising"
    REMOVED = "removed"


class PartState(StrEnum):
    """Where a part of a compound task stands (tình trạng từng phần việc)."""

    OPEN = "part_open"
    DONE = "part_done"
    NOT_ARISING = "part_not_arising"


UNSETTLED = (TaskState.PLANNED, TaskState.IN_PROGRESS, TaskState.CARRIED_OVER)
"""The states of a task that still asks for something."""

TASK_LABELS = {
    TaskState.PLANNED: "Chưa thực hiện",
    TaskState.IN_PROGRESS: "Đang thực hiện",
    TaskState.CARRIED_OVER: "Chuyển từ quý trước",
    TaskState.COMPLETED: "Hoàn thành",
    TaskState.NOT_ARISING: "Không phát sinh",
    TaskState.REMOVED: "Đã bỏ khỏi kế hoạch",
}
PART_LABELS = {
    PartState.OPEN: "Chưa xong",
    PartState.DONE: "Đã xong",
    PartState.NOT_ARISING: "Không phát sinh",
}

_APPRAISER = frozenset({Role.APPRAISER})

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
    *(
        Step("reopen", state, TaskState.IN_PROGRESS, _APPRAISER, "Mở lại", needs_reason=True)
        for state in (TaskState.COMPLETED, TaskState.NOT_ARISING)
    ),
    *(Step("remove", state, TaskState.REMOVED, EDITORS, "Bỏ khỏi kế hoạch", needs_reason=True) for state in UNSETTLED),
)
PART_STEPS = (
    Step("complete", PartState.OPEN, PartState.DONE, _APPRAISER, "Xong"),
    Step("not_arise", PartState.OPEN, PartState.NOT_ARISING, _APPRAISER, "Không phát sinh", needs_reason=True),
    *(
        Step("reopen", state, PartState.OPEN, _APPRAISER, "Mở lại", needs_reason=True)
        for state in (PartState.DONE, PartState.NOT_ARISING)
    ),
)
_BY_AMENDMENT = "remove"


class NotConditional(Refused):
    """Only a conditional task may fail to arise."""

    message = "Chỉ nhiệm vụ ghi “nếu có” mới được xác nhận là không phát sinh."


class BelongsToNextYear(OutOfTurn):
    """The task was carried over to next year and is worked there."""

    message = "Nhiệm vụ đã chuyển sang năm sau."


class QuarterClosedAlready(OutOfTurn):
    """What was settled in a quarter stays as it is once the quarter is closed."""

    message = "Quý của nhiệm vụ đã đóng nên không thể mở lại."


class SettledByFact(OutOfTurn):
    """The task was completed by a fact that others already know."""

    message = "Nhiệm vụ hoàn thành theo sự kiện đã được ghi nhận nên không thể mở lại."


class PercentOutOfRange(Refused):
    """Progress is a percentage."""

    message = "Tiến độ phải từ 0 đến 100 phần trăm."


@dataclass(frozen=True, slots=True)
class Task:
    """A task of the plan as it stands (nhiệm vụ)."""

    quarter: int
    text: str
    state: TaskState
    may_not_arise: bool  # the whole task is “nếu có”, not only a part of it
    settled_by: str | None = None  # the fact that completed it

    @property
    def is_settled(self) -> bool:
        """Return whether nothing remains to be done (đã hoàn thành, không phát sinh hoặc đã bỏ)."""
        return self.state not in UNSETTLED


def task_steps(task: Task, roles: Collection[Role], *, is_quarter_closed: bool = False) -> tuple[Step, ...]:
    """Return the steps *roles* may take on *task* now."""
    if task.quarter == NEXT_YEAR:
        return ()
    kept = {"not_arise": task.may_not_arise, "reopen": not is_quarter_closed and task.settled_by is None}
    steps = offered(TASK_STEPS, task.state, roles)
    return tuple(step for step in steps if step.name != _BY_AMENDMENT and kept.get(step.name, True))


def take_task_step(
    task: Task, name: str, roles: Collection[Role], *, reason: str = "", is_quarter_closed: bool = False
) -> Step:
    """Return the step *name* of *task*; only a conditional task may fail to arise."""
    if task.quarter == NEXT_YEAR:
        raise BelongsToNextYear
    if name == _BY_AMENDMENT:
        raise OutOfTurn
    if name == "not_arise" and not task.may_not_arise:
        raise NotConditional
    if name == "reopen" and is_quarter_closed:
        raise QuarterClosedAlready
    if name == "reopen" and task.settled_by is not None:
        raise SettledByFact
    return take(TASK_STEPS, task.state, name, roles, reason=reason)


def take_part_step(
    state: PartState, name: str, roles: Collection[Role], *, reason: str = "", is_conditional: bool = False
) -> Step:
    """Return the step *name* of a part; only a conditional part may fail to arise."""
    if name == "not_arise" and not is_conditional:
        raise NotConditional
    return take(PART_STEPS, state, name, roles, reason=reason)


def part_steps(state: PartState, roles: Collection[Role], *, is_conditional: bool = False) -> tuple[Step, ...]:
    """Return the steps *roles* may take on a part now."""
    return tuple(step for step in offered(PART_STEPS, state, roles) if is_conditional or step.name != "not_arise")


def share_done(states: Collection[PartState]) -> int:
    """Return how far a task of these parts is, in percent."""
    return 100 * sum(state is not PartState.OPEN for state in states) // len(states)


def checked_percent(percent: int | None) -> int:
    """Return *percent* if it is one."""
    if percent is None or not 0 <= percent <= 100:  # noqa: PLR2004 - a percentage
        raise PercentOutOfRange
    return percent


def quarter_blockers(quarter: int, tasks: Iterable[Task], states: Mapping[int, QuarterState]) -> tuple[str, ...]:
    """Return a sentence for everything that keeps *quarter* from closing: all of it, not the first."""
    earlier = (still_open(other) for other in QUARTERS if other < quarter and states[other] is not QuarterState.CLOSED)
    unsettled = (
        f"Nhiệm vụ “{task.text}” chưa hoàn thành và chưa chuyển quý sau."
        for task in tasks
        if task.quarter == quarter and not task.is_settled
    )
    return (*earlier, *unsettled)
