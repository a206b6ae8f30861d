"""The units, clusters and blocks of the province."""

from fastapi import APIRouter, Request
from sqlalchemy import select

from services.plans.commands.province import read_province
from services.plans.commands.units import import_province
from services.plans.models import ClusterRow, UnitRow
from shared.api.plans import ClusterView, ProvinceImported, UnitView
from shared.db import Db
from shared.identity import Caller
from shared.roles import Role

router = APIRouter()


@router.post("/units/import")
async def take_in(request: Request, caller: Caller, db: Db) -> ProvinceImported:
    """Take in the province's file of clusters and units, all or nothing; the same file again changes nothing."""
    caller.require(Role.ADMINISTRATOR)
    province = read_province(await request.body())
    async with db.transaction() as session:
        return await import_province(session, province)


@router.get("/units")
async def list_units(_: Caller, db: Db) -> tuple[UnitView, ...]:
    """Answer every unit in the order of the official list."""
    async with db.transaction() as session:
        rows = await session.scalars(select(UnitRow).order_by(UnitRow.position))
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


@router.get("/clusters")
async def list_clusters(_: Caller, db: Db) -> tuple[ClusterView, ...]:
    """Answer every cluster and block with its members."""
    async with db.transaction() as session:
        clusters = await session.scalars(select(ClusterRow).order_by(ClusterRow.position))
        members: dict[str | None, list[str]] = {}
        for unit in await session.scalars(select(UnitRow).order_by(UnitRow.position)):
            members.setdefault(unit.cluster_id, []).append(unit.unit_id)
        return tuple(
            ClusterView(
                cluster_id=row.cluster_id,
                name=row.name,
                kind=row.kind,
                member_ids=tuple(members.get(row.cluster_id, ())),
            )
            for row in clusters
        )
