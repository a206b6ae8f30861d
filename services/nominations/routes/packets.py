"""What the gateway may ask about the packet a dossier goes to the centre in."""

from uuid import UUID

from fastapi import APIRouter
from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.commands import packets
from services.nominations.commands.granting import award_of
from services.nominations.domain.awarding import days_waiting, lacking
from services.nominations.models import NominationRow
from services.nominations.queries.lists import nomination
from services.nominations.routes.scope import STAFF
from shared import clock
from shared.api.decisions import (
    AnswerDraft,
    PacketChange,
    PacketComponent,
    PacketView,
    QuestionDraft,
    QuestionView,
)
from shared.db import Db
from shared.identity import Caller

router = APIRouter(prefix="/nominations/{nomination_id}/packet")


@router.get("")
async def show(nomination_id: UUID, caller: Caller, db: Db) -> PacketView:
    """Show a packet, with how long it has been at the centre."""
    caller.require(*STAFF)
    async with db.transaction() as session:
        return await _view(session, await nomination(session, nomination_id))


@router.post("")
async def enclose(nomination_id: UUID, change: PacketChange, caller: Caller, db: Db) -> PacketView:
    """Write what is enclosed, and send the packet."""
    async with db.transaction() as session:
        row = await nomination(session, nomination_id)
        await packets.enclose(session, row, change, caller)
        return await _view(session, row)


@router.post("/questions")
async def ask(nomination_id: UUID, draft: QuestionDraft, caller: Caller, db: Db) -> PacketView:
    """Write what the centre asks."""
    async with db.transaction() as session:
        row = await nomination(session, nomination_id)
        await packets.ask(session, row, draft, caller)
        return await _view(session, row)


@router.post("/answers")
async def answer(nomination_id: UUID, draft: AnswerDraft, caller: Caller, db: Db) -> PacketView:
    """Answer a question of the centre."""
    async with db.transaction() as session:
        row = await nomination(session, nomination_id)
        await packets.answer(session, row, draft, caller)
        return await _view(session, row)


async def _view(session: AsyncSession, row: NominationRow) -> PacketView:
    packet = await packets.packet(session, row)
    parts = packets.components(packet)
    award_id = await award_of(session, row.nomination_id)
    waits = packet.sent_on is not None and award_id is None
    return PacketView(
        nomination_id=row.nomination_id,
        components=tuple(
            PacketComponent(code=one.code, name=one.name, copies=one.copies, enclosed=one.enclosed) for one in parts
        ),
        lacking=tuple(lacking(parts)),
        reference=packet.reference,
        sent_on=packet.sent_on,
        days_waiting=days_waiting(packet.sent_on, clock.today()) if packet.sent_on and waits else None,
        answered_on=packet.answered_on,
        award_id=award_id,
        questions=tuple(
            QuestionView(
                question_id=one.question_id,
                asked_on=one.asked_on,
                question=one.question,
                answered_on=one.answered_on,
                answer=one.answer,
            )
            for one in await packets.questions(session, row.nomination_id)
        ),
        version=packet.revision,
    )
