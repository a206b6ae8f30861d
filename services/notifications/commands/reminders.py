"""What is awaited by a day: remembered, reminded of on each rung of its ladder, and let go."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.commands.notices import notify
from services.notifications.domain import REMINDERS, Reminder
from services.notifications.messages import LADDERS
from services.notifications.models import AwaitedRow
from shared import clock
from shared.events import Event
from shared.messaging.inlet import Timer
from shared.messaging.timers import cancel, schedule

BY_KIND: Mapping[str, Reminder] = {reminder.kind: reminder for reminder in REMINDERS}

WAITED_ON: frozenset[type[Event]] = frozenset(event for reminder in REMINDERS for event in reminder.acts)
"""The facts that begin, move, hold, resume or end a reminder."""


async def follow(fact: Any, session: AsyncSession) -> None:
    """Do to every reminder what *fact* does to it."""
    for reminder in REMINDERS:
        act = reminder.acts.get(type(fact))
        if act is not None:
            await _ACTS[act](reminder, fact, session)


async def remind(timer: Timer, session: AsyncSession) -> None:
    """Say how many days are left, and set the next rung of the ladder."""
    reminder = BY_KIND[timer.kind]
    row = await session.get_one(AwaitedRow, (timer.kind, timer.key))
    days_left = (row.last_day_on - clock.today()).days
    if days_left >= 0:
        about = reminder.begins.model_validate(row.told)
        await notify(about, session, message=reminder.message, days_left=days_left)
    await _set(row, session)


async def _begin(reminder: Reminder, fact: Any, session: AsyncSession) -> None:
    """Wait from now on; once more where the same is asked again."""
    last_day = reminder.last_day_of(fact)
    if last_day is None:
        return
    known = {"owner": fact.aggregate_id, "last_day_on": last_day, "told": fact.model_dump(mode="json")}
    row = insert(AwaitedRow).values(kind=reminder.kind, key=_key(reminder, fact), **known)
    await session.execute(row.on_conflict_do_update(index_elements=["kind", "key"], set_=known))
    await _resume(reminder, fact, session)


async def _move(reminder: Reminder, fact: Any, session: AsyncSession) -> None:
    row = await _awaited(reminder, fact, session)
    last_day = reminder.last_day_of(fact)
    if row is not None and last_day is not None:
        row.last_day_on = last_day
        row.told = row.told | {reminder.last_day: last_day.isoformat()}
        await _set(row, session)


async def _hold(reminder: Reminder, fact: Any, session: AsyncSession) -> None:
    await cancel(session, reminder.kind, _key(reminder, fact))


async def _resume(reminder: Reminder, fact: Any, session: AsyncSession) -> None:
    row = await _awaited(reminder, fact, session)
    if row is not None:
        await _set(row, session)


async def _end(reminder: Reminder, fact: Any, session: AsyncSession) -> None:
    await _forget(reminder, session, AwaitedRow.key == _key(reminder, fact))


async def _end_all(reminder: Reminder, fact: Any, session: AsyncSession) -> None:
    await _forget(reminder, session, AwaitedRow.owner == fact.aggregate_id)


async def _forget(reminder: Reminder, session: AsyncSession, which: Any) -> None:
    forgotten = delete(AwaitedRow).where(AwaitedRow.kind == reminder.kind, which).returning(AwaitedRow.key)
    await cancel(session, reminder.kind, *(await session.scalars(forgotten)).all())


async def _awaited(reminder: Reminder, fact: Any, session: AsyncSession) -> AwaitedRow | None:
    return await session.get(AwaitedRow, (reminder.kind, _key(reminder, fact)), populate_existing=True)


async def _set(row: AwaitedRow, session: AsyncSession) -> None:
    """Ring at the next rung; nothing rings any more where none is left."""
    due_at = LADDERS[BY_KIND[row.kind].message].next_rung(row.last_day_on, clock.now())
    if due_at is None:
        await cancel(session, row.kind, row.key)
    else:
        await schedule(session, row.kind, row.key, due_at)


def _key(reminder: Reminder, fact: Any) -> str:
    return str(getattr(fact, reminder.key))


_ACTS: Mapping[str, Callable[[Reminder, Any, AsyncSession], Awaitable[None]]] = {
    "begins": _begin,
    "moves": _move,
    "holds": _hold,
    "resumes": _resume,
    "ends": _end,
    "ends_all": _end_all,
}
