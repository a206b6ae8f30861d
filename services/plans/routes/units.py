"""The units of the province: its list as of any day, who heads them, how they are reorganised."""

from collections.abc import Sequence
from datetime import date

from fastapi import APIRouter, Request
from sqlalchemy import select

from services.plans.commands.effects import preview
from services.plans.commands.province import read_province
from services.plans.commands.reorganisation import reorganise
from services.plans.commands.units import appoint_head, import_province, preview_province
from services.plans.models import UnitRow
from services.plans.models.units import ReorganisationRow
from services.plans.queries import organisation
from services.plans.routes.organisation_views import reorganisation_view, unit_detail
from shared import clock
from shared.api.organisation import (
    HeadAccount,
    HeadAppointed,
    ProvincePreview,
    Reorganisation,
    ReorganisationPreview,
    ReorganisationView,
    UnitDetail,
)
from shared.api.plans import ProvinceImported, UnitView
from shared.db import Db
from shared.identity import Caller
from shared.roles import Role

router = APIRouter(prefix="/units")


@router.post("/import")
async def take_in(request: Request, caller: Caller, db: Db) -> ProvinceImported:
    """Take in the province's file of clusters and units, all or nothing; the same file again changes nothing."""
    caller.require(Role.ADMINISTRATOR)
    province = read_province(await request.body())
    async with db.transaction() as session:
        return await import_province(session, province)


@router.post("/import/preview")
async def preview_import(request: Request, caller: Caller, db: Db) -> ProvincePreview:
    """Answer what the province's file would change; nothing is kept."""
    caller.require(Role.ADMINISTRATOR)
    province = read_province(await request.body())
    async with db.transaction() as session:
        return await preview_province(session, province)


@router.get("")
async def list_units(_: Caller, db: Db, on: date | None = None) -> tuple[UnitView, ...]:
    """Answer every unit in the order of the official list; with *on*, those of that day as they were then."""
    rows: Sequence[UnitRow | organisation.UnitOn]
    async with db.transaction() as session:
        if on is None:
            listed = select(UnitRow).where(UnitRow.is_province.is_(False)).order_by(UnitRow.position, UnitRow.unit_id)
            rows = (await session.scalars(listed)).all()
        else:
            rows = await organisation.units_on(session, on)
        return tuple(
            UnitView(
                unit_id=row.unit_id,
                name=row.name,
                kind=row.kind,
                cluster_id=row.cluster_id,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
            )
            for row in rows
        )


@router.get("/heads")
async def list_heads(year: int, caller: Caller, db: Db) -> tuple[HeadAccount, ...]:
    """Answer how each unit and its head kept the filings of a year; a unit's officer sees their own."""
    async with db.transaction() as session:
        return tuple(await organisation.head_accounts(session, year, clock.today(), caller.unit_id))


@router.get("/reorganisations")
async def list_reorganisations(_: Caller, db: Db) -> tuple[ReorganisationView, ...]:
    """Answer the acts that were carried out, the latest first."""
    async with db.transaction() as session:
        listed = select(ReorganisationRow).order_by(
            ReorganisationRow.effective_on.desc(), ReorganisationRow.carried_out_at.desc()
        )
        return tuple(reorganisation_view(row) for row in await session.scalars(listed))


@router.post("/reorganisations/preview")
async def preview_reorganisation(act: Reorganisation, caller: Caller, db: Db) -> ReorganisationPreview:
    """Answer what an act would do: whom it ends, what they still owe, who takes over; nothing is kept."""
    caller.require(Role.ADMINISTRATOR)
    async with db.transaction() as session:
        return await preview(session, act)


@router.post("/reorganisations")
async def carry_out(act: Reorganisation, caller: Caller, db: Db) -> ReorganisationView:
    """Carry out an act as it was previewed."""
    caller.require(Role.ADMINISTRATOR)
    async with db.transaction() as session:
        return reorganisation_view(await reorganise(session, act, caller))


@router.get("/{unit_id}")
async def show(unit_id: str, caller: Caller, db: Db) -> UnitDetail:
    """Answer a unit with its names, heads, clusters, predecessors and successors."""
    async with db.transaction() as session:
        return await unit_detail(session, await organisation.unit(session, unit_id), caller)


@router.post("/{unit_id}/heads")
async def appoint(unit_id: str, head: HeadAppointed, caller: Caller, db: Db) -> UnitDetail:
    """Keep who heads a unit from a day on; its officer does it for their own unit."""
    caller.require(Role.ADMINISTRATOR, Role.UNIT_OFFICER)
    caller.require_unit(unit_id)
    async with db.transaction() as session:
        unit = await appoint_head(session, unit_id, head)
        await session.flush()
        return await unit_detail(session, unit, caller)
