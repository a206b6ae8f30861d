"""What is taken in, what is refused, and how the answers look."""

from datetime import date

import pytest

from services.nominations.models import UnitRow
from tests.component.nominations.conftest import APPRAISER, COLLECTIVE, OFFICER, UNIT, Nominations, at


async def test_submission_answers_with_the_dossier_as_it_is_shown(nominations: Nominations) -> None:
    answer = await nominations.submit()

    submitted = answer.json()
    assert answer.status_code == 201
    assert submitted == await nominations.show(submitted["nomination_id"], OFFICER)
    assert (submitted["unit_name"], submitted["award_name"], submitted["state_label"], submitted["version"]) == (
        "Sở Y tế",
        "Tập thể lao động xuất sắc",
        "Đã nộp, chờ tiếp nhận",
        1,
    )


async def test_submission_tells_one_fact_that_names_nobody(nominations: Nominations) -> None:
    nomination_id = await nominations.submitted()

    [(name, version, said)] = await nominations.told()

    del said["subject_id"]
    assert (name, version, said) == (
        "NominationSubmitted",
        1,
        {
            "nomination_id": nomination_id,
            "unit_id": UNIT,
            "award": "TTLDXS",
            "subject_kind": "collective",
            "year": 2022,
            "mode": "merit",
            "submitted_at": "2023-02-15T09:00:00+07:00",
            "channel": "web",
        },
    )


async def test_invalid_submission_lists_everything_and_leaves_nothing(nominations: Nominations) -> None:
    answer = await nominations.submit(subject_name="  ", year=2024, facts={"headcount": "20"})

    assert (answer.status_code, answer.json()["details"]) == (
        422,
        [
            "Tên cá nhân, tập thể được đề nghị phải có, không quá 300 ký tự.",
            "Năm 2024 chưa đến; thành tích phải đạt được trước khi đề nghị.",
            "Tổng số cá nhân trong tập thể: phải là một số nguyên không âm.",
        ],
    )
    assert (await nominations.count("nominations"), await nominations.count("outbox")) == (0, 0)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"unit_id": "so-y-te"}', b'{"unit_id": "so-y-te", "colour": 1}'])
async def test_body_that_is_no_draft_is_malformed(nominations: Nominations, body: bytes) -> None:
    answer = await nominations.ask(OFFICER, "POST", "/nominations", content=body)

    assert (answer.status_code, answer.json()["code"]) == (422, "Malformed")


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "status"),
    [
        (date(2023, 2, 15), None, 201),
        (date(2023, 2, 16), None, 422),
        (date(2020, 1, 1), date(2023, 2, 16), 201),
        (date(2020, 1, 1), date(2023, 2, 15), 422),
    ],
)
async def test_unit_submits_only_while_it_exists(
    nominations: Nominations, valid_from: date, valid_to: date | None, status: int
) -> None:
    async with nominations.database.transaction() as session:
        await session.merge(UnitRow(unit_id=UNIT, name="Sở Y tế", valid_from=valid_from, valid_to=valid_to))

    answer = await nominations.submit()

    assert answer.status_code == status
    assert await nominations.count("outbox") == await nominations.count("nominations") == (status == 201)


async def test_subject_name_is_kept_composed_and_without_stray_characters(nominations: Nominations) -> None:
    decomposed = "  Pho\u0300ng\u0000 \tNghie\u0323\u0302p vu\u0323 Y "

    answer = await nominations.submit(subject_name=decomposed)

    assert answer.json()["subject_name"] == "Phòng Nghiệp vụ Y"


async def test_texts_that_postgres_cannot_hold_do_no_harm(nominations: Nominations) -> None:
    nomination_id = await nominations.submitted()

    shown = await nominations.take(
        APPRAISER, nomination_id, "return", reason="Thiếu\u0000 số", missing=["Tờ\u0000 trình"]
    )
    listed = await nominations.ask(APPRAISER, "GET", "/nominations", params={"q": "\u0000"})

    assert (shown["reason"], shown["missing"], listed.status_code) == ("Thiếu số", ["Tờ trình"], 200)


async def test_catalogue_shows_what_an_award_asks_for(nominations: Nominations) -> None:
    answer = await nominations.ask(OFFICER, "GET", "/awards")

    awards = {one["code"]: one for one in answer.json()}
    collective, individual = awards["TTLDXS"], awards["BK_TTG"]
    assert (collective["name"], collective["kind_label"], collective["level_label"], collective["decided_by"]) == (
        "Tập thể lao động xuất sắc",
        "Danh hiệu thi đua",
        "Cấp tỉnh",
        "Chủ tịch Ủy ban nhân dân tỉnh",
    )
    assert collective["fields"][0] == {
        "name": "rating",
        "label": "Mức độ hoàn thành nhiệm vụ của tập thể trong năm",
        "kind": "choice",
        "choices": [
            ["KHTNV", "Không hoàn thành nhiệm vụ"],
            ["HTNV", "Hoàn thành nhiệm vụ"],
            ["HTTNV", "Hoàn thành tốt nhiệm vụ"],
            ["HTXSNV", "Hoàn thành xuất sắc nhiệm vụ"],
        ],
        "help": "",
    }
    assert [code for code, _ in individual["documents"]] == [
        "TO_TRINH",
        "BAO_CAO_THANH_TICH",
        "BAO_CAO_TOM_TAT",
        "BIEN_BAN_HOP",
        "QD_SANG_KIEN",
        "QD_KHEN_TRUOC",
    ]


async def test_submission_is_dated_in_vietnam(nominations: Nominations) -> None:
    at(2023, 1, 1, 0, 30)

    answer = await nominations.submit(draft=COLLECTIVE, year=2023)

    assert answer.status_code == 201
