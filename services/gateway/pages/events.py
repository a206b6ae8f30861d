"""What is held, who comes, what was learned (sự kiện, tập huấn, mô hình học tập)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from services.gateway import clients
from services.gateway.clients import oversight
from services.gateway.pages.choices import OCCASION_KINDS, OCCASION_STATES, pairs
from services.gateway.pages.forms import Field, Trouble, beside_form, lines, offering, read_boxes, read_order, typed
from services.gateway.pages.visit import Visit, Visitor
from shared.api.oversight import Materials, OccasionDetail, OccasionDraft, OccasionStep, Registration
from shared.errors import Refused
from shared.roles import Role

_TIMES = (Field("starts_at", "Bắt đầu", "moment"), Field("ends_at", "Kết thúc", "moment"))
GUESTS = (
    Field("everyone", "Mời tất cả đơn vị", "tick", is_required=False),
    Field("cluster_ids", "Cụm, khối được mời", "many", is_required=False),
    Field("unit_ids", "Đơn vị được mời", "many", is_required=False),
)
DRAFT = (
    Field("kind", "Loại", "choice", options=pairs(OCCASION_KINDS)),
    Field("title", "Tên sự kiện"),
    Field("place", "Địa điểm", is_required=False),
    *_TIMES,
    Field("commemorates", "Kỷ niệm", is_required=False),
    Field("commemorates_on", "Ngày lịch sử", "date", is_required=False),
    *GUESTS,
)
STEPS: Mapping[str, tuple[Field, ...]] = {
    "reschedule": _TIMES,
    "report": (Field("report", "Báo cáo kết quả", "lines"),),
}
REGISTRATION = (Field("registered", "Số người tham dự", "number"),)
MATERIALS = (
    Field("materials", "Tài liệu", "lines", is_required=False, help="Mỗi dòng một tài liệu: tên, dấu |, địa chỉ."),
)
MODEL = (
    Field("name", "Tên mô hình", is_required=False),
    Field("learned_from", "Học từ đâu", is_required=False),
    Field("field", "Lĩnh vực", is_required=False),
    Field("summary", "Tóm tắt", is_required=False),
)
_CAME = (
    Field("attended", "Số người dự", "number", is_required=False),
    Field("certified", "Số chứng nhận", "number", is_required=False),
)
SIZE = 50

router = APIRouter()


@router.get("/events")
async def events(visit: Visitor, page: int = 1) -> HTMLResponse:
    """List what is held."""
    return await _events(visit, page=page)


@router.post("/events")
async def plan(visit: Visitor) -> Response:
    """Plan an occasion and invite its units."""
    try:
        planned = await oversight.plan_event(visit.door, read_order(visit.form, OccasionDraft, DRAFT))
    except Refused as refusal:
        return await _events(visit, beside_form("plan", refusal, visit.form))
    return await visit.go(f"/events/{planned.occasion_id}", "Đã lập sự kiện.")


@router.get("/events/{occasion_id}")
async def event(visit: Visitor, occasion_id: UUID) -> HTMLResponse:
    """Show one occasion."""
    return await _event(visit, occasion_id)


@router.post("/events/{occasion_id}/steps/{step}")
async def take_step(visit: Visitor, occasion_id: UUID, step: str) -> Response:
    """Reschedule, hold, report or cancel an occasion."""
    try:
        shown = await oversight.event(visit.door, occasion_id)
        more = _STEP_MORE[step](visit.form, shown) if step in _STEP_MORE else {}
        taken = read_order(visit.form, OccasionStep, STEPS.get(step, ()), (*_CAME, *MODEL), **more)
        changed = await oversight.take_event_step(visit.door, occasion_id, step, taken)
    except Refused as refusal:
        return await _event(visit, occasion_id, beside_form(f"step/{step}", refusal, visit.form))
    return await visit.go(f"/events/{occasion_id}", f"Đã cập nhật: {changed.state_label}.")


@router.post("/events/{occasion_id}/registration")
async def register(visit: Visitor, occasion_id: UUID) -> Response:
    """Say how many of the officer's unit come."""
    try:
        answer = read_order(visit.form, Registration, REGISTRATION)
        await oversight.register_for_event(visit.door, occasion_id, answer)
    except Refused as refusal:
        return await _event(visit, occasion_id, beside_form("registration", refusal, visit.form))
    return await visit.go(f"/events/{occasion_id}", "Đã đăng ký số người tham dự.")


