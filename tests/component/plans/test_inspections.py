"""Two issuers plan the year's inspections; what is found is followed until it is mended."""

from datetime import date
from typing import Any

import pytest

from shared.events.plans import (
    FindingOverdue,
    FindingRecorded,
    FindingRemedied,
    InspectionCancelled,
    InspectionConcluded,
    InspectionPlanIssued,
    InspectionPostponed,
    InspectionScheduled,
    InspectionVisited,
    NominationSuggested,
    RemedyExtended,
    RemedyReported,
    RemedyReturned,
    TaskCompleted,
)
from tests.component.plans.oversight import (
    OTHER,
    UNIT,
    a_finding,
    a_province,
    a_scheduled_inspection,
    an_inspection,
    an_inspection_plan,
    issued,
    the_year,
)
from tests.component.plans.room import APPRAISER, LEADER, Plans, officer


async def step(plans: Plans, inspection: dict[str, Any], name: str, who: Any = APPRAISER, **order: Any) -> Any:
    return await plans.post(who, f"/inspections/{inspection['inspection_id']}/steps/{name}", order)


async def remedy(
    plans: Plans, inspection: dict[str, Any], finding: dict[str, Any], name: str, who: Any = APPRAISER, **order: Any
) -> Any:
    path = f"/inspections/{inspection['inspection_id']}/findings/{finding['finding_id']}/steps/{name}"
    return await plans.post(who, path, order)


@pytest.mark.covers("T-Q2-02")
async def test_task_of_the_inspection_plan_is_done_when_both_issuers_have_issued_theirs(plans: Plans) -> None:
    year = await the_year(plans)
    council = await an_inspection_plan(plans, "council", plan_id=year["plan_id"], task_key="Q2-02")
    office = await an_inspection_plan(plans, "standing_office", plan_id=year["plan_id"], task_key="Q2-02")
    await an_inspection(plans, council)
    await an_inspection(plans, office, unit_id=OTHER, form="survey")

    await issued(plans, council, "05/KH-HĐTĐKT")
    after_one = await plans.told(TaskCompleted)
    await issued(plans, office, "310/KH-SNV")

    assert after_one == []
    assert [fact["task_key"] for fact in await plans.told(TaskCompleted)] == ["Q2-02"]
    assert [(fact["issuer"], fact["reference"]) for fact in await plans.told(InspectionPlanIssued)] == [
        ("council", "05/KH-HĐTĐKT"),
        ("standing_office", "310/KH-SNV"),
    ]
    assert [fact["unit_id"] for fact in await plans.told(InspectionScheduled)] == [UNIT, OTHER]


async def test_issuer_has_one_plan_a_year(plans: Plans) -> None:
    await a_province(plans)
    await an_inspection_plan(plans)

    body = {"year": 2023, "issuer": "council", "title": "Kế hoạch thứ hai"}
    again = await plans.post(APPRAISER, "/inspection-plans", body)

    assert (again.status_code, again.json()["message"]) == (
        409,
        "Hội đồng Thi đua - Khen thưởng tỉnh đã có kế hoạch kiểm tra năm 2023.",
    )


async def test_only_the_leadership_issues_in_the_councils_name(plans: Plans) -> None:
    await a_province(plans)
    plan = await an_inspection_plan(plans)
    await an_inspection(plans, plan)
    path = f"/inspection-plans/{plan['inspection_plan_id']}/steps/issue"

    by_the_office = await plans.post(APPRAISER, path, {"reference": "05/KH", "issued_on": "2022-12-20"})
    (shown,) = await plans.get(APPRAISER, "/inspection-plans", year=2023)
    (for_the_chair,) = await plans.get(LEADER, "/inspection-plans", year=2023)

    assert by_the_office.status_code == 403
    assert shown["steps"] == []
    assert [each["label"] for each in for_the_chair["steps"]] == ["Ban hành"]


async def test_empty_plan_is_not_issued(plans: Plans) -> None:
    await a_province(plans)
    plan = await an_inspection_plan(plans)

    path = f"/inspection-plans/{plan['inspection_plan_id']}/steps/issue"
    refused = await plans.post(LEADER, path, {"reference": "05/KH", "issued_on": "2022-12-20"})

    assert refused.json()["code"] == "NothingToInspect"
    assert await plans.told(InspectionPlanIssued) == []


