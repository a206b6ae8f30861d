"""What the plans service answers about inspections, occasions, guidance, exemplars and the calendar.

GET  /inspection-plans?year=                     -> tuple[InspectionPlanView]
POST /inspection-plans                           body: InspectionPlanDraft -> InspectionPlanView (201)
POST /inspection-plans/{id}/steps/issue          body: InspectionPlanStep -> InspectionPlanView
POST /inspection-plans/{id}/inspections          body: InspectionDraft -> InspectionView (201)
GET  /inspections?year=&issuer=&unit_id=&state=&page=&size= -> Page[InspectionView]
GET  /inspections/{id}                           -> InspectionDetail
POST /inspections/{id}/steps/{step}              body: InspectionStep (postpone, visit, conclude, cancel)
POST /inspections/{id}/findings                  body: FindingDraft -> InspectionDetail (201)
POST /inspections/{id}/findings/{finding_id}/steps/{step} body: FindingStep (report, extend, return, confirm)
POST /inspections/{id}/findings/{finding_id}/suggestion   body: Suggestion -> InspectionDetail
GET  /findings?unit_id=&state=&page=&size=       -> Page[FindingView]; state may also be `overdue`

GET  /events?year=&kind=&state=&unit_id=&page=&size= -> Page[OccasionView]
POST /events                                     body: OccasionDraft -> OccasionDetail (201)
GET  /events/{id}                                -> OccasionDetail
POST /events/{id}/steps/{step}                   body: OccasionStep (reschedule, hold, report, cancel) -> OccasionDetail
POST /events/{id}/registration                   body: Registration -> OccasionDetail
PUT  /events/{id}/materials                      body: Materials -> OccasionDetail
GET  /learned-models?field=&page=&size=          -> Page[LearnedModelView]
GET  /guidance?page=&size=                       -> Page[GuidanceView]
POST /guidance                                   body: GuidanceDraft -> GuidanceView (201)
GET  /guidance/{id}                              -> GuidanceView; notes that the unit's officer opened it
POST /guidance/{id}/steps/{step}                 body: StepTaken (publish, withdraw) -> GuidanceView

GET  /exemplars?unit_id=&state=&region=&worker_class=&field=&page=&size= -> Page[ExemplarView]
POST /exemplars                                  body: ExemplarDraft -> ExemplarView (201)
GET  /exemplars/{id}                             -> ExemplarView
POST /exemplars/{id}/steps/{step}                body: ExemplarStep (foster, recognise, replicate, honour, drop)

GET  /calendar?starts_on=&ends_on=&unit_id=&kind= -> CalendarView
GET  /anniversaries?year=                        -> tuple[AnniversaryView]
GET  /calendar/feeds                             -> tuple[FeedView]
POST /calendar/feeds                             body: FeedDraft -> FeedMade (201; the address is shown this once)
POST /calendar/feeds/{feed_id}/revoke            -> FeedView
GET  /calendar/feeds/{feed_id}/{secret}.ics      -> text/calendar, for programs that cannot sign in
"""

from datetime import date, datetime
from typing import Annotated
from unicodedata import normalize
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field

from shared.api.base import Shape, StepOffer, StepTaken
from shared.events.plans import FindingKind, InspectionForm, InspectionIssuer, OccasionKind, Severity


def _composed(text: str) -> str:
    return normalize("NFC", text).strip()


Line = Annotated[str, AfterValidator(_composed), Field(max_length=500)]
"""A line of text, composed and without spaces around it."""

Name = Annotated[str, AfterValidator(_composed), Field(min_length=1, max_length=500)]
"""A line that says something."""

Passage = Annotated[str, AfterValidator(_composed), Field(max_length=20_000)]
"""A passage of text, composed and without spaces around it."""

People = Annotated[int, Field(ge=0, le=100_000)]
"""How many people."""


class InspectionPlanDraft(Shape):
    """A year's inspection plan as it is drawn up; the task it answers is completed when both issuers' are issued."""

    year: int = Field(ge=2000, le=2100)
    issuer: InspectionIssuer
    title: Name
    max_score: float | None = Field(default=None, gt=0, le=100_000)
    plan_id: UUID | None = None
    task_key: str | None = None


class InspectionPlanStep(StepTaken):
    """Issue an inspection plan: number, symbol and date of the document."""

    reference: Line = ""
    issued_on: date | None = None


class InspectionDraft(Shape):
    """An inspection as the plan names it: of one unit, or of a whole cluster."""

    unit_id: str | None = None
    cluster_id: str | None = None
    form: InspectionForm
    starts_on: date
    ends_on: date
    team: tuple[Name, ...] = ()
    contents: tuple[Name, ...] = ()
    version: int | None = None


