"""The secret ballot's pages: a member's own papers, the urn nobody signs in for, and the published list (bỏ phiếu kín).

Everything that would join a voter and a vote happens in the member's browser (static/ballot.js).
"""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import ValidationError

from services.gateway.clients import Services, councils
from services.gateway.pages.councils import seat_of
from services.gateway.pages.forms import Unreadable, typed
from services.gateway.pages.options import VOTED, VOTES
from services.gateway.pages.visit import Visitor
from shared.api.base import Problem
from shared.api.councils import BallotCast, PapersAsked
from shared.clock import VIETNAM
from shared.errors import Forbidden, Refused

LARGEST_BALLOT = 4096
"""Bytes of a ballot at most: a number, a signature and a word."""

router = APIRouter()


@router.get("/sessions/{session_id}/ballot")
async def own_papers(visit: Visitor, session_id: UUID) -> HTMLResponse:
    """Show a member the papers of a session; the browser does the rest."""
    shown = await councils.session(visit.door, session_id)
    on = shown.meets_at.astimezone(VIETNAM).date()
    seat = seat_of(await councils.council(visit.door, shown.council_id), visit.identity.user, on)
    if seat is None:
        raise Forbidden("Tài khoản không phải là thành viên Hội đồng tại ngày họp.")
    own = [(one.item_id, conflict) for one in shown.items for conflict in one.conflicts]
    aside = {item for item, one in own if one.member_id == seat.member_id and one.stands_aside}
    voted = [one for one in shown.items if one.kind in VOTED]
    return await visit.show("councils/ballot.html", session=shown, items=voted, aside=aside, votes=VOTES)


@router.post("/sessions/{session_id}/papers")
async def take_papers(visit: Visitor, session_id: UUID) -> JSONResponse:
    """Have the member's blinded papers signed; what they hide never comes here."""
    try:
        asked = PapersAsked.model_validate_json(typed(visit.form).get("papers", ""))
        given = await councils.take_papers(visit.door, session_id, asked)
    except ValidationError:
        return _refused(Unreadable())
    except Refused as refusal:
        return _refused(refusal)
    return JSONResponse(given.model_dump(mode="json"))


@router.post("/ballots")
async def cast(request: Request) -> JSONResponse:
    """Pass a ballot on; nobody signs in for it, and nothing about who sent it is looked at or kept."""
    services: Services = request.app.state.services
    try:
        receipt = await councils.cast(services, BallotCast.model_validate_json(await _small(request)))
    except ValidationError:
        return _refused(Unreadable())
    except Refused as refusal:
        return _refused(refusal)
    return JSONResponse(receipt.model_dump(), 201)


@router.get("/ballots/{item_id}")
async def published(visit: Visitor, item_id: UUID) -> HTMLResponse:
    """Show every ballot of an item, to find the own one and to count again."""
    return await visit.show("councils/published.html", published=await councils.published(visit.door, item_id))


async def _small(request: Request) -> bytes:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_BALLOT:
            raise Unreadable
    return bytes(body)


def _refused(refusal: Refused) -> JSONResponse:
    problem = Problem(code=refusal.code, message=refusal.message, details=refusal.details)
    return JSONResponse(problem.model_dump(), refusal.status)
