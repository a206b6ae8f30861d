"""The award register: found without diacritics, past decisions brought in whole or not at all."""

from typing import Any

import pytest
from sqlalchemy import text

from tests.component.nominations.conftest import APPRAISER, LEADER, OFFICER, OTHER_UNIT, UNIT, Nominations

HEAD = "Họ và tên,Đơn vị,Danh hiệu,Năm,Số quyết định,Ngày quyết định\n"
PAST = HEAD + (
    "Nguyễn Thị Hòa,Sở Y tế,CSTĐ cấp tỉnh,2019,101/QĐ-UBND,15/03/2020\n"
    "Lê Sỹ Mỹ,Sở Y tế,Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh,2020,205/QĐ-UBND,20/04/2021\n"
    "Phòng Nghiệp vụ,Huyện Trảng Bom,Tập thể lao động xuất sắc,2021,310/QĐ-UBND,2022-02-11\n"
)


async def brought_in(nominations: Nominations, content: str | bytes, *, commit: bool = True) -> Any:
    return await nominations.ask(
        APPRAISER,
        "POST",
        "/register/imports",
        content=content.encode() if isinstance(content, str) else content,
        params={"commit": str(commit).lower(), "file_name": "so-cu.csv"},
    )


async def names(nominations: Nominations, who: Any = APPRAISER, **asked: Any) -> list[str]:
    answer = await nominations.ask(who, "GET", "/register", params=asked)
    assert answer.status_code == 200, answer.text
    return [one["subject_name"] for one in answer.json()["items"]]


async def test_granted_award_stands_in_the_register_under_a_number_of_its_year(nominations: Nominations) -> None:
    for number, name in enumerate(("Phòng Một", "Phòng Hai"), 1):
        nomination_id = await nominations.eligible(subject_name=name)
        await nominations.take(LEADER, nomination_id, "decide", decision_number=f"{number}/QĐ-UBND")

    lines = (await nominations.ask(APPRAISER, "GET", "/register")).json()["items"]

    assert sorted((one["book_number"], one["subject_name"], one["unit_name"]) for one in lines) == [
        (1, "Phòng Một", "Sở Y tế"),
        (2, "Phòng Hai", "Sở Y tế"),
    ]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("nguyen thi hoa", ["Nguyễn Thị Hòa"]),
        ("hoà", ["Nguyễn Thị Hòa"]),
        ("Hòa", ["Nguyễn Thị Hòa"]),
        ("lê sĩ mĩ", ["Lê Sỹ Mỹ"]),
        ("le sy my", ["Lê Sỹ Mỹ"]),
        ("310/QĐ", ["Phòng Nghiệp vụ"]),
        ("trang bom nghiep", ["Phòng Nghiệp vụ"]),
        ("không có ai", []),
        ("' OR 1=1; --", []),
    ],
)
async def test_search_needs_no_diacritics_and_one_spelling(
    nominations: Nominations, words: str, found: list[str]
) -> None:
    assert (await brought_in(nominations, PAST)).json()["fitting"] == 3

    assert await names(nominations, q=words) == found


async def test_rare_name_older_than_the_newest_lines_is_found(nominations: Nominations) -> None:
    await brought_in(nominations, PAST)
    async with nominations.database.transaction() as session:
        await session.execute(
            text("""
              INSERT INTO award_register (award_id, award, mode, subject_kind, subject_id, subject_name, unit_id,
                unit_name, year, decided_by, decision_number, decided_on, book_year, book_number, bonus, version)
              SELECT gen_random_uuid(), 'LDTT', 'merit', 'individual', gen_random_uuid(), 'Trần Văn ' || n, 'so-y-te',
                'Sở Y tế', 2022, 'province_chair', '1', '2023-01-01', 2023, n, 0, 0 FROM generate_series(1, 6000) n
            """)
        )

    assert await names(nominations, q="nguyen hoa") == ["Nguyễn Thị Hòa"]
    assert len(await names(nominations, q="tran van", size=200)) == 200


async def test_units_officer_sees_the_own_units_lines(nominations: Nominations) -> None:
    await brought_in(nominations, PAST)

    own = await names(nominations, OFFICER)
    other = await nominations.ask(OFFICER, "GET", "/register", params={"unit_id": OTHER_UNIT})

    assert sorted(own) == ["Lê Sỹ Mỹ", "Nguyễn Thị Hòa"]
    assert (UNIT, other.status_code) == ("so-y-te", 403)


async def test_preview_keeps_nothing(nominations: Nominations) -> None:
    answer = await brought_in(nominations, PAST, commit=False)

    assert (answer.json()["lines"], answer.json()["fitting"], answer.json()["import_id"]) == (3, 3, None)
    assert await nominations.count("award_register") == 0


async def test_one_bad_line_keeps_all_out_and_every_fault_is_named(nominations: Nominations) -> None:
    bad = PAST + ",Sở Không Có,Huân chương Lạ,20x9,,31/02/2020\n"

    answer = (await brought_in(nominations, bad)).json()

    assert (answer["lines"], answer["fitting"], answer["import_id"]) == (4, 3, None)
    assert answer["faults"] == [
        {
            "line": 5,
            "faults": [
                "Không có danh hiệu, hình thức khen thưởng “Huân chương Lạ”.",
                "Không có đơn vị “Sở Không Có”.",
                "Ngày quyết định “31/02/2020” không đúng dạng ngày/tháng/năm.",
                "Thiếu họ và tên, tên tập thể.",
                "Thiếu số quyết định.",
                "Năm “20x9” không hợp lệ.",
            ],
        }
    ]
    assert await nominations.count("award_register") == 0


async def test_same_file_is_taken_in_once(nominations: Nominations) -> None:
    await brought_in(nominations, PAST)

    answer = await brought_in(nominations, PAST)

    assert (answer.status_code, answer.json()["code"]) == (409, "FileKnown")
    assert await nominations.count("award_register") == 3


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"\xff\xfe\x00", "SheetUnreadable"), ("Tên,Ghi chú\nA,B\n", "ColumnsMissing"), ("", "ColumnsMissing")],
)
async def test_file_that_is_no_register_is_refused_in_words(
    nominations: Nominations, content: str | bytes, code: str
) -> None:
    answer = await brought_in(nominations, content)

    assert (answer.status_code, answer.json()["code"]) == (422, code)
