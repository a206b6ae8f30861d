"""A cluster's year is scored: by the units, their cluster and Sở Nội vụ, then ranked, published and frozen."""

import asyncio
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from shared.events.plans import ClusterResultPublished, ScoresSubmitted
from tests.component.plans.contest import (
    CLUSTER,
    CRITERIA,
    DEPUTY,
    HEAD,
    MEMBERS,
    OPENED,
    YEAR,
    all_scored,
    entries,
    opened,
    opened_here,
    put,
    ranking,
    registered,
    submitted,
)
from tests.component.plans.room import APPRAISER, LEADER, Plans, officer

UNIT = MEMBERS[2]
SHEET = f"{YEAR}/sheets/{UNIT}"


async def step(plans: Plans, who: Any, name: str, **order: Any) -> Any:
    return await plans.post(who, f"{SHEET}/steps/{name}", order)


async def test_set_that_does_not_add_up_is_refused_with_everything_that_is_wrong(plans: Plans) -> None:
    wrong = CRITERIA | {"maximum": "990", "tie_break": ["group:IX"]}

    answer = await plans.post(APPRAISER, "/criteria-sets", wrong)

    assert (answer.status_code, answer.json()["details"]) == (422, [
        "Tổng điểm các tiêu chí là 1000, khác tổng điểm 990 của bộ tiêu chí.",
        "Tiêu chí phụ “group:IX” không có trong bộ tiêu chí.",
    ])  # fmt: skip
    assert await plans.get(LEADER, "/criteria-sets") == []


async def test_set_in_use_is_not_replaced(plans: Plans) -> None:
    await opened(plans)

    answer = await plans.post(APPRAISER, "/criteria-sets", CRITERIA)
    again = await plans.post(APPRAISER, f"/clusters/{CLUSTER}/years", OPENED)

    assert (answer.status_code, answer.json()["code"]) == (409, "CriteriaSetExists")
    assert (again.status_code, again.json()["code"]) == (409, "YearAlreadyOpened")


@pytest.mark.covers("T-Q1-04", "T-Q1-01")
async def test_formulas_give_the_points_and_the_register_counts_what_is_deducted(plans: Plans) -> None:
    await plans.issue()
    await plans.move(date(2023, 3, 20))
    await plans.file(UNIT, "unit_plan")
    await opened_here(plans)
    await plans.move(date(2023, 4, 3))
    await registered(plans, UNIT)

    await submitted(plans, UNIT, collected="99.5", index="85")

    sheet = await plans.get(officer(HEAD), SHEET)
    points = {one["code"]: one["self_points"] for one in sheet["scores"]}
    counted = {one["fact"]: one["count"] for one in sheet["facts"] if one["count"]}
    assert points == {"I.1": "398.00", "I.2": "120.00", "II.1": "250.00", "II.2": "85.00", "II.3": "0"}
    assert counted == {"late_filing": 1, "late_registration": 1}
    assert (sheet["self_total"], sheet["state_label"]) == ("853.00", "Đã gửi, chờ cụm, khối kiểm tra")
    assert [(fact["unit_id"], fact["days_late"]) for fact in await plans.told(ScoresSubmitted)] == [(UNIT, 0)]


async def test_score_above_the_maximum_is_refused_and_nothing_is_kept(plans: Plans) -> None:
    await opened(plans)

    answer = await put(plans, officer(UNIT), SHEET, {"entries": entries(points="300.5")})

    problem = answer.json()
    assert (answer.status_code, problem["message"]) == (422, "Điểm không được vượt quá điểm tối đa của tiêu chí.")
    assert problem["details"] == ["Tiêu chí II.1: Phong trào: 300.50 điểm, tối đa 300 điểm."]
    assert (await plans.ask(APPRAISER, "GET", SHEET)).status_code == 404


async def test_unit_outside_the_cluster_is_refused_by_name(plans: Plans) -> None:
    await opened(plans)

    answer = await put(plans, officer("so-y-te"), f"{YEAR}/sheets/so-y-te", {"entries": entries()})

    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["details"]) == (422, "NotAMember", ["Sở Y tế"])
    assert problem["message"] == "Đơn vị không thuộc cụm, khối thi đua này vào ngày 01/02/2023."


async def test_bonus_needs_evidence_and_a_sheet_needs_every_criterion(plans: Plans) -> None:
    await opened(plans)
    bonus = {"code": "II.3", "points": "10"}

    bare = await put(plans, officer(UNIT), SHEET, {"entries": [bonus]})
    await put(plans, officer(UNIT), SHEET, {"entries": [bonus | {"evidence": "Quyết định 12/QĐ-UBND"}]})
    incomplete = await step(plans, officer(UNIT), "submit")

    assert (bare.status_code, bare.json()["code"]) == (422, "EvidenceMissing")
    assert (incomplete.status_code, len(incomplete.json()["details"])) == (409, 3)


