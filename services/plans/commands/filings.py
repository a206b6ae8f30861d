"""Filing a unit's plan or report, taking it back, taking it in, sending it back, accepting it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans import queries
from services.plans.commands.journal import note
from services.plans.commands.owing import FILING_OVERDUE
from services.plans.domain import (
    OWED,
    FilingState,
    check_document,
    days_late,
    overdue_at,
    take_filing_step,
)
from services.plans.domain.filings import FOUNDING_DUTIES
from services.plans.models import FilingRow
from services.plans.queries.filings import duty_name
from shared import clock
from shared.api.plans import FilingStep
from shared.events import Event
from shared.events.plans import (
    Channel,
    Duty,
    FilingAccepted,
    FilingLifted,
    FilingOverdue,
    FilingRecalled,
    FilingReceived,
    FilingRegistered,
    FilingReturned,
    FurtherFilingAccepted,
    FurtherFilingOverdue,
    FurtherFilingReceived,
    FurtherFilingReturned,
)
from shared.identity import Identity
from shared.messaging import timers
from shared.messaging.outbox import tell

__all__ = ["FILING", "FILING_OVERDUE", "file", "judge", "pass_last_day"]

FILING = frozenset({"file", "record"})
"""The steps that bring a document: the unit's own, and the office's for what arrived on paper."""

_FURTHER: dict[type[Event], type[Event]] = {
    FilingReceived: FurtherFilingReceived,
    FilingReturned: FurtherFilingReturned,
    FilingAccepted: FurtherFilingAccepted,
    FilingOverdue: FurtherFilingOverdue,
}
"""By which event the same is told of a duty beyond the three of every year."""


async def file(  # noqa: PLR0913 - which filing, which document, by whom and how
    session: AsyncSession,
    filing_id: UUID,
    document: FilingStep,
    caller: Identity,
    channel: Channel,
    *,
    name: str = "file",
) -> FilingRow:
    """Take in a unit's plan or report, late or not, and tell it."""
    # The timer goes first, in the order of the ticker, which holds its timers before it locks a filing.
    await timers.cancel(session, FILING_OVERDUE, str(filing_id))
    filing = await queries.locked_filing(session, filing_id, document.version)
    caller.require_unit(filing.unit_id)
    step = take_filing_step(filing.state, name, caller.roles, reason=document.reason)
    today = clock.today()
    check_document(document.reference, document.dated_on, today)
    filing.state = FilingState(step.target)
    filing.reference, filing.dated_on = document.reference.strip(), document.dated_on
    filing.received_at, filing.channel = clock.now(), channel
    filing.days_late, filing.is_overdue = days_late(filing.last_day_on, today), False
    filing.reason, filing.missing = "", []
    arrived = {"received_at": filing.received_at, "days_late": filing.days_late, "channel": channel}
    tell(session, filing, await _fact(session, FilingReceived, filing, **arrived))
    note(session, filing, caller, step.label, details=[f"Văn bản {filing.reference}"])
    return filing


async def judge(session: AsyncSession, filing_id: UUID, name: str, order: FilingStep, caller: Identity) -> FilingRow:
    """Take any other step of a filing, and tell it."""
    if name in _ENDING:
        await timers.cancel(session, FILING_OVERDUE, str(filing_id))
    filing = await queries.locked_filing(session, filing_id, order.version)
    caller.require_unit(filing.unit_id)
    step = take_filing_step(filing.state, name, caller.roles, reason=order.reason)
    filing.state = FilingState(step.target)
    kind, told = _JUDGEMENTS[name](filing, order)
    tell(session, filing, await _fact(session, kind, filing, **told))
    note(session, filing, caller, step.label, reason=order.reason, details=filing.missing)
    if filing.state in OWED and (name == "recall" or clock.today() <= filing.last_day_on):
        # It is owed again: if the unit lets the day pass, it is overdue after all.
        await timers.schedule(session, FILING_OVERDUE, str(filing_id), overdue_at(filing.last_day_on))
    return filing


async def pass_last_day(session: AsyncSession, filing_id: UUID) -> None:
    """Mark what a unit has not filed by its last day in time; it may still file late."""
    filing = await queries.locked_filing(session, filing_id)
    if filing.state in OWED:
        filing.is_overdue = True
        tell(session, filing, await _fact(session, FilingOverdue, filing, due_on=filing.due_on))


async def _fact(session: AsyncSession, kind: type[Event], filing: FilingRow, **told: Any) -> Event:
    """Return the event that tells *kind* of a filing; a further duty is told by an event of its own, with its name."""
    about: dict[str, Any] = {"filing_id": filing.filing_id, "unit_id": filing.unit_id, "duty": filing.duty, **told}
    if kind not in _FURTHER:
        return kind(**about)
    if filing.duty in FOUNDING_DUTIES:
        return kind(**{**about, "duty": Duty(filing.duty)})
    return _FURTHER[kind](**about, name=await duty_name(session, filing.plan_id, filing.duty))


Told = tuple[type[Event], dict[str, Any]]


def _return(filing: FilingRow, order: FilingStep) -> Told:
    filing.reason = order.reason
    filing.missing = [item for item in order.missing if item.strip()]
    return FilingReturned, {
        "returned_on": clock.today(), "reason": filing.reason, "missing": tuple(filing.missing),
    }  # fmt: skip


def _accept(_: FilingRow, __: FilingStep) -> Told:
    return FilingAccepted, {"accepted_on": clock.today()}


def _register(_: FilingRow, __: FilingStep) -> Told:
    return FilingRegistered, {"registered_on": clock.today()}


def _recall(filing: FilingRow, order: FilingStep) -> Told:
    """Forget the document the unit takes back; the journal still knows it."""
    filing.reference, filing.dated_on, filing.received_at, filing.channel = None, None, None, None
    filing.days_late = 0
    return FilingRecalled, {"recalled_on": clock.today(), "reason": order.reason.strip()}


def _lift(filing: FilingRow, order: FilingStep) -> Told:
    filing.is_overdue, filing.reason = False, order.reason
    return FilingLifted, {"lifted_on": clock.today(), "reason": order.reason.strip()}


_JUDGEMENTS: dict[str, Callable[[FilingRow, FilingStep], Told]] = {
    "return": _return,
    "accept": _accept,
    "register": _register,
    "recall": _recall,
    "lift": _lift,
}
_ENDING = frozenset({"lift"})
