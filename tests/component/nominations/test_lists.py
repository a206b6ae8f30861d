"""The list of dossiers: newest first, narrowed, searched without diacritics, one page at a time."""

from typing import Any

import pytest
from sqlalchemy import event

from tests.component.nominations.conftest import APPRAISER, INDIVIDUAL, Nominations, at


async def test_list_is_newest_first_one_page_at_a_time(nominations: Nominations) -> None:
    for hour in range(8, 13):
        at(2023, 2, 15, hour)
        await nominations.submitted(subject_name=f"Phòng {hour}")

    pages = [await nominations.listed(page=page, size=2) for page in (1, 2, 3, 4)]

    names = [[one["subject_name"] for one in page["items"]] for page in pages]
    assert names == [["Phòng 12", "Phòng 11"], ["Phòng 10", "Phòng 9"], ["Phòng 8"], []]
    assert [page["total"] for page in pages] == [5, 5, 5, 5]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"award": "BK_TTG"}, ["Bác sĩ Nguyễn Thị Hòa"]),
        ({"state": "received"}, ["Phòng Nghiệp vụ Y"]),
        ({"year": 2021}, ["Tổ Điều dưỡng"]),
        ({"year": 2022, "award": "TTLDXS"}, ["Phòng Nghiệp vụ Y"]),
        ({"unit_id": "so-y-te", "state": "submitted"}, ["Tổ Điều dưỡng", "Bác sĩ Nguyễn Thị Hòa"]),
        ({"unit_id": "huyen-trang-bom"}, []),
        ({"state": "", "q": ""}, ["Tổ Điều dưỡng", "Phòng Nghiệp vụ Y", "Bác sĩ Nguyễn Thị Hòa"]),
    ],
)
async def test_list_is_narrowed(nominations: Nominations, asked: dict[str, Any], found: list[str]) -> None:
    await nominations.submitted(INDIVIDUAL)
    at(2023, 2, 15, 10)
    await nominations.take(APPRAISER, await nominations.submitted(), "receive")
    at(2023, 2, 15, 11)
    await nominations.submitted(year=2021, subject_name="Tổ Điều dưỡng")

    listed = await nominations.listed(**asked)

    assert [one["subject_name"] for one in listed["items"]] == found
    assert listed["total"] == len(found)


@pytest.mark.parametrize("asked", ["nguyen thi hoa", "Nguyễn Thị Hoà", "hòa", "bac sy", "BÁC SỸ", "ngu hoa", "hoa-thi"])
async def test_name_is_found_however_it_is_spelt(nominations: Nominations, asked: str) -> None:
    await nominations.submitted(INDIVIDUAL)
    await nominations.submitted()

    listed = await nominations.listed(q=asked)

    assert [one["subject_name"] for one in listed["items"]] == ["Bác sĩ Nguyễn Thị Hòa"]


@pytest.mark.parametrize("asked", ["nguyen an", "oa", "---", "' | '", "a & !b:*"])
async def test_name_that_is_not_there_is_not_found(nominations: Nominations, asked: str) -> None:
    await nominations.submitted(INDIVIDUAL)

    listed = await nominations.listed(q=asked)

    assert listed["items"] == []


@pytest.mark.parametrize("asked", [{"page": 0}, {"size": 0}, {"size": 201}, {"page": 10**20}, {"year": 10**20}])
async def test_page_out_of_bounds_is_malformed(nominations: Nominations, asked: dict[str, int]) -> None:
    answer = await nominations.ask(APPRAISER, "GET", "/nominations", params=asked)

    assert (answer.status_code, answer.json()["code"]) == (422, "Malformed")


async def test_page_costs_the_same_statements_whatever_it_holds(nominations: Nominations) -> None:
    statements: list[str] = []
    engine = nominations.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *told: statements.append(told[2]))
    spent = []
    for wanted in (1, 3):
        while await nominations.count("nominations") < wanted:
            await nominations.submitted()
        statements.clear()
        await nominations.listed()
        spent.append(len(statements))

    assert spent == [2, 2]
