"""A plan over time: its versions, its journal, amending it by a document, next year's plan from it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from services.gateway import clients
from services.gateway.clients import lifecycle
from services.gateway.pages.corrections import KINDS
from services.gateway.pages.drafts import EDITORS
from services.gateway.pages.forms import Field, Trouble, beside_form, read_boxes, read_order
from services.gateway.pages.visit import Visit, Visitor
from services.gateway.pages.words import QUARTERS
from shared.api.lifecycle import Amendment, CloneOrder, DutyView
from shared.api.plans import PlanView, TaskView
from shared.errors import Refused

QUARTER = tuple((str(number), name) for number, name in QUARTERS.items() if number <= 4)  # noqa: PLR2004 - of a year
DOCUMENT = (
    Field("document", "Số, ký hiệu văn bản điều chỉnh"),
    Field("dated_on", "Ngày văn bản", "date"),
    Field("reason", "Lý do điều chỉnh", "lines"),
)
TASK = (
    Field("text", "Nội dung nhiệm vụ", "lines"),
    Field("quarter", "Quý", "choice", options=QUARTER),
    Field("deadline_kind", "Cách ghi thời hạn", "choice", options=KINDS),
    Field("due_on", "Thời hạn", "date"),
    Field("output", "Sản phẩm", is_required=False),
    Field("remove", "Bỏ nhiệm vụ này khỏi kế hoạch", "tick", is_required=False),
)
DUTY = (
    Field("name", "Tên loại báo cáo, kế hoạch"),
    Field("deadline_kind", "Cách ghi thời hạn", "choice", options=KINDS),
    Field("due_on", "Thời hạn", "date"),
    Field("remove", "Bỏ yêu cầu nộp này", "tick", is_required=False),
)
NEW_TASK = (
    Field("text", "Nội dung nhiệm vụ", "lines", is_required=False),
    Field("quarter", "Quý", "choice", is_required=False, options=QUARTER),
    Field("deadline_kind", "Cách ghi thời hạn", "choice", is_required=False, options=KINDS),
    Field("due_on", "Thời hạn", "date", is_required=False, help="Không ghi thì lấy ngày cuối quý."),
    Field("lead", "Chủ trì", is_required=False),
    Field("coordinating", "Phối hợp", "list", is_required=False, help="Mỗi đơn vị ghi một dòng."),
    Field("output", "Sản phẩm", is_required=False),
)
NEW_DUTY = (
    Field("code", "Mã", is_required=False, help="Chữ thường không dấu, số và dấu gạch dưới."),
    Field("name", "Tên loại báo cáo, kế hoạch", is_required=False),
    Field("deadline_kind", "Cách ghi thời hạn", "choice", is_required=False, options=KINDS),
    Field("due_on", "Thời hạn", "date", is_required=False),
)
NEW_TASKS = ("1", "2", "3")
"""How many tasks one form adds; a further amendment adds more."""

router = APIRouter(prefix="/plans/{plan_id}")


@router.get("/versions")
async def versions(visit: Visitor, plan_id: UUID) -> HTMLResponse:
    """List the versions of a plan."""
    plan = await clients.plan(visit.door, plan_id)
    listed = await lifecycle.versions(visit.door, plan_id)
    duties = await lifecycle.duties(visit.door, plan_id)
    return await visit.show(
        "plans/versions.html", plan=plan, versions=listed, duties=duties, may_edit=visit.may(*EDITORS)
    )


@router.get("/versions/{number}")
async def version(visit: Visitor, plan_id: UUID, number: int) -> HTMLResponse:
    """Show a plan as it read in one version."""
    plan = await clients.plan(visit.door, plan_id)
    return await visit.show(
        "plans/version.html", plan=plan, version=await lifecycle.version(visit.door, plan_id, number)
    )


@router.get("/journal")
async def journal(visit: Visitor, plan_id: UUID, page: int = 1) -> HTMLResponse:
    """Show what was done to a plan."""
    plan = await clients.plan(visit.door, plan_id)
    return await visit.show(
        "plans/journal.html", plan=plan, lines=await lifecycle.journal(visit.door, plan_id, page=page)
    )


@router.post("/duties/refresh")
async def refresh_duties(visit: Visitor, plan_id: UUID) -> Response:
    """Owe what units that joined since the plan was issued do not owe yet."""
    owed = await lifecycle.refresh_duties(visit.door, plan_id)
    return await visit.go(f"/plans/{plan_id}/versions", f"Đã bổ sung {owed.filings} mục phải nộp cho đơn vị mới.")


@router.get("/amend")
async def amendment(visit: Visitor, plan_id: UUID) -> HTMLResponse:
    """Show the form that amends a plan."""
    return await _amendment(visit, plan_id)


@router.post("/amend")
async def amend(visit: Visitor, plan_id: UUID) -> Response:
    """Amend a plan by a document, all or nothing."""
    try:
        plan = await clients.plan(visit.door, plan_id)
        duties = await lifecycle.duties(visit.door, plan_id)
        asked = read_order(visit.form, Amendment, DOCUMENT, **_changes(visit.form, plan, duties))
        amended = await lifecycle.amend(visit.door, plan_id, asked)
    except Refused as refusal:
        return await _amendment(visit, plan_id, beside_form("amend", refusal, visit.form))
    return await visit.go(f"/plans/{plan_id}", f"Đã điều chỉnh kế hoạch: {amended.state_label}.")


@router.get("/clone")
async def next_year(visit: Visitor, plan_id: UUID) -> HTMLResponse:
    """Show what next year's plan would hold, and ask what a person must decide."""
    return await _next_year(visit, plan_id)


