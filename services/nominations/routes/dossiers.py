"""What the gateway may ask of nominations: the catalogue, a list, one dossier, a new one, a step."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any
from uuid import UUID

import uuid_utils.compat
from fastapi import APIRouter, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import TypeAdapter, ValidationError

from services.nominations.commands import steps, submitting
from services.nominations.commands.rounds import require_in_round
from services.nominations.queries.lists import Asked, nomination, page_of
from services.nominations.queries.views import award_views, first_line, view, view_of
from services.nominations.routes.scope import STAFF, own_unit, require_may_see, require_seen
from shared import clock
from shared.api.base import Page
from shared.api.nominations import (
    AwardView,
    NominationDraft,
    NominationStep,
    NominationSummary,
    NominationView,
)
from shared.db import Db
from shared.events.plans import Channel
from shared.identity import Caller, caller_of

router = APIRouter()

LARGEST_PAGE = 200
LAST_PAGE = 100_000

_DRAFT = TypeAdapter(NominationDraft)


@router.get("/awards")
async def awards(_: Caller) -> tuple[AwardView, ...]:
    """Show the catalogue: every award, what it asks for, and who decides it."""
    return award_views()


class Hot(APIRoute):
    """A route that hands its function the request and nothing else, and is documented like any other."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the function itself: nothing is solved, read or written for it."""
        return self.endpoint


async def submit(request: Request) -> Response:
    """Submit a dossier; read and answered without detours, because many come at once."""
    caller = await caller_of(request)
    try:
        draft = _DRAFT.validate_json(await request.body())
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error
    own_unit(caller, draft.unit_id)
    one = submitting.submitted(
        draft, caller.roles, nomination_id=uuid_utils.compat.uuid7(), channel=Channel.WEB, at=clock.now()
    )
    db = request.app.state.db
    if one.round_id is not None:
        async with db.transaction() as session:
            await require_in_round(session, one.round_id, one.award, one.submitted_at.date())
    unit_name = await submitting.put(db, one, caller.name)
    shown = view_of(one, unit_name, (first_line(one, caller.name),), None, caller)
    return Response(shown.model_dump_json(), status_code=201, media_type="application/json")


router.add_api_route(
    "/nominations",
    submit,
    methods=["POST"],
    status_code=201,
    response_model=None,
    responses={201: {"model": NominationView}},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": NominationDraft.model_json_schema()}},
        }
    },
    route_class_override=Hot,
)


@router.get("/nominations")
async def nominations(  # noqa: PLR0913 - each is a filter of the list
    caller: Caller,
    db: Db,
    *,
    state: str | None = None,
    unit_id: str | None = None,
    award: str | None = None,
    year: Annotated[int | None, Query(ge=1, le=9999)] = None,
    round_id: UUID | None = None,
    is_overdue: bool = False,
    q: Annotated[str | None, Query(max_length=300)] = None,
    page: Annotated[int, Query(ge=1, le=LAST_PAGE)] = 1,
    size: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 50,
) -> Page[NominationSummary]:
    """List dossiers, newest first; a unit's officer sees the unit's own."""
    if not caller.may(*STAFF):
        unit_id = own_unit(caller, unit_id)
    async with db.transaction() as session:
        return await page_of(
            session, Asked(state, unit_id, award, year, q, round_id, clock.now() if is_overdue else None), page, size
        )


@router.get("/nominations/{nomination_id}")
async def one_nomination(nomination_id: UUID, caller: Caller, db: Db) -> NominationView:
    """Show one dossier with its findings, its history and the steps the caller may take."""
    async with db.transaction() as session:
        row = await nomination(session, nomination_id)
        await require_may_see(session, caller, row)
        return await view(session, row, caller)


@router.post("/nominations/{nomination_id}/steps/{step}")
async def take_step(nomination_id: UUID, step: str, body: NominationStep, caller: Caller, db: Db) -> NominationView:
    """Take a step of a dossier; of two people who try at once, one is told that someone was faster."""
    async with db.transaction() as session:
        row = await nomination(session, nomination_id, is_locked=True)
        require_seen(caller, row.unit_id)
        await steps.take(session, row, step, body, caller)
        return await view(session, row, caller)
