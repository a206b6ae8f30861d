"""The life of a plan: its legal bases, versions, amendments, journal, duties, and its clone to the next year."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from services.plans import queries
from services.plans.commands.amend import amend
from services.plans.commands.cloning import clone, preview_clone
from services.plans.commands.owing import owe
from services.plans.commands.tasks import locked_running
from services.plans.commands.versions import duty_view
from services.plans.domain import BASIS_LABELS
from services.plans.domain.cloning import Cloned
from services.plans.domain.instruments import bases
from services.plans.domain.plans import EDITORS
from services.plans.domain.shifting import Shift
from services.plans.models import JournalRow, PlanVersionRow
from services.plans.queries.journal import journal_page
from services.plans.routes.plans import shown
from shared.api.base import Page
from shared.api.lifecycle import (
    Amendment,
    BasisView,
    CloneItem,
    CloneOrder,
    CloneView,
    DutiesOwed,
    DutyView,
    JournalLine,
    PlanContent,
    VersionLine,
    VersionView,
)
from shared.api.plans import DraftView, PlanView
from shared.db import Db
from shared.errors import NotFound
from shared.identity import Caller

router = APIRouter(prefix="/plans/{plan_id}")


@router.get("/bases")
async def list_bases(plan_id: UUID, _: Caller, db: Db) -> tuple[BasisView, ...]:
    """Answer the plan's legal bases, each with whether it held on the day the plan was issued."""
    async with db.transaction() as session:
        plan = await queries.plan(session, plan_id)
    return tuple(
        BasisView(
            text=basis.text,
            state=basis.state,
            state_label=BASIS_LABELS[basis.state],
            instrument=basis.instrument,
            source=basis.source,
            is_confirmed=basis.is_confirmed,
        )
        for basis in bases(plan.legal_bases, plan.issued_on)
    )


@router.get("/versions")
async def list_versions(plan_id: UUID, _: Caller, db: Db) -> tuple[VersionLine, ...]:
    """Answer the versions of the plan, the first as it was issued."""
    async with db.transaction() as session:
        await queries.plan(session, plan_id)
        return tuple(VersionLine(**_version(row)) for row in await queries.versions_of(session, plan_id))


@router.get("/versions/{number}")
async def show_version(plan_id: UUID, number: int, _: Caller, db: Db) -> VersionView:
    """Answer the plan as it read in one version."""
    async with db.transaction() as session:
        row = await session.get(PlanVersionRow, (plan_id, number))
    if row is None:
        raise NotFound("Không tìm thấy phiên bản của kế hoạch.")
    return VersionView(**_version(row), content=PlanContent.model_validate(row.content))


@router.post("/amendments")
async def amend_plan(plan_id: UUID, amendment: Amendment, caller: Caller, db: Db) -> PlanView:
    """Amend the plan by a document; the refusal names everything that cannot be done, and nothing is done then."""
    caller.require(*EDITORS)
    async with db.transaction() as session:
        return await shown(session, await amend(session, plan_id, amendment, caller), caller)


@router.get("/journal")
async def list_journal(
    plan_id: UUID,
    caller: Caller,
    db: Db,
    *,
    page: Annotated[int, Query(ge=1)] = 1,
    size: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[JournalLine]:
    """Answer one page of what was done to the plan, the latest first."""
    caller.require(*EDITORS)
    async with db.transaction() as session:
        rows, total = await journal_page(session, plan_id, page, size)
    return Page(items=tuple(map(journal_line, rows)), total=total, page=page, size=size)


@router.get("/duties")
async def list_duties(plan_id: UUID, _: Caller, db: Db) -> tuple[DutyView, ...]:
    """Answer what the plan asks units to file."""
    async with db.transaction() as session:
        return tuple(map(duty_view, await queries.duties_of(session, plan_id)))


@router.post("/duties/refresh")
async def refresh_duties(plan_id: UUID, caller: Caller, db: Db) -> DutiesOwed:
    """Owe what units that joined since then do not owe yet; asked again, it adds nothing."""
    caller.require(*EDITORS)
    async with db.transaction() as session:
        plan = await locked_running(session, plan_id, None)
        duties = [row.duty for row in await queries.duties_of(session, plan_id)]
        return DutiesOwed(filings=await owe(session, plan, duties))


@router.get("/clone")
async def show_clone(plan_id: UUID, caller: Caller, db: Db) -> CloneView:
    """Answer what a clone to the next year would hold, and what a person must decide."""
    caller.require(*EDITORS)
    async with db.transaction() as session:
        plan, tasks, movements = await preview_clone(session, plan_id)
    return CloneView(
        year=plan.year + 1,
        title=Shift(plan.year).text(plan.title),
        tasks=tuple(map(_item, tasks)),
        movements_asked=tuple(map(_item, movements)),
    )


@router.post("/clone", status_code=201)
async def clone_plan(plan_id: UUID, order: CloneOrder, caller: Caller, db: Db) -> DraftView:
    """Make the draft of next year's plan, to be corrected and issued."""
    caller.require(*EDITORS)
    async with db.transaction() as session:
        draft = await clone(session, plan_id, order.answers, caller)
    return DraftView(
        draft_id=draft.draft_id, filename=draft.filename, imported_at=draft.imported_at, preview=draft.preview
    )


def journal_line(row: JournalRow) -> JournalLine:
    """Show something that was done."""
    return JournalLine(
        at=row.at, who=row.who, what=row.what, about=row.about, reason=row.reason, details=tuple(row.details)
    )


def _version(row: PlanVersionRow) -> dict[str, object]:
    return {
        "number": row.number, "document": row.document, "dated_on": row.dated_on, "reason": row.reason,
        "kept_by": row.kept_by, "kept_at": row.kept_at, "changes": tuple(row.changes),
    }  # fmt: skip


def _item(one: Cloned) -> CloneItem:
    return CloneItem(
        task_key=one.key, quarter=one.quarter, before=one.before, after=one.after, is_asked=one.is_asked, why=one.why
    )
