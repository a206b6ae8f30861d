"""What the nominations service is asked about everything a dossier gathers (hồ sơ, tài liệu, ý kiến, đợt xét)."""

from collections.abc import AsyncIterable
from typing import Any
from uuid import UUID

import httpx

from services.gateway.clients.door import Door
from shared.api.base import Page, StepTaken
from shared.api.dossiers import (
    CommentDraft,
    CommentResolution,
    CommentView,
    ComponentView,
    ConsultationView,
    CorrectionAsk,
    CorrectionContent,
    CorrectionReview,
    CorrectionView,
    DraftChoice,
    DraftContent,
    DraftLine,
    DraftView,
    FileView,
    LinkDraft,
    OpinionAnswer,
    OpinionView,
    PersonContent,
    RoundDraft,
    RoundView,
    SheetColumns,
    SheetLine,
    SheetTakeOver,
    SheetView,
    SubjectView,
    SubmissionResult,
    VersionView,
)
from shared.api.nominations import NominationView


def _owner(door: Door) -> httpx.AsyncClient:
    return door.services.nominations


async def drafts(door: Door, **asked: Any) -> Page[DraftLine]:
    """Return a page of the unit's drafts."""
    return await door.get(_owner(door), "/drafts", Page[DraftLine], **asked)


async def draft(door: Door, draft_id: UUID) -> DraftView:
    """Return one draft."""
    return await door.get(_owner(door), f"/drafts/{draft_id}", DraftView)


async def begin_draft(door: Door, content: DraftContent) -> DraftView:
    """Begin a draft."""
    return await door.post(_owner(door), "/drafts", DraftView, content)


async def save_draft(door: Door, draft_id: UUID, content: DraftContent) -> DraftView:
    """Save a draft."""
    return await door.send("PUT", _owner(door), f"/drafts/{draft_id}", DraftView, content)


async def discard_draft(door: Door, draft_id: UUID) -> None:
    """Throw a draft away."""
    await door.discard(_owner(door), f"/drafts/{draft_id}")


async def submit_draft(door: Door, draft_id: UUID) -> NominationView:
    """Submit a draft."""
    return await door.post(_owner(door), f"/drafts/{draft_id}/submit", NominationView)


async def submit_drafts(door: Door, choice: DraftChoice) -> tuple[SubmissionResult, ...]:
    """Submit several drafts, each for itself."""
    return await door.post(_owner(door), "/drafts/submit", tuple[SubmissionResult, ...], choice)


async def files(door: Door, dossier_id: UUID) -> tuple[FileView, ...]:
    """Return what is enclosed."""
    return await door.get(_owner(door), f"/dossiers/{dossier_id}/files", tuple[FileView, ...])


async def upload(door: Door, dossier_id: UUID, kind: str, name: str, content: AsyncIterable[bytes]) -> FileView:
    """Hand a file through to its owner as it comes."""
    path = f"/dossiers/{dossier_id}/files"
    return await door.hand_over(_owner(door), path, FileView, content, kind=kind, name=name)


async def link(door: Door, dossier_id: UUID, draft: LinkDraft) -> FileView:
    """Enclose a link."""
    return await door.post(_owner(door), f"/dossiers/{dossier_id}/links", FileView, draft)


async def remove_file(door: Door, file_id: UUID) -> None:
    """Take a file out again."""
    await door.discard(_owner(door), f"/files/{file_id}")


async def open_file(door: Door, file_id: UUID) -> httpx.Response:
    """Return a file's answer with its name and kind before its bytes; whoever reads them closes it."""
    return await door.open(_owner(door), f"/files/{file_id}/content")


async def versions(door: Door, nomination_id: UUID) -> tuple[VersionView, ...]:
    """Return how a dossier changed."""
    return await door.get(_owner(door), f"/nominations/{nomination_id}/versions", tuple[VersionView, ...])


async def checklist(door: Door, nomination_id: UUID) -> tuple[ComponentView, ...]:
    """Return a dossier's components."""
    return await door.get(_owner(door), f"/nominations/{nomination_id}/checklist", tuple[ComponentView, ...])


async def opinions(door: Door, nomination_id: UUID) -> tuple[OpinionView, ...]:
    """Return what offices were asked about a dossier."""
    return await door.get(_owner(door), f"/nominations/{nomination_id}/opinions", tuple[OpinionView, ...])


async def own_opinions(door: Door) -> tuple[OpinionView, ...]:
    """Return what the person's own office is asked."""
    return await door.get(_owner(door), "/opinions", tuple[OpinionView, ...])


async def give_opinion(door: Door, opinion_id: UUID, answer: OpinionAnswer) -> OpinionView:
    """Give an office's opinion."""
    return await door.post(_owner(door), f"/opinions/{opinion_id}", OpinionView, answer)


