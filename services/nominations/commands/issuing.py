"""A decision with its list (quyết định khen thưởng): drafted, proposed, signed; one decision covers many dossiers."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from services.nominations.commands import audit
from services.nominations.commands.acts import Act, carry_out
from services.nominations.commands.granting import grant
from services.nominations.domain import Decision, Route, plain
from services.nominations.domain.awarding import (
    DECISION_STEPS,
    DecisionEmpty,
    DecisionNumberTaken,
    DecisionState,
    NotReadyForDecision,
    OnAnotherList,
    OtherAuthority,
    ProposalMissing,
    SignatureMissing,
    written_date,
)
from services.nominations.models import DecisionEntryRow, DecisionRow, NominationRow
from services.nominations.models.decisions import DECISION_NUMBER
from services.nominations.queries.cases import look_at
from services.nominations.rules import catalogue
from shared import clock
from shared.api.decisions import DecisionDraft, DecisionStep, ListChange
from shared.api.nominations import NominationStep
from shared.errors import OutOfTurn, SomeoneWasFaster
from shared.identity import Identity
from shared.roles import Role
from shared.steps import take


@dataclass(frozen=True, slots=True)
class Issuing:
    """A step of a decision being taken."""

    session: AsyncSession
    row: DecisionRow
    body: DecisionStep
    caller: Identity


def require_revision(row: DecisionRow, seen: int | None) -> None:
    """Refuse whoever looked at an older state of the decision."""
    if seen not in {None, row.revision}:
        raise SomeoneWasFaster


async def draft(session: AsyncSession, wanted: DecisionDraft, caller: Identity) -> DecisionRow:
    """Draft a decision with its list."""
    caller.require(Role.APPRAISER)
    if wanted.issuer not in catalogue().words.authorities:
        raise OtherAuthority
    row = DecisionRow(
        decision_id=uuid7(),
        issuer=wanted.issuer,
        title=plain(wanted.title),
        state=DecisionState.DRAFTED,
        round_id=wanted.round_id,
        proposer=plain(wanted.proposer),
        recipients=[plain(one) for one in wanted.recipients],
        payer=plain(wanted.payer) or wanted.issuer,
        revision=1,
    )
    session.add(row)
    await session.flush()
    await _enter(session, row, wanted.nominations, start=1)
    after = {"issuer": row.issuer, "dossiers": len(wanted.nominations)}
    audit.record(session, caller.user, "draft", "decision", row.decision_id, after=after)
    return row


async def change_list(session: AsyncSession, row: DecisionRow, change: ListChange, caller: Identity) -> None:
    """Put dossiers on the list and take others off, while the decision is a draft."""
    caller.require(Role.APPRAISER)
    require_revision(row, change.version)
    if row.state != DecisionState.DRAFTED:
        raise OutOfTurn
    entries = DecisionEntryRow.decision_id == row.decision_id
    await session.execute(delete(DecisionEntryRow).where(entries, DecisionEntryRow.nomination_id.in_(change.remove)))
    last = await session.scalar(
        select(DecisionEntryRow.position).where(entries).order_by(DecisionEntryRow.position.desc()).limit(1)
    )
    await _enter(session, row, change.add, start=(last or 0) + 1)
    row.revision += 1
    after = {"added": [str(one) for one in change.add], "removed": [str(one) for one in change.remove]}
    audit.record(session, caller.user, "change_list", "decision", row.decision_id, after=after)
    await session.flush()


async def take_step(session: AsyncSession, row: DecisionRow, name: str, body: DecisionStep, caller: Identity) -> None:
    """Take the step *name* of a decision, or refuse as the table says."""
    require_revision(row, body.version)
    step = take(DECISION_STEPS, row.state, name, caller.roles, reason=body.reason)
    before = row.state
    row.reason = plain(body.reason)
    await EFFECTS[name](Issuing(session, row, body, caller))
    row.state = step.target
    row.revision += 1
    audit.record(
        session,
        caller.user,
        name,
        "decision",
        row.decision_id,
        before={"state": before},
        after={"state": row.state, "number": row.number},
        ground=row.reason,
    )
    await _flushed(session)


async def listed(session: AsyncSession, decision_id: UUID) -> list[NominationRow]:
    """Return the dossiers of a decision in the order of its list."""
    rows = await session.scalars(
        select(NominationRow)
        .join(DecisionEntryRow, DecisionEntryRow.nomination_id == NominationRow.nomination_id)
        .where(DecisionEntryRow.decision_id == decision_id)
        .order_by(DecisionEntryRow.position)
    )
    return list(rows)


async def propose(act: Issuing) -> None:
    """Put the draft before the one who signs; the proposal (tờ trình) has its number and day."""
    if not plain(act.body.proposal_number):
        raise ProposalMissing
    if not await listed(act.session, act.row.decision_id):
        raise DecisionEmpty
    act.row.proposal_number = plain(act.body.proposal_number)
    act.row.proposed_on = act.body.proposed_on or clock.today()


async def nothing(_act: Issuing) -> None:
    """Change nothing but the state."""


async def drop(act: Issuing) -> None:
    """Free the dossiers of a draft that comes to nothing, for another list."""
    await act.session.execute(delete(DecisionEntryRow).where(DecisionEntryRow.decision_id == act.row.decision_id))


async def sign(act: Issuing) -> None:
    """Issue the decision: its number and day, and every award of its list, all or none."""
    row, body = act.row, act.body
    signed = Decision(plain(body.number), body.decided_on or clock.today())
    row.signer, row.signer_title = plain(body.signer), plain(body.signer_title)
    if not row.signer or not row.signer_title:
        raise SignatureMissing
    signed.check(received_on=row.proposed_on or signed.decided_on, today=clock.today())
    row.number, row.decided_on = signed.number, signed.decided_on
    row.basis = basis_on(signed.decided_on)
    await _flushed(act.session)
    dossiers = await listed(act.session, row.decision_id)
    if not dossiers:
        raise DecisionEmpty
    for dossier in dossiers:
        await _grant(act, dossier, signed)


def basis_on(on: date) -> list[str]:
    """Return the grounds (căn cứ) a decision of *on* rests on: the instruments of the ruleset in force that day."""
    ruleset = catalogue().ruleset_on(on)
    if ruleset is None:
        return []
    rows = [one for one in ruleset.instruments.values() if one.holds_on(on)]
    return [f"Căn cứ {one.name}{f' {written_date(one.issued_on)}' if one.issued_on else ''}" for one in rows]


async def _grant(act: Issuing, dossier: NominationRow, signed: Decision) -> None:
    at = clock.now()
    signed.check(received_on=dossier.received_on or signed.decided_on, today=at.date())
    case = await look_at(act.session, dossier, at.date())
    step = case.nomination.take("decide", act.caller.roles, reason=act.row.reason)
    body = NominationStep(decision_number=signed.number, decided_on=signed.decided_on, reason=act.row.reason)

    async def effect(one: Act) -> None:
        await grant(one, act.row)

    await carry_out(Act(dossier, case, step, body, act.row.reason, act.caller.name, at, act.session), effect)


async def _enter(session: AsyncSession, row: DecisionRow, dossiers: Collection[UUID], *, start: int) -> None:
    """Put dossiers on the list; each must be the issuer's to decide, ready for it, and on no other list."""
    for position, nomination_id in enumerate(dict.fromkeys(dossiers), start):
        nomination = await session.get(NominationRow, nomination_id)
        if nomination is None:
            raise NotReadyForDecision
        case = await look_at(session, nomination, clock.today())
        if case.nomination.route != Route.PROVINCE or case.award.decided_by != row.issuer:
            raise OtherAuthority(details=[nomination.subject_name])
        if "decide" not in {one.name for one in case.nomination.choices({Role.LEADER})}:
            raise NotReadyForDecision(details=[nomination.subject_name])
        entry = {"decision_id": row.decision_id, "nomination_id": nomination_id, "position": position}
        put = insert(DecisionEntryRow).values(**entry).on_conflict_do_nothing().returning(DecisionEntryRow.position)
        if (await session.execute(put)).first() is None:
            raise OnAnotherList(details=[nomination.subject_name])


async def _flushed(session: AsyncSession) -> None:
    try:
        await session.flush()
    except IntegrityError as error:
        if DECISION_NUMBER in str(error.orig):
            raise DecisionNumberTaken from error
        raise


EFFECTS: Mapping[str, Callable[[Issuing], Awaitable[None]]] = {
    "propose": propose,
    "take_back": nothing,
    "send_back": nothing,
    "sign": sign,
    "drop": drop,
}
"""What each step of a decision does."""
