"""Who is told what when another service speaks, and when a filing's last day draws near."""

from typing import Any
from uuid import UUID

import uuid_utils.compat
from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.channels import CHANNELS
from services.notifications.domain import FilingReminder
from services.notifications.messages import LADDER, MESSAGES, UNIT, WRITTEN_EVENTS
from services.notifications.models import NoticeRow, OwedFilingRow, RecipientRow
from services.notifications.queries import name_of
from shared import clock
from shared.events.plans import (
    FilingAccepted,
    FilingDue,
    FilingOverdue,
    FilingReceived,
    FilingReturned,
    UnitChanged,
    UnitRegistered,
)
from shared.messaging.inlet import Inlet, Timer
from shared.messaging.timers import cancel, schedule

REMINDER = "filing_reminder"
_OWED = tuple(column.name for column in OwedFilingRow.__table__.columns)

on = Inlet("notifications")


@on(UnitRegistered)
async def meet_unit(event: UnitRegistered, session: AsyncSession) -> None:
    """Learn the name of a unit, for what others read about it."""
    await _name(session, event.unit_id, event.name)


@on(UnitChanged)
async def rename_unit(event: UnitChanged, session: AsyncSession) -> None:
    """Call a unit by the name it bears now."""
    await _name(session, event.unit_id, event.name)


@on(FilingDue)
async def announce_filing(event: FilingDue, session: AsyncSession) -> None:
    """Tell a unit what it owes, and remind it for as long as it has not filed."""
    filing = OwedFilingRow(**{name: getattr(event, name) for name in _OWED})
    session.add(filing)
    await _set_reminder(session, filing)
    await notify(event, session)


@on(FilingReceived)
async def hold_reminders(event: FilingReceived, session: AsyncSession) -> None:
    """Spare a unit that has filed the reminders."""
    await cancel(session, REMINDER, str(event.filing_id))


@on(FilingReturned)
async def resume_reminders(event: FilingReturned, session: AsyncSession) -> None:
    """Tell a unit what to mend, and remind it again of a last day that is still ahead."""
    filing = await session.get(OwedFilingRow, event.filing_id)
    if filing is not None:
        await _set_reminder(session, filing)
    await notify(event, session)


@on(FilingAccepted)
async def end_reminders(event: FilingAccepted, session: AsyncSession) -> None:
    """Tell a unit that its filing was accepted; it is owed no longer."""
    await cancel(session, REMINDER, str(event.filing_id))
    await session.execute(delete(OwedFilingRow).where(OwedFilingRow.filing_id == event.filing_id))
    await notify(event, session)


@on(FilingOverdue)
async def tell_of_delay(event: FilingOverdue, session: AsyncSession) -> None:
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


async def notify(about: Any, session: AsyncSession) -> None:
    """Write the message about an event or a reminder: one notice to each addressee, through its channels."""
    message = MESSAGES[type(about).__name__]
    unit_id: str | None = getattr(about, "unit_id", None)
    words = message.write(about, unit=await name_of(session, unit_id) if unit_id else "")
    for addressee, channels in message.to.items():
        notice = NoticeRow(
            notice_id=uuid_utils.compat.uuid7(),
            message=message.name,
            unit_id=unit_id if addressee == UNIT else None,
            role=None if addressee == UNIT else addressee,
            subject=words.subject,
            body=words.body,
            html=words.html,
            link=words.link,
            created_at=clock.now(),
        )
        session.add(notice)
        for channel in channels:
            await CHANNELS[channel](session, notice)


async def _name(session: AsyncSession, unit_id: str, name: str) -> None:
    named = insert(RecipientRow).values(recipient_id=unit_id, name=name)
    await session.execute(named.on_conflict_do_update(index_elements=["recipient_id"], set_={"name": name}))


async def _set_reminder(session: AsyncSession, filing: OwedFilingRow) -> None:
    due_at = LADDER.next_rung(filing.last_day_on, clock.now())
    if due_at is not None:
        await schedule(session, REMINDER, str(filing.filing_id), due_at)


# Every other event somebody wrote a message about is heard for the message alone.
for _event in sorted(WRITTEN_EVENTS, key=lambda event: event.__name__):
    if _event.type not in on.reactions:
        on(_event)(notify)
