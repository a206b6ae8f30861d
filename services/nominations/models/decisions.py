"""What is remembered from the draft of a decision to the hand-over, its money, and its cancelling."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Computed, ForeignKey, Index, Text, UniqueConstraint, desc
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from services.nominations.domain.awarding import DecisionState
from services.nominations.domain.ceremonies import CeremonyState
from services.nominations.domain.revoking import RevocationState
from services.nominations.models.base import Nominations, Revised
from shared.db import Aggregate

_DECISION_STATES = ", ".join(f"'{state}'" for state in DecisionState)
_CEREMONY_STATES = ", ".join(f"'{state}'" for state in CeremonyState)
_REVOCATION_STATES = ", ".join(f"'{state}'" for state in RevocationState)

DECISION_NUMBER = "uq_decisions_issuer"
"""The constraint that keeps a decision's number unique in its year and for its issuer."""

SEARCHED = "subject_name || ' ' || unit_name || ' ' || decision_number"
"""What the register is searched by: who, where, and under which number."""


class DecisionRow(Revised, Nominations):
    """A decision to award (quyết định khen thưởng), from its draft with the proposal (tờ trình) to its number."""

    __tablename__ = "decisions"

    decision_id: Mapped[UUID] = mapped_column(primary_key=True)
    issuer: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    round_id: Mapped[UUID | None]
    proposer: Mapped[str] = mapped_column(Text)
    proposal_number: Mapped[str] = mapped_column(Text, default="")
    proposed_on: Mapped[date | None]
    number: Mapped[str | None] = mapped_column(Text)
    decided_on: Mapped[date | None]
    decision_year: Mapped[int | None] = mapped_column(
        Computed("extract(year FROM decided_on)::integer", persisted=True)
    )
    signer: Mapped[str] = mapped_column(Text, default="")
    signer_title: Mapped[str] = mapped_column(Text, default="")
    ruleset: Mapped[str] = mapped_column(Text, default="")
    basis: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    recipients: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    payer: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        UniqueConstraint("issuer", "decision_year", "number", name=DECISION_NUMBER),  # a number once a year
        CheckConstraint(f"state IN ({_DECISION_STATES})", name="state"),
        CheckConstraint("state <> 'signed' OR (number <> '' AND decided_on IS NOT NULL)", name="signed"),
    )


class DecisionEntryRow(Nominations):
    """One dossier on a decision's list (danh sách kèm theo quyết định); a dossier stands on one list."""

    __tablename__ = "decision_entries"

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decisions.decision_id"), primary_key=True)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nominations.nomination_id"), primary_key=True, unique=True)
    position: Mapped[int]


class FundRow(Nominations):
    """One movement of the fund (quỹ thi đua, khen thưởng), in whole đồng; only ever added."""

    __tablename__ = "fund_movements"

    movement_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    decision_id: Mapped[UUID | None] = mapped_column(ForeignKey("decisions.decision_id"))
    award_id: Mapped[UUID | None]
    payer: Mapped[str] = mapped_column(Text)
    amount: Mapped[int] = mapped_column(BigInteger)
    happened_on: Mapped[date]
    note: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("kind IN ('granted', 'due', 'paid', 'recoverable', 'recovered')", name="kind"),
        Index("ix_fund_movements_decision_id", "decision_id"),
        Index("ix_fund_movements_award_id", "award_id"),
        Index("ix_fund_movements_payer", "payer", "happened_on"),
    )


class RegisterRow(Aggregate, Nominations):
    """One line of the award register (sổ khen thưởng), decided here or brought in from the past."""

    __tablename__ = "award_register"

    award_id: Mapped[UUID] = mapped_column(primary_key=True)
    nomination_id: Mapped[UUID | None]
    decision_id: Mapped[UUID | None] = mapped_column(ForeignKey("decisions.decision_id"))
    import_id: Mapped[UUID | None]
    award: Mapped[str] = mapped_column(Text)
    mode: Mapped[str] = mapped_column(Text)
    subject_kind: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[UUID]
    subject_name: Mapped[str] = mapped_column(Text)
    unit_id: Mapped[str] = mapped_column(Text)
    unit_name: Mapped[str] = mapped_column(Text)
    year: Mapped[int]
    decided_by: Mapped[str] = mapped_column(Text)
    decision_number: Mapped[str] = mapped_column(Text)
    decided_on: Mapped[date]
    book_year: Mapped[int]
    book_number: Mapped[int]
    bonus: Mapped[int]
    presented_on: Mapped[date | None]
    revoked_on: Mapped[date | None]
    is_judged: Mapped[bool] = mapped_column(default=False)  # its findings name what it relies on
    search: Mapped[str] = mapped_column(TSVECTOR, Computed(f"vn_words({SEARCHED})", persisted=True), deferred=True)

    __table_args__ = (
        UniqueConstraint("book_year", "book_number"),  # a line of the book once
        Index("ix_award_register_newest", desc("decided_on"), desc("award_id")),
        Index("ix_award_register_award", "award", desc("decided_on"), desc("award_id")),
        Index("ix_award_register_year", "year", desc("decided_on"), desc("award_id")),
        Index("ix_award_register_award_year", "award", "year", desc("decided_on"), desc("award_id")),
        Index("ix_award_register_unit_id", "unit_id", desc("decided_on"), desc("award_id")),
        Index("ix_award_register_subject_id", "subject_id", "decided_on"),
        Index("ix_award_register_decision_id", "decision_id"),
        Index("ix_award_register_search", "search", postgresql_using="gin"),
    )


