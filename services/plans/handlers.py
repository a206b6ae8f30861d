"""What the plans service does when another service or a department speaks, and when a day comes."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans import queries
from services.plans.commands.filings import FILING_OVERDUE, file, pass_last_day
from services.plans.commands.findings import FINDING_OVERDUE, mark_overdue
from services.plans.commands.issue import QUARTER_OPENING
from services.plans.commands.journal import OFFICE, note
from services.plans.commands.reorganisation import ORGANISATION_EFFECTIVE, on_the_day
from services.plans.commands.tasks import TASK_OVERDUE, settle_waiting
from services.plans.commands.work import follow_round
from services.plans.domain import QUARTER_NAMES, QUARTER_STEPS, QuarterState, step_of_the_day
from services.plans.models import TaskRow
from services.plans.queries.filings import filing_owed
from shared.api.plans import FilingStep
from shared.clock import VIETNAM
from shared.errors import Refused
from shared.events.ext import FilingSent, FurtherFilingSent
from shared.events.nominations import (
    AwardGranted,
    AwardPresented,
    CentralResultRecorded,
    NominationForwarded,
    RoundClosed,
    RoundOpened,
    SessionHeld,
)
from shared.events.plans import Channel, QuarterOpened, TaskOverdue
from shared.events.reporting import ReportCompiled
from shared.identity import Identity
from shared.messaging.inlet import Inlet, Sender, Timer
from shared.messaging.outbox import tell
from shared.roles import Role

on = Inlet("plans", answers_unknown=True)


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
        note(session, plan, OFFICE, f"{step.label}: {QUARTER_NAMES[quarter.quarter]}")


@on.timer(ORGANISATION_EFFECTIVE)
async def let_organisation_take_effect(timer: Timer, session: AsyncSession) -> None:
    """Let the names and memberships decided for a day show from that day on."""
    await on_the_day(timer, session)


@on.outside(FilingSent)
async def file_from_outside(event: FilingSent, sender: Sender, session: AsyncSession) -> None:
    """Take in what a unit's own system files, as if its officer had filed it."""
    await _file(event, sender, session)


@on.outside(FurtherFilingSent)
async def file_further_from_outside(event: FurtherFilingSent, sender: Sender, session: AsyncSession) -> None:
    """Take in what a unit's own system files beyond the three of every year."""
    await _file(event, sender, session)


async def _file(event: FilingSent | FurtherFilingSent, sender: Sender, session: AsyncSession) -> None:
    filing_id = await filing_owed(session, sender.unit_id, event.year, event.duty)
    if filing_id is None:
        raise NothingOwed(event.year)
    officer = Identity(sender.topic, sender.unit_id, frozenset({Role.UNIT_OFFICER}), sender.unit_id)
    document = FilingStep(reference=event.reference, dated_on=event.dated_on)
    await file(session, filing_id, document, officer, Channel.KAFKA)


@on.timer(FILING_OVERDUE)
async def mark_filing_overdue(timer: Timer, session: AsyncSession) -> None:
    """Mark what a unit has not filed by its last day in time; it may still file late."""
    await pass_last_day(session, UUID(timer.key))


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
        note(session, plan, OFFICE, "Quá hạn", about=task.task_key)


@on.timer(FINDING_OVERDUE)
async def mark_finding_overdue(timer: Timer, session: AsyncSession) -> None:
    """Mark what a unit has not mended by its day; it may still mend it late."""
    await mark_overdue(session, UUID(timer.key))


@on(NominationForwarded)
async def complete_what_waited_for_forwarding(event: NominationForwarded, session: AsyncSession) -> None:
    """Complete the tasks that asked for dossiers to be put before the centre, in the plan of that year."""
    await settle_waiting(session, event.forwarded_on.year, "NominationForwarded", event.award)


@on(CentralResultRecorded)
async def complete_what_waited_for_centre(event: CentralResultRecorded, session: AsyncSession) -> None:
    """Complete the tasks that waited for what the centre decides."""
    await settle_waiting(session, event.recorded_on.year, "CentralResultRecorded", event.award)


@on(AwardGranted)
async def complete_what_waited_for_award(event: AwardGranted, session: AsyncSession) -> None:
    """Complete the tasks that waited for this award, in the plan of the year it was decided in."""
    await settle_waiting(session, event.decided_on.year, "AwardGranted", event.award)


@on(RoundOpened)
async def await_round(event: RoundOpened, session: AsyncSession) -> None:
    """Let the task that asked for a round wait for that very one to close."""
    if event.plan_id is not None:
        await follow_round(session, event.plan_id, event.task_key, event.round_id)


@on(RoundClosed)
async def complete_what_waited_for_round(event: RoundClosed, session: AsyncSession) -> None:
    """Complete the tasks whose round takes no more dossiers."""
    await settle_waiting(session, event.closed_on.year, "RoundClosed", str(event.round_id))


@on(SessionHeld)
async def complete_what_waited_for_session(event: SessionHeld, session: AsyncSession) -> None:
    """Complete the tasks that asked for a session of the council."""
    await settle_waiting(session, event.held_on.year, "SessionHeld", str(event.session_id))


@on(AwardPresented)
async def complete_what_waited_for_ceremony(event: AwardPresented, session: AsyncSession) -> None:
    """Complete the tasks that waited for this award to be handed over."""
    await settle_waiting(session, event.presented_on.year, "AwardPresented", event.award)


@on(ReportCompiled)
async def complete_what_waited_for_report(event: ReportCompiled, session: AsyncSession) -> None:
    """Complete the task that asked for this report."""
    await settle_waiting(session, event.year, "ReportCompiled", event.period)
