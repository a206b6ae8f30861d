"""An award that is cancelled: within its days, told, recovered, and everything that rests on it in doubt."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from services.nominations.models import RegisterRow, RelianceRow
from tests.component.nominations.conftest import APPRAISER, INDIVIDUAL, LEADER, OFFICER, UNIT, Nominations, at

CASE = {
    "ground": "false_merit_2003",
    "conclusion": "Kết luận thanh tra số 8/KL-TTr: khai thành tích không đúng",
    "concluded_on": "2023-02-15",
}


async def granted(nominations: Nominations, number: str = "95/QĐ-UBND", **more: Any) -> str:
    nomination_id = await nominations.eligible(**more)
    await nominations.take(LEADER, nomination_id, "decide", decision_number=number)
    async with nominations.database.transaction() as session:
        return str(
            await session.scalar(
                text("SELECT award_id FROM awards WHERE nomination_id = :id"), {"id": UUID(nomination_id)}
            )
        )


async def opened(nominations: Nominations, award_id: str, **more: Any) -> Any:
    return await nominations.ask(APPRAISER, "POST", "/revocations", json={"award_id": award_id, **CASE, **more})


async def step(nominations: Nominations, view: Any, name: str, who: Any = APPRAISER, **body: Any) -> Any:
    return await nominations.ask(who, "POST", f"/revocations/{view['revocation_id']}/steps/{name}", json=body)


async def revoked(nominations: Nominations, award_id: str) -> Any:
    view = (await opened(nominations, award_id)).json()
    await step(nominations, view, "report")
    answer = await step(nominations, view, "decide", LEADER, decision_number="400/QĐ-UBND")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_days_to_report_and_to_decide_follow_the_law(nominations: Nominations) -> None:
    view = (await opened(nominations, await granted(nominations))).json()

    reported = (await step(nominations, view, "report")).json()

    assert (view["report_by"], reported["decide_by"]) == ("2023-02-22", "2023-02-22")


async def test_revoked_award_is_told_and_leaves_its_dossier_and_register(nominations: Nominations) -> None:
    award_id = await granted(nominations)

    view = await revoked(nominations, award_id)

    [told] = await nominations.facts_of("AwardRevoked")
    line = (await nominations.ask(APPRAISER, "GET", "/register")).json()["items"][0]
    assert (told["award_id"], told["ground"], told["bonus"], told["decision_number"]) == (
        award_id,
        "false_merit_2003",
        2_240_000,
        "400/QĐ-UBND",
    )
    assert (view["state"], line["revoked_on"]) == ("revoked", "2023-02-15")
    assert (await nominations.show(told["nomination_id"]))["state"] == "revoked"
    assert [(name, version) for name, version, _ in await nominations.told()][-2:] == [
        ("NominationRevoked", 5),
        ("AwardRevoked", 2),
    ]


async def test_what_was_paid_and_the_object_come_back_before_the_case_is_settled(nominations: Nominations) -> None:
    award_id = await granted(nominations)
    payment = {"kind": "paid", "award_id": award_id, "amount": 2_240_000, "happened_on": "2023-02-15"}
    await nominations.ask(APPRAISER, "POST", "/fund/movements", json=payment)
    view = await revoked(nominations, award_id)
    path = f"/revocations/{view['revocation_id']}/recoveries"
    body = {"version": view["version"], "amount": 2_000_000, "happened_on": "2023-02-15"}
    early = await step(nominations, view, "settle")
    some = (await nominations.ask(APPRAISER, "POST", path, json=body)).json()
    much = await nominations.ask(APPRAISER, "POST", path, json={**body, "version": some["version"]})
    rest = {
        "version": some["version"],
        "amount": 240_000,
        "happened_on": "2023-02-15",
        "object_returned_on": "2023-02-15",
    }
    await nominations.ask(APPRAISER, "POST", path, json=rest)

    settled = await step(nominations, view, "settle")

    assert (view["to_recover"], some["recovered"]) == (2_240_000, 2_000_000)
    assert (early.json()["code"], much.json()["code"]) == ("NotRecoveredYet", "PaidTooMuch")
    assert settled.json()["state"] == "recovered"


async def forget_findings(nominations: Nominations) -> None:
    """Let the register be as one kept before findings named what they rest on."""
    async with nominations.database.transaction() as session:
        await session.execute(text("UPDATE award_register SET is_judged = false"))


async def in_the_register(nominations: Nominations, subject_id: str, award: str, year: int) -> str:
    """Write a line of the past into the register."""
    line = RegisterRow(
        award_id=uuid4(), award=award, mode="merit", subject_kind="individual", subject_id=UUID(subject_id),
        subject_name="Bác sĩ Nguyễn Thị Hòa", unit_id=UNIT, unit_name="Sở Y tế", year=year,
        decided_by="province_chair", decision_number=f"{year}/QĐ-UBND", decided_on=date(year, 12, 20),
        book_year=year, book_number=1, bonus=0, version=1,
    )  # fmt: skip
    async with nominations.database.transaction() as session:
        session.add(line)
    return str(line.award_id)


async def central(nominations: Nominations, subject_id: str, facts: dict[str, Any]) -> str:
    """Return the award of a Prime Minister's commendation, from its dossier on."""
    nomination_id = await nominations.eligible(INDIVIDUAL, subject_id=subject_id, facts=facts)
    await nominations.take(APPRAISER, nomination_id, "forward")
    await nominations.take(APPRAISER, nomination_id, "record_result", decision_number="988/QĐ-TTg")
    [granted] = await nominations.facts_of("AwardGranted")
    return str(granted["award_id"])


