"""A plan from its issue to the next year's: amended by a document, readable as it was, closed, cloned."""

import asyncio
from datetime import date
from typing import Any

import pytest

from shared.events.plans import FilingLifted, FilingRescheduled, FurtherFilingDue, PlanAmended, PlanIssued, TaskOverdue
from tests.component.plans.room import APPRAISER, LEADER, Plans, officer
from tests.component.plans.test_tasks import close, settle, step, task

DOCUMENT = {"document": "15/KH-UBND", "dated_on": "2022-12-23", "reason": "Bổ sung theo chỉ đạo"}


async def amend(plans: Plans, plan: dict[str, Any], **changes: Any) -> Any:
    return await plans.post(APPRAISER, f"/plans/{plan['plan_id']}/amendments", DOCUMENT | changes)


async def versions(plans: Plans, plan: dict[str, Any]) -> Any:
    return await plans.get(LEADER, f"/plans/{plan['plan_id']}/versions")


@pytest.mark.covers("B-00", "B-01", "B-02", "B-03")
async def test_plan_says_who_issued_it_and_whether_its_bases_held_that_day(plans: Plans) -> None:
    plan = await plans.issue()

    bases = await plans.get(LEADER, f"/plans/{plan['plan_id']}/bases")

    assert (plan["symbol"], plan["issued_on"], plan["year"]) == ("274/KH-UBND", "2022-12-23", 2023)
    assert (plan["signer"], plan["signer_office"], plan["place"]) == ("Cao Tiến Dũng", "CHỦ TỊCH", "Đồng Nai")
    assert plan["issuer"] == "Ủy ban nhân dân tỉnh Đồng Nai"
    assert [basis["state_label"] for basis in bases] == ["Còn hiệu lực"] * 5
    assert bases[3]["instrument"] == "Nghị định số 91/2017/NĐ-CP"


async def test_amendment_changes_the_plan_and_leaves_the_old_version_as_it_was(plans: Plans) -> None:
    plan = await plans.issue()

    answer = await amend(
        plans,
        plan,
        version=plan["version"],
        add_tasks=[{"quarter": 2, "text": "Tổ chức hội thi", "due_on": "2023-05-20", "deadline_kind": "before"}],
        change_tasks=[{"task_key": "Q2-03", "due_on": "2023-04-15", "deadline_kind": "on"}],
        remove_tasks=["Q3-04"],
    )

    amended = answer.json()
    first, second = await versions(plans, plan)
    before = await plans.get(LEADER, f"/plans/{plan['plan_id']}/versions/1")
    after = await plans.get(LEADER, f"/plans/{plan['plan_id']}/versions/2")
    (fact,) = await plans.told(PlanAmended)
    keys = {each["task_key"] for quarter in amended["quarters"] for each in quarter["tasks"]}
    assert (amended["state"], len(keys)) == ("amended", 27)
    assert ("Q2-08" in keys, "Q3-04" in keys) == (True, False)
    assert (first["document"], second["document"], second["kept_by"]) == ("274/KH-UBND", "15/KH-UBND", "Chuyên viên")
    assert second["changes"] == [
        "Thêm nhiệm vụ Q2-08: Tổ chức hội thi",
        next(each for each in second["changes"] if each.startswith("Điều chỉnh nhiệm vụ Q2-03")),
        next(each for each in second["changes"] if each.startswith("Bỏ nhiệm vụ Q3-04")),
    ]
    assert [len(each["content"]["tasks"]) for each in (before, after)] == [27, 27]
    assert next(each for each in before["content"]["tasks"] if each["task_key"] == "Q2-03")["due_on"] == "2023-06-30"
    assert next(each for each in after["content"]["tasks"] if each["task_key"] == "Q2-03")["due_on"] == "2023-04-15"
    assert (fact["number"], fact["document"], fact["removed"]) == (2, "15/KH-UBND", ["Q3-04"])
    assert [each["task_key"] for each in (*fact["added"], *fact["changed"])] == ["Q2-08", "Q2-03"]


@pytest.mark.covers("D-04", "D-05", "D-06", "D-07", "X-08")
async def test_every_deadline_of_a_task_keeps_its_history(plans: Plans) -> None:
    plan = await plans.issue()
    implied = await task(plans, plan, "Q2-03")

    await amend(plans, plan, change_tasks=[{"task_key": "Q2-03", "due_on": "2023-04-15", "deadline_kind": "before"}])
    await plans.move(date(2023, 4, 15))
    await step(plans, plan, "Q2-03", "carry_over", reason="Chờ cụm")

    detail = await plans.get(LEADER, f"/plans/{plan['plan_id']}/tasks/Q2-03")
    history = [(each["from_due_on"], each["to_due_on"], each["reason"]) for each in detail["deadlines"]]
    assert implied["gaps"][:2] == [
        "Đơn vị chủ trì do phần mềm suy ra, cần xác nhận.",
        "Thời hạn là ngày cuối quý do văn bản không ghi ngày cụ thể.",
    ]
    assert history == [
        ("2023-06-30", "2023-04-15", "Bổ sung theo chỉ đạo"),
        ("2023-04-15", "2023-09-30", "Chờ cụm"),
    ]
    assert [fact["task_key"] for fact in await plans.told(TaskOverdue) if fact["task_key"] == "Q2-03"] == ["Q2-03"]


