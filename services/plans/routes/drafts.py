"""From a document to a plan: read it, let a person correct what was understood, issue it."""

import asyncio
from collections.abc import Sequence
from hashlib import sha256
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from uuid_utils.compat import uuid7

from services.plans import queries
from services.plans.commands.drafting import changes, correct_draft, replace_draft
from services.plans.commands.issue import issue
from services.plans.importer.apart import preview_apart
from services.plans.importer.shape import NotAPlan, Preview
from services.plans.models import DraftChangeRow, DraftRow
from services.plans.routes.views import plan_view
from shared import clock
from shared.api.drafts import DraftChange, DraftCorrections
from shared.api.plans import DraftView, PlanView
from shared.db import Db
from shared.errors import Refused
from shared.identity import Caller
from shared.roles import Role

router = APIRouter(prefix="/plans/drafts")

_EDITORS = (Role.APPRAISER, Role.LEADER, Role.ADMINISTRATOR)


_PRINTABLE = r"^[^\x00-\x1f\x7f]+$"


class DocumentIsNoPlan(Refused):
    """The document is not a plan for emulation and commendation work, or lacks what one must have."""


@router.post("", status_code=201)
async def import_document(
    request: Request, caller: Caller, db: Db, filename: Annotated[str, Query(max_length=255, pattern=_PRINTABLE)]
) -> DraftView:
    """Read a document and keep what was understood for a person to check."""
    caller.require(*_EDITORS)
    content = await request.body()
    understood = await asyncio.wrap_future(preview_apart(content, filename))
    if isinstance(understood, NotAPlan):
        raise DocumentIsNoPlan(understood.reason, details=[f"Thiếu {part}." for part in understood.missing])
    draft = DraftRow(
        draft_id=uuid7(),
        filename=filename,
        content_hash=sha256(content).hexdigest(),
        imported_at=clock.now(),
        imported_by=caller.user,
        preview=understood.model_dump(mode="json"),
    )
    async with db.transaction() as session:
        session.add(draft)
    return _view(draft, ())


@router.get("/{draft_id}")
async def show(draft_id: UUID, caller: Caller, db: Db) -> DraftView:
    """Answer a draft."""
    caller.require(*_EDITORS)
    async with db.transaction() as session:
        return _view(await queries.draft(session, draft_id), await changes(session, draft_id))


@router.put("/{draft_id}")
async def replace(
    draft_id: UUID, corrected: Preview, caller: Caller, db: Db, version: Annotated[int | None, Query(ge=1)] = None
) -> DraftView:
    """Keep a preview as a person corrected it; an issued draft stays as it was issued."""
    caller.require(*_EDITORS)
    async with db.transaction() as session:
        draft = await replace_draft(session, draft_id, corrected, version, caller.user)
        await session.flush()
        return _view(draft, await changes(session, draft_id))


@router.post("/{draft_id}/corrections")
async def correct(draft_id: UUID, asked: DraftCorrections, caller: Caller, db: Db) -> DraftView:
    """Correct values, add, remove, merge and split tasks, use lines that were not understood; all or nothing."""
    caller.require(*_EDITORS)
    async with db.transaction() as session:
        draft = await correct_draft(session, draft_id, asked, caller.user)
        await session.flush()
        return _view(draft, await changes(session, draft_id))


@router.post("/{draft_id}/issue", status_code=201)
async def issue_plan(draft_id: UUID, caller: Caller, db: Db) -> PlanView:
    """Issue the plan of a draft."""
    caller.require(*_EDITORS)
    async with db.transaction() as session:
        plan = await issue(session, draft_id, caller)
        await session.flush()
        quarters = await queries.quarters_of(session, plan.plan_id)
        tasks = await queries.tasks_of(session, plan.plan_id)
        parts = await queries.parts_of(session, plan.plan_id)
        return plan_view(plan, quarters.values(), tasks, parts, caller.roles)


def _view(draft: DraftRow, made: Sequence[DraftChangeRow]) -> DraftView:
    return DraftView(
        draft_id=draft.draft_id,
        filename=draft.filename,
        imported_at=draft.imported_at,
        preview=draft.preview,
        version=len(made) + 1,
        changes=tuple(
            DraftChange(
                number=each.number,
                what=each.what,
                source_lines=tuple(each.source_lines),
                reason=each.reason,
                changed_by=each.changed_by,
                changed_at=each.changed_at,
            )
            for each in made
        ),
    )
