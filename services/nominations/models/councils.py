"""What is remembered of councils: members, sessions, and ballots that nobody can join to those who cast them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, Text, UniqueConstraint, desc
from sqlalchemy.orm import Mapped, mapped_column

from services.nominations.domain.ballots import Choice
from services.nominations.domain.councils import SessionState
from services.nominations.models.base import Nominations, Revised

_SESSION_STATES = ", ".join(f"'{state}'" for state in SessionState)
_CHOICES = ", ".join(f"'{choice}'" for choice in Choice)


class CouncilRow(Revised, Nominations):
    """A council as a decision established it (Hội đồng); unit_id is empty for the province's own."""

    __tablename__ = "councils"

    council_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    level: Mapped[str] = mapped_column(Text)
    unit_id: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    decision_number: Mapped[str] = mapped_column(Text)
    decided_on: Mapped[date]
    legal_basis: Mapped[str] = mapped_column(Text)
    quorum_part: Mapped[int]
    quorum_whole: Mapped[int]
    quorum_basis: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]  # the last day on which it exists

    __table_args__ = (
        UniqueConstraint("unit_id", "decision_number", "decided_on"),  # one decision, one council
        CheckConstraint("quorum_part > 0 AND quorum_part <= quorum_whole", name="quorum"),
    )


class MemberRow(Nominations):
    """A member of a council (thành viên Hội đồng): the account, the place held, the unit, and since and until when."""

    __tablename__ = "council_members"

    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    council_id: Mapped[UUID] = mapped_column(ForeignKey("councils.council_id"))
    account: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    position: Mapped[str] = mapped_column(Text)
    unit_id: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    __table_args__ = (
        UniqueConstraint("council_id", "account", "valid_from"),  # one seat per account
        Index("ix_council_members_account", "account"),
    )


class SessionRow(Revised, Nominations):
    """A session of a council (phiên họp), or a round by written opinions; total_members is fixed when it opens."""

    __tablename__ = "council_sessions"

    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    council_id: Mapped[UUID] = mapped_column(ForeignKey("councils.council_id"))
    title: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    method: Mapped[str] = mapped_column(Text)
    is_written_round: Mapped[bool]
    meets_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(Text)
    total_members: Mapped[int | None]
    proceedings: Mapped[str] = mapped_column(Text, default="")
    conclusion: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=0)  # of the facts told

    __table_args__ = (
        CheckConstraint(f"state IN ({_SESSION_STATES})", name="state"),
        Index("ix_council_sessions_newest", "council_id", desc("meets_at")),
    )


class ItemRow(Nominations):
    """One item of an agenda (nội dung chương trình), and after the count its totals and nothing else."""

    __tablename__ = "council_items"

    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("council_sessions.session_id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    nomination_id: Mapped[UUID | None] = mapped_column(ForeignKey("nominations.nomination_id"))
    unit_id: Mapped[str] = mapped_column(Text)
    subject_kind: Mapped[str] = mapped_column(Text)
    subject_name: Mapped[str] = mapped_column(Text)
    percent: Mapped[int | None]  # the share of all members that passes it; empty where nothing is voted on
    percent_basis: Mapped[str] = mapped_column(Text, default="")
    modulus: Mapped[bytes | None] = mapped_column(LargeBinary)  # the public key of this item's papers
    primes: Mapped[bytes | None] = mapped_column(LargeBinary)  # its private half, gone when casting begins
    approve: Mapped[int | None]
    disapprove: Mapped[int | None]
    abstain: Mapped[int | None]
    invalid: Mapped[int | None]
    is_passed: Mapped[bool | None]

    __table_args__ = (
        UniqueConstraint("session_id", "position", name="uq_council_items_position"),
        UniqueConstraint("session_id", "nomination_id", name="uq_council_items_candidate"),  # stands once
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
        Index("ix_council_items_nomination_id", "nomination_id"),
    )


class AttendanceRow(Nominations):
    """How a member takes part in a session (điểm danh)."""

    __tablename__ = "council_attendances"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("council_sessions.session_id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("council_members.member_id"), primary_key=True)
    presence: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)


class ConflictRow(Nominations):
    """A conflict of interest (xung đột lợi ích): declared or detected, and whether the member stands aside."""

    __tablename__ = "council_conflicts"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("council_items.item_id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("council_members.member_id"), primary_key=True)
    ground: Mapped[str] = mapped_column(Text)
    is_detected: Mapped[bool]
    stands_aside: Mapped[bool | None]  # empty until a person has settled it
    note: Mapped[str] = mapped_column(Text)


class PaperRow(Nominations):
    """Who took a ballot paper for an item (đã nhận phiếu); the fingerprint says nothing about the ballot."""

    __tablename__ = "ballot_papers"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("council_items.item_id"), primary_key=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("council_members.member_id"), primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary)


class BallotRow(Nominations):
    """One ballot of nobody in particular (lá phiếu): no member, no time, no number in order of arrival."""

    __tablename__ = "ballots"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("council_items.item_id"), primary_key=True)
    serial: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)  # one paper, one ballot
    choice: Mapped[str] = mapped_column(Text)
    signature: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (CheckConstraint(f"choice IN ({_CHOICES})", name="choice"),)


class PaperCountRow(Nominations):
    """What one person counted on paper (kết quả kiểm phiếu giấy); two must agree."""

    __tablename__ = "paper_counts"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("council_items.item_id"), primary_key=True)
    counted_by: Mapped[str] = mapped_column(Text, primary_key=True)
    approve: Mapped[int]
    disapprove: Mapped[int]
    abstain: Mapped[int]
    invalid: Mapped[int]

    __table_args__ = (CheckConstraint("least(approve, disapprove, abstain, invalid) >= 0", name="counted"),)
