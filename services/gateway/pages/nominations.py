"""Dossiers: their list, a new one, and one with its findings and history (hồ sơ đề nghị khen thưởng)."""

from asyncio import gather
from collections.abc import Mapping, Sequence
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from services.gateway import clients
from services.gateway.clients import dossiers
from services.gateway.pages.facts import read_documents, read_facts, told_facts, typed_facts
from services.gateway.pages.forms import (
    STEP_FIELDS,
    Field,
    Trouble,
    Unreadable,
    beside_form,
    offering,
    read,
    read_boxes,
    read_order,
    read_step,
    typed,
)
from services.gateway.pages.visit import Visit, Visitor
from services.gateway.pages.words import NOMINATION_STATES
from shared import clock
from shared.api.dossiers import ComponentView
from shared.api.nominations import AwardView, NominationDraft, NominationStep, NominationView, OpinionAsk
from shared.errors import Refused
from shared.roles import Role

FILTERS = ("state", "unit_id", "award", "year", "round_id", "is_overdue", "q")
SIZE = 50

ASK_OPINIONS = (
    Field("offices", "Cơ quan được lấy ý kiến", "many"),
    Field("due_on", "Hạn cho ý kiến", "date", is_required=False, help="Để trống thì theo thời hạn thông thường."),
)
CONSULTATION = (
    Field("days", "Số ngày đăng", "number", is_required=False, help="Để trống thì theo số ngày của quy định."),
    Field("place", "Nơi đăng", is_required=False),
)
STEPS = {**STEP_FIELDS, "ask_opinions": ASK_OPINIONS, "open_consultation": CONSULTATION}
SENT_AGAIN = ("resubmit", "submit")
"""The steps that bring a dossier's facts and documents with them."""
LINK = (
    Field("kind", "Thành phần hồ sơ", "choice"),
    Field("name", "Tên tài liệu"),
    Field("link", "Địa chỉ (https://…)"),
)

CORRECTION = (
    Field("parts", "Nội dung cần chỉnh sửa", "many"),
    Field("note", "Yêu cầu", "lines"),
)
REVIEW = (
    Field("accepted", "Kết quả xem lại", "choice", options=(("yes", "Chấp nhận"), ("no", "Yêu cầu chỉnh sửa lại"))),
    Field("note", "Ghi chú", "lines", is_required=False, help="Bắt buộc khi yêu cầu chỉnh sửa lại."),
)

router = APIRouter(prefix="/nominations")


@router.get("")
async def nominations(visit: Visitor, page: int = 1) -> HTMLResponse:
    """List the dossiers; the filters are remembered until they are cleared."""
    asked = await visit.filters(*FILTERS)
    listed = await clients.nominations(visit.door, **asked, page=page, size=SIZE)
    return await visit.show(
        "nominations/nominations.html",
        nominations=listed,
        asked=asked,
        awards=_named(await clients.awards(visit.door)),
        units=[] if visit.identity.unit_id else [(u.unit_id, u.name) for u in await clients.units(visit.door)],
        states=NOMINATION_STATES.items(),
        rounds=[(one.round_id, one.name) for one in await dossiers.rounds(visit.door)],
        may_submit=visit.may(Role.UNIT_OFFICER),
    )


@router.get("/new")
async def new(visit: Visitor, award: str = "") -> HTMLResponse:
    """Show the form of a new dossier; what it asks for depends on the award."""
    return await _new(visit, award)


@router.post("")
async def submit(visit: Visitor) -> Response:
    """Submit a dossier."""
    given = typed(visit.form)
    try:
        award = _award(await clients.awards(visit.door), given.get("award", ""))
        submitted = await clients.submit_nomination(visit.door, _draft(visit, award, given))
    except Refused as refusal:
        return await _new(visit, given.get("award", ""), beside_form("submit", refusal, visit.form))
    return await visit.go(f"/nominations/{submitted.nomination_id}", f"Đã nộp hồ sơ của {submitted.subject_name}.")


@router.get("/{nomination_id}")
async def nomination(visit: Visitor, nomination_id: UUID) -> HTMLResponse:
    """Show one dossier, what was found, where it has been, and what may be done with it."""
    return await show_nomination(visit, nomination_id)


@router.post("/{nomination_id}/steps/{step}")
async def take_step(visit: Visitor, nomination_id: UUID, step: str) -> Response:
    """Take a step of a dossier; what is sent again comes with its facts and documents."""
    try:
        taken = _taken(visit, step)
        if "award" in visit.form:
            award = _award(await clients.awards(visit.door), typed(visit.form)["award"])
            facts, documents = read_facts(award, visit.form), read_documents(award, visit.form)
            taken = taken.model_copy(update={"facts": facts, "documents": documents})
        changed = await clients.take_nomination_step(visit.door, nomination_id, step, taken)
    except Refused as refusal:
        return await show_nomination(visit, nomination_id, beside_form(step, refusal, visit.form))
    return await visit.go(f"/nominations/{nomination_id}", f"Đã cập nhật: {changed.state_label}.")