async def test_inspection_added_to_an_issued_plan_is_scheduled_at_once(plans: Plans) -> None:
    await a_province(plans)
    plan = await an_inspection_plan(plans)
    await an_inspection(plans, plan)
    await issued(plans, plan)

    added = await an_inspection(plans, plan, unit_id=OTHER, starts_on="2023-09-05", ends_on="2023-09-05")

    assert added["state_label"] == "Đã có lịch"
    assert len(await plans.told(InspectionScheduled)) == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"ends_on": "2023-05-01"}, "Ngày kết thúc không được trước ngày bắt đầu."),
        (
            {"starts_on": "2024-05-08", "ends_on": "2024-05-09"},
            "Lịch kiểm tra phải nằm trong năm 2023 của kế hoạch kiểm tra.",
        ),
        ({"unit_id": None}, "Mỗi cuộc kiểm tra ghi một đơn vị hoặc một cụm, khối."),
        ({"unit_id": "khong-co"}, "Danh sách đơn vị, cụm, khối chưa đúng."),
    ],
)
async def test_inspection_that_cannot_be_is_not_planned(plans: Plans, wrong: dict[str, Any], said: str) -> None:
    await a_province(plans)
    plan = await an_inspection_plan(plans)
    body = {"unit_id": UNIT, "form": "inspection", "starts_on": "2023-05-08", "ends_on": "2023-05-10"} | wrong

    refused = await plans.post(APPRAISER, f"/inspection-plans/{plan['inspection_plan_id']}/inspections", body)

    assert (refused.status_code, refused.json()["message"]) == (422, said)
    assert await plans.count("inspections") == 0


@pytest.mark.covers("O-HD-03")
async def test_inspection_is_visited_scored_and_concluded(plans: Plans) -> None:
    await a_province(plans)
    inspection = await a_scheduled_inspection(plans)
    await plans.move(date(2023, 5, 10))

    await step(plans, inspection, "visit", checked=["Xây dựng kế hoạch"], summary="Có kế hoạch, gửi muộn")
    too_early = await step(plans, inspection, "conclude", conclusion="Đạt", score=90)
    await step(plans, inspection, "visit", checked=["Bình xét khen thưởng"])
    too_much = await step(plans, inspection, "conclude", conclusion="Đạt", score=101)
    done = (await step(plans, inspection, "conclude", conclusion="Đạt yêu cầu", score=92.5)).json()

    assert (too_early.status_code, too_early.json()["details"]) == (
        409,
        ["Nội dung “Bình xét khen thưởng” chưa được kiểm tra."],
    )
    assert too_much.json()["message"] == "Điểm phải từ 0 đến 100."
    assert (done["state_label"], done["score"], done["unchecked"]) == ("Đã kết luận", 92.5, [])
    assert [fact["number"] for fact in await plans.told(InspectionVisited)] == [1, 2]
    assert [(fact["findings"], fact["to_remedy"]) for fact in await plans.told(InspectionConcluded)] == [(0, 0)]


async def test_visit_that_checked_something_else_is_refused(plans: Plans) -> None:
    await a_province(plans)
    inspection = await a_scheduled_inspection(plans)
    await plans.move(date(2023, 5, 10))

    refused = await step(plans, inspection, "visit", checked=["Tài chính"])
    to_come = await step(plans, inspection, "visit", visited_on="2023-06-01")

    assert refused.json()["details"] == ["“Tài chính”."]
    assert to_come.json()["message"] == "Ngày ghi nhận không được sau ngày hôm nay."
    assert await plans.count("visits") == 0


async def test_unit_records_its_self_inspection_and_no_other(plans: Plans) -> None:
    await a_province(plans)
    inspection = await a_scheduled_inspection(plans, form="self_inspection")
    plan = await an_inspection_plan(plans, "standing_office")
    other = await an_inspection(plans, plan)
    await issued(plans, plan)

    own = await step(plans, inspection, "visit", officer(UNIT), checked=["Xây dựng kế hoạch"])
    strange = await step(plans, inspection, "visit", officer(OTHER))
    not_self = await step(plans, other, "visit", officer(UNIT))

    assert (own.status_code, own.json()["state"]) == (200, "underway")
    assert (strange.status_code, not_self.status_code) == (403, 403)


