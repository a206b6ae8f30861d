"""Recording what an inspection found, and following its remedy until it is mended."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from services.plans.domain import days_late, overdue_at
from services.plans.domain.inspections import (
    FINDING_STEPS,
    AlreadySuggested,
    FindingState,
    InspectionState,
    OnlyStrengthsAreSuggested,
    RemedyUndescribed,
    check_days,
    first_state,
)
from services.plans.models import FindingRow, InspectionRow
from services.plans.queries import inspections as reads
from services.plans.queries import oversight
from shared import clock
from shared.api.oversight import FindingDraft, FindingStep, Suggestion
from shared.errors import NotFound, OutOfTurn, Refused
from shared.events import Event
from shared.events.plans import (
    FindingKind,
    FindingOverdue,
    FindingRecorded,
    FindingRemedied,
    NominationSuggested,
    RemedyExtended,
    RemedyReported,
    RemedyReturned,
)
from shared.identity import Identity
from shared.messaging import timers
from shared.messaging.outbox import tell
from shared.roles import Role
from shared.steps import take

FINDING_OVERDUE = "finding_overdue"
"""The timer that marks a finding as not mended in time."""

Act = Callable[[AsyncSession, InspectionRow, FindingRow, FindingStep], Awaitable[Event]]

_TAKES_FINDINGS = (InspectionState.SCHEDULED, InspectionState.UNDERWAY, InspectionState.CONCLUDED)


class UnitNotInspected(Refused):
    """A finding is about a unit that the inspection is of."""

    message = "Đơn vị không thuộc cuộc kiểm tra này."


class NoFindingsNow(OutOfTurn):
    """What is planned or cancelled finds nothing."""

    message = "Cuộc kiểm tra chưa có lịch hoặc đã hủy nên không ghi nhận phát hiện."


class NotLater(Refused):
    """An extension gives more time."""

    message = "Thời hạn mới phải sau thời hạn hiện tại."


@dataclass(frozen=True, slots=True)
class FindingAt:
    """Which finding of which inspection."""

    inspection_id: UUID
    finding_id: UUID


async def record(session: AsyncSession, inspection_id: UUID, draft: FindingDraft, caller: Identity) -> FindingRow:
    """Record a finding and tell it; where it has a day to be mended by, a timer watches that day."""
    caller.require(Role.APPRAISER)
    inspection = await oversight.locked(session, InspectionRow, inspection_id, draft.version)
    if inspection.state not in _TAKES_FINDINGS:
        raise NoFindingsNow
    today = clock.today()
    finding = FindingRow(
        finding_id=uuid7(),
        inspection_id=inspection_id,
        position=len(await reads.findings_of(session, inspection_id)) + 1,
        unit_id=await _unit_of(session, inspection, draft.unit_id),
        recorded_on=today,
        state=first_state(draft.kind, draft.due_on, draft.severity, draft.ground),
        **draft.model_dump(exclude={"version", "unit_id"}),
    )
    if finding.due_on is not None:
        check_days(today, finding.due_on)
        await timers.schedule(session, FINDING_OVERDUE, str(finding.finding_id), overdue_at(finding.due_on))
    session.add(finding)
    tell(
        session,
        inspection,
        FindingRecorded(
            inspection_id=inspection_id,
            finding_id=finding.finding_id,
            unit_id=finding.unit_id,
            kind=finding.kind,
            severity=finding.severity,
            due_on=finding.due_on,
        ),
    )
    return finding


async def take_step(
    session: AsyncSession, at: FindingAt, name: str, order: FindingStep, caller: Identity
) -> FindingRow:
    """Take the step *name* of a finding and tell it."""
    # The timer goes first, in the order of the ticker, which holds its timers before it locks an inspection.
    await timers.cancel(session, FINDING_OVERDUE, str(at.finding_id))
    inspection, finding = await _locked(session, at, order.version)
    caller.require_unit(finding.unit_id)
    step = take(FINDING_STEPS, finding.state, name, caller.roles, reason=order.reason)
    finding.state = FindingState(step.target)
    tell(session, inspection, await _ACTS[name](session, inspection, finding, order))
    if finding.state is FindingState.OPEN and not finding.is_overdue:
        # It is to be mended again: where the day has passed, the timer rings at once.
        await timers.schedule(session, FINDING_OVERDUE, str(at.finding_id), overdue_at(_due(finding)))
    return finding


async def suggest(session: AsyncSession, at: FindingAt, order: Suggestion, caller: Identity) -> FindingRow:
    """Suggest a nomination for what was praised, once, and tell it; the unit decides whether to submit one."""
    caller.require(Role.APPRAISER)
    inspection, finding = await _locked(session, at, order.version)
    if finding.kind is not FindingKind.STRENGTH:
        raise OnlyStrengthsAreSuggested
    if finding.suggested_on is not None:
        raise AlreadySuggested
    finding.suggested_on = clock.today()
    tell(
        session,
        inspection,
        NominationSuggested(
            inspection_id=at.inspection_id,
            finding_id=at.finding_id,
            unit_id=finding.unit_id,
            subject_kind=order.subject_kind,
            mode=order.mode,
            suggested_on=finding.suggested_on,
        ),
    )
    return finding


async def mark_overdue(session: AsyncSession, finding_id: UUID) -> None:
    """Mark what was not mended by its day, and tell it; one whose remedy waits for confirmation is not overdue."""
    known = await session.get(FindingRow, finding_id)
    if known is None:
        return
    inspection, finding = await _locked(session, FindingAt(known.inspection_id, finding_id))
    if finding.state is FindingState.OPEN and finding.due_on is not None:
        finding.is_overdue = True
        tell(
            session,
            inspection,
            FindingOverdue(
                inspection_id=inspection.inspection_id,
                finding_id=finding_id,
                unit_id=finding.unit_id,
                due_on=finding.due_on,
            ),
        )


async def _locked(session: AsyncSession, at: FindingAt, seen: int | None = None) -> tuple[InspectionRow, FindingRow]:
    inspection = await oversight.locked(session, InspectionRow, at.inspection_id, seen)
    finding = await session.get(FindingRow, at.finding_id, populate_existing=True)
    if finding is None or finding.inspection_id != at.inspection_id:
        raise NotFound("Không tìm thấy phát hiện qua kiểm tra.")
    return inspection, finding


async def _unit_of(session: AsyncSession, inspection: InspectionRow, asked: str | None) -> str:
    if inspection.unit_id is not None:
        if asked not in {None, inspection.unit_id}:
            raise UnitNotInspected
        return inspection.unit_id
    if asked is None or await oversight.cluster_of(session, asked) != inspection.cluster_id:
        raise UnitNotInspected
    return asked


async def _report(_: AsyncSession, inspection: InspectionRow, finding: FindingRow, order: FindingStep) -> Event:
    if not order.remedy:
        raise RemedyUndescribed
    finding.remedy, finding.reason = order.remedy, ""
    return RemedyReported(
        inspection_id=inspection.inspection_id,
        finding_id=finding.finding_id,
        unit_id=finding.unit_id,
        reported_on=clock.today(),
    )


async def _return(_: AsyncSession, inspection: InspectionRow, finding: FindingRow, order: FindingStep) -> Event:
    finding.reason = order.reason
    return RemedyReturned(
        inspection_id=inspection.inspection_id,
        finding_id=finding.finding_id,
        unit_id=finding.unit_id,
        returned_on=clock.today(),
        reason=order.reason,
    )


async def _extend(_: AsyncSession, inspection: InspectionRow, finding: FindingRow, order: FindingStep) -> Event:
    if order.due_on is None or order.due_on <= max(_due(finding), clock.today()):
        raise NotLater
    finding.due_on, finding.reason, finding.is_overdue = order.due_on, order.reason, False
    return RemedyExtended(
        inspection_id=inspection.inspection_id,
        finding_id=finding.finding_id,
        unit_id=finding.unit_id,
        due_on=order.due_on,
        reason=order.reason,
    )


async def _confirm(_: AsyncSession, inspection: InspectionRow, finding: FindingRow, order: FindingStep) -> Event:
    finding.remedied_on, finding.is_overdue = clock.today(), False
    finding.remedy = order.remedy or finding.remedy
    return FindingRemedied(
        inspection_id=inspection.inspection_id,
        finding_id=finding.finding_id,
        unit_id=finding.unit_id,
        remedied_on=finding.remedied_on,
        days_late=days_late(_due(finding), finding.remedied_on),
    )


def _due(finding: FindingRow) -> date:
    assert finding.due_on is not None, "only a finding with a day has steps"
    return finding.due_on


_ACTS: dict[str, Act] = {"report": _report, "return": _return, "extend": _extend, "confirm": _confirm}
