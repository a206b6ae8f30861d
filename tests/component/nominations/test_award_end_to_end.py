"""The two awards from submission to decision, with every fact on the way."""

from typing import Any

from tests.component.nominations.conftest import (
    APPRAISER,
    COLLECTIVE,
    INDIVIDUAL,
    LEADER,
    OFFICER,
    UNIT,
    Nominations,
    at,
)


def names(told: list[tuple[str, int, dict[str, Any]]]) -> list[tuple[str, int]]:
    return [(name, version) for name, version, _ in told]


def offers(view: Any) -> list[str]:
    return [step["step"] for step in view["steps"]]


async def test_excellent_collective_is_granted_by_the_province(nominations: Nominations) -> None:
    nomination_id = await nominations.submitted()
    received = await nominations.take(APPRAISER, nomination_id, "receive")
    appraised = await nominations.take(APPRAISER, nomination_id, "appraise")
    at(2023, 3, 31, 15)
    decided = await nominations.take(LEADER, nomination_id, "decide", decision_number="312/QĐ-UBND")

    assert (received["state"], received["received_on"], received["ruleset"]) == ("received", "2023-02-15", "RS-A")
    assert (appraised["state"], appraised["state_label"]) == ("eligible", "Đủ điều kiện")
    assert (decided["state"], decided["decision_number"], decided["decided_on"], decided["bonus"]) == (
        "decided",
        "312/QĐ-UBND",
        "2023-03-31",
        2_240_000,
    )
    assert names(await nominations.told()) == [
        ("NominationSubmitted", 1),
        ("NominationReceived", 2),
        ("NominationAppraised", 3),
        ("NominationDecided", 4),
        ("AwardGranted", 1),
    ]


async def test_granted_award_tells_codes_and_money_and_no_names(nominations: Nominations) -> None:
    nomination_id = await nominations.eligible()
    await nominations.take(LEADER, nomination_id, "decide", decision_number="312/QĐ-UBND")

    [granted] = await nominations.facts_of("AwardGranted")

    assert {name: granted[name] for name in granted.keys() - {"award_id", "subject_id"}} == {
        "nomination_id": nomination_id,
        "unit_id": UNIT,
        "award": "TTLDXS",
        "subject_kind": "collective",
        "year": 2022,
        "decided_by": "province_chair",
        "decision_number": "312/QĐ-UBND",
        "decided_on": "2023-02-15",
        "bonus": 2_240_000,
    }


async def test_bonus_follows_the_day_of_the_decision_and_not_of_receipt(nominations: Nominations) -> None:
    nomination_id = await nominations.eligible()
    at(2023, 7, 3, 8)

    decided = await nominations.take(
        LEADER, nomination_id, "decide", decision_number="901/QĐ-UBND", decided_on="2023-07-01"
    )

    assert decided["bonus"] == 2_700_000


async def test_prime_ministers_commendation_goes_to_the_centre_and_comes_back(nominations: Nominations) -> None:
    nomination_id = await nominations.eligible(INDIVIDUAL)
    at(2023, 4, 10, 9)
    forwarded = await nominations.take(APPRAISER, nomination_id, "forward")
    at(2023, 8, 20, 9)

    granted = await nominations.take(
        APPRAISER, nomination_id, "record_result", decision_number="988/QĐ-TTg", decided_on="2023-08-16"
    )

    assert (forwarded["state_label"], offers(forwarded)) == (
        "Đã trình Trung ương",
        ["record_result", "record_refusal", "central_return", "hold"],
    )
    assert (granted["state"], granted["bonus"]) == ("decided", 6_300_000)
    assert names(await nominations.told()) == [
        ("NominationSubmitted", 1),
        ("NominationReceived", 2),
        ("NominationAppraised", 3),
        ("NominationForwarded", 4),
        ("CentralResultRecorded", 5),
        ("NominationDecided", 6),
        ("AwardGranted", 1),
    ]


async def test_commendation_refused_by_the_centre_ends_with_its_reason(nominations: Nominations) -> None:
    nomination_id = await nominations.eligible(INDIVIDUAL)
    await nominations.take(APPRAISER, nomination_id, "forward")

    ended = await nominations.take(
        APPRAISER, nomination_id, "record_refusal", reason="Thủ tướng Chính phủ chưa xem xét khen thưởng"
    )

    assert (ended["state"], ended["reason"], ended["steps"]) == (
        "rejected",
        "Thủ tướng Chính phủ chưa xem xét khen thưởng",
        [],
    )
    assert names(await nominations.told())[-2:] == [("CentralResultRecorded", 5), ("NominationRejected", 6)]
    assert [said["is_granted"] for said in await nominations.facts_of("CentralResultRecorded")] == [False]


