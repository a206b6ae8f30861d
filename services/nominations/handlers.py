"""What nominations does when others speak: it keeps the units it may hear from, and takes in what they send."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.commands import consultation, limits, opinions, rounds
from services.nominations.commands.submitting import id_of, put_outside, submitted
from services.nominations.models import NominationRow, UnitRow
from services.nominations.queries.lists import free_nomination
from shared import clock
from shared.api.nominations import NominationDraft
from shared.errors import NotFound
from shared.events.ext import NominationSent
from shared.events.plans import (
    Channel,
    ClusterResultPublished,
    RoundAsked,
    UnitChanged,
    UnitDissolved,
    UnitRegistered,
)
from shared.messaging import timers
from shared.messaging.inlet import Inlet, Sender, Timer
from shared.roles import Role
from shared.words import CHANNELS

on = Inlet("nominations")

A_LITTLE = timedelta(seconds=2)
"""How long a timer waits for a dossier that somebody works on."""


@on(UnitRegistered)
async def know_unit(event: UnitRegistered, session: AsyncSession) -> None:
    """Let a registered unit nominate from the day it exists."""
    await session.merge(UnitRow(unit_id=event.unit_id, name=event.name, valid_from=event.valid_from, valid_to=None))


@on(UnitChanged)
async def rename_unit(event: UnitChanged, session: AsyncSession) -> None:
    """Show a unit under the name it bears now."""
    unit = await _unit(session, event.unit_id)
    unit.name = event.name


@on(UnitDissolved)
async def retire_unit(event: UnitDissolved, session: AsyncSession) -> None:
    """Take no more nominations from a unit that ceased to exist."""
    unit = await _unit(session, event.unit_id)
    unit.valid_to = event.dissolved_on


@on.outside(NominationSent)
async def take_in(event: NominationSent, sender: Sender, session: AsyncSession) -> None:
    """Submit what a department's own system sent, exactly as if its officer had."""
    draft = NominationDraft(unit_id=sender.unit_id, **event.model_dump(exclude={"submission_id"}))
    one = submitted(
        draft,
        {Role.UNIT_OFFICER},
        nomination_id=id_of(sender.unit_id, event.submission_id),
        channel=Channel.KAFKA,
        at=clock.now(),
    )
    await put_outside(session, one, CHANNELS[Channel.KAFKA])


@on(RoundAsked)
async def open_round(event: RoundAsked, session: AsyncSession) -> None:
    """Open the round of nominations that a task of the plan asks for."""
    await rounds.open_asked(session, event)


@on(ClusterResultPublished)
async def draft_proposals(event: ClusterResultPublished, session: AsyncSession) -> None:
    """Draft the proposals that a cluster's result gives rise to, one for each unit it names."""
    units = select(UnitRow.unit_id, UnitRow.name).where(UnitRow.unit_id.in_([one.unit_id for one in event.results]))
    names = {row.unit_id: row.name for row in await session.execute(units)}
    await rounds.draft_proposals(session, event, names)


@on.timer(limits.LIMIT)
async def ring_limit(timer: Timer, session: AsyncSession) -> None:
    """Tell that a time limit of a dossier has passed."""
    row = await _free(timer, UUID(timer.payload["nomination_id"]), session)
    if row is not None:
        await limits.ring(session, row, timer)


@on.timer(opinions.OPINION)
async def lapse_opinion(timer: Timer, session: AsyncSession) -> None:
    """Close a question whose office let the day pass."""
    row = await _free(timer, UUID(timer.payload["nomination_id"]), session)
    if row is not None:
        await opinions.lapse(session, row, await opinions.opinion_of(session, UUID(timer.key)))


@on.timer(consultation.CONSULTATION)
async def close_consultation(timer: Timer, session: AsyncSession) -> None:
    """End the time for the people's comments."""
    row = await _free(timer, UUID(timer.key), session)
    if row is not None:
        await consultation.close(session, row)


@on.timer(rounds.ROUND)
async def end_round(timer: Timer, session: AsyncSession) -> None:
    """Close a round whose last day is over."""
    await rounds.end_round(session, await rounds.round_of(session, UUID(timer.key)))


async def _free(timer: Timer, nomination_id: UUID, session: AsyncSession) -> NominationRow | None:
    """Return the dossier of a timer; while a person works on it, the timer rings again a little later."""
    row = await free_nomination(session, nomination_id)
    if row is None:
        await timers.schedule(session, timer.kind, timer.key, clock.now() + A_LITTLE, timer.payload)
    return row


async def _unit(session: AsyncSession, unit_id: str) -> UnitRow:
    unit = await session.get(UnitRow, unit_id)
    if unit is None:
        raise NotFound(f"Không tìm thấy đơn vị {unit_id}.")
    return unit
