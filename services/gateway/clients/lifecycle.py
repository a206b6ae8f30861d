"""What the plans service is asked about a plan's life: versions, tasks in full, duties, sheets, days off."""

from datetime import date
from typing import Any
from uuid import UUID

from services.gateway.clients.door import Door, part
from shared.api.base import Page, StepTaken
from shared.api.drafts import DraftCorrections
from shared.api.lifecycle import (
    Amendment,
    Assignment,
    BasisView,
    CampaignOrder,
    CloneOrder,
    CloneView,
    DayOffGiven,
    DayOffView,
    DutiesOwed,
    DutyView,
    EvidenceGiven,
    EvidenceView,
    FactChoice,
    JournalLine,
    RoundOrder,
    SheetView,
    TaskDetail,
    VersionLine,
    VersionView,
    Wait,
)
from shared.api.plans import DraftView, PlanView, TaskView

WORK: dict[str, type[StepTaken]] = {
    "assignment": Assignment,
    "wait": Wait,
    "round": RoundOrder,
    "campaign": CampaignOrder,
}
"""What may be ordered of a task besides its steps, and the shape of each order."""


async def correct(door: Door, draft_id: UUID, asked: DraftCorrections) -> DraftView:
    """Correct a draft: all of the corrections or none."""
    return await door.post(door.services.plans, f"/plans/drafts/{draft_id}/corrections", DraftView, asked)


async def bases(door: Door, plan_id: UUID) -> tuple[BasisView, ...]:
    """Return the plan's legal bases with whether each held."""
    return await door.get(door.services.plans, f"/plans/{plan_id}/bases", tuple[BasisView, ...])


async def versions(door: Door, plan_id: UUID) -> tuple[VersionLine, ...]:
    """Return the plan's versions."""
    return await door.get(door.services.plans, f"/plans/{plan_id}/versions", tuple[VersionLine, ...])


async def version(door: Door, plan_id: UUID, number: int) -> VersionView:
    """Return the plan as it read in one version."""
    return await door.get(door.services.plans, f"/plans/{plan_id}/versions/{number}", VersionView)


async def amend(door: Door, plan_id: UUID, amendment: Amendment) -> PlanView:
    """Amend a plan by a document."""
    return await door.post(door.services.plans, f"/plans/{plan_id}/amendments", PlanView, amendment)


async def journal(door: Door, plan_id: UUID, **asked: Any) -> Page[JournalLine]:
    """Return a page of what was done to a plan."""
    return await door.get(door.services.plans, f"/plans/{plan_id}/journal", Page[JournalLine], **asked)


async def preview_clone(door: Door, plan_id: UUID) -> CloneView:
    """Return what next year's plan would hold."""
    return await door.get(door.services.plans, f"/plans/{plan_id}/clone", CloneView)


async def clone(door: Door, plan_id: UUID, order: CloneOrder) -> DraftView:
    """Make the draft of next year's plan."""
    return await door.post(door.services.plans, f"/plans/{plan_id}/clone", DraftView, order)


async def task(door: Door, plan_id: UUID, task_key: str) -> TaskDetail:
    """Return one task in full."""
    return await door.get(door.services.plans, _task(plan_id, task_key), TaskDetail)


async def order_work(door: Door, plan_id: UUID, task_key: str, what: str, order: StepTaken) -> TaskView:
    """Order something of a task: *what* is a key of WORK."""
    return await door.post(door.services.plans, f"{_task(plan_id, task_key)}/{what}", TaskView, order)


async def take_part_step(door: Door, at: tuple[UUID, str, str], step: str, taken: StepTaken) -> TaskView:
    """Take a step of a part; *at* names plan, task and part."""
    plan_id, task_key, part_key = at
    path = f"{_task(plan_id, task_key)}/parts/{part(part_key)}/steps/{part(step)}"
    return await door.post(door.services.plans, path, TaskView, taken)


async def add_evidence(door: Door, plan_id: UUID, task_key: str, given: EvidenceGiven) -> EvidenceView:
    """Keep what proves the work on a task."""
    return await door.post(door.services.plans, f"{_task(plan_id, task_key)}/evidence", EvidenceView, given)


async def withdraw_evidence(door: Door, plan_id: UUID, task_key: str, evidence_id: UUID) -> EvidenceView:
    """Strike evidence given by mistake."""
    path = f"{_task(plan_id, task_key)}/evidence/{evidence_id}/withdraw"
    return await door.post(door.services.plans, path, EvidenceView)


async def task_facts(door: Door) -> tuple[FactChoice, ...]:
    """Return the facts a task may wait for."""
    return await door.get(door.services.plans, "/tasks/facts", tuple[FactChoice, ...])


async def duties(door: Door, plan_id: UUID) -> tuple[DutyView, ...]:
    """Return what a plan asks units to file."""
    return await door.get(door.services.plans, f"/plans/{plan_id}/duties", tuple[DutyView, ...])


async def refresh_duties(door: Door, plan_id: UUID) -> DutiesOwed:
    """Owe what units that joined since do not owe yet."""
    return await door.post(door.services.plans, f"/plans/{plan_id}/duties/refresh", DutiesOwed)


async def filing_journal(door: Door, filing_id: UUID) -> tuple[JournalLine, ...]:
    """Return what was done to a filing."""
    return await door.get(door.services.plans, f"/filings/{filing_id}/journal", tuple[JournalLine, ...])


async def blank_sheet(door: Door, plan_id: UUID) -> bytes:
    """Return the sheet of what is still owed, to be filled in."""
    return await door.fetch(door.services.plans, "/filings/sheet", plan_id=str(plan_id))


async def take_sheet(door: Door, plan_id: UUID, document: bytes, *, confirm: bool) -> SheetView:
    """Have a sheet of filings read, and its rows filed where *confirm* says so."""
    asked = {"plan_id": str(plan_id), "confirm": str(confirm).lower()}
    return await door.hand_over(door.services.plans, "/filings/sheet", SheetView, document, **asked)


async def days_off(door: Door, year: int) -> tuple[DayOffView, ...]:
    """Return the days off and the days worked instead."""
    return await door.get(door.services.plans, "/days-off", tuple[DayOffView, ...], year=year)


async def put_day_off(door: Door, day: date, given: DayOffGiven) -> DayOffView:
    """Put down or confirm a day."""
    return await door.send("PUT", door.services.plans, f"/days-off/{day}", DayOffView, given)


def _task(plan_id: UUID, task_key: str) -> str:
    return f"/plans/{plan_id}/tasks/{part(task_key)}"
