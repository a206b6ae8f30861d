"""What the plans service remembers: units, plans with their quarters and tasks, filings, movements, drafts."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.plans.domain import FilingState, PlanState, QuarterState, Task, TaskState
from services.plans.models.base import Plans, word_of
from services.plans.models.emulation import MovementRow
from services.plans.models.oversight import (
    AttendanceRow,
    ExemplarRow,
    FeedRow,
    FindingRow,
    GuidanceRow,
    GuidanceUnitRow,
    HonourRow,
    InspectionPlanRow,
    InspectionRow,
    LearnedModelRow,
    OccasionRow,
    ReplicationRow,
    VisitRow,
)
from services.plans.models.units import ClusterRow, UnitRow
from shared.db import Aggregate
from shared.events.plans import Channel, DeadlineKind, Duty

__all__ = [
    "AttendanceRow",
    "CarryOverRow",
    "ClusterRow",
    "DeadlineRuleRow",
    "DraftRow",
    "ExemplarRow",
    "FeedRow",
    "FilingRow",
    "FindingRow",
    "GuidanceRow",
    "GuidanceUnitRow",
    "HonourRow",
    "InspectionPlanRow",
    "InspectionRow",
    "LearnedModelRow",
    "MovementRow",
    "OccasionRow",
    "PlanRow",
    "Plans",
    "QuarterRow",
    "ReplicationRow",
    "TaskRow",
    "UnitRow",
    "VisitRow",
]


class DeadlineRuleRow(Plans):
    """How many days after a deadline are still in time (số ngày châm chước), since when and on what ground."""

    __tablename__ = "deadline_rules"

    valid_from: Mapped[date] = mapped_column(primary_key=True)
    grace_days: Mapped[int]
    status: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)


class DraftRow(Plans):
    """An imported document that a person corrects before it is issued (dự thảo)."""

    __tablename__ = "drafts"

    draft_id: Mapped[UUID] = mapped_column(primary_key=True)
    filename: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(Text)
    imported_at: Mapped[datetime]
    imported_by: Mapped[str] = mapped_column(Text)
    preview: Mapped[dict[str, Any]] = mapped_column(JSONB)
    is_issued: Mapped[bool] = mapped_column(default=False)


class PlanRow(Aggregate, Plans):
    """A yearly plan (kế hoạch năm); its version counts the facts of its quarters and tasks too."""

    __tablename__ = "plans"

    plan_id: Mapped[UUID] = mapped_column(primary_key=True)
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("drafts.draft_id"), unique=True)  # one draft, one plan
    year: Mapped[int] = mapped_column(unique=True)  # one plan a year
    number: Mapped[str] = mapped_column(Text)
    symbol: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    issuer: Mapped[str] = mapped_column(Text)
    issued_on: Mapped[date]
    state: Mapped[PlanState] = mapped_column(word_of(PlanState))
    closed_on: Mapped[date | None]
    legal_bases: Mapped[list[str]] = mapped_column(ARRAY(Text))
    recipients: Mapped[list[str]] = mapped_column(ARRAY(Text))
    anomalies: Mapped[list[str]] = mapped_column(ARRAY(Text))


class QuarterRow(Plans):
    """A quarter of a plan (quý)."""

    __tablename__ = "quarters"

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.plan_id"), primary_key=True)
    quarter: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[QuarterState] = mapped_column(word_of(QuarterState))
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]


class TaskRow(Plans):
    """A task of a plan (nhiệm vụ); quarter is the one it is worked in, which a carry-over moves."""

    __tablename__ = "tasks"
    __table_args__ = (Index("ix_tasks_waits_for", "waits_for", postgresql_where=text("waits_for IS NOT NULL")),)

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.plan_id"), primary_key=True)
    task_key: Mapped[str] = mapped_column(Text, primary_key=True)
    position: Mapped[int]
    quarter: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    parts: Mapped[list[str]] = mapped_column(ARRAY(Text))
    is_conditional: Mapped[bool]
    may_not_arise: Mapped[bool]
    deadline_kind: Mapped[DeadlineKind] = mapped_column(word_of(DeadlineKind))
    due_on: Mapped[date]
    is_deadline_implied: Mapped[bool]
    state: Mapped[TaskState] = mapped_column(word_of(TaskState), default=TaskState.PLANNED)
    is_overdue: Mapped[bool] = mapped_column(default=False)
    percent: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(Text, default="")
    carried_from: Mapped[int | None]
    waits_for: Mapped[str | None] = mapped_column(Text)  # the fact that completes it

    @property
    def task(self) -> Task:
        """Return the task as the rules see it."""
        return Task(self.quarter, self.text, self.state, self.may_not_arise)


class CarryOverRow(Plans):
    """That a task left a quarter unfinished, and why (chuyển quý sau)."""

    __tablename__ = "carry_overs"
    __table_args__ = (ForeignKeyConstraint(("plan_id", "task_key"), ("tasks.plan_id", "tasks.task_key")),)

    plan_id: Mapped[UUID] = mapped_column(primary_key=True)
    task_key: Mapped[str] = mapped_column(Text, primary_key=True)
    from_quarter: Mapped[int] = mapped_column(primary_key=True)
    to_quarter: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    carried_on: Mapped[date]


class FilingRow(Aggregate, Plans):
    """What one unit owes under a plan, or sent (báo cáo, kế hoạch phải nộp)."""

    __tablename__ = "filings"
    __table_args__ = (
        UniqueConstraint("unit_id", "year", "duty"),  # a unit owes each duty once a year
        Index("ix_filings_plan_id", "plan_id", "due_on", "unit_id"),
        Index("ix_filings_state", "plan_id", "state", "due_on", "unit_id"),
        Index(
            "ix_filings_overdue", "plan_id", "due_on", "unit_id", postgresql_where=text("is_overdue")
        ),  # the list of laggards
    )

    filing_id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.plan_id"))
    unit_id: Mapped[str] = mapped_column(Text, ForeignKey("units.unit_id"))
    duty: Mapped[Duty] = mapped_column(word_of(Duty))
    year: Mapped[int]
    deadline_kind: Mapped[DeadlineKind] = mapped_column(word_of(DeadlineKind))
    due_on: Mapped[date]
    last_day_on: Mapped[date]
    state: Mapped[FilingState] = mapped_column(word_of(FilingState), default=FilingState.DUE)
    is_overdue: Mapped[bool] = mapped_column(default=False)
    days_late: Mapped[int] = mapped_column(default=0)
    reference: Mapped[str | None] = mapped_column(Text)
    dated_on: Mapped[date | None]
    received_at: Mapped[datetime | None]
    channel: Mapped[Channel | None] = mapped_column(word_of(Channel))
    reason: Mapped[str] = mapped_column(Text, default="")
    missing: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
