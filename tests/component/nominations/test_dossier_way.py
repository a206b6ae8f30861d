"""The whole way of a dossier: holds, opinions, corrections, consultation, time limits, recall, versions."""

import asyncio
from datetime import date
from typing import Any

from sqlalchemy import text

from services.nominations.handlers import on
from services.nominations.models import UnitRow
from shared.identity import Identity
from shared.messaging import timers
from shared.roles import Role
from tests.component.nominations.conftest import (
    APPRAISER,
    COLLECTIVE,
    LEADER,
    OFFICER,
    OTHER_OFFICER,
    OTHER_UNIT,
    UNIT,
    Nominations,
    at,
)

OFFICE = "cuc-thue"
TAXMAN = Identity(OFFICE, "Cán bộ Cục Thuế", frozenset({Role.UNIT_OFFICER}), OFFICE)
OTHER_APPRAISER = Identity("noivu2", "Võ Thị Thẩm Định", frozenset({Role.APPRAISER}))


async def an_office(nominations: Nominations, unit_id: str = OFFICE, name: str = "Cục Thuế") -> None:
    async with nominations.database.transaction() as session:
        session.add(UnitRow(unit_id=unit_id, name=name, valid_from=date(2020, 1, 1), valid_to=None))


async def received(nominations: Nominations, **more: Any) -> str:
    nomination_id = await nominations.submitted(**more)
    await nominations.take(APPRAISER, nomination_id, "receive")
    return nomination_id


async def asked(nominations: Nominations, *offices: str, **more: Any) -> str:
    nomination_id = await received(nominations)
    opinions = [{"office_id": office, **more} for office in offices]
    await nominations.take(APPRAISER, nomination_id, "ask_opinions", opinions=opinions)
    return nomination_id


async def opinions_of(nominations: Nominations, nomination_id: str, who: Identity = APPRAISER) -> Any:
    return (await nominations.ask(who, "GET", f"/nominations/{nomination_id}/opinions")).json()


async def ring(nominations: Nominations) -> None:
    while await timers.ring(on, nominations.database):
        pass


async def test_held_dossier_goes_back_to_where_it_stood(nominations: Nominations) -> None:
    nomination_id = await received(nominations)

    held = await nominations.take(APPRAISER, nomination_id, "hold", reason="Chờ kết luận thanh tra")
    released = await nominations.take(APPRAISER, nomination_id, "release")

    assert (held["state_label"], [step["label"] for step in held["steps"]]) == ("Tạm dừng xét", ["Tiếp tục xét"])
    assert released["state"] == "received"
    assert [one["state"] for one in await nominations.facts_of("NominationHeld")] == ["received"]


async def test_recalled_dossier_is_changed_and_submitted_again_with_its_old_content_kept(
    nominations: Nominations,
) -> None:
    nomination_id = await nominations.submitted()
    await nominations.take(OFFICER, nomination_id, "recall")

    facts = {**COLLECTIVE["facts"], "headcount": 25, "completed_count": 25, "advanced_count": 20}
    again = await nominations.take(OFFICER, nomination_id, "submit", facts=facts)
    (version,) = (await nominations.ask(OFFICER, "GET", f"/nominations/{nomination_id}/versions")).json()

    assert (again["state"], again["facts"]["headcount"]) == ("submitted", 25)
    assert [(one["label"], one["before"], one["after"]) for one in version["differences"]] == [
        ("Số cá nhân hoàn thành nhiệm vụ được giao", "20", "25"),
        ("Tổng số cá nhân trong tập thể", "20", "25"),
        ("Số cá nhân đạt danh hiệu Lao động tiên tiến", "16", "20"),
    ]


async def test_recall_ends_when_the_desk_has_acted(nominations: Nominations) -> None:
    nomination_id = await received(nominations)

    answer = await nominations.step(OFFICER, nomination_id, "recall")

    assert (answer.status_code, answer.json()["code"]) == (409, "OutOfTurn")


async def test_appraisal_waits_until_the_last_office_has_answered(nominations: Nominations) -> None:
    await an_office(nominations)
    nomination_id = await asked(nominations, OFFICE, OTHER_UNIT)
    first, second = await opinions_of(nominations, nomination_id)
    by_office = {OFFICE: TAXMAN, OTHER_UNIT: OTHER_OFFICER}

    waiting = []
    for opinion in (first, second):
        waiting.append((await nominations.show(nomination_id))["state"])
        who = by_office[opinion["office_id"]]
        await nominations.ask(who, "POST", f"/opinions/{opinion['opinion_id']}", json={"result": "agree"})

    assert waiting == ["awaiting_opinions", "awaiting_opinions"]
    assert (await nominations.show(nomination_id))["state"] == "received"
    assert len(await nominations.facts_of("OpinionGiven")) == 2


