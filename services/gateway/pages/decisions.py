"""Decisions on awards: drafting their list, proposing, signing, and their papers (quyết định khen thưởng)."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from services.gateway.clients import awarding
from services.gateway.pages.candidates import before_decision
from services.gateway.pages.documents import CSV, WORD, attached
from services.gateway.pages.forms import Field, Trouble, beside_form, offering, read_order
from services.gateway.pages.options import AUTHORITY, DECISION_STATES
from services.gateway.pages.visit import Visit, Visitor
from shared.api.decisions import DecisionDraft, DecisionEntry, DecisionStep, ListChange
from shared.errors import NotFound, Refused
from shared.roles import Role
from shared.words import SUBJECT_KINDS

DRAFT = (
    Field("title", "Trích yếu quyết định"),
    Field("issuer", "Người có thẩm quyền ban hành", "choice", options=AUTHORITY),
    Field("proposer", "Cơ quan trình"),
    Field("payer", "Nguồn quỹ chi thưởng", is_required=False, help="Để trống thì quỹ của người ban hành chi."),
    Field("recipients", "Nơi nhận", "list", is_required=False, help="Mỗi nơi nhận ghi một dòng."),
    Field("nominations", "Hồ sơ trong danh sách kèm theo", "many", is_required=False),
)
STEPS = {
    "propose": (
        Field("proposal_number", "Số tờ trình"),
        Field("proposed_on", "Ngày tờ trình", "date", is_required=False),
    ),
    "sign": (
        Field("number", "Số quyết định"),
        Field("decided_on", "Ngày quyết định", "date"),
        Field("signer", "Người ký"),
        Field("signer_title", "Chức vụ người ký"),
    ),
}
ADD = (Field("add", "Hồ sơ chờ quyết định", "many"),)
REMOVE = (Field("remove", "Hồ sơ đưa ra khỏi danh sách", "many"),)
PAPERS = {
    "to-trinh.docx": ("proposal", WORD),
    "quyet-dinh.docx": ("paper", WORD),
    "bang-chung-nhan.csv": ("certificates", CSV),
}
"""The papers of a decision by the name people keep them under."""

router = APIRouter(prefix="/decisions")


@router.get("")
async def decisions(visit: Visitor) -> HTMLResponse:
    """List the newest decisions."""
    asked = await visit.filters("year", "state")
    return await visit.show(
        "decisions/decisions.html",
        decisions=await awarding.decisions(visit.door, **asked),
        asked=asked,
        states=DECISION_STATES,
        may_draft=visit.may(Role.APPRAISER),
    )


@router.get("/new")
async def new(visit: Visitor) -> HTMLResponse:
    """Show the form of a new decision."""
    return await _new(visit)


@router.post("")
async def draft(visit: Visitor) -> Response:
    """Draft a decision with its list."""
    try:
        drafted = await awarding.draft_decision(visit.door, read_order(visit.form, DecisionDraft, DRAFT))
    except Refused as refusal:
        return await _new(visit, beside_form("draft", refusal, visit.form))
    return await visit.go(f"/decisions/{drafted.decision_id}", "Đã lập dự thảo quyết định.")


@router.get("/{decision_id}")
async def decision(visit: Visitor, decision_id: UUID) -> HTMLResponse:
    """Show one decision, its list with the bonus of each, and what may be done."""
    return await _decision(visit, decision_id)


@router.post("/{decision_id}/list/{what}")
async def change_list(visit: Visitor, decision_id: UUID, what: str) -> Response:
    """Put dossiers on a draft's list, or take them off."""
    try:
        change = read_order(visit.form, ListChange, REMOVE if what == "remove" else ADD)
        await awarding.change_list(visit.door, decision_id, change)
    except Refused as refusal:
        return await _decision(visit, decision_id, beside_form(f"list/{what}", refusal, visit.form))
    return await visit.go(f"/decisions/{decision_id}", "Đã cập nhật danh sách.")


@router.post("/{decision_id}/steps/{step}")
async def take_step(visit: Visitor, decision_id: UUID, step: str) -> Response:
    """Take a step of a decision."""
    try:
        taken = read_order(visit.form, DecisionStep, STEPS.get(step, ()))
        changed = await awarding.take_decision_step(visit.door, decision_id, step, taken)
    except Refused as refusal:
        return await _decision(visit, decision_id, beside_form(f"step/{step}", refusal, visit.form))
    return await visit.go(f"/decisions/{decision_id}", f"Đã cập nhật: {changed.state_label}.")


@router.get("/{decision_id}/{name}")
async def paper(visit: Visitor, decision_id: UUID, name: str) -> Response:
    """Give one of a decision's papers."""
    if name not in PAPERS:
        raise NotFound
    kind, media_type = PAPERS[name]
    return attached(await awarding.decision_paper(visit.door, decision_id, kind), name, media_type)


def sums(entries: Iterable[DecisionEntry]) -> list[tuple[str, int, int]]:
    """Return how many of each kind of subject are on a list, and what they are given in đồng."""
    numbers: Counter[str] = Counter()
    amounts: Counter[str] = Counter()
    for one in entries:
        numbers[one.subject_kind] += 1
        amounts[one.subject_kind] += one.bonus or 0
    return [(label, numbers[kind], amounts[kind]) for kind, label in SUBJECT_KINDS.items() if numbers[kind]]


async def _new(visit: Visit, trouble: Trouble | None = None) -> HTMLResponse:
    visit.identity.require(Role.APPRAISER)
    return await visit.show(
        "decisions/new.html", trouble, boxes=offering(DRAFT, nominations=await before_decision(visit))
    )


async def _decision(visit: Visit, decision_id: UUID, trouble: Trouble | None = None) -> HTMLResponse:
    shown = await awarding.decision(visit.door, decision_id)
    may_change = shown.state == "drafted" and visit.may(Role.APPRAISER)
    listed = [(str(one.nomination_id), f"{one.position}. {one.subject_name}") for one in shown.entries]
    known = {one for one, _ in listed}
    waiting = [one for one in await before_decision(visit) if one[0] not in known] if may_change else []
    return await visit.show(
        "decisions/decision.html",
        trouble,
        decision=shown,
        sums=sums(shown.entries),
        step_fields=STEPS,
        may_change=may_change,
        add=offering(ADD, add=waiting),
        remove=offering(REMOVE, remove=listed),
    )
