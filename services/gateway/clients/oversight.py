"""What the plans service is asked about inspections, occasions, guidance and exemplars."""

from typing import Any
from uuid import UUID

from services.gateway.clients.door import Door, part
from shared.api.base import Page, StepTaken
from shared.api.oversight import (
    ExemplarDraft,
    ExemplarStep,
    ExemplarView,
    FindingDraft,
    FindingStep,
    FindingView,
    GuidanceDraft,
    GuidanceView,
    InspectionDetail,
    InspectionDraft,
    InspectionPlanDraft,
    InspectionPlanStep,
    InspectionPlanView,
    InspectionStep,
    InspectionView,
    LearnedModelView,
    Materials,
    OccasionDetail,
    OccasionDraft,
    OccasionStep,
    OccasionView,
    Registration,
    Suggestion,
)


async def inspection_plans(door: Door, year: int) -> tuple[InspectionPlanView, ...]:
    """Return the inspection plans of a year, by issuer."""
    return await door.get(door.services.plans, "/inspection-plans", tuple[InspectionPlanView, ...], year=year)


async def draw_up_inspection_plan(door: Door, draft: InspectionPlanDraft) -> InspectionPlanView:
    """Keep an inspection plan."""
    return await door.post(door.services.plans, "/inspection-plans", InspectionPlanView, draft)


async def issue_inspection_plan(
    door: Door, inspection_plan_id: UUID, step: str, taken: InspectionPlanStep
) -> InspectionPlanView:
    """Take a step of an inspection plan."""
    path = f"/inspection-plans/{inspection_plan_id}/steps/{part(step)}"
    return await door.post(door.services.plans, path, InspectionPlanView, taken)


async def add_inspection(door: Door, inspection_plan_id: UUID, draft: InspectionDraft) -> InspectionView:
    """Put an inspection on a plan."""
    path = f"/inspection-plans/{inspection_plan_id}/inspections"
    return await door.post(door.services.plans, path, InspectionView, draft)


async def inspections(door: Door, **asked: Any) -> Page[InspectionView]:
    """Return a page of inspections."""
    return await door.get(door.services.plans, "/inspections", Page[InspectionView], **asked)


async def inspection(door: Door, inspection_id: UUID) -> InspectionDetail:
    """Return one inspection."""
    return await door.get(door.services.plans, f"/inspections/{inspection_id}", InspectionDetail)


async def take_inspection_step(door: Door, inspection_id: UUID, step: str, taken: InspectionStep) -> InspectionDetail:
    """Take a step of an inspection."""
    path = f"/inspections/{inspection_id}/steps/{part(step)}"
    return await door.post(door.services.plans, path, InspectionDetail, taken)


async def record_finding(door: Door, inspection_id: UUID, draft: FindingDraft) -> InspectionDetail:
    """Record what an inspection found."""
    return await door.post(door.services.plans, f"/inspections/{inspection_id}/findings", InspectionDetail, draft)


async def take_finding_step(
    door: Door, inspection_id: UUID, finding_id: UUID, step: str, taken: FindingStep
) -> InspectionDetail:
    """Take a step of a finding."""
    path = f"/inspections/{inspection_id}/findings/{finding_id}/steps/{part(step)}"
    return await door.post(door.services.plans, path, InspectionDetail, taken)


async def suggest_nomination(door: Door, inspection_id: UUID, finding_id: UUID, given: Suggestion) -> InspectionDetail:
    """Suggest a nomination for what was praised."""
    path = f"/inspections/{inspection_id}/findings/{finding_id}/suggestion"
    return await door.post(door.services.plans, path, InspectionDetail, given)


async def findings(door: Door, **asked: Any) -> Page[FindingView]:
    """Return a page of findings."""
    return await door.get(door.services.plans, "/findings", Page[FindingView], **asked)


async def events(door: Door, **asked: Any) -> Page[OccasionView]:
    """Return a page of occasions."""
    return await door.get(door.services.plans, "/events", Page[OccasionView], **asked)


async def event(door: Door, occasion_id: UUID) -> OccasionDetail:
    """Return one occasion."""
    return await door.get(door.services.plans, f"/events/{occasion_id}", OccasionDetail)


async def plan_event(door: Door, draft: OccasionDraft) -> OccasionDetail:
    """Plan an occasion."""
    return await door.post(door.services.plans, "/events", OccasionDetail, draft)


async def take_event_step(door: Door, occasion_id: UUID, step: str, taken: OccasionStep) -> OccasionDetail:
    """Take a step of an occasion."""
    return await door.post(door.services.plans, f"/events/{occasion_id}/steps/{part(step)}", OccasionDetail, taken)


async def register_for_event(door: Door, occasion_id: UUID, answer: Registration) -> OccasionDetail:
    """Say how many of a unit's people come."""
    return await door.post(door.services.plans, f"/events/{occasion_id}/registration", OccasionDetail, answer)


async def keep_materials(door: Door, occasion_id: UUID, given: Materials) -> OccasionDetail:
    """Keep the materials of an occasion."""
    return await door.send("PUT", door.services.plans, f"/events/{occasion_id}/materials", OccasionDetail, given)


async def learned_models(door: Door, **asked: Any) -> Page[LearnedModelView]:
    """Return a page of the models learned on study visits."""
    return await door.get(door.services.plans, "/learned-models", Page[LearnedModelView], **asked)


async def guidance_list(door: Door, **asked: Any) -> Page[GuidanceView]:
    """Return a page of guidance."""
    return await door.get(door.services.plans, "/guidance", Page[GuidanceView], **asked)


async def guidance(door: Door, guidance_id: UUID) -> GuidanceView:
    """Return one guidance document."""
    return await door.get(door.services.plans, f"/guidance/{guidance_id}", GuidanceView)


async def draft_guidance(door: Door, draft: GuidanceDraft) -> GuidanceView:
    """Keep a guidance document."""
    return await door.post(door.services.plans, "/guidance", GuidanceView, draft)


async def take_guidance_step(door: Door, guidance_id: UUID, step: str, taken: StepTaken) -> GuidanceView:
    """Publish guidance or withdraw it."""
    return await door.post(door.services.plans, f"/guidance/{guidance_id}/steps/{part(step)}", GuidanceView, taken)


async def exemplars(door: Door, **asked: Any) -> Page[ExemplarView]:
    """Return a page of exemplars."""
    return await door.get(door.services.plans, "/exemplars", Page[ExemplarView], **asked)


async def exemplar(door: Door, exemplar_id: UUID) -> ExemplarView:
    """Return one exemplar."""
    return await door.get(door.services.plans, f"/exemplars/{exemplar_id}", ExemplarView)


async def find_exemplar(door: Door, draft: ExemplarDraft) -> ExemplarView:
    """Register an exemplar that was found."""
    return await door.post(door.services.plans, "/exemplars", ExemplarView, draft)


async def take_exemplar_step(door: Door, exemplar_id: UUID, step: str, taken: ExemplarStep) -> ExemplarView:
    """Take a step of an exemplar."""
    return await door.post(door.services.plans, f"/exemplars/{exemplar_id}/steps/{part(step)}", ExemplarView, taken)
