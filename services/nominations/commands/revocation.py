"""Cancelling an award (hủy bỏ quyết định khen thưởng), recovering what was given, and doubting what rests on it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from services.nominations.commands import audit
from services.nominations.commands.acts import Act, about, take_by_itself
from services.nominations.commands.fund import balance
from services.nominations.domain import Decision, plain, require_grounds
from services.nominations.domain.awarding import FundKind, require_owed
from services.nominations.domain.revoking import (
    REVOCATION_STEPS,
    AlreadyRevoked,
    Granted,
    GroundUnknown,
    NotRecoveredYet,
    RevocationState,
    doubts,
)
from services.nominations.models import (
    DoubtRow,
    FundRow,
    NominationRow,
    RegisterRow,
    RelianceRow,
    RevocationRow,
)
from services.nominations.rules import catalogue
from services.nominations.rules.revocation import ground, grounds_on
from shared import clock
from shared.api.decisions import DoubtSettled, Recovery, RevocationDraft, RevocationStep
from shared.errors import NotFound, OutOfTurn, Refused, SomeoneWasFaster
from shared.events.nominations import AwardRevoked, NominationRevoked
from shared.holidays import published
from shared.identity import Identity
from shared.messaging.outbox import tell
from shared.roles import Role
from shared.steps import take
from shared.workdays import Calendar

_OUTCOMES = frozenset({"stands", "to_revoke"})


class ConcludedInTheFuture(Refused):
    """A conclusion is dated after today, or before the award."""

    message = "Ngày kết luận không được sau ngày hôm nay và không được trước ngày quyết định khen thưởng."


class LimitUnknown(Refused):
    """No ruleset says within how many days."""

    message = "Quy định chưa có thời hạn cho bước này vào ngày kết luận."


@dataclass(frozen=True, slots=True)
class Revoking:
    """A step of a revocation being taken, on the line of the register it is about."""

    session: AsyncSession
    row: RevocationRow
    award: RegisterRow
    body: RevocationStep
    caller: Identity


async def open_case(session: AsyncSession, draft: RevocationDraft, caller: Identity) -> RevocationRow:
    """Open the cancelling of an award upon a conclusion; its days to report and to decide begin to run."""
    caller.require(Role.APPRAISER)
    award = await session.get(RegisterRow, draft.award_id, with_for_update=True)
    if award is None:
        raise NotFound("Không tìm thấy khen thưởng trong sổ.")
    known = next((one for one in grounds_on(award.decided_on) if one.code == draft.ground), None)
    if known is None:
        raise GroundUnknown(details=[one.name for one in grounds_on(award.decided_on)])
    if not award.decided_on <= draft.concluded_on <= clock.today():
        raise ConcludedInTheFuture
    require_grounds(is_unconfirmed=not known.is_confirmed, reason=draft.conclusion)
    row = RevocationRow(
        revocation_id=uuid7(),
        award_id=award.award_id,
        state=RevocationState.OPENED,
        ground=known.code,
        conclusion=plain(draft.conclusion),
        concluded_on=draft.concluded_on,
        report_by=due_on("revocation_report", draft.concluded_on),
        decision_number="",
        to_recover=0,
        recovered=0,
        revision=1,
    )
    session.add(row)
    after = {"award": str(award.award_id), "ground": known.code}
    audit.record(session, caller.user, "open", "revocation", row.revocation_id, after=after, ground=row.conclusion)
    try:
        await session.flush()
    except IntegrityError as error:
        raise AlreadyRevoked from error
    return row


async def take_step(
    session: AsyncSession, row: RevocationRow, name: str, body: RevocationStep, caller: Identity
) -> None:
    """Take the step *name* of a revocation, or refuse as the table says."""
    _require_revision(row, body.version)
    step = take(REVOCATION_STEPS, row.state, name, caller.roles, reason=body.reason)
    award = await session.get(RegisterRow, row.award_id, with_for_update=True)
    if award is None:
        raise NotFound
    before = row.state
    await EFFECTS[name](Revoking(session, row, award, body, caller))
    row.state = step.target
    row.revision += 1
    audit.record(
        session,
        caller.user,
        name,
        "revocation",
        row.revocation_id,
        before={"state": before},
        after={"state": row.state},
        ground=plain(body.reason),
    )
    await session.flush()


async def recover(session: AsyncSession, row: RevocationRow, done: Recovery, caller: Identity) -> None:
    """Write that money or the object came back; never more money than was paid."""
    caller.require(Role.APPRAISER)
    _require_revision(row, done.version)
    if row.state != RevocationState.REVOKED:
        raise OutOfTurn
    require_owed(done.amount, row.to_recover - row.recovered)
    if done.amount:
        row.recovered += done.amount
        await _move(session, row, FundKind.RECOVERED, done.amount, done.happened_on)
    row.object_returned_on = done.object_returned_on or row.object_returned_on
    row.revision += 1
    after = {"amount": done.amount, "object": bool(done.object_returned_on)}
    audit.record(session, caller.user, "recover", "revocation", row.revocation_id, after=after)
    await session.flush()


async def settle_doubt(
    session: AsyncSession, row: RevocationRow, award_id: UUID, found: DoubtSettled, caller: Identity
) -> None:
    """Write what a person found about a later award in doubt; to cancel it is a revocation of its own."""
    caller.require(Role.APPRAISER, Role.LEADER)
    doubt = await session.get(DoubtRow, (row.revocation_id, award_id))
    if doubt is None or found.outcome not in _OUTCOMES:
        raise NotFound("Không tìm thấy khen thưởng cần xem xét lại.")
    doubt.outcome, doubt.note = found.outcome, plain(found.note)
    after = {"award": str(award_id), "outcome": found.outcome}
    audit.record(session, caller.user, "settle_doubt", "revocation", row.revocation_id, after=after, ground=doubt.note)
    await session.flush()


def due_on(step: str, begins_on: date) -> date:
    """Return the last day of a time limit of the ruleset in force on *begins_on*."""
    ruleset = catalogue().ruleset_on(begins_on)
    limit = next((one for one in ruleset.limits if one.step == step), None) if ruleset else None
    if limit is None:
        raise LimitUnknown
    if limit.days == "calendar":
        return begins_on + timedelta(days=limit.half_days // 2)
    return Calendar.of(published()).days_after(begins_on, limit.half_days // 2)


async def report(act: Revoking) -> None:
    """Report to the council, and let the days to decide run."""
    act.row.reported_on = clock.today()
    act.row.decide_by = due_on("revocation_decision", clock.today())


async def drop(_act: Revoking) -> None:
    """Cancel nothing; the reason stands in the log."""


async def decide(act: Revoking) -> None:
    """Cancel the award: the register, the dossier, what was paid, the figures, and what rests on it all learn of it."""
    decision = Decision(plain(act.body.decision_number), act.body.decided_on or clock.today())
    decision.check(received_on=act.row.reported_on or act.row.concluded_on, today=clock.today())
    act.row.decision_number, act.row.decided_on = decision.number, decision.decided_on
    act.award.revoked_on = decision.decided_on
    paid = await balance(act.session, FundRow.award_id == act.award.award_id)
    act.row.to_recover = paid.paid
    if paid.paid:
        await _move(act.session, act.row, FundKind.RECOVERABLE, paid.paid, decision.decided_on)
    await _take_from_dossier(act, decision.decided_on)
    await _doubt(act)
    tell(act.session, act.award, _revoked(act, decision))


async def settle(act: Revoking) -> None:
    """Confirm that money and object came back."""
    if act.row.recovered < act.row.to_recover or act.row.object_returned_on is None:
        raise NotRecoveredYet


async def _take_from_dossier(act: Revoking, on: date) -> None:
    nomination = await act.session.get(NominationRow, act.award.nomination_id) if act.award.nomination_id else None
    if nomination is None:
        return

    async def effect(step: Act) -> None:
        tell(step.session, step.row, NominationRevoked(**about(step.row), revoked_on=on))

    known = ground(act.row.ground)
    reason = known.name if known else act.row.ground
    await take_by_itself(act.session, nomination, "revoke", effect, by=act.caller.name, reason=reason)


async def _doubt(act: Revoking) -> None:
    """Flag every later award that may rest on this one, with the chain that leads to it."""
    later = await _later(act.session, act.award)
    ids = [one.award_id for one in later]
    pairs = (
        await act.session.execute(
            select(RelianceRow.award_id, RelianceRow.relies_on).where(
                RelianceRow.award_id.in_(ids), RelianceRow.relies_on.in_([*ids, act.award.award_id])
            )
        )
    ).all()
    judged = [one.award_id for one in later if one.is_judged] + [award_id for award_id, _ in pairs]
    pool = {one.award_id: one for one in (act.award, *later)}
    seen = [Granted(one.award_id, one.subject_id, one.decided_on) for one in later]
    begun = Granted(act.award.award_id, act.award.subject_id, act.award.decided_on)
    for doubt in doubts(begun, seen, [(one, other) for one, other in pairs], judged):
        chain = [
            {
                "award_id": str(one),
                "award": pool[one].award,
                "decision_number": pool[one].decision_number,
                "decided_on": pool[one].decided_on.isoformat(),
                "is_finding": doubt.is_direct_finding,
            }
            for one in doubt.chain
        ]
        act.session.add(DoubtRow(revocation_id=act.row.revocation_id, award_id=doubt.award_id, chain=chain))


async def _later(session: AsyncSession, award: RegisterRow) -> list[RegisterRow]:
    """Return every standing award decided since that the subject's history or the findings lead to, step by step."""
    found: dict[UUID, RegisterRow] = {}
    frontier = [award]
    while frontier:
        ids, subjects = [one.award_id for one in frontier], [one.subject_id for one in frontier]
        resting = select(RelianceRow.award_id).where(RelianceRow.relies_on.in_(ids))
        rows = await session.scalars(
            select(RegisterRow).where(
                RegisterRow.award_id.not_in([award.award_id, *found]),
                RegisterRow.decided_on >= award.decided_on,
                RegisterRow.revoked_on.is_(None),
                or_(RegisterRow.subject_id.in_(subjects), RegisterRow.award_id.in_(resting)),
            )
        )
        frontier = list(rows)
        found |= {one.award_id: one for one in frontier}
    return list(found.values())