FACTS = {"excellent_years": [2018, 2019, 2020, 2021, 2022], "initiatives": 6}


async def test_register_proves_an_earlier_award_that_the_unit_does_not_state(nominations: Nominations) -> None:
    subject = str(uuid4())
    unproven = await nominations.submitted(INDIVIDUAL, subject_id=subject, facts=FACTS)
    before = {one["rule"]: one["result"] for one in (await nominations.show(unproven))["findings"]}

    await in_the_register(nominations, subject, "BK_TINH", 2016)

    after = {one["rule"]: one["result"] for one in (await nominations.show(unproven))["findings"]}
    assert {rule: (before[rule], after[rule]) for rule in after if before[rule] != after[rule]} == {
        "BKTTG-CN-c1": ("unknown", "met")
    }


async def test_award_stated_but_revoked_in_the_register_proves_nothing(nominations: Nominations) -> None:
    subject = str(uuid4())
    await in_the_register(nominations, subject, "BK_TINH", 2016)
    dossier = await nominations.submitted(INDIVIDUAL, subject_id=subject)
    async with nominations.database.transaction() as session:
        await session.execute(text("UPDATE award_register SET revoked_on = '2023-01-10'"))

    found = {one["rule"]: one["result"] for one in (await nominations.show(dossier))["findings"]}

    assert found["BKTTG-CN-c1"] == "unknown"


async def test_exactly_the_awards_whose_findings_rest_on_it_are_in_doubt(nominations: Nominations) -> None:
    subject = str(uuid4())
    needless = await in_the_register(nominations, subject, "LDTT", 2017)
    needed = await in_the_register(nominations, subject, "BK_TINH", 2016)
    award_id = await central(nominations, subject, FACTS)

    nothing, doubted = await revoked(nominations, needless), await revoked(nominations, needed)

    assert nothing["doubts"] == []
    assert [(one["award_id"], len(one["chain"]), one["is_direct_finding"]) for one in doubted["doubts"]] == [
        (award_id, 2, True)
    ]


async def test_later_awards_without_findings_are_in_doubt_with_the_chain_between(nominations: Nominations) -> None:
    subject = str(uuid4())
    first = await granted(nominations, "1/QĐ-UBND", subject_id=subject)
    at(2023, 2, 16, 9)
    second = await granted(nominations, "2/QĐ-UBND", subject_id=subject)
    third = await granted(nominations, "3/QĐ-UBND", subject_name="Sở Y tế")
    await granted(nominations, "4/QĐ-UBND", subject_name="Không liên quan")
    async with nominations.database.transaction() as session:
        session.add(RelianceRow(award_id=UUID(third), relies_on=UUID(second)))
    await forget_findings(nominations)

    view = await revoked(nominations, first)

    chains = {one["award_id"]: [link["decision_number"] for link in one["chain"]] for one in view["doubts"]}
    assert chains == {second: ["1/QĐ-UBND", "2/QĐ-UBND"], third: ["1/QĐ-UBND", "2/QĐ-UBND", "3/QĐ-UBND"]}
    assert [one["is_direct_finding"] for one in view["doubts"]] == [False, False]


