"""What units owe and have filed."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.plans.commands.filing_sheet import blank_sheet, file_sheet, read_sheet
from services.plans.commands.filings import FILING, file, judge
from services.plans.domain import FilingState
from services.plans.domain.sheets import as_csv
from services.plans.queries import filings as owed
from services.plans.queries.journal import journal
from services.plans.routes.lifecycle import journal_line
from services.plans.routes.views import filing_view
from shared.api.base import Page
from shared.api.lifecycle import JournalLine, SheetView
from shared.api.plans import FilingStep, FilingView
from shared.db import Db
from shared.events.plans import Channel
from shared.identity import Caller
from shared.roles import Role

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


@router.get("/sheet")
async def blank(plan_id: UUID, caller: Caller, db: Db) -> Response:
    """Answer the sheet of what is still owed under a plan, to be filled in."""
    caller.require(Role.UNIT_OFFICER, Role.APPRAISER)
    async with db.transaction() as session:
        table = as_csv(await blank_sheet(session, plan_id, caller))
    return Response(table, media_type="text/csv; charset=utf-8")


@router.post("/sheet")
async def take_sheet(request: Request, plan_id: UUID, caller: Caller, db: Db, *, confirm: bool = False) -> SheetView:
    """Answer what each row of a sheet would file; confirmed, file them all or none."""
    caller.require(Role.UNIT_OFFICER, Role.APPRAISER)
    content = await request.body()
    async with db.transaction() as session:
        act = file_sheet if confirm else read_sheet
        return await act(session, plan_id, content, caller)


@router.get("/{filing_id}/journal")
async def list_journal(filing_id: UUID, caller: Caller, db: Db) -> tuple[JournalLine, ...]:
    """Answer everything that was done to a filing, oldest first."""
    async with db.transaction() as session:
        filing, _, _ = await owed.named_filing(session, filing_id)
        caller.require_unit(filing.unit_id)
        return tuple(map(journal_line, await journal(session, filing_id)))


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
