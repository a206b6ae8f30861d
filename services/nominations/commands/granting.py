"""Granting an award under a decision: the award, its line in the register, its money, and what it rests on."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from services.nominations.commands.acts import Act
from services.nominations.domain import Decision, require_grounds
from services.nominations.domain.awarding import DecisionNumberTaken, DecisionState, FundKind
from services.nominations.models import AwardRow, NominationRow, UnitRow
from services.nominations.models.decisions import (
    DECISION_NUMBER,
    BookRow,
    DecisionEntryRow,
    DecisionRow,
    FundRow,
    RegisterRow,
    RelianceRow,
)
from services.nominations.rules import catalogue
from services.nominations.rules.history import RELIED
from shared.events.nominations import AwardGranted, NominationDecided
from shared.messaging.outbox import tell


async def alone(act: Act, decision: Decision) -> DecisionRow:
    """Return the decision that covers one dossier and nothing else, as it was given at the desk.

    Raises OnAnotherList where a list that is being drafted has the dossier, and DecisionNumberTaken.
    """
    issuer = act.case.award.decided_by
    row = DecisionRow(
        decision_id=uuid7(),
        issuer=issuer,
        title="",
        state=DecisionState.SIGNED,
        proposer="",
        number=decision.number,
        decided_on=decision.decided_on,
        ruleset=act.row.ruleset or "",
        payer=issuer,
        reason=act.reason,
    )
    act.session.add(row)
    await _flushed(act.session)
    entry = {"decision_id": row.decision_id, "nomination_id": act.row.nomination_id, "position": 1}
    await act.session.execute(insert(DecisionEntryRow).values(**entry).on_conflict_do_nothing())
    return row


async def grant(act: Act, decision: DecisionRow) -> None:
    """Grant the award a dossier asks for under *decision*, which has its number and its day."""
    row, decided_on, number = act.row, decision.decided_on or act.today, decision.number or ""
    bonus = catalogue().bonus(row.award, row.subject_kind, decided_on)
    require_grounds(is_unconfirmed=not bonus.is_confirmed, reason=act.reason)
    award = AwardRow(
        award_id=uuid7(),
        nomination_id=row.nomination_id,
        unit_id=row.unit_id,
        award=row.award,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        year=row.year,
        decided_by=decision.issuer,
        decision_number=number,
        decided_on=decided_on,
        bonus=bonus.amount,
    )
    act.session.add(award)
    tell(act.session, row, NominationDecided(**act.about, award_id=award.award_id, decided_on=decided_on))
    tell(act.session, award, _granted(award))
    await enter(act, award, decision)
    if bonus.amount:
        owe(act.session, decision, award, bonus.amount)


async def enter(act: Act, award: AwardRow, decision: DecisionRow) -> None:
    """Write the award into the register, under the next number of its year's book."""
    unit_name = await act.session.scalar(select(UnitRow.name).where(UnitRow.unit_id == award.unit_id))
    book_number = await numbers(act.session, award.decided_on.year, 1)
    act.session.add(
        RegisterRow(
            award_id=award.award_id,
            nomination_id=award.nomination_id,
            decision_id=decision.decision_id,
            award=award.award,
            mode=act.row.mode,
            subject_kind=award.subject_kind,
            subject_id=award.subject_id,
            subject_name=act.row.subject_name,
            unit_id=award.unit_id,
            unit_name=unit_name or award.unit_id,
            year=award.year,
            decided_by=award.decided_by,
            decision_number=award.decision_number,
            decided_on=award.decided_on,
            book_year=award.decided_on.year,
            book_number=book_number,
            bonus=award.bonus,
            is_judged=act.row.findings is not None,
            version=1,
        )
    )
    await _rest(act.session, award.award_id, act.row)


async def _rest(session: AsyncSession, award_id: UUID, dossier: NominationRow) -> None:
    """Write which awards of the register the findings rest on, for the day one of them is revoked."""
    named = {UUID(one) for finding in dossier.findings or () for one in finding["inputs"].get(RELIED, ())}
    if named:
        rows = [{"award_id": award_id, "relies_on": one} for one in named]
        await session.execute(insert(RelianceRow), rows)


def owe(session: AsyncSession, decision: DecisionRow, award: AwardRow, amount: int) -> None:
    """Write into the fund's ledger what the payer owes."""
    session.add(
        FundRow(
            movement_id=uuid7(),
            kind=FundKind.DUE,
            decision_id=decision.decision_id,
            award_id=award.award_id,
            payer=decision.payer,
            amount=amount,
            happened_on=award.decided_on,
            note="",
        )
    )


async def numbers(session: AsyncSession, year: int, count: int) -> int:
    """Take *count* numbers of a year's book in a row; return the first."""
    taken = (
        insert(BookRow)
        .values(year=year, last_number=count)
        .on_conflict_do_update(index_elements=[BookRow.year], set_={"last_number": BookRow.last_number + count})
        .returning(BookRow.last_number)
    )
    last: int = (await session.execute(taken)).scalar_one()
    return last - count + 1


async def award_of(session: AsyncSession, nomination_id: UUID) -> UUID | None:
    """Return the award a dossier ended in."""
    return await session.scalar(select(AwardRow.award_id).where(AwardRow.nomination_id == nomination_id))


async def is_number_taken(session: AsyncSession, issuer: str, number: str, on: date) -> bool:
    """Return whether *issuer* gave *number* in the year of *on* already."""
    wanted = (DecisionRow.issuer == issuer, DecisionRow.number == number, DecisionRow.decision_year == on.year)
    return bool(await session.scalar(select(func.count()).select_from(DecisionRow).where(*wanted)))


async def _flushed(session: AsyncSession) -> None:
    try:
        await session.flush()
    except IntegrityError as error:
        if DECISION_NUMBER in str(error.orig):
            raise DecisionNumberTaken from error
        raise


def _granted(award: AwardRow) -> AwardGranted:
    return AwardGranted(
        award_id=award.award_id,
        nomination_id=award.nomination_id,
        unit_id=award.unit_id,
        award=award.award,
        subject_kind=award.subject_kind,
        subject_id=award.subject_id,
        year=award.year,
        decided_by=award.decided_by,
        decision_number=award.decision_number,
        decided_on=award.decided_on,
        bonus=award.bonus,
    )