class BookRow(Nominations):
    """The last number written in the register of a year (số vào sổ)."""

    __tablename__ = "award_books"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_number: Mapped[int]


class ImportRow(Nominations):
    """Past decisions brought into the register (nhập quyết định đã có): the file's hash, and by whom."""

    __tablename__ = "register_imports"

    import_id: Mapped[UUID] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(Text, unique=True)  # the same file once
    file_name: Mapped[str] = mapped_column(Text)
    lines: Mapped[int]
    imported_by: Mapped[str] = mapped_column(Text)
    imported_at: Mapped[datetime]


class RelianceRow(Nominations):
    """A later award that rests on an earlier one (căn cứ vào khen thưởng trước), as found when it was decided."""

    __tablename__ = "award_reliances"

    award_id: Mapped[UUID] = mapped_column(primary_key=True)
    relies_on: Mapped[UUID] = mapped_column(primary_key=True)

    __table_args__ = (Index("ix_award_reliances_relies_on", "relies_on"),)


class PacketRow(Revised, Nominations):
    """What was sent to the centre for one dossier (hồ sơ trình Trung ương), and what came back."""

    __tablename__ = "central_packets"

    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nominations.nomination_id"), primary_key=True)
    checklist: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    reference: Mapped[str] = mapped_column(Text, default="")
    sent_on: Mapped[date | None]
    answered_on: Mapped[date | None]


class QuestionRow(Nominations):
    """A question of the centre (Trung ương hỏi), and the answer given."""

    __tablename__ = "central_questions"

    question_id: Mapped[UUID] = mapped_column(primary_key=True)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("central_packets.nomination_id"))
    asked_on: Mapped[date]
    question: Mapped[str] = mapped_column(Text)
    answered_on: Mapped[date | None]
    answer: Mapped[str] = mapped_column(Text)

    __table_args__ = (Index("ix_central_questions_nomination_id", "nomination_id"),)


class CeremonyRow(Revised, Nominations):
    """A ceremony (lễ trao tặng): when and where, who is invited, and what must be at hand."""

    __tablename__ = "ceremonies"

    ceremony_id: Mapped[UUID] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    held_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(Text)
    host: Mapped[str] = mapped_column(Text)
    invitees: Mapped[list[str]] = mapped_column(ARRAY(Text))

    __table_args__ = (CheckConstraint(f"state IN ({_CEREMONY_STATES})", name="state"),)


class HandoverRow(Nominations):
    """One award on a ceremony's list (danh sách trao tặng): certificate, gift, and who took it."""

    __tablename__ = "ceremony_awards"

    ceremony_id: Mapped[UUID] = mapped_column(ForeignKey("ceremonies.ceremony_id"), primary_key=True)
    award_id: Mapped[UUID] = mapped_column(ForeignKey("award_register.award_id"), primary_key=True)
    has_certificate: Mapped[bool] = mapped_column(default=False)
    has_gift: Mapped[bool] = mapped_column(default=False)
    result: Mapped[str] = mapped_column(Text, default="")
    received_by: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        CheckConstraint("result IN ('', 'in_person', 'representative', 'absent')", name="result"),
        Index("ix_ceremony_awards_award_id", "award_id"),
    )


class RevocationRow(Revised, Nominations):
    """The cancelling of an award (hủy bỏ quyết định khen thưởng), from the conclusion to what was recovered."""

    __tablename__ = "revocations"

    revocation_id: Mapped[UUID] = mapped_column(primary_key=True)
    award_id: Mapped[UUID] = mapped_column(ForeignKey("award_register.award_id"))
    state: Mapped[str] = mapped_column(Text)
    ground: Mapped[str] = mapped_column(Text)
    conclusion: Mapped[str] = mapped_column(Text)
    concluded_on: Mapped[date]
    report_by: Mapped[date]
    reported_on: Mapped[date | None]
    decide_by: Mapped[date | None]
    decision_number: Mapped[str] = mapped_column(Text, default="")
    decided_on: Mapped[date | None]
    to_recover: Mapped[int] = mapped_column(default=0)
    recovered: Mapped[int] = mapped_column(default=0)
    object_returned_on: Mapped[date | None]

    __table_args__ = (
        CheckConstraint(f"state IN ({_REVOCATION_STATES})", name="state"),
        CheckConstraint("recovered BETWEEN 0 AND to_recover", name="recovered"),
        Index("uq_revocations_open", "award_id", unique=True, postgresql_where="state <> 'dropped'"),
    )


class DoubtRow(Nominations):
    """A later award that relied on a revoked one (cần xem xét lại): the chain between, and what a person found."""

    __tablename__ = "award_doubts"

    revocation_id: Mapped[UUID] = mapped_column(ForeignKey("revocations.revocation_id"), primary_key=True)
    award_id: Mapped[UUID] = mapped_column(ForeignKey("award_register.award_id"), primary_key=True)
    chain: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    outcome: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        CheckConstraint("outcome IN ('', 'stands', 'to_revoke')", name="outcome"),
        Index("ix_award_doubts_award_id", "award_id"),
    )
