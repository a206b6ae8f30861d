"""What a dossier gathers on its way: versions, corrections, opinions and the people's comments (quá trình xử lý)."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from services.gateway import clients
from services.gateway.clients import dossiers
from services.gateway.pages.facts import read_facts
from services.gateway.pages.forms import Field, Trouble, beside_form, read, read_order, typed
from services.gateway.pages.nominations import CORRECTION, REVIEW, show_nomination
from services.gateway.pages.options import ANSWERS as OPINIONS
from services.gateway.pages.options import CRITERION_ANSWERS
from services.gateway.pages.visit import Visit, Visitor
from shared.api.dossiers import (
    CommentDraft,
    CommentResolution,
    CorrectionAsk,
    CorrectionContent,
    CorrectionReview,
    OpinionAnswer,
)
from shared.errors import Refused
from shared.roles import Role

OPINION = (
    Field("result", "Ý kiến", "choice", options=OPINIONS),
    Field("said", "Nội dung", "lines", is_required=False, help="Bắt buộc trừ khi nhất trí."),
)
RESOLUTION = (Field("resolution", "Kết quả giải quyết", "lines"),)
COMMENT = (
    Field("said", "Nội dung góp ý", "lines"),
    Field("author", "Người góp ý", is_required=False),
)

router = APIRouter()


@router.get("/nominations/{nomination_id}/versions")
async def versions(visit: Visitor, nomination_id: UUID) -> HTMLResponse:
    """Show how a dossier changed since it was first submitted."""
    return await visit.show(
        "nominations/versions.html",
        nomination=await clients.nomination(visit.door, nomination_id),
        versions=await dossiers.versions(visit.door, nomination_id),
    )


@router.get("/nominations/{nomination_id}/opinions")
async def opinions(visit: Visitor, nomination_id: UUID) -> HTMLResponse:
    """Show what offices were asked about a dossier."""
    return await visit.show(
        "nominations/opinions.html",
        nomination=await clients.nomination(visit.door, nomination_id),
        opinions=await dossiers.opinions(visit.door, nomination_id),
    )


@router.post("/nominations/{nomination_id}/corrections")
async def ask_correction(visit: Visitor, nomination_id: UUID) -> Response:
    """Ask the unit to correct certain parts and no others."""
    try:
        asked = read_order(visit.form, CorrectionAsk, CORRECTION)
        await dossiers.ask_correction(visit.door, nomination_id, asked)
    except Refused as refusal:
        return await show_nomination(visit, nomination_id, beside_form("correction", refusal, visit.form))
    return await visit.go(f"/nominations/{nomination_id}#corrections", "Đã gửi yêu cầu chỉnh sửa.")


@router.post("/nominations/{nomination_id}/corrections/{correction_id}/made")
async def correct(visit: Visitor, nomination_id: UUID, correction_id: UUID) -> Response:
    """Send the corrected parts."""
    try:
        await dossiers.correct(visit.door, correction_id, await _corrected(visit))
    except Refused as refusal:
        at = f"made/{correction_id}"
        return await show_nomination(visit, nomination_id, beside_form(at, refusal, visit.form))
    return await visit.go(f"/nominations/{nomination_id}#corrections", "Đã gửi nội dung chỉnh sửa.")


@router.post("/nominations/{nomination_id}/corrections/{correction_id}/review")
async def review(visit: Visitor, nomination_id: UUID, correction_id: UUID) -> Response:
    """Accept a correction, or ask for it again."""
    try:
        is_accepted = typed(visit.form).get("accepted") == "yes"
        said = read_order(visit.form, CorrectionReview, REVIEW[1:], is_accepted=is_accepted)
        await dossiers.review_correction(visit.door, correction_id, said)
    except Refused as refusal:
        at = f"review/{correction_id}"
        return await show_nomination(visit, nomination_id, beside_form(at, refusal, visit.form))
    return await visit.go(f"/nominations/{nomination_id}#corrections", "Đã ghi kết quả xem lại.")


@router.get("/opinions")
async def own_opinions(visit: Visitor) -> HTMLResponse:
    """List what the person's own office is asked."""
    return await _own_opinions(visit)


@router.post("/opinions/{opinion_id}")
async def give_opinion(visit: Visitor, opinion_id: UUID) -> Response:
    """Give the office's opinion."""
    try:
        results = {
            name.removeprefix("rule."): text for name, text in typed(visit.form).items() if name.startswith("rule.")
        }
        answer = read_order(visit.form, OpinionAnswer, OPINION, results=results)
        await dossiers.give_opinion(visit.door, opinion_id, answer)
    except Refused as refusal:
        return await _own_opinions(visit, beside_form(f"opinion/{opinion_id}", refusal, visit.form))
    return await visit.go("/opinions", "Đã gửi ý kiến.")


@router.get("/consultations")
async def consultations(visit: Visitor) -> HTMLResponse:
    """List the dossiers the people are asked about now."""
    return await visit.show("nominations/consultations.html", consultations=await dossiers.consultations(visit.door))


@router.get("/nominations/{nomination_id}/consultation")
async def consultation(visit: Visitor, nomination_id: UUID) -> HTMLResponse:
    """Show one consultation; its comments are for the staff."""
    return await _consultation(visit, nomination_id)


@router.post("/nominations/{nomination_id}/comments")
async def comment(visit: Visitor, nomination_id: UUID) -> Response:
    """Keep a comment that reached us."""
    try:
        await dossiers.comment(visit.door, nomination_id, read_order(visit.form, CommentDraft, COMMENT))
    except Refused as refusal:
        return await _consultation(visit, nomination_id, beside_form("comment", refusal, visit.form))
    return await visit.go(f"/nominations/{nomination_id}/consultation", "Đã ghi nhận góp ý.")


@router.post("/nominations/{nomination_id}/comments/{comment_id}")
async def resolve(visit: Visitor, nomination_id: UUID, comment_id: UUID) -> Response:
    """Say how a comment was dealt with."""
    try:
        resolution = read_order(visit.form, CommentResolution, RESOLUTION)
        await dossiers.resolve_comment(visit.door, comment_id, resolution)
    except Refused as refusal:
        return await _consultation(visit, nomination_id, beside_form(f"comment/{comment_id}", refusal, visit.form))
    return await visit.go(f"/nominations/{nomination_id}/consultation", "Đã ghi kết quả giải quyết.")


async def _corrected(visit: Visit) -> CorrectionContent:
    """Return the parts the form shows; what was not flagged has no box in it."""
    given = typed(visit.form)
    award = next((one for one in await clients.awards(visit.door) if one.code == given.get("award")), None)
    content: dict[str, Any] = {"documents": visit.form.getlist("documents")}
    if "subject_name" in given:
        content["subject_name"] = given["subject_name"]
    if award is not None:
        content["facts"] = read_facts(award, visit.form)
    return read(CorrectionContent, content)


async def _own_opinions(visit: Visit, trouble: Trouble | None = None) -> HTMLResponse:
    asked = await dossiers.own_opinions(visit.door)
    return await visit.show(
        "nominations/own_opinions.html", trouble, opinions=asked, boxes=OPINION, criteria=CRITERION_ANSWERS
    )


async def _consultation(visit: Visit, nomination_id: UUID, trouble: Trouble | None = None) -> HTMLResponse:
    return await visit.show(
        "nominations/consultation.html",
        trouble,
        consultation=await dossiers.consultation(visit.door, nomination_id),
        is_staff=visit.may(Role.APPRAISER, Role.LEADER, Role.ADMINISTRATOR),
        may_resolve=visit.may(Role.APPRAISER),
        comment=COMMENT,
        resolution=RESOLUTION,
    )
