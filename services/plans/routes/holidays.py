"""The days off and the days worked instead: published ones, and those a person puts down or confirms."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from services.plans.models import DayOffRow
from services.plans.queries.days import days_of
from shared import clock
from shared.api.lifecycle import DayOffGiven, DayOffView
from shared.db import Db
from shared.identity import Caller
from shared.roles import Role
from shared.workdays import SpecialDay, Sureness

router = APIRouter(prefix="/days-off")


@router.get("")
async def list_days(_: Caller, db: Db, year: Annotated[int, Query(ge=2000, le=2100)]) -> tuple[DayOffView, ...]:
    """Answer every day off and every day worked instead in a year, each with its source and how sure it is."""
    async with db.transaction() as session:
        return tuple(map(_view, await days_of(session, year)))


@router.put("/{day}")
async def put_down(day: date, given: DayOffGiven, caller: Caller, db: Db) -> DayOffView:
    """Put down or confirm a day; deadlines reckoned from now on follow it."""
    caller.require(Role.ADMINISTRATOR, Role.LEADER)
    status = Sureness.CONFIRMED if given.is_confirmed else Sureness.NEEDS_CONFIRMATION
    row = DayOffRow(
        on_day=day,
        is_off=given.is_off,
        name=given.name,
        source=given.source,
        status=status,
        kept_by=caller.name,
        kept_at=clock.now(),
    )
    async with db.transaction() as session:
        kept = await session.merge(row)
        return _view(kept.day)


def _view(day: SpecialDay) -> DayOffView:
    return DayOffView(
        day=day.on, is_off=day.is_off, name=day.name, source=day.source, status=day.sureness, counts=day.counts
    )