@router.post("/clone")
async def clone(visit: Visitor, plan_id: UUID) -> Response:
    """Make the draft of next year's plan."""
    try:
        answers = {
            name.removeprefix("keep."): value == "yes"
            for name, value in visit.form.items()
            if name.startswith("keep.") and value in {"yes", "no"}
        }
        draft = await lifecycle.clone(visit.door, plan_id, CloneOrder(answers=answers))
    except Refused as refusal:
        return await _next_year(visit, plan_id, beside_form("clone", refusal, visit.form))
    return await visit.go(f"/plans/drafts/{draft.draft_id}", "Đã lập dự thảo kế hoạch năm sau. Vui lòng đối chiếu.")


async def _amendment(visit: Visit, plan_id: UUID, trouble: Trouble | None = None) -> HTMLResponse:
    visit.identity.require(*EDITORS)
    plan = await clients.plan(visit.door, plan_id)
    duties = await lifecycle.duties(visit.door, plan_id)
    return await visit.show(
        "plans/amend.html",
        trouble,
        plan=plan,
        tasks=_open_tasks(plan),
        duties=duties,
        values=trouble.typed if trouble else _values(plan, duties),
        boxes={"document": DOCUMENT, "task": TASK, "duty": DUTY, "new_task": NEW_TASK, "new_duty": NEW_DUTY},
        new_tasks=NEW_TASKS,
    )


async def _next_year(visit: Visit, plan_id: UUID, trouble: Trouble | None = None) -> HTMLResponse:
    visit.identity.require(*EDITORS)
    plan = await clients.plan(visit.door, plan_id)
    view = await lifecycle.preview_clone(visit.door, plan_id)
    return await visit.show("plans/clone.html", trouble, plan=plan, view=view)


def _open_tasks(plan: PlanView) -> list[TaskView]:
    tasks = [task for quarter in plan.quarters if quarter.state != "closed" for task in quarter.tasks]
    return [task for task in tasks if task.state not in {"completed", "not_arising", "removed"}]


def _values(plan: PlanView, duties: Sequence[DutyView]) -> dict[str, str]:
    """Return every box of the form by its name, with what the plan has now."""
    items: list[tuple[str, TaskView | DutyView]] = [
        *((f"task.{task.task_key}.", task) for task in _open_tasks(plan)),
        *((f"duty.{duty.code}.", duty) for duty in duties),
    ]
    return {
        prefix + box.name: str(getattr(item, box.name))
        for prefix, item in items
        for box in (TASK if isinstance(item, TaskView) else DUTY)
        if box.name != "remove"
    }


def _changes(form: FormData, plan: PlanView, duties: Sequence[DutyView]) -> dict[str, Any]:
    """Return what differs from the plan as it is, what goes and what comes."""
    before = _values(plan, duties)
    tasks = {task.task_key: f"task.{task.task_key}." for task in _open_tasks(plan)}
    owed = {duty.code: f"duty.{duty.code}." for duty in duties}
    added = [read_boxes(form, NEW_TASK, f"new.{place}.") for place in NEW_TASKS]
    duty = read_boxes(form, NEW_DUTY, "new_duty.")
    return {
        "change_tasks": [
            {"task_key": key, **each} for key, at in tasks.items() if (each := _changed(form, TASK, at, before))
        ],
        "remove_tasks": [key for key, at in tasks.items() if form.get(f"{at}remove")],
        "change_duties": [
            {"code": code, **each} for code, at in owed.items() if (each := _changed(form, DUTY, at, before))
        ],
        "remove_duties": [code for code, at in owed.items() if form.get(f"{at}remove")],
        "add_tasks": [task for task in added if task],
        "add_duties": [duty] if duty else [],
    }


def _changed(form: FormData, boxes: Sequence[Field], at: str, before: dict[str, str]) -> dict[str, Any]:
    """Return the boxes a person changed; none of something that is to go."""
    if form.get(f"{at}remove") or not any(f"{at}{box.name}" in form for box in boxes):
        return {}
    given = read_boxes(form, boxes, at)
    given.setdefault("output", "")
    return {
        box.name: given[box.name]
        for box in boxes
        if box.name in given and f"{at}{box.name}" in before and str(given[box.name]) != before[f"{at}{box.name}"]
    }
