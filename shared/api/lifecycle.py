"""What the plans service answers about the life of a plan: versions, clones, tasks in full, further filings.

GET  /plans/{plan_id}/bases                            -> tuple[BasisView]: whether each held on the day of issue
GET  /plans/{plan_id}/versions · /versions/{number}    -> tuple[VersionLine] · VersionView
POST /plans/{plan_id}/amendments                       body: Amendment  -> PlanView
GET  /plans/{plan_id}/journal?page=&size=              -> Page[JournalLine]
GET  /plans/{plan_id}/clone                            -> CloneView: what would move, what a person must answer
POST /plans/{plan_id}/clone                            body: CloneOrder -> DraftView (201)
GET  /plans/{plan_id}/tasks/{task_key}                 -> TaskDetail
POST /plans/{plan_id}/tasks/{task_key}/assignment      body: Assignment -> TaskView
POST /plans/{plan_id}/tasks/{task_key}/wait            body: Wait       -> TaskView
POST /plans/{plan_id}/tasks/{task_key}/round           body: RoundOrder -> TaskView
POST /plans/{plan_id}/tasks/{task_key}/campaign        body: CampaignOrder -> TaskView
POST /plans/{plan_id}/tasks/{task_key}/parts/{part_key}/steps/{step}   body: StepTaken -> TaskView
POST /plans/{plan_id}/tasks/{task_key}/evidence        body: EvidenceGiven -> EvidenceView (201)
POST /plans/{plan_id}/tasks/{task_key}/evidence/{evidence_id}/withdraw -> EvidenceView
GET  /tasks/facts                                      -> tuple[FactChoice]: what a task may wait for
GET  /plans/{plan_id}/duties                           -> tuple[DutyView]
POST /plans/{plan_id}/duties/refresh                   -> DutiesOwed: filings of units that joined since
GET  /filings/{filing_id}/journal                      -> tuple[JournalLine]
POST /filings/sheet?plan_id=&confirm=                  body: an XLSX or CSV file -> SheetView
GET  /filings/sheet?plan_id=                           -> a CSV to fill in
GET  /days-off?year=                                   -> tuple[DayOffView]
PUT  /days-off/{day}                                   body: DayOffGiven -> DayOffView
"""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from shared.api.base import Shape, StepTaken
from shared.api.plans import TaskView
from shared.events.plans import DeadlineKind

_CODE = r"^[a-z][a-z0-9_]{0,39}$"


class BasisView(Shape):
    """A legal basis and whether it held on the day the plan was issued (căn cứ pháp lý, tình trạng hiệu lực)."""

    text: str
    state: str
    state_label: str
    instrument: str | None
    source: str | None
    is_confirmed: bool


class DutyView(Shape):
    """What a plan asks units to file (loại báo cáo, kế hoạch phải nộp)."""

    code: str
    name: str
    deadline_kind: DeadlineKind
    due_on: date
    owes: str
    owed_by: tuple[str, ...]


class DutiesOwed(Shape):
    """How many filings were added for units that owed none yet."""

    filings: int


class TaskContent(Shape):
    """A task as one version of the plan has it."""

    task_key: str
    quarter: int
    text: str
    parts: tuple[str, ...] = ()
    is_conditional: bool
    deadline_kind: DeadlineKind
    due_on: date
    is_deadline_implied: bool
    lead: str = ""
    coordinating: tuple[str, ...] = ()
    output: str = ""


class PlanContent(Shape):
    """A plan as it read: its identity, its tasks and its duties."""

    symbol: str
    title: str
    issuer: str
    issued_on: date
    signer: str | None
    tasks: tuple[TaskContent, ...]
    duties: tuple[DutyView, ...]


class VersionLine(Shape):
    """A version of a plan: the first as issued, the others each by an amending document."""

    number: int
    document: str
    dated_on: date
    reason: str
    kept_by: str
    kept_at: datetime
    changes: tuple[str, ...]


class VersionView(VersionLine):
    """A version with the plan as it read then."""

    content: PlanContent


class TaskAdded(Shape):
    """A task an amendment adds; without a date it is due on its quarter's last day."""

    quarter: int = Field(ge=1, le=4)
    text: str = Field(min_length=1, max_length=2000)
    parts: tuple[str, ...] = ()
    is_conditional: bool = False
    deadline_kind: DeadlineKind = DeadlineKind.NOT_LATER_THAN
    due_on: date | None = None
    lead: str = ""
    coordinating: tuple[str, ...] = ()
    output: str = ""


class TaskChanged(Shape):
    """What an amendment changes of a task; None leaves it as it is."""

    task_key: str
    quarter: int | None = Field(default=None, ge=1, le=4)
    text: str | None = Field(default=None, min_length=1, max_length=2000)
    deadline_kind: DeadlineKind | None = None
    due_on: date | None = None
    output: str | None = None


