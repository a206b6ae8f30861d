"""The figures of a summary: what each is called, which rows it counts, and how such a row is shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shared import words
from shared.clock import VIETNAM
from shared.errors import NotFound
from shared.roles import ROLE_NAMES

Show = Callable[[Any], str]


class NoSuchFigure(NotFound):
    """There is no figure of that name."""

    message = "Không có chỉ tiêu này."


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a figure's rows: its heading, the SQL that reads it, and how the value is written."""

    heading: str
    reads: str
    show: Show


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows of one kind: where they come from, their order, their columns, and where each opens at the gateway.

    unit is the column that says whose row it is; a unit's officer sees no other unit's. Empty: everybody's.
    """

    rows_from: str
    order: str
    link: str
    columns: tuple[Column, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number (chỉ tiêu): the count of the rows of a listing that meet a condition.

    The condition may ask for the parameters of `queries.parameters`.
    """

    name: str
    label: str
    listing: Listing
    condition: str


def _text(value: str | int | None) -> str:
    return "" if value is None else str(value)


def _day(value: date | None) -> str:
    return "" if value is None else value.strftime("%d/%m/%Y")


def _local_day(value: datetime | None) -> str:
    return "" if value is None else _day(value.astimezone(VIETNAM).date())


def _one_of(names: Mapping[Any, str]) -> Show:
    """Show a code by its name; a code without a name stands for itself."""

    def show(value: str | None) -> str:
        return words.capital(names.get(value, value or ""))

    return show


_TASK_STATES = {
    "planned": "Chưa bắt đầu",
    "started": "Đang thực hiện",
    "completed": "Hoàn thành",
    "not_arising": "Không phát sinh",
}
_FILING_STATES = {
    "due": "Chưa nộp",
    "received": "Đã nộp",
    "returned": "Trả lại để hoàn thiện",
    "accepted": "Đã chấp nhận",
}
_NOMINATION_STATES = {
    "submitted": "Đã trình",
    "received": "Đã tiếp nhận",
    "returned": "Trả lại để hoàn thiện",
    "appraised": "Đã thẩm định",
    "forwarded": "Đã trình cấp có thẩm quyền",
    "rejected": "Không được khen thưởng",
    "withdrawn": "Đơn vị đã rút",
    "decided": "Đã quyết định khen thưởng",
}

FILING_ROWS = Listing(
    rows_from="filings LEFT JOIN units USING (unit_id)",
    order="filings.due_on, units.name, filings.filing_id",
    link="'/filings/' || filings.filing_id",
    unit="filings.unit_id",
    columns=(
        Column("Đơn vị", "coalesce(units.name, filings.unit_id)", _text),
        Column("Loại", "filings.duty", _one_of(words.FILINGS)),
        Column("Hạn nộp", "filings.due_on", _day),
        Column("Trạng thái", "filings.state", _one_of(_FILING_STATES)),
        Column("Ngày nộp", "filings.received_at", _local_day),
        Column("Số ngày trễ", "filings.days_late", _text),
        Column("Kênh nộp", "filings.channel", _one_of(words.CHANNELS)),
    ),
)
TASK_ROWS = Listing(
    rows_from="tasks",
    order="tasks.quarter, tasks.task_key, tasks.plan_id",
    link="'/plans/' || tasks.plan_id",
    columns=(
        Column("Quý", "tasks.quarter", _text),
        Column("Nhiệm vụ", "tasks.text", _text),
        Column("Thời hạn", "tasks.due_on", _day),
        Column("Trạng thái", "tasks.state", _one_of(_TASK_STATES)),
        Column("Tiến độ (%)", "tasks.percent", _text),
        Column("Ngày hoàn thành", "tasks.settled_on", _day),
    ),
)
NOMINATION_ROWS = Listing(
    rows_from="nominations LEFT JOIN units USING (unit_id)",
    order="nominations.submitted_at, nominations.nomination_id",
    link="'/nominations/' || nominations.nomination_id",
    unit="nominations.unit_id",
    columns=(
        Column("Đơn vị đề nghị", "coalesce(units.name, nominations.unit_id)", _text),
        Column("Danh hiệu, hình thức", "nominations.award", words.award),
        Column("Đối tượng", "nominations.subject_kind", _one_of(words.SUBJECT_KINDS)),
        Column("Loại hình", "nominations.mode", _one_of(words.MODES)),
        Column("Năm", "nominations.year", _text),
        Column("Ngày trình", "nominations.submitted_at", _local_day),
        Column("Trạng thái", "nominations.state", _one_of(_NOMINATION_STATES)),
    ),
)
AWARD_ROWS = Listing(
    rows_from="awards LEFT JOIN units USING (unit_id) LEFT JOIN nominations USING (nomination_id)",
    order="awards.decided_on, awards.decision_number, awards.award_id",
    link="'/nominations/' || awards.nomination_id",
    unit="awards.unit_id",
    columns=(
        Column("Đơn vị", "coalesce(units.name, awards.unit_id)", _text),
        Column("Danh hiệu, hình thức", "awards.award", words.award),
        Column("Đối tượng", "awards.subject_kind", _one_of(words.SUBJECT_KINDS)),
        Column("Loại hình", "nominations.mode", _one_of(words.MODES)),
        Column("Năm", "awards.year", _text),
        Column("Thẩm quyền", "awards.decided_by", words.authority),
        Column("Số quyết định", "awards.decision_number", _text),
        Column("Ngày quyết định", "awards.decided_on", _day),
        Column("Tiền thưởng (đồng)", "awards.bonus", _text),
    ),
)
MOVEMENT_ROWS = Listing(
    rows_from="movements JOIN plans USING (plan_id)",
    order="movements.name, movements.movement_id",
    link="'/plans/' || movements.plan_id",
    columns=(
        Column("Phong trào", "movements.name", _text),
        Column("Giai đoạn", "movements.period", _text),
        Column("Kế hoạch", "plans.symbol", _text),
    ),
)
NOTICE_ROWS = Listing(
    rows_from="notices LEFT JOIN units USING (unit_id)",
    order="coalesce(notices.in_app_at, notices.email_at, notices.failed_at), notices.notice_id",
    link="'/notices'",
    unit="notices.unit_id",
    columns=(
        Column("Người nhận", "coalesce(units.name, notices.unit_id, notices.role)", _one_of(ROLE_NAMES)),
        Column("Ngày gửi trên hệ thống", "notices.in_app_at", _local_day),
        Column("Ngày gửi thư", "notices.email_at", _local_day),
        Column("Ngày gửi không thành công", "notices.failed_at", _local_day),
        Column("Ngày đọc", "notices.read_at", _local_day),
    ),
)


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
