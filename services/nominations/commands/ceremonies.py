"""A ceremony (lễ trao tặng): prepared with its list, held with who took each award, and told."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from services.nominations.commands import audit
from services.nominations.commands.acts import Act, about, carry_out
from services.nominations.domain import State, plain
from services.nominations.domain.ceremonies import (
    CEREMONY_STEPS,
    AlreadyPresented,
    CeremonyState,
    NotAtHand,
    NotOnTheList,
    Receipt,
    ReceiverMissing,
    ResultMissing,
)
from services.nominations.models import CeremonyRow, HandoverRow, NominationRow, RegisterRow
from services.nominations.queries.cases import look_at
from shared import clock
from shared.api.base import StepTaken
from shared.api.decisions import CeremonyDraft, HandoverChange
from shared.api.nominations import NominationStep
from shared.errors import OutOfTurn, SomeoneWasFaster
from shared.events.nominations import AwardPresented, NominationPresented
from shared.identity import Identity
from shared.messaging.outbox import tell
from shared.roles import Role
from shared.steps import take


@dataclass(frozen=True, slots=True)
class Concluding:
    """A step of a ceremony being taken, with its list."""

    session: AsyncSession
    row: CeremonyRow
    handovers: tuple[tuple[HandoverRow, RegisterRow], ...]
    caller: Identity


async def prepare(session: AsyncSession, draft: CeremonyDraft, caller: Identity) -> CeremonyRow:
    """Prepare a ceremony; an award that was handed over or revoked is on no list."""
    caller.require(Role.APPRAISER)
    row = CeremonyRow(
        ceremony_id=uuid7(),
        title=plain(draft.title),
        state=CeremonyState.PREPARED,
        held_at=draft.held_at,
        place=plain(draft.place),
        host=plain(draft.host),
        invitees=[plain(one) for one in draft.invitees],
        revision=1,
    )
    session.add(row)
    await session.flush()
    for award_id in dict.fromkeys(draft.awards):
        award = await session.get(RegisterRow, award_id)
        if award is None or award.revoked_on is not None or award.presented_on is not None:
            raise AlreadyPresented
        session.add(HandoverRow(ceremony_id=row.ceremony_id, award_id=award_id))
    after = {"awards": len(draft.awards)}
    audit.record(session, caller.user, "prepare", "ceremony", row.ceremony_id, after=after)
    await session.flush()
    return row


async def write_handovers(session: AsyncSession, row: CeremonyRow, change: HandoverChange, caller: Identity) -> None:
    """Write what is at hand and who took what."""
    caller.require(Role.APPRAISER)
    _require_revision(row, change.version)
    if row.state != CeremonyState.PREPARED:
        raise OutOfTurn
    for one in change.handovers:
        handover = await session.get(HandoverRow, (row.ceremony_id, one.award_id))
        if handover is None:
            raise NotOnTheList
        if one.result and one.result not in set(Receipt):
            raise ResultMissing
        if one.result == Receipt.REPRESENTATIVE and not one.received_by.strip():
            raise ReceiverMissing
        handover.has_certificate, handover.has_gift = one.has_certificate, one.has_gift
        handover.result, handover.received_by = one.result, plain(one.received_by)
        handover.note = plain(one.note)
    row.revision += 1
    after = {str(one.award_id): one.result for one in change.handovers}
    audit.record(session, caller.user, "write_handovers", "ceremony", row.ceremony_id, after=after)
    await session.flush()


async def take_step(session: AsyncSession, row: CeremonyRow, name: str, body: StepTaken, caller: Identity) -> None:
    """Take the step *name* of a ceremony, or refuse as the table says."""
    _require_revision(row, body.version)
    step = take(CEREMONY_STEPS, row.state, name, caller.roles, reason=body.reason)
    before = row.state
    await EFFECTS[name](Concluding(session, row, await handovers_of(session, row.ceremony_id), caller))
    row.state = step.target
    row.revision += 1
    audit.record(
        session,
        caller.user,
        name,
        "ceremony",
        row.ceremony_id,
        before={"state": before},
        after={"state": row.state},
        ground=plain(body.reason),
    )
    await session.flush()


async def handovers_of(session: AsyncSession, ceremony_id: UUID) -> tuple[tuple[HandoverRow, RegisterRow], ...]:
    """Return a ceremony's list with the awards."""
    rows = await session.execute(
        select(HandoverRow, RegisterRow)
        .join(RegisterRow, RegisterRow.award_id == HandoverRow.award_id)
        .where(HandoverRow.ceremony_id == ceremony_id)
    )
    return tuple((one, other) for one, other in rows)


async def conclude(act: Concluding) -> None:
    """Tell every award that was taken; who was absent is handed it another time."""
    if any(not one.result for one, _ in act.handovers):
        raise ResultMissing
    taken = [(one, award) for one, award in act.handovers if one.result != Receipt.ABSENT]
    lacking = [award.subject_name for one, award in taken if not one.has_certificate]
    if lacking:
        raise NotAtHand(details=lacking)
    on = act.row.held_at.astimezone(clock.VIETNAM).date()
    for handover, award in taken:
        if award.revoked_on is not None or award.presented_on is not None:
            raise AlreadyPresented(details=[award.subject_name])
        award.presented_on = on
        event = AwardPresented(
            award_id=award.award_id,
            unit_id=award.unit_id,
            award=award.award,
            ceremony_id=act.row.ceremony_id,
            presented_on=on,
            received=handover.result,
        )
        tell(act.session, award, event)
        await _present(act, award)


async def call_off(_act: Concluding) -> None:
    """Hand nothing over; the awards wait for another ceremony."""


async def _present(act: Concluding, award: RegisterRow) -> None:
    """Let the dossier know; a line brought in from the past has none."""
    dossier = await act.session.get(NominationRow, award.nomination_id) if award.nomination_id else None
    if dossier is None:
        return
    if dossier.state != State.NOTIFIED:
        raise AlreadyPresented(details=[award.subject_name])
    at = clock.now()
    case = await look_at(act.session, dossier, at.date())
    step = case.nomination.take("present", act.caller.roles)

    async def effect(one: Act) -> None:
        tell(one.session, one.row, NominationPresented(**about(one.row), presented_on=one.today))

    await carry_out(Act(dossier, case, step, NominationStep(), "", act.caller.name, at, act.session), effect)


def _require_revision(row: CeremonyRow, seen: int | None) -> None:
    if seen not in {None, row.revision}:
        raise SomeoneWasFaster


EFFECTS: Mapping[str, Callable[[Concluding], Awaitable[None]]] = {"conclude": conclude, "call_off": call_off}
"""What each step of a ceremony does."""
