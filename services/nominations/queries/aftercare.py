"""Ceremonies and revocations as the gateway is shown them."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.domain.ceremonies import (
    CEREMONY_STATE_LABELS,
    CEREMONY_STEPS,
    RECEIPT_LABELS,
    CeremonyNotFound,
    Honour,
    Receipt,
    in_order,
    script,
)
from services.nominations.domain.revoking import (
    REVOCATION_STATE_LABELS,
    REVOCATION_STEPS,
    RevocationNotFound,
)
from services.nominations.models import CeremonyRow, DoubtRow, HandoverRow, RegisterRow, RevocationRow
from services.nominations.rules import catalogue
from services.nominations.rules.revocation import ground
from shared.api.base import StepOffer
from shared.api.decisions import (
    CeremonySummary,
    CeremonyView,
    ChainLink,
    DoubtView,
    HonourView,
    RevocationSummary,
    RevocationView,
)
from shared.identity import Identity
from shared.steps import Step, offered

NEWEST = 200
"""How many lines a list of ceremonies or revocations shows."""

_LEVELS = ("state", "province", "grassroots")
"""Levels from the highest down; within one, awards stand in the order of the law."""


async def ceremony(session: AsyncSession, ceremony_id: UUID) -> CeremonyRow:
    """Return one ceremony, or refuse."""
    row = await session.get(CeremonyRow, ceremony_id)
    if row is None:
        raise CeremonyNotFound
    return row


async def revocation(session: AsyncSession, revocation_id: UUID) -> RevocationRow:
    """Return one revocation, or refuse."""
    row = await session.get(RevocationRow, revocation_id)
    if row is None:
        raise RevocationNotFound
    return row


def rank_of(award: str) -> tuple[int, ...]:
    """Return an award's place in the order of hand-over: its level, then its place in the law."""
    awards = catalogue().awards
    found = next((at for at, one in enumerate(awards) if one.code == award), len(awards))
    level = awards[found].level if found < len(awards) else ""
    return (_LEVELS.index(level) if level in _LEVELS else len(_LEVELS), found)


async def ceremony_view(session: AsyncSession, row: CeremonyRow, caller: Identity) -> CeremonyView:
    """Return a ceremony with its list in the order of rank, its running order, and what is missing."""
    rows = (
        await session.execute(
            select(HandoverRow, RegisterRow)
            .join(RegisterRow, RegisterRow.award_id == HandoverRow.award_id)
            .where(HandoverRow.ceremony_id == row.ceremony_id)
        )
    ).all()
    handovers = {str(one.award_id): one for one, _ in rows}
    honours = in_order(_honour(award) for _, award in rows)
    return CeremonyView(
        ceremony_id=row.ceremony_id,
        title=row.title,
        state=row.state,
        state_label=CEREMONY_STATE_LABELS[row.state],
        held_at=row.held_at,
        place=row.place,
        host=row.host,
        invitees=tuple(row.invitees),
        honours=tuple(_honour_view(one, handovers[one.award_id]) for one in honours),
        script=tuple(script(row.title, row.host, honours)),
        missing=tuple(one.subject_name for one in honours if not handovers[one.award_id].has_certificate),
        version=row.revision,
        steps=_steps(CEREMONY_STEPS, row.state, caller),
    )


async def ceremonies(session: AsyncSession) -> tuple[CeremonySummary, ...]:
    """Return the newest ceremonies, each with how many awards are on its list."""
    counted = select(HandoverRow.ceremony_id, func.count().label("awards")).group_by(HandoverRow.ceremony_id).subquery()
    rows = await session.execute(
        select(CeremonyRow, func.coalesce(counted.c.awards, 0))
        .outerjoin(counted, counted.c.ceremony_id == CeremonyRow.ceremony_id)
        .order_by(CeremonyRow.held_at.desc(), CeremonyRow.ceremony_id)
        .limit(NEWEST)
    )
    return tuple(
        CeremonySummary(
            ceremony_id=row.ceremony_id,
            title=row.title,
            state=row.state,
            state_label=CEREMONY_STATE_LABELS[row.state],
            held_at=row.held_at,
            place=row.place,
            awards=awards,
        )
        for row, awards in rows
    )


