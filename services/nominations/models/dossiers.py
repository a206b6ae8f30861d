"""What a dossier gathers on its way: drafts, versions, files, opinions, corrections, comments, time limits, rounds."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Computed, ForeignKey, Index, Text, desc, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from services.nominations.models.base import Nominations
from shared.db import Aggregate


class DraftRow(Aggregate, Nominations):
    """A dossier a unit is still writing (hồ sơ đang lập): it may lack anything, and nobody is told of it."""

    __tablename__ = "drafts"

    draft_id: Mapped[UUID] = mapped_column(primary_key=True)  # later the dossier's own id
    unit_id: Mapped[str] = mapped_column(Text)
    award: Mapped[str] = mapped_column(Text)
    subject_kind: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[UUID | None]
    subject_name: Mapped[str] = mapped_column(Text)
    year: Mapped[int | None]
    mode: Mapped[str] = mapped_column(Text)
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    documents: Mapped[list[str]] = mapped_column(ARRAY(Text))
    round_id: Mapped[UUID | None]
    origin: Mapped[str] = mapped_column(Text)  # by hand, an import, or a cluster's result
    saved_by: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime]

    __table_args__ = (
        Index("ix_drafts_unit_id", "unit_id", desc("saved_at"), desc("draft_id")),
        Index("ix_drafts_origin", "origin", "draft_id"),
    )


class SubjectRow(Nominations):
    """Who is put forward, once for all dossiers (đối tượng); known to the unit and to the staff."""

    __tablename__ = "subjects"

    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    unit_id: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    search: Mapped[str] = mapped_column(TSVECTOR, Computed("vn_words(name)", persisted=True), deferred=True)

    __table_args__ = (
        Index("ix_subjects_unit_id", "unit_id", "name"),
        Index("ix_subjects_search", "search", postgresql_using="gin"),
    )


class PersonRow(Nominations):
    """What is known of a person alone (thông tin cá nhân); it never leaves this service, in no fact and no log."""

    __tablename__ = "persons"

    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subjects.subject_id"), primary_key=True)
    born_on: Mapped[date | None]
    gender: Mapped[str] = mapped_column(Text)
    national_id: Mapped[str | None] = mapped_column(Text, unique=True)  # one number, one person
    position: Mapped[str] = mapped_column(Text)
    workplace: Mapped[str] = mapped_column(Text)
    nationality: Mapped[str] = mapped_column(Text)
    saved_by: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime]


class ContentRow(Nominations):
    """What a dossier said before it was changed (phiên bản hồ sơ)."""

    __tablename__ = "contents"

    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nominations.nomination_id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)  # the last version at which it said so
    subject_name: Mapped[str] = mapped_column(Text)
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    documents: Mapped[list[str]] = mapped_column(ARRAY(Text))
    changed_by: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime]


class FileRow(Nominations):
    """A file or a link enclosed with a dossier or a draft (tài liệu, minh chứng)."""

    __tablename__ = "files"

    file_id: Mapped[UUID] = mapped_column(primary_key=True)
    dossier_id: Mapped[UUID]  # of a draft or of the dossier it became
    unit_id: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str | None] = mapped_column(Text)
    link: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    added_by: Mapped[str] = mapped_column(Text)
    added_at: Mapped[datetime]

    __table_args__ = (
        Index("ix_files_dossier_id", "dossier_id", "added_at"),
        Index("ix_files_sha256", "sha256"),
        Index("ix_files_state", "state", postgresql_where=text("state = 'quarantined'")),
        CheckConstraint("(sha256 IS NULL) <> (link IS NULL)", name="content"),
    )


class OpinionRow(Nominations):
    """What an office was asked about a dossier, and what it answered (ý kiến hiệp y, thẩm định của cơ quan)."""

    __tablename__ = "opinions"

    opinion_id: Mapped[UUID] = mapped_column(primary_key=True)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nominations.nomination_id"))
    kind: Mapped[str] = mapped_column(Text)
    office_id: Mapped[str] = mapped_column(Text)
    rules: Mapped[list[str]] = mapped_column(ARRAY(Text))  # its own criteria; none for the dossier as a whole
    asked_by: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    due_on: Mapped[date]
    silence_citation: Mapped[str] = mapped_column(Text)  # the rule that takes silence for agreement, or nothing
    state: Mapped[str] = mapped_column(Text)
    result: Mapped[str] = mapped_column(Text)
    results: Mapped[dict[str, Any]] = mapped_column(JSONB)  # what was found, criterion by criterion
    said: Mapped[str] = mapped_column(Text)
    given_by: Mapped[str] = mapped_column(Text)
    given_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_opinions_nomination_id", "nomination_id", "asked_at"),
        Index("ix_opinions_office_id", "office_id", "state", "due_on"),
        # One open question an office and dossier.
        Index("uq_opinions_open", "nomination_id", "office_id", unique=True, postgresql_where=text("state = 'asked'")),
    )


class CorrectionRow(Nominations):
    """A request to correct certain parts of a dossier (yêu cầu chỉnh sửa): only they are unlocked."""

    __tablename__ = "corrections"

    correction_id: Mapped[UUID] = mapped_column(primary_key=True)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nominations.nomination_id"))
    asked_by: Mapped[str] = mapped_column(Text)  # the account, which alone reviews what is corrected
    asked_by_name: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(Text)
    parts: Mapped[list[str]] = mapped_column(ARRAY(Text))
    state: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime | None]
    reviewed_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_corrections_nomination_id", "nomination_id", "asked_at"),)


class ConsultationRow(Nominations):
    """The publication of a dossier for the people's comments (lấy ý kiến Nhân dân)."""

    __tablename__ = "consultations"

    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nominations.nomination_id"), primary_key=True)
    opened_on: Mapped[date]
    closes_on: Mapped[date]  # the last day for comments
    citation: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)
    closed_on: Mapped[date | None]

    __table_args__ = (Index("ix_consultations_closes_on", "closes_on"),)


