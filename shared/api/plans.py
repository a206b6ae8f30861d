"""What the plans service answers.

GET  /units · /clusters · /plans · /plans/{plan_id} · /movements?plan_id=
GET  /plans/{plan_id}/matrix?cluster_id=&duty=&state=&q=&page=&size=   -> MatrixView; state may also be `overdue`
POST /units/import                 body: the province's file (YAML), all or nothing -> ProvinceImported
POST /plans/drafts?filename=…      body: the document's bytes  -> DraftView (201) | Problem (422, a refusal)
GET  /plans/drafts/{draft_id}      -> DraftView
PUT  /plans/drafts/{draft_id}?version=   body: Preview as corrected by a person -> DraftView
POST /plans/drafts/{draft_id}/corrections  body: DraftCorrections (shared/api/drafts.py) -> DraftView
POST /plans/drafts/{draft_id}/issue -> PlanView (201)
POST /plans/{plan_id}/tasks/{task_key}/steps/{step}   body: TaskStep   -> TaskView
POST /plans/{plan_id}/quarters/{quarter}/close        body: StepTaken  -> QuarterView
POST /plans/{plan_id}/close                           body: StepTaken  -> PlanView
GET  /filings?plan_id=&unit_id=&cluster_id=&duty=&state=&q=&page=&size=  -> Page[FilingView]; also `overdue`
GET  /filings/{filing_id}
POST /filings/{filing_id}/steps/{step}                body: FilingStep -> FilingView
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from shared.api.base import Shape, StepOffer, StepTaken
from shared.api.drafts import DraftChange
from shared.events.plans import Channel, DeadlineKind


class UnitView(Shape):
    """A unit (đơn vị)."""

    unit_id: str
    name: str
    kind: str
    cluster_id: str | None
    valid_from: date
    valid_to: date | None


class ClusterView(Shape):
    """A cluster or block (cụm, khối thi đua)."""

    cluster_id: str
    name: str
    kind: str
    member_ids: tuple[str, ...]


class ProvinceImported(Shape):
    """What a file of clusters and units changed in the register; all 0 when it was known already."""

    clusters_formed: int
    units_registered: int
    units_changed: int


class DraftView(Shape):
    """An imported plan that nobody has issued yet; preview has the shape of the importer's Preview."""

    draft_id: UUID
    filename: str
    imported_at: datetime
    preview: dict[str, Any]
    version: int = 1
    changes: tuple[DraftChange, ...] = ()


class PartView(Shape):
    """A part of a compound task with the caller's buttons (phần việc)."""

    part_key: str
    text: str
    is_conditional: bool
    state: str
    state_label: str
    settled_on: date | None
    note: str
    steps: tuple[StepOffer, ...]


class TaskView(Shape):
    """A task of the plan (nhiệm vụ); state and its label; steps are the caller's buttons."""

    task_key: str
    quarter: int
    text: str
    parts: tuple[str, ...]
    is_conditional: bool
    deadline_kind: DeadlineKind
    due_on: date
    is_deadline_implied: bool
    state: str
    state_label: str
    is_overdue: bool
    percent: int
    note: str
    carried_from: int | None
    steps: tuple[StepOffer, ...]
    last_day_on: date | None = None
    remind_on: date | None = None
    """The last working day in time."""
    lead: str = ""
    lead_unit_id: str | None = None
    is_lead_implied: bool = False
    coordinating: tuple[str, ...] = ()
    output: str = ""
    budget: str = ""
    waits_for: str | None = None
    waits_for_label: str | None = None
    checklist: tuple[PartView, ...] = ()
    gaps: tuple[str, ...] = ()
    """Sentences for what nobody has filled in yet."""


class QuarterView(Shape):
    """A quarter with its tasks; blockers are the sentences that keep it from closing."""

    quarter: int
    state: str
    state_label: str
    tasks: tuple[TaskView, ...]
    blockers: tuple[str, ...]
    steps: tuple[StepOffer, ...]


class PlanSummary(Shape):
    """A line of the list of plans."""

    plan_id: UUID
    year: int
    symbol: str
    title: str
    issuer: str
    issued_on: date
    state: str
    state_label: str
    version: int


class PlanView(PlanSummary):
    """A plan with its quarters."""

    legal_bases: tuple[str, ...]
    recipients: tuple[str, ...]
    anomalies: tuple[str, ...]
    place: str | None = None
    signer: str | None = None
    signer_office: str | None = None
    objectives: tuple[str, ...] = ()
    quarters: tuple[QuarterView, ...]
    steps: tuple[StepOffer, ...]


class TaskStep(StepTaken):
    """A step of a task; percent for `progress`."""

    percent: int | None = None


class MovementView(Shape):
    """A movement that runs under a plan (phong trào thi đua)."""

    movement_id: UUID
    plan_id: UUID
    name: str
    period: str | None


class FilingView(Shape):
    """What one unit owes or sent (báo cáo, kế hoạch phải nộp)."""

    filing_id: UUID
    plan_id: UUID
    unit_id: str
    unit_name: str
    duty: str
    duty_label: str
    year: int
    deadline_kind: DeadlineKind
    due_on: date
    last_day_on: date
    state: str
    state_label: str
    is_overdue: bool
    days_late: int
    reference: str | None
    received_at: datetime | None
    channel: Channel | None
    reason: str
    missing: tuple[str, ...]
    version: int
    steps: tuple[StepOffer, ...]
    remind_on: date | None = None
    """The last working day in time."""
    dated_on: date | None = None


class FilingStep(StepTaken):
    """A step of a filing; reference and dated_on for `file` (số, ký hiệu và ngày văn bản)."""

    reference: str = ""
    dated_on: date | None = None


class MatrixRow(Shape):
    """A unit's line of the matrix: one cell a duty (None where the unit does not owe it)."""

    unit_id: str
    unit_name: str
    cluster_name: str
    cells: dict[str, FilingView | None]


class MatrixView(Shape):
    """One page of unit × filing, with the counts of each state under every duty over all pages."""

    plan_id: UUID
    year: int
    rows: tuple[MatrixRow, ...]
    counts: dict[str, dict[str, int]]
    overdue: dict[str, int] = Field(default_factory=dict)
    duty_labels: dict[str, str] = Field(default_factory=dict)
    total: int = 0
    page: int = 1
    size: int = 0