async def test_person_settles_a_doubt_with_a_reason(nominations: Nominations) -> None:
    subject = str(uuid4())
    first = await granted(nominations, "1/QĐ-UBND", subject_id=subject)
    second = await granted(nominations, "2/QĐ-UBND", subject_id=subject)
    await forget_findings(nominations)
    at(2023, 2, 16, 9)
    view = await revoked(nominations, min(first, second))
    [doubt] = view["doubts"]

    answer = await nominations.ask(
        LEADER,
        "POST",
        f"/revocations/{view['revocation_id']}/doubts/{doubt['award_id']}",
        json={"outcome": "stands", "note": "Không dùng thành tích của quyết định đã hủy"},
    )

    assert [(one["outcome"], one["note"]) for one in answer.json()["doubts"]] == [
        ("stands", "Không dùng thành tích của quyết định đã hủy")
    ]


async def test_award_is_revoked_once_and_only_on_a_ground_of_its_own_law(nominations: Nominations) -> None:
    award_id = await granted(nominations)

    of_later_law = await opened(nominations, award_id, ground="false_merit")
    answers = await asyncio.gather(*(opened(nominations, award_id) for _ in range(4)))

    assert of_later_law.json()["code"] == "GroundUnknown"
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


async def test_conclusion_of_tomorrow_and_a_units_officer_are_refused(nominations: Nominations) -> None:
    award_id = await granted(nominations)

    tomorrow = await opened(nominations, award_id, concluded_on="2023-02-16")
    officer = await nominations.ask(OFFICER, "POST", "/revocations", json={"award_id": award_id, **CASE})

    assert (tomorrow.json()["code"], officer.status_code) == ("ConcludedInTheFuture", 403)


async def test_ceremony_hands_over_from_the_highest_down_and_remembers_who_was_absent(nominations: Nominations) -> None:
    ids = [await granted(nominations, f"{number}/QĐ-UBND", subject_name=f"Phòng {number}") for number in (1, 2)]
    async with nominations.database.transaction() as session:
        dossiers = list(await session.scalars(text("SELECT nomination_id::text FROM awards")))
    for one in dossiers:
        await nominations.take(APPRAISER, one, "notify")
    draft = {
        "title": "Hội nghị tổng kết năm 2022",
        "held_at": "2023-02-15T08:00:00+07:00",
        "place": "Hội trường tỉnh",
        "host": "Chủ tịch Ủy ban nhân dân tỉnh",
        "awards": ids,
    }
    view = (await nominations.ask(APPRAISER, "POST", "/ceremonies", json=draft)).json()
    path = f"/ceremonies/{view['ceremony_id']}"
    early = await nominations.ask(APPRAISER, "POST", f"{path}/steps/conclude", json={})
    handovers = [
        {"award_id": ids[0], "has_certificate": True, "result": "representative", "received_by": "Bà Nguyễn Thị B"},
        {"award_id": ids[1], "has_certificate": True, "result": "absent"},
    ]
    body = {"version": view["version"], "handovers": handovers}
    await nominations.ask(APPRAISER, "POST", f"{path}/handovers", json=body)

    held = await nominations.ask(APPRAISER, "POST", f"{path}/steps/conclude", json={})

    told = await nominations.facts_of("AwardPresented")
    states = sorted([(await nominations.show(one))["state"] for one in dossiers])
    assert (early.json()["code"], held.status_code) == ("ResultMissing", 200)
    assert [(one["award_id"], one["received"]) for one in told] == [(ids[0], "representative")]
    assert states == ["notified", "presented"]
    assert [one["subject_name"] for one in view["honours"]] == ["Phòng 1", "Phòng 2"]