@pytest.mark.covers("R-06", "R-06.c")
async def test_score_is_changed_with_a_reason_and_the_change_is_kept(plans: Plans) -> None:
    await opened(plans)
    await registered(plans, UNIT)
    await submitted(plans, UNIT)
    change = {"code": "II.1", "points": "240.5"}

    silent = await step(plans, officer(HEAD), "check", changes=[change])
    checked = await step(plans, officer(HEAD), "check", changes=[change | {"reason": "Thiếu minh chứng"}])
    official = await step(
        plans, APPRAISER, "score", changes=[{"code": "I.2", "points": "150", "reason": "Số liệu mới"}]
    )

    sheet = official.json()
    kept = [(one["code"], one["stage_label"], one["before"], one["after"], one["reason"]) for one in sheet["history"]]
    assert (silent.status_code, silent.json()["code"]) == (422, "ReasonForChange")
    assert checked.json()["checked_total"] == "940.50"
    assert (sheet["official_total"], sheet["self_total"]) == ("890.50", "950.00")
    assert kept == [
        ("II.1", "Cụm, khối kiểm tra", "250.00", "240.50", "Thiếu minh chứng"),
        ("I.2", "Chấm điểm chính thức", "200.00", "150.00", "Số liệu mới"),
    ]


async def test_official_score_is_never_above_the_maximum_either(plans: Plans) -> None:
    await opened(plans)
    await submitted(plans, UNIT)

    answer = await step(plans, APPRAISER, "check", changes=[{"code": "I.2", "points": "200.01", "reason": "x"}])

    assert (answer.status_code, answer.json()["code"]) == (422, "ScoreAboveMaximum")


async def test_only_the_clusters_leaders_check_and_nobody_their_own(plans: Plans) -> None:
    await opened(plans)
    for unit in (UNIT, HEAD):
        await submitted(plans, unit)

    answers = [
        await step(plans, officer(MEMBERS[3]), "check"),
        await plans.post(officer(HEAD), f"{YEAR}/sheets/{HEAD}/steps/check"),
        await step(plans, officer(HEAD), "score"),
        await step(plans, LEADER, "check"),
        await plans.post(officer(DEPUTY), f"{YEAR}/sheets/{HEAD}/steps/check"),
    ]

    codes = [answer.json().get("code") for answer in answers]
    assert [answer.status_code for answer in answers] == [403, 403, 409, 403, 200]
    assert codes == ["NotTheClustersHead", "NotYourOwn", "OutOfTurn", "NotTheClustersHead", None]


@pytest.mark.covers("R-06.c")
async def test_scores_of_a_cluster_are_seen_by_its_members_alone(plans: Plans) -> None:
    await opened(plans)
    await submitted(plans, UNIT)

    seen = await plans.ask(officer(MEMBERS[4]), "GET", SHEET)
    hidden = await plans.ask(officer("so-y-te"), "GET", SHEET)

    assert (seen.status_code, hidden.status_code) == (200, 422)


async def test_self_score_ends_with_its_day_unless_sở_nội_vụ_extends_it(plans: Plans) -> None:
    await opened(plans)
    await plans.move(date(2023, 12, 11))

    late = await put(plans, officer(UNIT), SHEET, {"entries": entries()})
    dates = OPENED | {"self_score_due_on": "2023-12-15"}
    del dates["year"], dates["criteria_set_id"]
    extended = await plans.ask(APPRAISER, "PATCH", YEAR, json=dates)
    then = await put(plans, officer(UNIT), SHEET, {"entries": entries()})

    assert (late.status_code, late.json()["message"]) == (
        409, "Đã quá hạn tự chấm điểm (ngày 10/12/2023). Đề nghị Sở Nội vụ gia hạn.",
    )  # fmt: skip
    assert (extended.status_code, then.status_code) == (200, 200)


async def test_returned_sheet_is_mended_and_sent_again_even_after_the_day(plans: Plans) -> None:
    await opened(plans)
    await submitted(plans, UNIT)
    await plans.move(date(2023, 12, 20))

    returned = await step(plans, officer(HEAD), "return", reason="Thiếu số liệu")
    await submitted(plans, UNIT, points="200")

    sheet = await plans.get(APPRAISER, SHEET)
    assert returned.json()["state_label"] == "Đang tự chấm điểm"
    assert (sheet["state"], sheet["days_late"]) == ("submitted", 0)


async def test_two_people_at_one_sheet_do_not_overwrite_each_other(plans: Plans) -> None:
    await opened(plans)
    first = (await put(plans, officer(UNIT), SHEET, {"entries": entries()})).json()

    body = {"entries": entries(points="100"), "version": first["version"]}
    answers = await asyncio.gather(*(put(plans, officer(UNIT), SHEET, body) for _ in range(3)))

    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]


