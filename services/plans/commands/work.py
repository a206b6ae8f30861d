"""Who works a task, what it waits for, what it sets in motion, what proves it."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from services.plans import queries
from services.plans.commands.journal import note
from services.plans.commands.tasks import TaskAt, locked_running
from services.plans.domain import checked_fact, fact_label
from services.plans.models import EvidenceRow, MovementRow, PlanRow, TaskRow, UnitRow
from shared import clock
from shared.api.base import StepTaken
from shared.api.lifecycle import Assignment, CampaignOrder, EvidenceGiven, RoundOrder, Wait
from shared.errors import NotFound, OutOfTurn, Refused
from shared.events.plans import MovementLaunched, RoundAsked, TaskAssigned
from shared.identity import Identity
from shared.messaging.outbox import tell
from shared.roles import Role


class EvidenceUnnamed(Refused):
    """Evidence is a document with a number, or an address."""

    message = "Vui lòng ghi số, ký hiệu văn bản hoặc đường dẫn của minh chứng."


class LinkUnsafe(Refused):
    """An address that leads nowhere a browser should go."""

    message = "Đường dẫn phải bắt đầu bằng https:// hoặc http://."


class RoundClosesBeforeItOpens(Refused):
    """A round ends after it begins."""

    message = "Ngày kết thúc đợt xét phải sau ngày bắt đầu."


class TaskSettled(OutOfTurn):
    """Nothing more is arranged for a task that is done."""

    message = "Nhiệm vụ đã xong."


async def assign(session: AsyncSession, at: TaskAt, order: Assignment, who: Identity) -> None:
    """Say who leads a task and with whom; what the importer guessed is thereby confirmed."""
    plan, task = await _unsettled(session, at, order, who, Role.APPRAISER, Role.LEADER)
    if order.lead_unit_id is not None and await session.get(UnitRow, order.lead_unit_id) is None:
        raise NotFound("Không tìm thấy đơn vị chủ trì.")
    task.lead, task.lead_unit_id, task.is_lead_implied = order.lead.strip(), order.lead_unit_id, False
    task.coordinating = [name.strip() for name in order.coordinating if name.strip()]
    task.output, task.budget = order.output.strip() or task.output, order.budget.strip() or task.budget
    tell(
        session,
        plan,
        TaskAssigned(
            plan_id=plan.plan_id,
            task_key=task.task_key,
            lead=task.lead,
            lead_unit_id=task.lead_unit_id,
            coordinating=tuple(task.coordinating),
            assigned_on=clock.today(),
        ),
    )
    note(session, plan, who, f"Phân công {task.lead} chủ trì", about=task.task_key, details=task.coordinating)


async def wait_for(session: AsyncSession, at: TaskAt, order: Wait, who: Identity) -> None:
    """Let a task be completed by a fact of the table, or by nobody but a person."""
    plan, task = await _unsettled(session, at, order, who, Role.APPRAISER, Role.LEADER)
    task.waits_for = checked_fact(order.fact) if order.fact else None
    waits = "Không chờ sự kiện" if task.waits_for is None else f"Chờ: {fact_label(task.waits_for)}"
    _touch(session, plan, who, waits, task)


async def ask_round(session: AsyncSession, at: TaskAt, order: RoundOrder, who: Identity) -> None:
    """Ask for a round of nominations; the task then waits for the round to close unless it waits for something."""
    if order.closes_on < order.opens_on:
        raise RoundClosesBeforeItOpens
    plan, task = await _unsettled(session, at, order, who, Role.APPRAISER, Role.LEADER)
    task.waits_for = task.waits_for or _awaited_round(task)
    tell(
        session,
        plan,
        RoundAsked(
            plan_id=plan.plan_id,
            task_key=task.task_key,
            title=order.title,
            year=order.year,
            mode=order.mode,
            opens_on=order.opens_on,
            closes_on=order.closes_on,
        ),
    )
    note(session, plan, who, f"Yêu cầu mở đợt xét: {order.title}", about=task.task_key, reason=order.reason)


async def follow_round(session: AsyncSession, plan_id: UUID, task_key: str, round_id: UUID) -> None:
    """Let the task that asked for a round wait for the one that was opened for it."""
    await queries.locked_plan(session, plan_id)
    task = await session.get(TaskRow, (plan_id, task_key))
    if task is not None and task.waits_for == _awaited_round(task):
        task.waits_for = f"RoundClosed:{round_id}"


def _awaited_round(task: TaskRow) -> str:
    """Return what a task waits for while nobody has opened its round."""
    return f"RoundClosed:{task.plan_id}/{task.task_key}"


async def open_campaign(session: AsyncSession, at: TaskAt, order: CampaignOrder, who: Identity) -> None:
    """Launch a movement for a task; the task then waits for it to be concluded unless it waits for something."""
    plan, task = await _unsettled(session, at, order, who, Role.APPRAISER, Role.LEADER)
    last = select(func.max(MovementRow.position)).where(MovementRow.plan_id == plan.plan_id)
    movement = MovementRow(
        movement_id=uuid7(),
        plan_id=plan.plan_id,
        position=(await session.scalar(last) or 0) + 1,
        name=order.name.strip(),
        period=order.period,
    )
    session.add(movement)
    told = MovementLaunched(
        movement_id=movement.movement_id, plan_id=plan.plan_id, name=movement.name, period=movement.period
    )
    tell(session, movement, told)
    task.waits_for = task.waits_for or f"MovementConcluded:{movement.movement_id}"
    _touch(session, plan, who, f"Phát động: {movement.name}", task)


async def add_evidence(session: AsyncSession, at: TaskAt, given: EvidenceGiven, who: Identity) -> EvidenceRow:
    """Keep what proves the work on a task, with who gave it and when; also after the task is done."""
    if not (given.reference.strip() or given.link.strip()):
        raise EvidenceUnnamed
    if given.link.strip() and not given.link.strip().lower().startswith(("https://", "http://")):
        raise LinkUnsafe
    plan = await locked_running(session, at.plan_id, None)
    task = await queries.task(session, at.plan_id, at.task_key)
    _check_may_prove(task, who)
    parts = (await queries.parts_of(session, at.plan_id, at.task_key)).get(at.task_key, [])
    if given.part_key is not None and given.part_key not in {part.part_key for part in parts}:
        raise NotFound("Không tìm thấy phần việc.")
    row = EvidenceRow(
        evidence_id=uuid7(),
        plan_id=plan.plan_id,
        task_key=task.task_key,
        part_key=given.part_key,
        title=given.title.strip(),
        reference=given.reference.strip(),
        link=given.link.strip(),
        dated_on=given.dated_on,
        added_by=who.name,
        added_at=clock.now(),
    )
    session.add(row)
    note(session, plan, who, "Thêm minh chứng", about=task.task_key, details=[row.title])
    return row


async def withdraw_evidence(session: AsyncSession, at: TaskAt, evidence_id: UUID, who: Identity) -> EvidenceRow:
    """Strike evidence that was given by mistake; it stays visible as struck."""
    plan = await locked_running(session, at.plan_id, None)
    _check_may_prove(await queries.task(session, at.plan_id, at.task_key), who)
    row = await session.get(EvidenceRow, evidence_id)
    if row is None or (row.plan_id, row.task_key) != (at.plan_id, at.task_key):
        raise NotFound("Không tìm thấy minh chứng.")
    if row.withdrawn_at is not None:
        raise OutOfTurn("Minh chứng đã được gỡ.")
    row.withdrawn_by, row.withdrawn_at = who.name, clock.now()
    note(session, plan, who, "Gỡ minh chứng", about=at.task_key, details=[row.title])
    return row


def _check_may_prove(task: TaskRow, who: Identity) -> None:
    """Let the office prove any task, and a unit's officer those their unit leads."""
    if who.unit_id is None:
        who.require(Role.APPRAISER, Role.LEADER)
    else:
        who.require(Role.UNIT_OFFICER)
        who.require_unit(task.lead_unit_id or "")


async def _unsettled(
    session: AsyncSession, at: TaskAt, order: StepTaken, who: Identity, *roles: Role
) -> tuple[PlanRow, TaskRow]:
    who.require(*roles)
    plan = await locked_running(session, at.plan_id, order.version)
    task = await queries.task(session, at.plan_id, at.task_key)
    if task.task.is_settled:
        raise TaskSettled
    return plan, task


def _touch(session: AsyncSession, plan: PlanRow, who: Identity, what: str, task: TaskRow) -> None:
    """Write down what nobody outside needs to know; the plan's version counts facts alone."""
    note(session, plan, who, what, about=task.task_key)