async def test_central_award_is_not_the_leaders_to_decide(nominations: Nominations) -> None:
    nomination_id = await nominations.eligible(INDIVIDUAL)

    answer = await nominations.step(LEADER, nomination_id, "decide", decision_number="312/QĐ-UBND")

    assert (answer.status_code, answer.json()["code"]) == (409, "OutOfTurn")


async def test_history_names_each_step_who_took_it_and_why(nominations: Nominations) -> None:
    nomination_id = await nominations.eligible(facts={})

    history = (await nominations.show(nomination_id))["history"]

    assert [(line["label"], line["by"]) for line in history] == [
        ("Nộp hồ sơ", OFFICER.name),
        ("Tiếp nhận", APPRAISER.name),
        ("Kết luận chưa đủ điều kiện", APPRAISER.name),
    ]


async def test_ineligible_dossier_tells_every_unmet_rule(nominations: Nominations) -> None:
    facts = {"rating": "HTTNV", "headcount": 20, "completed_count": 20, "advanced_count": 13}
    nomination_id = await nominations.eligible(facts=facts)

    [appraised] = await nominations.facts_of("NominationAppraised")

    assert (appraised["is_eligible"], appraised["unmet_rules"]) == (
        False,
        ["TTLDXS-1a", "TTLDXS-1b", "TTLDXS-2", "TTLDXS-3b", "TTLDXS-4a", "TTLDXS-4b", "TTLDXS-5"],
    )
    assert offers(await nominations.show(nomination_id, APPRAISER)) == ["return", "hold"]
    assert offers(await nominations.show(nomination_id, LEADER)) == ["reject"]


async def test_rejection_carries_its_reason_and_the_unmet_rules(nominations: Nominations) -> None:
    nomination_id = await nominations.eligible(facts={**COLLECTIVE["facts"], "disciplined_count": 1})

    ended = await nominations.take(LEADER, nomination_id, "reject", reason="Có cá nhân bị kỷ luật cảnh cáo")

    [rejected] = await nominations.facts_of("NominationRejected")
    assert ended["state_label"] == "Không được khen thưởng"
    assert (rejected["reason"], rejected["unmet_rules"]) == ("Có cá nhân bị kỷ luật cảnh cáo", ["TTLDXS-4b"])


async def test_findings_of_an_appraised_dossier_are_kept_as_they_were(nominations: Nominations) -> None:
    nomination_id = await nominations.eligible()

    finding = next(one for one in (await nominations.show(nomination_id))["findings"] if one["rule"] == "TTLDXS-3b")

    assert finding == {
        "rule": "TTLDXS-3b",
        "result": "met",
        "result_label": "Đạt",
        "required": "Có ít nhất 70 % cá nhân đạt danh hiệu Lao động tiên tiến",
        "found": "16 trên tổng số 20 (80 %)",
        "citation": "Điều 27 Luật Thi đua, Khen thưởng số 15/2003/QH11",
        "status": "confirmed",
    }


async def test_dossier_under_a_law_nobody_has_confirmed_is_appraised_by_a_person_with_grounds(
    nominations: Nominations,
) -> None:
    at(2026, 11, 2, 9)
    nomination_id = await nominations.submitted(year=2025)
    received = await nominations.take(APPRAISER, nomination_id, "receive")

    unfounded = await nominations.step(APPRAISER, nomination_id, "appraise")
    founded = await nominations.take(APPRAISER, nomination_id, "appraise", reason="Đối chiếu văn bản đang có hiệu lực")

    assert (received["ruleset"], {one["result"] for one in received["findings"]}) == ("RS-D", {"needs_person"})
    assert (unfounded.status_code, unfounded.json()["code"]) == (422, "GroundsMissing")
    assert founded["state"] == "eligible"


async def test_bonus_on_unconfirmed_figures_asks_the_leader_for_grounds(nominations: Nominations) -> None:
    nomination_id = await nominations.eligible()
    at(2026, 11, 2, 9)

    unfounded = await nominations.step(LEADER, nomination_id, "decide", decision_number="1/QĐ-UBND")
    founded = await nominations.take(
        LEADER, nomination_id, "decide", decision_number="1/QĐ-UBND", reason="Áp dụng mức hiện hành"
    )

    assert unfounded.json()["code"] == "GroundsMissing"
    assert founded["bonus"] == 3_800_000
