"""From a document to a plan: have it read, check and correct what was understood, issue it (nhập kế hoạch)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import UploadFile

from services.gateway import clients
from services.gateway.clients import lifecycle
from services.gateway.pages.corrections import BOXES, read_corrections, task_values, told
from services.gateway.pages.forms import Field, Trouble, Unreadable, beside_form, offering, read_step, typed
from services.gateway.pages.visit import Visit, Visitor
from shared.api.base import StepTaken
from shared.errors import NotFound, Refused
from shared.roles import Role

EDITORS = (Role.APPRAISER, Role.LEADER, Role.ADMINISTRATOR)
CORRECTABLE = (
    Field("title", "Tên kế hoạch"),
    Field("symbol", "Số, ký hiệu"),
    Field("issued_on", "Ngày ban hành", "date"),
    Field("issuer", "Cơ quan ban hành"),
)

router = APIRouter(prefix="/plans")


@router.get("/import")
async def import_plan(visit: Visitor) -> HTMLResponse:
    """Show the form that takes a plan's document."""
    return await _import_form(visit)


@router.post("/import")
async def read_document(visit: Visitor) -> Response:
    """Have the document read; a refusal says what it lacks."""
    try:
        filename, content = await _document(visit)
        understood = await clients.import_plan(visit.door, filename, content)
    except Refused as refusal:
        return await _import_form(visit, beside_form("import", refusal, visit.form))
    return await visit.go(f"/plans/drafts/{understood.draft_id}")


@router.get("/drafts/{draft_id}")
async def draft(visit: Visitor, draft_id: UUID) -> HTMLResponse:
    """Show what was understood of an imported document, and where in it."""
    return await _draft(visit, draft_id)


@router.post("/drafts/{draft_id}")
async def correct(visit: Visitor, draft_id: UUID) -> Response:
    """Keep what a person corrected."""
    try:
        shown = await clients.draft(visit.door, draft_id)
        await clients.correct_draft(visit.door, draft_id, _corrected(shown.preview, typed(visit.form)))
    except Refused as refusal:
        return await _draft(visit, draft_id, beside_form("correct", refusal, visit.form))
    return await visit.go(f"/plans/drafts/{draft_id}", "Đã lưu nội dung sửa.")


@router.post("/drafts/{draft_id}/corrections/{op}")
async def correct_items(visit: Visitor, draft_id: UUID, op: str) -> Response:
    """Correct a task, a deadline, or a line that was not understood; each keeps its source lines and its author."""
    if op not in BOXES:
        raise NotFound
    place = typed(visit.form).get("line") or typed(visit.form).get("key", "")
    at = f"{op}/{place}" if "at_place" in visit.form else op
    try:
        shown = await clients.draft(visit.door, draft_id)
        asked = read_corrections(op, visit.form, shown.preview)
        await lifecycle.correct(visit.door, draft_id, asked)
    except Refused as refusal:
        return await _draft(visit, draft_id, beside_form(at, refusal, visit.form))
    return await visit.go(f"/plans/drafts/{draft_id}#tasks", "Đã lưu nội dung sửa.")


@router.post("/drafts/{draft_id}/issue")
async def issue(visit: Visitor, draft_id: UUID) -> Response:
    """Issue an imported plan; a refusal names everything it lacks."""
    try:
        read_step(visit.form, StepTaken)
        issued = await clients.issue_draft(visit.door, draft_id)
    except Refused as refusal:
        return await _draft(visit, draft_id, beside_form("issue", refusal, visit.form))
    return await visit.go(f"/plans/{issued.plan_id}", f"Đã ban hành kế hoạch số {issued.symbol}.")


async def _import_form(visit: Visit, trouble: Trouble | None = None) -> HTMLResponse:
    visit.identity.require(*EDITORS)
    return await visit.show("drafts/import_plan.html", trouble)


async def _draft(visit: Visit, draft_id: UUID, trouble: Trouble | None = None) -> HTMLResponse:
    shown = await clients.draft(visit.door, draft_id)
    tasks = [task for quarter in shown.preview["quarters"] for task in quarter["tasks"]]
    named = [(task["key"], f"{task['key']}: {task['display'][:90]}") for task in tasks]
    return await visit.show(
        "drafts/draft.html",
        trouble,
        draft=shown,
        preview=shown.preview,
        correctable=_values(shown.preview),
        boxes={op: offering(boxes, key=named, keys=named) for op, boxes in BOXES.items()},
        values={task["key"]: task_values(task) for task in tasks},
        changes=[(change, told(change)) for change in reversed(shown.changes)],
    )


async def _document(visit: Visit) -> tuple[str, bytes]:
    document = visit.form.get("document")
    if not isinstance(document, UploadFile) or not document.filename:
        raise Unreadable(details=["Vui lòng chọn tệp văn bản của kế hoạch."])
    return document.filename, await document.read()


def _values(preview: Mapping[str, Any]) -> list[tuple[Field, str]]:
    """Return the boxes of the correction, each with what was understood."""
    issuer = (preview["issuer"] or {}).get("name")
    return [(box, (issuer if box.name == "issuer" else preview[box.name]) or "") for box in CORRECTABLE]


def _corrected(preview: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, Any]:
    """Return *preview* with what a person typed; whoever names the issuer does not guess."""
    issuer = preview["issuer"]
    if given.get("issuer", "") != (issuer or {}).get("name"):
        issuer = {"name": given["issuer"]} if given.get("issuer") else None
    return {
        **preview,
        "title": given.get("title", ""),
        "symbol": given.get("symbol") or None,
        "number": given.get("symbol", "").partition("/")[0] or None,
        "issued_on": given.get("issued_on") or None,
        "issuer": issuer,
    }
