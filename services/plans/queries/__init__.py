"""The reads of plans that are longer than a line; each takes a fixed number of statements."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.domain import NEXT_YEAR, RUNNING, UNSETTLED, QuarterState, TaskState
from services.plans.models import (
    DeadlineChangeRow,
    DraftRow,
    DutyRow,
    EvidenceRow,
    FilingRow,
    PlanRow,
    PlanVersionRow,
    QuarterRow,
    TaskPartRow,
    TaskRow,
)
from services.plans.queries.journal import faster
from shared.errors import NotFound

Parts = dict[str, list[TaskPartRow]]
"""The parts of each task of a plan, by its key."""


async def draft(session: AsyncSession, draft_id: UUID, *, for_update: bool = False) -> DraftRow:
    """Return a draft."""
    row = await session.get(DraftRow, draft_id, with_for_update=for_update or None)
    if row is None:
        raise NotFound("Không tìm thấy dự thảo.")
    return row


async def plan(session: AsyncSession, plan_id: UUID) -> PlanRow:
    """Return a plan."""
    row = await session.get(PlanRow, plan_id)
    if row is None:
        raise NotFound("Không tìm thấy kế hoạch.")
    return row


async def locked_plan(session: AsyncSession, plan_id: UUID, seen: int | None = None) -> PlanRow:
    """Return a plan nobody else can change now; refuse the caller who saw another version of it."""
    row = await session.get(PlanRow, plan_id, with_for_update=True)
    if row is None:
        raise NotFound("Không tìm thấy kế hoạch.")
    if seen is not None and seen != row.version:
        raise await faster(session, plan_id, seen)
    return row


async def plan_of_year(session: AsyncSession, year: int) -> PlanRow | None:
    """Return the plan of a year where there is one; nobody else can change it now."""
    return await session.scalar(select(PlanRow).where(PlanRow.year == year).with_for_update())


async def locked_filing(session: AsyncSession, filing_id: UUID, seen: int | None = None) -> FilingRow:
    """Return a filing nobody else can change now; refuse the caller who saw another version of it."""
    row = await session.get(FilingRow, filing_id, with_for_update=True)
    if row is None:
        raise NotFound("Không tìm thấy báo cáo, kế hoạch phải nộp.")
    if seen is not None and seen != row.version:
        raise await faster(session, filing_id, seen)
    return row


async def quarters_of(session: AsyncSession, plan_id: UUID) -> dict[int, QuarterRow]:
    """Return a plan's quarters by number."""
    rows = await session.scalars(select(QuarterRow).where(QuarterRow.plan_id == plan_id).order_by(QuarterRow.quarter))
    return {row.quarter: row for row in rows}


def states(quarters: Iterable[QuarterRow]) -> dict[int, QuarterState]:
    """Return the state of each quarter by number."""
    return {row.quarter: row.state for row in quarters}


async def tasks_of(session: AsyncSession, plan_id: UUID, quarter: int | None = None) -> Sequence[TaskRow]:
    """Return a plan's tasks in the order printed, of one quarter or of all, without those an amendment removed."""
    chosen = select(TaskRow).where(TaskRow.plan_id == plan_id, TaskRow.state != TaskState.REMOVED)
    if quarter is not None:
        chosen = chosen.where(TaskRow.quarter == quarter)
    return (await session.scalars(chosen.order_by(TaskRow.quarter, TaskRow.position, TaskRow.task_key))).all()


async def every_task(session: AsyncSession, plan_id: UUID) -> Sequence[TaskRow]:
    """Return a plan's tasks, also those an amendment removed."""
    chosen = select(TaskRow).where(TaskRow.plan_id == plan_id)
    return (await session.scalars(chosen.order_by(TaskRow.quarter, TaskRow.position, TaskRow.task_key))).all()


async def task(session: AsyncSession, plan_id: UUID, task_key: str) -> TaskRow:
    """Return a task."""
    row = await session.get(TaskRow, (plan_id, task_key))
    if row is None:
        raise NotFound("Không tìm thấy nhiệm vụ.")
    return row


async def parts_of(session: AsyncSession, plan_id: UUID, task_key: str | None = None) -> Parts:
    """Return the parts of a plan's tasks, or of one, each in the order printed."""
    chosen = select(TaskPartRow).where(TaskPartRow.plan_id == plan_id)
    if task_key is not None:
        chosen = chosen.where(TaskPartRow.task_key == task_key)
    found: Parts = {}
    for row in await session.scalars(chosen.order_by(TaskPartRow.task_key, TaskPartRow.position)):
        found.setdefault(row.task_key, []).append(row)
    return found


async def evidence_of(session: AsyncSession, plan_id: UUID, task_key: str) -> Sequence[EvidenceRow]:
    """Return what proves the work on a task, oldest first."""
    chosen = select(EvidenceRow).where(EvidenceRow.plan_id == plan_id, EvidenceRow.task_key == task_key)
    return (await session.scalars(chosen.order_by(EvidenceRow.added_at, EvidenceRow.evidence_id))).all()


async def deadline_changes(
    session: AsyncSession, plan_id: UUID, *, task_key: str | None = None, duty: str | None = None
) -> Sequence[DeadlineChangeRow]:
    """Return every deadline a task or a duty has had, oldest first."""
    chosen = select(DeadlineChangeRow).where(DeadlineChangeRow.plan_id == plan_id)
    about = DeadlineChangeRow.duty == duty if task_key is None else DeadlineChangeRow.task_key == task_key
    return (await session.scalars(chosen.where(about).order_by(DeadlineChangeRow.change_id))).all()


async def duties_of(session: AsyncSession, plan_id: UUID) -> Sequence[DutyRow]:
    """Return what a plan asks units to file, without what an amendment removed."""
    chosen = select(DutyRow).where(DutyRow.plan_id == plan_id, DutyRow.is_removed.is_(False))
    return (await session.scalars(chosen.order_by(DutyRow.position))).all()


async def every_duty(session: AsyncSession, plan_id: UUID) -> Sequence[DutyRow]:
    """Return what a plan ever asked units to file."""
    chosen = select(DutyRow).where(DutyRow.plan_id == plan_id).order_by(DutyRow.position)
    return (await session.scalars(chosen)).all()


async def versions_of(session: AsyncSession, plan_id: UUID) -> Sequence[PlanVersionRow]:
    """Return the versions of a plan, the first one first."""
    chosen = select(PlanVersionRow).where(PlanVersionRow.plan_id == plan_id).order_by(PlanVersionRow.number)
    return (await session.scalars(chosen)).all()


async def tasks_waiting(session: AsyncSession, year: int, *facts: str) -> Sequence[tuple[UUID, str]]:
    """Return the plan and key of a year's unsettled tasks that wait for one of *facts*, locked with their plan."""
    chosen = (
        select(TaskRow.plan_id, TaskRow.task_key)
        .join(PlanRow, PlanRow.plan_id == TaskRow.plan_id)
        .where(TaskRow.waits_for.in_(facts), PlanRow.year == year, PlanRow.state.in_(RUNNING))
        .where(TaskRow.state.in_(UNSETTLED), TaskRow.quarter != NEXT_YEAR)
        .order_by(TaskRow.position)
        .with_for_update()
    )
    return [(plan_id, task_key) for plan_id, task_key in await session.execute(chosen)]
