"""Guidance documents for units, and which of them opened each."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from services.plans.commands import guidance as work
from services.plans.domain.events import GUIDANCE_LABELS, GUIDANCE_STEPS
from services.plans.models import GuidanceRow, GuidanceUnitRow
from services.plans.queries import oversight
from services.plans.routes.offers import offers
from shared.api.base import Page, StepTaken
from shared.api.oversight import GuidanceDraft, GuidanceView
from shared.db import Db
from shared.identity import Caller, Identity
from shared.steps import offered

router = APIRouter(prefix="/guidance")

Readers = Sequence[tuple[GuidanceUnitRow, str]]


@router.get("")
async def list_guidance(
    caller: Caller,
    db: Db,
    *,
    page: Annotated[int, Query(ge=1)] = 1,
    size: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[GuidanceView]:
    """Answer one page of guidance, the latest first; a unit sees what was published to it."""
    async with db.transaction() as session:
        rows, total = await oversight.guidance_page(session, caller.unit_id, oversight.Slice(page, size))
        readers = await oversight.guidance_readers(session, (row.guidance_id for row in rows))
    items = tuple(_view(row, readers.get(row.guidance_id, ()), caller) for row in rows)
    return Page(items=items, total=total, page=page, size=size)


@router.post("", status_code=201)
async def draft(given: GuidanceDraft, caller: Caller, db: Db) -> GuidanceView:
    """Keep a guidance document."""
    async with db.transaction() as session:
        row = await work.draft_guidance(session, given, caller)
        await session.flush()
        readers = await oversight.guidance_readers(session, [row.guidance_id])
        return _view(row, readers.get(row.guidance_id, ()), caller)


@router.get("/{guidance_id}")
async def show(guidance_id: UUID, caller: Caller, db: Db) -> GuidanceView:
    """Answer a guidance document, and note that the unit's officer opened it."""
    async with db.transaction() as session:
        row = await work.open_guidance(session, guidance_id, caller)
        await session.flush()
        readers = await oversight.guidance_readers(session, [guidance_id])
        return _view(row, readers.get(guidance_id, ()), caller)


@router.post("/{guidance_id}/steps/{step}")
async def take_step(guidance_id: UUID, step: str, order: StepTaken, caller: Caller, db: Db) -> GuidanceView:
    """Publish guidance or withdraw it."""
    async with db.transaction() as session:
        row = await work.take_step(session, guidance_id, step, order, caller)
        readers = await oversight.guidance_readers(session, [guidance_id])
        return _view(row, readers.get(guidance_id, ()), caller)


def _view(row: GuidanceRow, readers: Readers, caller: Identity) -> GuidanceView:
    """Show a guidance document; who has not opened it is the office's to know."""
    unread = () if caller.unit_id else tuple(name for reader, name in readers if reader.read_at is None)
    return GuidanceView(
        guidance_id=row.guidance_id,
        reference=row.reference,
        title=row.title,
        issuer=row.issuer,
        issued_on=row.issued_on,
        text=row.text,
        link=row.link,
        state=row.state,
        state_label=GUIDANCE_LABELS[row.state],
        reason=row.reason,
        units=len(readers),
        read_by=sum(reader.read_at is not None for reader, _ in readers),
        unread=unread,
        version=row.version,
        steps=offers(offered(GUIDANCE_STEPS, row.state, caller.roles)),
    )
