"""The figures of the plan's tasks, what units file, movements and notices."""

from services.reporting.figures.figure import Figure, at_within, by_then, not_yet, within
from services.reporting.figures.listings import FILING_ROWS, MOVEMENT_ROWS, NOTICE_ROWS, TASK_ROWS

_SETTLED = f"(tasks.state IN ('completed', 'not_arising') AND {by_then('tasks.settled_on')})"
UNSETTLED = f"NOT {_SETTLED}"
STILL_OVERDUE = (
    f"{UNSETTLED} AND {by_then('tasks.overdue_on')} "
    "AND (tasks.carried_on IS NULL OR tasks.carried_on <= tasks.overdue_on OR tasks.carried_on > :as_of)"
)
ON_THE_PLAN = f"(tasks.state <> 'removed' OR {not_yet('tasks.removed_on')})"
_FILED = "(filings.received_at IS NOT NULL AND filings.state <> 'due' AND filings.received_at < :known_until)"


def _tasks(name: str, label: str, condition: str = "true") -> Figure:
    """Count the tasks that are planned for the period's quarters."""
    planned = "tasks.year = :year AND tasks.quarter BETWEEN :first_quarter AND :last_quarter"
    return Figure(name, label, TASK_ROWS, f"{planned} AND {ON_THE_PLAN} AND {condition}")


def _filings(name: str, label: str, condition: str = "true") -> Figure:
    """Count the filings that are due in the period and were not lifted."""
    due = "filings.year = :year AND filings.due_on BETWEEN :starts_on AND :ends_on"
    return Figure(name, label, FILING_ROWS, f"{due} AND {not_yet('filings.lifted_on')} AND {condition}")


def _movements(name: str, label: str, condition: str = "true") -> Figure:
    """Count the movements of the year's plan."""
    return Figure(name, label, MOVEMENT_ROWS, f"plans.year = :year AND {condition}")


def _notices(name: str, label: str, moment: str) -> Figure:
    """Count the notices of which something happened at a *moment* in the period."""
    return Figure(name, label, NOTICE_ROWS, at_within(f"notices.{moment}"))


TASKS = (
    _tasks("tasks_planned", "Nhiệm vụ trong kỳ"),
    _tasks("tasks_completed", "Hoàn thành", f"tasks.state = 'completed' AND {_SETTLED}"),
    _tasks("tasks_not_arising", "Không phát sinh", f"tasks.state = 'not_arising' AND {_SETTLED}"),
    _tasks("tasks_unsettled", "Chưa hoàn thành", UNSETTLED),
    _tasks("tasks_overdue", "Quá hạn", STILL_OVERDUE),
    _tasks("tasks_carried_over", "Chuyển sang quý sau", by_then("tasks.carried_on")),
)
FILINGS = (
    _filings("filings_due", "Phải nộp trong kỳ"),
    _filings("filings_on_time", "Nộp đúng hạn", f"{_FILED} AND filings.days_late = 0"),
    _filings("filings_late", "Nộp trễ hạn", f"{_FILED} AND filings.days_late > 0"),
    _filings("filings_missing", "Chưa nộp", f"NOT {_FILED}"),
    _filings("filings_overdue", "Quá hạn chưa nộp", f"NOT {_FILED} AND {by_then('filings.overdue_on')}"),
    _filings(
        "filings_returned",
        "Trả lại để hoàn thiện",
        f"filings.state = 'returned' AND {by_then('filings.returned_on')}",
    ),
    _filings("filings_accepted", "Đã chấp nhận", f"filings.state = 'accepted' AND {by_then('filings.accepted_on')}"),
    _filings("filings_by_system", "Nộp từ hệ thống của đơn vị", f"{_FILED} AND filings.channel = 'kafka'"),
    _filings("filings_further", "Ngoài ba loại hằng năm", "filings.name IS NOT NULL"),
)
MOVEMENTS = (
    _movements("movements_running", "Phong trào trong năm"),
    _movements("movements_thematic", "Theo chuyên đề", "movements.form = 'thematic'"),
    Figure("movements_reviewed", "Sơ kết trong kỳ", MOVEMENT_ROWS, within("movements.reviewed_on")),
    Figure("movements_concluded", "Tổng kết trong kỳ", MOVEMENT_ROWS, within("movements.concluded_on")),
)
NOTICES = (
    _notices("notices_shown", "Gửi trên hệ thống", "in_app_at"),
    _notices("notices_mailed", "Gửi thư điện tử", "email_at"),
    _notices("notices_failed", "Gửi không thành công", "failed_at"),
    _notices("notices_read", "Đã đọc", "read_at"),
)
