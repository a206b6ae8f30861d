"""The packet for the centre (hồ sơ trình Trung ương): its checklist, its sending, questions and answers."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from services.nominations.commands import audit
from services.nominations.commands.steps import take
from services.nominations.domain import Route, State, plain
from services.nominations.domain.awarding import Component, PacketIncomplete, QuestionOpen, lacking
from services.nominations.models import NominationRow, PacketRow, QuestionRow
from services.nominations.queries.cases import look_at
from services.nominations.rules import catalogue
from shared import clock
from shared.api.decisions import AnswerDraft, PacketChange, QuestionDraft
from shared.api.nominations import NominationStep
from shared.errors import OutOfTurn, Refused, SomeoneWasFaster
from shared.identity import Identity
from shared.roles import Role


class NotForTheCentre(Refused):
    """The award is decided by the province itself."""

    message = "Khen thưởng này do cấp tỉnh quyết định, không trình Trung ương."


class ReferenceMissing(Refused):
    """The covering letter has no number."""

    message = "Vui lòng ghi số công văn hoặc tờ trình gửi Trung ương."


async def packet(session: AsyncSession, nomination: NominationRow) -> PacketRow:
    """Return the packet of a dossier, made with its checklist when it is first asked for."""
    row = await session.get(PacketRow, nomination.nomination_id)
    if row is not None:
        return row
    case = await look_at(session, nomination, clock.today())
    if case.nomination.route != Route.CENTRE:
        raise NotForTheCentre
    originals = case.award.copies.originals if case.award.copies else 1
    codes = dict.fromkeys(one.code for one in case.award.documents)
    names = dict(zip(codes, catalogue().names(codes), strict=True))
    checklist = [{"code": code, "name": names[code], "copies": originals, "enclosed": 0} for code in codes]
    row = PacketRow(nomination_id=nomination.nomination_id, checklist=checklist, reference="", revision=1)
    session.add(row)
    await session.flush()
    return row


async def enclose(session: AsyncSession, nomination: NominationRow, change: PacketChange, caller: Identity) -> None:
    """Write what is enclosed; with a reference, send the packet, which must lack nothing."""
    caller.require(Role.APPRAISER)
    row = await packet(session, nomination)
    if change.version not in {None, row.revision}:
        raise SomeoneWasFaster
    if row.sent_on is not None:
        raise OutOfTurn
    enclosed = {one.code: one.enclosed for one in change.components}
    parts = [replace(one, enclosed=enclosed.get(one.code, one.enclosed)) for one in components(row)]
    row.checklist = [
        {"code": one.code, "name": one.name, "copies": one.copies, "enclosed": one.enclosed} for one in parts
    ]
    row.revision += 1
    audit.record(session, caller.user, "enclose", "packet", row.nomination_id, after=enclosed)
    if change.sent_on is not None or change.reference:
        await _send(session, nomination, row, change, caller)
    await session.flush()


async def ask(session: AsyncSession, nomination: NominationRow, draft: QuestionDraft, caller: Identity) -> None:
    """Write what the centre asks; the dossier waits at the province until it is answered."""
    row = await packet(session, nomination)
    if nomination.state == State.FORWARDED:
        await take(session, nomination, "central_return", NominationStep(reason=draft.question), caller)
    elif nomination.state != State.CENTRAL_RETURNED:
        raise OutOfTurn
    question = QuestionRow(
        question_id=uuid7(),
        nomination_id=row.nomination_id,
        asked_on=draft.asked_on or clock.today(),
        question=plain(draft.question),
        answer="",
    )
    session.add(question)
    row.revision += 1
    await session.flush()


async def answer(session: AsyncSession, nomination: NominationRow, draft: AnswerDraft, caller: Identity) -> None:
    """Answer a question; with the last answer the dossier is at the centre again."""
    row = await packet(session, nomination)
    question = await session.get(QuestionRow, draft.question_id)
    if question is None or question.nomination_id != row.nomination_id or question.answered_on is not None:
        raise QuestionOpen
    caller.require(Role.APPRAISER)
    question.answer, question.answered_on = plain(draft.answer), draft.answered_on or clock.today()
    row.revision += 1
    await session.flush()
    if not [one for one in await questions(session, row.nomination_id) if one.answered_on is None]:
        await take(session, nomination, "answer_centre", NominationStep(reason=draft.answer), caller)


async def questions(session: AsyncSession, nomination_id: UUID) -> list[QuestionRow]:
    """Return what the centre asked, in the order it did."""
    rows = select(QuestionRow).where(QuestionRow.nomination_id == nomination_id)
    return list(await session.scalars(rows.order_by(QuestionRow.asked_on, QuestionRow.question_id)))


def components(row: PacketRow) -> list[Component]:
    """Return a packet's checklist."""
    return [Component(**one) for one in row.checklist]


async def _send(
    session: AsyncSession, nomination: NominationRow, row: PacketRow, change: PacketChange, caller: Identity
) -> None:
    if not plain(change.reference):
        raise ReferenceMissing
    if faults := lacking(components(row)):
        raise PacketIncomplete(details=faults)
    row.reference, row.sent_on = plain(change.reference), change.sent_on or clock.today()
    await take(session, nomination, "forward", NominationStep(), caller)
