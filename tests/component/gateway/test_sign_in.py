from datetime import timedelta

import pytest
from sqlalchemy import func, select

from services.gateway.auth import FAILURE_WINDOW, IDLE, LONGEST, MOST_FAILURES
from services.gateway.models import SessionRow
from shared.settings import settings
from tests.component.gateway.conftest import PASSWORD, Browser, Gateway
from tests.component.gateway.page import Page

WRONG = "Tên đăng nhập hoặc mật khẩu không đúng."
TOO_MANY = "Đăng nhập sai nhiều lần. Vui lòng thử lại sau 15 phút."


async def test_page_without_a_session_leads_to_sign_in_and_back(gateway: Gateway) -> None:
    browser = gateway.browser()

    turned_away = await browser.client.get("/plans?year=2023")
    signed_in = await gateway.try_password(browser, "noivu", PASSWORD, to="/plans?year=2023")

    assert turned_away.headers["location"] == "/sign-in?next=%2Fplans%3Fyear%3D2023"
    assert signed_in.headers["location"] == "/plans?year=2023"


async def test_session_cookie_is_out_of_reach_of_scripts_and_other_sites(gateway: Gateway) -> None:
    answer = await gateway.try_password(gateway.browser(), "noivu", PASSWORD)

    name, *rest = answer.headers.get_list("set-cookie")[0].split("; ")
    assert name.partition("=")[0] == "thidua_session"
    assert rest == ["HttpOnly", "Path=/", "SameSite=lax"]


async def test_behind_tls_the_cookie_and_the_site_never_leave_it(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THIDUA_COOKIE_SECURE", "true")
    settings.cache_clear()

    page = await gateway.browser().client.get("/sign-in")

    assert page.headers["set-cookie"].split("; ")[-1] == "Secure"
    assert page.headers["strict-transport-security"] == "max-age=31536000"


async def test_database_does_not_hold_the_cookie(gateway: Gateway) -> None:
    browser = await gateway.signed_in("noivu")

    async with gateway.database.transaction() as session:
        kept = (await session.scalars(select(SessionRow.token_hash))).one()

    assert kept != browser.client.cookies["thidua_session"].encode()


@pytest.mark.parametrize("user", ["noivu", "khong-co-ai"])
async def test_wrong_password_and_unknown_name_read_the_same(gateway: Gateway, user: str) -> None:
    answer = await gateway.try_password(gateway.browser(), user, "sai")

    assert (answer.status_code, Page(answer.text).refusals) == (422, [WRONG])


async def test_name_is_typed_again_for_the_person_and_the_password_is_not(gateway: Gateway) -> None:
    answer = await gateway.try_password(gateway.browser(), "noivu", "sai", to="/plans")

    form = Page(answer.text).form("/sign-in")
    assert (form["user"], form["password"], form["next"]) == ("noivu", "", "/plans")


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)"]
)
async def test_sign_in_never_leads_elsewhere(gateway: Gateway, elsewhere: str) -> None:
    answer = await gateway.try_password(gateway.browser(), "noivu", PASSWORD, to=elsewhere)

    assert answer.headers["location"] == "/"


async def test_account_guessed_at_too_often_is_closed_for_a_while_from_everywhere(gateway: Gateway) -> None:
    for attempt in range(MOST_FAILURES["account"]):
        await gateway.try_password(gateway.browser(f"10.0.1.{attempt}"), "noivu", "sai")

    closed = await gateway.try_password(gateway.browser("10.0.2.1"), "noivu", PASSWORD)
    gateway.wall_clock.moment += FAILURE_WINDOW
    opened = await gateway.try_password(gateway.browser("10.0.2.1"), "noivu", PASSWORD)

    assert (closed.status_code, Page(closed.text).refusals) == (429, [TOO_MANY])
    assert opened.status_code == 303


async def test_address_that_guesses_at_many_accounts_is_closed_to_all_of_them(gateway: Gateway) -> None:
    for attempt in range(MOST_FAILURES["address"]):
        await gateway.try_password(gateway.browser("10.0.3.1"), f"ai-{attempt}", "sai")

    closed = await gateway.try_password(gateway.browser("10.0.3.1"), "noivu", PASSWORD)
    elsewhere = await gateway.try_password(gateway.browser("10.0.3.2"), "noivu", PASSWORD)

    assert (closed.status_code, elsewhere.status_code) == (429, 303)


async def test_success_forgets_the_failures_before_it(gateway: Gateway) -> None:
    for _ in range(3):
        for _ in range(MOST_FAILURES["account"] - 1):
            await gateway.try_password(gateway.browser(), "noivu", "sai")
        answer = await gateway.try_password(gateway.browser(), "noivu", PASSWORD)

        assert answer.status_code == 303


async def test_session_ends_when_nobody_used_it(gateway: Gateway, appraiser: Browser) -> None:
    gateway.wall_clock.moment += IDLE - timedelta(seconds=1)
    in_time = await appraiser.client.get("/plans")
    gateway.wall_clock.moment += IDLE
    too_late = await appraiser.client.get("/plans")

    assert (in_time.status_code, too_late.status_code) == (200, 303)


async def test_session_ends_at_the_end_of_the_day_however_busy(gateway: Gateway, appraiser: Browser) -> None:
    statuses = []
    for _ in range(int(LONGEST / timedelta(hours=1))):
        gateway.wall_clock.moment += timedelta(hours=1)
        statuses.append((await appraiser.client.get("/plans")).status_code)

    assert statuses == [200] * 11 + [303]


async def test_ended_sessions_are_swept_by_the_next_sign_in(gateway: Gateway) -> None:
    await gateway.signed_in("noivu")
    gateway.wall_clock.moment += IDLE
    await gateway.signed_in("lanhdao")

    async with gateway.database.transaction() as session:
        left = await session.scalar(select(func.count()).select_from(SessionRow))

    assert left == 1


async def test_sign_out_ends_the_session_also_for_who_copied_the_cookie(gateway: Gateway, appraiser: Browser) -> None:
    copied = dict(appraiser.client.cookies)

    await appraiser.press("/plans", "/sign-out")
    thief = gateway.browser()
    thief.client.cookies.update(copied)
    answer = await thief.client.get("/plans")

    assert answer.headers["location"] == "/sign-in?next=%2Fplans"


async def test_part_of_a_page_asked_without_a_session_moves_the_whole_page(gateway: Gateway) -> None:
    answer = await gateway.browser().client.get("/nominations/new", headers={"hx-request": "true"})

    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/sign-in")


async def test_sign_in_form_of_another_browser_is_refused(gateway: Gateway) -> None:
    page = Page((await gateway.browser().client.get("/sign-in")).text)

    answer = await gateway.browser().send(page, "/sign-in", user="noivu", password=PASSWORD)

    assert answer.status_code == 403
