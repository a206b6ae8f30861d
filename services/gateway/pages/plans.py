"""The yearly plans: their list, one plan with its quarters, and how a plan is imported (kế hoạch công tác)."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import UploadFile

from services.gateway import clients
from services.gateway.pages.forms import Trouble, Unreadable, beside_form, read_step
from services.gateway.pages.visit import Visit, Visitor
from shared.api.base import StepTaken
from shared.api.plans import TaskStep
from shared.errors import Refused
from shared.identity import Role

IMPORTERS = (Role.APPRAISER, Role.ADMINISTRATOR)

router = APIRouter(prefix="/plans")


@router.get("")
async def plans(visit: Visitor) -> HTMLResponse:
    """List the plans, the latest year first."""
    listed = sorted(await clients.plans(visit.door), key=lambda plan: plan.year, reverse=True)
    return await visit.show("plans/plans.html", plans=listed, may_import=visit.may(*IMPORTERS))


@router.get("/import")
async def import_plan(visit: Visitor) -> HTMLResponse:
    """Show the form that takes a plan's document."""
    return await _import_form(visit)


@router.post("/import")
async def read_document(visit: Visitor) -> Response:
    """Have the document read; a refusal says what it lacks."""
    try:
        filename, content = await _document(visit)
        draft = await clients.import_plan(visit.door, filename, content)
    except Refused as refusal:
        return await _import_form(visit, beside_form("import", refusal, visit.form))
    return await visit.go(f"/plans/drafts/{draft.draft_id}")


@router.get("/drafts/{draft_id}")
async def draft(visit: Visitor, draft_id: UUID) -> HTMLResponse:
    """Show what was understood of an imported document, and where in it."""
    return await _draft(visit, draft_id)


@router.post("/drafts/{draft_id}/issue")
async def issue_draft(visit: Visitor, draft_id: UUID) -> Response:
    """Issue an imported plan."""
    try:
        read_step(visit.form, StepTaken)
        issued = await clients.issue_draft(visit.door, draft_id)
    except Refused as refusal:
        return await _draft(visit, draft_id, beside_form("issue", refusal, visit.form))
    return await visit.go(f"/plans/{issued.plan_id}", f"Đã ban hành kế hoạch {issued.symbol}.")


@router.get("/{plan_id}")
async def plan(visit: Visitor, plan_id: UUID) -> HTMLResponse:
    """Show a plan with its quarters and tasks."""
    return await _plan(visit, plan_id)


@router.post("/{plan_id}/tasks/{task_key}/steps/{step}")
async def take_task_step(visit: Visitor, plan_id: UUID, task_key: str, step: str) -> Response:
    """Take a step of a task."""
    try:
        taken = read_step(visit.form, TaskStep)
        task = await clients.take_task_step(visit.door, plan_id, task_key, step, taken)
    except Refused as refusal:
        return await _plan(visit, plan_id, beside_form(f"{task_key}/{step}", refusal, visit.form))
    return await visit.go(f"/plans/{plan_id}#{task_key}", f"Đã cập nhật nhiệm vụ: {task.state_label}.")


@router.post("/{plan_id}/quarters/{quarter}/steps/close")
async def close_quarter(visit: Visitor, plan_id: UUID, quarter: int) -> Response:
    """Close a quarter; a refusal lists what keeps it open."""
    try:
        closed = await clients.close_quarter(visit.door, plan_id, quarter, read_step(visit.form, StepTaken))
    except Refused as refusal:
        return await _plan(visit, plan_id, beside_form(f"{quarter}/close", refusal, visit.form))
    return await visit.go(f"/plans/{plan_id}#quarter-{quarter}", f"Đã cập nhật quý: {closed.state_label}.")


@router.post("/{plan_id}/steps/close")
async def close_plan(visit: Visitor, plan_id: UUID) -> Response:
    """Close the plan's year."""
    try:
        closed = await clients.close_plan(visit.door, plan_id, read_step(visit.form, StepTaken))
    except Refused as refusal:
        return await _plan(visit, plan_id, beside_form("plan/close", refusal, visit.form))
    return await visit.go(f"/plans/{plan_id}", f"Đã cập nhật kế hoạch: {closed.state_label}.")


async def _plan(visit: Visit, plan_id: UUID, trouble: Trouble | None = None) -> HTMLResponse:
    shown = await clients.plan(visit.door, plan_id)
    movements = await clients.movements(visit.door, plan_id)
    return await visit.show("plans/plan.html", trouble, plan=shown, movements=movements)


async def _draft(visit: Visit, draft_id: UUID, trouble: Trouble | None = None) -> HTMLResponse:
    shown = await clients.draft(visit.door, draft_id)
    return await visit.show("plans/draft.html", trouble, draft=shown, preview=shown.preview)


async def _import_form(visit: Visit, trouble: Trouble | None = None) -> HTMLResponse:
    visit.identity.require(*IMPORTERS)
    return await visit.show("plans/import_plan.html", trouble)


async def _document(visit: Visit) -> tuple[str, bytes]:
    document = visit.form.get("document")
    if not isinstance(document, UploadFile) or not document.filename:
        raise Unreadable(details=["Vui lòng chọn tệp văn bản của kế hoạch."])
    return document.filename, await document.read()
