"""What the plans service is asked about plans, drafts, tasks and filings (kế hoạch, nhiệm vụ, báo cáo phải nộp)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.gateway.clients.door import Door, part
from shared.api.base import Page, StepTaken
from shared.api.plans import (
    ClusterView,
    DraftView,
    FilingStep,
    FilingView,
    MatrixView,
    MovementView,
    PlanSummary,
    PlanView,
    QuarterView,
    TaskStep,
    TaskView,
    UnitView,
)


async def units(door: Door) -> tuple[UnitView, ...]:
    """Return the units."""
    return await door.get(door.services.plans, "/units", tuple[UnitView, ...])


async def clusters(door: Door) -> tuple[ClusterView, ...]:
    """Return the clusters and blocks."""
    return await door.get(door.services.plans, "/clusters", tuple[ClusterView, ...])


async def plans(door: Door) -> tuple[PlanSummary, ...]:
    """Return the yearly plans."""
    return await door.get(door.services.plans, "/plans", tuple[PlanSummary, ...])


async def plan(door: Door, plan_id: UUID) -> PlanView:
    """Return one plan with its quarters."""
    return await door.get(door.services.plans, f"/plans/{plan_id}", PlanView)


async def matrix(door: Door, plan_id: UUID) -> MatrixView:
    """Return who has filed what."""
    return await door.get(door.services.plans, f"/plans/{plan_id}/matrix", MatrixView)


async def movements(door: Door, plan_id: UUID) -> tuple[MovementView, ...]:
    """Return the movements that run under a plan."""
    return await door.get(door.services.plans, "/movements", tuple[MovementView, ...], plan_id=str(plan_id))


async def import_plan(door: Door, filename: str, document: bytes) -> DraftView:
    """Have a document read into a draft of a plan."""
    return await door.hand_over(door.services.plans, "/plans/drafts", DraftView, document, filename=filename)


async def draft(door: Door, draft_id: UUID) -> DraftView:
    """Return an imported plan that nobody has issued yet."""
    return await door.get(door.services.plans, f"/plans/drafts/{draft_id}", DraftView)


async def correct_draft(door: Door, draft_id: UUID, preview: Mapping[str, Any]) -> DraftView:
    """Keep what a person corrected of an imported plan."""
    return await door.put(door.services.plans, f"/plans/drafts/{draft_id}", DraftView, preview)


async def issue_draft(door: Door, draft_id: UUID) -> PlanView:
    """Issue an imported plan."""
    return await door.post(door.services.plans, f"/plans/drafts/{draft_id}/issue", PlanView)


async def take_task_step(door: Door, plan_id: UUID, task_key: str, step: str, taken: TaskStep) -> TaskView:
    """Take a step of a task."""
    path = f"/plans/{plan_id}/tasks/{part(task_key)}/steps/{part(step)}"
    return await door.post(door.services.plans, path, TaskView, taken)


async def close_quarter(door: Door, plan_id: UUID, quarter: int, taken: StepTaken) -> QuarterView:
    """Close a quarter."""
    return await door.post(door.services.plans, f"/plans/{plan_id}/quarters/{quarter}/close", QuarterView, taken)


async def close_plan(door: Door, plan_id: UUID, taken: StepTaken) -> PlanView:
    """Close the plan's year."""
    return await door.post(door.services.plans, f"/plans/{plan_id}/close", PlanView, taken)


async def filings(door: Door, **asked: Any) -> Page[FilingView]:
    """Return a page of filings."""
    return await door.get(door.services.plans, "/filings", Page[FilingView], **asked)


async def filing(door: Door, filing_id: UUID) -> FilingView:
    """Return one filing."""
    return await door.get(door.services.plans, f"/filings/{filing_id}", FilingView)


async def take_filing_step(door: Door, filing_id: UUID, step: str, taken: FilingStep) -> FilingView:
    """Take a step of a filing."""
    return await door.post(door.services.plans, f"/filings/{filing_id}/steps/{part(step)}", FilingView, taken)
