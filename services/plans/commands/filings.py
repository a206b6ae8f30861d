"""Filing a unit's plan or report, sending it back, accepting it."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans import queries
from services.plans.domain import (
    FilingState,
    check_document,
    days_late,
    overdue_at,
    take_filing_step,
)
from services.plans.models import FilingRow
from shared import clock
from shared.api.plans import FilingStep
from shared.events import Event
from shared.events.plans import Channel, FilingAccepted, FilingReceived, FilingReturned
from shared.identity import Identity
from shared.messaging import timers
from shared.messaging.outbox import tell

FILING_OVERDUE = "filing_overdue"
"""The timer that marks a filing as overdue."""


async def file(
    session: AsyncSession, filing_id: UUID, document: FilingStep, caller: Identity, channel: Channel
) -> FilingRow:
    """Take in a unit's plan or report, late or not, and tell it."""
    # The timer goes first, in the order of the ticker, which holds its timers before it locks a filing.
    await timers.cancel(session, FILING_OVERDUE, str(filing_id))
    filing = await queries.locked_filing(session, filing_id, document.version)
    caller.require_unit(filing.unit_id)
    step = take_filing_step(filing.state, "file", caller.roles)
    today = clock.today()
    check_document(document.reference, document.dated_on, today)
    filing.state = FilingState(step.target)
    filing.reference, filing.dated_on = document.reference.strip(), document.dated_on
    filing.received_at, filing.channel = clock.now(), channel
    filing.days_late, filing.is_overdue = days_late(filing.last_day_on, today), False
    filing.reason, filing.missing = "", []
    tell(
        session,
        filing,
        FilingReceived(
            filing_id=filing.filing_id,
            unit_id=filing.unit_id,
            duty=filing.duty,
            received_at=filing.received_at,
            days_late=filing.days_late,
            channel=channel,
        ),
    )
    return filing


async def judge(session: AsyncSession, filing_id: UUID, name: str, order: FilingStep, caller: Identity) -> FilingRow:
    """Accept a filing or send it back, and tell it."""
    filing = await queries.locked_filing(session, filing_id, order.version)
    caller.require_unit(filing.unit_id)
    step = take_filing_step(filing.state, name, caller.roles, reason=order.reason)
    filing.state = FilingState(step.target)
    tell(session, filing, _JUDGEMENTS[name](filing, order))
    if filing.state is FilingState.RETURNED and clock.today() <= filing.last_day_on:
        # It is owed again: if the unit lets the day pass, it is overdue after all.
        await timers.schedule(session, FILING_OVERDUE, str(filing_id), overdue_at(filing.last_day_on))
    return filing


def _return(filing: FilingRow, order: FilingStep) -> Event:
    filing.reason = order.reason
    filing.missing = [item for item in order.missing if item.strip()]
    return FilingReturned(
        filing_id=filing.filing_id,
        unit_id=filing.unit_id,
        duty=filing.duty,
        returned_on=clock.today(),
        reason=filing.reason,
        missing=tuple(filing.missing),
    )


def _accept(filing: FilingRow, _: FilingStep) -> Event:
    return FilingAccepted(
        filing_id=filing.filing_id, unit_id=filing.unit_id, duty=filing.duty, accepted_on=clock.today()
    )


_JUDGEMENTS: dict[str, Callable[[FilingRow, FilingStep], Event]] = {"return": _return, "accept": _accept}
