"""The scores of a cluster's year: sheets, points at each stage with their history, votes, frozen results."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Numeric, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.plans.domain.scoring import ScoreSheetState
from services.plans.models.base import Plans, word_of


class SheetRow(Plans):
    """A unit's score sheet of a year (bảng chấm điểm); version counts every change."""

    __tablename__ = "score_sheets"
    __table_args__ = (
        UniqueConstraint("cluster_id", "year", "unit_id"),
        ForeignKeyConstraint(("cluster_id", "year"), ("cluster_years.cluster_id", "cluster_years.year")),
    )

    sheet_id: Mapped[UUID] = mapped_column(primary_key=True)
    cluster_id: Mapped[str] = mapped_column(Text)
    year: Mapped[int]
    unit_id: Mapped[str] = mapped_column(Text, ForeignKey("units.unit_id"), index=True)
    state: Mapped[ScoreSheetState] = mapped_column(word_of(ScoreSheetState), default=ScoreSheetState.DRAFT)
    submitted_on: Mapped[date | None]
    days_late: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)


class ScoreRow(Plans):
    """The points of one criterion on a sheet, at each stage; exact decimals."""

    __tablename__ = "scores"

    sheet_id: Mapped[UUID] = mapped_column(ForeignKey("score_sheets.sheet_id"), primary_key=True)
    code: Mapped[str] = mapped_column(Text, primary_key=True)
    is_bonus: Mapped[bool]
    achieved: Mapped[Decimal | None] = mapped_column(Numeric)
    target: Mapped[Decimal | None] = mapped_column(Numeric)
    evidence: Mapped[str] = mapped_column(Text, default="")
    self_points: Mapped[Decimal] = mapped_column(Numeric)
    checked_points: Mapped[Decimal | None] = mapped_column(Numeric)
    official_points: Mapped[Decimal | None] = mapped_column(Numeric)


class ScoreChangeRow(Plans):
    """Who changed a score, when and why (lịch sử điều chỉnh điểm)."""

    __tablename__ = "score_changes"
    __table_args__ = (Index("ix_score_changes_sheet_id", "sheet_id", "changed_at"),)

    change_id: Mapped[UUID] = mapped_column(primary_key=True)
    sheet_id: Mapped[UUID] = mapped_column(ForeignKey("score_sheets.sheet_id"))
    code: Mapped[str] = mapped_column(Text)
    stage: Mapped[str] = mapped_column(Text)
    before: Mapped[Decimal] = mapped_column(Numeric)
    after: Mapped[Decimal] = mapped_column(Numeric)
    reason: Mapped[str] = mapped_column(Text)
    changed_by: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime]


class VoteRow(Plans):
    """How many voted for a member (phiếu suy tôn): a total, never who."""

    __tablename__ = "cluster_votes"
    __table_args__ = (ForeignKeyConstraint(("cluster_id", "year"), ("cluster_years.cluster_id", "cluster_years.year")),)

    cluster_id: Mapped[str] = mapped_column(Text, primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(Text, ForeignKey("units.unit_id"), primary_key=True)
    votes: Mapped[int]


class ResultRow(Plans):
    """A member's published place, frozen (kết quả xếp hạng đã công bố)."""

    __tablename__ = "cluster_results"
    __table_args__ = (ForeignKeyConstraint(("cluster_id", "year"), ("cluster_years.cluster_id", "cluster_years.year")),)

    cluster_id: Mapped[str] = mapped_column(Text, primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(Text, ForeignKey("units.unit_id"), primary_key=True)
    rank: Mapped[int]
    total: Mapped[Decimal | None] = mapped_column(Numeric)
    bonus: Mapped[Decimal] = mapped_column(Numeric)
    votes: Mapped[int | None]
    is_tied: Mapped[bool]
    award: Mapped[str | None] = mapped_column(Text)
