"""One task of a plan in full: who works it, its parts, what it waits for, its evidence, its deadlines (nhiệm vụ)."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from services.gateway import clients
from services.gateway.clients import lifecycle
from services.gateway.clients.lifecycle import WORK
from services.gateway.pages.forms import Field, Trouble, beside_form, offering, read_order, read_step
from services.gateway.pages.visit import Visit, Visitor
from shared import clock
from shared.api.base import StepTaken
from shared.api.lifecycle import EvidenceGiven, TaskDetail
from shared.api.plans import UnitView
from shared.errors import NotFound, Refused
from shared.roles import Role
from shared.words import MODES

ORDERS: dict[str, tuple[Field, ...]] = {
    "assignment": (
        Field("lead", "Cơ quan, đơn vị chủ trì"),
        Field("lead_unit_id", "Đơn vị chủ trì trong danh sách", "choice", is_required=False),
        Field("coordinating", "Đơn vị phối hợp", "list", is_required=False, help="Mỗi đơn vị ghi một dòng."),
        Field("output", "Sản phẩm", is_required=False),
        Field("budget", "Kinh phí", is_required=False),
    ),
    "wait": (Field("fact", "Việc cần chờ", "choice", is_required=False),),
    "round": (
        Field("title", "Tên đợt xét"),
        Field("year", "Năm của thành tích", "number"),
        Field("mode", "Loại hình khen thưởng", "choice", options=tuple(MODES.items())),
        Field("opens_on", "Ngày mở", "date"),
        Field("closes_on", "Ngày đóng", "date"),
    ),
    "campaign": (Field("name", "Tên phong trào, đợt thi đua"), Field("period", "Giai đoạn", is_required=False)),
}
SETTLED = frozenset({"completed", "not_arising", "removed"})
SAID = {
    "assignment": "Đã lưu phân công.",
    "wait": "Đã lưu việc cần chờ.",
    "round": "Đã đề nghị mở đợt xét khen thưởng.",
    "campaign": "Đã phát động phong trào cho nhiệm vụ này.",
}
EVIDENCE = (
    Field("title", "Tên minh chứng"),
    Field("reference", "Số, ký hiệu văn bản", is_required=False),
    Field("link", "Địa chỉ tài liệu", is_required=False),
    Field("dated_on", "Ngày văn bản", "date", is_required=False),
    Field("part_key", "Của phần việc", "choice", is_required=False),
)

router = APIRouter(prefix="/plans/{plan_id}/tasks/{task_key}")


@router.get("")
async def task(visit: Visitor, plan_id: UUID, task_key: str) -> HTMLResponse:
    """Show a task in full."""
    return await _task(visit, plan_id, task_key)


@router.post("/orders/{what}")
async def order(visit: Visitor, plan_id: UUID, task_key: str, what: str) -> Response:
    """Assign a task, say what it waits for, ask for a round or launch a movement for it."""
    if what not in WORK:
        raise NotFound
    try:
        asked: StepTaken = read_order(visit.form, WORK[what], ORDERS[what])
        await lifecycle.order_work(visit.door, plan_id, task_key, what, asked)
    except Refused as refusal:
        return await _task(visit, plan_id, task_key, beside_form(f"order/{what}", refusal, visit.form))
    return await visit.go(_address(plan_id, task_key), SAID[what])


@router.post("/parts/{part_key}/steps/{step}")
async def take_part_step(visit: Visitor, plan_id: UUID, task_key: str, part_key: str, step: str) -> Response:
    """Settle or reopen one part of a task."""
    try:
        taken = read_step(visit.form, StepTaken)
        await lifecycle.take_part_step(visit.door, (plan_id, task_key, part_key), step, taken)
    except Refused as refusal:
        return await _task(visit, plan_id, task_key, beside_form(f"part/{part_key}/{step}", refusal, visit.form))
    return await visit.go(f"{_address(plan_id, task_key)}#parts", "Đã cập nhật phần việc.")


@router.post("/evidence")
async def add_evidence(visit: Visitor, plan_id: UUID, task_key: str) -> Response:
    """Keep what proves the work."""
    try:
        given = read_order(visit.form, EvidenceGiven, EVIDENCE)
        await lifecycle.add_evidence(visit.door, plan_id, task_key, given)
    except Refused as refusal:
        return await _task(visit, plan_id, task_key, beside_form("evidence", refusal, visit.form))
    return await visit.go(f"{_address(plan_id, task_key)}#evidence", "Đã lưu minh chứng.")


@router.post("/evidence/{evidence_id}/withdraw")
async def withdraw_evidence(visit: Visitor, plan_id: UUID, task_key: str, evidence_id: UUID) -> Response:
    """Strike evidence that was given by mistake."""
    try:
        await lifecycle.withdraw_evidence(visit.door, plan_id, task_key, evidence_id)
    except Refused as refusal:
        return await _task(visit, plan_id, task_key, beside_form("withdraw", refusal, visit.form))
    return await visit.go(f"{_address(plan_id, task_key)}#evidence", "Đã rút minh chứng.")


async def _task(visit: Visit, plan_id: UUID, task_key: str, trouble: Trouble | None = None) -> HTMLResponse:
    shown = await lifecycle.task(visit.door, plan_id, task_key)
    plan = await clients.plan(visit.door, plan_id)
    is_lead = visit.identity.unit_id is not None and visit.identity.unit_id == shown.task.lead_unit_id
    may_order = visit.may(Role.APPRAISER, Role.LEADER) and shown.task.state not in SETTLED
    return await visit.show(
        "plans/task.html",
        trouble,
        plan=plan,
        detail=shown,
        task=shown.task,
        orders=await _orders(visit, shown) if may_order else {},
        values=_values(shown, plan.year),
        evidence_boxes=offering(EVIDENCE, part_key=[(part.part_key, part.text) for part in shown.task.checklist]),
        may_prove=visit.may(Role.APPRAISER, Role.LEADER) or is_lead,
    )


async def _orders(visit: Visit, shown: TaskDetail) -> dict[str, tuple[Field, ...]]:
    units: Sequence[UnitView] = await clients.units(visit.door)
    facts = {choice.fact: choice.label for choice in await lifecycle.task_facts(visit.door)}
    if shown.task.waits_for:
        facts.setdefault(shown.task.waits_for, shown.task.waits_for_label or shown.task.waits_for)
    named = [(unit.unit_id, unit.name) for unit in units if unit.valid_to is None]
    return {what: offering(boxes, lead_unit_id=named, fact=tuple(facts.items())) for what, boxes in ORDERS.items()}


def _values(shown: TaskDetail, year: int) -> dict[str, dict[str, object]]:
    """Return what each order's boxes hold before anybody types."""
    task = shown.task
    return {
        "assignment": {
            "lead": task.lead,
            "lead_unit_id": task.lead_unit_id or "",
            "coordinating": task.coordinating,
            "output": task.output,
            "budget": task.budget,
        },
        "wait": {"fact": task.waits_for or ""},
        "round": {"year": year - 1, "mode": "merit", "opens_on": clock.today().isoformat()},
        "campaign": {},
    }


def _address(plan_id: UUID, task_key: str) -> str:
    return f"/plans/{plan_id}/tasks/{task_key}"
