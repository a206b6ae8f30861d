"""Criteria sets, score sheets, votes, the ranking and its publication (chấm điểm, xếp hạng thi đua)."""

from collections.abc import Mapping
from typing import Annotated, Any

import yaml
from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData

from services.gateway.clients import emulation
from services.gateway.clients.emulation import YearAt
from services.gateway.pages.choices import FORMULAS
from services.gateway.pages.cluster_years import opened_year
from services.gateway.pages.forms import (
    Field,
    NotConfirmed,
    Trouble,
    Unreadable,
    beside_form,
    read,
    read_boxes,
    read_order,
)
from services.gateway.pages.upload import document
from services.gateway.pages.visit import Visit, Visitor
from shared.api.scoring import (
    CriteriaSet,
    CriteriaSetView,
    OutsideResult,
    Publication,
    SelfScores,
    SheetStep,
    Votes,
)
from shared.errors import Refused
from shared.roles import Role
from shared.words import AWARDS

PUBLISH_WORD = "CÔNG BỐ"
"""What a person types before a result is published, since nobody can take it back."""
ENTRY: Mapping[str, tuple[Field, ...]] = {
    "ratio": (
        Field("achieved", "Kết quả", "decimal", is_required=False),
        Field("target", "Chỉ tiêu", "decimal", is_required=False),
    ),
    "step": (Field("achieved", "Kết quả", "decimal", is_required=False),),
    "manual": (Field("points", "Điểm tự chấm", "decimal", is_required=False),),
    "deduction": (),
}
EVIDENCE = Field("evidence", "Minh chứng", is_required=False)
CHANGE = (
    Field("points", "Điểm", "decimal", is_required=False),
    Field("reason", "Lý do điều chỉnh", is_required=False),
)
VOTERS = Field("voters", "Số người bỏ phiếu", "number")
COUNT = Field("votes", "Số phiếu", "number", is_required=False)
OUTSIDE = (Field("document", "Số, ký hiệu văn bản"), Field("announced_on", "Ngày công bố", "date"))
OUTSIDE_LINE = (
    Field("rank", "Hạng", "number", is_required=False),
    Field("total", "Tổng điểm", "decimal", is_required=False),
)
_SET_LABELS = {
    "criteria_set_id": "Mã bộ tiêu chí (criteria_set_id)",
    "name": "Tên (name)",
    "cluster_kinds": "Loại cụm, khối (cluster_kinds)",
    "valid_from": "Áp dụng từ ngày (valid_from)",
    "maximum": "Điểm tối đa (maximum)",
    "groups": "Nhóm tiêu chí (groups)",
    "criteria": "Tiêu chí (criteria)",
    "formula": "Cách tính (formula)",
    "code": "Mã (code)",
    "status": "Tình trạng xác nhận (status)",
    "source": "Nguồn (source)",
    "awards": "Đề nghị khen thưởng (awards)",
}

router = APIRouter()
At = Annotated[YearAt, Depends()]
_YEAR = "/clusters/{cluster_id}/years/{year}"


@router.get("/criteria-sets")
async def criteria_sets(visit: Visitor) -> HTMLResponse:
    """List the criteria sets."""
    return await _sets(visit)


@router.post("/criteria-sets")
async def keep_criteria_set(visit: Visitor) -> Response:
    """Keep a criteria set from its file; a refusal names every contradiction."""
    try:
        _, content = await document(visit.form, "Vui lòng chọn tệp bộ tiêu chí.")
        kept = await emulation.keep_criteria_set(visit.door, _criteria_set(content))
    except Refused as refusal:
        return await _sets(visit, beside_form("upload", refusal, visit.form))
    return await visit.go(f"/criteria-sets/{kept.criteria_set_id}", f"Đã ghi nhận bộ tiêu chí {kept.name}.")


@router.get("/criteria-sets/{criteria_set_id}")
async def criteria_set(visit: Visitor, criteria_set_id: str) -> HTMLResponse:
    """Show a criteria set."""
    shown = await emulation.criteria_set(visit.door, criteria_set_id)
    return await visit.show("clusters/criteria_set.html", criteria_set=shown, formulas=FORMULAS, award_names=AWARDS)


