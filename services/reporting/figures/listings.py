"""The kinds of rows that figures count, and how such a row is shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shared import words
from shared.clock import VIETNAM
from shared.roles import ROLE_NAMES

Show = Callable[[Any], str]


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
