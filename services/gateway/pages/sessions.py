"""A session of a council: its agenda, who takes part, who stands aside, paper ballots, and its steps (phiên họp)."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from services.gateway.clients import councils
from services.gateway.pages.candidates import before_council
from services.gateway.pages.councils import CANDIDATES, listed, may_convene, seat_of
from services.gateway.pages.documents import WORD, attached
from services.gateway.pages.forms import Field, Trouble, beside_form, offering, read, read_boxes, read_order
from services.gateway.pages.options import CONFLICTS, ITEMS, PRESENCES, VOTED
from services.gateway.pages.visit import Visit, Visitor
from shared.api.councils import (
    AgendaChange,
    Attendance,
    AttendanceTaken,
    ConflictDraft,
    ItemDraft,
    PaperCount,
    SessionStep,
    SessionView,
    Voters,
)
from shared.clock import VIETNAM
from shared.errors import Refused

STEPS = {
    "close": (
        Field("proceedings", "Diễn biến phiên họp", "lines", is_required=False),
        Field("conclusion", "Kết luận của chủ trì", "lines", is_required=False),
    )
}
OTHER_ITEM = (
    Field("kind", "Loại nội dung", "choice", options=ITEMS),
    Field("title", "Tên nội dung, sáng kiến"),
    Field("subject_name", "Tác giả sáng kiến", is_required=False),
    Field("percent", "Tỷ lệ phiếu cần đạt (%)", "number", is_required=False, help="Bắt buộc với sáng kiến."),
    Field("percent_basis", "Căn cứ của tỷ lệ", is_required=False, help="Bắt buộc với sáng kiến."),
)
REMOVE = (Field("remove", "Nội dung đưa ra khỏi chương trình", "many"),)
DECLARE = (
    Field("item_id", "Nội dung", "choice"),
    Field("ground", "Căn cứ", "choice", options=CONFLICTS),
    Field("note", "Ghi rõ", "lines", is_required=False),
)
SETTLE = (
    Field("item_id", "Nội dung", "choice"),
    Field("member_id", "Thành viên", "choice"),
    Field("ground", "Căn cứ", "choice", options=CONFLICTS),
    Field(
        "stands_aside",
        "Xử lý",
        "choice",
        options=(("yes", "Không tham gia biểu quyết"), ("no", "Vẫn tham gia biểu quyết")),
    ),
    Field("note", "Lý do", "lines", is_required=False, help="Bắt buộc khi thành viên vẫn tham gia biểu quyết."),
)
VOTERS = (Field("member_ids", "Thành viên nhận phiếu giấy", "many"),)
COUNT = (
    Field("approve", "Số phiếu đồng ý", "number"),
    Field("disapprove", "Số phiếu không đồng ý", "number"),
    Field("abstain", "Số phiếu không có ý kiến", "number"),
    Field("invalid", "Số phiếu không hợp lệ", "number"),
)
BEFORE_PAPERS = frozenset({"called", "held"})

router = APIRouter(prefix="/sessions/{session_id}")


@router.get("")
async def session(visit: Visitor, session_id: UUID) -> HTMLResponse:
    """Show one session and what may be done in it."""
    return await _session(visit, session_id)


@router.get("/minutes.docx")
async def minutes(visit: Visitor, session_id: UUID) -> Response:
    """Give the minutes as a Word file."""
    return attached(await councils.minutes(visit.door, session_id), "bien-ban-hoi-dong.docx", WORD)


@router.post("/steps/{step}")
async def take_step(visit: Visitor, session_id: UUID, step: str) -> Response:
    """Take a step of a session."""
    try:
        taken = read_order(visit.form, SessionStep, STEPS.get(step, ()))
        changed = await councils.take_step(visit.door, session_id, step, taken)
    except Refused as refusal:
        return await _session(visit, session_id, beside_form(f"step/{step}", refusal, visit.form))
    return await visit.go(f"/sessions/{session_id}", f"Đã cập nhật: {changed.state_label}.")


@router.post("/agenda/{what}")
async def change_agenda(visit: Visitor, session_id: UUID, what: str) -> Response:
    """Put dossiers or something else on the agenda, or take items off it."""
    try:
        await councils.change_agenda(visit.door, session_id, _agenda(visit.form, what))
    except Refused as refusal:
        return await _session(visit, session_id, beside_form(f"agenda/{what}", refusal, visit.form))
    return await visit.go(f"/sessions/{session_id}", "Đã cập nhật chương trình.")


@router.post("/attendance")
async def take_attendance(visit: Visitor, session_id: UUID) -> Response:
    """Write who takes part."""
    try:
        taken = read_order(visit.form, AttendanceTaken, attendances=_attendances(visit.form))
        await councils.take_attendance(visit.door, session_id, taken)
    except Refused as refusal:
        return await _session(visit, session_id, beside_form("attendance", refusal, visit.form))
    return await visit.go(f"/sessions/{session_id}", "Đã ghi nhận điểm danh.")


@router.post("/conflicts/{who}")
async def speak_of_conflict(visit: Visitor, session_id: UUID, who: str) -> Response:
    """Declare the own conflict of interest, or settle another member's."""
    try:
        given = read_boxes(visit.form, DECLARE if who == "own" else SETTLE)
        item_id = given.pop("item_id")
        if "stands_aside" in given:
            given["stands_aside"] = given["stands_aside"] == "yes"
        await councils.speak_of_conflict(visit.door, item_id, read(ConflictDraft, given))
    except Refused as refusal:
        return await _session(visit, session_id, beside_form(f"conflict/{who}", refusal, visit.form))
    return await visit.go(f"/sessions/{session_id}", "Đã ghi nhận xung đột lợi ích.")


