"""Exemplars: found, fostered, recognised, replicated, honoured (điển hình tiên tiến)."""

from collections.abc import Mapping
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from services.gateway import clients
from services.gateway.clients import oversight
from services.gateway.pages.choices import EXEMPLAR_STATES, REGIONS, WORKERS, pairs
from services.gateway.pages.forms import Field, Trouble, beside_form, offering, read_order
from services.gateway.pages.visit import Visit, Visitor
from shared.api.oversight import ExemplarDraft, ExemplarStep
from shared.errors import Refused
from shared.roles import Role

_STORY = Field("story", "Câu chuyện, thành tích", "lines", is_required=False)
DRAFT = (
    Field("unit_id", "Đơn vị", "choice"),
    Field("subject_kind", "Đối tượng", "choice", options=(("collective", "Tập thể"), ("individual", "Cá nhân"))),
    Field("subject_name", "Tên tập thể, cá nhân"),
    Field("is_small_collective", "Tập thể nhỏ", "tick", is_required=False),
    Field("field", "Lĩnh vực"),
    Field("worker_class", "Thành phần", "choice", is_required=False, options=pairs(WORKERS)),
    Field("regions", "Địa bàn", "many", is_required=False, options=pairs(REGIONS)),
    _STORY,
    Field("found_on", "Ngày phát hiện", "date"),
)
STEPS: Mapping[str, tuple[Field, ...]] = {
    "recognise": (_STORY,),
    "replicate": (
        Field("unit_ids", "Đơn vị học tập, nhân rộng", "many"),
        Field("note", "Ghi chú", is_required=False),
    ),
    "honour": (Field("occasion_id", "Tôn vinh tại", "choice"),),
}
SIZE = 50

router = APIRouter(prefix="/exemplars")


@router.get("")
async def exemplars(visit: Visitor, page: int = 1) -> HTMLResponse:
    """List the exemplars."""
    return await _list(visit, page=page)


@router.post("")
async def find(visit: Visitor) -> Response:
    """Register an exemplar that was found."""
    try:
        found = await oversight.find_exemplar(visit.door, read_order(visit.form, ExemplarDraft, DRAFT))
    except Refused as refusal:
        return await _list(visit, beside_form("find", refusal, visit.form))
    return await visit.go(f"/exemplars/{found.exemplar_id}", f"Đã ghi nhận điển hình {found.subject_name}.")


@router.get("/{exemplar_id}")
async def exemplar(visit: Visitor, exemplar_id: UUID) -> HTMLResponse:
    """Show one exemplar."""
    return await _exemplar(visit, exemplar_id)


@router.post("/{exemplar_id}/steps/{step}")
async def take_step(visit: Visitor, exemplar_id: UUID, step: str) -> Response:
    """Take a step of an exemplar."""
    try:
        taken = read_order(visit.form, ExemplarStep, STEPS.get(step, ()))
        changed = await oversight.take_exemplar_step(visit.door, exemplar_id, step, taken)
    except Refused as refusal:
        return await _exemplar(visit, exemplar_id, beside_form(f"step/{step}", refusal, visit.form))
    return await visit.go(f"/exemplars/{exemplar_id}", f"Đã cập nhật: {changed.state_label}.")


async def _list(visit: Visit, trouble: Trouble | None = None, page: int = 1) -> HTMLResponse:
    asked = {} if trouble else await visit.filters("state", "region", "worker_class", "field")
    own = visit.identity.unit_id
    units = [(one.unit_id, one.name) for one in await clients.units(visit.door) if own in {None, one.unit_id}]
    return await visit.show(
        "events/exemplars.html",
        trouble,
        listed=await oversight.exemplars(visit.door, **asked, page=page, size=SIZE),
        asked=asked,
        states=EXEMPLAR_STATES.items(),
        regions=REGIONS.items(),
        workers=WORKERS.items(),
        boxes=offering(DRAFT, unit_id=units),
        values={"unit_id": own or "", "worker_class": "other"},
        may_find=visit.may(Role.UNIT_OFFICER, Role.APPRAISER),
    )


async def _exemplar(visit: Visit, exemplar_id: UUID, trouble: Trouble | None = None) -> HTMLResponse:
    shown = await oversight.exemplar(visit.door, exemplar_id)
    offered = {offer.step for offer in shown.steps}
    units = await clients.units(visit.door) if "replicate" in offered else ()
    held = (await oversight.events(visit.door, size=100)).items if "honour" in offered or shown.honoured_at else ()
    events = {str(one.occasion_id): f"{one.title} ({one.starts_at:%d/%m/%Y})" for one in held}
    choices = {
        "unit_ids": [(one.unit_id, one.name) for one in units if one.unit_id != shown.unit_id],
        "occasion_id": list(events.items()),
    }
    return await visit.show(
        "events/exemplar.html",
        trouble,
        exemplar=shown,
        boxes={step: offering(boxes, **choices) for step, boxes in STEPS.items()},
        events=events,
    )
