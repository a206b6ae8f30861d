"""The figures of a summary: what each is called, and which rows it counts."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.reporting.figures.listings import (
    AWARD_ROWS,
    FILING_ROWS,
    MOVEMENT_ROWS,
    NOMINATION_ROWS,
    NOTICE_ROWS,
    TASK_ROWS,
    Listing,
)
from shared import words
from shared.errors import NotFound


class NoSuchFigure(NotFound):
    """There is no figure of that name."""

    message = "Không có chỉ tiêu này."


@dataclass(frozen=True, slots=True)
class Figure:
    """One number (chỉ tiêu): the count of the rows of a listing that meet a condition.

    The condition may ask for the parameters of `queries.Scope`.
    """

    name: str
    label: str
    listing: Listing
    condition: str


def _filings(name: str, label: str, condition: str = "true") -> Figure:
    """Count the filings that are due in the period."""
    due = "filings.year = :year AND filings.due_on BETWEEN :starts_on AND :ends_on"
    return Figure(name, label, FILING_ROWS, f"{due} AND {condition}")


def _tasks(name: str, label: str, condition: str = "true") -> Figure:
    """Count the tasks that were planned for the period's quarters."""
    planned = "tasks.year = :year AND tasks.quarter BETWEEN :first_quarter AND :last_quarter"
    return Figure(name, label, TASK_ROWS, f"{planned} AND {condition}")


def _nominations(name: str, label: str, day: str, condition: str = "true") -> Figure:
    """Count the nominations of which something happened on a *day* in the period."""
    return Figure(name, label, NOMINATION_ROWS, f"nominations.{day} BETWEEN :starts_on AND :ends_on AND {condition}")


def _awards(name: str, label: str, condition: str = "true") -> Figure:
    """Count the awards granted in the period."""
    return Figure(name, label, AWARD_ROWS, f"awards.decided_on BETWEEN :starts_on AND :ends_on AND {condition}")


def _notices(name: str, label: str, moment: str) -> Figure:
    """Count the notices of which something happened at a *moment* in the period."""
    return Figure(name, label, NOTICE_ROWS, f"notices.{moment} >= :starts_at AND notices.{moment} < :ends_at")


UNSETTLED = "tasks.state NOT IN ('completed', 'not_arising')"
STILL_OVERDUE = (
    f"{UNSETTLED} AND tasks.overdue_on IS NOT NULL "
    "AND (tasks.carried_on IS NULL OR tasks.carried_on <= tasks.overdue_on)"
)
_OPEN_AT_THE_END = " AND ".join(
    f"(nominations.{day} IS NULL OR nominations.{day} > :ends_on)"
    for day in ("decided_on", "rejected_on", "withdrawn_on")
)

TASKS = "Nhiệm vụ của kế hoạch"
FILINGS = "Kế hoạch, báo cáo của đơn vị"
NOMINATIONS = "Hồ sơ đề nghị khen thưởng"
AWARDS = "Khen thưởng"

GROUPS: Mapping[str, tuple[Figure, ...]] = {
    TASKS: (
        _tasks("tasks_planned", "Nhiệm vụ trong kỳ"),
        _tasks("tasks_completed", "Hoàn thành", "tasks.state = 'completed'"),
        _tasks("tasks_not_arising", "Không phát sinh", "tasks.state = 'not_arising'"),
        _tasks("tasks_unsettled", "Chưa hoàn thành", UNSETTLED),
        _tasks("tasks_overdue", "Quá hạn", STILL_OVERDUE),
        _tasks("tasks_carried_over", "Chuyển sang quý sau", "tasks.carried_on IS NOT NULL"),
    ),
    FILINGS: (
        _filings("filings_due", "Phải nộp trong kỳ"),
        _filings("filings_on_time", "Nộp đúng hạn", "filings.days_late = 0"),
        _filings("filings_late", "Nộp trễ hạn", "filings.days_late > 0"),
        _filings("filings_missing", "Chưa nộp", "filings.received_at IS NULL"),
        _filings(
            "filings_overdue", "Quá hạn chưa nộp", "filings.received_at IS NULL AND filings.overdue_on IS NOT NULL"
        ),
        _filings("filings_returned", "Trả lại để hoàn thiện", "filings.state = 'returned'"),
        _filings("filings_accepted", "Đã chấp nhận", "filings.state = 'accepted'"),
        _filings("filings_by_system", "Nộp từ hệ thống của đơn vị", "filings.channel = 'kafka'"),
    ),
    NOMINATIONS: (
        Figure(
            "nominations_submitted",
            "Nộp trong kỳ",
            NOMINATION_ROWS,
            "nominations.submitted_at >= :starts_at AND nominations.submitted_at < :ends_at",
        ),
        _nominations("nominations_received", "Tiếp nhận", "received_on"),
        _nominations("nominations_returned", "Trả lại để hoàn thiện", "returned_on"),
        _nominations("nominations_eligible", "Thẩm định đủ điều kiện", "appraised_on", "nominations.is_eligible"),
        _nominations(
            "nominations_ineligible", "Thẩm định chưa đủ điều kiện", "appraised_on", "NOT nominations.is_eligible"
        ),
        _nominations("nominations_forwarded", "Trình cấp có thẩm quyền", "forwarded_on"),
        _nominations("nominations_decided", "Được khen thưởng", "decided_on"),
        _nominations("nominations_rejected", "Không được khen thưởng", "rejected_on"),
        _nominations("nominations_withdrawn", "Đơn vị đã rút", "withdrawn_on"),
        Figure(
            "nominations_open",
            "Đang giải quyết tại cuối kỳ",
            NOMINATION_ROWS,
            f"nominations.submitted_at < :ends_at AND {_OPEN_AT_THE_END}",
        ),
    ),
    AWARDS: (
        _awards("awards_granted", "Quyết định khen thưởng trong kỳ"),
        _awards("awards_individual", "Cá nhân", "awards.subject_kind = 'individual'"),
        _awards("awards_collective", "Tập thể", "awards.subject_kind = 'collective'"),
        _awards("awards_household", "Hộ gia đình", "awards.subject_kind = 'household'"),
        *(
            _awards(f"awards_by_{code}", f"Do {name} quyết định", f"awards.decided_by = '{code}'")
            for code, name in words.AUTHORITIES.items()
        ),
        *(
            _awards(f"awards_{mode}", f"Loại hình: {name[0].lower()}{name[1:]}", f"nominations.mode = '{mode}'")
            for mode, name in words.MODES.items()
        ),
    ),
    "Phong trào thi đua": (Figure("movements_running", "Phong trào trong năm", MOVEMENT_ROWS, "plans.year = :year"),),
    "Thông báo": (
        _notices("notices_shown", "Gửi trên hệ thống", "in_app_at"),
        _notices("notices_mailed", "Gửi thư điện tử", "email_at"),
        _notices("notices_failed", "Gửi không thành công", "failed_at"),
        _notices("notices_read", "Đã đọc", "read_at"),
    ),
}
"""Every figure under its heading, in the order of the summary."""

FIGURES = {figure.name: figure for figures in GROUPS.values() for figure in figures}
"""Every figure by its name."""


def named(name: str) -> Figure:
    """Return the figure *name*; raises NoSuchFigure."""
    if name not in FIGURES:
        raise NoSuchFigure
    return FIGURES[name]
