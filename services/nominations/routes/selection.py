"""What the gateway may ask while a list is put together: overlaps, quotas, and who reaches a milestone."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from services.nominations.commands.rounds import round_of
from services.nominations.queries import milestones as suggesting
from services.nominations.queries import overlaps as overlapping
from services.nominations.queries.lists import nomination
from services.nominations.queries.quotas import quotas_of
from services.nominations.routes.scope import STAFF, own_unit, require_may_see
from shared import clock
from shared.api.selection import MilestoneLine, OverlapLine, QuotaLine
from shared.db import Db
from shared.identity import Caller

router = APIRouter()

Count = Annotated[int | None, Query(ge=0, le=10_000_000)]


@router.get("/nominations/{nomination_id}/overlaps")
async def overlaps(nomination_id: UUID, caller: Caller, db: Db) -> tuple[OverlapLine, ...]:
    """Show what may reward the same achievement: the staff across all units, an officer within the own."""
    async with db.transaction() as session:
        row = await nomination(session, nomination_id)
        await require_may_see(session, caller, row)
        return await overlapping.overlaps(session, row, None if caller.may(*STAFF) else caller.unit_id)


@router.get("/rounds/{round_id}/quotas")
async def quotas(  # noqa: PLR0913 - each is a count a person may know
    round_id: UUID,
    caller: Caller,
    db: Db,
    *,
    advanced_count: Count = None,
    flag_holders: Count = None,
    cluster_leaders: Count = None,
) -> tuple[QuotaLine, ...]:
    """Show what a round's list has used of each quota; counts that are told go before those of the register."""
    caller.require(*STAFF)
    counts = {"advanced_count": advanced_count, "flag_holders": flag_holders, "cluster_leaders": cluster_leaders}
    told = {name: count for name, count in counts.items() if count is not None}
    async with db.transaction() as session:
        return await quotas_of(session, await round_of(session, round_id), told)


@router.get("/milestones")
async def milestones(
    caller: Caller,
    db: Db,
    *,
    award: Annotated[str, Query(max_length=100)],
    year: Annotated[int, Query(ge=1945, le=2100)],
    unit_id: Annotated[str | None, Query(max_length=200)] = None,
) -> tuple[MilestoneLine, ...]:
    """Suggest who reaches an award by what the register has of them; an officer sees the own unit's."""
    if not caller.may(*STAFF):
        unit_id = own_unit(caller, unit_id)
    async with db.transaction() as session:
        return await suggesting.milestones(session, award, year, clock.today(), unit_id)
