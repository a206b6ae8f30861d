"""Inspection plans by issuer, inspections, what they found and how it is mended (kiểm tra, khắc phục)."""

from collections.abc import Mapping
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from services.gateway import clients
from services.gateway.clients import oversight
from services.gateway.pages.choices import (
    FINDING_KINDS,
    FINDING_STATES,
    INSPECTION_FORMS,
    INSPECTION_STATES,
    ISSUERS,
    SEVERITIES,
    pairs,
)
from services.gateway.pages.forms import Field, Trouble, beside_form, offering, read_order
from services.gateway.pages.visit import Visit, Visitor
from services.gateway.pages.words import STAFF
from services.gateway.pages.years import working_year
from shared.api.oversight import (
    FindingDraft,
    FindingStep,
    InspectionDetail,
    InspectionDraft,
    InspectionPlanDraft,
    InspectionPlanStep,
    InspectionStep,
    Suggestion,
)
from shared.errors import Refused
from shared.roles import Role
from shared.words import MODES, SUBJECT_KINDS

PLAN = (
    Field("year", "Năm", "number"),
    Field("issuer", "Cơ quan ban hành", "choice", options=pairs(ISSUERS)),
    Field("title", "Tên kế hoạch kiểm tra"),
    Field("max_score", "Điểm tối đa", "decimal", is_required=False),
)
PLAN_STEPS: Mapping[str, tuple[Field, ...]] = {
    "issue": (Field("reference", "Số, ký hiệu văn bản"), Field("issued_on", "Ngày ban hành", "date"))
}
INSPECTION = (
    Field("unit_id", "Đơn vị được kiểm tra", "choice", is_required=False, help="Chọn đơn vị, hoặc cụm, khối."),
    Field("cluster_id", "Cụm, khối được kiểm tra", "choice", is_required=False),
    Field("form", "Hình thức", "choice", options=pairs(INSPECTION_FORMS)),
    Field("starts_on", "Từ ngày", "date"),
    Field("ends_on", "Đến ngày", "date"),
    Field("team", "Thành phần đoàn", "list", is_required=False, help="Mỗi người ghi một dòng."),
    Field("contents", "Nội dung kiểm tra", "list", is_required=False, help="Mỗi nội dung ghi một dòng."),
)
STEPS: Mapping[str, tuple[Field, ...]] = {
    "postpone": (Field("starts_on", "Từ ngày", "date"), Field("ends_on", "Đến ngày", "date")),
    "visit": (
        Field("visited_on", "Ngày kiểm tra", "date"),
        Field("checked", "Nội dung đã kiểm tra", "many", is_required=False),
        Field("summary", "Ghi nhận", "lines", is_required=False),
    ),
    "conclude": (Field("conclusion", "Kết luận", "lines"), Field("score", "Điểm", "decimal", is_required=False)),
}
FINDING = (
    Field("unit_id", "Đơn vị", "choice", is_required=False),
    Field("kind", "Loại", "choice", options=pairs(FINDING_KINDS)),
    Field("severity", "Mức độ", "choice", is_required=False, options=pairs(SEVERITIES)),
    Field("text", "Nội dung", "lines"),
    Field("ground", "Căn cứ", is_required=False),
    Field("due_on", "Hạn khắc phục", "date", is_required=False),
)
FINDING_STEPS: Mapping[str, tuple[Field, ...]] = {
    "report": (Field("remedy", "Kết quả khắc phục", "lines"),),
    "extend": (Field("due_on", "Hạn mới", "date"),),
}
SUGGESTION = (
    Field(
        "subject_kind",
        "Đối tượng",
        "choice",
        options=tuple((kind, SUBJECT_KINDS[kind]) for kind in ("collective", "individual", "household")),
    ),
    Field(
        "mode",
        "Loại hình khen thưởng",
        "choice",
        options=tuple((mode, MODES[mode]) for mode in ("sudden", "merit", "thematic")),
    ),
)
SIZE = 50

