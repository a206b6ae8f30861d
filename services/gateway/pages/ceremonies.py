"""Ceremonies: the pack to prepare one, and who took what (lễ trao tặng)."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from services.gateway.clients import awarding
from services.gateway.pages.forms import Field, Trouble, beside_form, offering, read_order
from services.gateway.pages.options import RECEIPTS
from services.gateway.pages.visit import Visit, Visitor
from shared.api.base import StepTaken
from shared.api.decisions import CeremonyDraft, Handover, HandoverChange
from shared.errors import Refused
from shared.roles import Role

CEREMONY = (
    Field("title", "Tên lễ"),
    Field("held_at", "Thời gian", "moment"),
    Field("place", "Địa điểm"),
    Field("host", "Người trao tặng"),
    Field("invitees", "Thành phần mời", "list", is_required=False, help="Mỗi thành phần ghi một dòng."),
    Field(
        "awards",
        "Khen thưởng trao tại lễ",
        "many",
        is_required=False,
        help="Các khen thưởng mới nhất chưa trao trong sổ.",
    ),
)
MOST = 200

router = APIRouter(prefix="/ceremonies")


@router.get("")
async def ceremonies(visit: Visitor) -> HTMLResponse:
    """List the newest ceremonies."""
    return await visit.show(
        "decisions/ceremonies.html",
        ceremonies=await awarding.ceremonies(visit.door),
        may_prepare=visit.may(Role.APPRAISER),
    )


@router.get("/new")
async def new(visit: Visitor) -> HTMLResponse:
    """Show the form of a new ceremony."""
    return await _new(visit)


@router.post("")
async def prepare(visit: Visitor) -> Response:
    """Prepare a ceremony."""
    try:
        made = await awarding.prepare_ceremony(visit.door, read_order(visit.form, CeremonyDraft, CEREMONY))
    except Refused as refusal:
        return await _new(visit, beside_form("prepare", refusal, visit.form))
    return await visit.go(f"/ceremonies/{made.ceremony_id}", "Đã lập kế hoạch lễ trao tặng.")


@router.get("/{ceremony_id}")
async def ceremony(visit: Visitor, ceremony_id: UUID) -> HTMLResponse:
    """Show one ceremony: its list by rank, its running order, and what is missing."""
    return await _ceremony(visit, ceremony_id)


@router.post("/{ceremony_id}/handovers")
async def write_handovers(visit: Visitor, ceremony_id: UUID) -> Response:
    """Write what is at hand and who took what."""
    try:
        change = read_order(visit.form, HandoverChange, handovers=_handovers(visit.form))
        await awarding.write_handovers(visit.door, ceremony_id, change)
    except Refused as refusal:
        return await _ceremony(visit, ceremony_id, beside_form("handovers", refusal, visit.form))
    return await visit.go(f"/ceremonies/{ceremony_id}", "Đã lưu danh sách trao tặng.")


@router.post("/{ceremony_id}/steps/{step}")
async def take_step(visit: Visitor, ceremony_id: UUID, step: str) -> Response:
    """Take a step of a ceremony."""
    try:
        changed = await awarding.take_ceremony_step(visit.door, ceremony_id, step, read_order(visit.form, StepTaken))
    except Refused as refusal:
        return await _ceremony(visit, ceremony_id, beside_form(f"step/{step}", refusal, visit.form))
    return await visit.go(f"/ceremonies/{ceremony_id}", f"Đã cập nhật: {changed.state_label}.")


def _handovers(form: FormData) -> tuple[Handover, ...]:
    awards = [value for value in form.getlist("award") if isinstance(value, str)]
    return tuple(
        Handover(
            award_id=UUID(one),
            has_certificate=f"certificate.{one}" in form,
            has_gift=f"gift.{one}" in form,
            result=str(form.get(f"result.{one}", "")),
            received_by=str(form.get(f"received_by.{one}", "")),
            note=str(form.get(f"note.{one}", "")),
        )
        for one in awards
    )


async def _new(visit: Visit, trouble: Trouble | None = None) -> HTMLResponse:
    visit.identity.require(Role.APPRAISER)
    newest = await awarding.register(visit.door, size=MOST)
    waiting = [
        (str(one.award_id), f"{one.subject_name} – {one.award_name} ({one.unit_name})")
        for one in newest.items
        if one.presented_on is None and one.revoked_on is None
    ]
    return await visit.show("decisions/new_ceremony.html", trouble, boxes=offering(CEREMONY, awards=waiting))


async def _ceremony(visit: Visit, ceremony_id: UUID, trouble: Trouble | None = None) -> HTMLResponse:
    shown = await awarding.ceremony(visit.door, ceremony_id)
    return await visit.show(
        "decisions/ceremony.html",
        trouble,
        ceremony=shown,
        receipts=RECEIPTS,
        may_write=visit.may(Role.APPRAISER) and shown.state == "prepared",
    )
