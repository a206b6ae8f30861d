"""Who is told what when another service speaks, and when something awaited draws near."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete, inspect
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.commands import reminders
from services.notifications.commands.notices import notify
from services.notifications.commands.reminders import WAITED_ON
from services.notifications.commands.subjects import TAUGHT, learn
from services.notifications.domain import FilingReminder
from services.notifications.messages import LADDER, WRITTEN_EVENTS
from services.notifications.models import OwedFilingRow
from shared import clock
from shared.events import Event
from shared.events.plans import (
    FilingAccepted,
    FilingDue,
    FilingLifted,
    FilingOverdue,
    FilingRecalled,
    FilingReceived,
    FilingRescheduled,
    FilingReturned,
    FurtherFilingAccepted,
    FurtherFilingDue,
    FurtherFilingOverdue,
    FurtherFilingReceived,
    FurtherFilingReturned,
)
from shared.messaging.inlet import Inlet, Timer
from shared.messaging.timers import cancel, schedule

REMINDER = "filing_reminder"
_OWED = tuple(column.key for column in inspect(OwedFilingRow).columns if column.key != "is_filed")

on = Inlet("notifications")


@on(FilingDue)
async def announce_filing(event: FilingDue | FurtherFilingDue, session: AsyncSession) -> None:
    """Tell a unit what it owes, and remind it for as long as it has not filed."""
    owed = OwedFilingRow(**{name: getattr(event, name, None) for name in _OWED}, is_filed=False)
    filing = await session.merge(owed)
    await _set_reminder(session, filing)
    await notify(event, session)


@on(FilingReceived)
async def hold_reminders(event: FilingReceived | FurtherFilingReceived, session: AsyncSession) -> None:
    """Spare a unit that has filed the reminders."""
    filing = await session.get(OwedFilingRow, event.filing_id)
    if filing is not None:
        filing.is_filed = True
    await cancel(session, REMINDER, str(event.filing_id))


@on(FilingReturned)
async def resume_reminders(
    event: FilingReturned | FurtherFilingReturned | FilingRecalled, session: AsyncSession
) -> None:
    """Tell that a filing is owed again, and remind the unit of a last day that is still ahead."""
    filing = await session.get(OwedFilingRow, event.filing_id)
    if filing is not None:
        filing.is_filed = False
        await _set_reminder(session, filing)
    await notify(event, session)


@on(FilingRescheduled)
async def move_reminders(event: FilingRescheduled, session: AsyncSession) -> None:
    """Tell a unit its new deadline, and remind it of that one where it still owes the filing."""
    filing = await session.get(OwedFilingRow, event.filing_id)
    if filing is not None:
        filing.deadline_kind, filing.due_on, filing.last_day_on = event.deadline_kind, event.due_on, event.last_day_on
        await _set_reminder(session, filing)
    await notify(event, session)


@on(FilingAccepted)
async def end_reminders(event: FilingAccepted | FurtherFilingAccepted | FilingLifted, session: AsyncSession) -> None:
    """Tell a unit that its filing was accepted or is not asked for any more; it is owed no longer."""
    await notify(event, session)
    await cancel(session, REMINDER, str(event.filing_id))
    await session.execute(delete(OwedFilingRow).where(OwedFilingRow.filing_id == event.filing_id))


@on(FilingOverdue)
async def tell_of_delay(event: FilingOverdue | FurtherFilingOverdue, session: AsyncSession) -> None:
    """Tell a unit and the appraising office that nothing came in time; the time for reminders is over."""
    await cancel(session, REMINDER, str(event.filing_id))
    await notify(event, session)


@on.timer(REMINDER)
async def remind(timer: Timer, session: AsyncSession) -> None:
    """Tell a unit that has not filed how many days are left, and set the next rung of the ladder."""
    filing = await session.get_one(OwedFilingRow, UUID(timer.key))
    days_left = (filing.last_day_on - clock.today()).days
    if days_left >= 0:
        known = {name: getattr(filing, name) for name in _OWED}
        await notify(FilingReminder(**known, days_left=days_left), session)
    await _set_reminder(session, filing)


async def hear(event: Any, session: AsyncSession) -> None:
    """Remember what later facts will speak of, follow what is awaited, and tell whoever must know."""
    kind = type(event)
    if kind in TAUGHT:
        await learn(event, session)
    if kind in WAITED_ON:
        await reminders.follow(event, session)
    if kind in WRITTEN_EVENTS:
        await notify(event, session)


async def _set_reminder(session: AsyncSession, filing: OwedFilingRow) -> None:
    """Ring at the next rung of the ladder; what is filed or whose last day is past is reminded of no more."""
    due_at = None if filing.is_filed else LADDER.next_rung(filing.last_day_on, clock.now())
    if due_at is None:
        await cancel(session, REMINDER, str(filing.filing_id))
    else:
        await schedule(session, REMINDER, str(filing.filing_id), due_at)


_LIKEWISE: Mapping[type[Event], Callable[..., Awaitable[None]]] = {
    FurtherFilingDue: announce_filing,
    FurtherFilingReceived: hold_reminders,
    FurtherFilingReturned: resume_reminders,
    FilingRecalled: resume_reminders,
    FurtherFilingAccepted: end_reminders,
    FilingLifted: end_reminders,
    FurtherFilingOverdue: tell_of_delay,
}
"""What is done about a filing beyond the three of every year, and about one taken back or lifted."""

for _event, _act in _LIKEWISE.items():
    on(_event)(_act)

for _kind in reminders.BY_KIND:
    on.timer(_kind)(reminders.remind)

# Every other event that is remembered, waited on or written about is heard for that alone.
for _event in sorted(WRITTEN_EVENTS | TAUGHT | WAITED_ON, key=lambda event: event.type):
    if _event.type not in on.reactions:
        on(_event)(hear)
