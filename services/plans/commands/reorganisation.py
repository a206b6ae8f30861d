"""Mergers, splits and renamings as one act: what it would do, doing it, and what becomes true on its first day."""

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from services.plans.commands.effects import Effects, effects_of
from services.plans.commands.filings import FILING_OVERDUE
from services.plans.commands.journal import OFFICE
from services.plans.commands.unit_facts import changed, keep_name, registered, tell_unit
from services.plans.domain.filings import FILING_STEPS, FilingState
from services.plans.domain.organisation import (
    NotPreviewed,
    PreviewOutdated,
    ReorganisationImpossible,
    heirs_of,
    successions,
)
from services.plans.domain.periods import midnight
from services.plans.models import FilingRow, UnitRow
from services.plans.models.units import MembershipRow, ReorganisationRow, SuccessionRow
from services.plans.queries import organisation
from shared import clock
from shared.api.organisation import Reorganisation, UnitBegun
from shared.events import Event
from shared.events.plans import Duty, FilingDue, FilingLifted, FurtherFilingDue, UnitDissolved
from shared.identity import Identity
from shared.messaging import timers
from shared.messaging.inlet import Timer
from shared.messaging.outbox import tell
from shared.steps import take

ORGANISATION_EFFECTIVE = "organisation_effective"
"""The timer that lets names and memberships of a day come into effect."""


async def reorganise(session: AsyncSession, act: Reorganisation, caller: Identity) -> ReorganisationRow:
    """Carry out an act as it was previewed, whole or not at all, and tell who ended, began and took over."""
    if act.fingerprint is None:
        raise NotPreviewed
    effects = await effects_of(session, act, for_update=True)
    if effects.blockers:
        raise ReorganisationImpossible(details=effects.blockers)
    if effects.mark != act.fingerprint:
        raise PreviewOutdated
    row = await _keep(session, act, caller)
    await _begin(session, effects, row)
    await _end(session, effects)
    for one in act.renamed:
        renamed = UnitRow(unit_id=one.unit_id, name=one.name, kind=one.kind)
        await keep_name(session, renamed, act.effective_on)
    await session.flush()
    await take_effect(session, act.effective_on)
    return row


async def take_effect(session: AsyncSession, day: date) -> None:
    """Let what was decided for *day* show in the units: at once, or by a timer when the day comes."""
    if day <= clock.today():
        await refresh(session, day)
    else:
        await timers.schedule(session, ORGANISATION_EFFECTIVE, day.isoformat(), midnight(day))


async def refresh(session: AsyncSession, day: date) -> None:
    """Give every unit the name and cluster of today, and tell each one that changed or took over on *day*."""
    predecessors = await organisation.predecessors_from(session, day)
    found = {
        row.unit_id: (row, name, kind, cluster_id)
        for row, name, kind, cluster_id in await organisation.differing(session, clock.today())
    }
    for row, name, kind, cluster_id in found.values():
        row.name, row.kind, row.cluster_id = name, kind, cluster_id
        tell_unit(session, row, changed(row, day, predecessors.get(row.unit_id, ())))
    others = await organisation.units(session, predecessors.keys() - found.keys())
    for row in others.values():
        if row.valid_from < day:  # who began that day has said so in its registration
            tell_unit(session, row, changed(row, day, predecessors[row.unit_id]))


async def on_the_day(timer: Timer, session: AsyncSession) -> None:
    """Let the names and memberships of a day come into effect."""
    await refresh(session, date.fromisoformat(timer.key))


async def _keep(session: AsyncSession, act: Reorganisation, caller: Identity) -> ReorganisationRow:
    row = ReorganisationRow(
        reorganisation_id=uuid7(),
        title=act.title,
        decision=act.decision,
        decided_on=act.decided_on,
        effective_on=act.effective_on,
        carried_out_at=clock.now(),
        carried_out_by=caller.user,
        act=act.model_dump(mode="json", exclude={"fingerprint"}),
    )
    session.add(row)
    await session.flush()
    return row