async def test_inspection_is_postponed_or_cancelled_with_a_reason(plans: Plans) -> None:
    await a_province(plans)
    inspection = await a_scheduled_inspection(plans)

    without = await step(plans, inspection, "postpone", starts_on="2023-06-05")
    moved = (await step(plans, inspection, "postpone", starts_on="2023-06-05", reason="Trùng kỳ họp")).json()
    gone = (await step(plans, inspection, "cancel", reason="Đơn vị sáp nhập")).json()

    assert without.json()["message"] == "Vui lòng ghi rõ lý do."
    assert (moved["starts_on"], moved["ends_on"]) == ("2023-06-05", "2023-06-07")
    assert (gone["state_label"], gone["steps"]) == ("Đã hủy", [])
    assert [len(await plans.told(kind)) for kind in (InspectionPostponed, InspectionCancelled)] == [1, 1]


@pytest.mark.covers("O-SNV-05")
async def test_finding_not_mended_by_its_day_is_overdue_and_may_be_mended_late(plans: Plans) -> None:
    await a_province(plans)
    inspection = await a_scheduled_inspection(plans)
    finding = await a_finding(plans, inspection, due_on="2023-01-31")

    await plans.move(date(2023, 1, 31))
    in_time = await plans.told(FindingOverdue)
    await plans.move(date(2023, 2, 1))
    overdue = await plans.get(APPRAISER, "/findings", state="overdue")
    await remedy(plans, inspection, finding, "report", officer(UNIT), remedy="Đã ban hành kế hoạch 12/KH-UBND")
    await plans.move(date(2023, 2, 5))
    mended = (await remedy(plans, inspection, finding, "confirm")).json()["findings"][0]

    assert in_time == []
    assert [each["finding_id"] for each in overdue["items"]] == [finding["finding_id"]]
    assert [fact["due_on"] for fact in await plans.told(FindingOverdue)] == ["2023-01-31"]
    assert (mended["state_label"], mended["is_overdue"]) == ("Đã khắc phục", False)
    assert [fact["days_late"] for fact in await plans.told(FindingRemedied)] == [5]
    assert len(await plans.told(RemedyReported)) == 1


async def test_remedy_returned_after_its_day_is_overdue(plans: Plans) -> None:
    await a_province(plans)
    inspection = await a_scheduled_inspection(plans)
    finding = await a_finding(plans, inspection, due_on="2023-01-31")
    await plans.move(date(2023, 1, 31))
    await remedy(plans, inspection, finding, "report", officer(UNIT), remedy="Đã khắc phục")
    await plans.move(date(2023, 2, 3))
    while_waiting = await plans.told(FindingOverdue)

    await remedy(plans, inspection, finding, "return", reason="Chưa có văn bản kèm theo")
    await plans.move(date(2023, 2, 3))

    assert while_waiting == []
    assert len(await plans.told(FindingOverdue)) == 1
    assert [fact["reason"] for fact in await plans.told(RemedyReturned)] == ["Chưa có văn bản kèm theo"]


async def test_extension_moves_the_day_and_its_timer(plans: Plans) -> None:
    await a_province(plans)
    inspection = await a_scheduled_inspection(plans)
    finding = await a_finding(plans, inspection, due_on="2023-01-31")

    earlier = await remedy(plans, inspection, finding, "extend", due_on="2023-01-20", reason="Xin gia hạn")
    await remedy(plans, inspection, finding, "extend", due_on="2023-02-28", reason="Chờ hướng dẫn")
    await plans.move(date(2023, 2, 28))
    before = await plans.told(FindingOverdue)
    await plans.move(date(2023, 3, 1))

    assert earlier.json()["message"] == "Thời hạn mới phải sau thời hạn hiện tại."
    assert before == []
    assert [fact["due_on"] for fact in await plans.told(FindingOverdue)] == ["2023-02-28"]
    assert [fact["due_on"] for fact in await plans.told(RemedyExtended)] == ["2023-02-28"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": "strength"}, "Chỉ hạn chế, vi phạm, kiến nghị mới có thời hạn khắc phục."),
        ({"severity": None}, "Vui lòng ghi mức độ và căn cứ của hạn chế, vi phạm."),
        ({"ground": " "}, "Vui lòng ghi mức độ và căn cứ của hạn chế, vi phạm."),
        ({"due_on": "2022-12-01"}, "Ngày kết thúc không được trước ngày bắt đầu."),
        ({"unit_id": OTHER}, "Đơn vị không thuộc cuộc kiểm tra này."),
    ],
)
async def test_finding_that_cannot_be_is_not_recorded(plans: Plans, wrong: dict[str, Any], said: str) -> None:
    await a_province(plans)
    inspection = await a_scheduled_inspection(plans)
    body = {
        "kind": "violation",
        "severity": "high",
        "text": "Bình xét không công khai",
        "ground": "Luật Thi đua, Khen thưởng",
        "due_on": "2023-01-31",
    } | wrong

    refused = await plans.post(APPRAISER, f"/inspections/{inspection['inspection_id']}/findings", body)

    assert (refused.status_code, refused.json()["message"]) == (422, said)
    assert await plans.count("findings") == 0


