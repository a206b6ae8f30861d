"""Drafts of dossiers: kept while a unit still writes them, submitted one by one or many together (hồ sơ đang lập)."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from services.gateway import clients
from services.gateway.clients import dossiers
from services.gateway.pages.facts import read_documents, read_facts, told_facts, typed_facts
from services.gateway.pages.forms import NotConfirmed, Trouble, beside_form, read, typed
from services.gateway.pages.nominations import LINK
from services.gateway.pages.visit import Visit, Visitor
from shared.api.dossiers import DraftChoice, DraftContent
from shared.errors import Refused
from shared.roles import Role

PLAIN = ("award", "subject_kind", "subject_name", "year", "mode", "round_id", "version")
SIZE = 50

router = APIRouter(prefix="/nominations/drafts")


@router.get("")
async def drafts(visit: Visitor, page: int = 1) -> HTMLResponse:
    """List the unit's drafts."""
    return await _drafts(visit, page)


@router.post("")
async def begin(visit: Visitor) -> Response:
    """Keep what was written so far as a new draft."""
    try:
        saved = await dossiers.begin_draft(visit.door, await _content(visit))
    except Refused as refusal:
        return await _drafts(visit, 1, beside_form("begin", refusal, visit.form))
    return await visit.go(_address(saved.draft_id), "Đã lưu nháp.")


@router.post("/submit")
async def submit_many(visit: Visitor) -> Response:
    """Submit the drafts ticked; each is told what keeps it back."""
    try:
        if "confirmed" not in visit.form:
            raise NotConfirmed
        chosen = read(DraftChoice, {"drafts": visit.form.getlist("drafts")})
        results = await dossiers.submit_drafts(visit.door, chosen)
    except Refused as refusal:
        return await _drafts(visit, 1, beside_form("submit", refusal, visit.form))
    return await _drafts(visit, 1, results={one.draft_id: one for one in results})


@router.get("/{draft_id}")
async def draft(visit: Visitor, draft_id: UUID) -> HTMLResponse:
    """Show a draft, its checklist, and what would be refused if it were submitted now."""
    return await show_draft(visit, draft_id)


@router.post("/{draft_id}")
async def save(visit: Visitor, draft_id: UUID) -> Response:
    """Save a draft; whoever saw an older one is told."""
    try:
        await dossiers.save_draft(visit.door, draft_id, await _content(visit))
    except Refused as refusal:
        return await show_draft(visit, draft_id, beside_form("save", refusal, visit.form))
    return await visit.go(_address(draft_id), "Đã lưu nháp.")


@router.post("/{draft_id}/submit")
async def submit(visit: Visitor, draft_id: UUID) -> Response:
    """Submit a draft."""
    try:
        submitted = await dossiers.submit_draft(visit.door, draft_id)
    except Refused as refusal:
        return await show_draft(visit, draft_id, beside_form("submit", refusal, visit.form))
    return await visit.go(f"/nominations/{submitted.nomination_id}", f"Đã nộp hồ sơ của {submitted.subject_name}.")


@router.post("/{draft_id}/discard")
async def discard(visit: Visitor, draft_id: UUID) -> Response:
    """Throw a draft away."""
    try:
        if "confirmed" not in visit.form:
            raise NotConfirmed
        await dossiers.discard_draft(visit.door, draft_id)
    except Refused as refusal:
        return await show_draft(visit, draft_id, beside_form("discard", refusal, visit.form))
    return await visit.go("/nominations/drafts", "Đã bỏ bản nháp.")


async def _content(visit: Visit) -> DraftContent:
    given = typed(visit.form)
    award = next((one for one in await clients.awards(visit.door) if one.code == given.get("award")), None)
    content: dict[str, Any] = {name: given[name] for name in PLAIN if given.get(name)}
    content["unit_id"] = visit.identity.unit_id or ""
    if award is not None:
        content |= {"facts": read_facts(award, visit.form), "documents": read_documents(award, visit.form)}
    return read(DraftContent, content)


def _address(draft_id: UUID) -> str:
    return f"/nominations/drafts/{draft_id}"


async def _drafts(visit: Visit, page: int, trouble: Trouble | None = None, results: Any = None) -> HTMLResponse:
    visit.identity.require(Role.UNIT_OFFICER)
    listed = await dossiers.drafts(visit.door, page=page, size=SIZE)
    return await visit.show("nominations/drafts.html", trouble, drafts=listed, results=results or {})


async def show_draft(visit: Visit, draft_id: UUID, trouble: Trouble | None = None) -> HTMLResponse:
    """Show a draft with what is wrong with one of its forms."""
    shown = await dossiers.draft(visit.door, draft_id)
    awards = await clients.awards(visit.door)
    is_typed = "award" in visit.form
    code = visit.request.query_params.get("award") or typed(visit.form).get("award") or shown.award
    return await visit.show(
        "nominations/draft.html",
        trouble,
        draft=shown,
        awards=[(award.code, award.name) for award in awards],
        award=next((award for award in awards if award.code == code), None),
        given=typed(visit.form) if is_typed else shown.model_dump(mode="json"),
        rounds=[(one.round_id, one.name) for one in await dossiers.rounds(visit.door) if one.state == "open"],
        files=await dossiers.files(visit.door, draft_id),
        link=LINK,
        facts=typed_facts(visit.form) if is_typed else told_facts(shown.facts),
        documents=visit.form.getlist("documents") if is_typed else shown.documents,
    )
