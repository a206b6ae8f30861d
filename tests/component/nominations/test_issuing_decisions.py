"""One decision for many dossiers: drafted, proposed, signed; its money, its papers, its number."""

import asyncio
import io
from typing import Any

from docx import Document

from tests.component.nominations.conftest import APPRAISER, INDIVIDUAL, LEADER, OFFICER, Nominations, at

SIGNED = {"number": "95/QĐ-UBND", "signer": "Võ Tấn Đức", "signer_title": "Chủ tịch"}


async def drafted(nominations: Nominations, *dossiers: str, **more: Any) -> Any:
    body = {
        "title": "Về việc tặng danh hiệu Tập thể lao động xuất sắc năm 2022",
        "proposer": "Sở Nội vụ",
        "nominations": dossiers,
        "recipients": ["Hội đồng Thi đua - Khen thưởng tỉnh"],
        **more,
    }
    answer = await nominations.ask(APPRAISER, "POST", "/decisions", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def step(nominations: Nominations, view: Any, name: str, who: Any = APPRAISER, **body: Any) -> Any:
    return await nominations.ask(who, "POST", f"/decisions/{view['decision_id']}/steps/{name}", json=body)


async def two(nominations: Nominations) -> tuple[str, str]:
    return await nominations.eligible(), await nominations.eligible(subject_name="Phòng Kế hoạch")


async def signed(nominations: Nominations, *dossiers: str, **more: Any) -> Any:
    view = await drafted(nominations, *dossiers)
    await step(nominations, view, "propose", proposal_number="12/TTr-SNV")
    answer = await step(nominations, view, "sign", LEADER, **{**SIGNED, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def words_of(nominations: Nominations, view: Any, paper: str) -> str:
    answer = await nominations.ask(APPRAISER, "GET", f"/decisions/{view['decision_id']}/{paper}")
    assert answer.status_code == 200, answer.text
    document = Document(io.BytesIO(answer.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


async def test_one_decision_grants_every_dossier_of_its_list(nominations: Nominations) -> None:
    both = await two(nominations)

    view = await signed(nominations, *both)

    shown = [await nominations.show(one) for one in both]
    assert [(one["state"], one["decision_number"], one["bonus"]) for one in shown] == [
        ("decided", "95/QĐ-UBND", 2_240_000)
    ] * 2
    assert (view["state"], view["total"], view["dossiers"]) == ("signed", 4_480_000, 2)
    assert [name for name, _, _ in await nominations.told()].count("AwardGranted") == 2


async def test_grounds_are_those_in_force_on_the_day_of_the_decision(nominations: Nominations) -> None:
    both = await two(nominations)

    view = await signed(nominations, *both)

    assert len(view["basis"]) > 0
    assert [line for line in view["basis"] if "98/2023" in line] == []
    assert [line for line in view["basis"] if "91/2017" in line] != []


async def test_papers_name_the_number_the_list_and_the_money(nominations: Nominations) -> None:
    view = await signed(nominations, *await two(nominations))

    proposal, paper = [await words_of(nominations, view, kind) for kind in ("proposal", "paper")]
    certificates = await nominations.ask(APPRAISER, "GET", f"/decisions/{view['decision_id']}/certificates")

    assert [one in paper for one in ("95/QĐ-UBND", "Phòng Kế hoạch", "4.480.000 đồng", "Điều 3.")] == [True] * 4
    assert ("12/TTr-SNV" in proposal, "Kính gửi: Chủ tịch Ủy ban nhân dân tỉnh" in proposal) == (True, True)
    assert len(certificates.text.splitlines()) == 3


async def test_number_is_given_once_whichever_way_it_is_given(nominations: Nominations) -> None:
    first, second = await two(nominations)
    await nominations.take(LEADER, first, "decide", decision_number="95/QĐ-UBND")
    view = await drafted(nominations, second)
    await step(nominations, view, "propose", proposal_number="12/TTr-SNV")

    answer = await step(nominations, view, "sign", LEADER, **SIGNED)

    assert (answer.status_code, answer.json()["code"]) == (409, "DecisionNumberTaken")
    assert (await nominations.show(second))["state"] == "eligible"


async def test_two_decisions_of_one_number_signed_at_once_leave_one(nominations: Nominations) -> None:
    views = [await drafted(nominations, one) for one in await two(nominations)]
    for view in views:
        await step(nominations, view, "propose", proposal_number="12/TTr-SNV")

    answers = await asyncio.gather(*(step(nominations, view, "sign", LEADER, **SIGNED) for view in views))

    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert len(await nominations.facts_of("AwardGranted")) == 1


async def test_dossier_stands_on_one_list(nominations: Nominations) -> None:
    first, second = await two(nominations)
    await drafted(nominations, first)

    answer = await nominations.ask(
        APPRAISER, "POST", "/decisions", json={"title": "Khác", "proposer": "Sở Nội vụ", "nominations": [second, first]}
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "OnAnotherList")
    assert await nominations.count("decisions") == 1


async def test_what_has_not_left_the_house_can_be_taken_back(nominations: Nominations) -> None:
    first, second = await two(nominations)
    view = await drafted(nominations, first, second)
    await step(nominations, view, "propose", proposal_number="12/TTr-SNV")

    back = await step(nominations, view, "take_back")
    dropped = await step(nominations, view, "drop", reason="Gộp vào đợt sau")

    assert (back.json()["state"], dropped.json()["state"]) == ("drafted", "dropped")
    assert (await drafted(nominations, first, second))["dossiers"] == 2


async def test_central_award_and_unready_dossier_are_on_no_list(nominations: Nominations) -> None:
    central, unready = await nominations.eligible(INDIVIDUAL), await nominations.submitted()
    body = {"title": "Khác", "proposer": "Sở Nội vụ"}

    answers = [
        await nominations.ask(APPRAISER, "POST", "/decisions", json={**body, "nominations": [one]})
        for one in (central, unready)
    ]

    assert [answer.json()["code"] for answer in answers] == ["OtherAuthority", "NotReadyForDecision"]


async def test_units_officer_sees_no_decision_and_drafts_none(nominations: Nominations) -> None:
    view = await drafted(nominations, await nominations.eligible())

    seen = await nominations.ask(OFFICER, "GET", f"/decisions/{view['decision_id']}")
    made = await nominations.ask(OFFICER, "POST", "/decisions", json={"title": "x", "proposer": "y"})

    assert (seen.status_code, made.status_code) == (403, 403)


async def test_fund_owes_what_was_decided_and_pays_no_more(nominations: Nominations) -> None:
    view = await signed(nominations, *await two(nominations))
    [line, _] = (await nominations.ask(APPRAISER, "GET", "/register")).json()["items"]
    payment = {"kind": "paid", "award_id": line["award_id"], "happened_on": "2023-02-16"}
    await nominations.ask(
        APPRAISER,
        "POST",
        "/fund/movements",
        json={"kind": "granted", "payer": view["payer"], "amount": 10_000_000, "happened_on": "2023-01-02"},
    )

    answers = await asyncio.gather(
        *(
            nominations.ask(APPRAISER, "POST", "/fund/movements", json={**payment, "amount": 2_240_000})
            for _ in range(3)
        )
    )

    fund = (await nominations.ask(APPRAISER, "GET", "/fund", params={"payer": view["payer"]})).json()
    assert sorted(answer.status_code for answer in answers) == [201, 422, 422]
    assert {name: fund[name] for name in ("granted", "due", "paid", "unpaid", "left")} == {
        "granted": 10_000_000,
        "due": 4_480_000,
        "paid": 2_240_000,
        "unpaid": 2_240_000,
        "left": 5_520_000,
    }


async def test_packet_goes_to_the_centre_complete_and_its_questions_come_back(nominations: Nominations) -> None:
    nomination_id = await nominations.eligible(INDIVIDUAL)
    path = f"/nominations/{nomination_id}/packet"
    packet = (await nominations.ask(APPRAISER, "GET", path)).json()
    early = await nominations.ask(APPRAISER, "POST", path, json={"reference": "31/TTr-UBND"})
    parts = [{"code": one["code"], "enclosed": one["copies"]} for one in packet["components"]]
    sent = await nominations.ask(APPRAISER, "POST", path, json={"components": parts, "reference": "31/TTr-UBND"})
    at(2023, 3, 17, 9)
    asked = await nominations.ask(APPRAISER, "POST", f"{path}/questions", json={"question": "Bổ sung thành tích 2021"})

    answered = await nominations.ask(
        APPRAISER,
        "POST",
        f"{path}/answers",
        json={"question_id": asked.json()["questions"][0]["question_id"], "answer": "Đã gửi bổ sung"},
    )

    assert (early.json()["code"], sent.status_code, sent.json()["lacking"]) == ("PacketIncomplete", 200, [])
    assert (answered.status_code, answered.json()["days_waiting"]) == (200, 30)
    assert (await nominations.show(nomination_id))["state"] == "forwarded"
