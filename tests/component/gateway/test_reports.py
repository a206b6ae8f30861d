import json

import pytest

from shared.api.reporting import Figure, FigureGroup
from tests.component.gateway.conftest import Browser, Gateway
from tests.component.gateway.fake import a_summary, some_rows

FIGURE = "/reports/figures/filings_late?year=2023&period=Y"


async def test_summary_shows_its_figures_with_ways_to_their_rows(appraiser: Browser) -> None:
    page = await appraiser.get("/reports")

    links = page.links()
    assert page.title == "Số liệu tổng hợp: Năm 2023"
    assert page.table("Kế hoạch, báo cáo của đơn vị") == [["Nộp trễ hạn", "12", "CSV của Nộp trễ hạn"]]
    assert links["12"] == FIGURE
    assert links["CSV của Nộp trễ hạn"] == "/reports/figures/filings_late.csv?year=2023&period=Y"


@pytest.mark.parametrize("rows", [0, 1, 3])
async def test_summary_asks_a_fixed_number_of_questions(gateway: Gateway, appraiser: Browser, rows: int) -> None:
    figures = tuple(Figure(figure=f"f{n}", label=f"Chỉ tiêu {n}", value=n) for n in range(rows))
    gateway.fake.says("GET", "/summary", a_summary(groups=(FigureGroup(title="Nhóm", figures=figures),)))

    page = await appraiser.get("/reports")

    assert len(page.table("Nhóm")) == (rows or 1)
    assert len(gateway.fake.asked) == 3


async def test_period_goes_to_the_owner(gateway: Gateway, appraiser: Browser) -> None:
    await appraiser.get("/reports?year=2022&period=H1")

    asked = next(request for request in gateway.fake.asked if request.url.path == "/summary")
    assert dict(asked.url.params) == {"year": "2022", "period": "H1"}


async def test_this_year_is_shown_unless_another_is_asked_for(gateway: Gateway, appraiser: Browser) -> None:
    await appraiser.get("/reports")

    asked = next(request for request in gateway.fake.asked if request.url.path == "/summary")
    assert dict(asked.url.params) == {"year": "2023", "period": "Y"}


async def test_period_without_figures_says_so(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", "/summary", a_summary(groups=()))

    page = await appraiser.get("/reports")

    assert page.main.one("p", **{"class": "empty"}).text == "Kỳ này chưa có số liệu."


@pytest.mark.parametrize(
    ("user", "buttons"),
    [
        ("noivu", ["Xem", "Lập tổng hợp"]),
        ("lanhdao", ["Xem", "Lập tổng hợp"]),
        ("quantri", ["Xem"]),
        ("so-y-te", ["Xem"]),
    ],
)
async def test_compiling_is_offered_to_those_who_may(gateway: Gateway, user: str, buttons: list[str]) -> None:
    page = await (await gateway.signed_in(user)).get("/reports")

    assert page.buttons == buttons


async def test_summary_is_compiled(gateway: Gateway, leader: Browser) -> None:
    gateway.fake.says("POST", "/summaries", a_summary(), 201)

    page = await leader.press("/reports", "/reports")

    assert json.loads(gateway.fake.last("POST").content) == {"year": 2023, "period": "Y"}
    assert page.flashes == ["Đã lập tổng hợp: Năm 2023."]


async def test_refused_summary_says_why(gateway: Gateway, leader: Browser) -> None:
    gateway.fake.refuses("POST", "/summaries", 422, "Kỳ này chưa kết thúc.")

    page = await leader.press("/reports", "/reports")

    assert page.refusals == ["Kỳ này chưa kết thúc."]


async def test_figure_opens_to_its_rows(appraiser: Browser) -> None:
    page = await appraiser.get(FIGURE)

    assert page.title == "Nộp trễ hạn"
    assert page.table("Cả năm 2023") == [["1", "Sở Y tế", "15/03/2023"]]
    assert page.links()["Sở Y tế"] == "/filings/1"


async def test_row_that_leads_nowhere_is_no_link(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", "/figures/filings_late", some_rows(link=""))

    page = await appraiser.get(FIGURE)

    assert "Sở Y tế" not in page.links()


async def test_table_file_is_the_owners_own(gateway: Gateway, appraiser: Browser) -> None:
    gateway.fake.says("GET", "/figures/filings_late.csv", "\ufeffĐơn vị\r\n".encode())

    answer = await appraiser.client.get("/reports/figures/filings_late.csv?year=2023&period=H1")

    assert answer.content == "\ufeffĐơn vị\r\n".encode()
    assert answer.headers["content-disposition"] == 'attachment; filename="so-lieu-H1-2023.csv"'
