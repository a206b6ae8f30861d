"""Guidance documents for units, and which of them opened each."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.commands import guidance as work
from services.plans.domain.events import GUIDANCE_LABELS, GUIDANCE_STEPS
from services.plans.models import GuidanceRow
from services.plans.queries import events as reads
from services.plans.queries import oversight
from services.plans.routes.offers import offers
from shared.api.base import Page, StepTaken
from shared.api.oversight import GuidanceDraft, GuidanceView
from shared.db import Db
from shared.identity import Caller, Identity
from shared.steps import offered

router = APIRouter(prefix="/guidance")


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
        rows, total = await reads.guidance_page(session, caller.unit_id, oversight.Slice(page, size))
        counts = await reads.guidance_counts(session, (row.guidance_id for row in rows))
    items = tuple(_view(row, counts[row.guidance_id], (), caller) for row in rows)
    return Page(items=items, total=total, page=page, size=size)


@router.post("", status_code=201)
async def draft(given: GuidanceDraft, caller: Caller, db: Db) -> GuidanceView:
    """Keep a guidance document."""
    async with db.transaction() as session:
        row = await work.draft_guidance(session, given, caller)
        await session.flush()
        return await _detail(session, row, caller)


@router.get("/{guidance_id}")
async def show(guidance_id: UUID, caller: Caller, db: Db) -> GuidanceView:
    """Answer a guidance document, and note that the unit's officer opened it."""
    async with db.transaction() as session:
        row = await work.open_guidance(session, guidance_id, caller)
        await session.flush()
        return await _detail(session, row, caller)


@router.post("/{guidance_id}/steps/{step}")
async def take_step(guidance_id: UUID, step: str, order: StepTaken, caller: Caller, db: Db) -> GuidanceView:
    """Publish guidance or withdraw it."""
    async with db.transaction() as session:
        row = await work.take_step(session, guidance_id, step, order, caller)
        return await _detail(session, row, caller)


async def _detail(session: AsyncSession, row: GuidanceRow, caller: Identity) -> GuidanceView:
    """Show a guidance document; who has not opened it is the office's to know."""
    readers = await reads.guidance_units(session, row.guidance_id)
    unread = tuple(name for reader, name in readers if reader.read_at is None)
    return _view(row, (len(readers), len(readers) - len(unread)), () if caller.unit_id else unread, caller)


def _view(row: GuidanceRow, counts: tuple[int, int], unread: tuple[str, ...], caller: Identity) -> GuidanceView:
    units, read_by = counts
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
        units=units,
        read_by=read_by,
        unread=unread,
        version=row.version,
        steps=offers(offered(GUIDANCE_STEPS, row.state, caller.roles)),
    )
