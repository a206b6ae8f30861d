"""Every state × step × role of every process: what the tables below do not list is refused."""

from itertools import product

import pytest

from services.plans.domain import (
    FILING_LABELS,
    FILING_STEPS,
    NEXT_YEAR,
    PART_LABELS,
    PART_STEPS,
    PLAN_LABELS,
    PLAN_STEPS,
    QUARTER_LABELS,
    QUARTER_STEPS,
    TASK_LABELS,
    TASK_STEPS,
    AlreadyFiled,
    AlreadyTakenIn,
    BelongsToNextYear,
    FilingState,
    NotConditional,
    PartState,
    PlanState,
    QuarterClosedAlready,
    QuarterState,
    SettledByFact,
    Task,
    TaskState,
    part_steps,
    step_of_the_day,
    take_filing_step,
    take_part_step,
    take_task_step,
    task_steps,
)
from shared.errors import Forbidden, OutOfTurn
from shared.roles import Role
from shared.steps import ReasonMissing, offered, take

TASKS = {
    ("planned", "start"): "in_progress",
    ("carried_over", "start"): "in_progress",
    ("in_progress", "progress"): "in_progress",
    ("planned", "complete"): "completed",
    ("in_progress", "complete"): "completed",
    ("carried_over", "complete"): "completed",
    ("planned", "not_arise"): "not_arising",
    ("in_progress", "not_arise"): "not_arising",
    ("carried_over", "not_arise"): "not_arising",
    ("planned", "carry_over"): "carried_over",
    ("in_progress", "carry_over"): "carried_over",
    ("carried_over", "carry_over"): "carried_over",
    ("completed", "reopen"): "in_progress",
    ("not_arising", "reopen"): "in_progress",
    ("planned", "remove"): "removed",
    ("in_progress", "remove"): "removed",
    ("carried_over", "remove"): "removed",
}
PARTS = {
    ("part_open", "complete"): "part_done",
    ("part_open", "not_arise"): "part_not_arising",
    ("part_done", "reopen"): "part_open",
    ("part_not_arising", "reopen"): "part_open",
}
FILINGS = {
    ("due", "file"): "received",
    ("returned", "file"): "received",
    ("due", "record"): "received",
    ("returned", "record"): "received",
    ("received", "recall"): "due",
    ("received", "register"): "registered",
    ("received", "accept"): "accepted",
    ("received", "return"): "returned",
    ("registered", "accept"): "accepted",
    ("registered", "return"): "returned",
    ("due", "lift"): "lifted",
    ("returned", "lift"): "lifted",
}
QUARTERS = {("planned", "open"): "open", ("open", "close"): "closed"}
PLANS = {
    ("draft", "issue"): "issued",
    ("issued", "amend"): "amended",
    ("amended", "amend"): "amended",
    ("issued", "close"): "closed",
    ("amended", "close"): "closed",
}

APPRAISER, LEADER, OFFICER = {Role.APPRAISER}, {Role.LEADER}, {Role.UNIT_OFFICER}
EDITORS = {Role.APPRAISER, Role.LEADER, Role.ADMINISTRATOR}
WHO: dict[str, set[Role]] = {
    "start": APPRAISER,
    "progress": APPRAISER,
    "complete": APPRAISER,
    "not_arise": APPRAISER,
    "carry_over": APPRAISER,
    "reopen": APPRAISER,
    "remove": EDITORS,
    "file": OFFICER,
    "record": APPRAISER,
    "recall": OFFICER,
    "register": APPRAISER,
    "accept": APPRAISER,
    "return": APPRAISER,
    "lift": EDITORS,
    "open": set(),  # its day opens it, no person
    "close": LEADER,
    "issue": EDITORS,
    "amend": EDITORS,
}
PROCESSES = {
    "task": (TASK_STEPS, TaskState, TASKS),
    "part": (PART_STEPS, PartState, PARTS),
    "filing": (FILING_STEPS, FilingState, FILINGS),
    "quarter": (QUARTER_STEPS, QuarterState, QUARTERS),
    "plan": (PLAN_STEPS, PlanState, PLANS),
}
EVERY = [
    (process, state, name, role)
    for process, (_, states, expected) in PROCESSES.items()
    for state, name, role in product(states, sorted({step for _, step in expected}), Role)
]


def outcome(process: str, state: str, name: str, role: Role) -> object:
    """Return the target the table gives, or the kind of refusal."""
    try:
        return take(PROCESSES[process][0], state, name, {role}, reason="Lý do").target
    except (OutOfTurn, Forbidden) as refusal:
        return type(refusal)


@pytest.mark.parametrize(("process", "state", "name", "role"), EVERY)
def test_step_does_what_the_procedure_says_and_nothing_else(process: str, state: str, name: str, role: Role) -> None:
    expected: object = PROCESSES[process][2].get((state, name), OutOfTurn)
    if expected is not OutOfTurn and role not in WHO[name]:
        expected = Forbidden

    assert outcome(process, state, name, role) == expected


@pytest.mark.parametrize(("process", "state", "name", "role"), EVERY)
def test_offered_steps_are_exactly_those_that_can_be_taken(process: str, state: str, name: str, role: Role) -> None:
    shown = {step.name for step in offered(PROCESSES[process][0], state, {role})}

    can_be_taken = not isinstance(outcome(process, state, name, role), type)
    assert (name in shown) == can_be_taken


