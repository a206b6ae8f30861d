"""The staff's window on the walked year, through a real browser: what people see, press and cannot press."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from playwright.async_api import Browser, Page, async_playwright

from deploy.browser import find
from tests.system.walked import UNITS, Walked

WINDOWS = {"wide": (1280, 900), "narrow": (390, 844)}
OFFICE = ("noivu", "lanhdao", "quantri")
OFFICER = UNITS[0].id
MENU = ("/", "/plans", "/filings", "/nominations", "/notices", "/reports")

CODE = re.compile(r"\b[a-z]+_[a-z_]+\b|\b[A-Z]+_[A-Z_]+\b")
"""What a code of ours looks like; words that people read have no underscore."""


@dataclass
class Window:
    """A person's window, and everything their browser complained about."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    async def open(self, path: str) -> None:
        answer = await self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"

    async def words(self) -> str:
        return await self.page.locator("main").inner_text()

    async def title(self) -> str:
        return await self.page.locator("main h1").inner_text()


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = await playwright.chromium.launch(executable_path=find(), args=arguments)
        yield browser
        await browser.close()


@asynccontextmanager
async def window(
    walked: Walked, chromium: Browser, user: str = "", *, size: str = "wide", scripts: bool = True
) -> AsyncIterator[Window]:
    """Give the window of *user*, signed in; its browser may have no complaint when it closes."""
    width, height = WINDOWS[size]
    context = await chromium.new_context(
        viewport={"width": width, "height": height}, locale="vi-VN", java_script_enabled=scripts
    )
    opened = Window(await context.new_page(), walked.system.services["gateway"].url)
    opened.page.on("console", lambda message: opened.complaints.append(message.text))
    opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    try:
        if user:
            await opened.open("/sign-in")
            await opened.page.fill("#user", user)
            await opened.page.fill("#password", walked.system.passwords.of(user))
            await opened.page.click("main button")
        yield opened
        assert opened.complaints == []
    finally:
        await context.close()


@pytest.mark.parametrize("user", [*OFFICE, OFFICER])
async def test_every_page_of_the_menu_opens_in_words(walked: Walked, chromium: Browser, user: str) -> None:
    async with window(walked, chromium, user) as opened:
        for path in MENU:
            await opened.open(path)

            assert CODE.findall(await opened.words()) == [], path


async def test_every_filing_dossier_and_figure_opens_in_words(walked: Walked, chromium: Browser) -> None:
    plans = await walked.rows("plans", "SELECT '/plans/' || plan_id FROM plans")
    filings = await walked.rows("plans", "SELECT DISTINCT ON (state) '/filings/' || filing_id FROM filings")
    dossiers = await walked.rows(
        "nominations", "SELECT DISTINCT ON (state, award) '/nominations/' || nomination_id FROM nominations"
    )
    async with window(walked, chromium, "noivu") as opened:
        await opened.open("/reports?year=2023&period=Y")
        figures = await opened.page.locator("td.figure a").evaluate_all(
            "links => links.map(a => a.pathname + a.search)"
        )
        for path in [*(path for (path,) in (*plans, *filings, *dossiers)), *figures]:
            await opened.open(path)

            assert CODE.findall(await opened.words()) == [], path


@pytest.mark.parametrize("path", ["/plans", "/nominations", "/filings", "/reports"])
async def test_page_fits_a_telephone(walked: Walked, chromium: Browser, path: str) -> None:
    async with window(walked, chromium, "noivu", size="narrow") as opened:
        await opened.open(path)

        assert await opened.page.evaluate("document.documentElement.scrollWidth") == WINDOWS["narrow"][0]


async def test_sign_in_leads_to_the_year_at_a_glance(walked: Walked, chromium: Browser) -> None:
    async with window(walked, chromium, "noivu") as opened:
        assert await opened.title() == "Tổng quan năm 2023"
        quarters = await opened.page.locator("table tbody tr").all_inner_texts()

        assert [line.split("\t")[:2] for line in quarters] == [
            [f"Quý {name}", "Đã đóng"] for name in ("I", "II", "III", "IV")
        ]


async def test_matrix_has_a_line_for_every_unit(walked: Walked, chromium: Browser) -> None:
    async with window(walked, chromium, "lanhdao") as opened:
        await opened.open("/filings?q=")

        table = opened.page.get_by_role("table", name="Đơn vị và tình trạng nộp")
        assert await table.get_by_role("rowheader").all_inner_texts() == [unit.name for unit in UNITS]


async def test_search_without_diacritics_finds_the_unit(walked: Walked, chromium: Browser) -> None:
    async with window(walked, chromium, "lanhdao") as opened:
        await opened.open("/filings?q=trang+bom")

        table = opened.page.get_by_role("table", name="Đơn vị và tình trạng nộp")
        assert await table.get_by_role("rowheader").all_inner_texts() == ["Huyện Trảng Bom"]


async def test_figure_opens_to_as_many_rows_as_it_says(walked: Walked, chromium: Browser) -> None:
    async with window(walked, chromium, "lanhdao") as opened:
        await opened.open("/reports?year=2023&period=Y")
        row = opened.page.get_by_role("row").filter(has_text="Phải nộp trong kỳ")
        said = await row.get_by_role("link").first.inner_text()

        await row.get_by_role("link").first.click()

        assert await opened.page.locator(".pager span").inner_text() == f"Tổng số {said} mục"
        assert await opened.page.locator("tbody tr").count() == int(said)


