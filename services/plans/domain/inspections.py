"""The rules of inspections: who issues their plan, how one is done, what is found, and how a finding is mended."""

from collections.abc import Collection, Iterable
from datetime import date
from enum import StrEnum

from shared.errors import Forbidden, OutOfTurn, Refused
from shared.events.plans import FindingKind, InspectionForm, InspectionIssuer, Severity
from shared.roles import Role
from shared.steps import Step, offered, take


class InspectionPlanState(StrEnum):
    """Where an inspection plan stands (tình trạng kế hoạch kiểm tra)."""

    DRAFT = "draft"
    ISSUED = "issued"


class InspectionState(StrEnum):
    """Where an inspection stands (tình trạng cuộc kiểm tra)."""

    PLANNED = "planned"
    SCHEDULED = "scheduled"
    UNDERWAY = "underway"
    CONCLUDED = "concluded"
    CANCELLED = "cancelled"


class FindingState(StrEnum):
    """Where a finding stands (tình trạng khắc phục)."""

    OPEN = "open"
    REMEDY_REPORTED = "remedy_reported"
    REMEDIED = "remedied"
    NOTED = "noted"


INSPECTION_PLAN_LABELS = {InspectionPlanState.DRAFT: "Đang soạn", InspectionPlanState.ISSUED: "Đã ban hành"}
INSPECTION_LABELS = {
    InspectionState.PLANNED: "Dự kiến",
    InspectionState.SCHEDULED: "Đã có lịch",
    InspectionState.UNDERWAY: "Đang kiểm tra",
    InspectionState.CONCLUDED: "Đã kết luận",
    InspectionState.CANCELLED: "Đã hủy",
}
FINDING_STATE_LABELS = {
    FindingState.OPEN: "Chưa khắc phục",
    FindingState.REMEDY_REPORTED: "Chờ xác nhận khắc phục",
    FindingState.REMEDIED: "Đã khắc phục",
    FindingState.NOTED: "Ghi nhận",
}
ISSUER_LABELS = {
    InspectionIssuer.COUNCIL: "Hội đồng Thi đua - Khen thưởng tỉnh",
    InspectionIssuer.STANDING_OFFICE: "Cơ quan Thường trực Hội đồng (Sở Nội vụ)",
}
FORM_LABELS = {
    InspectionForm.INSPECTION: "Kiểm tra",
    InspectionForm.SELF_INSPECTION: "Tự kiểm tra",
    InspectionForm.SURVEY: "Khảo sát",
}
FINDING_LABELS = {
    FindingKind.STRENGTH: "Ưu điểm",
    FindingKind.SHORTCOMING: "Hạn chế",
    FindingKind.VIOLATION: "Vi phạm",
    FindingKind.RECOMMENDATION: "Kiến nghị",
}
SEVERITY_LABELS = {Severity.LOW: "Nhẹ", Severity.MEDIUM: "Vừa", Severity.HIGH: "Nghiêm trọng"}

_OFFICER = frozenset({Role.UNIT_OFFICER})
_APPRAISER = frozenset({Role.APPRAISER})
_BY_THE_PLAN: frozenset[Role] = frozenset()  # nobody's button: taken when the plan is issued

_MAY_ISSUE = {
    InspectionIssuer.COUNCIL: frozenset({Role.LEADER}),
    InspectionIssuer.STANDING_OFFICE: frozenset({Role.APPRAISER, Role.LEADER}),
}
_MAY_VISIT = {
    InspectionForm.INSPECTION: _APPRAISER,
    InspectionForm.SELF_INSPECTION: _APPRAISER | _OFFICER,
    InspectionForm.SURVEY: _APPRAISER,
}

INSPECTION_PLAN_STEPS = (
    Step(
        "issue",
        InspectionPlanState.DRAFT,
        InspectionPlanState.ISSUED,
        frozenset({Role.APPRAISER, Role.LEADER}),
        "Ban hành",
        is_final=True,
    ),
)
INSPECTION_STEPS = (
    Step("schedule", InspectionState.PLANNED, InspectionState.SCHEDULED, _BY_THE_PLAN, "Đưa vào lịch"),
    Step("postpone", InspectionState.SCHEDULED, InspectionState.SCHEDULED, _APPRAISER, "Dời lịch", needs_reason=True),
    Step("visit", InspectionState.SCHEDULED, InspectionState.UNDERWAY, _APPRAISER | _OFFICER, "Ghi nhận buổi kiểm tra"),
    Step("visit", InspectionState.UNDERWAY, InspectionState.UNDERWAY, _APPRAISER | _OFFICER, "Ghi nhận buổi kiểm tra"),
    Step("conclude", InspectionState.UNDERWAY, InspectionState.CONCLUDED, _APPRAISER, "Kết luận", is_final=True),
    Step(
        "cancel",
        InspectionState.SCHEDULED,
        InspectionState.CANCELLED,
        _APPRAISER,
        "Hủy",
        needs_reason=True,
        is_final=True,
    ),
)
FINDING_STEPS = (
    Step("report", FindingState.OPEN, FindingState.REMEDY_REPORTED, _OFFICER, "Báo cáo đã khắc phục"),
    Step("extend", FindingState.OPEN, FindingState.OPEN, _APPRAISER, "Gia hạn", needs_reason=True),
    Step("return", FindingState.REMEDY_REPORTED, FindingState.OPEN, _APPRAISER, "Trả lại", needs_reason=True),
    *(
        Step("confirm", state, FindingState.REMEDIED, _APPRAISER, "Xác nhận đã khắc phục", is_final=True)
        for state in (FindingState.REMEDY_REPORTED, FindingState.OPEN)
    ),
)


