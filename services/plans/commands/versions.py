"""The versions of a plan: as it was issued, and as it read after each amendment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans import queries
from services.plans.commands.journal import Ground
from services.plans.models import DutyRow, PlanRow, PlanVersionRow, TaskRow
from shared import clock
from shared.api.lifecycle import DutyView, PlanContent, TaskContent
from shared.events.plans import TaskFact
from shared.identity import Identity


@dataclass(frozen=True, slots=True)
class Document:
    """The document a version of a plan rests on (văn bản ban hành, điều chỉnh)."""

    reference: str
    dated_on: date


async def keep_version(
    session: AsyncSession, plan: PlanRow, document: Document, ground: Ground, changes: Sequence[str] = ()
) -> PlanVersionRow:
    """Keep the plan as it reads now, under the next number."""
    versions = await queries.versions_of(session, plan.plan_id)
    row = PlanVersionRow(
        plan_id=plan.plan_id,
        number=len(versions) + 1,
        document=document.reference,
        dated_on=document.dated_on,
        reason=ground.reason,
        kept_by=ground.who.name,
        kept_at=clock.now(),
        content=(await content(session, plan)).model_dump(mode="json"),
        changes=list(changes),
    )
    session.add(row)
    await session.flush()
    return row


async def keep_first_version(session: AsyncSession, plan: PlanRow, who: Identity) -> None:
    """Keep the plan as it was issued, where nobody has yet."""
    if not await queries.versions_of(session, plan.plan_id):
        await keep_version(session, plan, Document(plan.symbol, plan.issued_on), Ground(who, "Ban hành kế hoạch"))


async def content(session: AsyncSession, plan: PlanRow) -> PlanContent:
    """Return the plan as it reads now."""
    tasks = await queries.tasks_of(session, plan.plan_id)
    duties = await queries.duties_of(session, plan.plan_id)
    return PlanContent(
        symbol=plan.symbol,
        title=plan.title,
        issuer=plan.issuer,
        issued_on=plan.issued_on,
        signer=plan.signer,
        tasks=tuple(map(_task, tasks)),
        duties=tuple(map(duty_view, duties)),
    )


def duty_view(row: DutyRow) -> DutyView:
    """Show what a plan asks units to file."""
    return DutyView(
        code=row.code,
        name=row.name,
        deadline_kind=row.deadline_kind,
        due_on=row.due_on,
        owes=row.owes,
        owed_by=tuple(row.owed_by),
    )


def fact_of(task: TaskRow) -> TaskFact:
    """Return a task as the plan's facts tell it."""
    return TaskFact(
        task_key=task.task_key,
        quarter=task.quarter,
        text=task.text,
        is_conditional=task.is_conditional,
        deadline_kind=task.deadline_kind,
        due_on=task.due_on,
        is_deadline_implied=task.is_deadline_implied,
    )


def _task(row: TaskRow) -> TaskContent:
    return TaskContent(
        task_key=row.task_key,
        quarter=row.quarter,
        text=row.text,
        parts=tuple(row.parts),
        is_conditional=row.is_conditional,
        deadline_kind=row.deadline_kind,
        due_on=row.due_on,
        is_deadline_implied=row.is_deadline_implied,
        lead=row.lead,
        coordinating=tuple(row.coordinating),
        output=row.output,
    )