class InspectionView(Shape):
    """A line of the list of inspections; unit or cluster is None where the other is inspected."""

    inspection_id: UUID
    inspection_plan_id: UUID
    year: int
    issuer: InspectionIssuer
    issuer_label: str
    form: InspectionForm
    form_label: str
    unit_id: str | None
    cluster_id: str | None
    inspected: str
    starts_on: date
    ends_on: date
    state: str
    state_label: str
    version: int
    steps: tuple[StepOffer, ...]


class InspectionPlanView(Shape):
    """An inspection plan with what is on it."""

    inspection_plan_id: UUID
    year: int
    issuer: InspectionIssuer
    issuer_label: str
    title: str
    max_score: float | None
    reference: str
    issued_on: date | None
    state: str
    state_label: str
    version: int
    inspections: tuple[InspectionView, ...]
    steps: tuple[StepOffer, ...]


class VisitView(Shape):
    """A visit: which contents were checked, and what was seen."""

    number: int
    visited_on: date
    checked: tuple[str, ...]
    summary: str


class FindingView(Shape):
    """What an inspection found; due_on is None where nothing is to be mended."""

    finding_id: UUID
    inspection_id: UUID
    unit_id: str
    unit_name: str
    kind: FindingKind
    kind_label: str
    severity: Severity | None
    severity_label: str
    text: str
    ground: str
    recorded_on: date
    due_on: date | None
    state: str
    state_label: str
    is_overdue: bool
    remedy: str
    reason: str
    remedied_on: date | None
    suggested_on: date | None
    steps: tuple[StepOffer, ...]


class InspectionDetail(InspectionView):
    """An inspection with its team, contents, visits and findings; unchecked is what no visit has checked yet."""

    team: tuple[str, ...]
    contents: tuple[str, ...]
    unchecked: tuple[str, ...]
    note: str
    conclusion: str
    score: float | None
    max_score: float | None
    concluded_on: date | None
    visits: tuple[VisitView, ...]
    findings: tuple[FindingView, ...]


class InspectionStep(StepTaken):
    """A step of an inspection; days for `postpone`, a visit for `visit`, text and score for `conclude`."""

    starts_on: date | None = None
    ends_on: date | None = None
    visited_on: date | None = None
    checked: tuple[Name, ...] = ()
    summary: Passage = ""
    conclusion: Passage = ""
    score: float | None = None


class FindingDraft(Shape):
    """What an inspection found; unit_id may be left out where one unit is inspected."""

    unit_id: str | None = None
    kind: FindingKind
    severity: Severity | None = None
    text: Annotated[Passage, Field(min_length=1)]
    ground: Line = ""
    due_on: date | None = None
    version: int | None = None


class FindingStep(StepTaken):
    """A step of a finding; remedy for `report`, due_on for `extend`."""

    remedy: Passage = ""
    due_on: date | None = None


class Suggestion(Shape):
    """Suggest a nomination for what was praised; the unit decides whether to submit one."""

    subject_kind: str = Field(pattern="^(collective|individual|household)$")
    mode: str = Field(default="sudden", pattern="^(merit|thematic|sudden)$")
    version: int | None = None


class Material(Shape):
    """A document for those who attend: its title and where it is."""

    title: Name
    link: Annotated[str, Field(pattern=r"^https?://\S+$", max_length=1_000)]


class Materials(Shape):
    """All materials of an occasion, in order."""

    materials: tuple[Material, ...] = Field(max_length=200)
    version: int | None = None


class OccasionDraft(Shape):
    """What is to be held; unit_ids, cluster_ids and everyone say who is invited.

    plan_id and task_key name the task that is completed by holding it.
    """

    kind: OccasionKind
    title: Name
    place: Line = ""
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    unit_ids: tuple[str, ...] = ()
    cluster_ids: tuple[str, ...] = ()
    everyone: bool = False
    commemorates: Line = ""
    commemorates_on: date | None = None
    plan_id: UUID | None = None
    task_key: str | None = None
    movement_id: UUID | None = None


class OccasionView(Shape):
    """A line of the list of occasions; anniversary is the number of years commemorated."""

    occasion_id: UUID
    kind: OccasionKind
    kind_label: str
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    state: str
    state_label: str
    commemorates: str
    anniversary: int | None
    anniversary_label: str
    plan_id: UUID | None
    task_key: str | None
    movement_id: UUID | None
    warnings: tuple[str, ...]
    version: int
    steps: tuple[StepOffer, ...]


class AttendanceView(Shape):
    """A unit's people: announced, come, certified; None where nobody has said yet."""

    unit_id: str
    unit_name: str
    registered: int | None
    attended: int | None
    certified: int


class LearnedModel(Shape):
    """A model learned on a study visit (mô hình học được)."""

    name: Name
    learned_from: Name
    field: Line = ""
    summary: Passage = ""


class LearnedModelView(LearnedModel):
    """A model learned, and on which visit."""

    model_id: UUID
    occasion_id: UUID
    learned_on: date


