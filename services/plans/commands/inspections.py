"""Drawing up an inspection plan, issuing it, and carrying its inspections out."""

from collections.abc import Awaitable, Callable, Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from services.plans.commands.served import complete_served, complete_waiting, serve_task, served_by
from services.plans.domain import check_document
from services.plans.domain.inspections import (
    INSPECTION_STEPS,
    ISSUER_LABELS,
    FindingState,
    InspectionPlanState,
    InspectionState,
    NothingToInspect,
    check_all_checked,
    check_contents,
    check_days,
    check_happened,
    check_score,
    take_inspection_plan_step,
    take_inspection_step,
)
from services.plans.models import InspectionPlanRow, InspectionRow, VisitRow
from services.plans.queries import inspections as reads
from services.plans.queries import oversight
from shared import clock
from shared.api.oversight import InspectionDraft, InspectionPlanDraft, InspectionPlanStep, InspectionStep
from shared.errors import Refused
from shared.events import Event
from shared.events.plans import (
    InspectionCancelled,
    InspectionConcluded,
    InspectionIssuer,
    InspectionPlanIssued,
    InspectionPostponed,
    InspectionScheduled,
    InspectionVisited,
)
from shared.identity import Identity
from shared.messaging.outbox import tell
from shared.roles import Role

Act = Callable[[AsyncSession, InspectionRow, InspectionStep, Identity], Awaitable[Event]]


_ISSUED = InspectionPlanIssued.__name__


class YearAlreadyInspected(Refused):
    """Each issuer has one inspection plan a year."""

    status = 409

    def __init__(self, year: int, issuer: InspectionIssuer) -> None:
        super().__init__(f"{ISSUER_LABELS[issuer]} đã có kế hoạch kiểm tra năm {year}.")


class OneIsInspected(Refused):
    """An inspection is of one unit or of one cluster."""

    message = "Mỗi cuộc kiểm tra ghi một đơn vị hoặc một cụm, khối."


class OutsideTheYear(Refused):
    """An inspection takes place in the year of its plan."""

    def __init__(self, year: int) -> None:
        super().__init__(f"Lịch kiểm tra phải nằm trong năm {year} của kế hoạch kiểm tra.")


async def draw_up(session: AsyncSession, draft: InspectionPlanDraft, caller: Identity) -> InspectionPlanRow:
    """Keep a draft inspection plan; refuse a second one of the same issuer and year."""
    caller.require(Role.APPRAISER, Role.LEADER)
    plan = InspectionPlanRow(inspection_plan_id=uuid7(), version=0, **draft.model_dump())
    plan.state, plan.reference = InspectionPlanState.DRAFT, ""
    if draft.plan_id is not None or draft.task_key is not None:
        await serve_task(session, draft.plan_id, draft.task_key)
    existing = select(InspectionPlanRow.inspection_plan_id).where(
        InspectionPlanRow.year == draft.year, InspectionPlanRow.issuer == draft.issuer
    )
    if await session.scalar(existing) is not None:
        raise YearAlreadyInspected(draft.year, draft.issuer)
    session.add(plan)
    try:
        await session.flush()
    except IntegrityError as error:  # another request kept its plan between our look and our writing
        raise YearAlreadyInspected(draft.year, draft.issuer) from error
    return plan


async def add_inspection(
    session: AsyncSession, plan_id: UUID, draft: InspectionDraft, caller: Identity
) -> InspectionRow:
    """Put an inspection on a plan; where the plan is issued already, it is scheduled at once and told."""
    caller.require(Role.APPRAISER, Role.LEADER)
    plan = await oversight.locked(session, InspectionPlanRow, plan_id, draft.version)
    if (draft.unit_id is None) == (draft.cluster_id is None):
        raise OneIsInspected
    check_days(draft.starts_on, draft.ends_on)
    if {draft.starts_on.year, draft.ends_on.year} != {plan.year}:
        raise OutsideTheYear(plan.year)
    await oversight.units_meant(
        session,
        [draft.unit_id] if draft.unit_id else [],
        [draft.cluster_id] if draft.cluster_id else [],
        everyone=False,
    )
    inspection = InspectionRow(
        inspection_id=uuid7(),
        inspection_plan_id=plan_id,
        state=InspectionState.PLANNED,
        note="",
        conclusion="",
        version=0,
        **draft.model_dump(exclude={"version", "team", "contents"}),
        team=list(draft.team),
        contents=list(dict.fromkeys(draft.contents)),
    )
    session.add(inspection)
    if plan.state is InspectionPlanState.ISSUED:
        _schedule(session, plan, [inspection])
    return inspection


async def issue(session: AsyncSession, plan_id: UUID, order: InspectionPlanStep, caller: Identity) -> InspectionPlanRow:
    """Issue an inspection plan and schedule what is on it; when both issuers' are issued, their task is completed."""
    plan = await oversight.locked(session, InspectionPlanRow, plan_id, order.version)
    step = take_inspection_plan_step(plan.issuer, plan.state, "issue", caller.roles)
    check_document(order.reference, order.issued_on, clock.today())
    inspections = await reads.inspections_on(session, [plan_id])
    if not inspections:
        raise NothingToInspect
    plan.state = InspectionPlanState(step.target)
    plan.reference, plan.issued_on = order.reference, order.issued_on
    tell(
        session,
        plan,
        InspectionPlanIssued(
            inspection_plan_id=plan_id,
            year=plan.year,
            issuer=plan.issuer,
            reference=plan.reference,
            issued_on=order.issued_on or clock.today(),
            inspections=len(inspections),
        ),
    )
    _schedule(session, plan, inspections)
    await complete_waiting(session, plan.year, _ISSUED, f"{_ISSUED}:{plan_id}")
    if await _both_are_issued(session, plan):
        await complete_waiting(session, plan.year, _ISSUED, _ISSUED)
        await complete_served(session, served_by(plan), _ISSUED)
    return plan


