"""The calendar, its feeds, and what happens to the secret in a feed's address."""

from datetime import date

import pytest

from tests.component.gateway.conftest import Browser, Gateway
from tests.component.gateway.fakes.oversight import FEED, SECRET, a_calendar, a_made_feed, an_entry

ADDRESS = f"/calendar/feeds/{FEED}/{SECRET}.ics"


async def test_long_thing_stands_on_its_first_and_last_day(gateway: Gateway, appraiser: Browser) -> None:
    entry = an_entry("Phong trào", date(2023, 6, 2), ends_on=date(2023, 6, 28))
    gateway.fake.says("GET", "/calendar", a_calendar(entry))

    page = await appraiser.get("/calendar?month=2023-06")

    assert [item.text for item in page.main.one("table").all("li")] == ["Bắt đầu: Phong trào", "Kết thúc: Phong trào"]


async def test_month_that_does_not_exist_is_not_found(gateway: Gateway, appraiser: Browser) -> None:
    answer = await appraiser.client.get("/calendar?month=2023-13")

    assert answer.status_code == 404
    assert [request for request in gateway.fake.asked if request.url.path == "/calendar"] == []


async def test_feed_passes_without_a_sign_in_and_without_an_identity(gateway: Gateway) -> None:
    answer = await gateway.browser().client.get(ADDRESS)

    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert "authorization" not in gateway.fake.last("GET").headers


async def test_secret_of_a_feed_is_not_written_to_the_log(
    gateway: Gateway, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    gateway.fake.refuses("GET", ADDRESS, 404, "Không tìm thấy.")

    answer = await gateway.browser().client.get(ADDRESS)

    written = "".join((*capfd.readouterr(), caplog.text.replace("HTTP Request: GET http://gateway", "")))
    assert answer.status_code == 404
    assert [line for line in written.splitlines() if SECRET in line and "http://gateway" in line] == []


async def test_address_of_a_new_feed_is_shown_once(gateway: Gateway, officer: Browser) -> None:
    gateway.fake.says("POST", "/calendar/feeds", a_made_feed(), 201)

    made = await officer.press("/calendar/feeds", "/calendar/feeds")
    later = await officer.get("/calendar/feeds")

    assert made.main.one("code").text == f"http://gateway{ADDRESS}"
    assert list(later.main.all("code")) == []
