"""The gateway as it really runs: its own database by migration, the wall clock held, stand-ins for the services."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
import pytest
from joserfc.jwk import OKPKey
from pydantic import SecretStr
from sqlalchemy import delete

from deploy.supervisor import Infrastructure
from services.gateway import auth
from services.gateway.app import app
from services.gateway.auth import Account, ensure_accounts
from services.gateway.models import SessionRow, SignInFailureRow
from services.gateway.pages.visit import COOKIE
from shared import clock
from shared.clock import VIETNAM, HeldClock, SystemClock
from shared.db import Database
from shared.migrate import migrate
from shared.roles import Role
from shared.settings import settings
from tests.component.gateway.fake import FakeServices, a_year
from tests.component.gateway.fakes.lifecycle import answer_about_plans
from tests.component.gateway.fakes.nominations import answer_about_nominations
from tests.component.gateway.fakes.organisation import answer_about_the_province
from tests.component.gateway.fakes.oversight import answer_about_oversight
from tests.component.gateway.page import Page

PASSWORD = "Một mật khẩu đủ dài"
ACCOUNTS = (
    ("noivu", "Chuyên viên", Role.APPRAISER, None),
    ("lanhdao", "Lãnh đạo", Role.LEADER, None),
    ("quantri", "Quản trị", Role.ADMINISTRATOR, None),
    ("so-y-te", "Cán bộ Sở Y tế", Role.UNIT_OFFICER, "so-y-te"),
)
AREAS = (
    answer_about_plans,
    answer_about_the_province,
    answer_about_oversight,
    answer_about_nominations,
)
"""What answers the questions of the pages' areas beyond those of the year."""


@dataclass
class Browser:
    """A person's browser: it keeps cookies and sends the form a page gave it."""

    client: httpx.AsyncClient

    async def get(self, path: str) -> Page:
        answer = await self.client.get(path, follow_redirects=True)
        assert answer.status_code == 200, answer.text
        return Page(answer.text)

    async def send(self, page: Page, action: str, **typed: Any) -> httpx.Response:
        """Send the form of *page* that posts to *action*, with what a person typed."""
        return await self.client.post(action, data=page.form(action) | typed)

    async def press(self, path: str, action: str, **typed: Any) -> Page:
        """Open *path*, send its form *action*, and go where the answer leads."""
        answer = await self.send(await self.get(path), action, **typed)
        if answer.is_redirect:
            return await self.get(answer.headers["location"])
        return Page(answer.text)


@dataclass
class Gateway:
    """The gateway and everything around it."""

    database: Database
    fake: FakeServices
    wall_clock: HeldClock

    def browser(self, address: str = "10.0.0.1") -> Browser:
        transport = httpx.ASGITransport(app=app, client=(address, 50_000), raise_app_exceptions=False)
        return Browser(httpx.AsyncClient(transport=transport, base_url="http://gateway"))

    async def signed_in(self, user: str) -> Browser:
        browser = self.browser()
        async with self.database.transaction() as session:
            token = await auth.open_session(session, user, self.wall_clock.now())
        browser.client.cookies.set(COOKIE, token, domain="gateway.local")
        return browser

    async def try_password(self, browser: Browser, user: str, password: str, to: str = "/") -> httpx.Response:
        page = Page((await browser.client.get("/sign-in", params={"next": to})).text)
        return await browser.send(page, "/sign-in", user=user, password=password)


@pytest.fixture(scope="session")
async def gateway_dsn(infrastructure: Infrastructure) -> str:
    dsn = await infrastructure.postgres.empty("gateway_component", "gateway")
    await migrate("gateway", dsn)
    database = Database(dsn, pool=1)
    async with database.transaction() as session:
        await ensure_accounts(session, (an_account(*each) for each in ACCOUNTS))
    await database.close()
    return dsn


@pytest.fixture
async def gateway(gateway_dsn: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Gateway]:
    """The gateway on 20/06/2023 with nobody signed in."""
    key = OKPKey.generate_key("Ed25519")
    monkeypatch.setenv("THIDUA_SERVICE", "gateway")
    monkeypatch.setenv("THIDUA_POSTGRES", gateway_dsn)
    monkeypatch.setenv("THIDUA_IDENTITY_PUBLIC_KEY", key.as_pem(private=False).decode())
    monkeypatch.setenv("THIDUA_IDENTITY_PRIVATE_KEY", key.as_pem(private=True).decode())
    settings.cache_clear()
    moment = datetime(2023, 6, 20, 9, tzinfo=VIETNAM)
    clock.use(HeldClock(moment))
    try:
        async with app.router.lifespan_context(app):
            fake, wall_clock = a_year(), HeldClock(moment)
            for answer_about in AREAS:
                answer_about(fake)
            app.state.services, app.state.wall_clock = fake.services(), wall_clock
            async with app.state.db.transaction() as session:
                await session.execute(delete(SessionRow))
                await session.execute(delete(SignInFailureRow))
            yield Gateway(app.state.db, fake, wall_clock)
    finally:
        clock.use(SystemClock())
        settings.cache_clear()


def an_account(user: str, name: str, role: Role, unit_id: str | None = None, password: str = PASSWORD) -> Account:
    return auth.Account(user=user, name=name, roles={role}, unit_id=unit_id, password=SecretStr(password))


@pytest.fixture
async def appraiser(gateway: Gateway) -> Browser:
    return await gateway.signed_in("noivu")


@pytest.fixture
async def leader(gateway: Gateway) -> Browser:
    return await gateway.signed_in("lanhdao")


@pytest.fixture
async def officer(gateway: Gateway) -> Browser:
    return await gateway.signed_in("so-y-te")
