"""What the nominations service is asked (hồ sơ đề nghị khen thưởng)."""

from typing import Any
from uuid import UUID

from services.gateway.clients.door import Door, part
from shared.api.base import Page
from shared.api.nominations import AwardView, NominationDraft, NominationStep, NominationSummary, NominationView


async def awards(door: Door) -> tuple[AwardView, ...]:
    """Return the award catalogue."""
    return await door.get(door.services.nominations, "/awards", tuple[AwardView, ...])


async def nominations(door: Door, **asked: Any) -> Page[NominationSummary]:
    """Return a page of dossiers."""
    return await door.get(door.services.nominations, "/nominations", Page[NominationSummary], **asked)


async def nomination(door: Door, nomination_id: UUID) -> NominationView:
    """Return one dossier."""
    return await door.get(door.services.nominations, f"/nominations/{nomination_id}", NominationView)


async def submit_nomination(door: Door, drafted: NominationDraft) -> NominationView:
    """Submit a dossier."""
    return await door.post(door.services.nominations, "/nominations", NominationView, drafted)


async def take_nomination_step(door: Door, nomination_id: UUID, step: str, taken: NominationStep) -> NominationView:
    """Take a step of a dossier."""
    path = f"/nominations/{nomination_id}/steps/{part(step)}"
    return await door.post(door.services.nominations, path, NominationView, taken)
