"""Cancelling an award: its days, its recovery, and every later award that may rest on it (hủy bỏ khen thưởng)."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from services.gateway.clients import awarding
from services.gateway.pages.forms import Field, Trouble, beside_form, read_order
from services.gateway.pages.options import OUTCOMES
from services.gateway.pages.visit import Visit, Visitor
from shared.api.decisions import DoubtSettled, Recovery, RevocationStep
from shared.errors import Refused
from shared.roles import Role

STEPS = {
    "decide": (
        Field("decision_number", "Số quyết định hủy bỏ"),
        Field("decided_on", "Ngày quyết định", "date", is_required=False),
    ),
}
RECOVER = (
    Field("amount", "Số tiền đã thu hồi (đồng)", "decimal", is_required=False),
    Field("happened_on", "Ngày thu hồi", "date"),
    Field("object_returned_on", "Ngày nhận lại hiện vật", "date", is_required=False),
)
SETTLE = (
    Field("outcome", "Kết luận", "choice", options=OUTCOMES),
    Field("note", "Lý do", "lines"),
)

router = APIRouter(prefix="/revocations")


@router.get("")
async def revocations(visit: Visitor) -> HTMLResponse:
    """List the newest revocations."""
    return await visit.show("decisions/revocations.html", revocations=await awarding.revocations(visit.door))


@router.get("/{revocation_id}")
async def revocation(visit: Visitor, revocation_id: UUID) -> HTMLResponse:
    """Show one revocation with the chain of what rests on the award."""
    return await _revocation(visit, revocation_id)


@router.post("/{revocation_id}/steps/{step}")
async def take_step(visit: Visitor, revocation_id: UUID, step: str) -> Response:
    """Take a step of a revocation."""
    try:
        taken = read_order(visit.form, RevocationStep, STEPS.get(step, ()))
        changed = await awarding.take_revocation_step(visit.door, revocation_id, step, taken)
    except Refused as refusal:
        return await _revocation(visit, revocation_id, beside_form(f"step/{step}", refusal, visit.form))
    return await visit.go(f"/revocations/{revocation_id}", f"Đã cập nhật: {changed.state_label}.")


@router.post("/{revocation_id}/recoveries")
async def recover(visit: Visitor, revocation_id: UUID) -> Response:
    """Write what came back."""
    try:
        await awarding.recover(visit.door, revocation_id, read_order(visit.form, Recovery, RECOVER))
    except Refused as refusal:
        return await _revocation(visit, revocation_id, beside_form("recover", refusal, visit.form))
    return await visit.go(f"/revocations/{revocation_id}", "Đã ghi nhận thu hồi.")


@router.post("/{revocation_id}/doubts/{award_id}")
async def settle_doubt(visit: Visitor, revocation_id: UUID, award_id: UUID) -> Response:
    """Write what was found about a later award."""
    try:
        found = read_order(visit.form, DoubtSettled, SETTLE)
        await awarding.settle_doubt(visit.door, revocation_id, award_id, found)
    except Refused as refusal:
        return await _revocation(visit, revocation_id, beside_form(f"doubt/{award_id}", refusal, visit.form))
    return await visit.go(f"/revocations/{revocation_id}", "Đã ghi kết luận.")


async def _revocation(visit: Visit, revocation_id: UUID, trouble: Trouble | None = None) -> HTMLResponse:
    return await visit.show(
        "decisions/revocation.html",
        trouble,
        revocation=await awarding.revocation(visit.door, revocation_id),
        step_fields=STEPS,
        recover=RECOVER,
        settle=SETTLE,
        may_act=visit.may(Role.APPRAISER),
    )
