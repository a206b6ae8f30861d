"""The yearly plans: drafts, plans with their versions and quarters, the rules of their deadlines."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.plans.domain import DeadlineRule, PlanState, QuarterState
from services.plans.models.base import Plans, word_of
from shared.db import Aggregate
from shared.events.plans import DeadlineKind
from shared.workdays import SpecialDay, Sureness


class DeadlineRuleRow(Plans):
    """How strictly a deadline is read (số ngày châm chước, dời hạn), since when and on what ground."""

    __tablename__ = "deadline_rules"

    valid_from: Mapped[date] = mapped_column(primary_key=True)
    grace_days: Mapped[int]
    moves_to_working_day: Mapped[bool] = mapped_column(default=False, server_default="false")
    status: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)

    @property
    def rule(self) -> DeadlineRule:
        """Return the rule as the domain sees it."""
        return DeadlineRule(self.grace_days, self.moves_to_working_day)


class DayOffRow(Plans):
    """A day off or a day worked that a person put down (ngày nghỉ, ngày làm bù); it goes before the published one."""

    __tablename__ = "days_off"

    on_day: Mapped[date] = mapped_column(primary_key=True)
    is_off: Mapped[bool]
    name: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    status: Mapped[Sureness] = mapped_column(word_of(Sureness))
    kept_by: Mapped[str] = mapped_column(Text)
    kept_at: Mapped[datetime]

    @property
    def day(self) -> SpecialDay:
        """Return the day as the calendar sees it."""
        return SpecialDay(self.on_day, self.is_off, self.name, self.source, self.status)


class DraftRow(Plans):
    """An imported document, or a clone of last year's plan, that a person corrects before it is issued (dự thảo)."""

    __tablename__ = "drafts"

    draft_id: Mapped[UUID] = mapped_column(primary_key=True)
    filename: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(Text)
    imported_at: Mapped[datetime]
    imported_by: Mapped[str] = mapped_column(Text)
    preview: Mapped[dict[str, Any]] = mapped_column(JSONB)
    is_issued: Mapped[bool] = mapped_column(default=False)
    cloned_from: Mapped[UUID | None] = mapped_column(ForeignKey("plans.plan_id", use_alter=True))


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
    place: Mapped[str | None] = mapped_column(Text)
    signer: Mapped[str | None] = mapped_column(Text)
    signer_office: Mapped[str | None] = mapped_column(Text)
    issued_on: Mapped[date]
    state: Mapped[PlanState] = mapped_column(word_of(PlanState))
    closed_on: Mapped[date | None]
    legal_bases: Mapped[list[str]] = mapped_column(ARRAY(Text))
    objectives: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, server_default="{}")
    recipients: Mapped[list[str]] = mapped_column(ARRAY(Text))
    anomalies: Mapped[list[str]] = mapped_column(ARRAY(Text))


class PlanVersionRow(Plans):
    """A plan as it read since a day (phiên bản kế hoạch): first as issued, then after each amendment."""

    __tablename__ = "plan_versions"

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.plan_id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(Text)
    dated_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    kept_by: Mapped[str] = mapped_column(Text)
    kept_at: Mapped[datetime]
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    changes: Mapped[list[str]] = mapped_column(ARRAY(Text))


class DeadlineChangeRow(Plans):
    """That a task or a duty got another deadline (thay đổi thời hạn): from what to what, when, by whom and why."""

    __tablename__ = "deadline_changes"
    __table_args__ = (Index("ix_deadline_changes_plan_id", "plan_id", "task_key", "duty"),)

    change_id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.plan_id"))
    task_key: Mapped[str | None] = mapped_column(Text)
    duty: Mapped[str | None] = mapped_column(Text)
    from_kind: Mapped[DeadlineKind] = mapped_column(word_of(DeadlineKind))
    from_due_on: Mapped[date]
    to_kind: Mapped[DeadlineKind] = mapped_column(word_of(DeadlineKind))
    to_due_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    changed_by: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime]


class JournalRow(Plans):
    """What was done to a plan or a filing, by whom and when (nhật ký xử lý); version is the one it led to."""

    __tablename__ = "journal"
    __table_args__ = (Index("ix_journal_aggregate_id", "aggregate_id", "version"),)

    note_id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    aggregate_id: Mapped[UUID]
    version: Mapped[int]
    at: Mapped[datetime]
    who: Mapped[str] = mapped_column(Text)
    what: Mapped[str] = mapped_column(Text)
    about: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    details: Mapped[list[str]] = mapped_column(ARRAY(Text))


class QuarterRow(Plans):
    """A quarter of a plan (quý)."""

    __tablename__ = "quarters"

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.plan_id"), primary_key=True)
    quarter: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[QuarterState] = mapped_column(word_of(QuarterState))
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]
