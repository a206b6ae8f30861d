"""From the founding document to a running year: what is written, what is told, what is refused."""

import asyncio
from collections import Counter
from typing import Any

import pytest

from shared.events.plans import FilingDue, MovementLaunched, PlanIssued
from tests.component.plans.room import APPRAISER, FOUNDING_PLAN, LEADER, Plans, officer

TABLES = ("plans", "quarters", "tasks", "filings", "movements", "timer")


async def issue(plans: Plans, draft: dict[str, Any]) -> Any:
    return await plans.post(APPRAISER, f"/plans/drafts/{draft['draft_id']}/issue")


async def correct(plans: Plans, draft: dict[str, Any], **changes: Any) -> Any:
    preview = draft["preview"] | changes
    return await plans.ask(APPRAISER, "PUT", f"/plans/drafts/{draft['draft_id']}", json=preview)


@pytest.mark.covers("B-00", "D-01", "D-02", "D-03", "D-04", "D-05", "D-06", "D-07")
async def test_founding_plan_becomes_a_year_of_tasks_and_filings(plans: Plans) -> None:
    plan = await plans.issue()

    (issued,) = await plans.told(PlanIssued)
    due = await plans.told(FilingDue)
    days = Counter((fact["duty"], fact["deadline_kind"], fact["due_on"], fact["last_day_on"]) for fact in due)
    assert (plan["symbol"], plan["year"], plan["issued_on"]) == ("274/KH-UBND", 2023, "2022-12-23")
    assert [len(quarter["tasks"]) for quarter in plan["quarters"]] == [8, 7, 4, 8]
    assert [task["task_key"] for task in issued["tasks"]] == [
        task["task_key"] for quarter in plan["quarters"] for task in quarter["tasks"]
    ]
    assert days == {
        ("unit_plan", "before", "2023-03-15", "2023-03-14"): 147,
        ("half_year_report", "on", "2023-06-15", "2023-06-15"): 147,
        ("year_report", "on", "2023-12-15", "2023-12-15"): 147,
    }
    assert len(await plans.told(MovementLaunched)) == 5
    assert await plans.count("timer") == 441 + 27 + 4
    assert (await plans.get(LEADER, "/plans"))[0]["plan_id"] == plan["plan_id"]


@pytest.mark.covers("M-01", "M-02", "M-03", "M-04", "M-05", "X-01")
async def test_plan_shows_its_grounds_and_what_a_person_must_look_at(plans: Plans) -> None:
    plan = await plans.issue()

    movements = await plans.get(LEADER, "/movements", plan_id=plan["plan_id"])
    assert plan["legal_bases"][0] == "Luật Thi đua, Khen thưởng năm 2003"
    assert len(plan["recipients"]) == 11
    assert plan["anomalies"][0].startswith("Ghi 5 năm nhưng khoảng thời gian gồm 6 năm dương lịch. Văn bản ghi: “")
    assert movements[0]["name"] == "Toàn tỉnh chung sức xây dựng nông thôn mới"
    assert (plan["state"], plan["state_label"], plan["steps"]) == ("issued", "Đang thực hiện", [])


async def test_conditional_tasks_alone_may_fail_to_arise(plans: Plans) -> None:
    plan = await plans.issue()

    tasks = [task for quarter in plan["quarters"] for task in quarter["tasks"]]
    conditional = [task["task_key"] for task in tasks if task["is_conditional"]]
    offered = [task["task_key"] for task in tasks if "not_arise" in {step["step"] for step in task["steps"]}]
    assert conditional == ["Q1-02", "Q1-07", "Q2-01", "Q3-04", "Q4-03", "Q4-05"]
    assert offered == ["Q1-02", "Q2-01", "Q3-04", "Q4-05"]  # of Q1-07 and Q4-03 only a part is “nếu có”


