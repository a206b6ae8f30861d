"""What nominations does when others speak: it keeps the units it may hear from, and takes in what they send."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.commands.submitting import id_of, put_outside, submitted
from services.nominations.models import UnitRow
from shared import clock
from shared.api.nominations import NominationDraft
from shared.errors import NotFound
from shared.events.ext import NominationSent
from shared.events.plans import Channel, UnitChanged, UnitDissolved, UnitRegistered
from shared.messaging.inlet import Inlet, Sender
from shared.roles import Role
from shared.words import CHANNELS

on = Inlet("nominations")


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


async def _unit(session: AsyncSession, unit_id: str) -> UnitRow:
    unit = await session.get(UnitRow, unit_id)
    if unit is None:
        raise NotFound(f"Không tìm thấy đơn vị {unit_id}.")
    return unit