async def test_office_that_was_asked_sees_the_dossier_and_another_does_not(nominations: Nominations) -> None:
    await an_office(nominations)
    nomination_id = await asked(nominations, OFFICE)

    seen = await nominations.ask(TAXMAN, "GET", f"/nominations/{nomination_id}")
    hidden = await nominations.ask(OTHER_OFFICER, "GET", f"/nominations/{nomination_id}")

    assert (seen.status_code, hidden.status_code) == (200, 403)
    assert [one["nomination_id"] for one in (await nominations.ask(TAXMAN, "GET", "/opinions")).json()] == [
        nomination_id
    ]


async def test_only_the_office_that_was_asked_answers(nominations: Nominations) -> None:
    await an_office(nominations)
    nomination_id = await asked(nominations, OFFICE)
    (opinion,) = await opinions_of(nominations, nomination_id)

    answers = [
        await nominations.ask(who, "POST", f"/opinions/{opinion['opinion_id']}", json={"result": "agree"})
        for who in (OTHER_OFFICER, APPRAISER)
    ]

    assert [answer.status_code for answer in answers] == [403, 403]


async def test_silence_is_no_opinion_where_no_rule_takes_it_for_agreement(nominations: Nominations) -> None:
    await an_office(nominations)
    nomination_id = await asked(nominations, OFFICE, due_on="2023-02-20")

    at(2023, 2, 21, 0, 1)
    await ring(nominations)
    (opinion,) = await opinions_of(nominations, nomination_id)

    assert (opinion["state_label"], opinion["result_label"]) == ("Quá hạn, chưa có ý kiến", "Chưa có ý kiến")
    assert (await nominations.show(nomination_id))["state"] == "received"
    assert [one["is_agreement"] for one in await nominations.facts_of("OpinionLapsed")] == [False]


async def test_office_appraises_its_own_criteria_and_what_it_denies_is_not_met(nominations: Nominations) -> None:
    await an_office(nominations)
    nomination_id = await received(nominations)
    rule = (await nominations.show(nomination_id))["findings"][0]["rule"]
    question = {"office_id": OFFICE, "rules": [rule]}
    await nominations.take(APPRAISER, nomination_id, "ask_opinions", opinions=[question])
    (opinion,) = await opinions_of(nominations, nomination_id)

    said = {"result": "disagree", "said": "Chưa hoàn thành nghĩa vụ thuế", "results": {rule: "not_met"}}
    await nominations.ask(TAXMAN, "POST", f"/opinions/{opinion['opinion_id']}", json=said)
    appraised = await nominations.take(APPRAISER, nomination_id, "appraise", reason="Theo ý kiến của Cục Thuế")

    finding = next(one for one in appraised["findings"] if one["rule"] == rule)
    assert (appraised["state"], finding["result"]) == ("not_eligible", "not_met")
    assert finding["found"].endswith("Cục Thuế: không đạt: Chưa hoàn thành nghĩa vụ thuế")


async def test_question_to_nobody_is_refused_and_says_everything_at_once(nominations: Nominations) -> None:
    nomination_id = await received(nominations)

    none = await nominations.step(APPRAISER, nomination_id, "ask_opinions")
    wrong = await nominations.step(
        APPRAISER,
        nomination_id,
        "ask_opinions",
        opinions=[
            {"office_id": "khong-co"},
            {"office_id": OTHER_UNIT, "due_on": "2023-02-01", "rules": ["KHONG-CO"]},
        ],
    )

    assert none.json()["details"] == ["Vui lòng chọn ít nhất một cơ quan để lấy ý kiến."]
    assert wrong.json()["details"] == [
        "Không có cơ quan “khong-co” đang hoạt động.",
        "Hạn cho ý kiến của Huyện Trảng Bom đã qua.",
        "Hồ sơ không có tiêu chuẩn “KHONG-CO”.",
    ]
    assert (await nominations.show(nomination_id))["state"] == "received"