@router.get(f"{_YEAR}/sheets/{{unit_id}}")
async def sheet(visit: Visitor, at: At, unit_id: str) -> HTMLResponse:
    """Show a unit's score sheet."""
    return await _sheet(visit, at, unit_id)


@router.post(f"{_YEAR}/sheets/{{unit_id}}")
async def self_score(visit: Visitor, at: At, unit_id: str) -> Response:
    """Keep a unit's own scores."""
    try:
        opened = await opened_year(visit, at)
        criteria = await emulation.criteria_set(visit.door, opened.criteria_set_id)
        scores = read_order(visit.form, SelfScores, (), _ENTERED, entries=_entries(visit.form, criteria))
        await emulation.self_score(visit.door, at, unit_id, scores)
    except Refused as refusal:
        return await _sheet(visit, at, unit_id, beside_form("self", refusal, visit.form))
    return await visit.go(f"{at.path}/sheets/{unit_id}", "Đã lưu điểm tự chấm.")


@router.post(f"{_YEAR}/sheets/{{unit_id}}/steps/{{step}}")
async def take_sheet_step(visit: Visitor, at: At, unit_id: str, step: str) -> Response:
    """Send, check, return or officially score a sheet."""
    try:
        taken = read_order(visit.form, SheetStep, (), CHANGE, changes=_changes(visit.form))
        changed = await emulation.take_sheet_step(visit.door, at, unit_id, step, taken)
    except Refused as refusal:
        return await _sheet(visit, at, unit_id, beside_form(f"step/{step}", refusal, visit.form))
    return await visit.go(f"{at.path}/sheets/{unit_id}", f"Đã cập nhật: {changed.state_label}.")


@router.get(f"{_YEAR}/ranking")
async def ranking(visit: Visitor, at: At) -> HTMLResponse:
    """Show the ranking, live or as published."""
    return await _ranking(visit, at)


@router.post(f"{_YEAR}/votes")
async def vote(visit: Visitor, at: At) -> Response:
    """Keep how many voted for each member."""
    try:
        counts = [
            {"unit_id": unit_id, **given} for unit_id, given in _by_unit(visit.form, (COUNT,), "vote.").items() if given
        ]
        await emulation.vote(visit.door, at, read_order(visit.form, Votes, (VOTERS,), (COUNT,), counts=counts))
    except Refused as refusal:
        return await _ranking(visit, at, beside_form("votes", refusal, visit.form))
    return await visit.go(f"{at.path}/ranking", "Đã lưu kết quả bình xét, suy tôn.")


@router.post(f"{_YEAR}/steps/publish")
async def publish(visit: Visitor, at: At) -> Response:
    """Publish a result once the person typed the word; it is frozen from then on."""
    try:
        if str(visit.form.get("word", "")).strip().upper() != PUBLISH_WORD:
            raise NotConfirmed(details=[f"Gõ {PUBLISH_WORD} vào ô xác nhận."])
        order = [str(value) for name, value in sorted(visit.form.items()) if name.startswith("order.") and value]
        await emulation.publish(visit.door, at, read_order(visit.form, Publication, order=order))
    except Refused as refusal:
        return await _ranking(visit, at, beside_form("publish", refusal, visit.form))
    return await visit.go(f"{at.path}/ranking", "Đã công bố kết quả.")


@router.post(f"{_YEAR}/outside-result")
async def keep_outside_result(visit: Visitor, at: At) -> Response:
    """Keep what the inter-provincial cluster announced."""
    try:
        results = [
            {"unit_id": unit_id, **given}
            for unit_id, given in _by_unit(visit.form, OUTSIDE_LINE, "outside.").items()
            if "rank" in given
        ]
        result = read_order(visit.form, OutsideResult, OUTSIDE, OUTSIDE_LINE, results=results)
        await emulation.keep_outside_result(visit.door, at, result)
    except Refused as refusal:
        return await _ranking(visit, at, beside_form("outside", refusal, visit.form))
    return await visit.go(f"{at.path}/ranking", "Đã ghi nhận kết quả của cụm liên tỉnh.")


