"""Issuing a plan: from a corrected draft to its quarters, tasks, filings, movements and timers, in one commit."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from services.plans import queries
from services.plans.commands.completeness import check_complete
from services.plans.commands.journal import OFFICE, note
from services.plans.commands.owing import owe
from services.plans.commands.tasks import TaskAt
from services.plans.commands.versions import fact_of, keep_first_version
from services.plans.commands.year import take_over
from services.plans.domain import (
    PLAN_STEPS,
    QUARTERS,
    DeadlineRule,
    Owes,
    PlanState,
    QuarterState,
    TaskState,
    deadline,
    fact_awaited,
    first_day,
    midnight,
)
from services.plans.domain.plans import EDITORS
from services.plans.importer.shape import FilingDuty, Preview, Task
from services.plans.models import DraftRow, DutyRow, MovementRow, PlanRow, QuarterRow, TaskPartRow, TaskRow
from services.plans.queries.days import calendar, deadline_rule
from shared import clock
from shared.errors import Refused
from shared.events.plans import DeadlineKind, Duty, MovementLaunched, PlanIssued
from shared.identity import Identity
from shared.messaging import timers
from shared.messaging.outbox import tell
from shared.steps import take
from shared.words import FILINGS, capital
from shared.workdays import Calendar

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


async def issue(session: AsyncSession, draft_id: UUID, who: Identity = OFFICE) -> PlanRow:
    """Issue the plan of a draft: one filing for each member unit and duty, and a timer for each deadline."""
    draft = await queries.draft(session, draft_id, for_update=True)
    if draft.is_issued:
        raise DraftAlreadyIssued
    preview = Preview.model_validate(draft.preview)
    check_complete(preview)
    draft.is_issued = True
    plan, tasks = await _keep_plan(session, draft, preview)
    _launch_movements(session, plan, preview)
    await _ask_to_file(session, plan, preview)
    await keep_first_version(session, plan, who)
    note(session, plan, who, "Ban hành kế hoạch", details=[plan.symbol])
    await timers.schedule_many(
        session,
        [
            *(TaskAt(plan.plan_id, task.task_key).overdue_timer(task.last_day_on) for task in tasks),
            *(_opening(plan, quarter) for quarter in QUARTERS),
        ],
    )
    return plan


async def _keep_plan(session: AsyncSession, draft: DraftRow, preview: Preview) -> tuple[PlanRow, Sequence[TaskRow]]:
    """Keep the plan with its quarters and tasks; refuse a second plan of one year before anything is written."""
    if await session.scalar(select(PlanRow.plan_id).where(PlanRow.year == preview.year)) is not None:
        raise YearAlreadyPlanned(preview.year)
    plan = _plan(draft, preview)
    session.add(plan)
    try:
        await session.flush()
    except IntegrityError as error:  # another request issued its plan between our look and our writing
        raise YearAlreadyPlanned(plan.year) from error
    session.add_all(
        QuarterRow(plan_id=plan.plan_id, quarter=quarter, state=QuarterState.PLANNED) for quarter in QUARTERS
    )
    tasks = await _keep_tasks(session, plan, preview)
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
            tasks=tuple(map(fact_of, tasks)),
        ),
    )
    return plan, tasks


async def _keep_tasks(session: AsyncSession, plan: PlanRow, preview: Preview) -> Sequence[TaskRow]:
    """Keep the tasks as printed, then those that last year left over."""
    reading = replace(await deadline_rule(session, plan.issued_on), grace_days=0), await calendar(session)
    written = [
        (_task(plan.plan_id, position, quarter.number, task, reading), task)
        for quarter in preview.quarters
        for position, task in enumerate(quarter.tasks, start=1)
    ]
    session.add_all(row for row, _ in written)
    await session.flush()
    session.add_all(part for row, task in written for part in _parts(row, task))
    return [*(row for row, _ in written), *await take_over(session, plan)]


def _plan(draft: DraftRow, preview: Preview) -> PlanRow:
    return PlanRow(
        plan_id=uuid7(),
        draft_id=draft.draft_id,
        year=preview.year,
        number=preview.number or "",
        symbol=preview.symbol,
        title=preview.title,
        issuer=preview.issuer.name if preview.issuer else "",
        place=preview.place,
        signer=preview.signer.name,
        signer_office=preview.signer.office,
        issued_on=preview.issued_on,
        state=PlanState(take(PLAN_STEPS, PlanState.DRAFT, "issue", EDITORS).target),
        legal_bases=[basis.text for basis in preview.legal_bases],
        objectives=[statement.text for statement in preview.objectives],
        recipients=[recipient.name for recipient in preview.recipients],
        anomalies=[f"{anomaly.message} Văn bản ghi: “{anomaly.printed}”." for anomaly in preview.anomalies],
    )


def _task(plan_id: UUID, position: int, quarter: int, task: Task, reading: tuple[DeadlineRule, Calendar]) -> TaskRow:
    reckoned = deadline(DeadlineKind(task.deadline.kind), task.deadline.on, *reading)
    return TaskRow(
        plan_id=plan_id,
        task_key=task.key,
        position=position,
        quarter=quarter,
        text=task.display,
        parts=[part.text for part in task.parts],
        is_conditional=task.is_conditional,
        may_not_arise=task.is_conditional and not any(part.is_conditional for part in task.parts),
        deadline_kind=reckoned.kind,
        due_on=reckoned.due_on,
        is_deadline_implied=task.deadline.implied,
        last_day_on=reckoned.last_day_on,
        remind_on=reckoned.remind_on,
        lead=task.lead.name if task.lead else "",
        is_lead_implied=task.lead is not None and task.lead.implied,
        coordinating=[named.name for named in task.coordinating],
        output=task.output or "",
        state=TaskState.PLANNED,
        waits_for=fact_awaited(task.display),
    )


def _parts(row: TaskRow, task: Task) -> Sequence[TaskPartRow]:
    return [
        TaskPartRow(
            plan_id=row.plan_id,
            task_key=row.task_key,
            part_key=part.key,
            position=position,
            text=part.text,
            is_conditional=part.is_conditional,
        )
        for position, part in enumerate(task.parts, start=1)
    ]


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


async def _ask_to_file(session: AsyncSession, plan: PlanRow, preview: Preview) -> None:
    """Keep the plan's duties and owe one filing for each duty and each unit that is a member on the day it is due."""
    rows = [_duty(plan, position, duty) for position, duty in enumerate(preview.filing_duties, start=1)]
    session.add_all(rows)
    await session.flush()
    if rows and not await owe(session, plan, [row.duty for row in rows]):
        raise NobodyToFile


def _duty(plan: PlanRow, position: int, duty: FilingDuty) -> DutyRow:
    return DutyRow(
        plan_id=plan.plan_id,
        code=duty.key,
        position=position,
        name=capital(FILINGS[Duty(duty.key)]),
        deadline_kind=DeadlineKind(duty.deadline.kind),
        due_on=duty.deadline.on,
        owes=Owes.ALL,
        owed_by=[],
    )


def _opening(plan: PlanRow, quarter: int) -> tuple[str, str, datetime, dict[str, Any]]:
    due_at = max(midnight(first_day(plan.year, quarter)), clock.now())
    payload = {"plan_id": str(plan.plan_id), "quarter": quarter}
    return QUARTER_OPENING, f"{plan.plan_id}/{quarter}", due_at, payload
