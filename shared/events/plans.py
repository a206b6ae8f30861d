"""What the plans service tells: the year, its tasks, what units must file, who the units are."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from shared.events.base import Event, Fact


class DeadlineKind(StrEnum):
    """How a deadline is written: trước ngày, vào ngày, chậm nhất ngày."""

    BEFORE = "before"
    ON = "on"
    NOT_LATER_THAN = "not_later_than"


class Duty(StrEnum):
    """What a unit must file (loại báo cáo phải nộp)."""

    UNIT_PLAN = "unit_plan"
    HALF_YEAR_REPORT = "half_year_report"
    YEAR_REPORT = "year_report"


class Channel(StrEnum):
    """How something reached us."""

    WEB = "web"
    KAFKA = "kafka"


class TaskFact(Fact):
    """One task of a plan (nhiệm vụ) as it was issued."""

    task_key: str
    quarter: int
    text: str
    is_conditional: bool
    deadline_kind: DeadlineKind
    due_on: date
    is_deadline_implied: bool


class PlanIssued(Event, topic="plans.plan.v1", key="plan_id"):
    """A yearly plan was issued (ban hành kế hoạch)."""

    plan_id: UUID
    year: int
    symbol: str
    issued_on: date
    issuer: str
    title: str
    tasks: tuple[TaskFact, ...]


class QuarterOpened(Event, topic="plans.plan.v1", key="plan_id"):
    """A quarter of the plan began (mở quý)."""

    plan_id: UUID
    year: int
    quarter: int
    opened_on: date


class TaskStarted(Event, topic="plans.plan.v1", key="plan_id"):
    """Work on a task began (bắt đầu thực hiện nhiệm vụ)."""

    plan_id: UUID
    task_key: str
    started_on: date


class TaskProgressed(Event, topic="plans.plan.v1", key="plan_id"):
    """A task moved on (cập nhật tiến độ); percent is 0 to 100."""

    plan_id: UUID
    task_key: str
    percent: int
    reported_on: date


class TaskCompleted(Event, topic="plans.plan.v1", key="plan_id"):
    """A task was completed (hoàn thành nhiệm vụ)."""

    plan_id: UUID
    task_key: str
    completed_on: date


class TaskNotArising(Event, topic="plans.plan.v1", key="plan_id"):
    """A conditional task did not arise this year (không phát sinh)."""

    plan_id: UUID
    task_key: str
    settled_on: date
    reason: str


class TaskOverdue(Event, topic="plans.plan.v1", key="plan_id"):
    """A task passed its deadline unsettled (nhiệm vụ quá hạn)."""

    plan_id: UUID
    task_key: str
    due_on: date


class TaskCarriedOver(Event, topic="plans.plan.v1", key="plan_id"):
    """A task was carried over to a later quarter (chuyển sang quý sau); quarter 5 means next year."""

    plan_id: UUID
    task_key: str
    from_quarter: int
    to_quarter: int
    reason: str
    carried_on: date


class QuarterClosed(Event, topic="plans.plan.v1", key="plan_id"):
    """A quarter was closed with every task settled or carried over (đóng quý)."""

    plan_id: UUID
    year: int
    quarter: int
    closed_on: date
    completed: int
    not_arising: int
    carried_over: int


class YearClosed(Event, topic="plans.plan.v1", key="plan_id"):
    """The plan's year was closed (đóng năm kế hoạch)."""

    plan_id: UUID
    year: int
    closed_on: date


class FilingDue(Event, topic="plans.filing.v1", key="filing_id"):
    """A unit owes a filing (báo cáo, kế hoạch phải nộp); last_day_on is the last day in time."""

    filing_id: UUID
    plan_id: UUID
    unit_id: str
    duty: Duty
    year: int
    deadline_kind: DeadlineKind
    due_on: date
    last_day_on: date


class FilingReceived(Event, topic="plans.filing.v1", key="filing_id"):
    """A filing arrived (đã nộp); days_late is 0 when in time."""

    filing_id: UUID
    unit_id: str
    duty: Duty
    received_at: datetime
    days_late: int
    channel: Channel


class FilingReturned(Event, topic="plans.filing.v1", key="filing_id"):
    """A filing was sent back to be completed (trả lại), with the reason and what is missing."""

    filing_id: UUID
    unit_id: str
    duty: Duty
    returned_on: date
    reason: str
    missing: tuple[str, ...] = ()


class FilingAccepted(Event, topic="plans.filing.v1", key="filing_id"):
    """A filing was accepted (chấp nhận)."""

    filing_id: UUID
    unit_id: str
    duty: Duty
    accepted_on: date


class FilingOverdue(Event, topic="plans.filing.v1", key="filing_id"):
    """A filing did not arrive in time (quá hạn nộp)."""

    filing_id: UUID
    unit_id: str
    duty: Duty
    due_on: date


class UnitRegistered(Event, topic="plans.unit.v1", key="unit_id"):
    """A unit takes part in the province's emulation work (đơn vị); unit_id is its short code."""

    unit_id: str
    name: str
    kind: str
    cluster_id: str | None
    valid_from: date
    predecessor_ids: tuple[str, ...] = ()


class UnitChanged(Event, topic="plans.unit.v1", key="unit_id"):
    """A unit's name, kind or cluster changed."""

    unit_id: str
    name: str
    kind: str
    cluster_id: str | None
    changed_on: date


class UnitDissolved(Event, topic="plans.unit.v1", key="unit_id"):
    """A unit ceased to exist (giải thể, sáp nhập)."""

    unit_id: str
    dissolved_on: date
    successor_ids: tuple[str, ...] = ()


class UnitState(Event, topic="plans.unit.state.v1", key="unit_id"):
    """The unit as it stands now, for those who join late; the topic keeps the last one of each."""

    unit_id: str
    name: str
    kind: str
    cluster_id: str | None
    valid_from: date
    valid_to: date | None


class MovementLaunched(Event, topic="plans.movement.v1", key="movement_id"):
    """An emulation movement runs under a plan (phong trào thi đua)."""

    movement_id: UUID
    plan_id: UUID
    name: str
    period: str | None


class ClusterFormed(Event, topic="plans.cluster.v1", key="cluster_id"):
    """A cluster or block was formed by decision (cụm, khối thi đua)."""

    cluster_id: str
    name: str
    kind: str
    decision: str | None
    effective_on: date
    member_ids: tuple[str, ...]