async def correction(nominations: Nominations, nomination_id: str, *parts: str) -> Any:
    answer = await nominations.ask(
        APPRAISER,
        "POST",
        f"/nominations/{nomination_id}/corrections",
        json={"parts": parts, "note": "Số liệu không khớp báo cáo"},
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_only_flagged_parts_unlock(nominations: Nominations) -> None:
    nomination_id = await received(nominations)
    one = await correction(nominations, nomination_id, "fact.headcount")
    path = f"/corrections/{one['correction_id']}/made"

    locked = await nominations.ask(OFFICER, "POST", path, json={"facts": {"headcount": 21, "advanced_count": 21}})
    made = await nominations.ask(OFFICER, "POST", path, json={"facts": {"headcount": 21}})

    assert (locked.status_code, locked.json()["details"]) == (422, ["Số cá nhân đạt danh hiệu Lao động tiên tiến"])
    assert made.json()["state_label"] == "Đã chỉnh sửa, chờ xem lại"
    shown = await nominations.show(nomination_id)
    assert (shown["facts"]["headcount"], shown["facts"]["advanced_count"]) == (21, 16)


async def test_only_who_asked_looks_at_the_correction_again(nominations: Nominations) -> None:
    nomination_id = await received(nominations)
    one = await correction(nominations, nomination_id, "fact.headcount")
    await nominations.ask(
        OFFICER, "POST", f"/corrections/{one['correction_id']}/made", json={"facts": {"headcount": 20}}
    )
    path = f"/corrections/{one['correction_id']}/review"

    early = await nominations.step(APPRAISER, nomination_id, "appraise")
    other = await nominations.ask(OTHER_APPRAISER, "POST", path, json={"is_accepted": True})
    asker = await nominations.ask(APPRAISER, "POST", path, json={"is_accepted": True})
    appraised = await nominations.take(APPRAISER, nomination_id, "appraise", reason="Đủ căn cứ")

    assert (early.status_code, early.json()["details"]) == (
        409,
        ["Yêu cầu chỉnh sửa của Trần Thị Thẩm Định chưa giải quyết xong."],
    )
    assert (other.status_code, other.json()["message"]) == (
        403,
        "Chỉ người đã yêu cầu chỉnh sửa được xem lại nội dung này.",
    )
    assert (asker.json()["state"], appraised["state"]) == ("accepted", "eligible")


async def test_correction_of_something_the_dossier_lacks_is_refused(nominations: Nominations) -> None:
    nomination_id = await received(nominations)

    answer = await nominations.ask(
        APPRAISER,
        "POST",
        f"/nominations/{nomination_id}/corrections",
        json={"parts": ["fact.khong_co"], "note": "Xem lại"},
    )

    assert (answer.status_code, answer.json()["details"]) == (422, ["fact.khong_co"])


async def test_return_asks_nobody_any_more(nominations: Nominations) -> None:
    await an_office(nominations)
    nomination_id = await asked(nominations, OFFICE)

    await nominations.take(APPRAISER, nomination_id, "return", reason="Thiếu biên bản họp")
    await nominations.take(OFFICER, nomination_id, "resubmit")
    await nominations.take(APPRAISER, nomination_id, "receive")

    (opinion,) = await opinions_of(nominations, nomination_id)
    assert opinion["state"] == "dropped"
    assert (await nominations.show(nomination_id))["pending"] == []


async def test_time_limit_ends_in_working_half_days_and_is_told_once(nominations: Nominations) -> None:
    at(2023, 4, 27, 9)  # the Thursday before Giỗ Tổ, 30/4 and 1/5
    nomination_id = await received(nominations)
    limits = {one["limit"]: one["due_at"] for one in (await nominations.show(nomination_id))["limits"]}

    at(2023, 8, 1, 9)
    await ring(nominations)
    await ring(nominations)

    assert limits["appraise"] == "2023-05-15T12:00:00+07:00"
    assert sorted(one["limit"] for one in await nominations.facts_of("TimeLimitPassed")) == ["appraise", "processing"]
    listed = await nominations.listed(is_overdue=True)
    assert [(one["nomination_id"], one["is_overdue"]) for one in listed["items"]] == [(nomination_id, True)]


async def test_limit_stands_still_while_a_dossier_is_held_and_begins_anew_after_a_return(
    nominations: Nominations,
) -> None:
    at(2023, 2, 15, 9)
    nomination_id = await received(nominations)
    at(2023, 2, 17, 9)
    await nominations.take(APPRAISER, nomination_id, "hold", reason="Chờ xác minh")
    held = await nominations.show(nomination_id)
    at(2023, 3, 15, 9)
    await nominations.take(APPRAISER, nomination_id, "release")
    released = await nominations.show(nomination_id)
    await nominations.take(APPRAISER, nomination_id, "return", reason="Thiếu biên bản họp")
    await nominations.take(OFFICER, nomination_id, "resubmit")
    await nominations.take(APPRAISER, nomination_id, "receive")
    again = await nominations.show(nomination_id)

    def due(view: Any) -> dict[str, str | None]:
        return {one["limit"]: one["due_at"] for one in view["limits"]}

    assert due(held) == {"appraise": None, "processing": None}
    assert due(released)["appraise"] == "2023-03-24T12:00:00+07:00"  # 14 of 18 half-days were left
    assert due(again)["appraise"] == "2023-03-28T12:00:00+07:00"  # all 18 again


async def test_ruleset_of_the_first_receipt_stays_when_a_dossier_comes_back(nominations: Nominations) -> None:
    at(2023, 12, 28, 9)
    nomination_id = await received(nominations)
    await nominations.take(APPRAISER, nomination_id, "return", reason="Thiếu biên bản họp")

    at(2024, 1, 8, 9)
    await nominations.take(OFFICER, nomination_id, "resubmit")
    again = await nominations.take(APPRAISER, nomination_id, "receive")

    assert (again["ruleset"], again["received_on"]) == ("RS-A", "2024-01-08")


async def test_two_officers_answer_one_dossier_and_one_is_told_what_changed(nominations: Nominations) -> None:
    nomination_id = await received(nominations)
    seen = (await nominations.show(nomination_id))["version"]

    answers = await asyncio.gather(
        nominations.step(APPRAISER, nomination_id, "appraise", version=seen, reason="Đủ căn cứ"),
        nominations.step(OTHER_APPRAISER, nomination_id, "hold", version=seen, reason="Có đơn tố cáo"),
    )

    lost = next(answer for answer in answers if answer.status_code == 409)
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert len(lost.json()["details"]) == 1
    assert lost.json()["details"][0].startswith("09:00 ngày 15/02/2023: ")


async def test_people_are_asked_before_the_council_lists_and_the_council_before_the_leader(
    nominations: Nominations,
) -> None:
    at(2024, 3, 4, 9)
    nomination_id = await to_eligible_by_hand(nominations)

    early = await nominations.step(APPRAISER, nomination_id, "list_for_council")
    opened = await nominations.take(APPRAISER, nomination_id, "open_consultation", place="Cổng thông tin điện tử tỉnh")
    asked_ = (await nominations.ask(OFFICER, "GET", "/consultations")).json()
    said = await nominations.ask(
        OTHER_OFFICER, "POST", f"/nominations/{nomination_id}/comments", json={"said": "Xem lại"}
    )
    at(2024, 3, 19, 9)
    await ring(nominations)
    unsettled = await nominations.step(APPRAISER, nomination_id, "list_for_council")
    await nominations.ask(
        APPRAISER, "POST", f"/comments/{said.json()['comment_id']}/resolution", json={"resolution": "Đã xác minh"}
    )
    listed = await nominations.take(APPRAISER, nomination_id, "list_for_council")
    late = await nominations.ask(OFFICER, "POST", f"/nominations/{nomination_id}/comments", json={"said": "Muộn"})

    assert (early.status_code, early.json()["code"]) == (409, "StepOwed")
    assert (opened["state"], [one["closes_on"] for one in asked_]) == ("in_consultation", ["2024-03-18"])
    assert unsettled.json()["details"] == ["Có ý kiến của Nhân dân chưa được giải quyết."]
    assert (listed["state"], late.json()["code"]) == ("before_council", "ConsultationOver")
    assert (await nominations.facts_of("ConsultationClosed"))[0]["comments"] == 1


async def test_people_are_never_asked_for_less_time_than_the_law_says(nominations: Nominations) -> None:
    at(2024, 3, 4, 9)
    nomination_id = await to_eligible_by_hand(nominations)

    answer = await nominations.step(APPRAISER, nomination_id, "open_consultation", days=9)

    assert (answer.status_code, answer.json()["code"]) == (422, "TooShort")


async def to_eligible_by_hand(nominations: Nominations) -> str:
    """Return a dossier for an award of the state that was found eligible, however its criteria are written."""
    nomination_id = await nominations.submitted(award="CSTD_TQ", subject_kind="individual", facts={}, documents=[])
    async with nominations.database.transaction() as session:
        await session.execute(
            text("UPDATE nominations SET state = 'eligible', received_on = '2024-03-04', ruleset = 'RS-B'")
        )
    return nomination_id


async def test_leader_sees_what_is_pending_and_may_not_skip_it(nominations: Nominations) -> None:
    await an_office(nominations)
    nomination_id = await asked(nominations, OFFICE)

    answer = await nominations.step(LEADER, nomination_id, "decide", decision_number="1/QĐ-UBND")

    assert (answer.status_code, (await nominations.show(nomination_id, LEADER))["pending"]) == (
        409,
        ["Chưa có ý kiến của Cục Thuế."],
    )


async def test_unit_is_unknown_to_another_units_files(nominations: Nominations) -> None:
    nomination_id = await nominations.submitted(unit_id=UNIT)

    answer = await nominations.ask(OTHER_OFFICER, "GET", f"/dossiers/{nomination_id}/files")

    assert answer.status_code == 403
