"""What the gateway may ask about the log of acts."""

from typing import Annotated

from fastapi import APIRouter, Query

from services.nominations.queries.acts import acts_of
from shared.api.acts import ActPage
from shared.db import Db
from shared.identity import Caller
from shared.roles import Role

router = APIRouter()

Text = Annotated[str, Query(max_length=100)]


@router.get("/acts")
async def acts(  # noqa: PLR0913 - each narrows the log
    caller: Caller,
    db: Db,
    *,
    about: Text = "",
    about_id: Text = "",
    actor: Text = "",
    before: Annotated[int | None, Query(ge=1, le=2**62)] = None,
) -> ActPage:
    """Show who did what, newest first; for those who answer for the register."""
    caller.require(Role.ADMINISTRATOR, Role.LEADER)
    async with db.transaction() as session:
        return await acts_of(session, before=before, about=about, about_id=about_id, actor=actor)
