"""What units owe under a plan: its duties, and one filing for each unit and duty."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from services.plans.domain import FilingDuty, FilingState, Owes
from services.plans.models.base import Plans, word_of
from shared.db import Aggregate
from shared.events.plans import Channel, DeadlineKind


class DutyRow(Plans):
    """What a plan asks units to file (loại báo cáo, kế hoạch phải nộp), by when, and which units owe it."""

    __tablename__ = "duties"

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.plan_id"), primary_key=True)
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    deadline_kind: Mapped[DeadlineKind] = mapped_column(word_of(DeadlineKind))
    due_on: Mapped[date]
    owes: Mapped[Owes] = mapped_column(word_of(Owes))
    owed_by: Mapped[list[str]] = mapped_column(ARRAY(Text))
    is_removed: Mapped[bool] = mapped_column(default=False)

    @property
    def duty(self) -> FilingDuty:
        """Return the duty as the rules see it."""
        return FilingDuty(self.code, self.name, self.deadline_kind, self.due_on, self.owes, tuple(self.owed_by))


class FilingRow(Aggregate, Plans):
    """What one unit owes under a plan, or sent (báo cáo, kế hoạch phải nộp)."""

    __tablename__ = "filings"
    __table_args__ = (
        UniqueConstraint("unit_id", "year", "duty"),  # a unit owes each duty once a year
        Index("ix_filings_plan_id", "plan_id", "due_on", "unit_id"),
        Index("ix_filings_state", "plan_id", "state", "due_on", "unit_id"),
        Index("ix_filings_counts", "plan_id", "duty", "state", "is_overdue"),
        Index(
            "ix_filings_overdue", "plan_id", "due_on", "unit_id", postgresql_where=text("is_overdue")
        ),  # the list of laggards
    )

    filing_id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.plan_id"))
    unit_id: Mapped[str] = mapped_column(Text, ForeignKey("units.unit_id"))
    duty: Mapped[str] = mapped_column(Text)
    year: Mapped[int]
    deadline_kind: Mapped[DeadlineKind] = mapped_column(word_of(DeadlineKind))
    due_on: Mapped[date]
    last_day_on: Mapped[date]
    remind_on: Mapped[date | None]  # the last working day in time
    state: Mapped[FilingState] = mapped_column(word_of(FilingState), default=FilingState.DUE)
    is_overdue: Mapped[bool] = mapped_column(default=False)
    days_late: Mapped[int] = mapped_column(default=0)
    reference: Mapped[str | None] = mapped_column(Text)
    dated_on: Mapped[date | None]
    received_at: Mapped[datetime | None]
    channel: Mapped[Channel | None] = mapped_column(word_of(Channel))
    reason: Mapped[str] = mapped_column(Text, default="")
    missing: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