@router.post("/events/{occasion_id}/materials")
async def keep_materials(visit: Visitor, occasion_id: UUID) -> Response:
    """Keep the materials of an occasion."""
    try:
        parted = (line.partition("|") for line in lines(typed(visit.form).get("materials", "")))
        given = [{"title": title.strip(), "link": link.strip()} for title, _, link in parted]
        await oversight.keep_materials(
            visit.door, occasion_id, read_order(visit.form, Materials, (), MATERIALS, materials=given)
        )
    except Refused as refusal:
        return await _event(visit, occasion_id, beside_form("materials", refusal, visit.form))
    return await visit.go(f"/events/{occasion_id}", "Đã lưu tài liệu.")


@router.get("/learned-models")
async def learned_models(visit: Visitor, page: int = 1) -> HTMLResponse:
    """List the models learned on study visits."""
    asked = await visit.filters("field")
    listed = await oversight.learned_models(visit.door, **asked, page=page, size=SIZE)
    return await visit.show("events/models.html", listed=listed, asked=asked)


async def _events(visit: Visit, trouble: Trouble | None = None, page: int = 1) -> HTMLResponse:
    asked = {} if trouble else await visit.filters("year", "kind", "state")
    may_plan = visit.may(Role.APPRAISER)
    return await visit.show(
        "events/events.html",
        trouble,
        listed=await oversight.events(visit.door, **asked, page=page, size=SIZE),
        asked=asked,
        kinds=OCCASION_KINDS.items(),
        states=OCCASION_STATES.items(),
        boxes=offering(DRAFT, **await guests(visit)) if may_plan else (),
    )


async def guests(visit: Visit) -> dict[str, list[tuple[str, str]]]:
    """Return the units and clusters that something may be for."""
    return {
        "unit_ids": [(one.unit_id, one.name) for one in await clients.units(visit.door) if one.valid_to is None],
        "cluster_ids": [(one.cluster_id, one.name) for one in await clients.clusters(visit.door)],
    }


async def _event(visit: Visit, occasion_id: UUID, trouble: Trouble | None = None) -> HTMLResponse:
    shown = await oversight.event(visit.door, occasion_id)
    own = next((one for one in shown.attendance if one.unit_id == visit.identity.unit_id), None)
    special = {"hold", "report"}
    return await visit.show(
        "events/event.html",
        trouble,
        event=shown,
        own=own,
        boxes=STEPS,
        plain_steps=[offer for offer in shown.steps if offer.step not in special],
        special_steps=[offer for offer in shown.steps if offer.step in special],
        registration=REGISTRATION,
        materials=MATERIALS,
        material_lines="\n".join(f"{one.title} | {one.link}" for one in shown.materials),
        model=MODEL,
        may_register=own is not None and shown.state == "planned",
        may_keep=visit.may(Role.APPRAISER) and shown.state != "cancelled",
    )


def _attendance(form: FormData, shown: OccasionDetail) -> dict[str, Any]:
    came = ({"unit_id": one.unit_id, **read_boxes(form, _CAME, f"came.{one.unit_id}.")} for one in shown.attendance)
    return {"attendance": [line for line in came if "attended" in line]}


def _models(form: FormData, _: OccasionDetail) -> dict[str, Any]:
    learned = (read_boxes(form, MODEL, f"model.{place}.") for place in range(1, 4))
    return {"models": [line for line in learned if line]}


_STEP_MORE = {"hold": _attendance, "report": _models}
