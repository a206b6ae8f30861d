"""Issuing a plan: from a corrected draft to its quarters, tasks, filings, movements and timers, in one commit."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from services.plans import queries
from services.plans.commands.completeness import check_complete
from services.plans.commands.filings import FILING_OVERDUE
from services.plans.commands.tasks import TaskAt
from services.plans.domain import (
    QUARTERS,
    FilingState,
    PlanState,
    QuarterState,
    TaskState,
    fact_awaited,
    first_day,
    last_day_in_time,
    midnight,
    overdue_at,
)
from services.plans.importer.shape import FilingDuty, Preview, Task
from services.plans.models import DraftRow, FilingRow, MovementRow, PlanRow, QuarterRow, TaskRow, UnitRow
from shared import clock
from shared.errors import Refused
from shared.events.plans import DeadlineKind, Duty, FilingDue, MovementLaunched, PlanIssued, TaskFact
from shared.messaging import timers
from shared.messaging.outbox import tell

QUARTER_OPENING = "quarter_opening"
"""The timer that opens a quarter on its first day."""


class DraftAlreadyIssued(Refused):
    """A draft becomes one plan."""

    status = 409
    message = "Dự thảo này đã được ban hành."


class YearAlreadyPlanned(Refused):
    """There is one plan a year."""

    status = 409

    def __init__(self, year: int) -> None:
        super().__init__(f"Năm {year} đã có kế hoạch được ban hành.")


class NobodyToFile(Refused):
    """The plan asks units to file, and no unit is registered."""

    message = "Chưa có danh sách đơn vị thuộc cụm, khối thi đua. Vui lòng nhập danh sách trước khi ban hành."


async def issue(session: AsyncSession, draft_id: UUID) -> PlanRow:
    """Issue the plan of a draft: one filing for each member unit and duty, and a timer for each deadline."""
    draft = await queries.draft(session, draft_id, for_update=True)
    if draft.is_issued:
        raise DraftAlreadyIssued
    preview = Preview.model_validate(draft.preview)
    check_complete(preview)
    draft.is_issued = True
    plan, tasks = await _keep_plan(session, draft, preview)
    _launch_movements(session, plan, preview)
    filings = await _owe_filings(session, plan, preview)
    await timers.schedule_many(
        session,
        [
            *((FILING_OVERDUE, str(filing.filing_id), overdue_at(filing.last_day_on), {}) for filing in filings),
            *(TaskAt(plan.plan_id, task.task_key).overdue_timer(task.due_on) for task in tasks),
            *(_opening(plan, quarter) for quarter in QUARTERS),
        ],
    )
    return plan


async def _keep_plan(session: AsyncSession, draft: DraftRow, preview: Preview) -> tuple[PlanRow, Sequence[TaskRow]]:
    """Keep the plan with its quarters and tasks; refuse a second plan of one year before anything is written."""
    if await session.scalar(select(PlanRow.plan_id).where(PlanRow.year == preview.year)) is not None:
        raise YearAlreadyPlanned(preview.year)
    plan = _plan(draft, preview)
    tasks = [
        _task(plan.plan_id, position, quarter.number, task)
        for quarter in preview.quarters
        for position, task in enumerate(quarter.tasks, start=1)
    ]
    facts = tuple(map(_fact, tasks))
    tell(
        session,
        plan,
        PlanIssued(
            plan_id=plan.plan_id,
            year=plan.year,
            symbol=plan.symbol,
            issued_on=plan.issued_on,
            issuer=plan.issuer,
            title=plan.title,
            tasks=facts,
        ),
    )
    session.add(plan)
    try:
        await session.flush()
    except IntegrityError as error:  # another request issued its plan between our look and our writing
        raise YearAlreadyPlanned(plan.year) from error
    session.add_all(
        QuarterRow(plan_id=plan.plan_id, quarter=quarter, state=QuarterState.PLANNED) for quarter in QUARTERS
    )
    session.add_all(tasks)
    return plan, tasks


def _plan(draft: DraftRow, preview: Preview) -> PlanRow:
    return PlanRow(
        plan_id=uuid7(),
        draft_id=draft.draft_id,
        year=preview.year,
        number=preview.number or "",
        symbol=preview.symbol,
        title=preview.title,
        issuer=preview.issuer.name if preview.issuer else "",
        issued_on=preview.issued_on,
        state=PlanState.ISSUED,
        legal_bases=[basis.text for basis in preview.legal_bases],
        recipients=[recipient.name for recipient in preview.recipients],
        anomalies=[f"{anomaly.message} Văn bản ghi: “{anomaly.printed}”." for anomaly in preview.anomalies],
    )


def _task(plan_id: UUID, position: int, quarter: int, task: Task) -> TaskRow:
    return TaskRow(
        plan_id=plan_id,
        task_key=task.key,
        position=position,
        quarter=quarter,
        text=task.display,
        parts=[part.text for part in task.parts],
        is_conditional=task.is_conditional,
        may_not_arise=task.is_conditional and not any(part.is_conditional for part in task.parts),
        deadline_kind=DeadlineKind(task.deadline.kind),
        due_on=task.deadline.on,
        is_deadline_implied=task.deadline.implied,
        state=TaskState.PLANNED,
        waits_for=fact_awaited(task.display),
    )


def _fact(task: TaskRow) -> TaskFact:
    return TaskFact(
        task_key=task.task_key,
        quarter=task.quarter,
        text=task.text,
        is_conditional=task.is_conditional,
        deadline_kind=task.deadline_kind,
        due_on=task.due_on,
        is_deadline_implied=task.is_deadline_implied,
    )


def _launch_movements(session: AsyncSession, plan: PlanRow, preview: Preview) -> None:
    for position, movement in enumerate(preview.movements, start=1):
        row = MovementRow(
            movement_id=uuid7(),
            plan_id=plan.plan_id,
            position=position,
            name=movement.name,
            period=movement.period,
        )
        session.add(row)
        tell(
            session,
            row,
            MovementLaunched(movement_id=row.movement_id, plan_id=row.plan_id, name=row.name, period=row.period),
        )


async def _owe_filings(session: AsyncSession, plan: PlanRow, preview: Preview) -> Sequence[FilingRow]:
    """Owe one filing for each duty and each unit that is a member on the day it is due."""
    grace = await queries.grace_days(session, plan.issued_on)
    units = await queries.member_units(session)
    filings = [
        _owed(plan, duty, unit, grace)
        for duty in preview.filing_duties
        for unit in units
        if _exists(unit, duty.deadline.on)
    ]
    if preview.filing_duties and not filings:
        raise NobodyToFile
    session.add_all(filings)
    for filing in filings:
        tell(session, filing, _due(filing))
    return filings


def _exists(unit: UnitRow, on: date) -> bool:
    return unit.valid_from <= on and (unit.valid_to is None or on <= unit.valid_to)


def _owed(plan: PlanRow, duty: FilingDuty, unit: UnitRow, grace: int) -> FilingRow:
    kind = DeadlineKind(duty.deadline.kind)
    return FilingRow(
        filing_id=uuid7(),
        plan_id=plan.plan_id,
        unit_id=unit.unit_id,
        duty=Duty(duty.key),
        year=plan.year,
        deadline_kind=kind,
        due_on=duty.deadline.on,
        last_day_on=last_day_in_time(kind, duty.deadline.on, grace),
        state=FilingState.DUE,
    )


def _due(filing: FilingRow) -> FilingDue:
    return FilingDue(
        filing_id=filing.filing_id,
        plan_id=filing.plan_id,
        unit_id=filing.unit_id,
        duty=filing.duty,
        year=filing.year,
        deadline_kind=filing.deadline_kind,
        due_on=filing.due_on,
        last_day_on=filing.last_day_on,
    )


def _opening(plan: PlanRow, quarter: int) -> tuple[str, str, datetime, dict[str, Any]]:
    due_at = max(midnight(first_day(plan.year, quarter)), clock.now())
    payload = {"plan_id": str(plan.plan_id), "quarter": quarter}
    return QUARTER_OPENING, f"{plan.plan_id}/{quarter}", due_at, payload
