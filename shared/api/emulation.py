"""What the plans service asks and answers about movements, a cluster's year, pledges, targets and titles.

POST /movements · GET /movements/{movement_id} · POST /movements/{movement_id}/steps/{step}
PUT  /movements/{movement_id}/participations/{unit_id}                  body: Participation
PUT  /movements/{movement_id}/participations/{unit_id}/result           body: ParticipationResult
POST /clusters/{cluster_id}/years                                       body: YearOpened -> ClusterYearView (201)
GET  /clusters/{cluster_id}/years/{year} · PATCH: body YearDates        -> ClusterYearView
PUT  /clusters/{cluster_id}/years/{year}/pledge                         body: PledgeDraft -> PledgeView
POST /clusters/{cluster_id}/years/{year}/pledge/sign                    body: PledgeSigning -> PledgeView
PUT  /clusters/{cluster_id}/years/{year}/registrations/{unit_id}        body: RegistrationDraft -> RegistrationView
POST /clusters/{cluster_id}/years/{year}/registrations/{unit_id}/steps/{step}  body: StepTaken -> RegistrationView
PUT  /clusters/{cluster_id}/years/{year}/registrations/{unit_id}/achieved      body: Achieved -> RegistrationView
GET  /clusters/{cluster_id}/years/{year}/comparison                     -> ComparisonView
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.api.base import Shape, StepOffer, StepTaken
from shared.api.organisation import Slug, Text, Words
from shared.api.scoring import Amount, AwardPlaces, Code

Year = Annotated[int, Field(ge=2000, le=2100)]
Paragraph = Annotated[Text, Field(max_length=5_000)]
MovementForm = Literal["regular", "thematic"]
MovementScope = Literal["national", "province", "cluster", "unit"]
Stage = Literal["half_year", "year"]


class MovementDraft(Shape):
    """A movement to be launched (phong trào thi đua): its form, scope, period and criteria."""

    plan_id: UUID
    name: Words
    form: MovementForm
    scope: MovementScope
    unit_id: Slug | None = None
    cluster_id: Slug | None = None
    starts_on: date
    ends_on: date | None = None
    aims: Paragraph = ""
    criteria: tuple[Words, ...] = ()
    audience: Text = ""
    indicators: tuple[Words, ...] = ()
    launched_by: Text = ""
    document: Text = ""


class MovementStep(StepTaken):
    """A step of a movement: the document that launches, reviews or concludes it, its date, and what it found."""

    document: Text = ""
    dated_on: date | None = None
    launched_by: Text = ""
    summary: Paragraph = ""


class Participation(Shape):
    """A unit takes part in a movement with a content of its own (đăng ký tham gia)."""

    content: Paragraph
    participants: Annotated[int, Field(ge=0)] = 0
    version: int | None = None


class Measured(Shape):
    """A value of an indicator in a year: what was aimed at, what was reached, and who measured it."""

    indicator: Words
    year: Year
    target: Amount | None = None
    achieved: Amount | None = None
    source: Text = ""


class ParticipationResult(Shape):
    """What a unit achieved in a movement (kết quả thực hiện phong trào)."""

    result: Paragraph = ""
    measures: tuple[Measured, ...] = ()
    version: int | None = None


class ParticipationView(Shape):
    """A unit's part in a movement."""

    unit_id: str
    unit_name: str
    registered_on: date
    content: str
    participants: int
    result: str
    measures: tuple[Measured, ...]
    version: int


class MovementStage(Shape):
    """A review or conclusion that was held."""

    kind: str
    label: str
    held_on: date
    document: str
    summary: str


class MovementDetail(Shape):
    """A movement with its units and its reviews."""

    movement_id: UUID
    plan_id: UUID
    name: str
    period: str | None
    form: str | None
    form_label: str
    scope: str
    scope_label: str
    unit_id: str | None
    cluster_id: str | None
    starts_on: date | None
    ends_on: date | None
    aims: str
    criteria: tuple[str, ...]
    audience: str
    indicators: tuple[str, ...]
    launched_by: str
    document: str
    launched_on: date | None
    state: str
    state_label: str
    stages: tuple[MovementStage, ...]
    participations: tuple[ParticipationView, ...]
    version: int
    steps: tuple[StepOffer, ...]


class YearDates(Shape):
    """Until when units register targets and score themselves; the inter-provincial cluster sets its own dates."""

    registration_due_on: date
    self_score_due_on: date
    accepts_late_scores: bool = False
    version: int | None = None


class YearOpened(YearDates):
    """A cluster's year begins: the criteria it is scored by and the awards its best are proposed for.

    Without awards, those of the criteria set apply.
    """

    year: Year
    criteria_set_id: Slug
    awards: tuple[AwardPlaces, ...] | None = None


