"""What the plans service tells: the year, its tasks, what units must file, who they are, what is inspected and held."""

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
    remind_on: date | None = None
    """The last working day in time (ngày làm việc cuối cùng còn trong hạn); None where it was not reckoned."""


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
    """A unit's name, kind or cluster changed, or it took over from predecessors (kế thừa)."""

    unit_id: str
    name: str
    kind: str
    cluster_id: str | None
    changed_on: date
    predecessor_ids: tuple[str, ...] = ()


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
    form: str | None = None  # regular (thường xuyên) or thematic (theo chuyên đề)
    scope: str = "province"  # national, province, cluster or unit
    unit_id: str | None = None
    cluster_id: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None


class MovementReviewed(Event, topic="plans.movement.v1", key="movement_id"):
    """A movement was reviewed on its way (sơ kết phong trào)."""

    movement_id: UUID
    plan_id: UUID
    reviewed_on: date
    document: str
    unit_ids: tuple[str, ...]


class MovementConcluded(Event, topic="plans.movement.v1", key="movement_id"):
    """A movement was concluded (tổng kết phong trào)."""

    movement_id: UUID
    plan_id: UUID
    concluded_on: date
    document: str
    unit_ids: tuple[str, ...]


class ClusterFormed(Event, topic="plans.cluster.v1", key="cluster_id"):
    """A cluster or block was formed by decision (cụm, khối thi đua)."""

    cluster_id: str
    name: str
    kind: str
    decision: str | None
    effective_on: date
    member_ids: tuple[str, ...]


class InspectionIssuer(StrEnum):
    """Who issues an inspection plan: Hội đồng Thi đua - Khen thưởng tỉnh, or its Cơ quan Thường trực (Sở Nội vụ)."""

    COUNCIL = "council"
    STANDING_OFFICE = "standing_office"


class InspectionForm(StrEnum):
    """How an inspection is done (hình thức): kiểm tra, tự kiểm tra, khảo sát."""

    INSPECTION = "inspection"
    SELF_INSPECTION = "self_inspection"
    SURVEY = "survey"


class FindingKind(StrEnum):
    """What an inspection finds: ưu điểm, hạn chế, vi phạm, kiến nghị."""

    STRENGTH = "strength"
    SHORTCOMING = "shortcoming"
    VIOLATION = "violation"
    RECOMMENDATION = "recommendation"


