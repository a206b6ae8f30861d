import pytest

from tests.component.gateway.conftest import Browser, Gateway
from tests.component.gateway.fake import MOMENT, a_notice, a_page, an_id

NOTICE = an_id("Tin")
READ = f"/notices/{NOTICE}/read"


@pytest.fixture(autouse=True)
def one_notice(gateway: Gateway) -> None:
    gateway.fake.says("GET", "/notices", a_page([a_notice("Tin", link="/plans")], size=20))
    gateway.fake.says("POST", READ, a_notice("Tin", link="/plans", read_at=MOMENT))


async def test_notice_reads_as_it_was_written(officer: Browser) -> None:
    page = await officer.get("/notices")

    (notice,) = page.main.one("ul").all("li")
    assert notice.text == "Tin Hạn nộp 14/03/2023. 09:30 10/03/2023 Xem Đánh dấu đã đọc"


async def test_read_notice_says_when_and_offers_nothing(gateway: Gateway, officer: Browser) -> None:
    gateway.fake.says("GET", "/notices", a_page([a_notice("Tin", read_at=MOMENT)]))

    page = await officer.get("/notices")

    (notice,) = page.main.one("ul").all("li")
    assert notice.text == "Tin Hạn nộp 14/03/2023. 09:30 10/03/2023 (đã đọc lúc 09:30 10/03/2023)"


@pytest.mark.parametrize("rows", [0, 1, 3])
async def test_notices_ask_a_fixed_number_of_questions(gateway: Gateway, officer: Browser, rows: int) -> None:
    gateway.fake.says("GET", "/notices", a_page(a_notice(str(n)) for n in range(rows)))

    page = await officer.get("/notices")

    assert len(list(page.main.one("ul").all("li"))) == (rows or 1)
    assert len(gateway.fake.asked) == 2


@pytest.mark.parametrize(
    ("asked", "sentence"), [("", "Chưa có thông báo nào."), ("?unread=true", "Không có thông báo chưa đọc.")]
)
async def test_no_notice_says_so(gateway: Gateway, officer: Browser, asked: str, sentence: str) -> None:
    gateway.fake.says("GET", "/notices", a_page([]))

    page = await officer.get(f"/notices{asked}")

    assert page.main.one("li", **{"class": "empty"}).text == sentence


async def test_only_unread_are_asked_for(gateway: Gateway, officer: Browser) -> None:
    await officer.get("/notices?unread=true")

    asked = next(request for request in gateway.fake.asked if request.url.path == "/notices")
    assert dict(asked.url.params) == {"unread": "true", "page": "1"}


async def test_marking_as_read_comes_back_to_the_list(gateway: Gateway, officer: Browser) -> None:
    answer = await officer.send(await officer.get("/notices"), READ)

    assert answer.headers["location"] == "/notices"
    assert gateway.fake.paths()[f"POST notifications {READ}"] == 1


async def test_opening_marks_as_read_and_leads_there(officer: Browser) -> None:
    answer = await officer.send(await officer.get("/notices"), READ, open="yes")

    assert answer.headers["location"] == "/plans"
