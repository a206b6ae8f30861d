"""Two people, one dossier; two dossiers, one decision number."""

import asyncio

from tests.component.nominations.conftest import APPRAISER, INDIVIDUAL, LEADER, OFFICER, Nominations, at


async def test_of_two_officers_one_takes_the_step_and_the_other_is_told(nominations: Nominations) -> None:
    nomination_id = await nominations.submitted()

    answers = await asyncio.gather(*(nominations.step(APPRAISER, nomination_id, "receive") for _ in range(8)))

    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} <= {
        "SomeoneWasFaster",
        "OutOfTurn",
    }
    assert len(await nominations.facts_of("NominationReceived")) == 1


async def test_return_and_receipt_at_once_leave_one_of_them(nominations: Nominations) -> None:
    nomination_id = await nominations.submitted()

    answers = await asyncio.gather(
        nominations.step(APPRAISER, nomination_id, "receive", version=1),
        nominations.step(APPRAISER, nomination_id, "return", version=1, reason="Cần làm rõ"),
        nominations.step(OFFICER, nomination_id, "withdraw", version=1),
    )

    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"SomeoneWasFaster"}
    assert (await nominations.count("steps_taken"), await nominations.count("outbox")) == (2, 2)


async def test_step_on_an_outdated_page_is_refused_and_says_what_has_changed(nominations: Nominations) -> None:
    nomination_id = await nominations.submitted()
    await nominations.take(APPRAISER, nomination_id, "receive", version=1)

    answer = await nominations.step(APPRAISER, nomination_id, "appraise", version=1)

    assert (answer.status_code, answer.json()) == (
        409,
        {
            "code": "SomeoneWasFaster",
            "message": "Người khác vừa cập nhật. Vui lòng tải lại trang rồi thực hiện lại.",
            "details": ["09:00 ngày 15/02/2023: Trần Thị Thẩm Định – Tiếp nhận."],
        },
    )


async def test_decision_number_is_used_once_a_year(nominations: Nominations) -> None:
    first, second = await nominations.eligible(), await nominations.eligible(subject_name="Phòng Kế hoạch")
    await nominations.take(LEADER, first, "decide", decision_number="312/QĐ-UBND")

    answer = await nominations.step(LEADER, second, "decide", decision_number=" 312/QĐ-UBND ")

    assert (answer.status_code, answer.json()["code"], answer.json()["message"]) == (
        409,
        "DecisionNumberTaken",
        "Số quyết định này đã được dùng cho một khen thưởng khác trong năm.",
    )
    assert (await nominations.show(second))["state"] == "eligible"


async def test_decision_number_returns_in_another_year(nominations: Nominations) -> None:
    first, second = await nominations.eligible(), await nominations.eligible(subject_name="Phòng Kế hoạch")
    await nominations.take(LEADER, first, "decide", decision_number="312/QĐ-UBND")
    at(2024, 1, 2, 9)

    answer = await nominations.step(LEADER, second, "decide", decision_number="312/QĐ-UBND")

    assert answer.status_code == 200


async def test_decision_number_of_another_authority_is_another_number(nominations: Nominations) -> None:
    first, second = await nominations.eligible(), await nominations.eligible(INDIVIDUAL)
    await nominations.take(APPRAISER, second, "forward")
    await nominations.take(LEADER, first, "decide", decision_number="312")

    answer = await nominations.step(APPRAISER, second, "record_result", decision_number="312")

    assert answer.status_code == 200


async def test_one_number_decided_twice_at_once_grants_one_award(nominations: Nominations) -> None:
    both = [await nominations.eligible(), await nominations.eligible(subject_name="Phòng Kế hoạch")]

    answers = await asyncio.gather(*(nominations.step(LEADER, one, "decide", decision_number="7") for one in both))

    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert len(await nominations.facts_of("AwardGranted")) == 1
