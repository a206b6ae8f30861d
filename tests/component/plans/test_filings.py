"""What units owe: filed in time or late, sent back, over the web or by their own systems, listed and searched."""

import asyncio
from datetime import date, datetime, time
from typing import Any

import pytest
from sqlalchemy import text

from shared import clock
from shared.clock import VIETNAM, HeldClock
from shared.events.ext import FilingSent, SubmissionRefused
from shared.events.plans import Duty, FilingAccepted, FilingOverdue, FilingReceived, FilingReturned
from tests.component.plans.room import APPRAISER, LEADER, Plans, officer

DEPARTMENT = "so-y-te"
TOPIC = f"ext.{DEPARTMENT}.v1"


def a_filing(submission_id: str = "2023/1", *, year: int = 2023, dated_on: date = date(2022, 12, 20)) -> FilingSent:
    return FilingSent(
        submission_id=submission_id, duty=Duty.UNIT_PLAN, year=year, reference="45/KH-SYT", dated_on=dated_on
    )


def in_2024(preview: dict[str, Any]) -> dict[str, Any]:
    """Return the preview with its filings due a year later."""
    duties = [
        duty | {"deadline": duty["deadline"] | {"on": duty["deadline"]["on"].replace("2023", "2024")}}
        for duty in preview["filing_duties"]
    ]
    return preview | {"year": 2024, "filing_duties": duties}


async def judge(plans: Plans, filing_id: str, name: str, **order: Any) -> Any:
    return await plans.post(APPRAISER, f"/filings/{filing_id}/steps/{name}", order)


@pytest.mark.covers("D-01", "O-DV-08")
async def test_unit_files_in_time(plans: Plans) -> None:
    await plans.issue()
    clock.use(HeldClock(datetime(2023, 3, 14, 23, 59, tzinfo=VIETNAM)))

    answer = await plans.file(DEPARTMENT, "unit_plan")

    filed = answer.json()
    (fact,) = await plans.told(FilingReceived)
    assert (answer.status_code, filed["state_label"], filed["days_late"]) == (200, "Đã nộp", 0)
    assert (filed["reference"], filed["channel"]) == ("12/KH-UBND", "web")
    assert [each["step"] for each in filed["steps"]] == ["recall"]
    assert (fact["received_at"], fact["days_late"]) == ("2023-03-14T23:59:00+07:00", 0)


@pytest.mark.covers("D-01", "O-DV-08")
@pytest.mark.covers("D-01", "O-HD-01")
async def test_what_is_not_filed_is_overdue_the_minute_its_last_day_ends(plans: Plans) -> None:
    await plans.issue()
    await plans.file(DEPARTMENT, "unit_plan")

    await plans.move(date(2023, 3, 14), time(23, 59, 59))
    in_time = await plans.told(FilingOverdue)
    await plans.move(date(2023, 3, 15))

    overdue = await plans.told(FilingOverdue)
    assert in_time == []
    assert len(overdue) == 146
    assert {(fact["duty"], fact["due_on"]) for fact in overdue} == {("unit_plan", "2023-03-15")}
    assert DEPARTMENT not in {fact["unit_id"] for fact in overdue}
    assert (await plans.get(LEADER, "/filings", state="overdue"))["total"] == 146


async def test_unit_may_still_file_late_and_the_days_are_counted(plans: Plans) -> None:
    await plans.issue()
    await plans.move(date(2023, 3, 20))

    filed = (await plans.file(DEPARTMENT, "unit_plan")).json()

    assert (filed["state"], filed["days_late"], filed["is_overdue"]) == ("received", 6, False)


async def test_filing_at_the_very_midnight_and_its_timer_do_not_wait_for_each_other(plans: Plans) -> None:
    await plans.issue()
    units = [unit["unit_id"] for unit in await plans.get(LEADER, "/units")][:20]
    clock.use(HeldClock(datetime(2023, 3, 15, tzinfo=VIETNAM)))

    answers = await asyncio.gather(*(plans.file(unit, "unit_plan") for unit in units), plans.move(date(2023, 3, 15)))

    overdue = {fact["unit_id"] for fact in await plans.told(FilingOverdue)}
    assert {answer.status_code for answer in answers if answer is not None} == {200}
    assert len(await plans.told(FilingReceived)) == 20
    assert overdue >= {unit["unit_id"] for unit in await plans.get(LEADER, "/units")} - set(units)
    assert (await plans.get(LEADER, "/filings", state="overdue"))["total"] == 127


async def test_grace_days_are_data(plans: Plans) -> None:
    await plans.import_units()
    async with plans.database.transaction() as session:
        await session.execute(text("UPDATE deadline_rules SET grace_days = 1"))

    await plans.issue_draft()

    assert (await plans.filing(DEPARTMENT, "unit_plan"))["last_day_on"] == "2023-03-15"