def test_every_state_has_its_words() -> None:
    for labels, states in (
        (TASK_LABELS, TaskState),
        (PART_LABELS, PartState),
        (FILING_LABELS, FilingState),
        (QUARTER_LABELS, QuarterState),
        (PLAN_LABELS, PlanState),
    ):
        assert set(labels) == set(states)


def test_steps_that_take_something_back_ask_for_a_reason() -> None:
    asking = {step.name for steps, _, _ in PROCESSES.values() for step in steps if step.needs_reason}

    assert asking == {"not_arise", "carry_over", "reopen", "remove", "return", "recall", "lift", "amend"}


def test_carrying_over_without_a_reason_is_refused() -> None:
    task = Task(1, "Họp Hội đồng", TaskState.PLANNED, may_not_arise=False)

    with pytest.raises(ReasonMissing):
        take_task_step(task, "carry_over", {Role.APPRAISER}, reason="  ")


@pytest.mark.parametrize("state", [TaskState.PLANNED, TaskState.IN_PROGRESS, TaskState.CARRIED_OVER])
def test_unconditional_task_cannot_fail_to_arise(state: TaskState) -> None:
    task = Task(1, "Họp Hội đồng", state, may_not_arise=False)

    with pytest.raises(NotConditional):
        take_task_step(task, "not_arise", {Role.APPRAISER}, reason="Không có")
    assert {step.name for step in task_steps(task, {Role.APPRAISER})}.isdisjoint({"not_arise"})


def test_conditional_task_may_fail_to_arise() -> None:
    task = Task(1, "Lễ trao tặng (nếu có)", TaskState.PLANNED, may_not_arise=True)

    step = take_task_step(task, "not_arise", {Role.APPRAISER}, reason="Không có khen thưởng")

    assert step.target == TaskState.NOT_ARISING
    assert [each.name for each in task_steps(task, {Role.APPRAISER})] == [
        "start",
        "complete",
        "not_arise",
        "carry_over",
    ]


@pytest.mark.parametrize("name", ["start", "complete", "not_arise", "carry_over"])
def test_task_of_next_year_is_not_worked_in_this_plan(name: str) -> None:
    task = Task(NEXT_YEAR, "Tập huấn", TaskState.CARRIED_OVER, may_not_arise=True)

    with pytest.raises(BelongsToNextYear):
        take_task_step(task, name, {Role.APPRAISER}, reason="Lý do")
    assert task_steps(task, set(Role)) == ()


def test_task_settled_by_mistake_is_reopened_until_its_quarter_closes() -> None:
    task = Task(1, "Họp Hội đồng", TaskState.COMPLETED, may_not_arise=False)

    step = take_task_step(task, "reopen", {Role.APPRAISER}, reason="Bấm nhầm")

    assert step.target == TaskState.IN_PROGRESS
    assert [each.name for each in task_steps(task, {Role.APPRAISER})] == ["reopen"]
    assert task_steps(task, {Role.APPRAISER}, is_quarter_closed=True) == ()
    with pytest.raises(QuarterClosedAlready):
        take_task_step(task, "reopen", {Role.APPRAISER}, reason="Bấm nhầm", is_quarter_closed=True)


def test_task_completed_by_a_fact_is_not_reopened() -> None:
    task = Task(1, "Báo cáo sơ kết", TaskState.COMPLETED, may_not_arise=False, settled_by="ReportCompiled:H1")

    with pytest.raises(SettledByFact):
        take_task_step(task, "reopen", {Role.APPRAISER}, reason="Bấm nhầm")
    assert task_steps(task, {Role.APPRAISER}) == ()


def test_task_leaves_a_plan_by_amendment_alone() -> None:
    task = Task(1, "Họp Hội đồng", TaskState.PLANNED, may_not_arise=False)

    with pytest.raises(OutOfTurn):
        take_task_step(task, "remove", {Role.LEADER}, reason="Không còn cần")
    assert "remove" not in {step.name for step in task_steps(task, set(Role))}


def test_only_a_conditional_part_may_fail_to_arise() -> None:
    with pytest.raises(NotConditional):
        take_part_step(PartState.OPEN, "not_arise", {Role.APPRAISER}, reason="Không có")

    step = take_part_step(PartState.OPEN, "not_arise", {Role.APPRAISER}, reason="Không có", is_conditional=True)
    assert step.target == PartState.NOT_ARISING
    assert [each.name for each in part_steps(PartState.OPEN, {Role.APPRAISER})] == ["complete"]


@pytest.mark.parametrize("state", [FilingState.REGISTERED, FilingState.ACCEPTED])
def test_what_the_office_took_in_is_not_recalled(state: FilingState) -> None:
    with pytest.raises(AlreadyTakenIn):
        take_filing_step(state, "recall", {Role.UNIT_OFFICER}, reason="Nhầm tệp")


@pytest.mark.parametrize("state", [FilingState.RECEIVED, FilingState.REGISTERED, FilingState.ACCEPTED])
def test_what_is_filed_is_not_filed_again(state: FilingState) -> None:
    with pytest.raises(AlreadyFiled):
        take_filing_step(state, "file", {Role.UNIT_OFFICER})


@pytest.mark.parametrize(
    ("state", "expected"),
    [(QuarterState.PLANNED, "open"), (QuarterState.OPEN, None), (QuarterState.CLOSED, None)],
)
def test_its_day_opens_only_a_quarter_that_is_planned(state: QuarterState, expected: str | None) -> None:
    step = step_of_the_day(QUARTER_STEPS, state)

    assert (step and step.name) == expected