@pytest.mark.covers("T-Q1-01")
async def test_published_result_proposes_flags_and_certificates_and_is_frozen(plans: Plans) -> None:
    await opened(plans)
    await all_scored(plans)

    answer = await plans.post(LEADER, f"{YEAR}/publish", {"version": (await ranking(plans))["version"]})

    (fact,) = await plans.told(ClusterResultPublished)
    frozen = await plans.post(APPRAISER, f"{SHEET}/steps/score", {"reason": "Sửa"})
    twice = await plans.post(LEADER, f"{YEAR}/publish")
    places = [(one["unit_id"], one["rank"], one["total"], one["award"]) for one in fact["results"]]
    assert answer.json()["state_label"] == "Đã công bố kết quả"
    assert places == [
        (MEMBERS[0], 1, "950.00", "CO_TINH"), (MEMBERS[1], 2, "940.00", "BK_TINH"),
        (MEMBERS[2], 3, "930.00", "BK_TINH"), (MEMBERS[3], 4, "920.00", None), (MEMBERS[4], 5, "910.00", None),
    ]  # fmt: skip
    assert (fact["year"], fact["kind"], fact["is_rule_confirmed"]) == (2023, "cum", True)
    assert [(one.status_code, one.json()["code"]) for one in (frozen, twice)] == [(409, "AlreadyPublished")] * 2


@pytest.mark.covers("T-Q1-01")
async def test_task_that_waited_for_the_result_is_completed_by_it(plans: Plans) -> None:
    plan = await plans.issue()
    async with plans.database.transaction() as session:
        await session.execute(text("UPDATE tasks SET waits_for = :fact WHERE task_key = :key"), {
            "fact": f"ClusterResultPublished:{CLUSTER}", "key": plan["quarters"][0]["tasks"][0]["task_key"],
        })  # fmt: skip
    await plans.move(date(2023, 2, 1))
    await opened_here(plans)
    await all_scored(plans)

    await plans.post(LEADER, f"{YEAR}/publish")

    shown = await plans.get(LEADER, f"/plans/{plan['plan_id']}")
    states = [task["state"] for task in shown["quarters"][0]["tasks"]]
    assert (states[0], states.count("completed")) == ("completed", 1)


async def test_result_waits_for_every_member(plans: Plans) -> None:
    await opened(plans)
    await submitted(plans, UNIT)

    answer = await plans.post(LEADER, f"{YEAR}/publish")

    assert (answer.status_code, answer.json()["code"], len(answer.json()["details"])) == (409, "NotAllScored", 5)
    assert len((await ranking(plans))["blockers"]) == 5
    assert await plans.told(ClusterResultPublished) == []


async def test_level_members_at_the_threshold_are_put_in_order_by_the_vote_or_by_a_person(plans: Plans) -> None:
    await opened(plans)
    await all_scored(plans, ("250", "250", "230", "220", "210"))
    leader = officer(HEAD)

    tied = await plans.post(LEADER, f"{YEAR}/publish")
    counts = [{"unit_id": unit, "votes": 4 if unit == DEPUTY else 3} for unit in MEMBERS]
    voted = await put(plans, leader, f"{YEAR}/votes", {"voters": 5, "counts": counts})
    too_many = await put(plans, leader, f"{YEAR}/votes", {"voters": 3, "counts": counts})

    names = ["Huyện Long Thành", "Huyện Trảng Bom"]
    assert (tied.status_code, tied.json()["code"], tied.json()["details"]) == (409, "TieUndecided", names)
    assert [(one["unit_id"], one["rank"], one["award"]) for one in voted.json()["members"][:2]] == [
        (DEPUTY, 1, "CO_TINH"), (HEAD, 2, "BK_TINH"),
    ]  # fmt: skip
    assert (too_many.status_code, too_many.json()["code"]) == (422, "MoreVotesThanVoters")


async def test_person_who_orders_level_members_says_why(plans: Plans) -> None:
    await opened(plans)
    await all_scored(plans, ("250", "250", "230", "220", "210"))

    silent = await plans.post(LEADER, f"{YEAR}/publish", {"order": [DEPUTY, HEAD]})
    decided = await plans.post(LEADER, f"{YEAR}/publish", {"order": [DEPUTY, HEAD], "reason": "Theo biên bản họp"})

    assert (silent.status_code, silent.json()["code"]) == (422, "ReasonMissing")
    assert [one["unit_id"] for one in decided.json()["members"][:2]] == [DEPUTY, HEAD]


async def test_criteria_that_need_confirmation_are_applied_on_a_stated_ground_only(plans: Plans) -> None:
    await opened(plans, status="needs confirmation")
    await all_scored(plans)

    silent = await plans.post(LEADER, f"{YEAR}/publish")
    grounded = await plans.post(LEADER, f"{YEAR}/publish", {"reason": "Công văn số 12/SNV-TĐKT"})

    (fact,) = await plans.told(ClusterResultPublished)
    assert (silent.status_code, silent.json()["code"], grounded.status_code) == (422, "UnconfirmedCriteria", 200)
    assert (fact["is_rule_confirmed"], fact["reason"]) == (False, "Công văn số 12/SNV-TĐKT")


async def test_ranking_takes_the_same_few_statements_however_many_members(plans: Plans) -> None:
    await opened(plans)
    await submitted(plans, UNIT)
    with plans.statements() as one:
        await ranking(plans)
    for unit in MEMBERS[3:]:
        await submitted(plans, unit)

    with plans.statements() as more:
        await ranking(plans)

    assert len(one) == len(more)
