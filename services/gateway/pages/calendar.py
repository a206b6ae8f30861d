"""Everything dated, by month or as a list; historic days; and feeds for calendar programs (lịch công tác)."""

import calendar
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from services.gateway import clients
from services.gateway.clients import calendar as dates
from services.gateway.pages.choices import ENTRY_KINDS
from services.gateway.pages.forms import Field, Trouble, beside_form, offering, read_order
from services.gateway.pages.visit import Visit, Visitor
from services.gateway.pages.words import STAFF
from services.gateway.pages.years import working_year
from shared import clock
from shared.api.oversight import EntryView, FeedDraft, FeedMade
from shared.errors import NotFound, Refused

FEED = (
    Field("unit_id", "Lịch của", "choice", is_required=False),
    Field("with_alarms", "Kèm nhắc việc trước hạn", "tick", is_required=False),
)

router = APIRouter()


@router.get("/calendar")
async def show(visit: Visitor) -> HTMLResponse:
    """Show a month, or the same days as a list; the filters are remembered."""
    asked = await visit.filters("month", "view", "kind", "unit_id")
    first = _month(asked.get("month", ""))
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    found = await dates.calendar(visit.door, first, last, kind=asked.get("kind", ""), unit_id=asked.get("unit_id", ""))
    today = clock.today()
    units = [] if visit.identity.unit_id else [(u.unit_id, u.name) for u in await clients.units(visit.door)]
    return await visit.show(
        "calendar/calendar.html",
        asked=asked,
        first=first,
        months=[(f"{n:02d}", f"Tháng {n}") for n in range(1, 13)],
        before=_shown(first - timedelta(days=1)),
        after=_shown(last + timedelta(days=1)),
        weeks=calendar.Calendar().monthdatescalendar(first.year, first.month),
        days=_days(found.entries, first, last),
        entries=found.entries,
        doubts=found.doubts,
        today=today,
        kinds=ENTRY_KINDS.items(),
        units=units,
    )


@router.get("/anniversaries")
async def anniversaries(visit: Visitor, year: int | None = None) -> HTMLResponse:
    """List the historic days of a year."""
    chosen = year or await working_year(visit.door)
    listed = await dates.anniversaries(visit.door, chosen)
    return await visit.show("calendar/anniversaries.html", year=chosen, days=listed)


@router.get("/calendar/feeds")
async def feeds(visit: Visitor) -> HTMLResponse:
    """List the caller's feeds and offer a new one."""
    return await _feeds(visit)


@router.post("/calendar/feeds")
async def make_feed(visit: Visitor) -> HTMLResponse:
    """Make a feed and show its address, this once and on this page alone."""
    try:
        made = await dates.make_feed(visit.door, read_order(visit.form, FeedDraft, FEED))
    except Refused as refusal:
        return await _feeds(visit, trouble=beside_form("make", refusal, visit.form))
    return await _feeds(visit, made)


@router.post("/calendar/feeds/{feed_id}/revoke")
async def revoke_feed(visit: Visitor, feed_id: UUID) -> Response:
    """Let a feed's address lead nowhere."""
    await dates.revoke_feed(visit.door, feed_id)
    return await visit.go("/calendar/feeds", "Đã thu hồi lịch. Địa chỉ cũ không còn dùng được.")


@router.get("/calendar/feeds/{feed_id}/{secret}.ics")
async def read_feed(request: Request, feed_id: UUID, secret: str) -> Response:
    """Pass a feed on to a calendar program, which has its secret address and no other way to sign in."""
    answer = await dates.read_feed(request.app.state.services, feed_id, secret)
    if not answer.is_success:
        status = HTTPStatus.NOT_FOUND if answer.is_client_error else HTTPStatus.SERVICE_UNAVAILABLE
        return Response(status_code=status)
    headers = {"x-robots-tag": "noindex", "content-disposition": 'inline; filename="lich-thi-dua.ics"'}
    return Response(answer.content, media_type="text/calendar; charset=utf-8", headers=headers)


async def _feeds(visit: Visit, made: FeedMade | None = None, trouble: Trouble | None = None) -> HTMLResponse:
    units = await clients.units(visit.door)
    names = {unit.unit_id: unit.name for unit in units}
    own = visit.identity.unit_id
    offered = [(own, names.get(own, own))] if own else list(names.items())
    return await visit.show(
        "calendar/feeds.html",
        trouble,
        feeds=await dates.feeds(visit.door),
        names=names,
        made=made,
        address=f"{visit.request.base_url}{made.path.removeprefix('/')}" if made else "",
        boxes=offering(FEED, unit_id=offered),
        may_make=bool(own) or visit.may(*STAFF),
    )


def _month(text: str) -> date:
    """Return the first day of the month 2023-06; this month where nothing like it was asked."""
    try:
        return date.fromisoformat(f"{text}-01") if text else clock.today().replace(day=1)
    except ValueError as error:
        raise NotFound from error


def _shown(day: date) -> str:
    return f"{day:%Y-%m}"


def _days(entries: Iterable[EntryView], first: date, last: date) -> dict[date, list[EntryView]]:
    """Return what to show on each day: a long thing on its first and its last day, not on every one between."""
    days: dict[date, list[EntryView]] = defaultdict(list)
    for entry in entries:
        for day in dict.fromkeys((entry.starts_on, entry.ends_on)):
            if first <= day <= last:
                days[day].append(entry)
    return days
