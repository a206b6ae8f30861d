"""Councils: who sits on them, and calling their sessions (Hội đồng thi đua, khen thưởng)."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from services.gateway import clients
from services.gateway.clients import councils
from services.gateway.pages.candidates import before_council
from services.gateway.pages.forms import Field, Trouble, beside_form, offering, read, read_boxes, read_order
from services.gateway.pages.options import COUNCIL_LEVELS, COUNCILS, METHODS, POSITIONS
from services.gateway.pages.visit import Visit, Visitor
from shared.api.councils import (
    CouncilDraft,
    CouncilView,
    ItemDraft,
    MemberDraft,
    MembersChange,
    MemberView,
    SessionDraft,
)
from shared.errors import Refused
from shared.roles import Role

SEATS = 15
"""How many empty lines the form of a new council has; more members join on the council's own page."""

COUNCIL = (
    Field("name", "Tên Hội đồng"),
    Field("kind", "Loại hội đồng", "choice", options=COUNCILS),
    Field("level", "Cấp", "choice", options=COUNCIL_LEVELS),
    Field("decision_number", "Số quyết định thành lập"),
    Field("decided_on", "Ngày quyết định", "date"),
    Field("valid_from", "Có hiệu lực từ", "date"),
    Field("valid_to", "Có hiệu lực đến", "date", is_required=False),
    Field("legal_basis", "Căn cứ pháp lý", "lines"),
)
QUORUM = (
    Field("quorum_part", "Số phần phải tham dự", "number", is_required=False, help="Ví dụ: 2 trong 3 thì ghi 2."),
    Field("quorum_whole", "Trong tổng số phần", "number", is_required=False, help="Ví dụ: 2 trong 3 thì ghi 3."),
    Field("quorum_basis", "Căn cứ của tỷ lệ tham dự", is_required=False),
)
MEMBER = (
    Field("account", "Tài khoản"),
    Field("name", "Họ và tên"),
    Field("position", "Chức danh trong Hội đồng", "choice", options=POSITIONS),
    Field("unit_id", "Đơn vị công tác", "choice", is_required=False),
)
LEAVE = (
    Field("leave", "Thành viên thôi tham gia", "many"),
    Field("left_on", "Ngày cuối cùng tham gia", "date"),
)
SESSION = (
    Field("title", "Tên phiên họp"),
    Field("meets_at", "Thời gian", "moment"),
    Field("place", "Địa điểm, nơi nhận ý kiến"),
    Field("method", "Hình thức bỏ phiếu", "choice", options=METHODS),
    Field("is_written_round", "Lấy ý kiến bằng văn bản, không họp", "tick", is_required=False),
)
CANDIDATES = (
    Field("nominations", "Hồ sơ đưa vào chương trình", "many", is_required=False),
    Field(
        "percent",
        "Tỷ lệ phiếu cần đạt (%)",
        "number",
        is_required=False,
        help="Chỉ ghi khi quy định về tỷ lệ chưa được xác nhận.",
    ),
    Field("percent_basis", "Căn cứ chọn tỷ lệ", is_required=False),
)

router = APIRouter(prefix="/councils")


@router.get("")
async def all_councils(visit: Visitor) -> HTMLResponse:
    """List the councils and the newest sessions."""
    return await visit.show(
        "councils/councils.html",
        councils=await councils.councils(visit.door),
        sessions=await councils.sessions(visit.door),
        may_establish=visit.may(Role.APPRAISER, Role.LEADER, Role.ADMINISTRATOR, Role.UNIT_OFFICER),
    )


@router.get("/new")
async def new(visit: Visitor) -> HTMLResponse:
    """Show the form of a new council."""
    return await _new(visit)


@router.post("")
async def establish(visit: Visitor) -> Response:
    """Establish a council by its decision."""
    try:
        unit_id = visit.identity.unit_id or ""
        given = read_boxes(visit.form, (*COUNCIL, *QUORUM))
        members = read_members(visit.form)
        draft = read(CouncilDraft, {**_with_quorum(given), "unit_id": unit_id, "members": members})
        made = await councils.establish(visit.door, draft)
    except Refused as refusal:
        return await _new(visit, beside_form("establish", refusal, visit.form))
    return await visit.go(f"/councils/{made.council_id}", f"Đã thành lập {made.name}.")


@router.get("/{council_id}")
async def council(visit: Visitor, council_id: UUID) -> HTMLResponse:
    """Show one council, its members and its sessions."""
    return await _council(visit, council_id)


