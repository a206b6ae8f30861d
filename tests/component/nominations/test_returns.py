"""A dossier goes back with what it lacks, is completed, and starts again."""

from tests.component.nominations.conftest import APPRAISER, COLLECTIVE, INDIVIDUAL, OFFICER, Nominations, at


async def test_incomplete_dossier_is_not_received_and_each_missing_document_is_named(nominations: Nominations) -> None:
    nomination_id = await nominations.submitted(documents=["TO_TRINH"])

    answer = await nominations.step(APPRAISER, nomination_id, "receive")

    assert (answer.status_code, answer.json()) == (
        422,
        {
            "code": "DossierIncomplete",
            "message": "Hồ sơ chưa đủ thành phần, chưa thể tiếp nhận. Vui lòng trả lại đơn vị để bổ sung.",
            "details": ["Báo cáo thành tích", "Biên bản họp Hội đồng Thi đua - Khen thưởng"],
        },
    )


async def test_return_tells_the_reason_and_by_itself_what_is_missing(nominations: Nominations) -> None:
    facts = {name: value for name, value in INDIVIDUAL["facts"].items() if name != "initiatives"}
    nomination_id = await nominations.submitted(INDIVIDUAL, facts=facts, documents=["TO_TRINH", "QD_SANG_KIEN"])

    await nominations.take(APPRAISER, nomination_id, "return", reason="Hồ sơ chưa đầy đủ")

    [returned] = await nominations.facts_of("NominationReturned")
    assert (returned["reason"], returned["missing"]) == (
        "Hồ sơ chưa đầy đủ",
        [
            "Báo cáo thành tích",
            "Biên bản họp Hội đồng Thi đua - Khen thưởng",
            "Đã được tặng Bằng khen cấp bộ, ban, ngành, tỉnh trước 5 năm liên tục được xét",
            "Có 5 sáng kiến trở lên được công nhận ở cấp cơ sở trong thời gian đó",
        ],
    )


async def test_return_asks_for_what_the_appraiser_wrote(nominations: Nominations) -> None:
    nomination_id = await nominations.submitted()

    shown = await nominations.take(
        APPRAISER, nomination_id, "return", reason="Cần làm rõ", missing=["Bản giải trình số liệu"]
    )

    assert (shown["state"], shown["reason"], shown["missing"]) == (
        "returned",
        "Cần làm rõ",
        ["Bản giải trình số liệu"],
    )


async def test_return_without_a_reason_is_refused(nominations: Nominations) -> None:
    nomination_id = await nominations.submitted()

    answer = await nominations.step(APPRAISER, nomination_id, "return", reason=" ")

    assert (answer.status_code, answer.json()["message"]) == (422, "Vui lòng ghi rõ lý do.")


async def test_completed_dossier_is_resubmitted_and_received(nominations: Nominations) -> None:
    nomination_id = await nominations.submitted(documents=["TO_TRINH"])
    await nominations.take(APPRAISER, nomination_id, "return", reason="Hồ sơ chưa đầy đủ")

    resubmitted = await nominations.take(OFFICER, nomination_id, "resubmit", documents=COLLECTIVE["documents"])
    received = await nominations.take(APPRAISER, nomination_id, "receive")

    assert (resubmitted["state"], resubmitted["reason"], resubmitted["missing"]) == ("submitted", "", [])
    assert (received["state"], received["missing_documents"]) == ("received", [])
    assert [name for name, _, _ in await nominations.told()] == [
        "NominationSubmitted",
        "NominationReturned",
        "NominationResubmitted",
        "NominationReceived",
    ]


async def test_resubmitted_dossier_is_looked_at_afresh(nominations: Nominations) -> None:
    nomination_id = await nominations.eligible(facts={**COLLECTIVE["facts"], "advanced_count": 13})
    await nominations.take(APPRAISER, nomination_id, "return", reason="Tỷ lệ chưa đủ, đề nghị rà soát số liệu")
    await nominations.take(OFFICER, nomination_id, "resubmit", facts=COLLECTIVE["facts"])
    await nominations.take(APPRAISER, nomination_id, "receive")

    appraised = await nominations.take(APPRAISER, nomination_id, "appraise")

    assert appraised["state"] == "eligible"


async def test_resubmission_with_unreadable_facts_is_refused_and_nothing_changes(nominations: Nominations) -> None:
    nomination_id = await nominations.submitted()
    await nominations.take(APPRAISER, nomination_id, "return", reason="Cần làm rõ")

    answer = await nominations.step(OFFICER, nomination_id, "resubmit", facts={"headcount": -1})

    shown = await nominations.show(nomination_id)
    assert (answer.status_code, answer.json()["code"]) == (422, "DossierInvalid")
    assert (shown["state"], shown["facts"]) == ("returned", COLLECTIVE["facts"])


async def test_first_receipt_keeps_its_ruleset_when_the_completed_dossier_comes_a_year_later(
    nominations: Nominations,
) -> None:
    at(2023, 12, 29, 16)
    nomination_id = await nominations.submitted()
    await nominations.take(APPRAISER, nomination_id, "receive")
    await nominations.take(APPRAISER, nomination_id, "return", reason="Cần làm rõ")
    at(2024, 1, 5, 8)
    await nominations.take(OFFICER, nomination_id, "resubmit")

    received = await nominations.take(APPRAISER, nomination_id, "receive")

    assert (received["received_on"], received["ruleset"]) == ("2024-01-05", "RS-A")
    assert {one["rule"] for one in received["findings"]} > {"TTLDXS-3b"}


async def test_unit_takes_its_dossier_back_before_the_desk_acts(nominations: Nominations) -> None:
    nomination_id = await nominations.submitted()

    withdrawn = await nominations.take(OFFICER, nomination_id, "withdraw")

    assert (withdrawn["state_label"], withdrawn["steps"]) == ("Đơn vị đã rút", [])


async def test_unit_cannot_take_its_dossier_back_once_it_is_received(nominations: Nominations) -> None:
    nomination_id = await nominations.submitted()
    await nominations.take(APPRAISER, nomination_id, "receive")

    answer = await nominations.step(OFFICER, nomination_id, "withdraw")

    assert (answer.status_code, answer.json()["message"]) == (
        409,
        "Bước này không thực hiện được ở trạng thái hiện tại.",
    )
