"""The secret ballot in a real browser: what a member's own program hides, proves and counts again."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
import pytest
import uvicorn
from playwright.async_api import Browser, Page, Request, async_playwright

from deploy.browser import find
from services.gateway import auth
from services.gateway.app import app
from services.gateway.pages.visit import COOKIE
from services.nominations.domain.ballots import Ballot, message_of, receipt_of, recount
from shared.api.councils import PaperGiven, PapersGiven, PublishedBallot, Receipt
from shared.blind_rsa import PrivateKey, blind_sign, new_key, verify
from tests.component.gateway.conftest import Gateway
from tests.component.gateway.fakes.nominations import ITEM, SESSION, a_session, an_item, some_ballots

PAPERS = f"/council-sessions/{SESSION}/papers"
BALLOT = f"/sessions/{SESSION}/ballot"
HOST = "127.0.0.1"
LABELS = {"approve": "Đồng ý", "disapprove": "Không đồng ý", "abstain": "Không có ý kiến"}


@dataclass
class Hall:
    """The council's side: it signs what it cannot read, and takes ballots from nobody in particular."""

    gateway: Gateway
    key: PrivateKey = field(default_factory=new_key)
    cast: list[dict[str, Any]] = field(default_factory=list)

    @property
    def modulus(self) -> str:
        return self.key.public.n.to_bytes(256, "big").hex()

    def issuing(self) -> None:
        self._session("issuing", "Đang phát phiếu", has_paper=False)
        self.gateway.fake.says("POST", PAPERS, self._sign)

    def casting(self) -> None:
        self._session("casting", "Đang bỏ phiếu", has_paper=True)
        self.gateway.fake.says("POST", "/ballots", self._take, 201)

    def counted(self, *, share: int = 0) -> None:
        """Publish what was cast, and *share* approvals more than that in the totals."""
        ballots = [
            PublishedBallot(
                receipt=receipt_of(bytes.fromhex(one["serial"])),
                serial=one["serial"],
                signature=one["signature"],
                choice=one["choice"],
                choice_label=LABELS[one["choice"]],
            )
            for one in self.cast
        ]
        approve = sum(one.choice == "approve" for one in ballots) + share
        path = f"/council-items/{ITEM}/ballots"
        self.gateway.fake.says("GET", path, some_ballots(*ballots, modulus=self.modulus, approve=approve))

    def _session(self, state: str, label: str, *, has_paper: bool) -> None:
        item = an_item(modulus=self.modulus, has_paper=has_paper, conflicts=())
        shown = a_session(item, state=state, state_label=label)
        self.gateway.fake.says("GET", f"/council-sessions/{SESSION}", shown)

    def _sign(self, request: httpx.Request) -> PapersGiven:
        asked = json.loads(request.content)["papers"]
        signed = [(one["item_id"], blind_sign(self.key, bytes.fromhex(one["blinded"]))) for one in asked]
        return PapersGiven(papers=tuple(PaperGiven(item_id=UUID(at), blind_signature=one.hex()) for at, one in signed))

    def _take(self, request: httpx.Request) -> Receipt:
        self.cast.append(json.loads(request.content))
        return Receipt(receipt=receipt_of(bytes.fromhex(self.cast[-1]["serial"])))


