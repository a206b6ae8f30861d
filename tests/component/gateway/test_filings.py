import csv
import io
import json

import pytest

from shared.events.plans import Duty
from tests.component.gateway.conftest import Browser, Gateway
from tests.component.gateway.fake import (
    ACCEPT,
    FILE,
    RETURN,
    a_filing,
    a_matrix,
    a_matrix_row,
    a_page,
    an_id,
    an_unfiled,
)

PLAN_ID = an_id("plan 2023")
MATRIX = f"/plans/{PLAN_ID}/matrix"
FILING = f"/filings/{an_id('filing')}"
UNITS = "Đơn vị và tình trạng nộp"
ROWS = (
    a_matrix_row("Sở Y tế", "Khối thi đua số 5", a_filing("y", unit_name="Sở Y tế")),
    a_matrix_row("Huyện Định Quán", "Cụm thi đua số 2", an_unfiled("dq", is_overdue=True)),
    a_matrix_row(
        "Thành phố Biên Hòa",
        "Cụm thi đua số 2",
        a_filing("bh", state="accepted", state_label="Đã chấp nhận", days_late=2),
        an_unfiled("bh2", duty=Duty.HALF_YEAR_REPORT),
    ),
)


def names(table: list[list[str]]) -> list[str]:
    return [row[1] for row in table]


async def test_matrix_shows_each_unit_with_what_it_filed(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", MATRIX, a_matrix(*ROWS))

    page = await appraiser.get("/filings?q=")

    nothing = "Không phải nộp"
    assert page.table(UNITS) == [
        ["1", "Sở Y tế", "Khối thi đua số 5", "Đã nộp 10/03/2023", nothing, nothing],
        ["2", "Huyện Định Quán", "Cụm thi đua số 2", "Chưa nộp Quá hạn", nothing, nothing],
        [
            "3",
            "Thành phố Biên Hòa",
            "Cụm thi đua số 2",
            "Đã chấp nhận 10/03/2023, trễ 2 ngày",
            "Chưa nộp",
            nothing,
        ],
    ]


async def test_states_are_counted_under_each_duty_and_open(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", MATRIX, a_matrix(*ROWS))

    page = await appraiser.get("/filings?q=")

    table = page.table("Số đơn vị theo tình trạng")
    (late,) = (link for link in page.main.all("a") if link.attributes["href"].endswith("duty=unit_plan&state=overdue"))
    assert table == [
        ["Kế hoạch thi đua, khen thưởng", "1", "1", "0", "0", "1", "0", "1"],
        ["Báo cáo sơ kết 6 tháng đầu năm", "1", "0", "0", "0", "0", "0", "0"],
        ["Báo cáo tổng kết năm", "0", "0", "0", "0", "0", "0", "0"],
    ]
    assert (late.text, late.attributes["href"]) == ("1", f"/filings?plan_id={PLAN_ID}&duty=unit_plan&state=overdue")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("cluster=C%E1%BB%A5m+thi+%C4%91ua+s%E1%BB%91+2", ["Huyện Định Quán", "Thành phố Biên Hòa"]),
        ("state=received", ["Sở Y tế"]),
        ("state=overdue", ["Huyện Định Quán"]),
        ("state=due", ["Huyện Định Quán", "Thành phố Biên Hòa"]),
        ("state=due&duty=unit_plan", ["Huyện Định Quán"]),
        ("q=dinh+quan", ["Huyện Định Quán"]),
        ("q=%C4%90%E1%BB%8BNH", ["Huyện Định Quán"]),
    ],
)
async def test_filter_keeps_what_was_asked_for(
    gateway: Gateway, appraiser: Browser, asked: str, found: list[str]
) -> None:
    gateway.fake.says("GET", MATRIX, a_matrix(*ROWS))

    page = await appraiser.get(f"/filings?{asked}")

    assert names(page.table(UNITS)) == found


async def test_filter_that_finds_nothing_says_so(appraiser: Browser) -> None:
    page = await appraiser.get("/filings?q=khong+co")

    assert page.table(UNITS) == [["Không có đơn vị nào phù hợp với điều kiện lọc."]]


