"""The rules of what is held: conferences, ceremonies, trainings, study visits; and of guidance to units."""

import re
from datetime import date, datetime
from enum import StrEnum

from shared.errors import Refused
from shared.events.plans import OccasionKind
from shared.roles import Role
from shared.steps import Step


class OccasionState(StrEnum):
    """Where an occasion stands (tình trạng sự kiện)."""

    PLANNED = "planned"
    HELD = "held"
    REPORTED = "reported"
    CANCELLED = "cancelled"


class GuidanceState(StrEnum):
    """Where a guidance document stands (tình trạng văn bản hướng dẫn)."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


OCCASION_LABELS = {
    OccasionState.PLANNED: "Sắp tổ chức",
    OccasionState.HELD: "Đã tổ chức",
    OccasionState.REPORTED: "Đã báo cáo kết quả",
    OccasionState.CANCELLED: "Đã hủy",
}
GUIDANCE_LABELS = {
    GuidanceState.DRAFT: "Đang soạn",
    GuidanceState.PUBLISHED: "Đã công bố",
    GuidanceState.WITHDRAWN: "Đã thu hồi",
}
KIND_LABELS = {
    OccasionKind.CONFERENCE: "Hội nghị",
    OccasionKind.MIDTERM_REVIEW: "Hội nghị sơ kết",
    OccasionKind.FINAL_REVIEW: "Hội nghị tổng kết",
    OccasionKind.AWARD_CEREMONY: "Lễ trao tặng",
    OccasionKind.LAUNCH: "Lễ phát động",
    OccasionKind.COMMEMORATION: "Hoạt động kỷ niệm",
    OccasionKind.PLEDGE_SIGNING: "Lễ ký kết giao ước thi đua",
    OccasionKind.TRAINING: "Tập huấn",
    OccasionKind.STUDY_VISIT: "Học tập kinh nghiệm",
    OccasionKind.EXTERNAL_MEETING: "Dự hội nghị cụm thi đua các tỉnh",
}

_APPRAISER = frozenset({Role.APPRAISER})
_PUBLISHERS = frozenset({Role.APPRAISER, Role.LEADER})

OCCASION_STEPS = (
    Step("reschedule", OccasionState.PLANNED, OccasionState.PLANNED, _APPRAISER, "Dời ngày", needs_reason=True),
    Step("hold", OccasionState.PLANNED, OccasionState.HELD, _APPRAISER, "Xác nhận đã tổ chức"),
    Step("report", OccasionState.HELD, OccasionState.REPORTED, _APPRAISER, "Báo cáo kết quả"),
    Step(
        "cancel",
        OccasionState.PLANNED,
        OccasionState.CANCELLED,
        _APPRAISER,
        "Hủy",
        needs_reason=True,
        is_final=True,
    ),
)
GUIDANCE_STEPS = (
    Step("publish", GuidanceState.DRAFT, GuidanceState.PUBLISHED, _PUBLISHERS, "Công bố"),
    Step(
        "withdraw",
        GuidanceState.PUBLISHED,
        GuidanceState.WITHDRAWN,
        _PUBLISHERS,
        "Thu hồi",
        needs_reason=True,
        is_final=True,
    ),
)

COMPLETES_TASK_AT = {OccasionKind.STUDY_VISIT: OccasionState.REPORTED}
"""The state in which an occasion completes the task it serves; where none is named, when it was held."""

_LAST_YEAR = re.compile(r"\d{4}\s*[-–—]\s*(\d{4})")


class EndsBeforeItBegins(Refused):
    """An occasion ends after it begins."""

    message = "Thời gian kết thúc phải sau thời gian bắt đầu."


class NotHeldYet(Refused):
    """What has not begun was not held."""

    message = "Sự kiện chưa đến ngày tổ chức."


class NobodyInvited(Refused):
    """A unit answers an invitation it has."""

    message = "Đơn vị không có trong danh sách mời."


class MoreThanCame(Refused):
    """Certificates go to those who came."""

    def __init__(self, unit_name: str) -> None:
        super().__init__(f"{unit_name}: số người được cấp chứng nhận nhiều hơn số người dự.")


class ReportMissing(Refused):
    """A report says something."""

    message = "Vui lòng viết nội dung báo cáo kết quả."


class ModelsAreLearnedOnVisits(Refused):
    """Models are learned on a study visit."""

    message = "Chỉ chuyến học tập kinh nghiệm mới ghi nhận mô hình học được."


class NothingIsCommemorated(Refused):
    """A commemoration says which day it commemorates."""

    message = "Hoạt động kỷ niệm phải ghi ngày được kỷ niệm."


def completes_task(kind: OccasionKind, state: OccasionState) -> bool:
    """Return whether the task that an occasion serves is completed as the occasion reaches *state*."""
    return state is COMPLETES_TASK_AT.get(kind, OccasionState.HELD)


def check_times(starts_at: datetime, ends_at: datetime) -> None:
    """Refuse an end that is not after the beginning."""
    if ends_at <= starts_at:
        raise EndsBeforeItBegins


def check_held(starts_at: datetime, now: datetime) -> None:
    """Refuse to call held what has not begun."""
    if starts_at > now:
        raise NotHeldYet


def review_warning(kind: OccasionKind, on: date, period: str | None) -> str | None:
    """Return a sentence where a movement is reviewed finally before its period ends: that would be a sơ kết."""
    ends = _LAST_YEAR.search(period or "")
    if kind is not OccasionKind.FINAL_REVIEW or ends is None or on.year >= int(ends[1]):
        return None
    return f"Phong trào {period} chưa kết thúc: hội nghị năm {on.year} là sơ kết, không phải tổng kết."
