"""Drafts: dossiers a unit is still writing, seen by nobody else."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from sqlalchemy import func, select

from services.nominations.commands import drafts
from services.nominations.models.dossiers import DraftRow
from services.nominations.queries.gathered import draft_line, draft_view
from services.nominations.queries.lists import nomination
from services.nominations.queries.views import view
from services.nominations.routes.scope import own_unit
from shared.api.base import Page
from shared.api.dossiers import DraftChoice, DraftContent, DraftLine, DraftView, SubmissionResult
from shared.api.nominations import NominationView
from shared.db import Database, Db
from shared.errors import Refused
from shared.identity import Caller, Identity

router = APIRouter()


@router.get("/drafts")
async def list_drafts(
    caller: Caller,
    db: Db,
    *,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    size: Annotated[int, Query(ge=1, le=200)] = 50,
    origin: str | None = None,
) -> Page[DraftLine]:
    """List the drafts of the caller's unit, newest first."""
    unit_id = own_unit(caller, None)
    wanted = [DraftRow.unit_id == unit_id, *([DraftRow.origin == origin] if origin else [])]
    async with db.transaction() as session:
        total = await session.scalar(select(func.count()).select_from(DraftRow).where(*wanted))
        rows = await session.scalars(
            select(DraftRow)
            .where(*wanted)
            .order_by(DraftRow.saved_at.desc(), DraftRow.draft_id.desc())
            .limit(size)
            .offset((page - 1) * size)
        )
        return Page(items=tuple(map(draft_line, rows)), total=total or 0, page=page, size=size)


@router.post("/drafts", status_code=201)
async def begin(body: DraftContent, caller: Caller, db: Db) -> DraftView:
    """Begin a draft."""
    unit_id = own_unit(caller, body.unit_id)
    async with db.transaction() as session:
        row = await drafts.save(session, None, unit_id, body, caller.name)
        return await draft_view(session, row, drafts.unfinished(row))


@router.post("/drafts/submit")
async def submit_many(body: DraftChoice, caller: Caller, db: Db) -> tuple[SubmissionResult, ...]:
    """Submit several drafts, each for itself: one that is refused keeps none of the others back."""
    own_unit(caller, None)
    return tuple([await _submit_one(draft_id, caller, db) for draft_id in dict.fromkeys(body.drafts)])


async def _submit_one(draft_id: UUID, caller: Identity, db: Database) -> SubmissionResult:
    try:
        async with db.transaction() as session:
            row = await drafts.draft_of(session, draft_id, is_locked=True)
            own_unit(caller, row.unit_id)
            await drafts.submit(session, row, caller)
    except Refused as refused:
        return SubmissionResult(draft_id=draft_id, is_submitted=False, message=refused.message, details=refused.details)
    return SubmissionResult(draft_id=draft_id, is_submitted=True)


@router.get("/drafts/{draft_id}")
async def one_draft(draft_id: UUID, caller: Caller, db: Db) -> DraftView:
    """Show a draft with its checklist and what would be refused."""
    async with db.transaction() as session:
        row = await drafts.draft_of(session, draft_id)
        own_unit(caller, row.unit_id)
        return await draft_view(session, row, drafts.unfinished(row))


@router.put("/drafts/{draft_id}")
async def save(draft_id: UUID, body: DraftContent, caller: Caller, db: Db) -> DraftView:
    """Save a draft; whoever saw an older one is told who saved since."""
    async with db.transaction() as session:
        row = await drafts.draft_of(session, draft_id, is_locked=True)
        own_unit(caller, row.unit_id)
        await drafts.save(session, row, row.unit_id, body, caller.name)
        return await draft_view(session, row, drafts.unfinished(row))


@router.delete("/drafts/{draft_id}", status_code=204)
async def discard(draft_id: UUID, caller: Caller, db: Db) -> Response:
    """Throw a draft away."""
    async with db.transaction() as session:
        row = await drafts.draft_of(session, draft_id, is_locked=True)
        own_unit(caller, row.unit_id)
        await drafts.discard(session, row)
    return Response(status_code=204)


@router.post("/drafts/{draft_id}/submit", status_code=201)
async def submit(draft_id: UUID, caller: Caller, db: Db) -> NominationView:
    """Submit a draft; it becomes a dossier of the same id."""
    async with db.transaction() as session:
        row = await drafts.draft_of(session, draft_id, is_locked=True)
        own_unit(caller, row.unit_id)
        await drafts.submit(session, row, caller)
        await session.flush()
        return await view(session, await nomination(session, draft_id), caller)