async def test_rule_may_move_a_deadline_off_a_day_off(plans: Plans) -> None:
    await plans.import_units()
    async with plans.database.transaction() as session:
        await session.execute(text("UPDATE deadline_rules SET moves_to_working_day = true"))
    clock.use(HeldClock(datetime(2023, 12, 20, 9, tzinfo=VIETNAM)))
    draft = (await plans.draft()).json()
    await plans.ask(APPRAISER, "PUT", f"/plans/drafts/{draft['draft_id']}", json=in_2024(draft["preview"]))

    issued = await plans.post(APPRAISER, f"/plans/drafts/{draft['draft_id']}/issue")

    filing = await plans.filing(DEPARTMENT, "half_year_report")
    assert issued.status_code == 201, issued.text
    assert (filing["due_on"], filing["last_day_on"]) == ("2024-06-15", "2024-06-17")  # a Saturday


@pytest.mark.covers("O-DV-10")
async def test_returned_filing_is_filed_again_and_accepted(plans: Plans) -> None:
    await plans.issue()
    filed = (await plans.file(DEPARTMENT, "unit_plan")).json()

    returned = await judge(
        plans, filed["filing_id"], "return", reason="Thiếu phụ lục", missing=["Phụ lục chỉ tiêu", " "]
    )
    owed = await plans.get(officer(DEPARTMENT), f"/filings/{filed['filing_id']}")
    again = await plans.file(DEPARTMENT, "unit_plan")
    accepted = await judge(plans, filed["filing_id"], "accept")

    (fact,) = await plans.told(FilingReturned)
    assert (returned.json()["state"], returned.json()["missing"]) == ("returned", ["Phụ lục chỉ tiêu"])
    assert (fact["reason"], fact["missing"]) == ("Thiếu phụ lục", ["Phụ lục chỉ tiêu"])
    assert [each["label"] for each in owed["steps"]] == ["Nộp lại"]
    assert (again.json()["state"], again.json()["reason"], again.json()["missing"]) == ("received", "", [])
    assert (accepted.json()["state_label"], accepted.json()["steps"]) == ("Đã chấp nhận", [])
    assert len(await plans.told(FilingAccepted)) == 1
    assert (await plans.versions("plans.filing.v1"))[filed["filing_id"]] == [1, 2, 3, 4, 5]


async def test_filing_is_not_returned_without_a_reason(plans: Plans) -> None:
    await plans.issue()
    filed = (await plans.file(DEPARTMENT, "unit_plan")).json()

    answer = await judge(plans, filed["filing_id"], "return")

    assert (answer.status_code, answer.json()["message"]) == (422, "Vui lòng ghi rõ lý do.")
    assert await plans.told(FilingReturned) == []


async def test_filing_returned_in_time_is_overdue_when_it_does_not_come_back(plans: Plans) -> None:
    await plans.issue()
    filed = (await plans.file(DEPARTMENT, "unit_plan")).json()
    await judge(plans, filed["filing_id"], "return", reason="Thiếu phụ lục")

    await plans.move(date(2023, 3, 15))

    assert DEPARTMENT in {fact["unit_id"] for fact in await plans.told(FilingOverdue)}


async def test_filing_without_its_document_is_refused(plans: Plans) -> None:
    await plans.issue()
    filing = await plans.filing(DEPARTMENT, "unit_plan")

    answer = await plans.post(officer(DEPARTMENT), f"/filings/{filing['filing_id']}/steps/file", {"reference": "1/KH"})

    assert answer.json()["message"] == "Vui lòng ghi số, ký hiệu và ngày của văn bản."
    assert (await plans.filing(DEPARTMENT, "unit_plan"))["state"] == "due"


async def test_officer_reaches_for_no_other_unit(plans: Plans) -> None:
    plan = await plans.issue()
    other = await plans.filing("so-xay-dung", "unit_plan")
    stranger = officer(DEPARTMENT)
    document = {"reference": "1/KH", "dated_on": "2022-12-20"}

    filed = await plans.post(stranger, f"/filings/{other['filing_id']}/steps/file", document)
    read = await plans.ask(stranger, "GET", f"/filings/{other['filing_id']}")
    listed = await plans.get(stranger, "/filings", unit_id="so-xay-dung")
    matrix = await plans.get(stranger, f"/plans/{plan['plan_id']}/matrix")

    assert (filed.status_code, read.status_code) == (403, 403)
    assert {item["unit_id"] for item in listed["items"]} == {DEPARTMENT}
    assert [row["unit_id"] for row in matrix["rows"]] == [DEPARTMENT]
    assert (await plans.filing("so-xay-dung", "unit_plan"))["state"] == "due"


async def test_two_people_at_once_judge_a_filing_once(plans: Plans) -> None:
    await plans.issue()
    filed = (await plans.file(DEPARTMENT, "unit_plan")).json()
    seen = filed["version"]

    answers = await asyncio.gather(
        judge(plans, filed["filing_id"], "accept", version=seen),
        judge(plans, filed["filing_id"], "return", version=seen, reason="Thiếu phụ lục"),
    )

    refused = next(answer for answer in answers if answer.status_code != 200)
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert refused.json()["message"] == "Người khác vừa cập nhật. Vui lòng tải lại trang rồi thực hiện lại."
    assert len(await plans.told(FilingAccepted)) + len(await plans.told(FilingReturned)) == 1


