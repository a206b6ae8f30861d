"""The site around the pages: static files, headers that keep a browser on our side, and a page for every error."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import cast
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.gateway.clients import Resting, Services
from services.gateway.pages import (
    calendar,
    cluster_years,
    clusters,
    drafts,
    events,
    exemplars,
    filings,
    guidance,
    holidays,
    home,
    inspections,
    lifecycle,
    movements,
    nominating,
    notices,
    organisation,
    plans,
    reorganisations,
    reports,
    scoring,
    sign_in,
    tasks,
)
from services.gateway.pages.rendering import STATIC, inside, render
from services.gateway.pages.visit import back_to
from shared.clock import SystemClock
from shared.errors import NotFound, Refused, SomeoneWasFaster
from shared.messaging.failures import WEATHER, is_around_us
from shared.settings import settings

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "content-security-policy": "; ".join(f"{what} {whence}" for what, whence in POLICY.items()),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}

TITLES = {
    403: "Không có quyền thực hiện",
    404: "Không tìm thấy",
    409: "Người khác vừa cập nhật",
    413: "Tệp quá lớn",
    422: "Dữ liệu chưa đúng",
    429: "Thử lại sau",
    500: "Hệ thống gặp lỗi",
    503: "Hệ thống đang tạm nghỉ",
}


class NotHere(NotFound):
    """The address leads nowhere."""

    message = "Địa chỉ này không có trên cổng làm việc."


class Broken(Refused):
    """We failed; the cause is in the log, not on the page."""

    status = 500
    message = "Hệ thống gặp lỗi khi xử lý yêu cầu. Vui lòng thử lại; nếu vẫn lỗi, báo cho bộ phận quản trị."


class GuardedHeaders:
    """Sends the security headers with every answer, and lets a browser keep static files only."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers to its answer."""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_headers(scope["path"]))
            await send(message)

        await self.app(scope, receive, guarded if scope["type"] == "http" else send)


@asynccontextmanager
async def _services(app: FastAPI) -> AsyncIterator[None]:
    app.state.services = Services.at(settings())
    yield
    await app.state.services.close()


AREAS = (
    home,
    sign_in,
    drafts,
    plans,
    lifecycle,
    tasks,
    holidays,
    filings,
    movements,
    clusters,
    cluster_years,
    scoring,
    inspections,
    events,
    guidance,
    exemplars,
    calendar,
    reorganisations,
    organisation,
    *nominating.AREAS,
    notices,
    reports,
)
"""The pages by area; one with fixed words in its paths comes before one that takes any word there."""

ROUTERS = (
    APIRouter(lifespan=_services),
    *(area.router for area in AREAS),
)


def site(app: FastAPI) -> FastAPI:
    """Make the frame's application the staff's window."""
    app.state.wall_clock = SystemClock()  # people sign in by the wall's clock, also while the year runs fast
    app.mount("/static", StaticFiles(directory=STATIC))
    app.add_middleware(GuardedHeaders)
    for kind in WEATHER:
        app.add_exception_handler(kind, _weather)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(SomeoneWasFaster, _refused)
    app.add_exception_handler(HTTPException, _not_here)
    app.add_exception_handler(RequestValidationError, _not_here)
    app.add_exception_handler(Exception, _broken)
    return app


def _headers(path: str) -> dict[str, str]:
    kept = "public, max-age=31536000, immutable" if path.startswith("/static/") else "no-store"
    transport = {"strict-transport-security": "max-age=31536000"} if settings().cookie_secure else {}
    return {**HEADERS, **transport, "cache-control": kept}


async def _refused(request: Request, error: Exception) -> Response:
    refusal = cast("Refused", error)
    if refusal.status == HTTPStatus.UNAUTHORIZED:
        return _to_sign_in(request)
    return _page(request, refusal)


async def _weather(request: Request, error: Exception) -> Response:
    if not is_around_us(error):
        raise error
    return _page(request, Resting())


async def _not_here(request: Request, _: Exception) -> Response:
    return _page(request, NotHere())


async def _broken(request: Request, _: Exception) -> Response:
    """Answer for a failure; this page leaves outside the middlewares, so it brings its own headers."""
    answer = _page(request, Broken())
    answer.headers.update(_headers(request.url.path))
    return answer


def _to_sign_in(request: Request) -> Response:
    """Send the person to the sign-in page; a request for a part of a page moves the whole page there."""
    address = "/sign-in?" + urlencode({"next": back_to(request)})
    if "hx-request" in request.headers:
        return Response(status_code=HTTPStatus.UNAUTHORIZED, headers={"hx-redirect": "/sign-in"})
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


def _page(request: Request, refusal: Refused) -> HTMLResponse:
    visit = getattr(request.state, "visit", None)
    title = TITLES.get(refusal.status, "Không thực hiện được")
    back = inside(urlsplit(request.headers.get("referer", "")).path or "/")
    page = render("errors/error.html", visit=visit, unread=None, flash=None, title=title, refusal=refusal, back=back)
    return HTMLResponse(page, refusal.status)