class NothingToInspect(Refused):
    """An inspection plan says who is inspected."""

    message = "Kế hoạch kiểm tra chưa có đơn vị, cụm, khối nào được kiểm tra."


class EndsBeforeItStarts(Refused):
    """The last day is not before the first."""

    message = "Ngày kết thúc không được trước ngày bắt đầu."


class NotYetTaken(Refused):
    """What is recorded has happened."""

    message = "Ngày ghi nhận không được sau ngày hôm nay."


class UnknownContent(Refused):
    """A visit checks what the inspection is about."""

    def __init__(self, contents: Iterable[str]) -> None:
        super().__init__(
            "Buổi kiểm tra ghi nội dung không có trong cuộc kiểm tra.", details=tuple(f"“{each}”." for each in contents)
        )


class ContentUnchecked(Refused):
    """An inspection is concluded when all of it was checked."""

    status = 409

    def __init__(self, contents: Iterable[str]) -> None:
        super().__init__(
            "Chưa thể kết luận cuộc kiểm tra.",
            details=tuple(f"Nội dung “{each}” chưa được kiểm tra." for each in contents),
        )


class ScoreAboveMaximum(Refused):
    """A score lies between 0 and the maximum of the inspection plan."""

    def __init__(self, maximum: float | None) -> None:
        limit = "Kế hoạch kiểm tra này không chấm điểm." if maximum is None else f"Điểm phải từ 0 đến {maximum:g}."
        super().__init__(limit)


class RemedyNotAsked(Refused):
    """What is mended has a day by which, and a strength needs no mending."""

    message = "Chỉ hạn chế, vi phạm, kiến nghị mới có thời hạn khắc phục."


class SeverityMissing(Refused):
    """A shortcoming or a violation has a severity and a ground."""

    message = "Vui lòng ghi mức độ và căn cứ của hạn chế, vi phạm."


class RemedyUndescribed(Refused):
    """A unit says how it mended a finding."""

    message = "Vui lòng mô tả kết quả khắc phục."


class OnlyStrengthsAreSuggested(Refused):
    """A nomination is suggested for what an inspection praised."""

    message = "Chỉ ưu điểm qua kiểm tra mới được đề xuất khen thưởng."


class AlreadySuggested(OutOfTurn):
    """One finding suggests one nomination."""

    message = "Đã đề xuất khen thưởng từ phát hiện này."


def inspection_plan_steps(
    issuer: InspectionIssuer, state: InspectionPlanState, roles: Collection[Role]
) -> tuple[Step, ...]:
    """Return the steps *roles* may take on the plan of *issuer*; the council's is issued by the leadership alone."""
    return offered(INSPECTION_PLAN_STEPS, state, _MAY_ISSUE[issuer].intersection(roles))


def take_inspection_plan_step(
    issuer: InspectionIssuer, state: InspectionPlanState, name: str, roles: Collection[Role]
) -> Step:
    """Return the step *name* of the plan of *issuer*, for those who may issue in its name."""
    return take(INSPECTION_PLAN_STEPS, state, name, _MAY_ISSUE[issuer].intersection(roles))


def inspection_steps(form: InspectionForm, state: InspectionState, roles: Collection[Role]) -> tuple[Step, ...]:
    """Return the steps *roles* may take on an inspection; a unit records only its self-inspection."""
    steps = offered(INSPECTION_STEPS, state, roles)
    return tuple(step for step in steps if step.name != "visit" or not _MAY_VISIT[form].isdisjoint(roles))


def take_inspection_step(
    form: InspectionForm, state: InspectionState, name: str, roles: Collection[Role], *, reason: str = ""
) -> Step:
    """Return the step *name* of an inspection; a unit records only its self-inspection."""
    step = take(INSPECTION_STEPS, state, name, roles, reason=reason)
    if name == "visit" and _MAY_VISIT[form].isdisjoint(roles):
        raise Forbidden
    return step


def first_state(kind: FindingKind, due_on: date | None, severity: Severity | None, ground: str) -> FindingState:
    """Return the state a finding begins in: open where something is to be mended by a day, noted otherwise.

    Raises RemedyNotAsked for a strength with a due date, SeverityMissing for a shortcoming or violation
    without severity or ground.
    """
    if kind is FindingKind.STRENGTH and due_on is not None:
        raise RemedyNotAsked
    if kind in {FindingKind.SHORTCOMING, FindingKind.VIOLATION} and (severity is None or not ground.strip()):
        raise SeverityMissing
    return FindingState.NOTED if due_on is None else FindingState.OPEN


def check_days(starts_on: date, ends_on: date) -> None:
    """Refuse days in the wrong order."""
    if ends_on < starts_on:
        raise EndsBeforeItStarts


def check_happened(on: date, today: date) -> None:
    """Refuse to record what is still to come."""
    if on > today:
        raise NotYetTaken


def check_score(score: float | None, maximum: float | None) -> None:
    """Refuse a score outside of 0 to *maximum*, or any score where the plan gives no maximum."""
    if score is not None and (maximum is None or not 0 <= score <= maximum):
        raise ScoreAboveMaximum(maximum)


def check_contents(checked: Collection[str], contents: Collection[str]) -> None:
    """Refuse a visit that checked what the inspection is not about."""
    if unknown := [each for each in checked if each not in contents]:
        raise UnknownContent(unknown)


def check_all_checked(checked: Collection[str], contents: Iterable[str]) -> None:
    """Refuse to conclude while something is unchecked; all of it is named."""
    if missing := [each for each in contents if each not in checked]:
        raise ContentUnchecked(missing)
