"""Clusters and blocks as of any day: composition by decision, who leads them (cụm, khối thi đua)."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from services.gateway.clients import organisation
from services.gateway.pages.choices import CLUSTER_KINDS, pairs
from services.gateway.pages.forms import Field, Trouble, beside_form, offering, read_order, typed
from services.gateway.pages.organisation import a_day
from services.gateway.pages.reorganisations import slug
from services.gateway.pages.visit import Visit, Visitor
from services.gateway.pages.years import working_year
from shared import clock
from shared.api.organisation import ClusterDraft, CompositionChange, OfficesElected
from shared.errors import Refused
from shared.roles import Role

DECIDED = (
    Field("decision", "Số, ký hiệu quyết định"),
    Field("decided_on", "Ngày quyết định", "date"),
    Field("effective_on", "Ngày có hiệu lực", "date"),
)
FORMED = (
    Field("name", "Tên cụm, khối"),
    Field("kind", "Loại", "choice", options=pairs(CLUSTER_KINDS)),
    *DECIDED,
    Field("member_ids", "Thành viên", "many", is_required=False),
)
CHANGED = (
    *DECIDED,
    Field("joining_ids", "Đơn vị vào", "many", is_required=False),
    Field("leaving_ids", "Đơn vị ra", "many", is_required=False),
    Field("ends", "Giải thể cụm, khối này", "tick", is_required=False),
)
OFFICES = (
    Field("year", "Năm", "number"),
    Field("head_id", "Cụm trưởng, khối trưởng", "choice"),
    Field("deputy_id", "Cụm phó, khối phó", "choice", is_required=False),
    Field("elected_on", "Ngày bầu", "date"),
)

router = APIRouter(prefix="/clusters")


@router.get("")
async def clusters(visit: Visitor) -> HTMLResponse:
    """List the clusters of a day."""
    return await _clusters(visit)


@router.post("")
async def form(visit: Visitor) -> Response:
    """Form a cluster by decision."""
    try:
        draft = read_order(visit.form, ClusterDraft, FORMED, cluster_id=slug(typed(visit.form).get("name", "")))
        formed = await organisation.form_cluster(visit.door, draft)
    except Refused as refusal:
        return await _clusters(visit, beside_form("form", refusal, visit.form))
    return await visit.go(f"/clusters/{formed.cluster_id}", f"Đã thành lập {formed.name}.")


@router.get("/{cluster_id}")
async def cluster(visit: Visitor, cluster_id: str) -> HTMLResponse:
    """Show a cluster as it was on a day."""
    return await _cluster(visit, cluster_id)


@router.post("/{cluster_id}/composition")
async def change(visit: Visitor, cluster_id: str) -> Response:
    """Let members join and leave by decision, or dissolve the cluster."""
    try:
        await organisation.change_cluster(visit.door, cluster_id, read_order(visit.form, CompositionChange, CHANGED))
    except Refused as refusal:
        return await _cluster(visit, cluster_id, beside_form("composition", refusal, visit.form))
    return await visit.go(f"/clusters/{cluster_id}", "Đã điều chỉnh thành phần.")


@router.post("/{cluster_id}/offices")
async def elect(visit: Visitor, cluster_id: str) -> Response:
    """Keep who leads the cluster in a year."""
    try:
        await organisation.elect_offices(visit.door, cluster_id, read_order(visit.form, OfficesElected, OFFICES))
    except Refused as refusal:
        return await _cluster(visit, cluster_id, beside_form("offices", refusal, visit.form))
    return await visit.go(f"/clusters/{cluster_id}", "Đã ghi nhận cụm trưởng, khối trưởng.")


async def _clusters(visit: Visit, trouble: Trouble | None = None) -> HTMLResponse:
    on = a_day(visit.request.query_params.get("on", "")) or clock.today()
    units = await organisation.units_on(visit.door, on)
    return await visit.show(
        "clusters/clusters.html",
        trouble,
        clusters=await organisation.clusters_on(visit.door, on),
        kinds=CLUSTER_KINDS,
        on=on,
        year=await working_year(visit.door),
        own={unit.cluster_id for unit in units if unit.unit_id == visit.identity.unit_id},
        boxes=offering(FORMED, member_ids=[(unit.unit_id, unit.name) for unit in units]),
        may_form=visit.may(Role.ADMINISTRATOR),
    )


async def _cluster(visit: Visit, cluster_id: str, trouble: Trouble | None = None) -> HTMLResponse:
    on = a_day(visit.request.query_params.get("on", "")) or clock.today()
    shown = await organisation.cluster(visit.door, cluster_id, on)
    units = await organisation.units_on(visit.door, on)
    members = [(one.unit_id, one.unit_name) for one in shown.members]
    inside = {unit_id for unit_id, _ in members}
    others = [(unit.unit_id, unit.name) for unit in units if unit.unit_id not in inside]
    return await visit.show(
        "clusters/cluster.html",
        trouble,
        cluster=shown,
        names={unit.unit_id: unit.name for unit in units} | dict(members),
        year=await working_year(visit.door),
        changing=offering(CHANGED, joining_ids=others, leaving_ids=members),
        electing=offering(OFFICES, head_id=members, deputy_id=members),
        may_change=visit.may(Role.ADMINISTRATOR),
        may_elect=visit.may(Role.ADMINISTRATOR, Role.APPRAISER),
    )