async def _move(session: AsyncSession, row: RevocationRow, kind: FundKind, amount: int, on: date) -> None:
    payer = await session.scalar(
        select(func.max(FundRow.payer)).where(FundRow.award_id == row.award_id, FundRow.kind == FundKind.DUE)
    )
    session.add(
        FundRow(
            movement_id=uuid7(),
            kind=kind,
            award_id=row.award_id,
            payer=payer or "",
            amount=amount,
            happened_on=on,
            note="",
        )
    )


def _require_revision(row: RevocationRow, seen: int | None) -> None:
    if seen not in {None, row.revision}:
        raise SomeoneWasFaster


def _revoked(act: Revoking, decision: Decision) -> AwardRevoked:
    award = act.award
    return AwardRevoked(
        award_id=award.award_id,
        nomination_id=award.nomination_id,
        unit_id=award.unit_id,
        award=award.award,
        subject_kind=award.subject_kind,
        subject_id=award.subject_id,
        year=award.year,
        decided_on=award.decided_on,
        revoked_on=decision.decided_on,
        ground=act.row.ground,
        decision_number=decision.number,
        bonus=award.bonus,
    )


EFFECTS: Mapping[str, Callable[[Revoking], Awaitable[None]]] = {
    "report": report,
    "decide": decide,
    "drop": drop,
    "settle": settle,
}
"""What each step of a revocation does."""
