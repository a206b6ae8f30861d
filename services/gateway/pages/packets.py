"""The packet a dossier goes to the centre in: its checklist, its sending, questions and answers (trình Trung ương)."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from services.gateway import clients
from services.gateway.clients import awarding
from services.gateway.pages.forms import Field, Trouble, Unreadable, beside_form, read_order
from services.gateway.pages.visit import Visit, Visitor
from shared.api.decisions import AnswerDraft, PacketChange, PacketComponent, QuestionDraft
from shared.errors import Refused
from shared.roles import Role

SEND = (
    Field("reference", "Số tờ trình, công văn gửi Trung ương"),
    Field("sent_on", "Ngày gửi", "date"),
)
ASK = (
    Field("question", "Nội dung Trung ương yêu cầu", "lines"),
    Field("asked_on", "Ngày yêu cầu", "date", is_required=False),
)
ANSWER = (
    Field("answer", "Nội dung trả lời", "lines"),
    Field("answered_on", "Ngày trả lời", "date", is_required=False),
)

router = APIRouter(prefix="/nominations/{nomination_id}/packet")


@router.get("")
async def packet(visit: Visitor, nomination_id: UUID) -> HTMLResponse:
    """Show a packet, how long it has been at the centre, and what may be done."""
    return await _packet(visit, nomination_id)


@router.post("/send")
async def send(visit: Visitor, nomination_id: UUID) -> Response:
    """Send the packet under a covering letter."""
    try:
        await awarding.enclose(visit.door, nomination_id, read_order(visit.form, PacketChange, SEND))
    except Refused as refusal:
        return await _packet(visit, nomination_id, beside_form("send", refusal, visit.form))
    return await visit.go(_address(nomination_id), "Đã ghi nhận gửi hồ sơ trình Trung ương.")


@router.post("/components")
async def enclose(visit: Visitor, nomination_id: UUID) -> Response:
    """Write how many of each component are enclosed."""
    try:
        change = read_order(visit.form, PacketChange, components=_components(visit.form))
        await awarding.enclose(visit.door, nomination_id, change)
    except Refused as refusal:
        return await _packet(visit, nomination_id, beside_form("components", refusal, visit.form))
    return await visit.go(_address(nomination_id), "Đã lưu thành phần hồ sơ.")


@router.post("/questions")
async def ask(visit: Visitor, nomination_id: UUID) -> Response:
    """Write what the centre asks."""
    try:
        await awarding.ask_packet(visit.door, nomination_id, read_order(visit.form, QuestionDraft, ASK))
    except Refused as refusal:
        return await _packet(visit, nomination_id, beside_form("ask", refusal, visit.form))
    return await visit.go(_address(nomination_id), "Đã ghi nhận yêu cầu của Trung ương.")


@router.post("/questions/{question_id}")
async def answer(visit: Visitor, nomination_id: UUID, question_id: UUID) -> Response:
    """Answer a question of the centre."""
    try:
        given = read_order(visit.form, AnswerDraft, ANSWER, question_id=question_id)
        await awarding.answer_packet(visit.door, nomination_id, given)
    except Refused as refusal:
        return await _packet(visit, nomination_id, beside_form(f"answer/{question_id}", refusal, visit.form))
    return await visit.go(_address(nomination_id), "Đã trả lời Trung ương.")


def _components(form: FormData) -> tuple[PacketComponent, ...]:
    counts = {name.removeprefix("enclosed."): text for name, text in form.items() if name.startswith("enclosed.")}
    try:
        return tuple(PacketComponent(code=code, enclosed=int(str(text) or 0)) for code, text in counts.items())
    except ValueError as error:
        raise Unreadable(details=["Số bộ gửi kèm: giá trị chưa đúng."]) from error


def _address(nomination_id: UUID) -> str:
    return f"/nominations/{nomination_id}/packet"


async def _packet(visit: Visit, nomination_id: UUID, trouble: Trouble | None = None) -> HTMLResponse:
    return await visit.show(
        "decisions/packet.html",
        trouble,
        nomination=await clients.nomination(visit.door, nomination_id),
        packet=await awarding.packet(visit.door, nomination_id),
        boxes={"send": SEND, "ask": ASK, "answer": ANSWER},
        may_change=visit.may(Role.APPRAISER),
    )
