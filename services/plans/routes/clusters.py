"""Clusters and blocks: who belongs to them on a day, by which decision, and who leads them."""

from datetime import date

from fastapi import APIRouter
from starlette import status

from services.plans.commands import clusters
from services.plans.queries import organisation
from services.plans.routes.organisation_views import cluster_detail
from shared import clock
from shared.api.organisation import ClusterDetail, ClusterDraft, CompositionChange, OfficesElected
from shared.api.plans import ClusterView
from shared.db import Db
from shared.identity import Caller
from shared.roles import Role

router = APIRouter(prefix="/clusters")


@router.get("")
async def list_clusters(_: Caller, db: Db, on: date | None = None) -> tuple[ClusterView, ...]:
    """Answer every cluster and block of a day with its members of that day; today's where no day is named."""
    async with db.transaction() as session:
        return tuple(
            ClusterView(cluster_id=row.cluster_id, name=row.name, kind=row.kind, member_ids=tuple(members))
            for row, members in await organisation.clusters_on(session, on or clock.today())
        )


@router.post("", status_code=status.HTTP_201_CREATED)
async def form(draft: ClusterDraft, caller: Caller, db: Db) -> ClusterDetail:
    """Form a cluster by decision."""
    caller.require(Role.ADMINISTRATOR)
    async with db.transaction() as session:
        row = await clusters.form(session, draft)
        return await cluster_detail(session, row, draft.effective_on)


@router.get("/{cluster_id}")
async def show(cluster_id: str, _: Caller, db: Db, on: date | None = None) -> ClusterDetail:
    """Answer a cluster as it was on a day."""
    async with db.transaction() as session:
        return await cluster_detail(session, await organisation.cluster(session, cluster_id), on or clock.today())


@router.post("/{cluster_id}/composition")
async def change(cluster_id: str, order: CompositionChange, caller: Caller, db: Db) -> ClusterDetail:
    """Let members join and leave by decision, or end the cluster."""
    caller.require(Role.ADMINISTRATOR)
    async with db.transaction() as session:
        row = await clusters.change(session, cluster_id, order)
        return await cluster_detail(session, row, order.effective_on)


@router.post("/{cluster_id}/offices")
async def elect(cluster_id: str, order: OfficesElected, caller: Caller, db: Db) -> ClusterDetail:
    """Keep who leads the cluster in a year."""
    caller.require(Role.ADMINISTRATOR, Role.APPRAISER)
    async with db.transaction() as session:
        row = await clusters.elect(session, cluster_id, order)
        await session.flush()
        return await cluster_detail(session, row, clock.today())
