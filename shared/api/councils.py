"""What the nominations service answers about councils and their secret ballots.

POST /councils                               body: CouncilDraft -> CouncilView (201)
GET  /councils?on=                           -> tuple[CouncilView]
GET  /councils/{council_id}                  -> CouncilView
POST /councils/{council_id}/members          body: MembersChange -> CouncilView
POST /council-sessions                       body: SessionDraft -> SessionView (201)
GET  /council-sessions?council_id=           -> tuple[SessionSummary]
GET  /council-sessions/{session_id}          -> SessionView
POST /council-sessions/{session_id}/agenda       body: AgendaChange -> SessionView
POST /council-sessions/{session_id}/attendance   body: AttendanceTaken -> SessionView
POST /council-sessions/{session_id}/steps/{step} body: SessionStep -> SessionView
POST /council-sessions/{session_id}/papers       body: PapersAsked -> PapersGiven
GET  /council-sessions/{session_id}/minutes      -> a Word file
POST /council-items/{item_id}/conflicts          body: ConflictDraft -> SessionView
POST /council-items/{item_id}/voters             body: Voters -> SessionView
POST /council-items/{item_id}/paper-counts       body: PaperCount -> SessionView
GET  /council-items/{item_id}/ballots            -> PublishedBallots
POST /ballots                                    body: BallotCast -> Receipt, and nobody signs in for it
"""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from shared.api.base import Shape, StepOffer, StepTaken

HEX = r"^([0-9a-f]{2})+$"


class MemberDraft(Shape):
    """A member to be: the account that signs in, the place in the council, and the unit for conflicts of interest."""

    account: str = Field(min_length=1, max_length=100)
    name: str = Field(min_length=1, max_length=300)
    position: str
    unit_id: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


class CouncilDraft(Shape):
    """A council as its decision establishes it; quorum as (part, whole) where its own rules set one."""

    kind: str = "emulation"
    level: str = "province"
    unit_id: str = ""
    name: str = Field(min_length=1, max_length=300)
    decision_number: str = Field(min_length=1, max_length=100)
    decided_on: date
    legal_basis: str = Field(min_length=1, max_length=2000)
    quorum: tuple[int, int] | None = None
    quorum_basis: str = ""
    valid_from: date
    valid_to: date | None = None
    members: tuple[MemberDraft, ...]


class MembersChange(Shape):
    """Who leaves the council after *left_on*, and who joins it; version is the one the person saw."""

    version: int
    leave: tuple[UUID, ...] = ()
    left_on: date | None = None
    join: tuple[MemberDraft, ...] = ()


class MemberView(Shape):
    """A member of a council."""

    member_id: UUID
    account: str
    name: str
    position: str
    position_label: str
    unit_id: str
    valid_from: date
    valid_to: date | None


class CouncilView(Shape):
    """A council with its members; quorum as (part, whole)."""

    council_id: UUID
    kind: str
    kind_label: str
    level: str
    level_label: str
    unit_id: str
    name: str
    decision_number: str
    decided_on: date
    legal_basis: str
    quorum: tuple[int, int]
    quorum_basis: str
    valid_from: date
    valid_to: date | None
    version: int
    members: tuple[MemberView, ...]


class SessionDraft(Shape):
    """A session to be called; place is where members meet, or where written opinions go."""

    council_id: UUID
    title: str = Field(min_length=1, max_length=300)
    meets_at: datetime
    place: str = Field(min_length=1, max_length=300)
    method: str = "electronic"
    is_written_round: bool = False
    items: tuple["ItemDraft", ...] = ()


class ItemDraft(Shape):
    """An item of the agenda: a candidate by its dossier, an initiative or a matter by its words.

    percent is chosen by a person, with its ground, where no confirmed rule says it.
    """

    kind: str = "nomination"
    nomination_id: UUID | None = None
    title: str = Field(default="", max_length=300)
    unit_id: str = ""
    subject_kind: str = ""
    subject_name: str = Field(default="", max_length=300)
    percent: int | None = Field(default=None, ge=1, le=100)
    percent_basis: str = Field(default="", max_length=2000)


class AgendaChange(Shape):
    """Items added to and taken from an agenda before the session begins."""

    version: int
    add: tuple[ItemDraft, ...] = ()
    remove: tuple[UUID, ...] = ()


class Attendance(Shape):
    """How one member takes part: present, written or absent, with the reason of who is absent."""

    member_id: UUID
    presence: str
    reason: str = ""