@pytest.fixture
async def address(gateway: Gateway) -> AsyncIterator[str]:
    """The gateway on a real port, as a browser needs it."""
    gateway.fake.asked.clear()
    server = uvicorn.Server(uvicorn.Config(app, host=HOST, port=0, lifespan="off", log_level="warning"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://{HOST}:{port}"
    server.should_exit = True
    await serving


@pytest.fixture(scope="module")
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = await playwright.chromium.launch(executable_path=find(), args=arguments)
        yield browser
        await browser.close()


@pytest.fixture
async def page(gateway: Gateway, address: str, chromium: Browser) -> AsyncIterator[Page]:
    """The page of a council's member who is signed in; the browser may have no complaint when it closes."""
    async with gateway.database.transaction() as session:
        token = await auth.open_session(session, "noivu", gateway.wall_clock.now())
    context = await chromium.new_context(base_url=address, locale="vi-VN")
    await context.add_cookies([{"name": COOKIE, "value": token, "url": address}])
    opened = await context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    assert complaints == []
    await context.close()


async def take_paper(page: Page, hall: Hall) -> None:
    hall.issuing()
    await page.goto(BALLOT)
    await page.get_by_role("button", name="Nhận phiếu").click()
    await page.get_by_text("Đã nhận phiếu. Chờ bắt đầu bỏ phiếu.").wait_for()


async def vote(page: Page, hall: Hall, words: str = "Đồng ý") -> str:
    hall.casting()
    await page.goto(BALLOT)
    await page.get_by_label(words, exact=True).check()
    await page.get_by_label("Tôi đã chọn xong").check()
    await page.get_by_role("button", name="Bỏ phiếu").click()
    await page.get_by_text("Mã biên nhận, chỉ hiện một lần").wait_for()
    return await page.locator("[data-code]").inner_text()


async def test_browser_and_council_agree_on_a_paper_the_council_never_saw(gateway: Gateway, page: Page) -> None:
    hall = Hall(gateway)
    await take_paper(page, hall)

    receipt = await vote(page, hall, "Không đồng ý")

    [ballot] = hall.cast
    message = message_of(ITEM, bytes.fromhex(ballot["serial"]))
    assert verify(hall.key.public, message, bytes.fromhex(ballot["signature"]))
    assert (ballot["choice"], receipt) == ("disapprove", receipt_of(bytes.fromhex(ballot["serial"])))
    tally = recount(hall.key.public, ITEM, [Ballot(ballot["serial"], ballot["signature"], ballot["choice"])])
    assert tally.disapprove == 1


async def test_ballot_travels_without_anything_that_says_whose_it_is(gateway: Gateway, page: Page) -> None:
    hall = Hall(gateway)
    await take_paper(page, hall)
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.url.endswith("/ballots") else None)

    await vote(page, hall)

    [request] = sent
    headers = await request.all_headers()
    passed_on = gateway.fake.last("POST").headers
    assert {"cookie", "referer", "authorization"} & headers.keys() == set()
    assert {"authorization", "traceparent", "x-forwarded-for", "cookie"} & passed_on.keys() == set()
    asked = json.dumps([one.content.decode() for one in gateway.fake.asked if one.url.path == PAPERS])
    assert hall.cast[0]["serial"] not in asked


async def test_paper_cast_is_gone_and_its_receipt_is_not_shown_again(gateway: Gateway, page: Page) -> None:
    hall = Hall(gateway)
    await take_paper(page, hall)
    receipt = await vote(page, hall)

    await page.goto(BALLOT)

    words = await page.locator("main").inner_text()
    assert "Đã bỏ phiếu từ trình duyệt này." in words
    assert receipt not in words
    assert "serial" not in await page.evaluate("JSON.stringify(localStorage)")


async def test_anybody_counts_the_published_list_again_and_finds_the_own_ballot(gateway: Gateway, page: Page) -> None:
    hall = Hall(gateway)
    await take_paper(page, hall)
    receipt = await vote(page, hall)
    hall.counted()

    await page.goto(f"/ballots/{ITEM}")
    await page.get_by_role("button", name="Kiểm lại trên trình duyệt này").click()
    await page.fill("#receipt", receipt.lower())
    await page.get_by_role("button", name="Tìm").click()

    await page.get_by_text("đồng ý 1, không đồng ý 0, không có ý kiến 0").wait_for()
    assert await page.locator("[data-found]").inner_text() == "Phiếu có trong danh sách: Đồng ý."


async def test_totals_that_are_not_those_of_the_list_are_found_out(gateway: Gateway, page: Page) -> None:
    hall = Hall(gateway)
    await take_paper(page, hall)
    await vote(page, hall)
    hall.cast[0]["signature"] = "11" * 256
    hall.counted(share=1)

    await page.goto(f"/ballots/{ITEM}")
    await page.get_by_role("button", name="Kiểm lại trên trình duyệt này").click()

    await page.get_by_text("Có 1 phiếu không mang chữ ký của Hội đồng.").wait_for()
    assert "Kết quả công bố khác với danh sách phiếu." in await page.locator("[data-verdict]").inner_text()
