"""What the gateway may ask about the award register, ceremonies and revocations."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request

from services.nominations.commands import ceremonies, imports, revocation
from services.nominations.queries import aftercare
from services.nominations.queries.register import Looked, card_of, page_of
from services.nominations.routes.scope import STAFF, own_unit, require_seen
from shared.api.base import StepTaken
from shared.api.decisions import (
    CeremonyDraft,
    CeremonySummary,
    CeremonyView,
    DoubtSettled,
    HandoverChange,
    ImportView,
    Recovery,
    RegisterCard,
    RegisterPage,
    RevocationDraft,
    RevocationStep,
    RevocationSummary,
    RevocationView,
)
from shared.db import Db
from shared.errors import Refused
from shared.identity import Caller

router = APIRouter()

LARGEST_FILE = 50_000_000


class FileTooLarge(Refused):
    """A file is larger than one import takes."""

    status = 413
    message = "Tệp quá lớn; tối đa 50 MB."


@router.get("/register")
async def register(  # noqa: PLR0913 - each is a filter of the list
    caller: Caller,
    db: Db,
    *,
    q: Annotated[str | None, Query(max_length=300)] = None,
    award: str | None = None,
    unit_id: str | None = None,
    year: Annotated[int | None, Query(ge=1, le=9999)] = None,
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
    size: Annotated[int, Query(ge=1, le=200)] = 50,
) -> RegisterPage:
    """Search the register; a unit's officer sees the unit's own lines."""
    if not caller.may(*STAFF):
        unit_id = own_unit(caller, unit_id)
    async with db.transaction() as session:
        return await page_of(session, Looked(q, award, unit_id, year), page, size)


@router.get("/register/{award_id}")
async def one_award(award_id: UUID, caller: Caller, db: Db) -> RegisterCard:
    """Show one line of the register, and on which grounds it may be cancelled."""
    async with db.transaction() as session:
        found = await card_of(session, award_id)
    require_seen(caller, found.unit_id)
    return found


@router.post("/register/imports")
async def take_in(
    request: Request,
    caller: Caller,
    db: Db,
    *,
    commit: bool = False,
    file_name: Annotated[str, Query(max_length=300)] = "",
) -> ImportView:
    """Look at a CSV file of past decisions, or take all of it in."""
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > LARGEST_FILE:
            raise FileTooLarge
    async with db.transaction() as session:
        return await imports.take_in(session, bytes(content), file_name, caller, commit=commit)


@router.post("/ceremonies", status_code=201)
async def prepare(draft: CeremonyDraft, caller: Caller, db: Db) -> CeremonyView:
    """Prepare a ceremony."""
    async with db.transaction() as session:
        return await aftercare.ceremony_view(session, await ceremonies.prepare(session, draft, caller), caller)


@router.get("/ceremonies")
async def list_ceremonies(caller: Caller, db: Db) -> tuple[CeremonySummary, ...]:
    """List the newest ceremonies."""
    caller.require(*STAFF)
    async with db.transaction() as session:
        return await aftercare.ceremonies(session)


@router.get("/ceremonies/{ceremony_id}")
async def show_ceremony(ceremony_id: UUID, caller: Caller, db: Db) -> CeremonyView:
    """Show a ceremony: its list, its running order, and what is missing."""
    caller.require(*STAFF)
    async with db.transaction() as session:
        return await aftercare.ceremony_view(session, await aftercare.ceremony(session, ceremony_id), caller)


@router.post("/ceremonies/{ceremony_id}/handovers")
async def write_handovers(ceremony_id: UUID, change: HandoverChange, caller: Caller, db: Db) -> CeremonyView:
    """Write what is at hand and who took what."""
    async with db.transaction() as session:
        row = await aftercare.ceremony(session, ceremony_id)
        await ceremonies.write_handovers(session, row, change, caller)
        return await aftercare.ceremony_view(session, row, caller)


@router.post("/ceremonies/{ceremony_id}/steps/{step}")
async def take_ceremony_step(ceremony_id: UUID, step: str, body: StepTaken, caller: Caller, db: Db) -> CeremonyView:
    """Take a step of a ceremony."""
    async with db.transaction() as session:
        row = await aftercare.ceremony(session, ceremony_id)
        await ceremonies.take_step(session, row, step, body, caller)
        return await aftercare.ceremony_view(session, row, caller)


@router.post("/revocations", status_code=201)
async def open_revocation(draft: RevocationDraft, caller: Caller, db: Db) -> RevocationView:
    """Open the cancelling of an award."""
    async with db.transaction() as session:
        row = await revocation.open_case(session, draft, caller)
        return await aftercare.revocation_view(session, row, caller)


@router.get("/revocations")
async def list_revocations(caller: Caller, db: Db) -> tuple[RevocationSummary, ...]:
    """List the newest revocations."""
    caller.require(*STAFF)
    async with db.transaction() as session:
        return await aftercare.revocations(session)


@router.get("/revocations/{revocation_id}")
async def show_revocation(revocation_id: UUID, caller: Caller, db: Db) -> RevocationView:
    """Show a revocation with every later award in doubt."""
    caller.require(*STAFF)
    async with db.transaction() as session:
        return await aftercare.revocation_view(session, await aftercare.revocation(session, revocation_id), caller)


@router.post("/revocations/{revocation_id}/steps/{step}")
async def take_revocation_step(
    revocation_id: UUID, step: str, body: RevocationStep, caller: Caller, db: Db
) -> RevocationView:
    """Take a step of a revocation."""
    async with db.transaction() as session:
        row = await aftercare.revocation(session, revocation_id)
        await revocation.take_step(session, row, step, body, caller)
        return await aftercare.revocation_view(session, row, caller)


@router.post("/revocations/{revocation_id}/recoveries")
async def recover(revocation_id: UUID, done: Recovery, caller: Caller, db: Db) -> RevocationView:
    """Write what came back."""
    async with db.transaction() as session:
        row = await aftercare.revocation(session, revocation_id)
        await revocation.recover(session, row, done, caller)
        return await aftercare.revocation_view(session, row, caller)


@router.post("/revocations/{revocation_id}/doubts/{award_id}")
async def settle_doubt(
    revocation_id: UUID, award_id: UUID, found: DoubtSettled, caller: Caller, db: Db
) -> RevocationView:
    """Write what a person found about a later award in doubt."""
    async with db.transaction() as session:
        row = await aftercare.revocation(session, revocation_id)
        await revocation.settle_doubt(session, row, award_id, found, caller)
        return await aftercare.revocation_view(session, row, caller)