@router.post("/items/{item_id}/voters")
async def note_voters(visit: Visitor, session_id: UUID, item_id: UUID) -> Response:
    """Write who took a paper ballot."""
    try:
        await councils.note_voters(visit.door, item_id, read_order(visit.form, Voters, VOTERS))
    except Refused as refusal:
        return await _session(visit, session_id, beside_form(f"voters/{item_id}", refusal, visit.form))
    return await visit.go(f"/sessions/{session_id}#item-{item_id}", "Đã ghi nhận phát phiếu giấy.")


@router.post("/items/{item_id}/counts")
async def count_paper(visit: Visitor, session_id: UUID, item_id: UUID) -> Response:
    """Enter what this person counted on paper; nobody is shown what another counted."""
    try:
        await councils.count_paper(visit.door, item_id, read_order(visit.form, PaperCount, COUNT))
    except Refused as refusal:
        return await _session(visit, session_id, beside_form(f"count/{item_id}", refusal, visit.form))
    return await visit.go(f"/sessions/{session_id}#item-{item_id}", "Đã ghi nhận kết quả kiểm phiếu giấy.")


def _agenda(form: FormData, what: str) -> AgendaChange:
    if what == "remove":
        return read_order(form, AgendaChange, REMOVE)
    added = listed(form) if what == "dossiers" else (read(ItemDraft, read_boxes(form, OTHER_ITEM)),)
    return read_order(form, AgendaChange, add=added)


def _attendances(form: FormData) -> tuple[Attendance, ...]:
    members = [name.removeprefix("presence.") for name in form if name.startswith("presence.")]
    return tuple(
        read(
            Attendance,
            {"member_id": one, "presence": form[f"presence.{one}"], "reason": form.get(f"reason.{one}", "")},
        )
        for one in members
    )


def choices_of(shown: SessionView) -> dict[str, Any]:
    """Return what the forms of a session offer to choose from."""
    voted = [(str(one.item_id), f"{one.position}. {one.subject_name}") for one in shown.items if one.kind in VOTED]
    everything = [(str(one.item_id), f"{one.position}. {one.title}") for one in shown.items]
    members = [(str(one.member_id), one.name) for one in shown.attendances]
    voting = [(str(one.member_id), one.name) for one in shown.attendances if one.presence in {"present", "written"}]
    return {
        "declare": offering(DECLARE, item_id=voted),
        "settle": offering(SETTLE, item_id=voted, member_id=members),
        "remove": offering(REMOVE, remove=everything),
        "voters": offering(VOTERS, member_ids=voting),
    }


async def _session(visit: Visit, session_id: UUID, trouble: Trouble | None = None) -> HTMLResponse:
    shown = await councils.session(visit.door, session_id)
    council = await councils.council(visit.door, shown.council_id)
    convenes = may_convene(visit, council.unit_id)
    on = shown.meets_at.astimezone(VIETNAM).date()
    is_open = shown.state == "called" and convenes
    return await visit.show(
        "councils/session.html",
        trouble,
        session=shown,
        convenes=convenes,
        is_member=seat_of(council, visit.identity.user, on) is not None,
        step_fields=STEPS,
        is_before_papers=shown.state in BEFORE_PAPERS,
        presences=PRESENCES,
        count=COUNT,
        other_item=OTHER_ITEM,
        candidates=offering(CANDIDATES, nominations=await before_council(visit) if is_open else ()),
        **choices_of(shown),
    )