class AttendanceTaken(Shape):
    """Who takes part in a session; members not named stay as they were."""

    version: int
    attendances: tuple[Attendance, ...]


class SessionStep(StepTaken):
    """A step of a session; proceedings and conclusion are for the minutes."""

    proceedings: str = ""
    conclusion: str = ""


class ConflictDraft(Shape):
    """A conflict of interest: a member declares the own one, or the one who runs the session settles a detected one."""

    member_id: UUID | None = None
    ground: str = ""
    stands_aside: bool = True
    note: str = ""


class ConflictView(Shape):
    """A conflict of interest of a member with a candidate."""

    member_id: UUID
    member_name: str
    ground: str
    ground_label: str
    is_detected: bool
    stands_aside: bool | None
    note: str


class TallyView(Shape):
    """The totals of one item, the share of ALL members, and what was needed."""

    members: int
    papers: int
    returned: int
    approve: int
    disapprove: int
    abstain: int
    invalid: int
    share: str
    percent: int
    percent_basis: str
    needed: int
    is_passed: bool


class ItemView(Shape):
    """An item of an agenda. modulus is the public key of its ballots (hex), there from the handing out on."""

    item_id: UUID
    position: int
    kind: str
    kind_label: str
    title: str
    nomination_id: UUID | None
    unit_id: str
    subject_kind: str
    subject_name: str
    percent: int | None
    percent_basis: str
    modulus: str
    papers: int
    counted_by: int
    has_paper: bool
    conflicts: tuple[ConflictView, ...]
    tally: TallyView | None


class AttendanceView(Shape):
    """How a member takes part in a session."""

    member_id: UUID
    name: str
    position_label: str
    presence: str
    presence_label: str
    reason: str


class SessionSummary(Shape):
    """A session as a line of a list."""

    session_id: UUID
    council_id: UUID
    council_name: str
    title: str
    state: str
    state_label: str
    method: str
    method_label: str
    is_written_round: bool
    meets_at: datetime
    place: str
    version: int


class SessionView(SessionSummary):
    """A session with its agenda, attendance, quorum, and what the caller may do next."""

    total_members: int
    present: int
    written: int
    quorum: int
    has_quorum: bool
    proceedings: str
    conclusion: str
    items: tuple[ItemView, ...]
    attendances: tuple[AttendanceView, ...]
    steps: tuple[StepOffer, ...]


class PaperAsked(Shape):
    """A blinded ballot paper for one item, in hex: see shared.blind_rsa."""

    item_id: UUID
    blinded: str = Field(pattern=HEX, max_length=1024)


class PapersAsked(Shape):
    """Blinded papers a member asks the council to sign."""

    papers: tuple[PaperAsked, ...] = Field(min_length=1, max_length=1000)


class PaperGiven(Shape):
    """The council's blind signature, in hex; the same paper asked for again gets the same one."""

    item_id: UUID
    blind_signature: str


class PapersGiven(Shape):
    """Blind signatures in the order asked."""

    papers: tuple[PaperGiven, ...]


class BallotCast(Shape):
    """A ballot on a paper of the council; whoever holds the paper may cast it, once."""

    item_id: UUID
    serial: str = Field(pattern=HEX, max_length=64)
    signature: str = Field(pattern=HEX, max_length=1024)
    choice: str


class Receipt(Shape):
    """The code under which a ballot stands in the published list."""

    receipt: str


class PublishedBallot(Shape):
    """One ballot of nobody in particular: its receipt code, and what anybody needs to check and count it again."""

    receipt: str
    serial: str
    signature: str
    choice: str
    choice_label: str


class PublishedBallots(Shape):
    """Every ballot of one item, in the order of their random numbers, with the key that signed their papers."""

    item_id: UUID
    modulus: str
    exponent: int
    ballots: tuple[PublishedBallot, ...]
    tally: TallyView


class Voters(Shape):
    """Members who took a paper ballot for an item (đã nhận phiếu giấy)."""

    member_ids: tuple[UUID, ...]


class PaperCount(Shape):
    """What one person counted on paper; a second person counts without seeing it."""

    approve: int = Field(ge=0, le=10_000)
    disapprove: int = Field(ge=0, le=10_000)
    abstain: int = Field(ge=0, le=10_000)
    invalid: int = Field(default=0, ge=0, le=10_000)