async def test_officer_is_kept_to_their_own_unit(walked: Walked, chromium: Browser) -> None:
    (other,) = await walked.rows("plans", "SELECT filing_id FROM filings WHERE unit_id <> $1 LIMIT 1", OFFICER)

    async with window(walked, chromium, OFFICER) as opened:
        await opened.open("/filings")
        landed = opened.page.url.removeprefix(opened.address)
        refused = await opened.page.goto(f"{opened.address}/filings/{other[0]}")

        assert refused is not None
        assert (landed, refused.status, await opened.title()) == ("/filings/own", 403, "Không có quyền thực hiện")
        opened.complaints.clear()  # a browser also notes the refusal it was to get


async def test_dossier_goes_from_the_unit_to_the_desk_by_hand(walked: Walked, chromium: Browser) -> None:
    subject = "Tổ Hành chính thử nghiệm"

    async with window(walked, chromium, OFFICER) as unit:
        await _submit(unit, subject)
        await unit.page.get_by_text(f"Đã nộp hồ sơ của {subject}.").wait_for()
        dossier = unit.page.url.removeprefix(unit.address)
        offered_to_the_unit = await _offers(unit)
    async with window(walked, chromium, "noivu") as desk:
        await desk.open("/nominations?q=to+hanh+chinh+thu+nghiem")
        await desk.page.get_by_role("link", name=subject).click()
        offered_to_the_desk = await _offers(desk)
        await desk.page.locator("summary", has_text="Trả lại để bổ sung").click()
        await desk.page.locator("details[open]").get_by_label("Lý do").fill("Thiếu biên bản họp")
        await desk.page.locator("details[open] button").click()
        await desk.page.get_by_text("Đã cập nhật: Trả lại để bổ sung.").wait_for()

        assert desk.page.url.removeprefix(desk.address) == dossier
        assert offered_to_the_unit == ["Rút hồ sơ", "Thu hồi để sửa"]
        assert "Trả lại để bổ sung" in offered_to_the_desk
        last = desk.page.get_by_role("table", name="Quá trình xử lý").locator("tbody tr").last
        assert (await last.inner_text()).split("\t")[-1] == "Thiếu biên bản họp"


async def test_dossier_can_be_submitted_without_scripts(walked: Walked, chromium: Browser) -> None:
    async with window(walked, chromium, OFFICER, scripts=False) as opened:
        await _submit(opened, "Tổ Kế toán thử nghiệm", scripts=False)

        assert await opened.title() == "Tổ Kế toán thử nghiệm"


async def test_first_press_of_tab_leads_past_the_menu(walked: Walked, chromium: Browser) -> None:
    async with window(walked, chromium, "noivu") as opened:
        await opened.open("/plans")
        await opened.page.keyboard.press("Tab")
        await opened.page.keyboard.press("Enter")

        assert await opened.page.evaluate("document.activeElement.id") == "main"


async def test_document_is_read_checked_and_not_issued_twice(walked: Walked, chromium: Browser) -> None:
    async with window(walked, chromium, "noivu") as opened:
        await opened.open("/plans/import")
        await opened.page.set_input_files("#document", "deploy/samples/KH-274-KH-UBND-2022.txt")
        await opened.page.click("main button")
        title, tables = await opened.title(), await opened.page.locator("caption").all_inner_texts()
        await opened.page.check("#issue-confirmed")
        await opened.page.get_by_role("button", name="Ban hành kế hoạch").click()
        refusal = await opened.page.get_by_role("alert").inner_text()

        assert title == "Đối chiếu kế hoạch trước khi ban hành"
        assert [name for name in tables if name.startswith("Nhiệm vụ")] == [
            f"Nhiệm vụ Quý {number} năm 2023" for number in ("I", "II", "III", "IV")
        ]
        assert refusal == "Năm 2023 đã có kế hoạch được ban hành."
        opened.complaints.clear()  # a browser also notes the refusal it was to get


async def test_notice_opens_what_it_is_about_and_is_read(walked: Walked, chromium: Browser) -> None:
    async with window(walked, chromium, OFFICER) as opened:
        before = await _unread(opened)
        await opened.open("/notices?unread=true")
        await opened.page.get_by_role("button", name="Xem", exact=True).first.click()
        landed = opened.page.url.removeprefix(opened.address)

        assert landed.startswith(("/filings/", "/nominations/"))
        assert await _unread(opened) == before - 1


async def test_signed_out_is_signed_out(walked: Walked, chromium: Browser) -> None:
    async with window(walked, chromium, "quantri") as opened:
        await opened.page.get_by_role("button", name="Đăng xuất").click()
        await opened.page.goto(f"{opened.address}/plans")

        assert await opened.title() == "Đăng nhập"


async def _submit(opened: Window, subject: str, *, scripts: bool = True) -> None:
    await opened.open("/nominations/new")
    await opened.page.select_option("#award", "TTLDXS")
    if scripts:
        await opened.page.fill("#subject_name", subject)
    else:
        await opened.page.get_by_role("button", name="Chọn").click()
        await opened.page.fill("#subject_name", subject)
    await opened.page.get_by_role("button", name="Nộp hồ sơ").click()


async def _offers(opened: Window) -> list[str]:
    return [text.strip(" ▾") for text in await opened.page.locator(".steps .button:visible").all_inner_texts()]


async def _unread(opened: Window) -> int:
    await opened.open("/plans")
    badge = opened.page.locator(".count")
    return int((await badge.inner_text()).split()[0]) if await badge.count() else 0