async def test_document_that_is_no_plan_is_refused_with_what_it_lacks(plans: Plans) -> None:
    letter = "Kính gửi: Sở Nội vụ\n\nV/v báo cáo số liệu\n\nĐề nghị đơn vị báo cáo.".encode()

    answer = await plans.draft(letter)

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "DocumentIsNoPlan")
    assert problem["details"][0] == "Thiếu tên loại “KẾ HOẠCH” đứng riêng ở đầu văn bản."
    assert await plans.count("drafts") == 0


async def test_draft_is_corrected_before_it_is_issued(plans: Plans) -> None:
    await plans.import_units()
    draft = (await plans.draft()).json()

    corrected = await correct(plans, draft, symbol="275/KH-UBND")
    plan = (await issue(plans, draft)).json()

    assert corrected.json()["preview"]["symbol"] == "275/KH-UBND"
    assert plan["symbol"] == "275/KH-UBND"
    assert (await correct(plans, draft)).json()["code"] == "DraftAlreadyIssued"


async def test_incomplete_draft_is_refused_with_every_gap(plans: Plans) -> None:
    await plans.import_units()
    draft = (await plans.draft()).json()
    duties = draft["preview"]["filing_duties"]

    await correct(plans, draft, symbol=None, issued_on=None, issuer=None, filing_duties=[*duties, duties[0]])
    answer = await issue(plans, draft)

    assert (answer.status_code, answer.json()["code"]) == (422, "PlanIncomplete")
    assert answer.json()["details"] == [
        "Thiếu số, ký hiệu của kế hoạch.",
        "Thiếu ngày ban hành.",
        "Thiếu cơ quan ban hành.",
        "Yêu cầu nộp kế hoạch thi đua, khen thưởng bị trùng.",
    ]
    assert [await plans.count(table) for table in TABLES] == [0] * 6


async def test_plan_without_registered_units_is_refused_whole(plans: Plans) -> None:
    draft = (await plans.draft()).json()

    answer = await issue(plans, draft)

    assert (answer.status_code, answer.json()["code"]) == (422, "NobodyToFile")
    assert [await plans.count(table) for table in TABLES] == [0] * 6


async def test_second_plan_of_a_year_is_refused_and_leaves_nothing(plans: Plans) -> None:
    await plans.issue()
    before = [await plans.count(table) for table in (*TABLES, "outbox")]
    second = (await plans.draft()).json()

    answer = await issue(plans, second)

    assert answer.status_code == 409
    assert answer.json()["message"] == "Năm 2023 đã có kế hoạch được ban hành."
    assert [await plans.count(table) for table in (*TABLES, "outbox")] == before


async def test_two_plans_of_a_year_issued_at_once_leave_one(plans: Plans) -> None:
    await plans.import_units()
    drafts = [(await plans.draft()).json() for _ in range(2)]

    answers = await asyncio.gather(*(issue(plans, draft) for draft in drafts))

    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert await plans.count("filings") == 441
    assert len(await plans.told(PlanIssued)) == 1


async def test_draft_issued_twice_at_once_becomes_one_plan(plans: Plans) -> None:
    await plans.import_units()
    draft = (await plans.draft()).json()

    answers = await asyncio.gather(issue(plans, draft), issue(plans, draft))

    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert await plans.count("plans") == 1


async def test_units_officer_neither_imports_nor_issues(plans: Plans) -> None:
    draft = (await plans.draft()).json()
    unit = officer("so-y-te")

    imported = await plans.ask(unit, "POST", "/plans/drafts", params={"filename": "a.txt"}, content=FOUNDING_PLAN)
    issued = await plans.post(unit, f"/plans/drafts/{draft['draft_id']}/issue")

    assert (imported.status_code, issued.status_code) == (403, 403)


@pytest.mark.parametrize("path", ["/plans/{id}", "/plans/{id}/matrix", "/plans/drafts/{id}", "/filings/{id}"])
async def test_what_is_not_there_is_not_found(plans: Plans, path: str) -> None:
    answer = await plans.ask(APPRAISER, "GET", path.format(id="018f0000-0000-7000-8000-000000000000"))

    assert answer.status_code == 404
    assert answer.json()["message"].startswith("Không tìm thấy")
