"""What the nominations service answers about everything a dossier gathers on its way.

GET  /drafts?page=&size= · POST /drafts · GET, PUT, DELETE /drafts/{draft_id}   DraftContent -> DraftView
POST /drafts/{draft_id}/submit                       -> NominationView (201)
POST /drafts/submit             body: DraftChoice    -> tuple[SubmissionResult]
GET  /dossiers/{dossier_id}/files                    -> tuple[FileView]
POST /dossiers/{dossier_id}/files?kind=&name=        body: the file's bytes -> FileView (201)
POST /dossiers/{dossier_id}/links     body: LinkDraft -> FileView (201)
GET  /files/{file_id}/content · DELETE /files/{file_id}
GET  /nominations/{nomination_id}/versions           -> tuple[VersionView]
GET  /nominations/{nomination_id}/checklist          -> tuple[ComponentView]
GET  /nominations/{nomination_id}/opinions           -> tuple[OpinionView]
POST /nominations/{nomination_id}/opinions           body: tuple[OpinionAsk] -> tuple[OpinionView]
GET  /opinions                                       -> tuple[OpinionView], those asked of the caller's office
POST /opinions/{opinion_id}           body: OpinionAnswer -> OpinionView
GET, POST /nominations/{nomination_id}/corrections   body: CorrectionAsk -> CorrectionView
POST /corrections/{correction_id}/made               body: CorrectionContent -> CorrectionView
POST /corrections/{correction_id}/review             body: CorrectionReview -> CorrectionView
GET  /consultations                                  -> tuple[ConsultationView]
GET  /nominations/{nomination_id}/consultation       -> ConsultationView
POST /nominations/{nomination_id}/comments           body: CommentDraft -> CommentView (201)
POST /comments/{comment_id}/resolution               body: CommentResolution -> CommentView
GET, POST /rounds · POST /rounds/{round_id}/close    RoundDraft -> RoundView
GET  /sheets/template?award= · POST /sheets?name=&award=&year=  body: the workbook's bytes -> SheetView (201)
GET  /sheets · GET /sheets/{sheet_id} · GET /sheets/{sheet_id}/lines?is_faulty=&after= -> tuple[SheetLine]
PUT  /sheets/{sheet_id}/columns SheetColumns · POST /sheets/{sheet_id}/take-over SheetTakeOver -> SheetView
GET  /subjects?q= · GET, PUT /subjects/{subject_id}  PersonContent -> SubjectView
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from shared.api.base import Shape


class DraftContent(Shape):
    """A dossier as far as it is written; anything may be missing. version is the one the person saw."""

    unit_id: str = ""
    award: str = ""
    subject_kind: str = ""
    subject_id: UUID | None = None
    subject_name: str = ""
    year: int | None = Field(default=None, ge=1, le=9999)
    mode: str = "merit"
    facts: dict[str, Any] = Field(default_factory=dict)
    documents: tuple[str, ...] = ()
    round_id: UUID | None = None
    version: int | None = None


class ComponentView(Shape):
    """A component of a dossier (thành phần hồ sơ): whether it is required and whether it is there."""

    code: str
    name: str
    is_required: bool
    is_enclosed: bool
    files: int


class DraftLine(Shape):
    """A draft as a line of the list."""

    draft_id: UUID
    unit_id: str
    award: str
    award_name: str
    subject_kind: str
    subject_name: str
    year: int | None
    mode: str
    origin: str
    saved_by: str
    saved_at: datetime
    version: int


class DraftView(DraftLine):
    """A draft with its checklist, and what would be refused if it were submitted now."""

    subject_id: UUID | None
    facts: dict[str, Any]
    documents: tuple[str, ...]
    round_id: UUID | None
    checklist: tuple[ComponentView, ...]
    faults: tuple[str, ...]


class DraftChoice(Shape):
    """Drafts to submit together, each for itself."""

    drafts: tuple[UUID, ...] = Field(max_length=500)


class SubmissionResult(Shape):
    """What became of one draft: submitted, or what keeps it from being so."""

    draft_id: UUID
    is_submitted: bool
    message: str = ""
    details: tuple[str, ...] = ()


class FileView(Shape):
    """An enclosed file or link; state is clean, unscanned, quarantined or infected."""

    file_id: UUID
    kind: str
    kind_label: str
    name: str
    media_type: str
    size: int
    sha256: str | None
    link: str | None
    state: str
    state_label: str
    added_by: str
    added_at: datetime
    same_as: tuple[str, ...] = ()


class LinkDraft(Shape):
    """A link instead of a file."""

    kind: str
    name: str
    link: str


class Difference(Shape):
    """One part of a dossier that changed, in words people read."""

    part: str
    label: str
    before: str
    after: str


class VersionView(Shape):
    """A submitted content of a dossier and how it differs from the one before."""

    version: int
    changed_by: str
    changed_at: datetime
    differences: tuple[Difference, ...]


class OpinionView(Shape):
    """What an office was asked and what it answered."""

    opinion_id: UUID
    nomination_id: UUID
    kind: str
    office_id: str
    office_name: str
    rules: tuple[str, ...]
    asked_by: str
    asked_at: datetime
    due_on: date
    silence_citation: str
    state: str
    state_label: str
    result: str
    result_label: str
    results: dict[str, str]
    said: str
    given_by: str
    given_at: datetime | None


class OpinionAnswer(Shape):
    """An office's answer: agree, disagree or other; results by criterion are met, not_met or unknown."""

    result: str
    said: str = ""
    results: dict[str, str] = Field(default_factory=dict)


