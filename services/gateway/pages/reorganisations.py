"""Mergers, splits and renamings: what an act would do, then carrying it out (sắp xếp, tổ chức lại đơn vị)."""

import json
import re
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from services.gateway import clients
from services.gateway.clients import organisation
from services.gateway.pages.forms import (
    Field,
    NotConfirmed,
    Trouble,
    Unreadable,
    beside_form,
    read,
    read_boxes,
    read_order,
)
from services.gateway.pages.organisation import folded
from services.gateway.pages.visit import Visit, Visitor
from shared.api.organisation import Reorganisation, ReorganisationPreview
from shared.errors import Refused
from shared.roles import Role

DECIDED = (
    Field("title", "Tên việc sắp xếp"),
    Field("decision", "Số, ký hiệu quyết định"),
    Field("decided_on", "Ngày quyết định", "date"),
    Field("effective_on", "Ngày có hiệu lực", "date"),
)
ENDED = (
    Field("unit_id", "Đơn vị kết thúc hoạt động", "text", is_required=False),
    Field("successor_ids", "Đơn vị tiếp nhận", is_required=False),
)
BEGUN = (
    Field("name", "Tên đơn vị mới", is_required=False),
    Field("unit_id", "Mã", is_required=False),
    Field("kind", "Loại", is_required=False),
    Field("cluster_id", "Mã cụm, khối", is_required=False),
    Field("predecessor_ids", "Hình thành từ", is_required=False),
)
RENAMED = (
    Field("unit_id", "Đơn vị", "text", is_required=False),
    Field("name", "Tên mới", is_required=False),
    Field("kind", "Loại", is_required=False),
)
ROWS = 6
MOST_ROWS = 60

router = APIRouter(prefix="/units/reorganisations")


@router.get("")
async def reorganisations(visit: Visitor) -> HTMLResponse:
    """List the acts that were carried out, and offer the next."""
    return await visit.show(
        "organisation/reorganisations.html",
        acts=await organisation.reorganisations(visit.door),
        names=await _names(visit),
        may_act=visit.may(Role.ADMINISTRATOR),
    )


@router.get("/new")
async def new(visit: Visitor, rows: int = ROWS) -> HTMLResponse:
    """Show the form of an act."""
    return await _new(visit, rows=rows)


@router.post("/new")
async def preview(visit: Visitor) -> HTMLResponse:
    """Show what an act would do; nothing is kept."""
    try:
        act = _act(visit.form)
        foreseen = await organisation.preview_reorganisation(visit.door, act)
    except Refused as refusal:
        return await _new(visit, beside_form("preview", refusal, visit.form))
    return await _new(visit, Trouble("", Refused(), _typed(visit.form)), act=act, foreseen=foreseen)


@router.post("/carry-out")
async def carry_out(visit: Visitor) -> Response:
    """Carry out the act that was previewed."""
    try:
        if "confirmed" not in visit.form:
            raise NotConfirmed
        act = read(Reorganisation, _kept(str(visit.form.get("act", ""))))
        done = await organisation.reorganise(visit.door, act)
    except Refused as refusal:
        return await _new(visit, beside_form("carry-out", refusal, visit.form))
    return await visit.go("/units/reorganisations", f"Đã thực hiện: {done.title}.")


async def _new(
    visit: Visit,
    trouble: Trouble | None = None,
    *,
    rows: int = ROWS,
    act: Reorganisation | None = None,
    foreseen: ReorganisationPreview | None = None,
) -> HTMLResponse:
    visit.identity.require(Role.ADMINISTRATOR)
    kept = act.model_copy(update={"fingerprint": foreseen.fingerprint}).model_dump_json() if act and foreseen else ""
    return await visit.show(
        "organisation/reorganise.html",
        trouble if trouble and trouble.at else None,
        typed=trouble.typed if trouble else {},
        tables=(
            ("ended.", "Đơn vị kết thúc hoạt động", ENDED),
            ("begun.", "Đơn vị thành lập mới", BEGUN),
            ("renamed.", "Đơn vị đổi tên, tiếp nhận thêm", RENAMED),
        ),
        decided=DECIDED,
        rows=range(min(max(rows, 1), MOST_ROWS)),
        more=min(rows * 2, MOST_ROWS),
        units=await clients.units(visit.door),
        names=await _names(visit),
        foreseen=foreseen,
        act=kept,
    )


async def _names(visit: Visit) -> dict[str, str]:
    return {unit.unit_id: unit.name for unit in await clients.units(visit.door)}


def _typed(form: FormData) -> dict[str, Any]:
    return {name: value for name, value in form.items() if isinstance(value, str)}


def _kept(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise Unreadable(details=["Nội dung xem trước đã bị thay đổi. Vui lòng xem trước lại."]) from error


def _act(form: FormData) -> Reorganisation:
    begun = [
        line | {"unit_id": line.get("unit_id") or slug(line["name"])} for line in _lines(form, BEGUN, "begun.", "name")
    ]
    return read_order(
        form,
        Reorganisation,
        DECIDED,
        (*ENDED, *BEGUN),
        ended=_lines(form, ENDED, "ended.", "unit_id"),
        begun=begun,
        renamed=_lines(form, RENAMED, "renamed.", "unit_id"),
    )


def slug(name: str) -> str:
    """Return the code a unit of this name gets: its letters without diacritics, parted by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", folded(name)).strip("-")[:80]


def _lines(form: FormData, boxes: tuple[Field, ...], prefix: str, key: str) -> list[dict[str, Any]]:
    """Return the lines whose *key* was filled in; several codes in one box are parted by commas."""
    places = {name.removeprefix(prefix).partition(".")[0] for name in form if name.startswith(prefix)}
    given = (read_boxes(form, boxes, f"{prefix}{place}.") for place in sorted(places, key=int))
    return [
        {name: re.split(r"[\s,;]+", text.strip()) if name.endswith("_ids") else text for name, text in line.items()}
        for line in given
        if line.get(key)
    ]
