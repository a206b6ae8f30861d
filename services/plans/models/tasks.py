"""The tasks of a plan with their parts, their evidence and what was carried over."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from services.plans.domain import PartState, Task, TaskState, last_day_in_time
from services.plans.models.base import Plans, word_of
from shared.events.plans import DeadlineKind


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
    last_day_on: Mapped[date] = mapped_column(
        default=lambda row: last_day_in_time(
            row.get_current_parameters()["deadline_kind"], row.get_current_parameters()["due_on"]
        )
    )
    remind_on: Mapped[date | None]  # the last working day in time
    lead: Mapped[str] = mapped_column(Text, default="", server_default="")
    lead_unit_id: Mapped[str | None] = mapped_column(Text, ForeignKey("units.unit_id"))
    is_lead_implied: Mapped[bool] = mapped_column(default=False, server_default="false")
    coordinating: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, server_default="{}")
    output: Mapped[str] = mapped_column(Text, default="", server_default="")
    budget: Mapped[str] = mapped_column(Text, default="", server_default="")
    state: Mapped[TaskState] = mapped_column(word_of(TaskState), default=TaskState.PLANNED)
    is_overdue: Mapped[bool] = mapped_column(default=False)
    percent: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(Text, default="")
    carried_from: Mapped[int | None]
    waits_for: Mapped[str | None] = mapped_column(Text)  # the fact that completes it
    settled_by: Mapped[str | None] = mapped_column(Text)  # the fact that completed it
    origin_plan_id: Mapped[UUID | None] = mapped_column(ForeignKey("plans.plan_id"))  # last year's plan it came from
    origin_key: Mapped[str | None] = mapped_column(Text)
    taken_into: Mapped[UUID | None] = mapped_column(ForeignKey("plans.plan_id"))  # next year's plan that took it over

    @property
    def task(self) -> Task:
        """Return the task as the rules see it."""
        return Task(self.quarter, self.text, self.state, self.may_not_arise, self.settled_by)


class TaskPartRow(Plans):
    """A part of a compound task with a mark of its own (phần việc a, b, c của nhiệm vụ)."""

    __tablename__ = "task_parts"
    __table_args__ = (ForeignKeyConstraint(("plan_id", "task_key"), ("tasks.plan_id", "tasks.task_key")),)

    plan_id: Mapped[UUID] = mapped_column(primary_key=True)
    task_key: Mapped[str] = mapped_column(Text, primary_key=True)
    part_key: Mapped[str] = mapped_column(Text, primary_key=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    is_conditional: Mapped[bool]
    state: Mapped[PartState] = mapped_column(word_of(PartState), default=PartState.OPEN)
    settled_on: Mapped[date | None]
    settled_by: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, default="")


class EvidenceRow(Plans):
    """What proves the work on a task (minh chứng): a document by its number, or a link to it."""

    __tablename__ = "evidence"
    __table_args__ = (
        ForeignKeyConstraint(("plan_id", "task_key"), ("tasks.plan_id", "tasks.task_key")),
        Index("ix_evidence_plan_id", "plan_id", "task_key"),
    )

    evidence_id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID]
    task_key: Mapped[str] = mapped_column(Text)
    part_key: Mapped[str | None] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    reference: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(Text)
    dated_on: Mapped[date | None]
    added_by: Mapped[str] = mapped_column(Text)
    added_at: Mapped[datetime]
    withdrawn_by: Mapped[str | None] = mapped_column(Text)
    withdrawn_at: Mapped[datetime | None]


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
