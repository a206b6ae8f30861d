"""The fund's ledger (quỹ thi đua, khen thưởng): money granted, paid and recovered; lines are only ever added."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from services.nominations.commands import audit
from services.nominations.domain import plain
from services.nominations.domain.awarding import Balance, FundKind, Movement, PaidTooMuch, balance_of, require_owed
from services.nominations.models import FundRow, RegisterRow
from shared.api.decisions import MovementDraft
from shared.errors import NotFound, Refused
from shared.identity import Identity
from shared.roles import Role

_BY_HAND = frozenset({FundKind.GRANTED, FundKind.PAID})


class MovementMalformed(Refused):
    """A movement lacks its payer or its award."""

    message = "Cấp quỹ phải ghi nguồn quỹ; chi thưởng phải ghi khen thưởng được chi."


async def balance(session: AsyncSession, *wanted: ColumnElement[bool]) -> Balance:
    """Return the sums of the movements that are *wanted*, in one statement."""
    rows = await session.execute(select(FundRow.kind, func.sum(FundRow.amount)).where(*wanted).group_by(FundRow.kind))
    return balance_of(Movement(kind, int(amount)) for kind, amount in rows)


async def move(session: AsyncSession, draft: MovementDraft, caller: Identity) -> FundRow:
    """Write that the fund was granted money, or that an award was paid; never more than is owed."""
    caller.require(Role.APPRAISER)
    if draft.kind not in _BY_HAND:
        raise MovementMalformed
    decision_id, payer = None, plain(draft.payer)
    if draft.kind == FundKind.PAID:
        award = await session.get(RegisterRow, draft.award_id, with_for_update=True) if draft.award_id else None
        if award is None:
            raise NotFound("Không tìm thấy khen thưởng trong sổ.")
        due = await session.scalar(
            select(FundRow).where(FundRow.award_id == award.award_id, FundRow.kind == FundKind.DUE)
        )
        if due is None or award.revoked_on is not None:
            raise PaidTooMuch
        owed = await balance(session, FundRow.award_id == award.award_id)
        require_owed(draft.amount, owed.unpaid)
        decision_id, payer = award.decision_id, due.payer
    if not payer:
        raise MovementMalformed
    row = FundRow(
        movement_id=uuid7(),
        kind=draft.kind,
        decision_id=decision_id,
        award_id=draft.award_id if draft.kind == FundKind.PAID else None,
        payer=payer,
        amount=draft.amount,
        happened_on=draft.happened_on,
        note=plain(draft.note),
    )
    session.add(row)
    after = {"kind": row.kind, "amount": row.amount, "payer": payer}
    audit.record(session, caller.user, "move_money", "fund", row.movement_id, after=after, ground=row.note)
    await session.flush()
    return row
