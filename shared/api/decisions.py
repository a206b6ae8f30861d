"""What the nominations service answers about decisions and what comes after them.

POST /decisions                               body: DecisionDraft -> DecisionView (201)
GET  /decisions?year=&state=                  -> tuple[DecisionSummary]
GET  /decisions/{decision_id}                 -> DecisionView
POST /decisions/{decision_id}/list            body: ListChange -> DecisionView
POST /decisions/{decision_id}/steps/{step}    body: DecisionStep -> DecisionView
GET  /decisions/{decision_id}/proposal        -> a Word file (tờ trình)
GET  /decisions/{decision_id}/paper           -> a Word file (quyết định, with its list)
GET  /decisions/{decision_id}/certificates    -> a CSV file for printing certificates
GET  /fund?payer=&year=                       -> FundView
POST /fund/movements                          body: MovementDraft -> FundView (201)
GET  /nominations/{nomination_id}/packet      -> PacketView
POST /nominations/{nomination_id}/packet      body: PacketChange -> PacketView
POST /nominations/{nomination_id}/packet/questions  body: QuestionDraft -> PacketView
POST /nominations/{nomination_id}/packet/answers    body: AnswerDraft -> PacketView
GET  /register?q=&award=&unit_id=&year=&page=&size= -> RegisterPage
GET  /register/{award_id}                     -> RegisterCard
POST /register/imports?commit=&file_name=     body: a CSV file -> ImportView
POST /ceremonies                              body: CeremonyDraft -> CeremonyView (201)
GET  /ceremonies                              -> tuple[CeremonySummary]
GET  /ceremonies/{ceremony_id}                -> CeremonyView
POST /ceremonies/{ceremony_id}/handovers      body: HandoverChange -> CeremonyView
POST /ceremonies/{ceremony_id}/steps/{step}   body: StepTaken -> CeremonyView
POST /revocations                             body: RevocationDraft -> RevocationView (201)
GET  /revocations                             -> tuple[RevocationSummary]
GET  /revocations/{revocation_id}             -> RevocationView
POST /revocations/{revocation_id}/steps/{step}      body: RevocationStep -> RevocationView
POST /revocations/{revocation_id}/recoveries  body: Recovery -> RevocationView
POST /revocations/{revocation_id}/doubts/{award_id} body: DoubtSettled -> RevocationView
"""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from shared.api.base import Shape, StepOffer, StepTaken


class DecisionDraft(Shape):
    """A decision to be drafted with its list of dossiers; payer is whose fund pays, by default the issuer's."""

    issuer: str = "province_chair"
    title: str = Field(min_length=1, max_length=500)
    proposer: str = Field(min_length=1, max_length=300)
    nominations: tuple[UUID, ...] = ()
    round_id: UUID | None = None
    recipients: tuple[str, ...] = ()
    payer: str = ""


class ListChange(Shape):
    """Dossiers put on a decision's list and taken off it, before it is proposed."""

    version: int
    add: tuple[UUID, ...] = ()
    remove: tuple[UUID, ...] = ()


class DecisionStep(StepTaken):
    """A step of a decision: the proposal's number for `propose`; number, date and signer for `sign`."""

    proposal_number: str = ""
    proposed_on: date | None = None
    number: str = ""
    decided_on: date | None = None
    signer: str = ""
    signer_title: str = ""


class DecisionSummary(Shape):
    """A decision as a line of a list."""

    decision_id: UUID
    issuer: str
    issuer_name: str
    title: str
    state: str
    state_label: str
    number: str
    decided_on: date | None
    dossiers: int
    version: int


class DecisionEntry(Shape):
    """One dossier of a decision's list; bonus in whole đồng, None where no rule gives it for that day."""

    nomination_id: UUID
    position: int
    award: str
    award_name: str
    subject_kind: str
    subject_name: str
    unit_id: str
    unit_name: str
    bonus: int | None
    is_confirmed: bool


class DecisionView(DecisionSummary):
    """A decision with its grounds, its list, its sums and what the caller may do next."""

    proposer: str
    proposal_number: str
    proposed_on: date | None
    signer: str
    signer_title: str
    basis: tuple[str, ...]
    recipients: tuple[str, ...]
    payer: str
    total: int
    entries: tuple[DecisionEntry, ...]
    steps: tuple[StepOffer, ...]


class MovementDraft(Shape):
    """Money put into the fund, or paid out of it for an award, in whole đồng."""

    kind: str
    payer: str = ""
    award_id: UUID | None = None
    amount: int = Field(gt=0, le=1_000_000_000_000)
    happened_on: date
    note: str = Field(default="", max_length=500)


class FundView(Shape):
    """What a fund was granted, owes, paid, waits for and got back, in whole đồng."""

    payer: str
    year: int | None
    granted: int
    due: int
    paid: int
    unpaid: int
    recoverable: int
    recovered: int
    outstanding: int
    left: int


class PacketComponent(Shape):
    """One thing in a packet for the centre: how many originals it asks for, and how many are enclosed."""

    code: str
    name: str = ""
    copies: int = 0
    enclosed: int = Field(ge=0, le=100)


class PacketChange(Shape):
    """What is enclosed; and, to send it, the number of the covering letter and the day."""

    version: int | None = None
    components: tuple[PacketComponent, ...] = ()
    reference: str = ""
    sent_on: date | None = None


class QuestionDraft(Shape):
    """What the centre asks."""

    question: str = Field(min_length=1, max_length=2000)
    asked_on: date | None = None