class CorrectionAsk(Shape):
    """Which parts to correct: `subject_name`, `fact.<name>` or `document.<code>`; nothing else is unlocked."""

    parts: tuple[str, ...] = Field(min_length=1)
    note: str
    version: int | None = None


class CorrectionContent(Shape):
    """The corrected parts."""

    subject_name: str | None = None
    facts: dict[str, Any] = Field(default_factory=dict)
    documents: tuple[str, ...] = ()


class CorrectionReview(Shape):
    """What the one who asked thinks of the correction."""

    is_accepted: bool
    note: str = ""


class CorrectionView(Shape):
    """A request to correct parts of a dossier."""

    correction_id: UUID
    nomination_id: UUID
    parts: tuple[tuple[str, str], ...]
    note: str
    asked_by: str
    asked_at: datetime
    state: str
    state_label: str
    made_by: str
    made_at: datetime | None
    reviewed_at: datetime | None


class CommentDraft(Shape):
    """A comment of the people; the author is kept at home."""

    author: str = Field(default="", max_length=300)
    said: str = Field(min_length=1)


class CommentResolution(Shape):
    """How a comment was dealt with."""

    resolution: str


class CommentView(Shape):
    """A comment, with its author for the staff alone."""

    comment_id: UUID
    received_at: datetime
    author: str
    said: str
    resolution: str
    resolved_by: str
    resolved_at: datetime | None


class ConsultationView(Shape):
    """A dossier under public consultation, with its comments for the staff."""

    nomination_id: UUID
    award_name: str
    subject_name: str
    unit_name: str
    opened_on: date
    closes_on: date
    is_closed: bool
    citation: str
    place: str
    comments: tuple[CommentView, ...] = ()


class RoundDraft(Shape):
    """A round to open."""

    name: str
    year: int = Field(ge=1, le=9999)
    mode: str = "merit"
    awards: tuple[str, ...] = ()
    opens_on: date
    closes_on: date


class RoundView(Shape):
    """A round and how many dossiers belong to it."""

    round_id: UUID
    name: str
    year: int
    mode: str
    awards: tuple[str, ...]
    opens_on: date
    closes_on: date
    state: str
    state_label: str
    dossiers: int
    version: int


class PersonContent(Shape):
    """Who a person is (thông tin cá nhân); seen by the unit and the staff alone."""

    name: str
    born_on: date | None = None
    gender: str = ""
    national_id: str = ""
    position: str = ""
    workplace: str = ""
    nationality: str = ""


class HonourLine(Shape):
    """One award of a subject's history (lý lịch khen thưởng)."""

    award: str
    award_name: str
    year: int
    decided_by: str
    decision_number: str
    decided_on: date
    is_revoked: bool


class SubjectView(Shape):
    """A subject with its history; the person's data only for who may see it."""

    subject_id: UUID
    kind: str
    kind_label: str
    name: str
    unit_id: str
    person: PersonContent | None = None
    honours: tuple[HonourLine, ...] = ()


class SheetView(Shape):
    """A sheet being taken in: how far it has come, and what its columns hold (number, field, words)."""

    sheet_id: UUID
    name: str
    made_by: str
    made_at: datetime
    state: str
    state_label: str
    headings: tuple[str, ...]
    columns: tuple[tuple[int, str, str], ...]
    rows: int
    done: int
    faulty: int
    fault: str
    origin: str
    version: int


class SheetLine(Shape):
    """A row of a sheet as a dossier, or what is wrong with it; row is the number the spreadsheet shows."""

    row: int
    award: str
    award_name: str
    subject_kind: str
    subject_name: str
    year: int | None
    mode: str
    facts: dict[str, Any]
    faults: tuple[str, ...]


class SheetColumns(Shape):
    """Which column, counted from 0, holds which field."""

    columns: dict[int, str]


class SheetTakeOver(Shape):
    """The confirmation of a sheet, perhaps for a round."""

    round_id: UUID | None = None
    version: int | None = None