class Severity(StrEnum):
    """How grave a finding is (mức độ): nhẹ, vừa, nghiêm trọng."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class OccasionKind(StrEnum):
    """What is held: hội nghị, sơ kết, tổng kết, lễ trao tặng, lễ phát động, lễ kỷ niệm, ký giao ước, tập huấn."""

    CONFERENCE = "conference"
    MIDTERM_REVIEW = "midterm_review"
    FINAL_REVIEW = "final_review"
    AWARD_CEREMONY = "award_ceremony"
    LAUNCH = "launch"
    COMMEMORATION = "commemoration"
    PLEDGE_SIGNING = "pledge_signing"
    TRAINING = "training"
    STUDY_VISIT = "study_visit"
    EXTERNAL_MEETING = "external_meeting"


class InspectionPlanIssued(Event, topic="plans.inspection.v1", key="inspection_plan_id"):
    """An inspection plan was issued (ban hành kế hoạch kiểm tra)."""

    inspection_plan_id: UUID
    year: int
    issuer: InspectionIssuer
    reference: str
    issued_on: date
    inspections: int


class InspectionScheduled(Event, topic="plans.inspection.v1", key="inspection_id"):
    """An inspection of a unit, or of a whole cluster, is on the plan (lịch kiểm tra); both days are counted."""

    inspection_id: UUID
    inspection_plan_id: UUID
    year: int
    issuer: InspectionIssuer
    form: InspectionForm
    unit_id: str | None
    cluster_id: str | None
    starts_on: date
    ends_on: date


class InspectionPostponed(Event, topic="plans.inspection.v1", key="inspection_id"):
    """An inspection was moved to other days (dời lịch kiểm tra)."""

    inspection_id: UUID
    unit_id: str | None
    cluster_id: str | None
    starts_on: date
    ends_on: date
    reason: str


class InspectionCancelled(Event, topic="plans.inspection.v1", key="inspection_id"):
    """An inspection will not take place (hủy kiểm tra)."""

    inspection_id: UUID
    unit_id: str | None
    cluster_id: str | None
    cancelled_on: date
    reason: str


class InspectionVisited(Event, topic="plans.inspection.v1", key="inspection_id"):
    """Inspectors visited, or a unit inspected itself (buổi kiểm tra); number counts the visits from 1."""

    inspection_id: UUID
    unit_id: str | None
    cluster_id: str | None
    number: int
    visited_on: date


class FindingRecorded(Event, topic="plans.inspection.v1", key="inspection_id"):
    """An inspection found something (phát hiện qua kiểm tra); due_on is the day by which to mend it, if at all."""

    inspection_id: UUID
    finding_id: UUID
    unit_id: str
    kind: FindingKind
    severity: Severity | None
    due_on: date | None


class RemedyReported(Event, topic="plans.inspection.v1", key="inspection_id"):
    """A unit reported that a finding is mended (báo cáo kết quả khắc phục)."""

    inspection_id: UUID
    finding_id: UUID
    unit_id: str
    reported_on: date


class RemedyReturned(Event, topic="plans.inspection.v1", key="inspection_id"):
    """A remedy was not enough (trả lại kết quả khắc phục), with the reason."""

    inspection_id: UUID
    finding_id: UUID
    unit_id: str
    returned_on: date
    reason: str


class RemedyExtended(Event, topic="plans.inspection.v1", key="inspection_id"):
    """A unit was given more time to mend a finding (gia hạn khắc phục), with the reason."""

    inspection_id: UUID
    finding_id: UUID
    unit_id: str
    due_on: date
    reason: str


class FindingRemedied(Event, topic="plans.inspection.v1", key="inspection_id"):
    """A finding was mended (đã khắc phục); days_late is 0 when in time."""

    inspection_id: UUID
    finding_id: UUID
    unit_id: str
    remedied_on: date
    days_late: int


class FindingOverdue(Event, topic="plans.inspection.v1", key="inspection_id"):
    """A finding was not mended in time (quá hạn khắc phục)."""

    inspection_id: UUID
    finding_id: UUID
    unit_id: str
    due_on: date


class NominationSuggested(Event, topic="plans.inspection.v1", key="inspection_id"):
    """What an inspection praised is worth a nomination (đề xuất khen thưởng qua kiểm tra); the unit decides."""

    inspection_id: UUID
    finding_id: UUID
    unit_id: str
    subject_kind: str
    mode: str
    suggested_on: date


class InspectionConcluded(Event, topic="plans.inspection.v1", key="inspection_id"):
    """An inspection was concluded (kết luận kiểm tra), with how much it found and how much is still to be mended."""

    inspection_id: UUID
    unit_id: str | None
    cluster_id: str | None
    concluded_on: date
    findings: int
    to_remedy: int


class OccasionPlanned(Event, topic="plans.event.v1", key="occasion_id"):
    """A conference, ceremony, training or visit is planned (sự kiện); unit_ids are those invited.

    anniversary is the number of years where something is commemorated; task_key names the task it serves.
    """

    occasion_id: UUID
    kind: OccasionKind
    title: str
    starts_at: datetime
    ends_at: datetime
    unit_ids: tuple[str, ...]
    anniversary: int | None = None
    plan_id: UUID | None = None
    task_key: str | None = None
    movement_id: UUID | None = None


class OccasionRescheduled(Event, topic="plans.event.v1", key="occasion_id"):
    """What was planned takes place at another time (dời sự kiện)."""

    occasion_id: UUID
    kind: OccasionKind
    starts_at: datetime
    ends_at: datetime
    reason: str


class OccasionCancelled(Event, topic="plans.event.v1", key="occasion_id"):
    """What was planned will not take place (hủy sự kiện)."""

    occasion_id: UUID
    kind: OccasionKind
    cancelled_on: date
    reason: str


class OccasionHeld(Event, topic="plans.event.v1", key="occasion_id"):
    """What was planned took place (đã tổ chức), with how many came and how many hold a certificate now."""

    occasion_id: UUID
    kind: OccasionKind
    held_on: date
    attended: int
    certified: int
    movement_id: UUID | None = None


class OccasionReported(Event, topic="plans.event.v1", key="occasion_id"):
    """The report of what was held is in (báo cáo kết quả); models counts those learned on a study visit."""

    occasion_id: UUID
    kind: OccasionKind
    reported_on: date
    models: int


class AttendanceAnnounced(Event, topic="plans.event.v1", key="occasion_id"):
    """A unit said how many of its people come (đăng ký tham dự)."""

    occasion_id: UUID
    unit_id: str
    registered: int


class GuidancePublished(Event, topic="plans.event.v1", key="guidance_id"):
    """A guidance document was published to units (văn bản hướng dẫn)."""

    guidance_id: UUID
    reference: str
    title: str
    issuer: str
    issued_on: date
    unit_ids: tuple[str, ...]


class GuidanceWithdrawn(Event, topic="plans.event.v1", key="guidance_id"):
    """A guidance document no longer holds (thu hồi văn bản hướng dẫn)."""

    guidance_id: UUID
    withdrawn_on: date
    reason: str


class ExemplarFound(Event, topic="plans.exemplar.v1", key="exemplar_id"):
    """An exemplar was found (phát hiện điển hình tiên tiến)."""

    exemplar_id: UUID
    unit_id: str
    subject_kind: str
    field: str
    regions: tuple[str, ...]
    worker_class: str
    found_on: date
    movement_id: UUID | None = None


class ExemplarFostered(Event, topic="plans.exemplar.v1", key="exemplar_id"):
    """A found exemplar is being fostered (bồi dưỡng điển hình tiên tiến)."""

    exemplar_id: UUID
    unit_id: str
    fostered_on: date


class ExemplarRecognised(Event, topic="plans.exemplar.v1", key="exemplar_id"):
    """What an exemplar did was summarised and recognised (tổng kết, công nhận điển hình tiên tiến)."""

    exemplar_id: UUID
    unit_id: str
    subject_kind: str
    field: str
    recognised_on: date
    movement_id: UUID | None = None
    nomination_id: UUID | None = None


class ExemplarReplicated(Event, topic="plans.exemplar.v1", key="exemplar_id"):
    """Other units follow an exemplar (nhân rộng điển hình tiên tiến); unit_ids are those that follow it now."""

    exemplar_id: UUID
    unit_id: str
    replicated_on: date
    unit_ids: tuple[str, ...]


class ExemplarHonoured(Event, topic="plans.exemplar.v1", key="exemplar_id"):
    """An exemplar was honoured at an occasion (tôn vinh điển hình tiên tiến)."""

    exemplar_id: UUID
    unit_id: str
    occasion_id: UUID
    honoured_on: date


class ExemplarDropped(Event, topic="plans.exemplar.v1", key="exemplar_id"):
    """An exemplar is followed no further (thôi theo dõi điển hình), with the reason."""

    exemplar_id: UUID
    unit_id: str
    dropped_on: date
    reason: str


class PlanAmended(Event, topic="plans.plan.v1", key="plan_id"):
    """A plan was amended by a document (điều chỉnh, bổ sung kế hoạch); number counts its versions from 1."""

    plan_id: UUID
    year: int
    number: int
    amended_on: date
    document: str
    reason: str
    added: tuple[TaskFact, ...] = ()
    changed: tuple[TaskFact, ...] = ()
    removed: tuple[str, ...] = ()


class TaskAssigned(Event, topic="plans.plan.v1", key="plan_id"):
    """Somebody leads a task, with others (phân công chủ trì, phối hợp); units by their ids where registered."""

    plan_id: UUID
    task_key: str
    lead: str
    lead_unit_id: str | None
    coordinating: tuple[str, ...]
    assigned_on: date


class TaskReopened(Event, topic="plans.plan.v1", key="plan_id"):
    """A task settled by mistake is worked again (mở lại nhiệm vụ)."""

    plan_id: UUID
    task_key: str
    reopened_on: date
    reason: str


class RoundAsked(Event, topic="plans.plan.v1", key="plan_id"):
    """A task asks for a round of nominations (yêu cầu mở đợt xét khen thưởng)."""

    plan_id: UUID
    task_key: str
    title: str
    year: int
    mode: str
    opens_on: date
    closes_on: date


class FilingRegistered(Event, topic="plans.filing.v1", key="filing_id"):
    """The office took a filing in and can no longer give it back unread (tiếp nhận)."""

    filing_id: UUID
    unit_id: str
    duty: str
    registered_on: date


class FilingRecalled(Event, topic="plans.filing.v1", key="filing_id"):
    """A unit took back what it had filed, before the office took it in (rút lại); it is owed again."""

    filing_id: UUID
    unit_id: str
    duty: str
    recalled_on: date
    reason: str


class FilingRescheduled(Event, topic="plans.filing.v1", key="filing_id"):
    """What a unit owes has another deadline (thay đổi thời hạn nộp)."""

    filing_id: UUID
    unit_id: str
    duty: str
    deadline_kind: DeadlineKind
    due_on: date
    last_day_on: date
    remind_on: date | None = None
    reason: str


class FilingLifted(Event, topic="plans.filing.v1", key="filing_id"):
    """A unit no longer owes a filing (không phải nộp nữa)."""

    filing_id: UUID
    unit_id: str
    duty: str
    lifted_on: date
    reason: str


class FurtherFilingDue(Event, topic="plans.filing.v1", key="filing_id"):
    """A unit owes a filing beyond the three of every year (báo cáo, kế hoạch khác phải nộp)."""

    filing_id: UUID
    plan_id: UUID
    unit_id: str
    duty: str
    name: str
    year: int
    deadline_kind: DeadlineKind
    due_on: date
    last_day_on: date
    remind_on: date | None = None


class FurtherFilingReceived(Event, topic="plans.filing.v1", key="filing_id"):
    """A further filing arrived (đã nộp); days_late is 0 when in time."""

    filing_id: UUID
    unit_id: str
    duty: str
    name: str
    received_at: datetime
    days_late: int
    channel: Channel


class FurtherFilingReturned(Event, topic="plans.filing.v1", key="filing_id"):
    """A further filing was sent back to be completed (trả lại), with the reason and what is missing."""

    filing_id: UUID
    unit_id: str
    duty: str
    name: str
    returned_on: date
    reason: str
    missing: tuple[str, ...] = ()


class FurtherFilingAccepted(Event, topic="plans.filing.v1", key="filing_id"):
    """A further filing was accepted (chấp nhận)."""

    filing_id: UUID
    unit_id: str
    duty: str
    name: str
    accepted_on: date


class FurtherFilingOverdue(Event, topic="plans.filing.v1", key="filing_id"):
    """A further filing did not arrive in time (quá hạn nộp)."""

    filing_id: UUID
    unit_id: str
    duty: str
    name: str
    due_on: date


class ClusterChanged(Event, topic="plans.cluster.v1", key="cluster_id"):
    """A cluster's composition changes by decision (điều chỉnh cụm, khối); with ends_on it ceases to exist."""

    cluster_id: str
    name: str
    kind: str
    decision: str
    effective_on: date
    member_ids: tuple[str, ...]
    ends_on: date | None = None