class YearMember(Shape):
    """Where one member stands in the cluster's year."""

    unit_id: str
    unit_name: str
    has_signed: bool
    registration_state: str
    registration_label: str
    sheet_state: str
    sheet_label: str


class ClusterYearView(Shape):
    """A cluster's year (năm thi đua của cụm, khối)."""

    cluster_id: str
    cluster_name: str
    year: int
    state: str
    state_label: str
    criteria_set_id: str
    criteria_status: str
    registration_due_on: date
    self_score_due_on: date
    accepts_late_scores: bool
    awards: tuple[AwardPlaces, ...]
    members: tuple[YearMember, ...]
    published_on: date | None
    version: int
    steps: tuple[StepOffer, ...]


class PledgeTarget(Shape):
    """A common target of the pledge."""

    content: Words
    measure: Text = ""
    value: Amount | None = None


class PledgeDraft(Shape):
    """The text of a pledge (giao ước thi đua) before it is signed."""

    contents: Annotated[tuple[Words, ...], Field(min_length=1)]
    targets: tuple[PledgeTarget, ...] = ()
    version: int | None = None


class Signatory(Shape):
    """Who signs for a member; without a name, the head in office that day."""

    unit_id: Slug
    name: Text = ""
    post: Text = ""


class PledgeSigning(Shape):
    """Signing the pledge: the day, the place and who signs for each member."""

    signed_on: date
    place: Text = ""
    signatories: Annotated[tuple[Signatory, ...], Field(min_length=1)]
    version: int | None = None


class SignatoryView(Shape):
    """Who signed for a member, and when."""

    unit_id: str
    unit_name: str
    name: str
    post: str
    signed_on: date


class PledgeView(Shape):
    """A cluster's pledge of a year; missing_ids are the members that have not signed."""

    cluster_id: str
    year: int
    state: str
    state_label: str
    contents: tuple[str, ...]
    targets: tuple[PledgeTarget, ...]
    signed_on: date | None
    place: str
    signatories: tuple[SignatoryView, ...]
    missing_ids: tuple[str, ...]
    version: int
    steps: tuple[StepOffer, ...]


class TargetDraft(Shape):
    """A target a unit registers (chỉ tiêu thi đua): its value and unit of measure."""

    code: Code
    name: Words
    measure: Words
    value: Amount
    better: Literal["more", "less"] = "more"


class TitleDraft(Shape):
    """How many of a title or award a unit registers for (đăng ký danh hiệu thi đua)."""

    award: Annotated[str, Field(min_length=1, max_length=40)]
    count: Annotated[int, Field(ge=0)]


class RegistrationDraft(Shape):
    """What a unit registers for a year; sent registrations are amended as a new edition."""

    targets: tuple[TargetDraft, ...]
    titles: tuple[TitleDraft, ...] = ()
    version: int | None = None


class AchievedTarget(Shape):
    """What was achieved of a target."""

    code: Code
    value: Amount
    note: Text = ""


class AchievedTitle(Shape):
    """How many of a title were really awarded."""

    award: str
    count: Annotated[int, Field(ge=0)]


class Achieved(Shape):
    """What a unit achieved by the half-year or by the year's end."""

    stage: Stage
    targets: tuple[AchievedTarget, ...] = ()
    titles: tuple[AchievedTitle, ...] = ()
    version: int | None = None


class TargetView(Shape):
    """A registered target beside what was achieved; percent is achieved of registered, None without both."""

    code: str
    name: str
    measure: str
    better: str
    value: Decimal
    half_year: Decimal | None
    half_year_percent: Decimal | None
    achieved: Decimal | None
    percent: Decimal | None
    is_met: bool | None
    note: str


class TitleView(Shape):
    """A registered title beside what was awarded."""

    award: str
    award_label: str
    count: int
    achieved: int | None


class RegistrationView(Shape):
    """A unit's registration of a year (đăng ký chỉ tiêu, danh hiệu thi đua) in one of its editions."""

    cluster_id: str
    year: int
    unit_id: str
    unit_name: str
    state: str
    state_label: str
    edition: int
    editions: int
    due_on: date
    sent_on: date | None
    days_late: int
    targets: tuple[TargetView, ...]
    titles: tuple[TitleView, ...]
    version: int
    steps: tuple[StepOffer, ...]


class ComparisonView(Shape):
    """Registered and achieved of every member of a cluster (đối chiếu chỉ tiêu đăng ký và kết quả)."""

    cluster_id: str
    year: int
    registrations: tuple[RegistrationView, ...]
    missing_ids: tuple[str, ...]
