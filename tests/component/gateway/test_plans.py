import json

import pytest

from shared.api.base import StepOffer
from tests.component.gateway.conftest import Browser, Gateway
from tests.component.gateway.fake import (
    CLOSE,
    PROGRESS,
    START,
    a_plan,
    a_plan_summary,
    a_quarter,
    a_task,
    an_id,
)
from tests.component.gateway.page import Page

PLAN = f"/plans/{an_id('plan 2023')}"
COMPLETE = StepOffer(step="complete", label="Hoàn thành", is_final=True)
CARRY_OVER = StepOffer(step="carry_over", label="Chuyển quý sau", needs_reason=True)


@pytest.mark.parametrize("rows", [0, 1, 3])
async def test_plans_are_listed_latest_year_first_in_a_fixed_number_of_questions(
    gateway: Gateway, appraiser: Browser, rows: int
) -> None:
    gateway.fake.says("GET", "/plans", [a_plan_summary(2021 + n) for n in range(rows)])

    page = await appraiser.get("/plans")

    years = [row[1] for row in page.table("Danh sách kế hoạch")] if rows else []
    assert years == [str(2021 + n) for n in reversed(range(rows))]
    assert len(gateway.fake.asked) == 2


async def test_list_without_a_plan_says_so(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", "/plans", [])

    page = await appraiser.get("/plans")

    assert page.table("Danh sách kế hoạch") == [["Chưa có kế hoạch nào được ban hành."]]


async def test_plan_of_the_list_reads_as_printed(appraiser: Browser) -> None:
    page = await appraiser.get("/plans")

    assert page.table("Danh sách kế hoạch") == [
        [
            "1",
            "2023",
            "274/KH-UBND",
            "Công tác thi đua, khen thưởng năm 2023",
            "23/12/2022",
            "Ủy ban nhân dân tỉnh",
            "Đang thực hiện",
        ]
    ]


@pytest.mark.parametrize(("user", "may"), [("noivu", True), ("lanhdao", True), ("quantri", True), ("so-y-te", False)])
async def test_import_is_offered_to_those_who_may(gateway: Gateway, user: str, may: bool) -> None:  # noqa: FBT001 - a table's cell
    browser = await gateway.signed_in(user)

    links = (await browser.get("/plans")).links()
    opened = await browser.client.get("/plans/import")

    assert ("Nhập kế hoạch" in links, opened.status_code) == (may, 200 if may else 403)


async def test_plan_page_shows_the_document_and_what_to_look_at(appraiser: Browser) -> None:
    page = await appraiser.get(PLAN)

    header = page.main.one("dl").text
    assert page.title == "Công tác thi đua, khen thưởng năm 2023"
    assert header == (
        "Số, ký hiệu 274/KH-UBND Ngày ban hành 23/12/2022 Cơ quan ban hành Ủy ban nhân dân tỉnh Năm kế hoạch 2023"
    )
    assert [item.text for item in page.main.one("div", **{"class": "look"}).all("li")] == [
        "Năm của cuộc sơ kết khác năm của kế hoạch."
    ]
    assert [item.text for item in page.main.all("ol")] == ["Luật Thi đua, Khen thưởng năm 2003 Còn hiệu lực"]
    assert [item.text for item in page.main.all("li")][-2:] == ["Nông thôn mới (2021 - 2025)", "Thường trực Tỉnh ủy"]


async def test_task_reads_in_words(gateway: Gateway, appraiser: Browser) -> None:
    task = a_task(
        text="Họp Hội đồng", parts=("Xét", "Biểu quyết"), is_conditional=True, is_overdue=True, carried_from=1
    )
    gateway.fake.says("GET", PLAN, a_plan(a_quarter(task)))

    page = await appraiser.get(PLAN)

    assert page.table("Nhiệm vụ Quý I") == [
        [
            "1",
            "Họp Hội đồng Nếu có Xét Biểu quyết Chuyển từ Quý I.",
            "chậm nhất ngày 31/03/2023 (theo quý)",
            "Đang thực hiện Quá hạn",
            "40%",
        ]
    ]


async def test_quarter_without_tasks_says_so(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", PLAN, a_plan(a_quarter()))

    page = await appraiser.get(PLAN)

    assert page.table("Nhiệm vụ Quý I") == [["Quý này không có nhiệm vụ."]]


@pytest.mark.parametrize("rows", [1, 3])
async def test_plan_asks_a_fixed_number_of_questions(gateway: Gateway, appraiser: Browser, rows: int) -> None:
    gateway.fake.says("GET", PLAN, a_plan(a_quarter(*(a_task(f"Q1-{n}") for n in range(rows)))))

    page = await appraiser.get(PLAN)

    assert len(page.table("Nhiệm vụ Quý I")) == rows
    assert len(gateway.fake.asked) == 4


async def test_buttons_are_those_the_owner_offers(gateway: Gateway, appraiser: Browser) -> None:
    plan = a_plan(a_quarter(a_task("Q1-01", steps=[START, COMPLETE]), a_task("Q1-02"), steps=[CLOSE]))
    gateway.fake.says("GET", PLAN, plan)

    page = await appraiser.get(PLAN)

    assert page.buttons == ["Đóng quý", "Bắt đầu", "Hoàn thành"]


async def test_nothing_offered_shows_no_button(appraiser: Browser) -> None:
    page = await appraiser.get(PLAN)

    assert page.buttons == []


async def test_plain_step_is_one_press(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", PLAN, a_plan(a_quarter(a_task(steps=[START]))))
    gateway.fake.says("POST", f"{PLAN}/tasks/Q1-01/steps/start", a_task())

    page = await appraiser.press(PLAN, f"{PLAN}/tasks/Q1-01/steps/start")

    assert page.flashes == ["Đã cập nhật nhiệm vụ: Đang thực hiện."]
    assert (await appraiser.get(PLAN)).flashes == []


async def test_step_sends_what_it_asks_for(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", PLAN, a_plan(a_quarter(a_task(steps=[PROGRESS, CARRY_OVER]))))
    for step in ("progress", "carry_over"):
        gateway.fake.says("POST", f"{PLAN}/tasks/Q1-01/steps/{step}", a_task())

    await appraiser.press(PLAN, f"{PLAN}/tasks/Q1-01/steps/progress", percent="60")
    progressed = json.loads(gateway.fake.last("POST").content)
    await appraiser.press(PLAN, f"{PLAN}/tasks/Q1-01/steps/carry_over", reason="Chờ hướng dẫn")
    carried = json.loads(gateway.fake.last("POST").content)

    assert (progressed, carried) == ({"percent": 60}, {"reason": "Chờ hướng dẫn"})


async def test_refusal_stands_beside_the_form_with_what_was_typed(gateway: Gateway, appraiser: Browser) -> None:
    tasks = (a_task("Q1-01", steps=[CARRY_OVER]), a_task("Q1-02", steps=[CARRY_OVER]))
    gateway.fake.says("GET", PLAN, a_plan(a_quarter(*tasks)))
    gateway.fake.refuses("POST", f"{PLAN}/tasks/Q1-02/steps/carry_over", 422, "Không chuyển được.", "Quý II đã đóng.")

    page = await appraiser.press(PLAN, f"{PLAN}/tasks/Q1-02/steps/carry_over", reason="Vì lý do khác")

    (row,) = page.main.all("tr", id="Q1-02")
    assert page.refusals == ["Không chuyển được. Quý II đã đóng."]
    assert [node.text for node in row.all("div", role="alert")] == page.refusals
    assert [node.text for node in page.main.all("textarea")] == ["", "Vì lý do khác"]


async def test_value_of_the_wrong_kind_is_said_without_asking_the_owner(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", PLAN, a_plan(a_quarter(a_task(steps=[PROGRESS]))))

    page = await appraiser.press(PLAN, f"{PLAN}/tasks/Q1-01/steps/progress", percent="một nửa")

    assert page.refusals == ["Dữ liệu nhập chưa đúng. Tiến độ (%): giá trị chưa đúng."]


async def test_final_step_without_its_tick_is_not_sent(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", PLAN, a_plan(a_quarter(a_task(steps=[COMPLETE]))))

    page = await appraiser.press(PLAN, f"{PLAN}/tasks/Q1-01/steps/complete")

    assert page.refusals == ["Thao tác này không hoàn tác được. Vui lòng đánh dấu xác nhận trước khi thực hiện."]
    assert [request.method for request in gateway.fake.asked if request.method == "POST"] == []


async def test_what_keeps_a_quarter_open_is_listed(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", PLAN, a_plan(a_quarter(a_task(), blockers=("Nhiệm vụ A chưa xong.", "Quý I chưa đóng."))))

    page = await appraiser.get(PLAN)

    (blockers,) = page.main.all("details", **{"class": "look"})
    assert blockers.text == "Còn 2 việc trước khi đóng quý Nhiệm vụ A chưa xong. Quý I chưa đóng."


async def test_quarter_closes_with_the_version_the_person_saw(gateway: Gateway, leader: Browser) -> None:
    gateway.fake.says("GET", PLAN, a_plan(a_quarter(a_task(), steps=[CLOSE])))
    gateway.fake.says("POST", f"{PLAN}/quarters/1/close", a_quarter())

    await leader.press(PLAN, f"{PLAN}/quarters/1/steps/close", confirmed="yes")

    assert json.loads(gateway.fake.last("POST").content) == {"version": 4}


async def test_quarter_that_cannot_close_yet_says_why(gateway: Gateway, leader: Browser) -> None:
    gateway.fake.says("GET", PLAN, a_plan(a_quarter(a_task(), steps=[CLOSE])))
    gateway.fake.refuses("POST", f"{PLAN}/quarters/1/close", 409, "Chưa thể đóng Quý I.", "Nhiệm vụ A chưa xong.")

    page = await leader.press(PLAN, f"{PLAN}/quarters/1/steps/close", confirmed="yes")

    assert page.refusals == ["Chưa thể đóng Quý I. Nhiệm vụ A chưa xong."]


async def test_year_closes(gateway: Gateway, leader: Browser) -> None:
    gateway.fake.says("GET", PLAN, a_plan(steps=[StepOffer(step="close", label="Đóng năm kế hoạch", is_final=True)]))
    gateway.fake.says("POST", f"{PLAN}/close", a_plan())

    page = await leader.press(PLAN, f"{PLAN}/steps/close", confirmed="yes")

    assert page.flashes == ["Đã cập nhật kế hoạch: Đang thực hiện."]


async def test_who_was_slower_is_shown_the_page_that_says_so(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", PLAN, a_plan(a_quarter(a_task(steps=[START]))))
    gateway.fake.refuses("POST", f"{PLAN}/tasks/Q1-01/steps/start", 409, "Tải lại.", code="SomeoneWasFaster")
    page = await appraiser.get(PLAN)
    appraiser.client.headers["referer"] = f"http://gateway{PLAN}"

    answer = await appraiser.send(page, f"{PLAN}/tasks/Q1-01/steps/start")

    shown = Page(answer.text)
    assert (answer.status_code, shown.title) == (409, "Người khác vừa cập nhật")
    assert shown.links()["Tải lại trang"] == PLAN
