"""What the service remembers of inspections, of what is held, of guidance, exemplars and calendar feeds."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.plans.domain.events import GuidanceState, OccasionState
from services.plans.domain.exemplars import ExemplarState, SubjectKind, WorkerClass
from services.plans.domain.inspections import FindingState, InspectionPlanState, InspectionState
from services.plans.models.base import Plans, word_of
from shared.db import Aggregate
from shared.events.plans import FindingKind, InspectionForm, InspectionIssuer, OccasionKind, Severity


class InspectionPlanRow(Aggregate, Plans):
    """A year's inspection plan of one of the two issuers (kế hoạch kiểm tra)."""

    __tablename__ = "inspection_plans"
    __table_args__ = (
        UniqueConstraint("year", "issuer"),  # each issuer plans a year once
        ForeignKeyConstraint(("plan_id", "task_key"), ("tasks.plan_id", "tasks.task_key")),
    )

    inspection_plan_id: Mapped[UUID] = mapped_column(primary_key=True)
    year: Mapped[int]
    issuer: Mapped[InspectionIssuer] = mapped_column(word_of(InspectionIssuer))
    state: Mapped[InspectionPlanState] = mapped_column(word_of(InspectionPlanState), default=InspectionPlanState.DRAFT)
    title: Mapped[str] = mapped_column(Text)
    max_score: Mapped[float | None]
    reference: Mapped[str] = mapped_column(Text, default="")
    issued_on: Mapped[date | None]
    plan_id: Mapped[UUID | None]
    task_key: Mapped[str | None] = mapped_column(Text)  # the task that asks for this plan


