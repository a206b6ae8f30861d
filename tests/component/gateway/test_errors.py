import httpx
import pytest
from sqlalchemy.exc import OperationalError

from services.gateway.app import app
from shared.db import Database
from tests.component.gateway.conftest import Browser, Gateway
from tests.component.gateway.page import Page


@pytest.mark.parametrize(
    ("status", "title"),
    [
        (403, "Không có quyền thực hiện"),
        (404, "Không tìm thấy"),
        (409, "Người khác vừa cập nhật"),
        (422, "Dữ liệu chưa đúng"),
        (503, "Hệ thống đang tạm nghỉ"),
    ],
)
async def test_every_refusal_of_a_page_has_a_page(
    gateway: Gateway, appraiser: Browser, status: int, title: str
) -> None:
    gateway.fake.refuses("GET", "/plans", status, "Câu của nơi từ chối.", "Chi tiết.")

    answer = await appraiser.client.get("/plans")

    page = Page(answer.text)
    assert (answer.status_code, page.title) == (status, title)
    assert [item.text for item in page.main.all("li")] == ([] if status == 503 else ["Chi tiết."])


async def test_person_the_owner_does_not_know_signs_in_again(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.refuses("GET", "/plans", 401, "Phiên làm việc đã hết.")

    answer = await appraiser.client.get("/plans")

    assert answer.headers["location"] == "/sign-in?next=%2Fplans"


@pytest.mark.parametrize("answer", [httpx.ConnectError("down"), httpx.ReadTimeout("slow"), b"<html>proxy</html>"])
async def test_service_that_does_not_answer_is_resting(gateway: Gateway, appraiser: Browser, answer: object) -> None:
    gateway.fake.says("GET", "/plans", answer)

    page = Page((await appraiser.client.get("/plans")).text)

    assert page.main.text == (
        "Hệ thống đang tạm nghỉ Hệ thống đang tạm nghỉ. Vui lòng thử lại sau ít phút. Quay lại Về trang Tổng quan"
    )


async def test_refusal_without_a_sentence_still_reads_well(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", "/plans", {"detail": "Forbidden"}, 403)

    page = Page((await appraiser.client.get("/plans")).text)

    sentence, _ = page.main.all("p")
    assert sentence.text == "Yêu cầu không được chấp nhận."


@pytest.mark.parametrize(
    "path", ["/nowhere", "/plans/not-an-id", "/filings/1", "/reports?period=thang", "/nominations?page=x"]
)
async def test_address_that_leads_nowhere_says_so(appraiser: Browser, path: str) -> None:
    answer = await appraiser.client.get(path)

    assert (answer.status_code, Page(answer.text).title) == (404, "Không tìm thấy")


async def test_error_page_keeps_the_way_home(appraiser: Browser) -> None:
    page = Page((await appraiser.client.get("/filings/1")).text)

    assert page.links()["Về trang Tổng quan"] == "/"


async def test_database_that_does_not_answer_is_resting(appraiser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = Database("postgresql://gateway:x@127.0.0.1:1/gateway", pool=1)
    monkeypatch.setattr(app.state, "db", gone)

    answer = await appraiser.client.get("/plans")

    assert (answer.status_code, Page(answer.text).title) == (503, "Hệ thống đang tạm nghỉ")
    await gone.close()


async def test_failure_of_ours_shows_no_cause_and_keeps_the_headers(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", "/plans", OperationalError("SELECT secret", {}, Exception("bug")))

    answer = await appraiser.client.get("/plans")

    page = Page(answer.text)
    assert (answer.status_code, page.title) == (500, "Hệ thống gặp lỗi")
    assert page.main.text.count("secret") == 0
    assert answer.headers["x-frame-options"] == "DENY"
