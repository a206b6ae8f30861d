"""Filing by a sheet, on paper, taking back, registering, lifting; the matrix in pages."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from xlsxwriter import Workbook

from shared.events.ext import FurtherFilingSent
from shared.events.plans import FilingLifted, FilingOverdue, FilingRecalled, FilingReceived, FurtherFilingReceived
from shared.identity import Identity
from tests.component.plans.room import APPRAISER, LEADER, Plans, officer
from tests.component.plans.test_lifecycle import amend

HEADINGS = ("Mã đơn vị", "Tên đơn vị", "Mã loại", "Loại báo cáo, kế hoạch", "Số, ký hiệu", "Ngày văn bản")
GOOD = ("so-y-te", "", "unit_plan", "", "12/KH-SYT", "20/12/2022")


def a_sheet(*rows: tuple[str, ...]) -> bytes:
    return "\n".join(";".join(row) for row in (HEADINGS, *rows)).encode("utf-8-sig")


def a_workbook(*rows: tuple[str | date, ...]) -> bytes:
    """Return a workbook as a spreadsheet writes it: a title above, days as days."""
    file = BytesIO()
    book = Workbook(file, {"default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet()
    for line, row in enumerate([("BẢNG NỘP KẾ HOẠCH",), HEADINGS, *rows]):
        sheet.write_row(line, 0, row)
    book.close()
    return file.getvalue()


async def send(
    plans: Plans, plan: dict[str, Any], content: bytes, who: Identity = APPRAISER, *, confirm: bool = False
) -> Any:
    asked = {"plan_id": plan["plan_id"], "confirm": str(confirm).lower()}
    return await plans.ask(who, "POST", "/filings/sheet", params=asked, content=content)


@pytest.mark.covers("D-01", "O-DV-08")
async def test_sheet_shows_each_row_before_it_files_any(plans: Plans) -> None:
    plan = await plans.issue()
    sheet = a_workbook(
        ("so-y-te", "", "unit_plan", "", "12/KH-SYT", date(2022, 12, 20)),
        ("", "SỞ XÂY DỰNG", "", "kế hoạch thi đua, khen thưởng", "5/KH-SXD", "20/12/2022"),
        ("khong-co", "", "unit_plan", "", "1/KH", "20/12/2022"),
        ("so-noi-vu", "", "unit_plan", "", "", "31/02/2022"),
        ("so-y-te", "", "unit_plan", "", "13/KH-SYT", "20/12/2022"),
    )

    answer = await send(plans, plan, sheet)
    refused = await send(plans, plan, sheet, confirm=True)

    view = answer.json()
    assert (view["valid"], view["faulty"], view["is_filed"]) == (2, 3, False)
    assert [row["line"] for row in view["rows"]] == [3, 4, 5, 6, 7]
    assert [row["faults"] for row in view["rows"]] == [
        [],
        [],
        ["không có đơn vị “khong-co”."],
        ["vui lòng ghi số, ký hiệu và ngày của văn bản."],
        ["trùng với một dòng ở trên."],
    ]
    assert (refused.status_code, refused.json()["details"][0]) == (422, "Dòng 5: không có đơn vị “khong-co”.")
    assert await plans.told(FilingReceived) == []


async def test_sheet_without_faults_is_filed_whole_once_confirmed(plans: Plans) -> None:
    plan = await plans.issue()
    sheet = a_sheet(GOOD, ("so-xay-dung", "", "half_year_report", "", "5/BC-SXD", "2022-12-20"))

    filed = await send(plans, plan, sheet, confirm=True)
    again = await send(plans, plan, sheet, confirm=True)

    assert (filed.status_code, filed.json()["is_filed"]) == (200, True)
    assert (await plans.filing("so-xay-dung", "half_year_report"))["reference"] == "5/BC-SXD"
    assert len(await plans.told(FilingReceived)) == 2
    assert again.json()["details"] == [
        "Dòng 2: đơn vị đã nộp báo cáo, kế hoạch này.",
        "Dòng 3: đơn vị đã nộp báo cáo, kế hoạch này.",
    ]


async def test_officer_files_a_sheet_of_their_own_unit_alone(plans: Plans) -> None:
    plan = await plans.issue()

    own = await send(plans, plan, a_sheet(GOOD), officer("so-y-te"), confirm=True)
    other = await send(plans, plan, a_sheet(GOOD), officer("so-xay-dung"), confirm=True)
    leader = await send(plans, plan, a_sheet(GOOD), LEADER)

    assert own.json()["is_filed"] is True
    assert other.json()["details"] == [
        "Dòng 2: tài khoản chỉ được làm việc với dữ liệu của đơn vị mình.",
        "Dòng 2: đơn vị đã nộp báo cáo, kế hoạch này.",
    ]
    assert leader.status_code == 403


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04 broken", "SheetUnreadable"),
        (b"\xff\xfe\x00\x01", "SheetUnreadable"),
        ("Chỉ là văn bản".encode(), "HeadingsMissing"),
        (b"", "HeadingsMissing"),
    ],
)
async def test_file_that_is_no_sheet_is_refused(plans: Plans, content: bytes, code: str) -> None:
    plan = await plans.issue()

    answer = await send(plans, plan, content, confirm=True)

    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_blank_sheet_lists_what_is_owed_and_can_be_sent_back_filled(plans: Plans) -> None:
    plan = await plans.issue()
    await plans.file("so-y-te", "unit_plan")

    answer = await plans.ask(officer("so-y-te"), "GET", "/filings/sheet", params={"plan_id": plan["plan_id"]})

    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == 'Mã đơn vị,Tên đơn vị,Mã loại,"Loại báo cáo, kế hoạch","Số, ký hiệu",Ngày văn bản'
    assert [line.split(",")[2] for line in lines[1:]] == ["half_year_report", "year_report"]


async def test_unit_takes_back_what_nobody_has_taken_in(plans: Plans) -> None:
    await plans.issue()
    filed = (await plans.file("so-y-te", "unit_plan")).json()
    path = f"/filings/{filed['filing_id']}"

    recalled = await plans.post(officer("so-y-te"), f"{path}/steps/recall", {"reason": "Nhầm tệp"})
    again = await plans.file("so-y-te", "unit_plan")
    await plans.post(APPRAISER, f"{path}/steps/register")
    late = await plans.post(officer("so-y-te"), f"{path}/steps/recall", {"reason": "Nhầm tệp"})

    journal = await plans.get(APPRAISER, f"{path}/journal")
    assert (recalled.json()["state"], recalled.json()["reference"], recalled.json()["received_at"]) == (
        "due",
        None,
        None,
    )
    assert again.json()["state"] == "received"
    assert (late.status_code, late.json()["code"]) == (409, "AlreadyTakenIn")
    assert [fact["reason"] for fact in await plans.told(FilingRecalled)] == ["Nhầm tệp"]
    assert [line["what"] for line in journal] == ["Nộp", "Rút lại", "Nộp", "Tiếp nhận"]


async def test_what_is_recalled_after_its_last_day_is_overdue_at_once(plans: Plans) -> None:
    await plans.issue()
    filed = (await plans.file("so-y-te", "unit_plan")).json()
    await plans.move(date(2023, 3, 20))
    before = {fact["unit_id"] for fact in await plans.told(FilingOverdue)}

    await plans.post(officer("so-y-te"), f"/filings/{filed['filing_id']}/steps/recall", {"reason": "Nhầm tệp"})
    await plans.move(date(2023, 3, 20))

    assert "so-y-te" not in before
    assert (await plans.filing("so-y-te", "unit_plan"))["is_overdue"] is True


async def test_office_records_what_came_on_paper_and_lifts_what_is_not_owed(plans: Plans) -> None:
    await plans.issue()
    paper, lifted = await plans.filing("so-y-te", "unit_plan"), await plans.filing("so-xay-dung", "unit_plan")
    body = {"reference": "7/KH-SYT", "dated_on": "2022-12-20"}

    recorded = await plans.post(APPRAISER, f"/filings/{paper['filing_id']}/steps/record", body)
    excused = await plans.post(LEADER, f"/filings/{lifted['filing_id']}/steps/lift", {"reason": "Đang giải thể"})
    await plans.move(date(2023, 3, 15))

    overdue = {fact["unit_id"] for fact in await plans.told(FilingOverdue)}
    assert (recorded.json()["state"], recorded.json()["reference"]) == ("received", "7/KH-SYT")
    assert excused.json()["state_label"] == "Không phải nộp"
    assert len(await plans.told(FilingLifted)) == 1
    assert overdue.isdisjoint({"so-y-te", "so-xay-dung"})


async def test_departments_own_system_files_a_further_report(plans: Plans) -> None:
    plan = await plans.issue()
    duty = {"code": "bao_cao_cchc", "name": "Báo cáo CCHC", "deadline_kind": "on", "due_on": "2023-10-16"}
    await amend(plans, plan, add_duties=[duty])
    sent = FurtherFilingSent(
        submission_id="1", duty="bao_cao_cchc", year=2023, reference="9/BC-SYT", dated_on=date(2022, 12, 20)
    )

    await plans.hear(sent, topic="ext.so-y-te.v1")

    (fact,) = await plans.told(FurtherFilingReceived)
    assert (fact["unit_id"], fact["duty"], fact["name"]) == ("so-y-te", "bao_cao_cchc", "Báo cáo CCHC")


@pytest.mark.covers("O-HD-01", "P-03")
async def test_matrix_comes_in_pages_filtered_by_state_cluster_and_lateness(plans: Plans) -> None:
    plan = await plans.issue()
    await plans.file("so-y-te", "unit_plan")
    await plans.move(date(2023, 3, 15))
    path = f"/plans/{plan['plan_id']}/matrix"
    cluster = next(unit["cluster_id"] for unit in await plans.get(LEADER, "/units") if unit["unit_id"] == "so-y-te")

    pages = [await plans.get(LEADER, path, page=number, size=50) for number in (1, 2, 3, 4)]
    filed = await plans.get(LEADER, path, state="received")
    late = await plans.get(LEADER, path, state="overdue", duty="unit_plan")
    block = await plans.get(LEADER, path, cluster_id=cluster)

    ids = [row["unit_id"] for page in pages for row in page["rows"]]
    assert ([len(page["rows"]) for page in pages], len(set(ids))) == ([50, 50, 47, 0], 147)
    assert [row["unit_id"] for row in filed["rows"]] == ["so-y-te"]
    assert (late["total"], late["overdue"]["unit_plan"]) == (146, 146)
    assert {row["cluster_name"] for row in block["rows"]} == {"Khối thi đua số 5: các sở, ngành văn hóa - xã hội"}
    assert pages[3]["counts"]["unit_plan"] == {"due": 146, "received": 1}


@pytest.mark.covers("D-01")
async def test_unit_that_joins_later_owes_what_is_still_ahead_once(plans: Plans) -> None:
    plan = await plans.issue()

    first = await plans.post(APPRAISER, f"/plans/{plan['plan_id']}/duties/refresh")

    assert (first.status_code, first.json()) == (200, {"filings": 0})