async def take_step(
    session: AsyncSession, inspection_id: UUID, name: str, order: InspectionStep, caller: Identity
) -> InspectionRow:
    """Take the step *name* of an inspection and tell it."""
    inspection = await oversight.locked(session, InspectionRow, inspection_id, order.version)
    if caller.unit_id is not None:
        caller.require_unit(inspection.unit_id or "")
    step = take_inspection_step(inspection.form, inspection.state, name, caller.roles, reason=order.reason)
    fact = await _ACTS[name](session, inspection, order, caller)
    inspection.state = InspectionState(step.target)
    tell(session, inspection, fact)
    return inspection


def _schedule(session: AsyncSession, plan: InspectionPlanRow, inspections: Iterable[InspectionRow]) -> None:
    (step,) = (step for step in INSPECTION_STEPS if step.name == "schedule")
    for inspection in inspections:
        inspection.state = InspectionState(step.target)
        tell(
            session,
            inspection,
            InspectionScheduled(
                inspection_id=inspection.inspection_id,
                inspection_plan_id=plan.inspection_plan_id,
                year=plan.year,
                issuer=plan.issuer,
                form=inspection.form,
                unit_id=inspection.unit_id,
                cluster_id=inspection.cluster_id,
                starts_on=inspection.starts_on,
                ends_on=inspection.ends_on,
            ),
        )


async def _both_are_issued(session: AsyncSession, plan: InspectionPlanRow) -> bool:
    await session.flush()
    issued = {
        row.issuer
        for row in await reads.inspection_plans(session, plan.year)
        if row.state is InspectionPlanState.ISSUED
    }
    return issued == set(InspectionIssuer)


async def _postpone(session: AsyncSession, inspection: InspectionRow, order: InspectionStep, _: Identity) -> Event:
    plan = await oversight.found(session, InspectionPlanRow, inspection.inspection_plan_id)
    starts_on = order.starts_on or inspection.starts_on
    ends_on = order.ends_on or max(starts_on, starts_on + (inspection.ends_on - inspection.starts_on))
    check_days(starts_on, ends_on)
    if {starts_on.year, ends_on.year} != {plan.year}:
        raise OutsideTheYear(plan.year)
    inspection.starts_on, inspection.ends_on, inspection.note = starts_on, ends_on, order.reason
    return InspectionPostponed(
        inspection_id=inspection.inspection_id,
        unit_id=inspection.unit_id,
        cluster_id=inspection.cluster_id,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=order.reason,
    )


async def _cancel(_: AsyncSession, inspection: InspectionRow, order: InspectionStep, __: Identity) -> Event:
    inspection.note = order.reason
    return InspectionCancelled(
        inspection_id=inspection.inspection_id,
        unit_id=inspection.unit_id,
        cluster_id=inspection.cluster_id,
        cancelled_on=clock.today(),
        reason=order.reason,
    )


async def _visit(session: AsyncSession, inspection: InspectionRow, order: InspectionStep, caller: Identity) -> Event:
    visited_on = order.visited_on or clock.today()
    check_happened(visited_on, clock.today())
    check_contents(order.checked, inspection.contents)
    number = len(await reads.visits_of(session, inspection.inspection_id)) + 1
    session.add(
        VisitRow(
            inspection_id=inspection.inspection_id,
            number=number,
            visited_on=visited_on,
            checked=list(order.checked),
            summary=order.summary,
            recorded_by=caller.user,
        )
    )
    return InspectionVisited(
        inspection_id=inspection.inspection_id,
        unit_id=inspection.unit_id,
        cluster_id=inspection.cluster_id,
        number=number,
        visited_on=visited_on,
    )


async def _conclude(session: AsyncSession, inspection: InspectionRow, order: InspectionStep, _: Identity) -> Event:
    plan = await oversight.found(session, InspectionPlanRow, inspection.inspection_plan_id)
    check_score(order.score, plan.max_score)
    visits = await reads.visits_of(session, inspection.inspection_id)
    check_all_checked({content for visit in visits for content in visit.checked}, inspection.contents)
    findings = await reads.findings_of(session, inspection.inspection_id)
    inspection.conclusion, inspection.score, inspection.concluded_on = order.conclusion, order.score, clock.today()
    mended = {FindingState.NOTED, FindingState.REMEDIED}
    return InspectionConcluded(
        inspection_id=inspection.inspection_id,
        unit_id=inspection.unit_id,
        cluster_id=inspection.cluster_id,
        concluded_on=inspection.concluded_on,
        findings=len(findings),
        to_remedy=sum(row.state not in mended for row, _ in findings),
    )


_ACTS: dict[str, Act] = {"postpone": _postpone, "visit": _visit, "conclude": _conclude, "cancel": _cancel}