async def corrections(door: Door, nomination_id: UUID) -> tuple[CorrectionView, ...]:
    """Return what was asked to be corrected."""
    return await door.get(_owner(door), f"/nominations/{nomination_id}/corrections", tuple[CorrectionView, ...])


async def ask_correction(door: Door, nomination_id: UUID, asked: CorrectionAsk) -> CorrectionView:
    """Ask for certain parts to be corrected."""
    return await door.post(_owner(door), f"/nominations/{nomination_id}/corrections", CorrectionView, asked)


async def correct(door: Door, correction_id: UUID, content: CorrectionContent) -> CorrectionView:
    """Send the corrected parts."""
    return await door.post(_owner(door), f"/corrections/{correction_id}/made", CorrectionView, content)


async def review_correction(door: Door, correction_id: UUID, review: CorrectionReview) -> CorrectionView:
    """Accept a correction, or ask for it again."""
    return await door.post(_owner(door), f"/corrections/{correction_id}/review", CorrectionView, review)


async def consultations(door: Door) -> tuple[ConsultationView, ...]:
    """Return the dossiers the people are asked about."""
    return await door.get(_owner(door), "/consultations", tuple[ConsultationView, ...])


async def consultation(door: Door, nomination_id: UUID) -> ConsultationView:
    """Return one consultation."""
    return await door.get(_owner(door), f"/nominations/{nomination_id}/consultation", ConsultationView)


async def comment(door: Door, nomination_id: UUID, draft: CommentDraft) -> CommentView:
    """Keep a comment of the people."""
    return await door.post(_owner(door), f"/nominations/{nomination_id}/comments", CommentView, draft)


async def resolve_comment(door: Door, comment_id: UUID, resolution: CommentResolution) -> CommentView:
    """Say how a comment was dealt with."""
    return await door.post(_owner(door), f"/comments/{comment_id}/resolution", CommentView, resolution)


async def rounds(door: Door) -> tuple[RoundView, ...]:
    """Return the rounds, newest first."""
    return await door.get(_owner(door), "/rounds", tuple[RoundView, ...])


async def open_round(door: Door, draft: RoundDraft) -> RoundView:
    """Open a round."""
    return await door.post(_owner(door), "/rounds", RoundView, draft)


async def close_round(door: Door, round_id: UUID, taken: StepTaken) -> RoundView:
    """Close a round before its last day."""
    return await door.post(_owner(door), f"/rounds/{round_id}/close", RoundView, taken)


async def subjects(door: Door, q: str) -> tuple[SubjectView, ...]:
    """Find subjects by name."""
    return await door.get(_owner(door), "/subjects", tuple[SubjectView, ...], q=q)


async def subject(door: Door, subject_id: UUID) -> SubjectView:
    """Return a subject with the history of awards."""
    return await door.get(_owner(door), f"/subjects/{subject_id}", SubjectView)


async def keep_person(door: Door, subject_id: UUID, content: PersonContent) -> SubjectView:
    """Keep who a person is."""
    return await door.send("PUT", _owner(door), f"/subjects/{subject_id}", SubjectView, content)


async def sheets(door: Door) -> tuple[SheetView, ...]:
    """Return the unit's sheets, newest first."""
    return await door.get(_owner(door), "/sheets", tuple[SheetView, ...])


async def sheet(door: Door, sheet_id: UUID) -> SheetView:
    """Return one sheet."""
    return await door.get(_owner(door), f"/sheets/{sheet_id}", SheetView)


async def sheet_lines(door: Door, sheet_id: UUID, **asked: Any) -> tuple[SheetLine, ...]:
    """Return rows of a sheet."""
    return await door.get(_owner(door), f"/sheets/{sheet_id}/lines", tuple[SheetLine, ...], **asked)


async def sheet_template(door: Door, award: str) -> bytes:
    """Return the workbook to fill in."""
    return await door.fetch(_owner(door), "/sheets/template", award=award)


async def send_sheet(door: Door, content: AsyncIterable[bytes], **asked: Any) -> SheetView:
    """Hand a sheet through to its owner as it comes."""
    return await door.hand_over(_owner(door), "/sheets", SheetView, content, **asked)


async def choose_columns(door: Door, sheet_id: UUID, columns: SheetColumns) -> SheetView:
    """Say what the columns hold."""
    return await door.send("PUT", _owner(door), f"/sheets/{sheet_id}/columns", SheetView, columns)


async def take_over_sheet(door: Door, sheet_id: UUID, confirmed: SheetTakeOver) -> SheetView:
    """Make every row of a sheet a draft."""
    return await door.post(_owner(door), f"/sheets/{sheet_id}/take-over", SheetView, confirmed)
