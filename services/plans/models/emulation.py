"""What units emulate in: movements, a cluster's year, pledges, targets and titles."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Numeric, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.plans.domain.movements import MovementState
from services.plans.domain.pledges import PledgeState, RegistrationState
from services.plans.domain.scoring import ClusterYearState
from services.plans.models.base import Plans, word_of
from shared.db import Aggregate


class MovementRow(Aggregate, Plans):
    """A movement that runs under a plan (phong trào thi đua)."""

    __tablename__ = "movements"

    movement_id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plans.plan_id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    period: Mapped[str | None] = mapped_column(Text)
    form: Mapped[str | None] = mapped_column(Text)
    scope: Mapped[str] = mapped_column(Text, default="province", server_default="province")
    unit_id: Mapped[str | None] = mapped_column(Text, ForeignKey("units.unit_id"), index=True)
    cluster_id: Mapped[str | None] = mapped_column(Text, ForeignKey("clusters.cluster_id"), index=True)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    aims: Mapped[str] = mapped_column(Text, default="", server_default="")
    criteria: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, server_default="{}")
    audience: Mapped[str] = mapped_column(Text, default="", server_default="")
    indicators: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list, server_default="{}")
    launched_by: Mapped[str] = mapped_column(Text, default="", server_default="")
    document: Mapped[str] = mapped_column(Text, default="", server_default="")
    launched_on: Mapped[date | None]
    state: Mapped[MovementState] = mapped_column(
        word_of(MovementState), default=MovementState.LAUNCHED, server_default="launched"
    )  # a plan that names a movement has launched it


class MovementStageRow(Plans):
    """A review or conclusion of a movement (sơ kết, tổng kết)."""

    __tablename__ = "movement_stages"

    movement_id: Mapped[UUID] = mapped_column(ForeignKey("movements.movement_id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    held_on: Mapped[date]
    document: Mapped[str] = mapped_column(Text)
    summary: Mapped[str] = mapped_column(Text)


class ParticipationRow(Plans):
    """That a unit takes part in a movement, and what it achieved there."""

    __tablename__ = "participations"

    movement_id: Mapped[UUID] = mapped_column(ForeignKey("movements.movement_id"), primary_key=True)
    unit_id: Mapped[str] = mapped_column(Text, ForeignKey("units.unit_id"), primary_key=True, index=True)
    registered_on: Mapped[date]
    content: Mapped[str] = mapped_column(Text)
    participants: Mapped[int]
    result: Mapped[str] = mapped_column(Text, default="")
    edition: Mapped[int] = mapped_column(default=1)


class MeasureRow(Plans):
    """An indicator of a movement in a unit and year: aimed at, reached, measured by whom."""

    __tablename__ = "movement_measures"
    __table_args__ = (
        ForeignKeyConstraint(("movement_id", "unit_id"), ("participations.movement_id", "participations.unit_id")),
    )

    movement_id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(Text, primary_key=True)
    indicator: Mapped[str] = mapped_column(Text, primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    target: Mapped[Decimal | None] = mapped_column(Numeric)
    achieved: Mapped[Decimal | None] = mapped_column(Numeric)
    source: Mapped[str] = mapped_column(Text)


class CriteriaSetRow(Plans):
    """An edition of the criteria of a kind of cluster (bộ tiêu chí); content has the shape of CriteriaSet."""

    __tablename__ = "criteria_sets"

    criteria_set_id: Mapped[str] = mapped_column(Text, primary_key=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    status: Mapped[str] = mapped_column(Text)
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)


class ClusterYearRow(Plans):
    """A cluster's year (năm thi đua của cụm, khối): its dates, its criteria set, and whether its result is frozen."""

    __tablename__ = "cluster_years"

    cluster_id: Mapped[str] = mapped_column(Text, ForeignKey("clusters.cluster_id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    criteria_set_id: Mapped[str] = mapped_column(Text, ForeignKey("criteria_sets.criteria_set_id"), index=True)
    registration_due_on: Mapped[date]
    self_score_due_on: Mapped[date]
    accepts_late_scores: Mapped[bool]
    awards: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    state: Mapped[ClusterYearState] = mapped_column(word_of(ClusterYearState), default=ClusterYearState.OPEN)
    voters: Mapped[int | None]
    published_on: Mapped[date | None]
    published_by: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    edition: Mapped[int] = mapped_column(default=1)


def _of_a_year() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(("cluster_id", "year"), ("cluster_years.cluster_id", "cluster_years.year"))


class PledgeRow(Plans):
    """A cluster's pledge of a year (giao ước thi đua)."""

    __tablename__ = "pledges"
    __table_args__ = (_of_a_year(),)

    cluster_id: Mapped[str] = mapped_column(Text, primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    contents: Mapped[list[str]] = mapped_column(ARRAY(Text))
    targets: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    state: Mapped[PledgeState] = mapped_column(word_of(PledgeState), default=PledgeState.DRAFT)
    signed_on: Mapped[date | None]
    place: Mapped[str] = mapped_column(Text, default="")
    edition: Mapped[int] = mapped_column(default=1)


class SignatoryRow(Plans):
    """Who signed a pledge for a member; the name stays in this service."""

    __tablename__ = "pledge_signatories"
    __table_args__ = (ForeignKeyConstraint(("cluster_id", "year"), ("pledges.cluster_id", "pledges.year")),)

    cluster_id: Mapped[str] = mapped_column(Text, primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(Text, ForeignKey("units.unit_id"), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    post: Mapped[str] = mapped_column(Text)
    signed_on: Mapped[date]


class RegistrationRow(Plans):
    """A unit's registration of targets and titles for a year, in its present edition; version counts every change."""

    __tablename__ = "registrations"
    __table_args__ = (UniqueConstraint("cluster_id", "year", "unit_id"), _of_a_year())

    registration_id: Mapped[UUID] = mapped_column(primary_key=True)
    cluster_id: Mapped[str] = mapped_column(Text)
    year: Mapped[int]
    unit_id: Mapped[str] = mapped_column(Text, ForeignKey("units.unit_id"), index=True)
    state: Mapped[RegistrationState] = mapped_column(word_of(RegistrationState), default=RegistrationState.DRAFT)
    edition: Mapped[int] = mapped_column(default=1)
    first_sent_on: Mapped[date | None]
    amendment: Mapped[str] = mapped_column(Text, default="")  # why the next edition differs
    version: Mapped[int] = mapped_column(default=1)


class EditionRow(Plans):
    """An edition of a registration that was sent, and why it was amended."""

    __tablename__ = "registration_editions"

    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.registration_id"), primary_key=True)
    edition: Mapped[int] = mapped_column(primary_key=True)
    sent_on: Mapped[date]
    days_late: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)


class TargetRow(Plans):
    """A registered target (chỉ tiêu) in one edition, beside what was achieved."""

    __tablename__ = "registered_targets"

    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.registration_id"), primary_key=True)
    edition: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    measure: Mapped[str] = mapped_column(Text)
    better: Mapped[str] = mapped_column(Text)
    value: Mapped[Decimal] = mapped_column(Numeric)
    half_year: Mapped[Decimal | None] = mapped_column(Numeric)
    achieved: Mapped[Decimal | None] = mapped_column(Numeric)
    note: Mapped[str] = mapped_column(Text, default="")


class TitleRow(Plans):
    """How many of a title a unit registered for (đăng ký danh hiệu), beside how many were awarded."""

    __tablename__ = "registered_titles"

    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.registration_id"), primary_key=True)
    edition: Mapped[int] = mapped_column(primary_key=True)
    award: Mapped[str] = mapped_column(Text, primary_key=True)
    count: Mapped[int]
    achieved: Mapped[int | None]
