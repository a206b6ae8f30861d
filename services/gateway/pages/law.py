"""The law the register works with: rulesets, an award's card, differences, and who confirmed what (bộ quy định)."""

import json
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from services.gateway import clients
from services.gateway.clients import law
from services.gateway.pages.forms import Field, Trouble, beside_form, read_boxes, read_order, typed
from services.gateway.pages.visit import Visit, Visitor
from shared.api.rules import RuleActDraft
from shared.errors import Refused
from shared.roles import Role

CONFIRM = (
    Field("ground", "Căn cứ xác nhận", "lines"),
    Field("document", "Văn bản đã đối chiếu", is_required=False),
)
OVERRIDE = (
    Field(
        "path", "Vị trí của giá trị", help="Ví dụ: awards/CSTD_CS/criteria/…; chép từ trang khác biệt hoặc danh sách."
    ),
    Field("new", "Giá trị mới"),
    *CONFIRM,
)

router = APIRouter(prefix="/law")


@router.get("")
async def rulesets(visit: Visitor) -> HTMLResponse:
    """List the rulesets in the order of their dates."""
    return await visit.show("law/rulesets.html", rulesets=await law.rulesets(visit.door))


@router.get("/acts")
async def acts(visit: Visitor) -> HTMLResponse:
    """List who confirmed or overrode what."""
    visit.identity.require(Role.ADMINISTRATOR, Role.LEADER, Role.APPRAISER)
    return await visit.show("law/acts.html", acts=await law.acts(visit.door))


@router.get("/{code}")
async def ruleset(visit: Visitor, code: str) -> HTMLResponse:
    """Show one ruleset: its awards, and what nobody has confirmed yet."""
    return await _ruleset(visit, code)


@router.get("/{code}/awards/{award}")
async def card(visit: Visitor, code: str, award: str) -> HTMLResponse:
    """Show everything a ruleset says about one award."""
    return await visit.show("law/card.html", card=await law.card(visit.door, code, award))


@router.get("/{code}/differences/{other}")
async def differences(visit: Visitor, code: str, other: str) -> HTMLResponse:
    """Show what another ruleset says differently."""
    return await visit.show(
        "law/differences.html", code=code, other=other, differences=await law.differences(visit.door, code, other)
    )


@router.post("/{code}/confirm")
async def confirm(visit: Visitor, code: str) -> Response:
    """Confirm one value, on a ground."""
    path = typed(visit.form).get("path", "")
    try:
        draft = read_order(visit.form, RuleActDraft, CONFIRM, ruleset=code, kind="confirm", path=path)
        await law.act(visit.door, draft)
    except Refused as refusal:
        return await _ruleset(visit, code, beside_form(f"confirm/{path}", refusal, visit.form))
    return await visit.go(f"/law/{code}", "Đã xác nhận quy định.")


@router.post("/{code}/override")
async def override(visit: Visitor, code: str) -> Response:
    """Override one value, on a ground; the engine works with it from now on."""
    try:
        given = read_boxes(visit.form, OVERRIDE)
        given["new"] = value_of(given["new"])
        draft = read_order(visit.form, RuleActDraft, (), ruleset=code, kind="override", **given)
        await law.act(visit.door, draft)
    except Refused as refusal:
        return await _ruleset(visit, code, beside_form("override", refusal, visit.form))
    return await visit.go(f"/law/{code}", "Đã điều chỉnh quy định.")


def value_of(text: str) -> Any:
    """Return what was typed as a number, yes or no, or a list where it is written as one; a text otherwise."""
    try:
        return json.loads(text)
    except ValueError:
        return text


async def _ruleset(visit: Visit, code: str, trouble: Trouble | None = None) -> HTMLResponse:
    rulesets = await law.rulesets(visit.door)
    is_master = visit.may(Role.ADMINISTRATOR, Role.LEADER)
    return await visit.show(
        "law/ruleset.html",
        trouble,
        code=code,
        ruleset=next((one for one in rulesets if one.code == code), None),
        others=[one for one in rulesets if one.code != code],
        unconfirmed=await law.unconfirmed(visit.door, code),
        awards=[(one.code, one.name) for one in await clients.awards(visit.door)],
        version=len(await law.acts(visit.door)) if is_master else None,
        is_master=is_master,
        confirm=CONFIRM,
        override=OVERRIDE,
    )
