"""A sheet of dossiers: understood, looked at, taken over as a whole or not at all."""

from pathlib import Path
from typing import Any

import pytest

from services.nominations.jobs.reading import read_waiting
from shared.settings import settings
from shared.sheets import workbook
from tests.component.nominations.conftest import OFFICER, OTHER_OFFICER, Nominations


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nominations: Nominations) -> None:  # noqa: ARG001 - whose settings it adds to
    monkeypatch.setenv("THIDUA_FILES", str(tmp_path))
    settings.cache_clear()


async def sent(nominations: Nominations, rows: list[list[str]], **query: Any) -> Any:
    asked = {"name": "danh-sach.xlsx", **query}
    answer = await nominations.ask(OFFICER, "POST", "/sheets", params=asked, content=workbook(rows))
    assert answer.status_code == 201, answer.text
    await read_waiting(nominations.database)
    return (await nominations.ask(OFFICER, "GET", f"/sheets/{answer.json()['sheet_id']}")).json()


async def lines(nominations: Nominations, sheet: Any, **asked: Any) -> Any:
    return (await nominations.ask(OFFICER, "GET", f"/sheets/{sheet['sheet_id']}/lines", params=asked)).json()


async def take_over(nominations: Nominations, sheet: Any) -> Any:
    return await nominations.ask(OFFICER, "POST", f"/sheets/{sheet['sheet_id']}/take-over", json={})


async def test_any_list_is_understood_below_its_title_with_awards_in_short(nominations: Nominations) -> None:
    sheet = await sent(
        nominations,
        [
            ["DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG NĂM 2022"],
            [],
            ["TT", "Họ tên", "Chức vụ", "Danh hiệu", "Năm xét"],
            ["1", "Nguyễn Văn An", "Chuyên viên", "LĐTT", "2022"],
            ["2", "Trần Thị Bình", "Chuyên viên", "Chiến sỹ thi đua cơ sở", "2022"],
            ["3", "Phòng Nghiệp vụ Y", "", "TTLĐXS", "Năm 2022"],
        ],
    )

    found = [(one["row"], one["subject_name"], one["award"], one["year"]) for one in await lines(nominations, sheet)]
    assert (sheet["state_label"], sheet["rows"], sheet["faulty"]) == ("Đã đọc, chờ xác nhận", 3, 0)
    assert found == [
        (4, "Nguyễn Văn An", "LDTT", 2022),
        (5, "Trần Thị Bình", "CSTD_CS", 2022),
        (6, "Phòng Nghiệp vụ Y", "TTLDXS", 2022),
    ]


async def test_columns_without_headings_are_known_by_their_values(nominations: Nominations) -> None:
    rows = [[f"Nguyễn Văn {name}", "2022", "LĐTT"] for name in ("An", "Bình", "Cường")]

    sheet = await sent(nominations, rows)

    assert [field for _, field, _ in sheet["columns"]] == ["subject_name", "year", "award"]
    assert (sheet["rows"], sheet["faulty"]) == (3, 0)


async def test_one_faulty_row_keeps_every_row_back_and_each_says_why(nominations: Nominations) -> None:
    sheet = await sent(
        nominations,
        [
            ["Họ và tên", "Danh hiệu", "Năm"],
            ["Nguyễn Văn An", "LĐTT", "2022"],
            ["", "Giải thưởng lạ", "hai nghìn"],
            ["Nguyễn Văn An", "Lao động tiên tiến", "2022"],
        ],
    )

    answer = await take_over(nominations, sheet)

    assert (answer.status_code, await nominations.count("drafts")) == (422, 0)
    assert answer.json()["details"] == [
        (
            "Dòng 3: Không hiểu năm “hai nghìn”.; Không hiểu danh hiệu, hình thức khen thưởng “Giải thưởng lạ”.; "
            "Chưa ghi tên cá nhân, tập thể, hộ gia đình."
        ),
        "Dòng 4: Trùng với dòng 2: cùng tên, danh hiệu và năm.",
    ]


