"""A task in full: who works it, what it waits for, its parts, its evidence and every deadline it had."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from services.plans import queries
from services.plans.commands.tasks import TaskAt
from services.plans.commands.work import (
    add_evidence,
    ask_round,
    assign,
    open_campaign,
    wait_for,
    withdraw_evidence,
)
from services.plans.domain.awaited import choices
from services.plans.models import DeadlineChangeRow, EvidenceRow
from services.plans.queries.journal import journal_about
from services.plans.routes.lifecycle import journal_line
from services.plans.routes.plans import shown_task
from shared.api.lifecycle import (
    Assignment,
    CampaignOrder,
    DeadlineChange,
    EvidenceGiven,
    EvidenceView,
    FactChoice,
    RoundOrder,
    TaskDetail,
    Wait,
)
from shared.api.plans import TaskView
from shared.db import Db
from shared.identity import Caller

router = APIRouter()


@router.get("/tasks/facts")
async def list_facts(_: Caller) -> tuple[FactChoice, ...]:
    """Answer every fact a task may wait for, in words."""
    return tuple(FactChoice(fact=fact, label=label) for fact, label in choices())


@router.get("/plans/{plan_id}/tasks/{task_key}")
async def show(at: Annotated[TaskAt, Depends()], caller: Caller, db: Db) -> TaskDetail:
    """Answer a task with its evidence, its deadlines and what was done."""
    async with db.transaction() as session:
        return TaskDetail(
            task=await shown_task(session, at, caller),
            evidence=tuple(map(_evidence, await queries.evidence_of(session, at.plan_id, at.task_key))),
            deadlines=tuple(map(_change, await queries.deadline_changes(session, at.plan_id, task_key=at.task_key))),
            journal=tuple(map(journal_line, await journal_about(session, at.plan_id, at.task_key))),
        )


@router.post("/plans/{plan_id}/tasks/{task_key}/assignment")
async def assign_task(at: Annotated[TaskAt, Depends()], order: Assignment, caller: Caller, db: Db) -> TaskView:
    """Say who leads a task, with whom, and what it yields."""
    async with db.transaction() as session:
        await assign(session, at, order, caller)
        return await shown_task(session, at, caller)


@router.post("/plans/{plan_id}/tasks/{task_key}/wait")
async def let_wait(at: Annotated[TaskAt, Depends()], order: Wait, caller: Caller, db: Db) -> TaskView:
    """Set the fact that completes a task by itself."""
    async with db.transaction() as session:
        await wait_for(session, at, order, caller)
        return await shown_task(session, at, caller)


@router.post("/plans/{plan_id}/tasks/{task_key}/round")
async def open_round(at: Annotated[TaskAt, Depends()], order: RoundOrder, caller: Caller, db: Db) -> TaskView:
    """Ask for a round of nominations."""
    async with db.transaction() as session:
        await ask_round(session, at, order, caller)
        return await shown_task(session, at, caller)


@router.post("/plans/{plan_id}/tasks/{task_key}/campaign")
async def launch(at: Annotated[TaskAt, Depends()], order: CampaignOrder, caller: Caller, db: Db) -> TaskView:
    """Launch a movement for a task."""
    async with db.transaction() as session:
        await open_campaign(session, at, order, caller)
        return await shown_task(session, at, caller)


@router.post("/plans/{plan_id}/tasks/{task_key}/evidence", status_code=201)
async def prove(at: Annotated[TaskAt, Depends()], given: EvidenceGiven, caller: Caller, db: Db) -> EvidenceView:
    """Keep what proves the work on a task."""
    async with db.transaction() as session:
        return _evidence(await add_evidence(session, at, given, caller))


@router.post("/plans/{plan_id}/tasks/{task_key}/evidence/{evidence_id}/withdraw")
async def unprove(at: Annotated[TaskAt, Depends()], evidence_id: UUID, caller: Caller, db: Db) -> EvidenceView:
    """Strike evidence that was given by mistake."""
    async with db.transaction() as session:
        return _evidence(await withdraw_evidence(session, at, evidence_id, caller))


def _evidence(row: EvidenceRow) -> EvidenceView:
    return EvidenceView(
        evidence_id=row.evidence_id,
        title=row.title,
        reference=row.reference,
        link=row.link,
        dated_on=row.dated_on,
        part_key=row.part_key,
        added_by=row.added_by,
        added_at=row.added_at,
        is_withdrawn=row.withdrawn_at is not None,
    )


def _change(row: DeadlineChangeRow) -> DeadlineChange:
    return DeadlineChange(
        from_kind=row.from_kind,
        from_due_on=row.from_due_on,
        to_kind=row.to_kind,
        to_due_on=row.to_due_on,
        reason=row.reason,
        changed_by=row.changed_by,
        changed_at=row.changed_at,
    )
