"""Rounds of nominations, and how many of an award their list may still hold (đợt xét, tỷ lệ)."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from services.gateway import clients
from services.gateway.clients import dossiers, law
from services.gateway.pages.forms import Field, Trouble, beside_form, offering, read_order
from services.gateway.pages.options import MODE
from services.gateway.pages.visit import Visit, Visitor
from shared.api.base import StepTaken
from shared.api.dossiers import RoundDraft
from shared.errors import NotFound, Refused
from shared.roles import Role

ROUND = (
    Field("name", "Tên đợt xét"),
    Field("year", "Năm thành tích", "number"),
    Field("mode", "Loại hình khen thưởng", "choice", options=MODE),
    Field("opens_on", "Nhận hồ sơ từ ngày", "date"),
    Field("closes_on", "Đến hết ngày", "date"),
    Field("awards", "Danh hiệu, hình thức được xét", "many", is_required=False, help="Không chọn thì xét tất cả."),
)
COUNTS = (
    ("advanced_count", "Số Lao động tiên tiến, Chiến sĩ tiên tiến"),
    ("flag_holders", "Số tập thể được tặng Cờ thi đua cấp tỉnh, bộ"),
    ("cluster_leaders", "Số tập thể dẫn đầu cụm, khối"),
)
"""What the caps are counted from; a cap asks for one of them."""

router = APIRouter(prefix="/rounds")


@router.get("")
async def rounds(visit: Visitor) -> HTMLResponse:
    """List the rounds, newest first."""
    return await _rounds(visit)


@router.post("")
async def open_round(visit: Visitor) -> Response:
    """Open a round."""
    try:
        opened = await dossiers.open_round(visit.door, read_order(visit.form, RoundDraft, ROUND))
    except Refused as refusal:
        return await _rounds(visit, beside_form("open", refusal, visit.form))
    return await visit.go(f"/rounds/{opened.round_id}", f"Đã mở đợt xét {opened.name}.")


@router.get("/{round_id}")
async def one_round(visit: Visitor, round_id: UUID) -> HTMLResponse:
    """Show one round, its dossiers by award, and the caps of its list as it stands now."""
    return await _round(visit, round_id)


@router.post("/{round_id}/close")
async def close(visit: Visitor, round_id: UUID) -> Response:
    """Close a round before its last day."""
    try:
        closed = await dossiers.close_round(visit.door, round_id, read_order(visit.form, StepTaken))
    except Refused as refusal:
        return await _round(visit, round_id, beside_form("close", refusal, visit.form))
    return await visit.go(f"/rounds/{round_id}", f"Đã đóng đợt xét {closed.name}.")


async def _rounds(visit: Visit, trouble: Trouble | None = None) -> HTMLResponse:
    awards = [(one.code, one.name) for one in await clients.awards(visit.door)]
    return await visit.show(
        "nominations/rounds.html",
        trouble,
        rounds=await dossiers.rounds(visit.door),
        boxes=offering(ROUND, awards=awards),
        may_open=visit.may(Role.APPRAISER),
    )


async def _round(visit: Visit, round_id: UUID, trouble: Trouble | None = None) -> HTMLResponse:
    shown = next((one for one in await dossiers.rounds(visit.door) if one.round_id == round_id), None)
    if shown is None:
        raise NotFound("Không tìm thấy đợt xét.")
    awards = {one.code: one.name for one in await clients.awards(visit.door)}
    rulesets = await law.rulesets(visit.door)
    asked = {name: visit.request.query_params.get(name, "") for name in ("ruleset", "award", *dict(COUNTS))}
    return await visit.show(
        "nominations/round.html",
        trouble,
        round=shown,
        awards=awards,
        rulesets=[(one.code, one.name) for one in rulesets],
        counts=COUNTS,
        asked=asked,
        quota=await _quota(visit, round_id, asked),
        may_close=visit.may(Role.APPRAISER) and shown.state == "open",
    )


async def _quota(visit: Visit, round_id: UUID, asked: dict[str, str]) -> Any:
    """Return what the cap says of the list as it stands: used is how many dossiers of the award the round holds."""
    if not asked["ruleset"] or not asked["award"]:
        return None
    listed = await clients.nominations(visit.door, round_id=round_id, award=asked["award"], size=1)
    counts = {name: text for name, text in asked.items() if name in dict(COUNTS) and text.isdecimal()}
    try:
        return await law.quota(visit.door, asked["ruleset"], asked["award"], used=listed.total, **counts)
    except Refused as refusal:
        if refusal.status != NotFound.status:
            raise
        return "none"
