"""Movements: planned, launched, taken part in, reviewed, concluded (phong trào thi đua)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from services.gateway import clients
from services.gateway.clients import emulation
from services.gateway.pages.choices import MOVEMENT_FORMS, MOVEMENT_SCOPES, pairs
from services.gateway.pages.forms import Field, Trouble, beside_form, offering, read_boxes, read_order
from services.gateway.pages.visit import Visit, Visitor
from shared.api.emulation import MovementDraft, MovementStep, Participation, ParticipationResult
from shared.errors import Refused
from shared.roles import Role

DRAFT = (
    Field("plan_id", "Thuộc kế hoạch", "choice"),
    Field("name", "Tên phong trào"),
    Field("form", "Hình thức", "choice", options=pairs(MOVEMENT_FORMS)),
    Field("scope", "Phạm vi", "choice", options=pairs(MOVEMENT_SCOPES)),
    Field("cluster_id", "Cụm, khối tổ chức", "choice", is_required=False, help="Chỉ chọn khi phạm vi là cụm, khối."),
    Field("starts_on", "Từ ngày", "date"),
    Field("ends_on", "Đến ngày", "date", is_required=False),
    Field("aims", "Mục tiêu", "lines", is_required=False),
    Field("criteria", "Tiêu chí", "list", is_required=False, help="Mỗi tiêu chí ghi một dòng."),
    Field("indicators", "Chỉ số theo dõi", "list", is_required=False, help="Mỗi chỉ số ghi một dòng."),
    Field("audience", "Đối tượng tham gia", is_required=False),
    Field("launched_by", "Cơ quan phát động", is_required=False),
    Field("document", "Văn bản", is_required=False),
)
_DOCUMENT = (
    Field("document", "Số, ký hiệu văn bản", is_required=False),
    Field("dated_on", "Ngày", "date", is_required=False),
)
_SUMMARY = Field("summary", "Nội dung đánh giá", "lines", is_required=False)
STEPS: Mapping[str, tuple[Field, ...]] = {
    "launch": (*_DOCUMENT, Field("launched_by", "Cơ quan phát động", is_required=False)),
    "review": (*_DOCUMENT, _SUMMARY),
    "conclude": (*_DOCUMENT, _SUMMARY),
}
PARTICIPATION = (
    Field("content", "Nội dung đăng ký", "lines"),
    Field("participants", "Số người tham gia", "number", is_required=False),
)
RESULT = (Field("result", "Kết quả thực hiện", "lines"),)
MEASURE = (
    Field("year", "Năm", "number", is_required=False),
    Field("target", "Mục tiêu", "decimal", is_required=False),
    Field("achieved", "Kết quả", "decimal", is_required=False),
    Field("source", "Nguồn số liệu", is_required=False),
)

router = APIRouter(prefix="/movements")


@router.get("")
async def movements(visit: Visitor) -> HTMLResponse:
    """List the movements of a plan."""
    return await _movements(visit)


@router.post("")
async def plan_movement(visit: Visitor) -> Response:
    """Keep a movement to be launched."""
    try:
        own = visit.identity.unit_id if visit.form.get("scope") == "unit" else None
        kept = await emulation.plan_movement(visit.door, read_order(visit.form, MovementDraft, DRAFT, unit_id=own))
    except Refused as refusal:
        return await _movements(visit, beside_form("plan", refusal, visit.form))
    return await visit.go(f"/movements/{kept.movement_id}", f"Đã ghi nhận phong trào: {kept.state_label}.")


@router.get("/{movement_id}")
async def movement(visit: Visitor, movement_id: UUID) -> HTMLResponse:
    """Show a movement with its units and reviews."""
    return await _movement(visit, movement_id)


@router.post("/{movement_id}/steps/{step}")
async def take_step(visit: Visitor, movement_id: UUID, step: str) -> Response:
    """Launch, review or conclude a movement."""
    try:
        taken = read_order(visit.form, MovementStep, STEPS.get(step, ()))
        changed = await emulation.take_movement_step(visit.door, movement_id, step, taken)
    except Refused as refusal:
        return await _movement(visit, movement_id, beside_form(f"step/{step}", refusal, visit.form))
    return await visit.go(f"/movements/{movement_id}", f"Đã cập nhật: {changed.state_label}.")


@router.post("/{movement_id}/participation")
async def take_part(visit: Visitor, movement_id: UUID) -> Response:
    """Keep that the officer's unit takes part."""
    try:
        given = read_order(visit.form, Participation, PARTICIPATION)
        await emulation.take_part(visit.door, movement_id, visit.identity.unit_id or "", given)
    except Refused as refusal:
        return await _movement(visit, movement_id, beside_form("participation", refusal, visit.form))
    return await visit.go(f"/movements/{movement_id}", "Đã đăng ký tham gia.")


@router.post("/{movement_id}/result")
async def keep_result(visit: Visitor, movement_id: UUID) -> Response:
    """Keep what the officer's unit achieved."""
    try:
        shown = await emulation.movement(visit.door, movement_id)
        measures = _measures(visit.form, shown.indicators)
        given = read_order(visit.form, ParticipationResult, RESULT, MEASURE, measures=measures)
        await emulation.keep_result(visit.door, movement_id, visit.identity.unit_id or "", given)
    except Refused as refusal:
        return await _movement(visit, movement_id, beside_form("result", refusal, visit.form))
    return await visit.go(f"/movements/{movement_id}", "Đã lưu kết quả.")


async def _movements(visit: Visit, trouble: Trouble | None = None) -> HTMLResponse:
    plans = sorted(await clients.plans(visit.door), key=lambda plan: plan.year, reverse=True)
    asked = visit.request.query_params.get("plan_id", "")
    chosen = next((plan for plan in plans if str(plan.plan_id) == asked), plans[0] if plans else None)
    named = [(str(plan.plan_id), f"{plan.year}: {plan.symbol}") for plan in plans]
    clusters = [(one.cluster_id, one.name) for one in await clients.clusters(visit.door)]
    return await visit.show(
        "movements/movements.html",
        trouble,
        plans=named,
        chosen=chosen,
        movements=await clients.movements(visit.door, chosen.plan_id) if chosen else (),
        boxes=offering(DRAFT, plan_id=named, cluster_id=clusters),
        may_plan=bool(plans) and visit.may(Role.APPRAISER, Role.UNIT_OFFICER),
    )


async def _movement(visit: Visit, movement_id: UUID, trouble: Trouble | None = None) -> HTMLResponse:
    shown = await emulation.movement(visit.door, movement_id)
    own = next((part for part in shown.participations if part.unit_id == visit.identity.unit_id), None)
    return await visit.show(
        "movements/movement.html",
        trouble,
        movement=shown,
        own=own,
        boxes=STEPS,
        participation=PARTICIPATION,
        result=RESULT,
        measure=MEASURE,
        may_take_part=visit.may(Role.UNIT_OFFICER) and shown.state in {"launched", "reviewed"},
    )


def _measures(form: FormData, indicators: tuple[str, ...]) -> list[dict[str, Any]]:
    given = (
        {"indicator": indicator, **read_boxes(form, MEASURE, f"measure.{place}.")}
        for place, indicator in enumerate(indicators)
    )
    return [line for line in given if "year" in line]
