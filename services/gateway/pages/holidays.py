"""The days off and the days worked instead (ngày nghỉ lễ, ngày làm bù)."""

from datetime import date

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from services.gateway.clients import lifecycle
from services.gateway.pages.forms import Field, Trouble, beside_form, read_boxes, read_order
from services.gateway.pages.visit import Visit, Visitor
from services.gateway.pages.years import working_year
from shared.api.lifecycle import DayOffGiven
from shared.errors import Refused
from shared.roles import Role

DAY = Field("day", "Ngày", "date")
KIND = Field("kind", "Loại ngày", "choice", options=(("off", "Ngày nghỉ"), ("worked", "Ngày làm bù")))
BOXES = (
    Field("name", "Tên ngày"),
    Field("source", "Căn cứ", help="Điều luật hoặc số, ký hiệu văn bản."),
    Field("is_confirmed", "Đã có văn bản chính thức", "tick", is_required=False),
)

router = APIRouter(prefix="/days-off")


@router.get("")
async def days_off(visit: Visitor, year: int | None = None) -> HTMLResponse:
    """List the special days of a year."""
    return await _days_off(visit, year or await working_year(visit.door))


@router.post("")
async def put_down(visit: Visitor) -> Response:
    """Put down a day, or confirm one; deadlines reckoned from now on follow it."""
    try:
        plain = read_boxes(visit.form, (DAY, KIND))
        day = date.fromisoformat(plain["day"])
        confirmed = bool(visit.form.get("is_confirmed"))
        given = read_order(visit.form, DayOffGiven, BOXES, is_off=plain["kind"] == "off", is_confirmed=confirmed)
        kept = await lifecycle.put_day_off(visit.door, day, given)
    except Refused as refusal:
        year = str(visit.form.get("day", ""))[:4]
        shown = int(year) if year.isdecimal() else await working_year(visit.door)
        return await _days_off(visit, shown, beside_form("day", refusal, visit.form))
    return await visit.go(f"/days-off?year={kept.day.year}", f"Đã ghi {kept.name}.")


async def _days_off(visit: Visit, year: int, trouble: Trouble | None = None) -> HTMLResponse:
    return await visit.show(
        "holidays/holidays.html",
        trouble,
        year=year,
        days=await lifecycle.days_off(visit.door, year),
        boxes=(DAY, KIND, *BOXES),
        may_edit=visit.may(Role.ADMINISTRATOR, Role.LEADER),
    )