async def revocations(session: AsyncSession) -> tuple[RevocationSummary, ...]:
    """Return the newest revocations."""
    rows = await session.execute(
        select(RevocationRow, RegisterRow)
        .join(RegisterRow, RegisterRow.award_id == RevocationRow.award_id)
        .order_by(RevocationRow.concluded_on.desc(), RevocationRow.revocation_id)
        .limit(NEWEST)
    )
    return tuple(
        RevocationSummary(
            revocation_id=row.revocation_id,
            award_name=_named(award.award),
            subject_name=award.subject_name,
            state=row.state,
            state_label=REVOCATION_STATE_LABELS[row.state],
            report_by=row.report_by,
            decide_by=row.decide_by,
        )
        for row, award in rows
    )


async def revocation_view(session: AsyncSession, row: RevocationRow, caller: Identity) -> RevocationView:
    """Return a revocation with its ground as the law writes it, and every later award in doubt."""
    award = await session.get(RegisterRow, row.award_id)
    if award is None:
        raise RevocationNotFound
    known = ground(row.ground)
    doubts = await session.scalars(select(DoubtRow).where(DoubtRow.revocation_id == row.revocation_id))
    return RevocationView(
        revocation_id=row.revocation_id,
        award_id=row.award_id,
        award_name=_named(award.award),
        subject_name=award.subject_name,
        state=row.state,
        state_label=REVOCATION_STATE_LABELS[row.state],
        ground=row.ground,
        ground_label=known.name if known else row.ground,
        citation=known.citation if known else "",
        conclusion=row.conclusion,
        concluded_on=row.concluded_on,
        report_by=row.report_by,
        reported_on=row.reported_on,
        decide_by=row.decide_by,
        decision_number=row.decision_number,
        decided_on=row.decided_on,
        to_recover=row.to_recover,
        recovered=row.recovered,
        object_returned_on=row.object_returned_on,
        doubts=tuple(sorted(map(_doubt, doubts), key=lambda one: (one.chain[-1].decided_on, str(one.award_id)))),
        version=row.revision,
        steps=_steps(REVOCATION_STEPS, row.state, caller),
    )


def _doubt(row: DoubtRow) -> DoubtView:
    return DoubtView(
        award_id=row.award_id,
        chain=tuple(
            ChainLink(
                award_id=UUID(one["award_id"]),
                award_name=_named(one["award"]),
                decision_number=one["decision_number"],
                decided_on=date.fromisoformat(one["decided_on"]),
            )
            for one in row.chain
        ),
        is_direct_finding=bool(row.chain) and all(one["is_finding"] for one in row.chain),
        outcome=row.outcome or "",
        note=row.note or "",
    )


def _honour(award: RegisterRow) -> Honour:
    return Honour(
        award_id=str(award.award_id),
        rank=rank_of(award.award),
        award_name=_named(award.award),
        subject_kind=award.subject_kind,
        subject_name=award.subject_name,
        unit_name=award.unit_name,
        decision=f"Quyết định số {award.decision_number} ngày {award.decided_on:%d/%m/%Y}",
    )


def _honour_view(one: Honour, handover: HandoverRow) -> HonourView:
    return HonourView(
        award_id=handover.award_id,
        has_certificate=handover.has_certificate,
        has_gift=handover.has_gift,
        result=handover.result or "",
        received_by=handover.received_by or "",
        note=handover.note or "",
        award_name=one.award_name,
        subject_name=one.subject_name,
        unit_name=one.unit_name,
        decision=one.decision,
        result_label=RECEIPT_LABELS[Receipt(handover.result)] if handover.result else "",
    )


def _named(award: str) -> str:
    found = catalogue().award(award)
    return found.name if found else award


def _steps(table: tuple[Step, ...], state: str, caller: Identity) -> tuple[StepOffer, ...]:
    return tuple(
        StepOffer(step=one.name, label=one.label, needs_reason=one.needs_reason, is_final=one.is_final)
        for one in offered(table, state, caller.roles)
    )
