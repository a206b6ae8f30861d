"""What the importer shows before anything is saved: every value with the lines of the document it came from."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

Lines = tuple[int, ...]
DeadlineKind = Literal["before", "on", "not_later_than"]
Recurrence = Literal["weekly", "monthly", "quarterly", "half_yearly", "yearly", "continuous"]
Duty = Literal["unit_plan", "half_year_report", "year_report"]
RecipientRole = Literal["report", "act", "coordinate", "inform", "publish", "archive"]
OutlineKind = Literal[
    "agency", "motto", "symbol", "place_and_date", "decision", "kind", "title", "attached_to",
    "opening", "heading", "table_header", "note", "closing", "office", "signer", "furniture",
]  # fmt: skip


class Shape(BaseModel):
    """A value nobody changes by accident; an unknown field is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Passage(Shape):
    """A text as printed, and where."""

    text: str
    source_lines: Lines


class OutlineEntry(Passage):
    """A line that gives the document its form: heading, motto, signature."""

    kind: OutlineKind


class Statement(Passage):
    """A purpose (mục đích) P-01 or a requirement (yêu cầu) R-01."""

    key: str


class LegalBasis(Passage):
    """A legal basis (căn cứ)."""

    key: str
    number: str | None
    issued_on: date | None


class Named(Shape):
    """A body or unit; when it is not printed, implied with the ground for the guess."""

    name: str
    implied: bool = False
    ground: str | None = None


class Signer(Shape):
    """Who signed (người ký)."""

    name: str | None
    office: str | None


class Period(Shape):
    """The time a task runs in (thời gian thực hiện)."""

    label: str
    starts_on: date
    ends_on: date


class Deadline(Shape):
    """A deadline (thời hạn); implied when only the period is printed, year_implied when only day and month are."""

    kind: DeadlineKind
    on: date
    implied: bool
    year_implied: bool = False


class Part(Shape):
    """One of the things a compound task asks for; its text is as printed, and what it prints of its own."""

    key: str
    text: str
    is_conditional: bool = False
    source_lines: Lines = ()
    deadline: Deadline | None = None
    lead: Named | None = None
    coordinating: tuple[Named, ...] = ()


class Task(Passage):
    """A task (nhiệm vụ). Conditional without a conditional part means the whole task is (nếu có).

    period reaches from the first to the last of periods; implied when nothing printed says when.
    """

    key: str
    period: Period
    periods: tuple[Period, ...] = ()
    period_implied: bool = False
    recurrence: Recurrence | None = None
    display: str
    is_conditional: bool
    condition: str | None
    parts: tuple[Part, ...]
    deadline: Deadline
    lead: Named | None
    coordinating: tuple[Named, ...]
    output: str | None
    note: str | None = None
    movement_keys: tuple[str, ...]
    corrected_by: str | None = None


class Quarter(Shape):
    """A quarter (quý) and its tasks; a month or a half-year belongs to the quarter it ends in."""

    number: int
    year: int
    tasks: tuple[Task, ...]


class FilingDuty(Shape):
    """What each unit must send, when and to whom (kế hoạch, báo cáo phải nộp)."""

    key: Duty
    title: str
    deadline: Deadline
    recurrence: Literal["once", "yearly"]
    from_whom: str | None
    to_whom: str | None
    source_lines: Lines


class OtherDeadline(Passage):
    """A printed deadline that is none of the three filing duties."""

    deadline: Deadline


class Movement(Shape):
    """An emulation movement (phong trào thi đua); aliases are its other printed spellings."""

    key: str
    name: str
    aliases: tuple[str, ...]
    period: str | None
    source_lines: Lines


class OrganisationDuties(Shape):
    """What the plan asks of one organisation (trách nhiệm thực hiện)."""

    organisation: str
    duties: tuple[Statement, ...]
    source_lines: Lines


class Recipient(Shape):
    """A line of the distribution list (nơi nhận); the role is implied unless the line prints it."""

    name: str
    role: RecipientRole
    role_implied: bool
    source_lines: Lines


class Anomaly(Shape):
    """Something a person must look at; nothing is mended, the reading is only a proposal."""

    code: str
    message: str
    printed: str
    reading: str | None
    source_lines: Lines


class Preview(Shape):
    """A plan as understood. A source line is a line of text, or a paragraph or table row of a Word file."""

    kind: Literal["plan"] = "plan"
    number: str | None
    symbol: str | None
    attached_to: str | None
    place: str | None
    issued_on: date | None
    issuer: Named | None
    signer: Signer
    title: str
    year: int
    school_year: str | None
    legal_bases: tuple[LegalBasis, ...]
    objectives: tuple[Statement, ...]
    requirements: tuple[Statement, ...]
    quarters: tuple[Quarter, ...]
    filing_duties: tuple[FilingDuty, ...]
    other_deadlines: tuple[OtherDeadline, ...]
    movements: tuple[Movement, ...]
    organisations: tuple[OrganisationDuties, ...]
    provisions: tuple[Passage, ...]
    recipients: tuple[Recipient, ...]
    anomalies: tuple[Anomaly, ...]
    outline: tuple[OutlineEntry, ...]
    not_understood: tuple[Passage, ...]


class NotAPlan(Shape):
    """A refusal that says why, what is missing, and what the document seems to be."""

    kind: Literal["not_a_plan"] = "not_a_plan"
    reason: str
    missing: tuple[str, ...] = ()
    looks_like: str | None = None
