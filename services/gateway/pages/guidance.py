"""Guidance documents for units, and which of them opened each (văn bản hướng dẫn)."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from services.gateway import clients
from services.gateway.clients import oversight
from services.gateway.pages.events import GUESTS, guests
from services.gateway.pages.forms import Field, Trouble, beside_form, offering, read_order, read_step
from services.gateway.pages.visit import Visit, Visitor
from shared.api.base import StepTaken
from shared.api.oversight import GuidanceDraft
from shared.errors import Refused
from shared.roles import Role

DRAFT = (
    Field("reference", "Số, ký hiệu"),
    Field("title", "Trích yếu"),
    Field("issuer", "Cơ quan ban hành"),
    Field("issued_on", "Ngày ban hành", "date"),
    Field("text", "Nội dung", "lines", is_required=False),
    Field("link", "Địa chỉ văn bản", is_required=False),
    *GUESTS,
)
SIZE = 50

router = APIRouter(prefix="/guidance")


@router.get("")
async def guidance(visit: Visitor, page: int = 1) -> HTMLResponse:
    """List the guidance."""
    return await _list(visit, page=page)


@router.post("")
async def draft(visit: Visitor) -> Response:
    """Keep a guidance document."""
    try:
        kept = await oversight.draft_guidance(visit.door, read_order(visit.form, GuidanceDraft, DRAFT))
    except Refused as refusal:
        return await _list(visit, beside_form("draft", refusal, visit.form))
    return await visit.go(f"/guidance/{kept.guidance_id}", "Đã lưu văn bản hướng dẫn.")


@router.get("/{guidance_id}")
async def document(visit: Visitor, guidance_id: UUID) -> HTMLResponse:
    """Show a guidance document; the owner notes that the unit's officer opened it."""
    return await _document(visit, guidance_id)


@router.post("/{guidance_id}/steps/{step}")
async def take_step(visit: Visitor, guidance_id: UUID, step: str) -> Response:
    """Publish guidance or withdraw it."""
    try:
        changed = await oversight.take_guidance_step(visit.door, guidance_id, step, read_step(visit.form, StepTaken))
    except Refused as refusal:
        return await _document(visit, guidance_id, beside_form(f"step/{step}", refusal, visit.form))
    return await visit.go(f"/guidance/{guidance_id}", f"Đã cập nhật: {changed.state_label}.")


async def _list(visit: Visit, trouble: Trouble | None = None, page: int = 1) -> HTMLResponse:
    may_draft = visit.may(Role.APPRAISER, Role.LEADER)
    return await visit.show(
        "events/guidance_list.html",
        trouble,
        listed=await oversight.guidance_list(visit.door, page=page, size=SIZE),
        boxes=offering(DRAFT, **await guests(visit)) if may_draft else (),
    )


async def _document(visit: Visit, guidance_id: UUID, trouble: Trouble | None = None) -> HTMLResponse:
    shown = await oversight.guidance(visit.door, guidance_id)
    names = {unit.unit_id: unit.name for unit in await clients.units(visit.door)} if shown.unread else {}
    return await visit.show("events/guidance.html", trouble, guidance=shown, names=names)