class OccasionDetail(OccasionView):
    """An occasion with its guests, materials, report and what was learned; an officer sees their own unit's line."""

    note: str
    report: str
    held_on: date | None
    reported_on: date | None
    materials: tuple[Material, ...]
    attendance: tuple[AttendanceView, ...]
    models: tuple[LearnedModelView, ...]


class Attended(Shape):
    """How many of a unit came, and how many of them hold a certificate."""

    unit_id: str
    attended: People
    certified: People = 0


class OccasionStep(StepTaken):
    """A step of an occasion: times for `reschedule`, who came for `hold`, text and models for `report`."""

    starts_at: AwareDatetime | None = None
    ends_at: AwareDatetime | None = None
    attendance: tuple[Attended, ...] = ()
    report: Passage = ""
    models: tuple[LearnedModel, ...] = Field(default=(), max_length=200)


class Registration(Shape):
    """How many people of a unit will come; an officer answers for their own unit."""

    unit_id: str | None = None
    registered: People


class GuidanceDraft(Shape):
    """A guidance document; everyone, or the units and clusters it is for."""

    reference: Name
    title: Name
    issuer: Name
    issued_on: date
    text: Passage = ""
    link: Annotated[str, Field(pattern=r"^(https?://\S+)?$", max_length=1_000)] = ""
    unit_ids: tuple[str, ...] = ()
    cluster_ids: tuple[str, ...] = ()
    everyone: bool = False


class GuidanceView(Shape):
    """A guidance document; read_by counts the units whose officer opened it, of how many it is for."""

    guidance_id: UUID
    reference: str
    title: str
    issuer: str
    issued_on: date
    text: str
    link: str
    state: str
    state_label: str
    reason: str
    units: int
    read_by: int
    unread: tuple[str, ...]
    version: int
    steps: tuple[StepOffer, ...]


class ExemplarDraft(Shape):
    """An exemplar as it was found; an officer's is of their own unit."""

    unit_id: str
    subject_kind: str = Field(pattern="^(collective|individual)$")
    subject_name: Name
    is_small_collective: bool = False
    field: Name
    regions: tuple[str, ...] = ()
    worker_class: str = "other"
    story: Passage = ""
    found_on: date
    movement_id: UUID | None = None
    nomination_id: UUID | None = None
    finding_id: UUID | None = None


class Follower(Shape):
    """A unit that follows an exemplar."""

    unit_id: str
    unit_name: str
    replicated_on: date
    note: str


class ExemplarView(Shape):
    """An exemplar with its labels, who follows it and where it was honoured."""

    exemplar_id: UUID
    unit_id: str
    unit_name: str
    subject_kind: str
    subject_kind_label: str
    subject_name: str
    is_small_collective: bool
    field: str
    regions: tuple[str, ...]
    region_labels: tuple[str, ...]
    worker_class: str
    worker_class_label: str
    story: str
    found_on: date
    state: str
    state_label: str
    movement_id: UUID | None
    nomination_id: UUID | None
    finding_id: UUID | None
    recognised_on: date | None
    note: str
    followers: tuple[Follower, ...]
    honoured_at: tuple[UUID, ...]
    version: int
    steps: tuple[StepOffer, ...]


class ExemplarStep(StepTaken):
    """A step of an exemplar: story and nomination for `recognise`, units for `replicate`, occasion for `honour`."""

    story: Passage = ""
    nomination_id: UUID | None = None
    unit_ids: tuple[str, ...] = ()
    note: Line = ""
    occasion_id: UUID | None = None


class AnniversaryView(Shape):
    """A day in history as it falls in a year: number is how many years ago; kind_label says how round that is."""

    key: str
    name: str
    origin_on: date
    on: date
    number: int
    kind_label: str
    is_round: bool
    source: str
    status: str


class EntryView(Shape):
    """A dated thing; starts_at and ends_at only where it has a time of day.

    source and status where a law or an unconfirmed reading is behind the day.
    """

    uid: str
    kind: str
    kind_label: str
    title: str
    starts_on: date
    ends_on: date
    starts_at: datetime | None
    ends_at: datetime | None
    place: str
    unit_id: str | None
    state_label: str
    is_done: bool
    is_cancelled: bool
    link: str
    source: str
    status: str
    warnings: tuple[str, ...]


class CalendarView(Shape):
    """All dated things of some days, in the order of their days; doubts are what nobody has confirmed about them."""

    starts_on: date
    ends_on: date
    entries: tuple[EntryView, ...]
    doubts: tuple[str, ...]


class FeedDraft(Shape):
    """Ask for a feed: the caller's own, or that of a unit."""

    unit_id: str | None = None
    with_alarms: bool = False


class FeedView(Shape):
    """A feed as its owner sees it; its address is not shown again."""

    feed_id: UUID
    unit_id: str | None
    is_of_unit: bool
    with_alarms: bool
    made_at: datetime
    read_at: datetime | None
    revoked_at: datetime | None


class FeedMade(FeedView):
    """A new feed with the path to give to a calendar program; whoever has it reads the feed."""

    path: str
