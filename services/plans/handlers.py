"""What the plans service does when another service or a department speaks, and when a day comes."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans import queries
from services.plans.commands.filings import FILING_OVERDUE, file
from services.plans.commands.findings import FINDING_OVERDUE, mark_overdue
from services.plans.commands.issue import QUARTER_OPENING
from services.plans.commands.tasks import TASK_OVERDUE, TaskAt, take_step
from services.plans.domain import QUARTER_STEPS, FilingState, QuarterState, step_of_the_day
from services.plans.models import TaskRow
from shared.api.plans import FilingStep, TaskStep
from shared.clock import VIETNAM
from shared.errors import Refused
from shared.events.ext import FilingSent
from shared.events.nominations import AwardGranted
from shared.events.plans import Channel, FilingOverdue, QuarterOpened, TaskOverdue
from shared.events.reporting import ReportCompiled
from shared.identity import Identity
from shared.messaging.inlet import Inlet, Sender, Timer
from shared.messaging.outbox import tell
from shared.roles import Role

on = Inlet("plans", answers_unknown=True)

_FOR_THE_OFFICE = frozenset({Role.APPRAISER})  # a fact settles a task in the name of the office that works it


class NothingOwed(Refused):
    """The unit owes no such filing in that year."""

    def __init__(self, year: int) -> None:
        super().__init__(f"Đơn vị không có kế hoạch, báo cáo này phải nộp trong năm {year}.")


@on.timer(QUARTER_OPENING)
async def open_quarter(timer: Timer, session: AsyncSession) -> None:
    """Open a quarter on its first day."""
    plan = await queries.locked_plan(session, UUID(timer.payload["plan_id"]))
    quarter = (await queries.quarters_of(session, plan.plan_id))[timer.payload["quarter"]]
    step = step_of_the_day(QUARTER_STEPS, quarter.state)
    if step is not None:
        quarter.state, quarter.opened_on = QuarterState(step.target), timer.due_at.astimezone(VIETNAM).date()
        tell(
            session,
            plan,
            QuarterOpened(plan_id=plan.plan_id, year=plan.year, quarter=quarter.quarter, opened_on=quarter.opened_on),
        )




@on.outside(FilingSent)
async def file_from_outside(event: FilingSent, sender: Sender, session: AsyncSession) -> None:
    """Take in what a unit's own system files, as if its officer had filed it."""
    filing_id = await queries.filing_owed(session, sender.unit_id, event.year, event.duty)
    if filing_id is None:
        raise NothingOwed(event.year)
    officer = Identity(sender.topic, sender.unit_id, frozenset({Role.UNIT_OFFICER}), sender.unit_id)
    document = FilingStep(reference=event.reference, dated_on=event.dated_on)
    await file(session, filing_id, document, officer, Channel.KAFKA)


@on.timer(FILING_OVERDUE)
async def mark_filing_overdue(timer: Timer, session: AsyncSession) -> None:
    """Mark what a unit has not filed by its last day in time; it may still file late."""
    filing = await queries.locked_filing(session, UUID(timer.key))
    if filing.state in {FilingState.DUE, FilingState.RETURNED}:
        filing.is_overdue = True
        tell(
            session,
            filing,
            FilingOverdue(filing_id=filing.filing_id, unit_id=filing.unit_id, duty=filing.duty, due_on=filing.due_on),
        )


@on.timer(TASK_OVERDUE)
async def mark_task_overdue(timer: Timer, session: AsyncSession) -> None:
    """Mark a task that was not settled by its deadline."""
    plan = await queries.locked_plan(session, UUID(timer.payload["plan_id"]))
    task = await session.get_one(TaskRow, (plan.plan_id, timer.payload["task_key"]))
    if not task.task.is_settled:
        task.is_overdue = True
        tell(
            session,
            plan,
            TaskOverdue(plan_id=plan.plan_id, task_key=task.task_key, due_on=task.due_on),
        )


@on(AwardGranted)
async def complete_what_waited_for_award(event: AwardGranted, session: AsyncSession) -> None:
    """Complete the tasks that waited for this award, in the plan of the year it was decided in."""
    await _complete(session, event.decided_on.year, f"AwardGranted:{event.award}")

@on.timer(FINDING_OVERDUE)
async def mark_finding_overdue(timer: Timer, session: AsyncSession) -> None:
    """Mark what a unit has not mended by its day; it may still mend it late."""
    await mark_overdue(session, UUID(timer.key))



@on(ReportCompiled)
async def complete_what_waited_for_report(event: ReportCompiled, session: AsyncSession) -> None:
    """Complete the task that asked for this report."""
    await _complete(session, event.year, f"ReportCompiled:{event.period}")


async def _complete(session: AsyncSession, year: int, fact: str) -> None:
    for plan_id, task_key in await queries.tasks_waiting(session, year, fact):
        await take_step(session, TaskAt(plan_id, task_key), "complete", TaskStep(), _FOR_THE_OFFICE)
