"""What the gateway may ask about decisions, their papers and the fund."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from sqlalchemy import ColumnElement, extract

from services.nominations.commands import fund, issuing
from services.nominations.domain.awarding import DecisionState
from services.nominations.exports.decision import certificates, decision_paper, proposal
from services.nominations.models import FundRow
from services.nominations.queries.decisions import decision, decision_view, decisions
from services.nominations.routes.scope import STAFF
from shared import clock
from shared.api.decisions import (
    DecisionDraft,
    DecisionStep,
    DecisionSummary,
    DecisionView,
    FundView,
    ListChange,
    MovementDraft,
)
from shared.db import Db
from shared.errors import OutOfTurn
from shared.identity import Caller

router = APIRouter()

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@router.post("/decisions", status_code=201)
async def draft(wanted: DecisionDraft, caller: Caller, db: Db) -> DecisionView:
    """Draft a decision with its list."""
    async with db.transaction() as session:
        return await decision_view(session, await issuing.draft(session, wanted, caller), caller)


@router.get("/decisions")
async def all_decisions(
    caller: Caller, db: Db, year: int | None = None, state: str | None = None
) -> tuple[DecisionSummary, ...]:
    """List the newest decisions."""
    caller.require(*STAFF)
    async with db.transaction() as session:
        return await decisions(session, year, state)


@router.get("/decisions/{decision_id}")
async def one_decision(decision_id: UUID, caller: Caller, db: Db) -> DecisionView:
    """Show one decision."""
    caller.require(*STAFF)
    async with db.transaction() as session:
        return await decision_view(session, await decision(session, decision_id), caller)


@router.post("/decisions/{decision_id}/list")
async def change_list(decision_id: UUID, change: ListChange, caller: Caller, db: Db) -> DecisionView:
    """Change a draft's list."""
    async with db.transaction() as session:
        row = await decision(session, decision_id)
        await issuing.change_list(session, row, change, caller)
        return await decision_view(session, row, caller)


@router.post("/decisions/{decision_id}/steps/{step}")
async def take_step(decision_id: UUID, step: str, body: DecisionStep, caller: Caller, db: Db) -> DecisionView:
    """Take a step of a decision."""
    async with db.transaction() as session:
        row = await decision(session, decision_id)
        await issuing.take_step(session, row, step, body, caller)
        return await decision_view(session, row, caller)


@router.get("/decisions/{decision_id}/proposal")
async def write_proposal(decision_id: UUID, caller: Caller, db: Db) -> Response:
    """Give the proposal as a Word file."""
    view = await one_decision(decision_id, caller, db)
    return Response(proposal(view, _basis(view)), media_type=WORD)


@router.get("/decisions/{decision_id}/paper")
async def write_paper(decision_id: UUID, caller: Caller, db: Db) -> Response:
    """Give the decision as a Word file."""
    view = await one_decision(decision_id, caller, db)
    return Response(decision_paper(view, _basis(view)), media_type=WORD)


@router.get("/decisions/{decision_id}/certificates")
async def write_certificates(decision_id: UUID, caller: Caller, db: Db) -> Response:
    """Give what certificates are printed from; there are none before the decision is signed."""
    view = await one_decision(decision_id, caller, db)
    if view.state != DecisionState.SIGNED:
        raise OutOfTurn
    return Response(certificates(view), media_type="text/csv; charset=utf-8")


@router.get("/fund")
async def show_fund(
    caller: Caller, db: Db, payer: str = "", year: Annotated[int | None, Query(ge=1900, le=9999)] = None
) -> FundView:
    """Show what a fund, or all of them, received, owes, paid and waits for."""
    caller.require(*STAFF)
    wanted: list[ColumnElement[bool]] = []
    if payer:
        wanted.append(FundRow.payer == payer)
    if year is not None:
        wanted.append(extract("year", FundRow.happened_on) == year)
    async with db.transaction() as session:
        found = await fund.balance(session, *wanted)
    return FundView(
        payer=payer,
        year=year,
        granted=found.granted,
        due=found.due,
        paid=found.paid,
        unpaid=found.unpaid,
        recoverable=found.recoverable,
        recovered=found.recovered,
        outstanding=found.outstanding,
        left=found.left,
    )


@router.post("/fund/movements", status_code=201)
async def move_money(draft: MovementDraft, caller: Caller, db: Db) -> FundView:
    """Write a movement of the fund."""
    async with db.transaction() as session:
        row = await fund.move(session, draft, caller)
        payer = row.payer
    return await show_fund(caller, db, payer)


def _basis(view: DecisionView) -> tuple[str, ...]:
    return tuple(issuing.basis_on(view.decided_on or clock.today()))