async def test_amendment_with_faults_names_them_all_and_changes_nothing(plans: Plans) -> None:
    plan = await plans.issue()
    await step(plans, plan, "Q1-01", "complete")

    answer = await amend(
        plans,
        plan,
        add_tasks=[{"quarter": 1, "text": "Hội thảo", "due_on": "2024-02-01"}],
        remove_tasks=["Q1-01", "Q9-99"],
        add_duties=[{"code": "unit_plan", "name": "Kế hoạch", "deadline_kind": "on", "due_on": "2023-09-15"}],
        remove_duties=["khong_co"],
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "AmendmentInvalid")
    assert answer.json()["details"] == [
        "Nhiệm vụ Q1-01 đã xong nên không điều chỉnh.",
        "Không có nhiệm vụ Q9-99.",
        "Thời hạn 01/02/2024 không thuộc năm 2023.",
        "Đã có yêu cầu nộp unit_plan.",
        "Không có yêu cầu nộp khong_co.",
    ]
    assert [each["number"] for each in await versions(plans, plan)] == [1]
    assert await plans.told(PlanAmended) == []


async def test_two_people_who_amend_at_once_leave_one_amendment_and_one_explanation(plans: Plans) -> None:
    plan = await plans.issue()
    orders = [{"version": plan["version"], "remove_tasks": [key]} for key in ("Q3-04", "Q4-05")]

    answers = await asyncio.gather(*(amend(plans, plan, **order) for order in orders))

    refused = next(answer for answer in answers if answer.status_code != 200)
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert refused.json()["code"] == "SomeoneWasFaster"
    assert refused.json()["details"] == ["Điều chỉnh 15/KH-UBND: Chuyên viên, 09:00 ngày 23/12/2022."]
    assert len(await plans.told(PlanAmended)) == 1


async def test_units_officer_amends_nothing(plans: Plans) -> None:
    plan = await plans.issue()

    answer = await plans.post(
        officer("so-y-te"), f"/plans/{plan['plan_id']}/amendments", DOCUMENT | {"remove_tasks": ["Q3-04"]}
    )

    assert answer.status_code == 403


@pytest.mark.covers("O-DV-10", "D-02")
async def test_further_duty_is_owed_by_those_it_names_and_told_by_an_event_of_its_own(plans: Plans) -> None:
    plan = await plans.issue()
    duty = {
        "code": "bao_cao_cchc",
        "name": "Báo cáo phong trào cải cách hành chính",
        "deadline_kind": "not_later_than",
        "due_on": "2023-10-15",
        "owes": "units",
        "owed_by": ["so-y-te", "so-xay-dung"],
    }

    answer = await amend(plans, plan, add_duties=[duty])

    due = await plans.told(FurtherFilingDue)
    filing = await plans.filing("so-y-te", "bao_cao_cchc")
    assert answer.status_code == 200, answer.text
    assert sorted(fact["unit_id"] for fact in due) == ["so-xay-dung", "so-y-te"]
    assert {(fact["duty"], fact["name"], fact["remind_on"]) for fact in due} == {
        ("bao_cao_cchc", "Báo cáo phong trào cải cách hành chính", "2023-10-13")  # 15/10/2023 is a Sunday
    }
    assert (filing["duty_label"], filing["last_day_on"]) == ("Báo cáo phong trào cải cách hành chính", "2023-10-15")


async def test_duty_gets_another_deadline_where_it_is_still_owed_and_is_lifted_when_removed(plans: Plans) -> None:
    plan = await plans.issue()
    await plans.file("so-y-te", "unit_plan")

    await amend(plans, plan, change_duties=[{"code": "unit_plan", "due_on": "2023-03-31", "deadline_kind": "on"}])
    await amend(plans, plan, remove_duties=["half_year_report"])

    moved = await plans.told(FilingRescheduled)
    lifted = await plans.told(FilingLifted)
    assert (len(moved), {fact["last_day_on"] for fact in moved}) == (146, {"2023-03-31"})
    assert (await plans.filing("so-y-te", "unit_plan"))["last_day_on"] == "2023-03-14"
    assert (len(lifted), {fact["duty"] for fact in lifted}) == (147, {"half_year_report"})
    assert (await plans.filing("so-xay-dung", "half_year_report"))["state_label"] == "Không phải nộp"
    assert await plans.count("timer") == 146 + 147 + 27 + 4


async def test_task_left_to_next_year_goes_into_next_years_plan_once(plans: Plans) -> None:
    plan = await plans.issue()
    await plans.move(date(2023, 12, 20))
    await step(plans, plan, "Q4-03", "carry_over", reason="Chờ nghị định")
    for number in (1, 2, 3, 4):
        await settle(plans, plan, number)
        await close(plans, plan, number)
    draft = (await clone(plans, plan)).json()
    following = await issued(plans, draft)

    await plans.post(LEADER, f"/plans/{plan['plan_id']}/close")

    shown = await plans.get(LEADER, f"/plans/{following['plan_id']}")
    taken = shown["quarters"][0]["tasks"][-1]
    (fact,) = await plans.told(PlanAmended)
    assert (taken["task_key"], taken["due_on"], taken["state"]) == ("2023.Q4-03", "2024-03-31", "planned")
    assert (fact["plan_id"], [each["task_key"] for each in fact["added"]]) == (following["plan_id"], ["2023.Q4-03"])
    assert shown["state"] == "issued"


