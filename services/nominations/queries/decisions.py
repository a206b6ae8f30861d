"""Decisions as the gateway is shown them, with the money each line brings."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.domain.awarding import (
    DECISION_STATE_LABELS,
    DECISION_STEPS,
    DecisionNotFound,
)
from services.nominations.models import DecisionEntryRow, DecisionRow, NominationRow, UnitRow
from services.nominations.rules import BonusUnknown, catalogue
from shared import clock
from shared.api.base import StepOffer
from shared.api.decisions import DecisionEntry, DecisionSummary, DecisionView
from shared.identity import Identity
from shared.steps import offered


async def decision(session: AsyncSession, decision_id: UUID) -> DecisionRow:
    """Return one decision, or refuse."""
    row = await session.get(DecisionRow, decision_id)
    if row is None:
        raise DecisionNotFound
    return row


async def decisions(session: AsyncSession, year: int | None, state: str | None) -> tuple[DecisionSummary, ...]:
    """Return the newest decisions that were drafted with a list, of a year or a state."""
    counted = (
        select(DecisionEntryRow.decision_id, func.count().label("dossiers"))
        .group_by(DecisionEntryRow.decision_id)
        .subquery()
    )
    rows = (
        select(DecisionRow, counted.c.dossiers)
        .outerjoin(counted, counted.c.decision_id == DecisionRow.decision_id)
        .order_by(DecisionRow.decided_on.desc().nulls_first(), DecisionRow.decision_id.desc())
        .limit(200)
    )
    if year is not None:
        rows = rows.where(DecisionRow.decision_year == year)
    if state:
        rows = rows.where(DecisionRow.state == state)
    return tuple(DecisionSummary(**_summary(row, dossiers or 0)) for row, dossiers in await session.execute(rows))


async def decision_view(session: AsyncSession, row: DecisionRow, caller: Identity) -> DecisionView:
    """Return a decision with its list, and the bonus of each line on the decision's day, or today's for a draft."""
    found = await session.execute(
        select(NominationRow, DecisionEntryRow.position, UnitRow.name)
        .join(DecisionEntryRow, DecisionEntryRow.nomination_id == NominationRow.nomination_id)
        .outerjoin(UnitRow, UnitRow.unit_id == NominationRow.unit_id)
        .where(DecisionEntryRow.decision_id == row.decision_id)
        .order_by(DecisionEntryRow.position)
    )
    on = row.decided_on or clock.today()
    entries = tuple(_entry(one, position, unit_name or one.unit_id, on) for one, position, unit_name in found)
    return DecisionView(
        **_summary(row, len(entries)),
        proposer=row.proposer,
        proposal_number=row.proposal_number or "",
        proposed_on=row.proposed_on,
        signer=row.signer or "",
        signer_title=row.signer_title or "",
        basis=tuple(row.basis or ()),
        recipients=tuple(row.recipients or ()),
        payer=row.payer,
        total=sum(one.bonus or 0 for one in entries),
        entries=entries,
        steps=tuple(
            StepOffer(step=one.name, label=one.label, needs_reason=one.needs_reason, is_final=one.is_final)
            for one in offered(DECISION_STEPS, row.state, caller.roles)
        ),
    )


def _entry(row: NominationRow, position: int, unit_name: str, on: date) -> DecisionEntry:
    award = catalogue().award(row.award, row.ruleset) or catalogue().award(row.award)
    amount, is_confirmed = _bonus(row, on)
    return DecisionEntry(
        nomination_id=row.nomination_id,
        position=position,
        award=row.award,
        award_name=award.name if award else row.award,
        subject_kind=row.subject_kind,
        subject_name=row.subject_name,
        unit_id=row.unit_id,
        unit_name=unit_name,
        bonus=amount,
        is_confirmed=is_confirmed,
    )


def _bonus(row: NominationRow, on: date) -> tuple[int | None, bool]:
    try:
        bonus = catalogue().bonus(row.award, row.subject_kind, on)
    except BonusUnknown:
        return None, False
    return bonus.amount, bonus.is_confirmed


def _summary(row: DecisionRow, dossiers: int) -> dict[str, Any]:
    authorities = catalogue().words.authorities
    return {
        "decision_id": row.decision_id,
        "issuer": row.issuer,
        "issuer_name": authorities[row.issuer].name if row.issuer in authorities else row.issuer,
        "title": row.title,
        "state": row.state,
        "state_label": DECISION_STATE_LABELS[row.state],
        "number": row.number or "",
        "decided_on": row.decided_on,
        "dossiers": dossiers,
        "version": row.revision,
    }