@pytest.mark.covers("O-DV-07")
async def test_what_an_inspection_praises_suggests_one_nomination(plans: Plans) -> None:
    await a_province(plans)
    inspection = await a_scheduled_inspection(plans)
    praised = await a_finding(
        plans, inspection, kind="strength", severity=None, due_on=None, ground="", text="Tổ Một cửa xử lý sớm hạn"
    )
    blamed = await a_finding(plans, inspection)
    path = f"/inspections/{inspection['inspection_id']}/findings"
    order = {"subject_kind": "collective", "mode": "sudden"}

    first = await plans.post(APPRAISER, f"{path}/{praised['finding_id']}/suggestion", order)
    again = await plans.post(APPRAISER, f"{path}/{praised['finding_id']}/suggestion", order)
    wrong = await plans.post(APPRAISER, f"{path}/{blamed['finding_id']}/suggestion", order)

    (fact,) = await plans.told(NominationSuggested)
    assert (first.status_code, again.status_code, wrong.status_code) == (200, 409, 422)
    assert (fact["unit_id"], fact["finding_id"], fact["mode"]) == (UNIT, praised["finding_id"], "sudden")
    assert "text" not in fact


async def test_cluster_inspection_is_seen_by_its_members_each_with_its_own_findings(plans: Plans) -> None:
    await a_province(plans)
    inspection = await a_scheduled_inspection(plans, cluster_id="cum-1")
    await a_finding(plans, inspection, unit_id=UNIT)
    await a_finding(plans, inspection, unit_id=OTHER, text="Gửi báo cáo chậm")

    seen = await plans.get(officer(UNIT), f"/inspections/{inspection['inspection_id']}")
    listed = await plans.get(officer(UNIT), "/inspections")
    outside = await plans.ask(officer("so-y-te"), "GET", f"/inspections/{inspection['inspection_id']}")

    assert [each["unit_id"] for each in seen["findings"]] == [UNIT]
    assert (listed["total"], listed["items"][0]["inspected"]) == (1, "Cụm thi đua số 1")
    assert outside.status_code == 403
    assert len(await plans.told(FindingRecorded)) == 2


async def test_draft_inspection_is_not_shown_to_the_unit(plans: Plans) -> None:
    await a_province(plans)
    plan = await an_inspection_plan(plans)
    inspection = await an_inspection(plans, plan)

    listed = await plans.get(officer(UNIT), "/inspections")
    opened = await plans.ask(officer(UNIT), "GET", f"/inspections/{inspection['inspection_id']}")
    planned = await plans.ask(officer(UNIT), "GET", "/inspection-plans")

    assert (listed["items"], opened.status_code, planned.status_code) == ([], 403, 403)
    assert (await plans.get(APPRAISER, "/inspections"))["total"] == 1


async def test_the_second_of_two_people_is_told(plans: Plans) -> None:
    await a_province(plans)
    inspection = await a_scheduled_inspection(plans)

    first = await step(plans, inspection, "postpone", reason="Trùng lịch", starts_on="2023-06-01", version=1)
    second = await step(plans, inspection, "cancel", reason="Bỏ", version=1)

    assert (first.status_code, second.status_code) == (200, 409)
    assert (await plans.versions("plans.inspection.v1"))[inspection["inspection_id"]] == [1, 2]
