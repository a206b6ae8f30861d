"""What a dossier gathers: versions, checklist, opinions, corrections, consultation and its comments."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from sqlalchemy import select

from services.nominations.commands import consultation, corrections, opinions
from services.nominations.domain import State
from services.nominations.models import UnitRow
from services.nominations.queries import gathered
from services.nominations.queries.cases import look_at, parts_of
from services.nominations.queries.lists import nomination
from services.nominations.routes.scope import STAFF, own_unit, require_may_see
from shared import clock
from shared.api.dossiers import (
    CommentDraft,
    CommentResolution,
    CommentView,
    ComponentView,
    ConsultationView,
    CorrectionAsk,
    CorrectionContent,
    CorrectionReview,
    CorrectionView,
    OpinionAnswer,
    OpinionView,
    VersionView,
)
from shared.api.nominations import OpinionAsk
from shared.db import Db
from shared.errors import NotFound, OutOfTurn
from shared.identity import Caller
from shared.roles import Role

router = APIRouter()


@router.get("/nominations/{nomination_id}/versions")
async def versions(nomination_id: UUID, caller: Caller, db: Db) -> tuple[VersionView, ...]:
    """Show what changed in a dossier since it was first submitted."""
    async with db.transaction() as session:
        row = await nomination(session, nomination_id)
        await require_may_see(session, caller, row)
        return await gathered.versions(session, row)


@router.get("/nominations/{nomination_id}/checklist")
async def checklist(nomination_id: UUID, caller: Caller, db: Db) -> tuple[ComponentView, ...]:
    """Show the components the award asks for and what is enclosed."""
    async with db.transaction() as session:
        row = await nomination(session, nomination_id)
        await require_may_see(session, caller, row)
        return await gathered.dossier_checklist(session, row)


@router.get("/nominations/{nomination_id}/opinions")
async def list_opinions(nomination_id: UUID, caller: Caller, db: Db) -> tuple[OpinionView, ...]:
    """Show what offices were asked: the staff all of it, an office its own."""
    async with db.transaction() as session:
        row = await nomination(session, nomination_id)
        await require_may_see(session, caller, row)
        own: dict[str, Any] = {} if caller.may(*STAFF) else {"office_id": caller.unit_id}
        return await gathered.opinions(session, nomination_id=nomination_id, **own)


@router.post("/nominations/{nomination_id}/opinions")
async def ask_more(
    nomination_id: UUID, body: tuple[OpinionAsk, ...], caller: Caller, db: Db
) -> tuple[OpinionView, ...]:
    """Ask further offices while the first are waited for."""
    caller.require(Role.APPRAISER)
    async with db.transaction() as session:
        row = await nomination(session, nomination_id, is_locked=True)
        if row.state != State.AWAITING_OPINIONS:
            raise OutOfTurn
        case = await look_at(session, row, clock.today())
        rules = frozenset(finding.rule for finding in case.findings)
        await opinions.ask_more(session, row, body, rules, by=caller.name, at=clock.now())
        await session.flush()
        return await gathered.opinions(session, nomination_id=nomination_id)


@router.get("/opinions")
async def own_opinions(
    caller: Caller,
    db: Db,
    *,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    size: Annotated[int, Query(ge=1, le=200)] = 200,
) -> tuple[OpinionView, ...]:
    """List a page of what the caller's own office is asked, what it still has to answer first."""
    office_id = own_unit(caller, None)
    async with db.transaction() as session:
        return await gathered.opinions(session, page, size, office_id=office_id)


@router.post("/opinions/{opinion_id}")
async def answer(opinion_id: UUID, body: OpinionAnswer, caller: Caller, db: Db) -> OpinionView:
    """Give an office's opinion."""
    async with db.transaction() as session:
        opinion = await opinions.opinion_of(session, opinion_id)
        row = await nomination(session, opinion.nomination_id, is_locked=True)
        await session.refresh(opinion)
        await opinions.answer(session, row, opinion, body, caller)
        name = await session.scalar(select(UnitRow.name).where(UnitRow.unit_id == opinion.office_id))
        return gathered.opinion_view(opinion, name or opinion.office_id)


@router.get("/nominations/{nomination_id}/corrections")
async def list_corrections(nomination_id: UUID, caller: Caller, db: Db) -> tuple[CorrectionView, ...]:
    """Show what was asked to be corrected."""
    async with db.transaction() as session:
        row = await nomination(session, nomination_id)
        await require_may_see(session, caller, row)
        return await gathered.corrections(session, row)


@router.post("/nominations/{nomination_id}/corrections", status_code=201)
async def ask_correction(nomination_id: UUID, body: CorrectionAsk, caller: Caller, db: Db) -> CorrectionView:
    """Ask the unit to correct certain parts and no others."""
    caller.require(Role.APPRAISER)
    async with db.transaction() as session:
        row = await nomination(session, nomination_id, is_locked=True)
        correction = await corrections.ask(session, row, body, caller)
        return gathered.correction_view(correction, parts_of(row))


@router.post("/corrections/{correction_id}/made")
async def correct(correction_id: UUID, body: CorrectionContent, caller: Caller, db: Db) -> CorrectionView:
    """Correct the flagged parts."""
    async with db.transaction() as session:
        correction = await corrections.correction_of(session, correction_id)
        row = await nomination(session, correction.nomination_id, is_locked=True)
        await session.refresh(correction)
        await require_may_see(session, caller, row)
        await corrections.make(session, row, correction, body, caller)
        return gathered.correction_view(correction, parts_of(row))


@router.post("/corrections/{correction_id}/review")
async def review(correction_id: UUID, body: CorrectionReview, caller: Caller, db: Db) -> CorrectionView:
    """Accept a correction, or ask for it again."""
    async with db.transaction() as session:
        correction = await corrections.correction_of(session, correction_id)
        row = await nomination(session, correction.nomination_id, is_locked=True)
        await session.refresh(correction)
        await corrections.review(session, row, correction, body, caller)
        return gathered.correction_view(correction, parts_of(row))


@router.get("/consultations")
async def consultations(_: Caller, db: Db) -> tuple[ConsultationView, ...]:
    """List the dossiers the people may comment on now; this much is public."""
    async with db.transaction() as session:
        return await gathered.consultations(session)


@router.get("/nominations/{nomination_id}/consultation")
async def one_consultation(nomination_id: UUID, caller: Caller, db: Db) -> ConsultationView:
    """Show a consultation; its comments are for the staff."""
    async with db.transaction() as session:
        found = await gathered.consultations(session, nomination_id)
        if not found:
            raise NotFound("Hồ sơ chưa được đăng lấy ý kiến Nhân dân.")
        if not caller.may(*STAFF):
            return found[0]
        return found[0].model_copy(update={"comments": await gathered.comments(session, nomination_id)})


@router.post("/nominations/{nomination_id}/comments", status_code=201)
async def comment(nomination_id: UUID, body: CommentDraft, caller: Caller, db: Db) -> CommentView:
    """Keep a comment of the people, which anybody may give while the consultation is open."""
    async with db.transaction() as session:
        return gathered.comment_view(await consultation.comment(session, nomination_id, body, caller))


@router.post("/comments/{comment_id}/resolution")
async def resolve(comment_id: UUID, body: CommentResolution, caller: Caller, db: Db) -> CommentView:
    """Say how a comment was dealt with."""
    caller.require(Role.APPRAISER)
    async with db.transaction() as session:
        return gathered.comment_view(await consultation.resolve(session, comment_id, body.resolution, caller))