async def _sets(visit: Visit, trouble: Trouble | None = None) -> HTMLResponse:
    listed = await emulation.criteria_sets(visit.door)
    may_keep = visit.may(Role.APPRAISER, Role.ADMINISTRATOR)
    return await visit.show("clusters/criteria_sets.html", trouble, sets=listed, may_keep=may_keep)


async def _sheet(visit: Visit, at: YearAt, unit_id: str, trouble: Trouble | None = None) -> HTMLResponse:
    opened = await opened_year(visit, at)
    shown = await emulation.sheet(visit.door, at, unit_id)
    criteria = await emulation.criteria_set(visit.door, opened.criteria_set_id)
    is_own = visit.identity.unit_id == unit_id or (visit.identity.unit_id is None and visit.may(Role.APPRAISER))
    steps = shown.steps if shown else ()
    return await visit.show(
        "clusters/sheet.html",
        trouble,
        at=at,
        opened=opened,
        unit_id=unit_id,
        unit_name=next((one.unit_name for one in opened.members if one.unit_id == unit_id), ""),
        sheet=shown,
        criteria_set=criteria,
        scores={score.code: score for score in shown.scores} if shown else {},
        formulas=FORMULAS,
        entry=ENTRY,
        evidence=EVIDENCE,
        change=CHANGE,
        may_score=is_own and opened.state == "open" and (shown is None or shown.state == "draft"),
        plain_steps=[offer for offer in steps if offer.step in {"submit", "return"}],
        scoring_steps=[offer for offer in steps if offer.step not in {"submit", "return"}],
    )


async def _ranking(visit: Visit, at: YearAt, trouble: Trouble | None = None) -> HTMLResponse:
    opened = await opened_year(visit, at)
    ranked = await emulation.ranking(visit.door, at)
    is_open = opened.state == "open"
    return await visit.show(
        "clusters/ranking.html",
        trouble,
        at=at,
        opened=opened,
        ranking=ranked,
        voters=VOTERS,
        outside=OUTSIDE,
        tied=[member for member in ranked.members if member.is_tied],
        publishing=next((offer for offer in ranked.steps if offer.step == "publish"), None),
        may_vote=is_open and visit.may(Role.APPRAISER, Role.UNIT_OFFICER),
        may_keep_outside=is_open and visit.may(Role.APPRAISER),
        word=PUBLISH_WORD,
    )


_ENTERED = (*ENTRY["ratio"], *ENTRY["manual"], EVIDENCE)


def _entries(form: FormData, criteria: CriteriaSetView) -> list[dict[str, Any]]:
    """Return what was entered under each criterion; one that was left empty is left out."""
    entries = []
    for group in criteria.groups:
        for criterion in group.criteria:
            boxes = (*ENTRY[criterion.formula.kind], EVIDENCE)
            given = read_boxes(form, boxes, f"score.{criterion.code}.")
            if given:
                entries.append({"code": criterion.code, **given})
    return entries


def _changes(form: FormData) -> list[dict[str, Any]]:
    """Return the points that a checker changed: those that differ from what the page showed."""
    codes = dict.fromkeys(name.split("/")[1] for name in form if name.startswith("change/"))
    changes = []
    for code in codes:
        given = read_boxes(form, CHANGE, f"change/{code}/")
        before = read_boxes(form, (Field("before", "Điểm", "decimal", is_required=False),), f"change/{code}/")
        if given.get("points") != before.get("before") or "reason" in given:
            changes.append({"code": code, **given})
    return changes


def _by_unit(form: FormData, boxes: tuple[Field, ...], prefix: str) -> dict[str, dict[str, Any]]:
    units = dict.fromkeys(name.removeprefix(prefix).rpartition(".")[0] for name in form if name.startswith(prefix))
    return {unit_id: read_boxes(form, boxes, f"{prefix}{unit_id}.") for unit_id in units}


def _criteria_set(content: bytes) -> CriteriaSet:
    try:
        given = yaml.safe_load(content)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Unreadable(details=["Tệp không đúng định dạng YAML hoặc JSON."]) from error
    if not isinstance(given, dict):
        raise Unreadable(details=["Tệp không chứa một bộ tiêu chí."])
    return read(CriteriaSet, given, _SET_LABELS)