async def _new(visit: Visit, code: str, trouble: Trouble | None = None) -> HTMLResponse:
    visit.identity.require(Role.UNIT_OFFICER)
    awards = await clients.awards(visit.door)
    return await visit.show(
        "nominations/new.html",
        trouble,
        awards=_named(awards),
        award=next((award for award in awards if award.code == code), None),
        year=clock.today().year,
        given=typed(visit.form),
        facts=typed_facts(visit.form),
        documents=visit.form.getlist("documents"),
    )


async def show_nomination(visit: Visit, nomination_id: UUID, trouble: Trouble | None = None) -> HTMLResponse:
    """Show a dossier with what is wrong with one of its forms."""
    shown, awards = await gather(clients.nomination(visit.door, nomination_id), clients.awards(visit.door))
    award = next((award for award in awards if award.code == shown.award), None)
    path = visit.request.url.path
    is_typed = "/steps/" in path and "award" in visit.form
    checklist = await dossiers.checklist(visit.door, nomination_id)
    return await visit.show(
        "nominations/nomination.html",
        trouble,
        nomination=shown,
        award=award,
        step_fields=await _step_fields(visit, shown),
        step_names={one.step for one in shown.steps} | {trouble.at if trouble and "/steps/" in path else ""},
        checklist=checklist,
        files=await dossiers.files(visit.door, nomination_id),
        corrections=await dossiers.corrections(visit.door, nomination_id),
        correction_boxes={"ask": offering(CORRECTION, parts=_parts(award, checklist)), "review": REVIEW},
        may_ask=visit.may(Role.APPRAISER) and shown.state in {"received", "awaiting_opinions"},
        is_own=visit.identity.unit_id == shown.unit_id,
        is_staff=visit.may(Role.APPRAISER, Role.LEADER, Role.ADMINISTRATOR),
        is_central="forward" in {one.step for one in shown.steps} or shown.state in {"forwarded", "central_returned"},
        link=LINK,
        facts=typed_facts(visit.form) if is_typed else told_facts(shown.facts),
        documents=visit.form.getlist("documents") if is_typed else shown.documents,
    )


def _parts(award: AwardView | None, checklist: Sequence[ComponentView]) -> list[tuple[str, str]]:
    """Return every part of a dossier that can be flagged for correction, by its owner's name for it."""
    facts = [(f"fact.{box.name}", box.label) for box in (award.fields if award else ())]
    documents = [(f"document.{one.code}", f"Tài liệu: {one.name}") for one in checklist]
    return [("subject_name", "Tên cá nhân, tập thể"), *facts, *documents]


async def _step_fields(visit: Visit, shown: NominationView) -> Mapping[str, Sequence[Field]]:
    """Return what each step asks for; the offices are looked up only where they are asked about."""
    if all(one.step != "ask_opinions" for one in shown.steps):
        return STEPS
    offices = [(unit.unit_id, unit.name) for unit in await clients.units(visit.door)]
    return {**STEPS, "ask_opinions": offering(ASK_OPINIONS, offices=offices)}


def _taken(visit: Visit, step: str) -> NominationStep:
    if step == "ask_opinions":
        given = read_boxes(visit.form, ASK_OPINIONS)
        due = {name: value for name, value in given.items() if name == "due_on"}
        asked = tuple(read(OpinionAsk, {"office_id": one, **due}) for one in given["offices"])
        return read_order(visit.form, NominationStep, opinions=asked)
    if step == "open_consultation":
        return read_order(visit.form, NominationStep, CONSULTATION)
    return read_step(visit.form, NominationStep)


def _named(awards: Sequence[AwardView]) -> list[tuple[str, str]]:
    return [(award.code, award.name) for award in awards]


def _award(awards: Sequence[AwardView], code: str) -> AwardView:
    award = next((award for award in awards if award.code == code), None)
    if award is None:
        raise Unreadable(details=["Vui lòng chọn danh hiệu hoặc hình thức khen thưởng."])
    return award


def _draft(visit: Visit, award: AwardView, given: Mapping[str, str]) -> NominationDraft:
    plain = {name: given[name] for name in ("year", "mode", "subject_kind", "subject_name") if given.get(name)}
    return read(
        NominationDraft,
        {
            **plain,
            "unit_id": visit.identity.unit_id,
            "award": award.code,
            "facts": read_facts(award, visit.form),
            "documents": read_documents(award, visit.form),
        },
    )
