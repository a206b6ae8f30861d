"""What the register has to say to a person (thông báo)."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from services.gateway import clients
from services.gateway.pages.rendering import inside
from services.gateway.pages.visit import Visitor

router = APIRouter(prefix="/notices")


@router.get("")
async def notices(visit: Visitor, page: int = 1) -> HTMLResponse:
    """List the person's notices, newest first."""
    asked = {"unread": visit.request.query_params.get("unread", "")}
    listed = await clients.notices(visit.door, unread=asked["unread"] or None, page=page)
    return await visit.show("notices/notices.html", notices=listed, asked=asked)


@router.post("/{notice_id}/read")
async def read(visit: Visitor, notice_id: UUID) -> Response:
    """Mark a notice as read, and open what it is about where the person asked for that."""
    notice = await clients.read_notice(visit.door, notice_id)
    return await visit.go(inside(notice.link) if "open" in visit.form else "/notices", None)