class DutyAdded(Shape):
    """A duty an amendment adds; owed_by holds kinds, clusters or units by their codes, as owes says."""

    code: str = Field(pattern=_CODE)
    name: str = Field(min_length=1, max_length=300)
    deadline_kind: DeadlineKind
    due_on: date
    owes: str = "all"
    owed_by: tuple[str, ...] = ()


class DutyChanged(Shape):
    """What an amendment changes of a duty; None leaves it as it is."""

    code: str
    name: str | None = Field(default=None, min_length=1, max_length=300)
    deadline_kind: DeadlineKind | None = None
    due_on: date | None = None


class Amendment(StepTaken):
    """A document that amends the plan (văn bản điều chỉnh, bổ sung kế hoạch), and what it changes."""

    document: str = Field(min_length=1, max_length=200)
    dated_on: date
    add_tasks: tuple[TaskAdded, ...] = ()
    change_tasks: tuple[TaskChanged, ...] = ()
    remove_tasks: tuple[str, ...] = ()
    add_duties: tuple[DutyAdded, ...] = ()
    change_duties: tuple[DutyChanged, ...] = ()
    remove_duties: tuple[str, ...] = ()


class JournalLine(Shape):
    """Something that was done, by whom and when (nhật ký xử lý)."""

    at: datetime
    who: str
    what: str
    about: str | None
    reason: str
    details: tuple[str, ...]


class CloneItem(Shape):
    """A task as it would stand in next year's plan; is_asked where a person says whether it is kept, and why."""

    task_key: str
    quarter: int
    before: str
    after: str
    is_asked: bool
    why: str


class CloneView(Shape):
    """What a clone to the next year would hold."""

    year: int
    title: str
    tasks: tuple[CloneItem, ...]
    movements_asked: tuple[CloneItem, ...]


class CloneOrder(Shape):
    """Whether each asked task or movement is kept, by its key."""

    answers: dict[str, bool] = Field(default_factory=dict)


class Assignment(StepTaken):
    """Who leads a task and with whom (chủ trì, phối hợp), and what it yields (sản phẩm)."""

    lead: str = Field(min_length=1, max_length=300)
    lead_unit_id: str | None = None
    coordinating: tuple[str, ...] = ()
    output: str = ""
    budget: str = ""


class Wait(StepTaken):
    """The fact a task waits for, one of /tasks/facts; an empty one waits for none."""

    fact: str = ""


class RoundOrder(StepTaken):
    """A round of nominations a task asks for (đợt xét khen thưởng); year is the year of the achievements."""

    title: str = Field(min_length=1, max_length=300)
    year: int = Field(ge=2000, le=2100)
    mode: str = Field(default="merit", max_length=40)
    opens_on: date
    closes_on: date


class CampaignOrder(StepTaken):
    """A movement a task launches (đợt thi đua, phong trào)."""

    name: str = Field(min_length=1, max_length=300)
    period: str | None = Field(default=None, max_length=100)


class EvidenceGiven(Shape):
    """What proves work on a task: a document's number or an address, or both."""

    title: str = Field(min_length=1, max_length=300)
    reference: str = Field(default="", max_length=200)
    link: str = Field(default="", max_length=2000)
    dated_on: date | None = None
    part_key: str | None = None


class EvidenceView(Shape):
    """Evidence, who gave it and when (minh chứng)."""

    evidence_id: UUID
    title: str
    reference: str
    link: str
    dated_on: date | None
    part_key: str | None
    added_by: str
    added_at: datetime
    is_withdrawn: bool


class DeadlineChange(Shape):
    """A deadline before and after it was changed, by whom, when and why."""

    from_kind: DeadlineKind
    from_due_on: date
    to_kind: DeadlineKind
    to_due_on: date
    reason: str
    changed_by: str
    changed_at: datetime


class TaskDetail(Shape):
    """A task in full: its evidence, every deadline it had, what was done."""

    task: TaskView
    evidence: tuple[EvidenceView, ...]
    deadlines: tuple[DeadlineChange, ...]
    journal: tuple[JournalLine, ...]


class FactChoice(Shape):
    """A fact a task may wait for, in words."""

    fact: str
    label: str


class SheetRow(Shape):
    """A row of a sheet of filings: what it files, or why it cannot."""

    line: int
    unit: str
    duty: str
    reference: str
    dated_on: str
    filing_id: UUID | None
    faults: tuple[str, ...]


class SheetView(Shape):
    """A sheet as understood; is_filed once all its rows were filed."""

    rows: tuple[SheetRow, ...]
    valid: int
    faulty: int
    is_filed: bool


class DayOffView(Shape):
    """A day off or a day worked (ngày nghỉ lễ, ngày làm bù), on what ground and how sure."""

    day: date
    is_off: bool
    name: str
    source: str
    status: str
    counts: bool


class DayOffGiven(Shape):
    """What a person puts down of a day; confirming a published one repeats it."""

    is_off: bool
    name: str = Field(min_length=1, max_length=200)
    source: str = Field(min_length=1, max_length=500)
    is_confirmed: bool = True