router = APIRouter()


@router.get("/inspection-plans")
async def inspection_plans(visit: Visitor, year: int | None = None) -> HTMLResponse:
    """Show the inspection plans of a year, by issuer."""
    return await _plans(visit, year or await working_year(visit.door))


@router.post("/inspection-plans")
async def draw_up(visit: Visitor) -> Response:
    """Keep an inspection plan."""
    try:
        kept = await oversight.draw_up_inspection_plan(visit.door, read_order(visit.form, InspectionPlanDraft, PLAN))
    except Refused as refusal:
        return await _plans(visit, await working_year(visit.door), beside_form("plan", refusal, visit.form))
    return await visit.go(f"/inspection-plans?year={kept.year}", "Đã lập kế hoạch kiểm tra.")


@router.post("/inspection-plans/{inspection_plan_id}/steps/{step}")
async def take_plan_step(visit: Visitor, inspection_plan_id: UUID, step: str) -> Response:
    """Issue an inspection plan."""
    try:
        taken = read_order(visit.form, InspectionPlanStep, PLAN_STEPS.get(step, ()))
        changed = await oversight.issue_inspection_plan(visit.door, inspection_plan_id, step, taken)
    except Refused as refusal:
        at = f"{inspection_plan_id}/{step}"
        return await _plans(visit, await working_year(visit.door), beside_form(at, refusal, visit.form))
    return await visit.go(f"/inspection-plans?year={changed.year}", f"Đã cập nhật: {changed.state_label}.")


@router.post("/inspection-plans/{inspection_plan_id}/inspections")
async def add_inspection(visit: Visitor, inspection_plan_id: UUID) -> Response:
    """Put an inspection on a plan."""
    try:
        draft = read_order(visit.form, InspectionDraft, INSPECTION)
        added = await oversight.add_inspection(visit.door, inspection_plan_id, draft)
    except Refused as refusal:
        at = f"{inspection_plan_id}/add"
        return await _plans(visit, await working_year(visit.door), beside_form(at, refusal, visit.form))
    return await visit.go(f"/inspection-plans?year={added.year}", f"Đã thêm cuộc kiểm tra {added.inspected}.")


@router.get("/inspections")
async def inspections(visit: Visitor, page: int = 1) -> HTMLResponse:
    """List the inspections."""
    asked = await visit.filters("year", "issuer", "state")
    return await visit.show(
        "inspections/inspections.html",
        listed=await oversight.inspections(visit.door, **asked, page=page, size=SIZE),
        asked=asked,
        issuers=ISSUERS.items(),
        states=INSPECTION_STATES.items(),
    )


@router.get("/inspections/{inspection_id}")
async def inspection(visit: Visitor, inspection_id: UUID) -> HTMLResponse:
    """Show one inspection with its visits and findings."""
    return await _inspection(visit, inspection_id)


@router.post("/inspections/{inspection_id}/steps/{step}")
async def take_step(visit: Visitor, inspection_id: UUID, step: str) -> Response:
    """Take a step of an inspection."""
    try:
        taken = read_order(visit.form, InspectionStep, STEPS.get(step, ()))
        changed = await oversight.take_inspection_step(visit.door, inspection_id, step, taken)
    except Refused as refusal:
        return await _inspection(visit, inspection_id, beside_form(f"step/{step}", refusal, visit.form))
    return await visit.go(f"/inspections/{inspection_id}", f"Đã cập nhật: {changed.state_label}.")


@router.post("/inspections/{inspection_id}/findings")
async def record(visit: Visitor, inspection_id: UUID) -> Response:
    """Record what an inspection found."""
    try:
        await oversight.record_finding(visit.door, inspection_id, read_order(visit.form, FindingDraft, FINDING))
    except Refused as refusal:
        return await _inspection(visit, inspection_id, beside_form("finding", refusal, visit.form))
    return await visit.go(f"/inspections/{inspection_id}", "Đã ghi kết luận.")


