"""The units of the province as of any day, one unit's card, their list's file (đơn vị)."""

import unicodedata
from datetime import date

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from services.gateway import clients
from services.gateway.clients import organisation
from services.gateway.pages.forms import Field, NotConfirmed, Trouble, beside_form, read_order
from services.gateway.pages.upload import carried, document, uncarried
from services.gateway.pages.visit import Visit, Visitor
from shared import clock
from shared.api.organisation import HeadAppointed, ProvincePreview
from shared.errors import NotFound, Refused
from shared.roles import Role

HEAD = (
    Field("name", "Họ và tên"),
    Field("post", "Chức vụ"),
    Field("account", "Tài khoản trên cổng", is_required=False),
    Field("valid_from", "Giữ chức vụ từ ngày", "date"),
)

router = APIRouter(prefix="/units")


@router.get("")
async def units(visit: Visitor) -> HTMLResponse:
    """List the units of a day, searched as people type: without diacritics."""
    asked = await visit.filters("on", "cluster", "q")
    on = a_day(asked.get("on", "")) or clock.today()
    listed = await organisation.units_on(visit.door, on)
    clusters = {one.cluster_id: one.name for one in await organisation.clusters_on(visit.door, on)}
    sought = folded(asked.get("q", ""))
    found = [unit for unit in listed if sought in folded(unit.name) and asked.get("cluster") in {None, unit.cluster_id}]
    return await visit.show(
        "organisation/units.html", units=found, total=len(listed), clusters=clusters, asked=asked, on=on
    )


@router.get("/import")
async def import_form(visit: Visitor) -> HTMLResponse:
    """Show the form that takes the province's file."""
    return await _import(visit)


@router.post("/import")
async def preview_import(visit: Visitor) -> HTMLResponse:
    """Show what the province's file would change; nothing is kept."""
    try:
        _, content = await document(visit.form, "Vui lòng chọn tệp danh sách đơn vị.")
        preview = await organisation.preview_province(visit.door, content)
    except Refused as refusal:
        return await _import(visit, beside_form("import", refusal, visit.form))
    return await _import(visit, preview=preview, content=content)


@router.post("/import/confirm")
async def import_units(visit: Visitor) -> Response:
    """Take in the file that was previewed, all or nothing."""
    try:
        if "confirmed" not in visit.form:
            raise NotConfirmed
        done = await organisation.import_province(visit.door, uncarried(visit.form))
    except Refused as refusal:
        return await _import(visit, beside_form("import", refusal, visit.form))
    said = (
        f"Đã nhập: {done.clusters_formed} cụm, khối mới, {done.units_registered} đơn vị mới, "
        f"{done.units_changed} đơn vị thay đổi."
    )
    return await visit.go("/units", said)


@router.get("/{unit_id}")
async def unit(visit: Visitor, unit_id: str) -> HTMLResponse:
    """Show one unit's card."""
    return await _unit(visit, unit_id)


@router.post("/{unit_id}/heads")
async def appoint(visit: Visitor, unit_id: str) -> Response:
    """Keep who heads a unit."""
    try:
        await organisation.appoint_head(visit.door, unit_id, read_order(visit.form, HeadAppointed, HEAD))
    except Refused as refusal:
        return await _unit(visit, unit_id, beside_form("head", refusal, visit.form))
    return await visit.go(f"/units/{unit_id}", "Đã ghi nhận người đứng đầu.")


def a_day(text: str) -> date | None:
    """Return the day an address names; raises NotFound where it names none that exists."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise NotFound from error


def folded(text: str) -> str:
    """Return *text* in small letters without diacritics, as people type it in a hurry."""
    parted = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in parted if not unicodedata.combining(letter))


async def _unit(visit: Visit, unit_id: str, trouble: Trouble | None = None) -> HTMLResponse:
    shown = await organisation.unit(visit.door, unit_id)
    names = {one.unit_id: one.name for one in await clients.units(visit.door)}
    return await visit.show(
        "organisation/unit.html",
        trouble,
        unit=shown,
        names=names,
        boxes=HEAD,
        may_appoint=visit.may(Role.ADMINISTRATOR) or visit.identity.unit_id == unit_id,
    )


async def _import(
    visit: Visit, trouble: Trouble | None = None, preview: ProvincePreview | None = None, content: bytes = b""
) -> HTMLResponse:
    visit.identity.require(Role.ADMINISTRATOR)
    return await visit.show("organisation/import.html", trouble, preview=preview, carried=carried(content))
