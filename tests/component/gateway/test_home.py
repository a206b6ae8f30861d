import pytest

from tests.component.gateway.conftest import Browser, Gateway
from tests.component.gateway.fake import (
    a_filing,
    a_notice,
    a_page,
    a_plan_summary,
    an_overview,
    an_unfiled,
)


async def test_year_is_shown_by_quarter(appraiser: Browser) -> None:
    page = await appraiser.get("/")

    assert page.title == "Tổng quan năm 2023"
    assert page.table("Tiến độ kế hoạch theo quý")[0] == ["Quý I", "Đang thực hiện", "5/8", "", "1", "0"]


async def test_year_without_a_plan_says_so(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", "/overview", an_overview(2024, quarters=0))

    page = await appraiser.get("/?year=2024")

    assert page.table("Tiến độ kế hoạch theo quý") == [["Năm này chưa có kế hoạch được ban hành."]]
    assert gateway.fake.asked[-1].url.path == "/notices/unread"


@pytest.mark.parametrize(
    ("planned", "shown"), [([2022, 2023], "2023"), ([2022, 2024], "2024"), ([2021, 2022], "2022"), ([], "2023")]
)
async def test_year_worked_on_is_this_one_or_the_latest_planned(
    gateway: Gateway, appraiser: Browser, planned: list[int], shown: str
) -> None:
    gateway.fake.says("GET", "/plans", [a_plan_summary(year) for year in planned])

    await appraiser.get("/")
    await appraiser.get("/reports")

    asked = [request.url for request in gateway.fake.asked if request.url.path in {"/overview", "/summary"}]
    assert [url.params["year"] for url in asked] == [shown, shown]


async def test_year_is_asked_of_reporting(gateway: Gateway, appraiser: Browser) -> None:
    await appraiser.get("/?year=2021")

    asked = next(request for request in gateway.fake.asked if request.url.path == "/overview")
    assert dict(asked.url.params) == {"year": "2021"}


async def test_figures_open_to_the_rows_they_count(appraiser: Browser) -> None:
    page = await appraiser.get("/")

    assert page.links()["1.234"] == "/reports/figures/nominations_submitted?year=2023&period=Y"


@pytest.mark.parametrize(
    ("user", "piles"),
    [
        (
            "noivu",
            {
                "Kế hoạch, báo cáo chờ chấp nhận": "/filings?state=received",
                "Hồ sơ chờ tiếp nhận": "/nominations?state=submitted",
                "Hồ sơ chờ thẩm định": "/nominations?state=received",
            },
        ),
        ("lanhdao", {"Hồ sơ chờ quyết định": "/nominations?state=eligible"}),
        (
            "so-y-te",
            {
                "Kế hoạch, báo cáo chưa nộp": "/filings/own?state=due",
                "Kế hoạch, báo cáo bị trả lại": "/filings/own?state=returned",
                "Hồ sơ bị trả lại": "/nominations?state=returned",
            },
        ),
        ("quantri", {}),
    ],
)
async def test_what_waits_depends_on_the_role(gateway: Gateway, user: str, piles: dict[str, str]) -> None:
    page = await (await gateway.signed_in(user)).get("/")

    waiting = next(node for node in page.main.all("section") if node.one("h2").text == "Việc chờ xử lý")
    assert {link.text: link.attributes["href"] for link in waiting.all("a")} == piles


async def test_pile_is_as_high_as_the_owner_counts(gateway: Gateway, leader: Browser) -> None:
    gateway.fake.says("GET", "/nominations", a_page([], total=1284))

    page = await leader.get("/")

    assert page.main.one("strong", **{"class": "waiting"}).text == "1.284"


async def test_what_is_late_is_named_first_and_the_rest_is_a_link_away(gateway: Gateway, appraiser: Browser) -> None:
    late = [an_unfiled(f"late {n}", unit_name=f"Đơn vị {n}", is_overdue=True) for n in range(5)]
    gateway.fake.says("GET", "/filings", a_page(late, total=31))

    links = (await appraiser.get("/")).links()

    assert links["Đơn vị 4"] == f"/filings/{late[4].filing_id}"
    assert links["Xem cả 31 kế hoạch, báo cáo quá hạn"] == "/filings?state=overdue"


async def test_nothing_late_shows_no_list_of_it(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", "/filings", a_page([]))

    page = await appraiser.get("/")

    assert "Kế hoạch, báo cáo quá hạn chưa nộp" not in [heading.text for heading in page.main.all("h2")]


@pytest.mark.parametrize("rows", [0, 1, 3])
async def test_home_asks_a_fixed_number_of_questions(gateway: Gateway, appraiser: Browser, rows: int) -> None:
    gateway.fake.says("GET", "/filings", a_page(a_filing(str(n)) for n in range(rows)))
    gateway.fake.says("GET", "/notices", a_page(a_notice(str(n)) for n in range(rows)))

    await appraiser.get("/")

    assert len(gateway.fake.asked) == 8


async def test_badge_counts_unread_notices(appraiser: Browser) -> None:
    page = await appraiser.get("/plans")

    assert page.root.one("a", href="/notices").text == "Thông báo 2 chưa đọc"


async def test_page_stands_without_its_badge_when_notices_rest(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.is_down("/notices/unread")

    page = await appraiser.get("/plans")

    assert page.root.one("a", href="/notices").text == "Thông báo"


@pytest.mark.parametrize(
    ("user", "menu"),
    [
        ("noivu", "/filings"),
        ("so-y-te", "/filings/own"),
    ],
)
async def test_menu_depends_on_the_role(gateway: Gateway, user: str, menu: str) -> None:
    page = await (await gateway.signed_in(user)).get("/plans")

    links = list(page.root.one("nav", **{"class": "menu"}).all("a"))
    assert [link.attributes["href"] for link in links] == [
        "/", "/plans", menu, "/movements", "/nominations", "/councils", "/inspections", "/events", "/calendar",
        "/units", "/reports",
    ]  # fmt: skip
    assert [link.text for link in links if "aria-current" in link.attributes] == ["Kế hoạch"]


async def test_area_lists_its_pages_and_marks_the_one_that_is_open(officer: Browser) -> None:
    page = await officer.get("/filings/own")

    links = list(page.root.one("nav", **{"class": "menu sub"}).all("a"))
    assert [link.text for link in links] == ["Đơn vị phải nộp", "Nộp theo bảng Excel", "Nộp muộn, chưa nộp"]
    assert [link.text for link in links if "aria-current" in link.attributes] == ["Đơn vị phải nộp"]
