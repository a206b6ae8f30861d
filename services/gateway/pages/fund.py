"""The fund for emulation and commendation: what it was granted, owes, paid and waits for (quỹ thi đua, khen thưởng)."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from services.gateway.clients import awarding
from services.gateway.pages.forms import Field, Trouble, beside_form, read_order
from services.gateway.pages.visit import Visit, Visitor
from shared.api.decisions import MovementDraft
from shared.errors import Refused
from shared.roles import Role

GRANT = (
    Field("payer", "Nguồn quỹ"),
    Field("amount", "Số tiền (đồng)", "decimal"),
    Field("happened_on", "Ngày", "date"),
    Field("note", "Ghi chú", is_required=False),
)

router = APIRouter(prefix="/fund")


@router.get("")
async def fund(visit: Visitor) -> HTMLResponse:
    """Show the balance of one fund or all."""
    return await _fund(visit)


@router.post("")
async def grant(visit: Visitor) -> Response:
    """Write money granted to the fund."""
    try:
        await awarding.move_money(visit.door, read_order(visit.form, MovementDraft, GRANT, kind="granted"))
    except Refused as refusal:
        return await _fund(visit, beside_form("grant", refusal, visit.form))
    return await visit.go("/fund", "Đã ghi nhận cấp quỹ.")


async def _fund(visit: Visit, trouble: Trouble | None = None) -> HTMLResponse:
    asked = await visit.filters("payer", "year")
    return await visit.show(
        "decisions/fund.html",
        trouble,
        fund=await awarding.fund(visit.door, **asked),
        asked=asked,
        grant=GRANT,
        may_grant=visit.may(Role.APPRAISER),
    )
