"""What units owe and have filed."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from services.plans.commands.filings import FILING, file, judge
from services.plans.domain import FilingState
from services.plans.queries import filings as owed
from services.plans.routes.views import filing_view
from shared.api.base import Page
from shared.api.plans import FilingStep, FilingView
from shared.db import Db
from shared.events.plans import Channel
from shared.identity import Caller

router = APIRouter(prefix="/filings")


@router.get("")
async def list_filings(  # noqa: PLR0913 - each is a filter of the list
    caller: Caller,
    db: Db,
    *,
    plan_id: UUID | None = None,
    unit_id: str | None = None,
    cluster_id: str | None = None,
    duty: str | None = None,
    state: FilingState | owed.Overdue | None = None,
    q: Annotated[str | None, Query(max_length=200)] = None,
    page: Annotated[int, Query(ge=1)] = 1,
    size: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[FilingView]:
    """Answer one page of filings, soonest due first; a unit's officer sees their own unit's."""
    asked = owed.FilingsAsked(plan_id, caller.unit_id or unit_id, duty, state, q, cluster_id)
    async with db.transaction() as session:
        rows, total = await owed.filings_page(session, asked, page, size)
    views = tuple(filing_view(*row, caller) for row in rows)
    return Page(items=views, total=total, page=page, size=size)


@router.get("/{filing_id}")
async def show(filing_id: UUID, caller: Caller, db: Db) -> FilingView:
    """Answer one filing."""
    async with db.transaction() as session:
        found = await owed.named_filing(session, filing_id)
    caller.require_unit(found[0].unit_id)
    return filing_view(*found, caller)


@router.post("/{filing_id}/steps/{step}")
async def take_step(filing_id: UUID, step: str, order: FilingStep, caller: Caller, db: Db) -> FilingView:
    """Take a step of a filing."""
    async with db.transaction() as session:
        if step in FILING:
            await file(session, filing_id, order, caller, Channel.WEB, name=step)
        else:
            await judge(session, filing_id, step, order, caller)
        await session.flush()
        return filing_view(*await owed.named_filing(session, filing_id), caller)