@router.post("/{council_id}/members")
async def change_members(visit: Visitor, council_id: UUID) -> Response:
    """Let a member join, or others leave."""
    is_leaving = "left_on" in visit.form
    try:
        if is_leaving:
            change = read_order(visit.form, MembersChange, LEAVE)
        else:
            change = read_order(visit.form, MembersChange, join=(read_boxes(visit.form, MEMBER),))
        await councils.change_members(visit.door, council_id, change)
    except Refused as refusal:
        return await _council(visit, council_id, beside_form("leave" if is_leaving else "join", refusal, visit.form))
    return await visit.go(f"/councils/{council_id}", "Đã cập nhật thành viên Hội đồng.")


@router.post("/{council_id}/sessions")
async def call(visit: Visitor, council_id: UUID) -> Response:
    """Call a session with its agenda."""
    try:
        given = read_boxes(visit.form, SESSION)
        items = listed(visit.form)
        called = await councils.call(
            visit.door, read(SessionDraft, {**given, "council_id": council_id, "items": items})
        )
    except Refused as refusal:
        return await _council(visit, council_id, beside_form("call", refusal, visit.form))
    return await visit.go(f"/sessions/{called.session_id}", "Đã triệu tập phiên họp.")


def listed(form: FormData) -> tuple[ItemDraft, ...]:
    """Return the items of the dossiers ticked, with the share a person chose, if one did."""
    given = read_boxes(form, CANDIDATES)
    chosen = given.pop("nominations", ())
    return tuple(read(ItemDraft, {"kind": "nomination", "nomination_id": one, **given}) for one in chosen)


def read_members(form: FormData) -> tuple[MemberDraft, ...]:
    """Return the members of the lines somebody filled in; raises Unreadable for a line that lacks something."""
    lines = [f"m{number}." for number in range(SEATS)]
    filled = [line for line in lines if any(form.get(f"{line}{name}") for name in ("account", "name"))]
    labels = {box.name: box.label for box in MEMBER}
    return tuple(read(MemberDraft, read_boxes(form, MEMBER, line), labels) for line in filled)


def may_convene(visit: Visit, unit_id: str) -> bool:
    """Return whether the person runs sessions of a council of *unit_id*; none means the province's."""
    is_own = bool(unit_id) and visit.identity.unit_id == unit_id and visit.may(Role.UNIT_OFFICER)
    return visit.may(Role.APPRAISER, Role.LEADER) or is_own


def seat_of(council: CouncilView, account: str, on: date) -> MemberView | None:
    """Return where *account* sits on the council on *on*, if it does."""
    seats = (one for one in council.members if one.account == account)
    return next((one for one in seats if one.valid_from <= on <= (one.valid_to or on)), None)


def _with_quorum(given: dict[str, Any]) -> dict[str, Any]:
    part, whole = given.pop("quorum_part", None), given.pop("quorum_whole", None)
    return given if part is None or whole is None else {**given, "quorum": (part, whole)}


async def _new(visit: Visit, trouble: Trouble | None = None) -> HTMLResponse:
    visit.identity.require(Role.APPRAISER, Role.LEADER, Role.ADMINISTRATOR, Role.UNIT_OFFICER)
    return await visit.show(
        "councils/new.html",
        trouble,
        boxes=COUNCIL,
        quorum=QUORUM,
        seats=[f"m{number}." for number in range(SEATS)],
        positions=POSITIONS,
        units=await _units(visit),
    )


async def _council(visit: Visit, council_id: UUID, trouble: Trouble | None = None) -> HTMLResponse:
    shown: CouncilView = await councils.council(visit.door, council_id)
    convenes = may_convene(visit, shown.unit_id)
    units = await _units(visit)
    return await visit.show(
        "councils/council.html",
        trouble,
        council=shown,
        units=dict(units),
        sessions=await councils.sessions(visit.door, council_id),
        may_change=convenes or (not shown.unit_id and visit.may(Role.ADMINISTRATOR)),
        may_convene=convenes,
        member=offering(MEMBER, unit_id=units),
        leave=offering(LEAVE, leave=[(str(one.member_id), one.name) for one in shown.members if not one.valid_to]),
        boxes=SESSION,
        candidates=offering(CANDIDATES, nominations=await before_council(visit) if convenes else ()),
    )


async def _units(visit: Visit) -> Sequence[tuple[str, str]]:
    return [(unit.unit_id, unit.name) for unit in await clients.units(visit.door)]