async def test_sheet_becomes_drafts_once(nominations: Nominations) -> None:
    sheet = await sent(nominations, [["Họ và tên", "Danh hiệu", "Năm"], ["Nguyễn Văn An", "LĐTT", "2022"]])

    first, second = await take_over(nominations, sheet), await take_over(nominations, sheet)

    drafts = (await nominations.ask(OFFICER, "GET", "/drafts", params={"origin": sheet["origin"]})).json()
    assert (first.status_code, second.status_code, drafts["total"]) == (200, 409, 1)
    assert drafts["items"][0]["subject_kind"] == "individual"


async def test_dossier_the_unit_already_has_is_pointed_out(nominations: Nominations) -> None:
    rows = [["Họ và tên", "Danh hiệu", "Năm"], ["Nguyễn Văn An", "LĐTT", "2022"]]
    await take_over(nominations, await sent(nominations, rows))

    again = await sent(nominations, rows)

    (line,) = await lines(nominations, again, is_faulty=True)
    assert line["faults"] == ["Đơn vị đã có hồ sơ này: cùng tên, danh hiệu và năm."]


async def test_columns_a_person_chose_are_remembered_for_the_unit(nominations: Nominations) -> None:
    rows = [["Đ/c", "Xếp hạng", "Niên độ"], ["an", "LĐTT", "2022"]]
    sheet = await sent(nominations, rows)
    path = f"/sheets/{sheet['sheet_id']}/columns"
    chosen = {"columns": {"0": "subject_name", "1": "award", "2": "year"}}
    await nominations.ask(OFFICER, "PUT", path, json=chosen)
    await read_waiting(nominations.database)
    taken = await take_over(nominations, sheet)

    again = await sent(nominations, [rows[0], ["bình", "LĐTT", "2022"]])

    assert (taken.status_code, again["faulty"]) == (200, 0)
    assert [field for _, field, _ in again["columns"]] == ["subject_name", "award", "year"]


async def test_what_holds_for_every_row_is_said_once(nominations: Nominations) -> None:
    sheet = await sent(nominations, [["Họ và tên"], ["Nguyễn Văn An"]], award="LDTT", year=2022)

    (line,) = await lines(nominations, sheet)

    assert (line["award"], line["year"], line["faults"]) == ("LDTT", 2022, [])


async def test_facts_are_read_by_the_labels_of_the_template(nominations: Nominations) -> None:
    template = await nominations.ask(OFFICER, "GET", "/sheets/template", params={"award": "TTLDXS"})
    assert template.content[:4] == b"PK\x03\x04"

    sheet = await sent(
        nominations,
        [
            ["Họ và tên (tên tập thể)", "Danh hiệu", "Năm", "Tổng số cá nhân trong tập thể"],
            ["Phòng Nghiệp vụ Y", "TTLĐXS", "2022", "20"],
            ["Phòng Kế hoạch", "TTLĐXS", "2022", "hai mươi"],
        ],
    )

    good, bad = await lines(nominations, sheet)
    assert good["facts"] == {"headcount": 20}
    assert bad["faults"] == ["Tổng số cá nhân trong tập thể: không hiểu “hai mươi”."]


async def test_file_that_is_no_workbook_says_so(nominations: Nominations) -> None:
    asked = {"name": "danh-sach.xlsx"}

    answer = await nominations.ask(OFFICER, "POST", "/sheets", params=asked, content=b"PK\x03\x04 broken")

    assert (answer.status_code, answer.json()["details"]) == (422, ["Tệp bị hỏng, không mở được."])


async def test_other_unit_sees_no_sheet(nominations: Nominations) -> None:
    sheet = await sent(nominations, [["Họ và tên"], ["Nguyễn Văn An"]], award="LDTT", year=2022)

    answer = await nominations.ask(OTHER_OFFICER, "GET", f"/sheets/{sheet['sheet_id']}/lines")

    assert answer.status_code == 403