async def test_plan_issued_after_the_year_closed_takes_over_what_was_left(plans: Plans) -> None:
    plan = await plans.issue()
    await plans.move(date(2023, 12, 20))
    await step(plans, plan, "Q4-03", "carry_over", reason="Chờ nghị định")
    for number in (1, 2, 3, 4):
        await settle(plans, plan, number)
        await close(plans, plan, number)
    await plans.post(LEADER, f"/plans/{plan['plan_id']}/close")

    following = await issued(plans, (await clone(plans, plan)).json())

    told = (await plans.told(PlanIssued))[1]
    assert following["quarters"][0]["tasks"][-1]["task_key"] == "2023.Q4-03"
    assert [each["task_key"] for each in told["tasks"]].count("2023.Q4-03") == 1
    assert await plans.told(PlanAmended) == []


@pytest.mark.covers("T-Q4-08", "T-Q2-05", "D-01", "D-03", "X-11")
async def test_clone_moves_years_and_asks_about_what_may_not_come_again(plans: Plans) -> None:
    plan = await plans.issue()

    preview = await plans.get(APPRAISER, f"/plans/{plan['plan_id']}/clone")
    unanswered = await plans.post(APPRAISER, f"/plans/{plan['plan_id']}/clone", {"answers": {}})
    cloned = (await clone(plans, plan, Q2_07=False)).json()["preview"]

    tasks = {each["key"]: each for quarter in cloned["quarters"] for each in quarter["tasks"]}
    asked = [each["task_key"] for each in preview["tasks"] if each["is_asked"]]
    due = {duty["key"]: duty["deadline"]["on"] for duty in cloned["filing_duties"]}
    assert (preview["year"], cloned["year"], cloned["symbol"], cloned["issued_on"]) == (2024, 2024, None, None)
    assert asked == ["Q1-02", "Q1-07", "Q2-01", "Q2-07", "Q3-04", "Q4-02", "Q4-03", "Q4-05"]
    assert (unanswered.status_code, unanswered.json()["code"]) == (422, "CloneUnanswered")
    assert len(unanswered.json()["details"]) == 8
    assert "134 năm Ngày sinh" in tasks["Q2-05"]["display"]
    assert "11/6/1948 - 11/6/2024" in tasks["Q2-05"]["display"]
    assert "năm học 2023 - 2024" in tasks["Q3-03"]["display"]
    assert ("Q2-07" in tasks, "giai đoạn 2021 - 2025" in tasks["Q4-02"]["display"]) == (False, True)
    assert due == {"unit_plan": "2024-03-15", "half_year_report": "2024-06-15", "year_report": "2024-12-15"}
    assert cloned["legal_bases"][0]["text"] == "Luật Thi đua, Khen thưởng năm 2003"


async def test_clone_is_issued_once_a_person_gave_it_its_number(plans: Plans) -> None:
    plan = await plans.issue()
    draft = (await clone(plans, plan)).json()
    refused = await plans.post(APPRAISER, f"/plans/drafts/{draft['draft_id']}/issue")

    following = await issued(plans, draft)

    assert refused.json()["details"] == ["Thiếu số, ký hiệu của kế hoạch.", "Thiếu ngày ban hành."]
    assert (following["year"], sum(len(quarter["tasks"]) for quarter in following["quarters"])) == (2024, 27)
    assert await plans.count("filings") == 2 * 441


async def test_answer_about_nothing_is_refused(plans: Plans) -> None:
    plan = await plans.issue()

    answer = await clone(plans, plan, Q9_99=True)

    assert (answer.status_code, answer.json()["code"]) == (422, "AnswerUnknown")


async def clone(plans: Plans, plan: dict[str, Any], **answers: bool) -> Any:
    """Clone with everything kept but what is answered otherwise."""
    preview = await plans.get(APPRAISER, f"/plans/{plan['plan_id']}/clone")
    asked = {each["task_key"]: True for each in (*preview["tasks"], *preview["movements_asked"]) if each["is_asked"]}
    given = {key.replace("_", "-"): kept for key, kept in answers.items()}
    return await plans.post(APPRAISER, f"/plans/{plan['plan_id']}/clone", {"answers": asked | given})


async def issued(plans: Plans, draft: dict[str, Any]) -> dict[str, Any]:
    corrected = draft["preview"] | {"symbol": "300/KH-UBND", "number": "300", "issued_on": "2023-12-20"}
    await plans.ask(APPRAISER, "PUT", f"/plans/drafts/{draft['draft_id']}", json=corrected)
    answer = await plans.post(APPRAISER, f"/plans/drafts/{draft['draft_id']}/issue")
    assert answer.status_code == 201, answer.text
    plan: dict[str, Any] = answer.json()
    return plan
