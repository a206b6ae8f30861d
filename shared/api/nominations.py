"""What the nominations service answers.

GET  /awards                        -> tuple[AwardView]
POST /nominations                   body: NominationDraft -> NominationView (201)
GET  /nominations?state=&unit_id=&award=&year=&q=&page=&size= -> Page[NominationSummary]
GET  /nominations/{nomination_id}   -> NominationView
POST /nominations/{nomination_id}/steps/{step}  body: NominationStep -> NominationView

What a dossier gathers on its way is in shared/api/dossiers.py.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from shared.api.base import Shape, StepOffer, StepTaken
from shared.events.plans import Channel


class FactField(Shape):
    """A fact the award's rules ask for: its name, Vietnamese label, kind and choices.

    kind is one of year, number, yes_no, choice, years (a list of years), text.
    """

    name: str
    label: str
    kind: str
    choices: tuple[tuple[str, str], ...] = ()
    help: str = ""


class AwardView(Shape):
    """An award of the catalogue (danh hiệu thi đua hoặc hình thức khen thưởng)."""

    code: str
    name: str
    kind: str
    kind_label: str
    level_label: str
    subject_kinds: tuple[tuple[str, str], ...]
    decided_by: str
    citation: str
    fields: tuple[FactField, ...]
    documents: tuple[tuple[str, str], ...]


class NominationDraft(Shape):
    """A dossier as a unit submits it; documents are codes of the components enclosed."""

    unit_id: str
    award: str
    year: int
    mode: str = "merit"
    subject_kind: str
    subject_name: str
    subject_id: UUID | None = None
    facts: dict[str, Any] = Field(default_factory=dict)
    documents: tuple[str, ...] = ()
    round_id: UUID | None = None


class FindingView(Shape):
    """What one rule answered: met, not_met, unknown or needs_person; the citation and both sides of the comparison."""

    rule: str
    result: str
    result_label: str
    required: str
    found: str
    citation: str
    status: str


class HistoryLine(Shape):
    """One step a dossier took."""

    step: str
    label: str
    by: str
    at: datetime
    reason: str


class NominationSummary(Shape):
    """A line of the list."""

    nomination_id: UUID
    unit_id: str
    unit_name: str
    award: str
    award_name: str
    subject_kind: str
    subject_name: str
    year: int
    mode: str
    state: str
    state_label: str
    submitted_at: datetime
    channel: Channel
    version: int
    round_id: UUID | None = None
    due_at: datetime | None = None
    half_days_left: int | None = None
    is_overdue: bool = False


class LimitView(Shape):
    """A time limit of a dossier in working half-days; due_at is None while it stands still."""

    limit: str
    label: str
    half_days: int
    due_at: datetime | None
    is_passed: bool
    citation: str


class NominationView(NominationSummary):
    """A dossier with what was found, where it has been, and what the caller may do next."""

    facts: dict[str, Any]
    documents: tuple[str, ...]
    missing_documents: tuple[str, ...]
    received_on: date | None
    ruleset: str | None
    findings: tuple[FindingView, ...]
    reason: str
    missing: tuple[str, ...]
    decision_number: str | None
    decided_on: date | None
    bonus: int | None
    history: tuple[HistoryLine, ...]
    steps: tuple[StepOffer, ...]
    pending: tuple[str, ...] = ()
    limits: tuple[LimitView, ...] = ()


class OpinionAsk(Shape):
    """An office to ask, by when, and for which criteria; none of them means the dossier as a whole (hiệp y)."""

    office_id: str
    due_on: date | None = None
    rules: tuple[str, ...] = ()


class NominationStep(StepTaken):
    """A step of a dossier.

    decision_number for `decide` and `record_result`, facts and documents for `submit` and `resubmit`,
    opinions for `ask_opinions`, days and place for `open_consultation` (more days than the law's, never fewer).
    """

    decision_number: str = ""
    decided_on: date | None = None
    facts: dict[str, Any] | None = None
    documents: tuple[str, ...] | None = None
    opinions: tuple[OpinionAsk, ...] = ()
    days: int | None = Field(default=None, ge=1, le=365)
    place: str = ""