class InspectionRow(Aggregate, Plans):
    """An inspection of a unit or of a whole cluster (cuộc kiểm tra, tự kiểm tra, khảo sát)."""

    __tablename__ = "inspections"
    __table_args__ = (Index("ix_inspections_days", "starts_on", "inspection_id"),)

    inspection_id: Mapped[UUID] = mapped_column(primary_key=True)
    inspection_plan_id: Mapped[UUID] = mapped_column(ForeignKey("inspection_plans.inspection_plan_id"), index=True)
    form: Mapped[InspectionForm] = mapped_column(word_of(InspectionForm))
    unit_id: Mapped[str | None] = mapped_column(Text, ForeignKey("units.unit_id"), index=True)
    cluster_id: Mapped[str | None] = mapped_column(Text, ForeignKey("clusters.cluster_id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    team: Mapped[list[str]] = mapped_column(ARRAY(Text))  # the units and posts that inspect, as the plan names them
    contents: Mapped[list[str]] = mapped_column(ARRAY(Text))  # what is checked
    state: Mapped[InspectionState] = mapped_column(word_of(InspectionState), default=InspectionState.PLANNED)
    note: Mapped[str] = mapped_column(Text, default="")
    conclusion: Mapped[str] = mapped_column(Text, default="")
    score: Mapped[float | None]
    concluded_on: Mapped[date | None]


class VisitRow(Plans):
    """A visit of an inspection, or a unit's session on itself (buổi kiểm tra)."""

    __tablename__ = "visits"

    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspections.inspection_id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    visited_on: Mapped[date]
    checked: Mapped[list[str]] = mapped_column(ARRAY(Text))
    summary: Mapped[str] = mapped_column(Text)
    recorded_by: Mapped[str] = mapped_column(Text)


class FindingRow(Plans):
    """What an inspection found, and whether it was mended (phát hiện, khắc phục)."""

    __tablename__ = "findings"
    __table_args__ = (Index("ix_findings_unit_id", "unit_id", "due_on"),)

    finding_id: Mapped[UUID] = mapped_column(primary_key=True)
    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspections.inspection_id"), index=True)
    position: Mapped[int]
    unit_id: Mapped[str] = mapped_column(Text, ForeignKey("units.unit_id"))
    kind: Mapped[FindingKind] = mapped_column(word_of(FindingKind))
    severity: Mapped[Severity | None] = mapped_column(word_of(Severity))
    text: Mapped[str] = mapped_column(Text)
    ground: Mapped[str] = mapped_column(Text)
    recorded_on: Mapped[date]
    due_on: Mapped[date | None]
    state: Mapped[FindingState] = mapped_column(word_of(FindingState))
    is_overdue: Mapped[bool] = mapped_column(default=False)
    remedy: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    remedied_on: Mapped[date | None]
    suggested_on: Mapped[date | None]  # a nomination was suggested


class OccasionRow(Aggregate, Plans):
    """A conference, ceremony, training or study visit (sự kiện)."""

    __tablename__ = "occasions"
    __table_args__ = (
        Index("ix_occasions_starts_at", "starts_at", "occasion_id"),
        Index("ix_occasions_task", "plan_id", "task_key"),
        ForeignKeyConstraint(("plan_id", "task_key"), ("tasks.plan_id", "tasks.task_key")),
    )

    occasion_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[OccasionKind] = mapped_column(word_of(OccasionKind))
    title: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    state: Mapped[OccasionState] = mapped_column(word_of(OccasionState), default=OccasionState.PLANNED)
    commemorates: Mapped[str] = mapped_column(Text)
    commemorates_on: Mapped[date | None]  # the day in history
    plan_id: Mapped[UUID | None]
    task_key: Mapped[str | None] = mapped_column(Text)  # the task it serves
    movement_id: Mapped[UUID | None] = mapped_column(ForeignKey("movements.movement_id"))
    materials: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    note: Mapped[str] = mapped_column(Text, default="")
    report: Mapped[str] = mapped_column(Text, default="")
    held_on: Mapped[date | None]
    reported_on: Mapped[date | None]


class AttendanceRow(Plans):
    """How many people of a unit are to come, came, and hold a certificate (tham dự, chứng nhận)."""

    __tablename__ = "attendances"

    occasion_id: Mapped[UUID] = mapped_column(ForeignKey("occasions.occasion_id"), primary_key=True)
    unit_id: Mapped[str] = mapped_column(Text, ForeignKey("units.unit_id"), primary_key=True, index=True)
    registered: Mapped[int | None]
    attended: Mapped[int | None]
    certified: Mapped[int] = mapped_column(default=0)


class LearnedModelRow(Plans):
    """A model learned elsewhere on a study visit (mô hình mới học được)."""

    __tablename__ = "learned_models"

    model_id: Mapped[UUID] = mapped_column(primary_key=True)
    occasion_id: Mapped[UUID] = mapped_column(ForeignKey("occasions.occasion_id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    learned_from: Mapped[str] = mapped_column(Text)
    field: Mapped[str] = mapped_column(Text)
    summary: Mapped[str] = mapped_column(Text)
    learned_on: Mapped[date]


class GuidanceRow(Aggregate, Plans):
    """A guidance document for units (văn bản hướng dẫn)."""

    __tablename__ = "guidance"

    guidance_id: Mapped[UUID] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(Text, unique=True)  # one document, one record
    title: Mapped[str] = mapped_column(Text)
    issuer: Mapped[str] = mapped_column(Text)
    issued_on: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(Text)
    state: Mapped[GuidanceState] = mapped_column(word_of(GuidanceState), default=GuidanceState.DRAFT)
    reason: Mapped[str] = mapped_column(Text, default="")


class GuidanceUnitRow(Plans):
    """That a guidance document is for a unit, and when its officer opened it."""

    __tablename__ = "guidance_units"

    guidance_id: Mapped[UUID] = mapped_column(ForeignKey("guidance.guidance_id"), primary_key=True)
    unit_id: Mapped[str] = mapped_column(Text, ForeignKey("units.unit_id"), primary_key=True, index=True)
    read_at: Mapped[datetime | None]


class ExemplarRow(Aggregate, Plans):
    """An exemplar (điển hình tiên tiến); its name and story stay in this service."""

    __tablename__ = "exemplars"
    __table_args__ = (Index("ix_exemplars_unit_id", "unit_id", "found_on"),)

    exemplar_id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(Text, ForeignKey("units.unit_id"))
    subject_kind: Mapped[SubjectKind] = mapped_column(word_of(SubjectKind))
    subject_name: Mapped[str] = mapped_column(Text)
    is_small_collective: Mapped[bool]
    field: Mapped[str] = mapped_column(Text)
    regions: Mapped[list[str]] = mapped_column(ARRAY(Text))
    worker_class: Mapped[WorkerClass] = mapped_column(word_of(WorkerClass))
    story: Mapped[str] = mapped_column(Text)
    found_on: Mapped[date]
    state: Mapped[ExemplarState] = mapped_column(word_of(ExemplarState), default=ExemplarState.FOUND)
    movement_id: Mapped[UUID | None] = mapped_column(ForeignKey("movements.movement_id"))
    nomination_id: Mapped[UUID | None]  # a dossier of the nominations service
    finding_id: Mapped[UUID | None] = mapped_column(ForeignKey("findings.finding_id"))
    recognised_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="")


class ReplicationRow(Plans):
    """That a unit follows an exemplar (nhân rộng)."""

    __tablename__ = "replications"

    exemplar_id: Mapped[UUID] = mapped_column(ForeignKey("exemplars.exemplar_id"), primary_key=True)
    unit_id: Mapped[str] = mapped_column(Text, ForeignKey("units.unit_id"), primary_key=True)
    replicated_on: Mapped[date]
    note: Mapped[str] = mapped_column(Text)


class HonourRow(Plans):
    """That an exemplar was honoured at an occasion (tôn vinh)."""

    __tablename__ = "honours"

    exemplar_id: Mapped[UUID] = mapped_column(ForeignKey("exemplars.exemplar_id"), primary_key=True)
    occasion_id: Mapped[UUID] = mapped_column(ForeignKey("occasions.occasion_id"), primary_key=True)
    honoured_on: Mapped[date]


class FeedRow(Plans):
    """A calendar feed of a person or a unit (lịch đăng ký); the secret of its address is kept as a hash alone."""

    __tablename__ = "feeds"
    __table_args__ = (Index("ix_feeds_owner", "owner", postgresql_where=text("revoked_at IS NULL")),)

    feed_id: Mapped[UUID] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(Text)
    unit_id: Mapped[str | None] = mapped_column(Text, ForeignKey("units.unit_id"))
    is_of_unit: Mapped[bool]
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary)
    with_alarms: Mapped[bool]
    made_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
