"""What the reporting service tells: a summary was compiled."""

from datetime import date
from uuid import UUID

from shared.events.base import Event


class ReportCompiled(Event, topic="reporting.report.v1", key="report_id"):
    """A quarter, half-year or year summary was compiled (tổng hợp báo cáo); period is Q1…Q4, H1 or Y."""

    report_id: UUID
    year: int
    period: str
    as_of: date
    compiled_on: date
