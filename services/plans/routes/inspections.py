"""Inspection plans, inspections, what they found and how it is mended."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.commands import findings as remedies
from services.plans.commands import inspections as work
from services.plans.commands.findings import FindingAt
from services.plans.domain.inspections import (
    FINDING_LABELS,
    FINDING_STATE_LABELS,
    FINDING_STEPS,
    FORM_LABELS,
    INSPECTION_LABELS,
    INSPECTION_PLAN_LABELS,
    ISSUER_LABELS,
    SEVERITY_LABELS,
    FindingState,
    InspectionState,
    inspection_plan_steps,
    inspection_steps,
)
from services.plans.models import FindingRow, InspectionPlanRow, InspectionRow
from services.plans.queries import inspections as reads
from services.plans.queries import oversight
from services.plans.routes.offers import offers
from shared.api.base import Page
from shared.api.oversight import (
    FindingDraft,
    FindingStep,
    FindingView,
    InspectionDetail,
    InspectionDraft,
    InspectionPlanDraft,
    InspectionPlanStep,
    InspectionPlanView,
    InspectionStep,
    InspectionView,
    Suggestion,
    VisitView,
)
from shared.db import Db
from shared.errors import Forbidden
from shared.events.plans import InspectionIssuer
from shared.identity import Caller, Identity
from shared.roles import Role
from shared.steps import offered

router = APIRouter()

_OFFICE = (Role.APPRAISER, Role.LEADER, Role.ADMINISTRATOR)


@router.get("/inspection-plans")
async def list_plans(caller: Caller, db: Db, year: int | None = None) -> tuple[InspectionPlanView, ...]:
    """Answer the inspection plans, the latest year first; units see theirs in the list of inspections."""
    caller.require(*_OFFICE)
    async with db.transaction() as session:
        plans = await reads.inspection_plans(session, year)
        return await _plan_views(session, plans, caller.roles)


@router.post("/inspection-plans", status_code=201)
async def draw_up(draft: InspectionPlanDraft, caller: Caller, db: Db) -> InspectionPlanView:
    """Keep a draft inspection plan."""
    async with db.transaction() as session:
        plan = await work.draw_up(session, draft, caller)
        return (await _plan_views(session, [plan], caller.roles))[0]


@router.post("/inspection-plans/{inspection_plan_id}/steps/issue")
async def issue(inspection_plan_id: UUID, order: InspectionPlanStep, caller: Caller, db: Db) -> InspectionPlanView:
    """Issue an inspection plan; what is on it is scheduled."""
    async with db.transaction() as session:
        plan = await work.issue(session, inspection_plan_id, order, caller)
        return (await _plan_views(session, [plan], caller.roles))[0]


@router.post("/inspection-plans/{inspection_plan_id}/inspections", status_code=201)
async def add(inspection_plan_id: UUID, draft: InspectionDraft, caller: Caller, db: Db) -> InspectionView:
    """Put an inspection on a plan."""
    async with db.transaction() as session:
        inspection = await work.add_inspection(session, inspection_plan_id, draft, caller)
        return (await _views(session, [inspection], caller))[0]


@router.get("/inspections")
async def list_inspections(  # noqa: PLR0913 - each is a filter of the list
    caller: Caller,
    db: Db,
    *,
    year: int | None = None,
    issuer: InspectionIssuer | None = None,
    unit_id: str | None = None,
    state: InspectionState | None = None,
    page: Annotated[int, Query(ge=1)] = 1,
    size: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[InspectionView]:
    """Answer one page of inspections, soonest first; a unit sees those of itself and of its cluster, once scheduled."""
    asked = reads.InspectionsAsked(year, issuer, caller.unit_id or unit_id, state, caller.may(*_OFFICE))
    async with db.transaction() as session:
        rows, total = await reads.inspections_page(session, asked, oversight.Slice(page, size))
        return Page(items=await _views(session, rows, caller), total=total, page=page, size=size)


@router.get("/inspections/{inspection_id}")
async def show(inspection_id: UUID, caller: Caller, db: Db) -> InspectionDetail:
    """Answer one inspection; a unit sees its own findings alone."""
    async with db.transaction() as session:
        inspection = await oversight.found(session, InspectionRow, inspection_id)
        await _check_sees(session, inspection, caller)
        return await _detail(session, inspection, caller)


@router.post("/inspections/{inspection_id}/steps/{step}")
async def step_inspection(
    inspection_id: UUID, step: str, order: InspectionStep, caller: Caller, db: Db
) -> InspectionDetail:
    """Take a step of an inspection."""
    async with db.transaction() as session:
        inspection = await work.take_step(session, inspection_id, step, order, caller)
        return await _detail(session, inspection, caller)


@router.post("/inspections/{inspection_id}/findings", status_code=201)
async def record(inspection_id: UUID, draft: FindingDraft, caller: Caller, db: Db) -> InspectionDetail:
    """Record what an inspection found."""
    async with db.transaction() as session:
        await remedies.record(session, inspection_id, draft, caller)
        return await _detail(session, await oversight.found(session, InspectionRow, inspection_id), caller)


@router.post("/inspections/{inspection_id}/findings/{finding_id}/steps/{step}")
async def step_finding(
    at: Annotated[FindingAt, Depends()], step: str, order: FindingStep, caller: Caller, db: Db
) -> InspectionDetail:
    """Take a step of a finding."""
    async with db.transaction() as session:
        await remedies.take_step(session, at, step, order, caller)
        return await _detail(session, await oversight.found(session, InspectionRow, at.inspection_id), caller)


@router.post("/inspections/{inspection_id}/findings/{finding_id}/suggestion")
async def suggest(at: Annotated[FindingAt, Depends()], order: Suggestion, caller: Caller, db: Db) -> InspectionDetail:
    """Suggest a nomination for what was praised."""
    async with db.transaction() as session:
        await remedies.suggest(session, at, order, caller)
        return await _detail(session, await oversight.found(session, InspectionRow, at.inspection_id), caller)


@router.get("/findings")
async def list_findings(  # noqa: PLR0913 - each is a filter of the list
    caller: Caller,
    db: Db,
    *,
    unit_id: str | None = None,
    state: FindingState | reads.Overdue | None = None,
    page: Annotated[int, Query(ge=1)] = 1,
    size: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[FindingView]:
    """Answer one page of findings, the soonest day to mend first; a unit sees its own."""
    async with db.transaction() as session:
        part = oversight.Slice(page, size)
        rows, total = await reads.findings_page(session, caller.unit_id or unit_id, state, part)
    items = tuple(_finding(row, name, caller.roles) for row, name in rows)
    return Page(items=items, total=total, page=page, size=size)


async def _check_sees(session: AsyncSession, inspection: InspectionRow, caller: Identity) -> None:
    if caller.unit_id is None:
        return
    if inspection.state is InspectionState.PLANNED:
        raise Forbidden
    if inspection.cluster_id is None:
        caller.require_unit(inspection.unit_id or "")
    elif await oversight.cluster_of(session, caller.unit_id) != inspection.cluster_id:
        raise Forbidden


async def _plan_views(
    session: AsyncSession, plans: Sequence[InspectionPlanRow], roles: Collection[Role]
) -> tuple[InspectionPlanView, ...]:
    on_them = await reads.inspections_on(session, (plan.inspection_plan_id for plan in plans))
    names = await _names(session, on_them)
    return tuple(
        InspectionPlanView(
            inspection_plan_id=plan.inspection_plan_id,
            year=plan.year,
            issuer=plan.issuer,
            issuer_label=ISSUER_LABELS[plan.issuer],
            title=plan.title,
            max_score=plan.max_score,
            reference=plan.reference,
            issued_on=plan.issued_on,
            state=plan.state,
            state_label=INSPECTION_PLAN_LABELS[plan.state],
            version=plan.version,
            inspections=tuple(
                _view(row, plan, names, roles) for row in on_them if row.inspection_plan_id == plan.inspection_plan_id
            ),
            steps=offers(inspection_plan_steps(plan.issuer, plan.state, roles)),
        )
        for plan in plans
    )


async def _views(session: AsyncSession, rows: Sequence[InspectionRow], caller: Identity) -> tuple[InspectionView, ...]:
    plans = await reads.plans_of(session, rows)
    names = await _names(session, rows)
    return tuple(_view(row, plans[row.inspection_plan_id], names, _roles(row, caller)) for row in rows)


async def _names(session: AsyncSession, rows: Iterable[InspectionRow]) -> dict[str, str]:
    seen = list(rows)
    units = await oversight.unit_names(session, (row.unit_id for row in seen))
    return units | await oversight.cluster_names(session, (row.cluster_id for row in seen))


def _roles(row: InspectionRow, caller: Identity) -> Collection[Role]:
    """Return the roles that count: an officer has no steps on what inspects others beside the unit."""
    return caller.roles if caller.unit_id in {None, row.unit_id} else ()


def _view(
    row: InspectionRow, plan: InspectionPlanRow, names: Mapping[str, str], roles: Collection[Role]
) -> InspectionView:
    return InspectionView(
        inspection_id=row.inspection_id,
        inspection_plan_id=row.inspection_plan_id,
        year=plan.year,
        issuer=plan.issuer,
        issuer_label=ISSUER_LABELS[plan.issuer],
        form=row.form,
        form_label=FORM_LABELS[row.form],
        unit_id=row.unit_id,
        cluster_id=row.cluster_id,
        inspected=names.get(row.unit_id or row.cluster_id or "", ""),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        state=row.state,
        state_label=INSPECTION_LABELS[row.state],
        version=row.version,
        steps=offers(inspection_steps(row.form, row.state, roles)),
    )


async def _detail(session: AsyncSession, row: InspectionRow, caller: Identity) -> InspectionDetail:
    await session.flush()
    (view,) = await _views(session, [row], caller)
    plan = await oversight.found(session, InspectionPlanRow, row.inspection_plan_id)
    visits = await reads.visits_of(session, row.inspection_id)
    found = await reads.findings_of(session, row.inspection_id, caller.unit_id)
    checked = {content for visit in visits for content in visit.checked}
    return InspectionDetail(
        **view.model_dump(),
        team=tuple(row.team),
        contents=tuple(row.contents),
        unchecked=tuple(content for content in row.contents if content not in checked),
        note=row.note,
        conclusion=row.conclusion,
        score=row.score,
        max_score=plan.max_score,
        concluded_on=row.concluded_on,
        visits=tuple(
            VisitView(
                number=visit.number,
                visited_on=visit.visited_on,
                checked=tuple(visit.checked),
                summary=visit.summary,
            )
            for visit in visits
        ),
        findings=tuple(_finding(each, name, caller.roles) for each, name in found),
    )


def _finding(row: FindingRow, unit_name: str, roles: Collection[Role]) -> FindingView:
    return FindingView(
        finding_id=row.finding_id,
        inspection_id=row.inspection_id,
        unit_id=row.unit_id,
        unit_name=unit_name,
        kind=row.kind,
        kind_label=FINDING_LABELS[row.kind],
        severity=row.severity,
        severity_label=SEVERITY_LABELS[row.severity] if row.severity else "",
        text=row.text,
        ground=row.ground,
        recorded_on=row.recorded_on,
        due_on=row.due_on,
        state=row.state,
        state_label=FINDING_STATE_LABELS[row.state],
        is_overdue=row.is_overdue,
        remedy=row.remedy,
        reason=row.reason,
        remedied_on=row.remedied_on,
        suggested_on=row.suggested_on,
        steps=offers(offered(FINDING_STEPS, row.state, roles)),
    )
