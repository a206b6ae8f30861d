"""Winds, stops and rings the clocks of a dossier; the steps table says which limit runs in which state."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.domain import State
from services.nominations.domain.limits import IN_PROCESSING, PROCESSING, due_at, length_of, used
from services.nominations.models import NominationRow
from services.nominations.models.dossiers import LimitRow
from services.nominations.queries.cases import Case, law_of
from shared.clock import VIETNAM
from shared.events.nominations import TimeLimitPassed
from shared.messaging import timers
from shared.messaging.inlet import Timer
from shared.messaging.outbox import tell

LIMIT = "limit"
"""The kind of the timer that rings when a time limit passes."""


async def turn(session: AsyncSession, row: NominationRow, case: Case, at: datetime) -> None:
    """Let the limits follow a dossier to where it now stands.

    A hold lets them stand still; a return ends them, and the next receipt of a complete dossier begins them anew.
    """
    kept = {one.limit: one for one in await session.scalars(_of(row))}
    if row.state == State.HELD:
        for limit in kept.values():
            await _pause(session, limit, at)
    else:
        wanted = _wanted(row, case)
        for name in sorted(kept.keys() - wanted):
            await _end(session, kept[name], at)
        for name in sorted(wanted):
            limit = kept[name] = kept.get(name) or _made(session, row, name, at)
            _renew(limit, row, case, at.date())
            await _wind(session, limit, at)
    row.due_at = _earliest(kept)


async def ring(session: AsyncSession, row: NominationRow, timer: Timer) -> None:
    """Tell that a limit passed, unless the dossier has moved on."""
    limit = await session.get(LimitRow, (row.nomination_id, timer.payload["limit"]))
    if limit is None or limit.runs_since is None or limit.due_at is None or limit.passed_at is not None:
        return
    limit.passed_at = timer.due_at
    about = {"nomination_id": row.nomination_id, "unit_id": row.unit_id, "award": row.award}
    tell(session, row, TimeLimitPassed(**about, limit=limit.limit, due_on=_last_day(limit.due_at)))


def _of(row: NominationRow) -> Select[LimitRow]:
    return select(LimitRow).where(LimitRow.nomination_id == row.nomination_id)


def _wanted(row: NominationRow, case: Case) -> set[str]:
    there = replace(case.nomination, state=State(row.state), held_from=None)
    overall = {PROCESSING} if row.state in IN_PROCESSING else set()
    return overall | ({there.limit} if there.limit else set())


def _made(session: AsyncSession, row: NominationRow, name: str, at: datetime) -> LimitRow:
    limit = LimitRow(nomination_id=row.nomination_id, limit=name, used=0, ended_at=at)
    session.add(limit)
    return limit


def _renew(limit: LimitRow, row: NominationRow, case: Case, on: date) -> None:
    """Begin a limit that is new, or had ended, from nothing."""
    if limit.ended_at is not None:
        length = length_of(limit.limit, law_of(row, on), case.award, row.mode, on)
        limit.half_days, limit.citation = length.half_days, length.citation
        limit.used, limit.ended_at, limit.passed_at = 0, None, None


async def _wind(session: AsyncSession, limit: LimitRow, at: datetime) -> None:
    """Let a limit that stands still run on."""
    if limit.runs_since is None:
        limit.runs_since = at
        limit.due_at = due_at(at, max(limit.half_days - limit.used, 0))
        if limit.passed_at is None:
            payload = {"limit": limit.limit, "nomination_id": str(limit.nomination_id)}
            await timers.schedule(session, LIMIT, _key(limit), limit.due_at, payload)


async def _pause(session: AsyncSession, limit: LimitRow, at: datetime) -> None:
    if limit.runs_since is not None:
        limit.used += used(limit.runs_since, at)
        limit.runs_since, limit.due_at = None, None
        await timers.cancel(session, LIMIT, _key(limit))


async def _end(session: AsyncSession, limit: LimitRow, at: datetime) -> None:
    await _pause(session, limit, at)
    limit.ended_at = limit.ended_at or at


def _earliest(kept: Mapping[str, LimitRow]) -> datetime | None:
    return min((one.due_at for one in kept.values() if one.due_at), default=None)


def _last_day(due: datetime) -> date:
    return (
        (due - timedelta(microseconds=1)).astimezone(VIETNAM).date()
    )  # a limit that ends at midnight ends the day before


def _key(limit: LimitRow) -> str:
    return f"{limit.nomination_id}/{limit.limit}"
