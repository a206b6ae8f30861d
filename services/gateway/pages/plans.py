"""The yearly plans: their list, and one plan with its quarters and tasks (kế hoạch công tác)."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from services.gateway import clients
from services.gateway.clients import lifecycle
from services.gateway.pages.drafts import EDITORS
from services.gateway.pages.forms import Trouble, beside_form, read_step
from services.gateway.pages.visit import Visit, Visitor
from shared.api.base import StepTaken
from shared.api.plans import TaskStep
from shared.errors import Refused

router = APIRouter(prefix="/plans")


@router.get("")
async def plans(visit: Visitor) -> HTMLResponse:
    """List the plans, the latest year first."""
    listed = sorted(await clients.plans(visit.door), key=lambda plan: plan.year, reverse=True)
    return await visit.show("plans/plans.html", plans=listed, may_import=visit.may(*EDITORS))


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


@router.get("/{plan_id}/matrix")
async def matrix(visit: Visitor, plan_id: UUID) -> Response:
    """Lead to who has filed what under a plan."""
    return await visit.go(f"/filings?plan_id={plan_id}")


async def _plan(visit: Visit, plan_id: UUID, trouble: Trouble | None = None) -> HTMLResponse:
    shown = await clients.plan(visit.door, plan_id)
    return await visit.show(
        "plans/plan.html",
        trouble,
        plan=shown,
        bases=await lifecycle.bases(visit.door, plan_id),
        movements=await clients.movements(visit.door, plan_id),
        may_edit=visit.may(*EDITORS),
        steps_here=[offer for offer in shown.steps if offer.step == "close"],
        may_amend=any(offer.step == "amend" for offer in shown.steps),
    )