class AnswerDraft(Shape):
    """What the centre is answered."""

    question_id: UUID
    answer: str = Field(min_length=1, max_length=2000)
    answered_on: date | None = None


class QuestionView(Shape):
    """A question of the centre and its answer."""

    question_id: UUID
    asked_on: date
    question: str
    answered_on: date | None
    answer: str


class PacketView(Shape):
    """A packet for the centre: its checklist, since when it waits, questions, and the award it ended in."""

    nomination_id: UUID
    components: tuple[PacketComponent, ...]
    lacking: tuple[str, ...]
    reference: str
    sent_on: date | None
    days_waiting: int | None
    answered_on: date | None
    award_id: UUID | None
    questions: tuple[QuestionView, ...]
    version: int


class RegisterLine(Shape):
    """One line of the award register."""

    award_id: UUID
    book_number: int
    book_year: int
    award: str
    award_name: str
    subject_kind: str
    subject_id: UUID
    subject_name: str
    unit_id: str
    unit_name: str
    year: int
    decision_number: str
    decided_on: date
    bonus: int
    presented_on: date | None
    revoked_on: date | None
    is_imported: bool


class RegisterPage(Shape):
    """One page of the register; there are more lines where has_more says so."""

    items: tuple[RegisterLine, ...]
    page: int
    size: int
    has_more: bool


class GroundView(Shape):
    """A ground on which an award may be cancelled, as the law of its day writes it (căn cứ hủy bỏ)."""

    code: str
    name: str
    citation: str
    is_confirmed: bool


class RegisterCard(RegisterLine):
    """One line of the register with its dossier, if it had one here, and what may be done about it."""

    nomination_id: UUID | None
    grounds: tuple[GroundView, ...]
    revocation_id: UUID | None


class ImportFault(Shape):
    """Why a line of a file cannot be taken in."""

    line: int
    faults: tuple[str, ...]


class ImportView(Shape):
    """What a file of past decisions holds: how many lines fit, and ALL that do not; nothing is kept unless all fit."""

    lines: int
    fitting: int
    faults: tuple[ImportFault, ...]
    import_id: UUID | None = None


class CeremonyDraft(Shape):
    """A ceremony to be prepared."""

    title: str = Field(min_length=1, max_length=300)
    held_at: datetime
    place: str = Field(min_length=1, max_length=300)
    host: str = Field(min_length=1, max_length=300)
    invitees: tuple[str, ...] = ()
    awards: tuple[UUID, ...] = ()


class Handover(Shape):
    """What is at hand for one award, and who took it: in_person, representative or absent."""

    award_id: UUID
    has_certificate: bool = False
    has_gift: bool = False
    result: str = ""
    received_by: str = Field(default="", max_length=300)
    note: str = Field(default="", max_length=500)


class HandoverChange(Shape):
    """Changes to a ceremony's list."""

    version: int
    handovers: tuple[Handover, ...]


class HonourView(Handover):
    """One award of a ceremony in the order of rank."""

    award_name: str
    subject_name: str
    unit_name: str
    decision: str
    result_label: str


class CeremonySummary(Shape):
    """A ceremony as a line of a list."""

    ceremony_id: UUID
    title: str
    state: str
    state_label: str
    held_at: datetime
    place: str
    awards: int


class CeremonyView(Shape):
    """A ceremony: its list from the highest award down, the running order, and what is still missing."""

    ceremony_id: UUID
    title: str
    state: str
    state_label: str
    held_at: datetime
    place: str
    host: str
    invitees: tuple[str, ...]
    honours: tuple[HonourView, ...]
    script: tuple[str, ...]
    missing: tuple[str, ...]
    version: int
    steps: tuple[StepOffer, ...]


class RevocationDraft(Shape):
    """An award that has to be cancelled: on which ground, by which conclusion of which day."""

    award_id: UUID
    ground: str
    conclusion: str = Field(min_length=1, max_length=2000)
    concluded_on: date


class RevocationStep(StepTaken):
    """A step of a revocation: number and day of the decision for `decide`."""

    decision_number: str = ""
    decided_on: date | None = None


class Recovery(Shape):
    """Money that came back, in whole đồng, or the object that did."""

    version: int
    amount: int = Field(default=0, ge=0)
    object_returned_on: date | None = None
    happened_on: date


class DoubtSettled(Shape):
    """What a person found about a later award: it stands, or it is to be revoked as well."""

    outcome: str
    note: str = Field(min_length=1, max_length=2000)


class ChainLink(Shape):
    """One award in the chain from the revoked one to one in doubt."""

    award_id: UUID
    award_name: str
    decision_number: str
    decided_on: date


class DoubtView(Shape):
    """A later award that may rest on the revoked one, with the chain between."""

    award_id: UUID
    chain: tuple[ChainLink, ...]
    is_direct_finding: bool
    outcome: str
    note: str


class RevocationSummary(Shape):
    """A revocation as a line of a list."""

    revocation_id: UUID
    award_name: str
    subject_name: str
    state: str
    state_label: str
    report_by: date
    decide_by: date | None


class RevocationView(Shape):
    """A revocation: its ground, its days, what has to come back, and the later awards in doubt."""

    revocation_id: UUID
    award_id: UUID
    award_name: str
    subject_name: str
    state: str
    state_label: str
    ground: str
    ground_label: str
    citation: str
    conclusion: str
    concluded_on: date
    report_by: date
    reported_on: date | None
    decide_by: date | None
    decision_number: str
    decided_on: date | None
    to_recover: int
    recovered: int
    object_returned_on: date | None
    doubts: tuple[DoubtView, ...]
    version: int
    steps: tuple[StepOffer, ...]