class CommentRow(Nominations):
    """A comment of the people, and how it was dealt with (ý kiến Nhân dân và kết quả giải quyết)."""

    __tablename__ = "comments"

    comment_id: Mapped[UUID] = mapped_column(primary_key=True)
    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("consultations.nomination_id"))
    received_at: Mapped[datetime]
    entered_by: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(Text)
    said: Mapped[str] = mapped_column(Text)
    resolution: Mapped[str] = mapped_column(Text)
    resolved_by: Mapped[str] = mapped_column(Text)
    resolved_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_comments_nomination_id", "nomination_id", "received_at"),)


class LimitRow(Nominations):
    """A time limit of a dossier (thời hạn xử lý) in working half-days: what is used up, and when it ends."""

    __tablename__ = "limits"

    nomination_id: Mapped[UUID] = mapped_column(ForeignKey("nominations.nomination_id"), primary_key=True)
    limit: Mapped[str] = mapped_column("limit_code", Text, primary_key=True)
    half_days: Mapped[int]
    used: Mapped[int]
    runs_since: Mapped[datetime | None]  # None while it stands still
    due_at: Mapped[datetime | None]
    passed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    citation: Mapped[str] = mapped_column(Text)


class RoundRow(Aggregate, Nominations):
    """A round of nominations (đợt xét), opened by the office or because a task of the plan asks for it."""

    __tablename__ = "rounds"

    round_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    year: Mapped[int]
    mode: Mapped[str] = mapped_column(Text)
    awards: Mapped[list[str]] = mapped_column(ARRAY(Text))  # none for any
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    state: Mapped[str] = mapped_column(Text)
    plan_id: Mapped[UUID | None]
    task_key: Mapped[str] = mapped_column(Text)
    opened_by: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        Index("ix_rounds_state", "state", desc("opens_on")),
        CheckConstraint("closes_on >= opens_on", name="dates"),
    )


class SheetRow(Aggregate, Nominations):
    """A sheet of dossiers being taken in (nhập hồ sơ từ tệp): how far it has come, and what it found."""

    __tablename__ = "sheets"

    sheet_id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(Text)
    columns: Mapped[dict[str, Any]] = mapped_column(JSONB)  # which column holds which field
    headings: Mapped[list[str]] = mapped_column(ARRAY(Text))
    fixed: Mapped[dict[str, Any]] = mapped_column(JSONB)  # what holds for every row
    rows: Mapped[int]
    done: Mapped[int]
    faulty: Mapped[int]
    fault: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        Index("ix_sheets_unit_id", "unit_id", desc("made_at")),
        Index("ix_sheets_state", "state", "made_at"),
    )


class SheetLineRow(Nominations):
    """One row of a sheet (dòng nhập): the draft it makes, or what is wrong with it."""

    __tablename__ = "sheet_lines"

    sheet_id: Mapped[UUID] = mapped_column(ForeignKey("sheets.sheet_id"), primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)
    award: Mapped[str] = mapped_column(Text)
    subject_kind: Mapped[str] = mapped_column(Text)
    subject_name: Mapped[str] = mapped_column(Text)
    year: Mapped[int | None]
    mode: Mapped[str] = mapped_column(Text)
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    faults: Mapped[list[str]] = mapped_column(ARRAY(Text))

    __table_args__ = (Index("ix_sheet_lines_faults", "sheet_id", "row", postgresql_where=text("faults <> '{}'")),)


class HeadingRow(Nominations):
    """What a unit means by a heading of its sheets (cột đã ghi nhớ)."""

    __tablename__ = "headings"

    unit_id: Mapped[str] = mapped_column(Text, primary_key=True)
    heading: Mapped[str] = mapped_column(Text, primary_key=True)  # without diacritics, in small letters
    field: Mapped[str] = mapped_column(Text)