class ClusterLeadersElected(Event, topic="plans.cluster.v1", key="cluster_id"):
    """A cluster chose who leads it in a year (cụm trưởng, cụm phó)."""

    cluster_id: str
    year: int
    head_id: str
    deputy_id: str | None
    elected_on: date


class PledgeSigned(Event, topic="plans.cluster.v1", key="cluster_id"):
    """Members of a cluster signed its pledge of a year (ký kết giao ước thi đua)."""

    cluster_id: str
    year: int
    signed_on: date
    signatory_ids: tuple[str, ...]
    missing_ids: tuple[str, ...] = ()


class TitlesRegistered(Fact):
    """How many of an award a unit registered for."""

    award: str
    count: int


class TargetsRegistered(Event, topic="plans.cluster.v1", key="cluster_id"):
    """A member sent its targets and titles of a year (đăng ký chỉ tiêu, danh hiệu thi đua); edition 2 amends 1."""

    cluster_id: str
    year: int
    unit_id: str
    edition: int
    sent_on: date
    days_late: int
    targets: int
    titles: tuple[TitlesRegistered, ...] = ()


class ScoresSubmitted(Event, topic="plans.cluster.v1", key="cluster_id"):
    """A member sent its own scores of a year (gửi bảng tự chấm điểm)."""

    cluster_id: str
    year: int
    unit_id: str
    submitted_on: date
    days_late: int


class RankedUnit(Fact):
    """A member's place: total is an exact decimal as text, award the code it is proposed for."""

    unit_id: str
    rank: int
    total: str | None
    is_tied: bool = False
    award: str | None = None


class ClusterResultPublished(Event, topic="plans.cluster.v1", key="cluster_id"):
    """A cluster's result of a year is published and frozen (công bố kết quả cụm, khối thi đua).

    Each unit whose award is named is proposed for it by the province's rule for the cluster (số Cờ, số Bằng khen):
    whoever keeps dossiers drafts one proposal for each, with the rank and total as its ground. award is None for the
    others and throughout the inter-provincial cluster, whose awards are not the province's to propose.
    is_rule_confirmed is false while the criteria or the numbers of awards still need confirmation; reason says why the
    leader published all the same. A result is published once a year and cluster and never changes.
    """

    cluster_id: str
    cluster_name: str
    kind: str
    year: int
    published_on: date
    criteria_set_id: str
    is_rule_confirmed: bool
    reason: str = ""
    results: tuple[RankedUnit, ...]