async def _begin(session: AsyncSession, effects: Effects, act_row: ReorganisationRow) -> None:
    act, pairs = effects.act, successions(effects.act)
    last = await session.scalar(select(func.coalesce(func.max(UnitRow.position), 0))) or 0
    rows = [_begun(one, act.effective_on, last + place) for place, one in enumerate(act.begun, start=1)]
    session.add_all(rows)
    for row in rows:
        tell_unit(session, row, registered(row, [before for before, after in pairs if after == row.unit_id]))
    await session.flush()
    for row in rows:
        await keep_name(session, row, act.effective_on)
    session.add_all(
        MembershipRow(
            unit_id=one.unit_id,
            cluster_id=one.cluster_id,
            valid_from=act.effective_on,
            is_provincial=True,
            decision=act.decision,
        )
        for one in act.begun
        if one.cluster_id is not None
    )
    session.add_all(
        SuccessionRow(predecessor_id=before, successor_id=after, reorganisation_id=act_row.reorganisation_id)
        for before, after in pairs
    )
    await session.flush()


def _begun(one: UnitBegun, since: date, position: int) -> UnitRow:
    return UnitRow(
        unit_id=one.unit_id,
        name=one.name,
        kind=one.kind,
        cluster_id=one.cluster_id,
        valid_from=since,
        position=position,
        is_province=one.is_province,
    )


async def _end(session: AsyncSession, effects: Effects) -> None:
    """End the units with their memberships and heads; what they owe passes to the only successor, or to nobody."""
    after = heirs_of(effects.act)
    for membership, _, _ in effects.memberships:
        if membership.valid_from > effects.last_day:
            await session.delete(membership)
        else:
            membership.valid_to = effects.last_day
    heads = await organisation.heads_on(session, [one.unit_id for one in effects.act.ended], effects.last_day)
    for head in heads.values():
        head.valid_to = effects.last_day
    for one in effects.act.ended:
        row = effects.units[one.unit_id]
        row.valid_to = effects.last_day
        fact = UnitDissolved(
            unit_id=one.unit_id, dissolved_on=effects.last_day, successor_ids=after.get(one.unit_id, ())
        )
        tell_unit(session, row, fact)
    await _pass_on(session, effects)


async def _pass_on(session: AsyncSession, effects: Effects) -> None:
    """Let the heirs owe what is still open; what nobody takes over and is not due yet is lifted."""
    for one in effects.filings:
        heir = effects.takers[one.filing_id]
        if heir is not None:
            one.unit_id = heir
            tell(session, one, _owed(one, effects.labels[one.filing_id]))
        elif one.last_day_on > effects.last_day:
            await _lift(session, one, effects.act)


async def _lift(session: AsyncSession, one: FilingRow, act: Reorganisation) -> None:
    reason = f"{act.title} ({act.decision})"
    step = take(FILING_STEPS, one.state, "lift", OFFICE.roles, reason=reason)
    await timers.cancel(session, FILING_OVERDUE, str(one.filing_id))
    one.state, one.is_overdue = FilingState(step.target), False
    fact = FilingLifted(
        filing_id=one.filing_id, unit_id=one.unit_id, duty=one.duty, lifted_on=clock.today(), reason=reason
    )
    tell(session, one, fact)


def _owed(one: FilingRow, name: str) -> Event:
    told: dict[str, Any] = {
        "filing_id": one.filing_id, "plan_id": one.plan_id, "unit_id": one.unit_id, "year": one.year,
        "deadline_kind": one.deadline_kind, "due_on": one.due_on, "last_day_on": one.last_day_on,
        "remind_on": one.remind_on,
    }  # fmt: skip
    if one.duty in set(Duty):
        return FilingDue(duty=Duty(one.duty), **told)
    return FurtherFilingDue(duty=one.duty, name=name, **told)
