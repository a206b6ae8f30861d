"""What the nominations service is asked about decisions and what follows them (quyết định khen thưởng, sổ, lễ)."""

from collections.abc import AsyncIterable
from typing import Any
from uuid import UUID

from services.gateway.clients.door import Door, part
from shared.api.acts import ActPage
from shared.api.base import StepTaken
from shared.api.decisions import (
    AnswerDraft,
    CeremonyDraft,
    CeremonySummary,
    CeremonyView,
    DecisionDraft,
    DecisionStep,
    DecisionSummary,
    DecisionView,
    DoubtSettled,
    FundView,
    HandoverChange,
    ImportView,
    ListChange,
    MovementDraft,
    PacketChange,
    PacketView,
    QuestionDraft,
    Recovery,
    RegisterCard,
    RegisterPage,
    RevocationDraft,
    RevocationStep,
    RevocationSummary,
    RevocationView,
)


async def decisions(door: Door, **asked: Any) -> tuple[DecisionSummary, ...]:
    """Return the newest decisions."""
    return await door.get(door.services.nominations, "/decisions", tuple[DecisionSummary, ...], **asked)


async def decision(door: Door, decision_id: UUID) -> DecisionView:
    """Return one decision."""
    return await door.get(door.services.nominations, f"/decisions/{decision_id}", DecisionView)


async def draft_decision(door: Door, draft: DecisionDraft) -> DecisionView:
    """Draft a decision."""
    return await door.post(door.services.nominations, "/decisions", DecisionView, draft)


async def change_list(door: Door, decision_id: UUID, change: ListChange) -> DecisionView:
    """Change a draft's list."""
    return await door.post(door.services.nominations, f"/decisions/{decision_id}/list", DecisionView, change)


async def take_decision_step(door: Door, decision_id: UUID, step: str, taken: DecisionStep) -> DecisionView:
    """Take a step of a decision."""
    path = f"/decisions/{decision_id}/steps/{part(step)}"
    return await door.post(door.services.nominations, path, DecisionView, taken)


async def decision_paper(door: Door, decision_id: UUID, paper: str) -> bytes:
    """Return one of a decision's papers: proposal, paper or certificates."""
    return await door.fetch(door.services.nominations, f"/decisions/{decision_id}/{part(paper)}")


async def fund(door: Door, **asked: Any) -> FundView:
    """Return what a fund received, owes and paid."""
    return await door.get(door.services.nominations, "/fund", FundView, **asked)


async def move_money(door: Door, draft: MovementDraft) -> FundView:
    """Write a movement of the fund."""
    return await door.post(door.services.nominations, "/fund/movements", FundView, draft)


async def packet(door: Door, nomination_id: UUID) -> PacketView:
    """Return the packet a dossier goes to the centre in."""
    return await door.get(door.services.nominations, f"/nominations/{nomination_id}/packet", PacketView)


async def enclose(door: Door, nomination_id: UUID, change: PacketChange) -> PacketView:
    """Write what is enclosed, and send the packet."""
    return await door.post(door.services.nominations, f"/nominations/{nomination_id}/packet", PacketView, change)


async def ask_packet(door: Door, nomination_id: UUID, draft: QuestionDraft) -> PacketView:
    """Write what the centre asks."""
    path = f"/nominations/{nomination_id}/packet/questions"
    return await door.post(door.services.nominations, path, PacketView, draft)


async def answer_packet(door: Door, nomination_id: UUID, draft: AnswerDraft) -> PacketView:
    """Answer a question of the centre."""
    path = f"/nominations/{nomination_id}/packet/answers"
    return await door.post(door.services.nominations, path, PacketView, draft)


async def register(door: Door, **asked: Any) -> RegisterPage:
    """Return a page of the award register."""
    return await door.get(door.services.nominations, "/register", RegisterPage, **asked)


async def register_card(door: Door, award_id: UUID) -> RegisterCard:
    """Return one line of the register."""
    return await door.get(door.services.nominations, f"/register/{award_id}", RegisterCard)


async def import_awards(
    door: Door, content: AsyncIterable[bytes] | bytes, file_name: str, *, commit: bool
) -> ImportView:
    """Look at a file of past decisions, or take all of it in."""
    asked = {"file_name": file_name, "commit": str(commit).lower()}
    return await door.hand_over(door.services.nominations, "/register/imports", ImportView, content, **asked)


async def ceremonies(door: Door) -> tuple[CeremonySummary, ...]:
    """Return the newest ceremonies."""
    return await door.get(door.services.nominations, "/ceremonies", tuple[CeremonySummary, ...])


async def ceremony(door: Door, ceremony_id: UUID) -> CeremonyView:
    """Return one ceremony."""
    return await door.get(door.services.nominations, f"/ceremonies/{ceremony_id}", CeremonyView)


async def prepare_ceremony(door: Door, draft: CeremonyDraft) -> CeremonyView:
    """Prepare a ceremony."""
    return await door.post(door.services.nominations, "/ceremonies", CeremonyView, draft)


async def write_handovers(door: Door, ceremony_id: UUID, change: HandoverChange) -> CeremonyView:
    """Write what is at hand and who took what."""
    return await door.post(door.services.nominations, f"/ceremonies/{ceremony_id}/handovers", CeremonyView, change)


async def take_ceremony_step(door: Door, ceremony_id: UUID, step: str, taken: StepTaken) -> CeremonyView:
    """Take a step of a ceremony."""
    path = f"/ceremonies/{ceremony_id}/steps/{part(step)}"
    return await door.post(door.services.nominations, path, CeremonyView, taken)


async def revocations(door: Door) -> tuple[RevocationSummary, ...]:
    """Return the newest revocations."""
    return await door.get(door.services.nominations, "/revocations", tuple[RevocationSummary, ...])


async def revocation(door: Door, revocation_id: UUID) -> RevocationView:
    """Return one revocation."""
    return await door.get(door.services.nominations, f"/revocations/{revocation_id}", RevocationView)


async def open_revocation(door: Door, draft: RevocationDraft) -> RevocationView:
    """Open the cancelling of an award."""
    return await door.post(door.services.nominations, "/revocations", RevocationView, draft)


async def take_revocation_step(door: Door, revocation_id: UUID, step: str, taken: RevocationStep) -> RevocationView:
    """Take a step of a revocation."""
    path = f"/revocations/{revocation_id}/steps/{part(step)}"
    return await door.post(door.services.nominations, path, RevocationView, taken)


async def recover(door: Door, revocation_id: UUID, done: Recovery) -> RevocationView:
    """Write what came back."""
    return await door.post(door.services.nominations, f"/revocations/{revocation_id}/recoveries", RevocationView, done)


async def settle_doubt(door: Door, revocation_id: UUID, award_id: UUID, found: DoubtSettled) -> RevocationView:
    """Write what was found about a later award."""
    path = f"/revocations/{revocation_id}/doubts/{award_id}"
    return await door.post(door.services.nominations, path, RevocationView, found)


async def acts(door: Door, **asked: Any) -> ActPage:
    """Return a page of the log of acts."""
    return await door.get(door.services.nominations, "/acts", ActPage, **asked)
