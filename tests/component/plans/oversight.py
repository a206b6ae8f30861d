"""What tests of inspections, occasions, exemplars and the calendar do to the service."""

from typing import Any

from shared.identity import Identity
from tests.component.plans.room import APPRAISER, LEADER, Plans

UNIT = "huyen-trang-bom"
OTHER = "huyen-long-thanh"


SMALL_PROVINCE = """
clusters:
  - {id: cum-1, name: "Cụm thi đua số 1", kind: cum, decision: null, valid_from: 2022-01-01}
  - {id: khoi-1, name: "Khối thi đua số 1", kind: khoi, decision: null, valid_from: 2022-01-01}
units:
  - {id: huyen-trang-bom, name: "Huyện Trảng Bom", kind: huyện, cluster: cum-1, valid_from: 2022-01-01}
  - {id: huyen-long-thanh, name: "Huyện Long Thành", kind: huyện, cluster: cum-1, valid_from: 2022-01-01}
  - {id: so-y-te, name: "Sở Y tế", kind: sở, cluster: khoi-1, valid_from: 2022-01-01}
""".encode()
"""Three units are enough to be inspected, invited and shown."""


async def made(plans: Plans, who: Identity, path: str, **body: Any) -> dict[str, Any]:
    answer = await plans.post(who, path, body)
    assert answer.status_code in {200, 201}, answer.text
    thing: dict[str, Any] = answer.json()
    return thing


async def an_inspection_plan(plans: Plans, issuer: str = "council", **more: Any) -> dict[str, Any]:
    return await made(
        plans, APPRAISER, "/inspection-plans", year=2023, issuer=issuer, title="Kế hoạch kiểm tra năm 2023", **more
    )


async def an_inspection(plans: Plans, plan: dict[str, Any], **more: Any) -> dict[str, Any]:
    body = {
        "unit_id": UNIT,
        "form": "inspection",
        "starts_on": "2023-05-08",
        "ends_on": "2023-05-10",
        "team": ["Sở Nội vụ", "Ủy ban Mặt trận Tổ quốc tỉnh"],
        "contents": ["Xây dựng kế hoạch", "Bình xét khen thưởng"],
    } | more
    if body.get("cluster_id"):
        body.pop("unit_id")
    return await made(plans, APPRAISER, f"/inspection-plans/{plan['inspection_plan_id']}/inspections", **body)


async def issued(plans: Plans, plan: dict[str, Any], reference: str = "05/KH-HĐTĐKT") -> dict[str, Any]:
    path = f"/inspection-plans/{plan['inspection_plan_id']}/steps/issue"
    return await made(plans, LEADER, path, reference=reference, issued_on="2022-12-20")


async def a_scheduled_inspection(plans: Plans, **more: Any) -> dict[str, Any]:
    """Return an inspection of one district, on the issued plan of the council."""
    plan = await an_inspection_plan(plans, max_score=100)
    inspection = await an_inspection(plans, plan, **more)
    await issued(plans, plan)
    found: dict[str, Any] = await plans.get(APPRAISER, f"/inspections/{inspection['inspection_id']}")
    return found


async def a_finding(plans: Plans, inspection: dict[str, Any], **more: Any) -> dict[str, Any]:
    body = {
        "kind": "shortcoming",
        "severity": "medium",
        "text": "Chưa lập kế hoạch thi đua của đơn vị",
        "ground": "Kế hoạch 274/KH-UBND, phần III",
        "due_on": "2023-01-31",
    } | more
    detail = await made(plans, APPRAISER, f"/inspections/{inspection['inspection_id']}/findings", **body)
    finding: dict[str, Any] = detail["findings"][-1]
    return finding


async def an_occasion(plans: Plans, **more: Any) -> dict[str, Any]:
    body = {
        "kind": "conference",
        "title": "Hội nghị triển khai công tác thi đua, khen thưởng",
        "place": "Hội trường Ủy ban nhân dân tỉnh",
        "starts_at": "2023-03-01T08:00:00+07:00",
        "ends_at": "2023-03-01T11:00:00+07:00",
        "unit_ids": [UNIT, OTHER],
    } | more
    return await made(plans, APPRAISER, "/events", **body)


async def an_exemplar(plans: Plans, who: Identity = APPRAISER, **more: Any) -> dict[str, Any]:
    body = {
        "unit_id": UNIT,
        "subject_kind": "collective",
        "subject_name": "Tổ hợp tác trồng bưởi xã Thanh Bình",
        "is_small_collective": True,
        "field": "Nông nghiệp",
        "regions": ["remote", "ethnic_minority"],
        "worker_class": "farmer",
        "story": "Liên kết sản xuất, thu nhập tăng gấp đôi.",
        "found_on": "2022-12-01",
    } | more
    return await made(plans, who, "/exemplars", **body)


async def a_province(plans: Plans) -> None:
    assert (await plans.import_units(SMALL_PROVINCE)).status_code == 200


async def the_year(plans: Plans) -> dict[str, Any]:
    """Issue the founding plan to the three units and return it."""
    await a_province(plans)
    return await plans.issue_draft()
