"""The log of acts, for those who answer for the register (nhật ký hệ thống)."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from services.gateway.clients import awarding
from services.gateway.pages.visit import Visitor

router = APIRouter(prefix="/acts")


@router.get("")
async def acts(visit: Visitor, before: Annotated[int | None, Query(ge=1)] = None) -> HTMLResponse:
    """Show who did what, newest first."""
    asked = await visit.filters("about", "about_id", "actor")
    return await visit.show(
        "decisions/acts.html", acts=await awarding.acts(visit.door, **asked, before=before), asked=asked
    )
