"""The year at a glance, what is late, and what waits for the person (tổng quan)."""

import asyncio
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from services.gateway import clients
from services.gateway.pages.rendering import query
from services.gateway.pages.visit import Visit, Visitor
from services.gateway.pages.years import working_year
from shared.roles import Role

LINES = 5
"""How many lines of a list the home page shows; the rest is a link away."""

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Desk:
    """A pile that waits for a role: dossiers or filings in one state."""

    role: Role
    label: str
    path: str
    state: str


DESKS = (
    Desk(Role.UNIT_OFFICER, "Kế hoạch, báo cáo chưa nộp", "/filings/own", "due"),
    Desk(Role.UNIT_OFFICER, "Kế hoạch, báo cáo bị trả lại", "/filings/own", "returned"),
    Desk(Role.UNIT_OFFICER, "Hồ sơ bị trả lại", "/nominations", "returned"),
    Desk(Role.APPRAISER, "Kế hoạch, báo cáo chờ chấp nhận", "/filings", "received"),
    Desk(Role.APPRAISER, "Hồ sơ chờ tiếp nhận", "/nominations", "submitted"),
    Desk(Role.APPRAISER, "Hồ sơ chờ thẩm định", "/nominations", "received"),
    Desk(Role.LEADER, "Hồ sơ chờ quyết định", "/nominations", "eligible"),
)


@router.get("/")
async def home(visit: Visitor, year: int | None = None) -> HTMLResponse:
    """Show the year by quarter, and what waits for whoever asks."""
    year = year or await working_year(visit.door)
    desks = [desk for desk in DESKS if desk.role in visit.identity.roles]
    unit_id = visit.identity.unit_id
    overview, notices, late, *piles = await asyncio.gather(
        clients.overview(visit.door, year),
        clients.notices(visit.door, unread="true", size=LINES),
        clients.filings(visit.door, state="overdue", unit_id=unit_id, size=LINES),
        *(_pile(visit, desk) for desk in desks),
    )
    lists = {"overview": overview, "notices": notices, "late": late, "piles": piles}
    return await visit.show("home/home.html", **lists)


async def _pile(visit: Visit, desk: Desk) -> dict[str, Any]:
    ask = clients.nominations if desk.path == "/nominations" else clients.filings
    found = await ask(visit.door, state=desk.state, unit_id=visit.identity.unit_id, size=1)
    return {"label": desk.label, "count": found.total, "path": f"{desk.path}?{query({'state': desk.state})}"}
