"""The task that an inspection plan or an occasion serves: refused where there is none, completed when it is done."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans import queries
from services.plans.commands.tasks import TaskAt, take_step
from services.plans.models import InspectionPlanRow, OccasionRow, TaskRow
from shared.api.plans import TaskStep
from shared.errors import NotFound
from shared.roles import Role

_FOR_THE_OFFICE = frozenset({Role.APPRAISER})  # a fact settles a task in the name of the office that works it


async def serve_task(session: AsyncSession, plan_id: UUID | None, task_key: str | None) -> None:
    """Refuse to serve a task that no plan has."""
    if plan_id is None or task_key is None or await session.get(TaskRow, (plan_id, task_key)) is None:
        raise NotFound("Không tìm thấy nhiệm vụ.")


def served_by(row: InspectionPlanRow | OccasionRow) -> TaskAt | None:
    """Return the task that *row* serves."""
    return None if row.plan_id is None or row.task_key is None else TaskAt(row.plan_id, row.task_key)


async def complete_served(session: AsyncSession, year: int, fact: tuple[str, UUID], served: TaskAt | None) -> None:
    """Complete the task that was served, and every task of *year* that waited for the fact; a settled one stays."""
    name, fact_id = fact
    waiting = {
        TaskAt(*each)
        for awaited in (name, f"{name}:{fact_id}")
        for each in await queries.tasks_waiting(session, year, awaited)
    }
    if served is not None:
        task = await session.get_one(TaskRow, (served.plan_id, served.task_key))
        if not task.task.is_settled:
            waiting.add(served)
    for at in sorted(waiting, key=lambda at: at.timer_key):
        await take_step(session, at, "complete", TaskStep(), _FOR_THE_OFFICE)
