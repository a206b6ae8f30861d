"""What the plans service is asked about units, reorganisations and clusters (đơn vị, cụm, khối thi đua)."""

from datetime import date

from services.gateway.clients.door import Door, part
from shared.api.organisation import (
    ClusterDetail,
    ClusterDraft,
    CompositionChange,
    HeadAccount,
    HeadAppointed,
    OfficesElected,
    ProvincePreview,
    Reorganisation,
    ReorganisationPreview,
    ReorganisationView,
    UnitDetail,
)
from shared.api.plans import ClusterView, ProvinceImported, UnitView


async def units_on(door: Door, on: date | None) -> tuple[UnitView, ...]:
    """Return the units as of a day."""
    return await door.get(door.services.plans, "/units", tuple[UnitView, ...], on=_day(on))


async def unit(door: Door, unit_id: str) -> UnitDetail:
    """Return a unit with its history."""
    return await door.get(door.services.plans, f"/units/{part(unit_id)}", UnitDetail)


async def heads(door: Door, year: int) -> tuple[HeadAccount, ...]:
    """Return how each unit and its head kept the filings of a year."""
    return await door.get(door.services.plans, "/units/heads", tuple[HeadAccount, ...], year=year)


async def appoint_head(door: Door, unit_id: str, head: HeadAppointed) -> UnitDetail:
    """Keep who heads a unit."""
    return await door.post(door.services.plans, f"/units/{part(unit_id)}/heads", UnitDetail, head)


async def reorganisations(door: Door) -> tuple[ReorganisationView, ...]:
    """Return the acts that were carried out."""
    return await door.get(door.services.plans, "/units/reorganisations", tuple[ReorganisationView, ...])


async def preview_reorganisation(door: Door, act: Reorganisation) -> ReorganisationPreview:
    """Return what an act would do."""
    return await door.post(door.services.plans, "/units/reorganisations/preview", ReorganisationPreview, act)


async def reorganise(door: Door, act: Reorganisation) -> ReorganisationView:
    """Carry out an act as it was previewed."""
    return await door.post(door.services.plans, "/units/reorganisations", ReorganisationView, act)


async def preview_province(door: Door, document: bytes) -> ProvincePreview:
    """Return what the province's file would change."""
    return await door.hand_over(door.services.plans, "/units/import/preview", ProvincePreview, document)


async def import_province(door: Door, document: bytes) -> ProvinceImported:
    """Take in the province's file."""
    return await door.hand_over(door.services.plans, "/units/import", ProvinceImported, document)


async def clusters_on(door: Door, on: date | None) -> tuple[ClusterView, ...]:
    """Return the clusters and blocks of a day."""
    return await door.get(door.services.plans, "/clusters", tuple[ClusterView, ...], on=_day(on))


async def cluster(door: Door, cluster_id: str, on: date | None) -> ClusterDetail:
    """Return a cluster as it was on a day."""
    return await door.get(door.services.plans, _cluster(cluster_id), ClusterDetail, on=_day(on))


async def form_cluster(door: Door, draft: ClusterDraft) -> ClusterDetail:
    """Form a cluster by decision."""
    return await door.post(door.services.plans, "/clusters", ClusterDetail, draft)


async def change_cluster(door: Door, cluster_id: str, order: CompositionChange) -> ClusterDetail:
    """Let members join and leave."""
    return await door.post(door.services.plans, f"{_cluster(cluster_id)}/composition", ClusterDetail, order)


async def elect_offices(door: Door, cluster_id: str, order: OfficesElected) -> ClusterDetail:
    """Keep who leads a cluster in a year."""
    return await door.post(door.services.plans, f"{_cluster(cluster_id)}/offices", ClusterDetail, order)


def _cluster(cluster_id: str) -> str:
    return f"/clusters/{part(cluster_id)}"


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None
