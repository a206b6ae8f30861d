"""What the nominations service remembers: dossiers and their history, awards, and the units it has heard of."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, Text, desc, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from services.nominations.domain import State
from services.nominations.models.audit import AuditRow, LinkRow, UnsealedRow
from services.nominations.models.base import Nominations
from services.nominations.models.councils import (
    AttendanceRow,
    BallotRow,
    ConflictRow,
    CouncilRow,
    ItemRow,
    MemberRow,
    PaperCountRow,
    PaperRow,
    SessionRow,
)
from services.nominations.models.decisions import (
    BookRow,
    CeremonyRow,
    DecisionEntryRow,
    DecisionRow,
    DoubtRow,
    FundRow,
    HandoverRow,
    ImportRow,
    PacketRow,
    QuestionRow,
    RegisterRow,
    RelianceRow,
    RevocationRow,
)
from services.nominations.models.dossiers import (
    CommentRow,
    ConsultationRow,
    ContentRow,
    CorrectionRow,
    DraftRow,
    FileRow,
    HeadingRow,
    LimitRow,
    OpinionRow,
    PersonRow,
    RoundRow,
    SheetLineRow,
    SheetRow,
    SubjectRow,
)
from services.nominations.models.rules import RuleActRow
from shared.db import Aggregate

__all__ = [
    "AttendanceRow",
    "AuditRow",
    "AwardRow",
    "BallotRow",
    "BookRow",
    "CeremonyRow",
    "CommentRow",
    "ConflictRow",
    "ConsultationRow",
    "ContentRow",
    "CorrectionRow",
    "CouncilRow",
    "DecisionEntryRow",
    "DecisionRow",
    "DoubtRow",
    "DraftRow",
    "FileRow",
    "FundRow",
    "HandoverRow",
    "HeadingRow",
    "ImportRow",
    "ItemRow",
    "LimitRow",
    "LinkRow",
    "MemberRow",
    "NominationRow",
    "Nominations",
    "OpinionRow",
    "PacketRow",
    "PaperCountRow",
    "PaperRow",
    "PersonRow",
    "QuestionRow",
    "RegisterRow",
    "RelianceRow",
    "RevocationRow",
    "RoundRow",
    "RuleActRow",
    "SessionRow",
    "SheetLineRow",
    "SheetRow",
    "SubjectRow",
    "TakenRow",
    "UnitRow",
    "UnsealedRow",
]

_STATES = ", ".join(f"'{state}'" for state in State)


class UnitRow(Nominations):
    """A unit as the plans service last told of it (đơn vị): its name, and since and until when it exists."""

    __tablename__ = "units"

    unit_id: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]  # the first day on which it no longer exists

    def exists_on(self, on: date) -> bool:
        """Return whether the unit exists on *on*."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


class NominationRow(Aggregate, Nominations):
    """A dossier (hồ sơ đề nghị khen thưởng); search holds its subject's name word by word without diacritics."""

    __tablename__ = "nominations"

    nomination_id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(Text)
    award: Mapped[str] = mapped_column(Text)
    subject_kind: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[UUID]
    subject_name: Mapped[str] = mapped_column(Text)
    year: Mapped[int]
    mode: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(Text)
    submitted_at: Mapped[datetime]
    received_on: Mapped[date | None]
    ruleset: Mapped[str | None] = mapped_column(Text)
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    documents: Mapped[list[str]] = mapped_column(ARRAY(Text))
    findings: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB(none_as_null=True))
    reason: Mapped[str] = mapped_column(Text, default="")
    missing: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    is_consulted: Mapped[bool] = mapped_column(default=False)  # the people's comments were taken
    held_from: Mapped[str | None] = mapped_column(Text)  # where it stood when it was held
    round_id: Mapped[UUID | None]
    due_at: Mapped[datetime | None]  # the end of the time limit that runs now
    search: Mapped[str] = mapped_column(TSVECTOR, Computed("vn_words(subject_name)", persisted=True), deferred=True)

    __table_args__ = (
        CheckConstraint(f"state IN ({_STATES})", name="state"),
        # Each list the desk works from, newest first, so that a page is read from the index in its order.
        Index("ix_nominations_newest", desc("submitted_at"), desc("nomination_id")),
        Index("ix_nominations_state", "state", desc("submitted_at"), desc("nomination_id")),
        Index("ix_nominations_unit_id", "unit_id", desc("submitted_at"), desc("nomination_id")),
        Index("ix_nominations_award", "award", "year", desc("submitted_at"), desc("nomination_id")),
        Index("ix_nominations_year", "year", desc("submitted_at"), desc("nomination_id")),
        Index("ix_nominations_round_id", "round_id", desc("submitted_at"), desc("nomination_id")),
        Index("ix_nominations_due_at", "due_at", postgresql_where=text("due_at IS NOT NULL")),
        Index("ix_nominations_subject_id", "subject_id"),
        Index("ix_nominations_search", "search", postgresql_using="gin"),
    )


class TakenRow(Nominations):
    """One step a dossier took (lịch sử xử lý): who, when, and on what ground."""

    __tablename__ = "steps_taken"

    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nominations.nomination_id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)  # the dossier's version after the step
    step: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    taken_by: Mapped[str] = mapped_column(Text)
    taken_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)


class AwardRow(Aggregate, Nominations):
    """An award that was granted (quyết định khen thưởng)."""

    __tablename__ = "awards"

    award_id: Mapped[UUID] = mapped_column(primary_key=True)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nominations.nomination_id"), unique=True)
    unit_id: Mapped[str] = mapped_column(Text)
    award: Mapped[str] = mapped_column(Text)
    subject_kind: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[UUID]
    year: Mapped[int]
    decided_by: Mapped[str] = mapped_column(Text)
    decision_number: Mapped[str] = mapped_column(Text)
    decided_on: Mapped[date]
    decision_year: Mapped[int] = mapped_column(Computed("extract(year FROM decided_on)::integer", persisted=True))
    bonus: Mapped[int]

    __table_args__ = (CheckConstraint("bonus >= 0", name="bonus"),)
