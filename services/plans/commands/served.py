"""The task that an inspection plan or an occasion serves: refused where there is none, completed when it is done."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans import queries
from services.plans.commands.journal import OFFICE
from services.plans.commands.tasks import TaskAt, take_step
from services.plans.domain import NEXT_YEAR, RUNNING
from services.plans.models import InspectionPlanRow, OccasionRow, TaskRow
from shared.api.plans import TaskStep
from shared.errors import NotFound


async def serve_task(session: AsyncSession, plan_id: UUID | None, task_key: str | None) -> None:
    """Refuse to serve a task that no plan has."""
    if plan_id is None or task_key is None or await session.get(TaskRow, (plan_id, task_key)) is None:
        raise NotFound("Không tìm thấy nhiệm vụ.")


def served_by(row: InspectionPlanRow | OccasionRow) -> TaskAt | None:
    """Return the task that *row* serves."""
    return None if row.plan_id is None or row.task_key is None else TaskAt(row.plan_id, row.task_key)


async def complete_waiting(session: AsyncSession, year: int, fact: str, *names: str) -> None:
    """Complete the tasks of *year* that waited for the fact under one of *names*, in the office's name."""
    for plan_id, task_key in await queries.tasks_waiting(session, year, *names):
        await take_step(session, TaskAt(plan_id, task_key), "complete", TaskStep(), OFFICE, fact=fact)


async def complete_served(session: AsyncSession, served: TaskAt | None, fact: str) -> None:
    """Complete the task that was served; one that is settled, moved on to next year or of a closed plan stays."""
    if served is None:
        return
    plan = await queries.plan(session, served.plan_id)  # unlocked: the step cancels its timer before it locks the plan
    task = await session.get_one(TaskRow, (served.plan_id, served.task_key))
    if plan.state in RUNNING and task.quarter != NEXT_YEAR and not task.task.is_settled:
        await take_step(session, served, "complete", TaskStep(), OFFICE, fact=fact)
