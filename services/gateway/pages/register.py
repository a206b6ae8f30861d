"""The award register: searched without diacritics, one award's card, and past decisions brought in (sổ khen thưởng)."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from services.gateway import clients
from services.gateway.clients import awarding
from services.gateway.pages.documents import pieces, sent_file
from services.gateway.pages.forms import Field, NotConfirmed, Trouble, beside_form, offering, read_order
from services.gateway.pages.visit import Visit, Visitor
from shared.api.decisions import ImportView, MovementDraft, RevocationDraft
from shared.errors import Refused
from shared.roles import Role

FILTERS = ("q", "award", "unit_id", "year")
REVOKE = (
    Field("ground", "Căn cứ hủy bỏ", "choice"),
    Field("conclusion", "Kết luận của cơ quan có thẩm quyền", "lines"),
    Field("concluded_on", "Ngày kết luận", "date"),
)
PAY = (
    Field("amount", "Số tiền đã chi (đồng)", "decimal"),
    Field("happened_on", "Ngày chi", "date"),
    Field("note", "Chứng từ, ghi chú", is_required=False),
)

router = APIRouter(prefix="/register")


@router.get("")
async def register(visit: Visitor, page: int = 1) -> HTMLResponse:
    """Search the register."""
    asked = await visit.filters(*FILTERS)
    return await visit.show(
        "decisions/register.html",
        found=await awarding.register(visit.door, **asked, page=page),
        asked=asked,
        awards=[(award.code, award.name) for award in await clients.awards(visit.door)],
        units=[] if visit.identity.unit_id else [(one.unit_id, one.name) for one in await clients.units(visit.door)],
        may_import=visit.may(Role.APPRAISER),
    )


@router.get("/import")
async def import_form(visit: Visitor) -> HTMLResponse:
    """Show the form that takes a file of past decisions."""
    return await _import(visit)


@router.post("/import")
async def import_awards(visit: Visitor) -> Response:
    """Look at a file, or take it in as a whole; lines that do not fit are all named."""
    commit = visit.form.get("commit") == "yes"
    try:
        if commit and "confirmed" not in visit.form:
            raise NotConfirmed
        file = sent_file(visit.form, "file")
        found = await awarding.import_awards(visit.door, pieces(file), file.filename or "", commit=commit)
    except Refused as refusal:
        return await _import(visit, beside_form("import", refusal, visit.form))
    if found.import_id is None:
        return await _import(visit, found=found)
    return await visit.go("/register", f"Đã nhập {found.fitting} khen thưởng vào sổ.")


@router.get("/{award_id}")
async def award(visit: Visitor, award_id: UUID) -> HTMLResponse:
    """Show one award's card."""
    return await _award(visit, award_id)


@router.post("/{award_id}/payments")
async def pay(visit: Visitor, award_id: UUID) -> Response:
    """Write that the bonus was paid."""
    try:
        paid = read_order(visit.form, MovementDraft, PAY, kind="paid", award_id=award_id)
        await awarding.move_money(visit.door, paid)
    except Refused as refusal:
        return await _award(visit, award_id, beside_form("pay", refusal, visit.form))
    return await visit.go(f"/register/{award_id}", "Đã ghi nhận chi thưởng.")


@router.post("/{award_id}/revocation")
async def open_revocation(visit: Visitor, award_id: UUID) -> Response:
    """Open the cancelling of an award."""
    try:
        draft = read_order(visit.form, RevocationDraft, REVOKE, award_id=award_id)
        opened = await awarding.open_revocation(visit.door, draft)
    except Refused as refusal:
        return await _award(visit, award_id, beside_form("revoke", refusal, visit.form))
    return await visit.go(f"/revocations/{opened.revocation_id}", "Đã mở hồ sơ hủy bỏ khen thưởng.")


async def _import(visit: Visit, trouble: Trouble | None = None, found: ImportView | None = None) -> HTMLResponse:
    visit.identity.require(Role.APPRAISER)
    return await visit.show("decisions/import.html", trouble, found=found)


async def _award(visit: Visit, award_id: UUID, trouble: Trouble | None = None) -> HTMLResponse:
    shown = await awarding.register_card(visit.door, award_id)
    grounds = [(one.code, f"{one.name} ({one.citation})") for one in shown.grounds]
    return await visit.show(
        "decisions/award.html",
        trouble,
        award=shown,
        revoke=offering(REVOKE, ground=grounds),
        pay=PAY,
        may_act=visit.may(Role.APPRAISER) and shown.revoked_on is None,
        sees_cases=visit.may(Role.APPRAISER, Role.LEADER, Role.ADMINISTRATOR),
    )