@router.post("/inspections/{inspection_id}/findings/{finding_id}/steps/{step}")
async def take_finding_step(visit: Visitor, inspection_id: UUID, finding_id: UUID, step: str) -> Response:
    """Report, extend, return or confirm a remedy."""
    try:
        taken = read_order(visit.form, FindingStep, FINDING_STEPS.get(step, ()))
        await oversight.take_finding_step(visit.door, inspection_id, finding_id, step, taken)
    except Refused as refusal:
        return await _inspection(visit, inspection_id, beside_form(f"{finding_id}/{step}", refusal, visit.form))
    return await visit.go(f"/inspections/{inspection_id}", "Đã cập nhật việc khắc phục.")


@router.post("/inspections/{inspection_id}/findings/{finding_id}/suggestion")
async def suggest(visit: Visitor, inspection_id: UUID, finding_id: UUID) -> Response:
    """Suggest a nomination for what was praised."""
    try:
        given = read_order(visit.form, Suggestion, SUGGESTION)
        await oversight.suggest_nomination(visit.door, inspection_id, finding_id, given)
    except Refused as refusal:
        return await _inspection(visit, inspection_id, beside_form(f"{finding_id}/suggest", refusal, visit.form))
    return await visit.go(f"/inspections/{inspection_id}", "Đã gợi ý đơn vị lập hồ sơ đề nghị khen thưởng.")


@router.get("/findings")
async def findings(visit: Visitor, page: int = 1) -> HTMLResponse:
    """List the findings, the soonest day to mend first."""
    asked = await visit.filters("state", "unit_id")
    units = [] if visit.identity.unit_id else [(u.unit_id, u.name) for u in await clients.units(visit.door)]
    return await visit.show(
        "inspections/findings.html",
        listed=await oversight.findings(visit.door, **asked, page=page, size=SIZE),
        asked=asked,
        states=FINDING_STATES.items(),
        units=units,
    )


async def _plans(visit: Visit, year: int, trouble: Trouble | None = None) -> HTMLResponse:
    visit.identity.require(*STAFF)
    units = [(one.unit_id, one.name) for one in await clients.units(visit.door) if one.valid_to is None]
    clusters = [(one.cluster_id, one.name) for one in await clients.clusters(visit.door)]
    return await visit.show(
        "inspections/plans.html",
        trouble,
        year=year,
        plans=await oversight.inspection_plans(visit.door, year),
        boxes=PLAN,
        steps_boxes=PLAN_STEPS,
        inspection_boxes=offering(INSPECTION, unit_id=units, cluster_id=clusters),
        may_plan=visit.may(Role.APPRAISER, Role.LEADER),
    )


async def _inspection(visit: Visit, inspection_id: UUID, trouble: Trouble | None = None) -> HTMLResponse:
    shown = await oversight.inspection(visit.door, inspection_id)
    return await visit.show(
        "inspections/inspection.html",
        trouble,
        inspection=shown,
        boxes=_with_contents(shown),
        finding_boxes=await _finding_boxes(visit, shown),
        finding_steps=FINDING_STEPS,
        suggestion=SUGGESTION,
        may_record=visit.may(Role.APPRAISER) and shown.state == "underway",
        may_suggest=visit.may(Role.APPRAISER),
    )


def _with_contents(shown: InspectionDetail) -> dict[str, tuple[Field, ...]]:
    contents = [(content, content) for content in shown.contents]
    return {step: offering(boxes, checked=contents) for step, boxes in STEPS.items()}


async def _finding_boxes(visit: Visit, shown: InspectionDetail) -> tuple[Field, ...]:
    if shown.cluster_id is None:
        return FINDING[1:]
    units = await clients.units(visit.door)
    return offering(FINDING, unit_id=[(u.unit_id, u.name) for u in units if u.cluster_id == shown.cluster_id])