async def test_departments_own_system_files_like_its_officer(plans: Plans) -> None:
    await plans.issue()

    await plans.hear(a_filing(), topic=TOPIC)

    filed = await plans.filing(DEPARTMENT, "unit_plan")
    assert (filed["state"], filed["reference"], filed["channel"]) == ("received", "45/KH-SYT", "kafka")
    assert await plans.told(SubmissionRefused) == []


async def test_departments_message_sent_twice_files_once(plans: Plans) -> None:
    await plans.issue()

    await plans.hear(a_filing(), topic=TOPIC, event_id="e-1")
    await plans.hear(a_filing(), topic=TOPIC, event_id="e-1")

    assert len(await plans.told(FilingReceived)) == 1
    assert await plans.told(SubmissionRefused) == []


@pytest.mark.parametrize(
    ("sent", "code", "message"),
    [
        (a_filing("2"), "AlreadyFiled", "Đơn vị đã nộp báo cáo, kế hoạch này."),
        (a_filing("3", year=2024), "NothingOwed", "Đơn vị không có kế hoạch, báo cáo này phải nộp trong năm 2024."),
        (a_filing("4", dated_on=date(2023, 1, 1)), "AlreadyFiled", "Đơn vị đã nộp báo cáo, kế hoạch này."),
    ],
)
async def test_department_is_told_why_its_message_is_refused(
    plans: Plans, sent: FilingSent, code: str, message: str
) -> None:
    await plans.issue()
    await plans.hear(a_filing(), topic=TOPIC)

    await plans.hear(sent, topic=TOPIC, event_id="e-2")

    (refusal,) = await plans.told(SubmissionRefused)
    assert (refusal["unit_id"], refusal["event_id"]) == (DEPARTMENT, "e-2")
    assert (refusal["code"], refusal["message"]) == (code, message)
    assert len(await plans.told(FilingReceived)) == 1


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("so y te", ["Sở Y tế"]),
        ("SỞ Y TẾ", ["Sở Y tế"]),
        ("tế y", ["Sở Y tế", "Trường Cao đẳng Y tế Đồng Nai"]),
        ("dinh quan", ["Bệnh viện Đa khoa khu vực Định Quán", "Huyện Định Quán"]),
        ("trang b", ["Huyện Trảng Bom"]),
        ("không có đơn vị này", []),
        ("'); DROP TABLE filings; --", []),
    ],
)
async def test_units_are_found_without_diacritics(plans: Plans, asked: str, expected: list[str]) -> None:
    await plans.issue()

    found = await plans.get(LEADER, "/filings", q=asked, duty="unit_plan")

    assert [item["unit_name"] for item in found["items"]] == expected


async def test_list_is_cut_into_pages_that_miss_and_repeat_nothing(plans: Plans) -> None:
    await plans.issue()

    pages = [await plans.get(LEADER, "/filings", page=number, size=200) for number in (1, 2, 3, 4)]

    ids = [item["filing_id"] for page in pages for item in page["items"]]
    assert [len(page["items"]) for page in pages] == [200, 200, 41, 0]
    assert len(set(ids)) == 441
    assert {page["total"] for page in pages} == {441}


async def test_matrix_has_a_line_for_each_unit_and_counts_every_state(plans: Plans) -> None:
    plan = await plans.issue()
    filed = (await plans.file(DEPARTMENT, "unit_plan")).json()
    await judge(plans, filed["filing_id"], "accept")
    await plans.file("so-xay-dung", "unit_plan")

    matrix = await plans.get(APPRAISER, f"/plans/{plan['plan_id']}/matrix")

    row = next(row for row in matrix["rows"] if row["unit_id"] == DEPARTMENT)
    assert len(matrix["rows"]) == 147
    assert row["cluster_name"] == "Khối thi đua số 5: các sở, ngành văn hóa - xã hội"
    assert {duty: cell["state"] for duty, cell in row["cells"].items()} == {
        "unit_plan": "accepted",
        "half_year_report": "due",
        "year_report": "due",
    }
    assert matrix["counts"] == {
        "unit_plan": {"due": 145, "received": 1, "accepted": 1},
        "half_year_report": {"due": 147},
        "year_report": {"due": 147},
    }


@pytest.mark.parametrize(
    ("path", "statements"),
    [
        ("/plans/{plan_id}/matrix", 5),
        ("/plans/{plan_id}", 4),
        ("/filings?plan_id={plan_id}&size=1", 2),
        ("/filings?plan_id={plan_id}&size=200&q=so", 2),
        ("/units", 1),
        ("/clusters", 1),
    ],
)
async def test_reads_take_a_fixed_number_of_statements(plans: Plans, path: str, statements: int) -> None:
    plan = await plans.issue()

    with plans.statements() as sent:
        await plans.get(LEADER, path.format(plan_id=plan["plan_id"]))

    assert len(sent) == statements, sent