async def test_one_duty_shows_its_column_alone(appraiser: Browser) -> None:
    page = await appraiser.get("/filings?duty=half_year_report")

    (table,) = (table for table in page.main.all("table") if table.one("caption").text == UNITS)
    assert [heading.text for heading in table.one("thead").all("th")] == [
        "STT",
        "Đơn vị",
        "Cụm, khối",
        "Báo cáo sơ kết 6 tháng đầu năm",
    ]


@pytest.mark.parametrize("rows", [1, 3])
async def test_matrix_asks_a_fixed_number_of_questions(gateway: Gateway, appraiser: Browser, rows: int) -> None:
    gateway.fake.says("GET", MATRIX, a_matrix(*ROWS[:rows]))

    page = await appraiser.get("/filings?q=")

    assert len(page.table(UNITS)) == rows
    assert len(gateway.fake.asked) == 3


async def test_filters_are_remembered_until_cleared(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", MATRIX, a_matrix(*ROWS))

    await appraiser.get("/filings?state=overdue")
    remembered = await appraiser.get("/filings")
    await appraiser.get(remembered.links()["Xóa lọc"])
    cleared = await appraiser.get("/filings")

    assert (len(remembered.table(UNITS)), len(cleared.table(UNITS))) == (1, 3)


async def test_before_the_first_plan_there_is_nothing_to_file(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", "/plans", [])

    page = await appraiser.get("/filings")

    assert page.main.one("p", **{"class": "empty"}).text == (
        "Chưa có kế hoạch nào được ban hành nên chưa có kế hoạch, báo cáo nào phải nộp."
    )


async def test_table_file_holds_the_filtered_rows_and_no_formula(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", MATRIX, a_matrix(*ROWS, a_matrix_row("=HYPERLINK(1)", "Cụm thi đua số 2")))

    answer = await appraiser.client.get(
        "/filings/export.csv?duty=unit_plan&cluster=C%E1%BB%A5m+thi+%C4%91ua+s%E1%BB%91+2"
    )

    assert answer.text[0] == "\ufeff"
    assert list(csv.reader(io.StringIO(answer.text[1:]))) == [
        ["STT", "Đơn vị", "Cụm, khối", "Kế hoạch thi đua, khen thưởng"],
        ["1", "Huyện Định Quán", "Cụm thi đua số 2", "Chưa nộp (quá hạn)"],
        ["2", "Thành phố Biên Hòa", "Cụm thi đua số 2", "Đã chấp nhận, 10/03/2023 (trễ 2 ngày)"],
        ["3", "'=HYPERLINK(1)", "Cụm thi đua số 2", "Đã nộp, 10/03/2023"],
    ]


async def test_officer_is_shown_their_own_filings(gateway: Gateway, officer: Browser) -> None:
    page = await officer.get("/filings")

    asked = next(request for request in gateway.fake.asked if request.url.path == "/filings")
    assert dict(asked.url.params) == {"unit_id": "so-y-te", "page": "1", "size": "20"}
    assert page.table("Kế hoạch, báo cáo phải nộp") == [
        [
            "1",
            "2023",
            "Kế hoạch thi đua, khen thưởng",
            "trước ngày 15/03/2023",
            "Đã nộp",
            "10/03/2023",
            "12/KH-SYT",
        ]
    ]


@pytest.mark.parametrize("rows", [0, 1, 3])
async def test_own_filings_ask_a_fixed_number_of_questions(gateway: Gateway, officer: Browser, rows: int) -> None:
    gateway.fake.says("GET", "/filings", a_page(a_filing(str(n)) for n in range(rows)))

    page = await officer.get("/filings/own")

    assert len(page.table("Kế hoạch, báo cáo phải nộp")) == (rows or 1)
    assert len(gateway.fake.asked) == 2


async def test_unit_that_owes_nothing_reads_so(gateway: Gateway, officer: Browser) -> None:
    gateway.fake.says("GET", "/filings", a_page([]))

    page = await officer.get("/filings/own")

    assert page.table("Kế hoạch, báo cáo phải nộp") == [["Đơn vị chưa có kế hoạch, báo cáo nào phải nộp."]]


async def test_long_list_has_ways_to_its_neighbours(gateway: Gateway, officer: Browser) -> None:
    gateway.fake.says("GET", "/filings", a_page([a_filing()], total=45, page=2, size=20))

    page = await officer.get("/filings/own?state=received&page=2")

    pager = page.main.one("nav", **{"class": "pager"})
    assert pager.text == "Tổng số 45 mục, trang 2/3 Trang trước Trang sau"
    assert page.links()["Trang sau"] == "/filings/own?state=received&page=3"


async def test_officer_files_with_the_number_and_date_of_the_document(gateway: Gateway, officer: Browser) -> None:
    gateway.fake.says("GET", FILING, an_unfiled("filing", steps=[FILE]))
    gateway.fake.says("POST", f"{FILING}/steps/file", a_filing())

    page = await officer.press(FILING, f"{FILING}/steps/file", reference=" 12/KH-SYT ", dated_on="2023-03-08")

    sent = json.loads(gateway.fake.last("POST").content)
    assert sent == {"version": 3, "reference": "12/KH-SYT", "dated_on": "2023-03-08"}
    assert page.flashes == ["Đã cập nhật: Đã nộp."]


async def test_filing_refused_keeps_what_was_typed(gateway: Gateway, officer: Browser) -> None:
    gateway.fake.says("GET", FILING, an_unfiled("filing", steps=[FILE]))
    gateway.fake.refuses("POST", f"{FILING}/steps/file", 422, "Ngày của văn bản không được sau ngày nộp.")

    page = await officer.press(FILING, f"{FILING}/steps/file", reference="12/KH-SYT", dated_on="2024-01-01")

    assert page.refusals == ["Ngày của văn bản không được sau ngày nộp."]
    form = page.form(f"{FILING}/steps/file")
    assert (form["reference"], form["dated_on"]) == ("12/KH-SYT", "2024-01-01")


async def test_appraiser_returns_with_reason_and_what_is_missing(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", FILING, a_filing(steps=[ACCEPT, RETURN]))
    gateway.fake.says("POST", f"{FILING}/steps/return", a_filing(state_label="Đã trả lại"))

    page = await appraiser.press(FILING, f"{FILING}/steps/return", reason="Chưa đủ", missing="Chỉ tiêu\r\n\r\nPhụ lục")

    sent = json.loads(gateway.fake.last("POST").content)
    assert sent == {"version": 3, "reason": "Chưa đủ", "missing": ["Chỉ tiêu", "Phụ lục"]}
    assert page.flashes == ["Đã cập nhật: Đã trả lại."]


async def test_returned_filing_shows_why(gateway: Gateway, officer: Browser) -> None:
    gateway.fake.says("GET", FILING, a_filing(reason="Chưa đủ nội dung", missing=("Chỉ tiêu", "Phụ lục")))

    page = await officer.get(FILING)

    assert page.main.one("div", **{"class": "look"}).text == (
        "Lý do trả lại Chưa đủ nội dung Nội dung còn thiếu: Chỉ tiêu Phụ lục"
    )


async def test_filing_reads_in_words(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", FILING, a_filing(days_late=2, steps=[ACCEPT, RETURN]))

    page = await appraiser.get(FILING)

    assert page.main.one("dl").text == (
        "Đơn vị Sở Y tế Thời hạn trước ngày 15/03/2023 Ngày cuối còn đúng hạn 14/03/2023 "
        "Ngày nhận 09:30 10/03/2023 (trễ 2 ngày) Số, ký hiệu văn bản 12/KH-SYT Hình thức nhận Cổng làm việc"
    )
    assert page.buttons == ["Chấp nhận", "Trả lại"]


async def test_filing_offers_nothing_to_who_may_do_nothing(leader: Browser) -> None:
    page = await leader.get(FILING)

    assert page.buttons == []
