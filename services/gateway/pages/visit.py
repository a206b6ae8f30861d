"""One signed-in person's request: who asks, through which door, with which form, and how they are answered."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData

from services.gateway import auth, clients
from services.gateway.pages.forms import Trouble
from services.gateway.pages.rendering import render
from shared.clock import Clock
from shared.db import Database, Db
from shared.errors import Refused
from shared.identity import Identity, NotSignedIn, sign
from shared.roles import ROLE_NAMES, Role

COOKIE = "thidua_session"
LARGEST_FORM = 21 * 1024 * 1024
MOST_FIELDS = 5_000
"""The longest form corrects every task of a plan at once, or scores a member by every criterion."""

_SAFE = frozenset({"GET", "HEAD"})


class FormExpired(Refused):
    """The form does not carry the token that its page was given."""

    status = 403
    message = "Biểu mẫu đã hết hạn hoặc không do cổng này lập. Vui lòng tải lại trang rồi gửi lại."


class TooLarge(Refused):
    """What was sent is larger than we take."""

    status = 413
    message = "Tệp gửi lên quá lớn. Dung lượng tối đa là 20 MB."


@dataclass(frozen=True, slots=True)
class Visit:
    """A request by a person who is signed in."""

    request: Request
    db: Database
    signed: auth.SignedIn
    door: clients.Door
    form: FormData

    @property
    def identity(self) -> Identity:
        """Return who asks."""
        return self.signed.identity

    @property
    def roles(self) -> str:
        """Return the person's roles in words."""
        return ", ".join(name for role, name in ROLE_NAMES.items() if role in self.identity.roles)

    def may(self, *roles: Role) -> bool:
        """Return whether the person holds one of *roles*."""
        return self.identity.may(*roles)

    async def show(self, page: str, trouble: Trouble | None = None, **words: Any) -> HTMLResponse:
        """Answer with the template *page*, and what is wrong with its form; the flash is shown once."""
        unread = await self._unread()
        if self.signed.flash is not None:
            async with self.db.transaction() as session:
                await auth.leave_flash(session, self.signed.token_hash, None)
        status = trouble.refusal.status if trouble else 200
        given = {"visit": self, "unread": unread, "flash": self.signed.flash, "trouble": trouble}
        return HTMLResponse(render(page, **given, **words), status)

    async def go(self, path: str, said: str | None = None) -> RedirectResponse:
        """Send the person on to *path*, where *said* is shown once."""
        if said is not None:
            async with self.db.transaction() as session:
                await auth.leave_flash(session, self.signed.token_hash, said)
        return RedirectResponse(path, 303)

    async def filters(self, *names: str) -> dict[str, str]:
        """Return the filters in the address, or those this browser last used on this page."""
        path = self.request.url.path
        asked = {name: text for name in names if (text := self.request.query_params.get(name, "").strip())}
        known = dict(self.signed.remembered)
        if not self.request.query_params:
            return {name: text for name, text in known.get(path, {}).items() if name in names}
        if known.get(path, {}) != asked:
            async with self.db.transaction() as session:
                await auth.remember(session, self.signed.token_hash, known | {path: asked})
        return asked

    async def _unread(self) -> int | None:
        """Return how many notices wait; a page does not fail because its badge cannot be counted."""
        try:
            return await clients.unread(self.door)
        except clients.Resting:
            return None


@asynccontextmanager
async def read_form(request: Request, token: str) -> AsyncIterator[FormData]:
    """Give the form that was sent, if one was; raises FormExpired when it does not carry *token*."""
    if request.method in _SAFE:
        yield FormData()
        return
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > LARGEST_FORM:
        raise TooLarge
    async with request.form(max_files=1, max_fields=MOST_FIELDS) as form:
        given = form.get("csrf")
        if not isinstance(given, str) or not secrets.compare_digest(given.encode(), token.encode()):
            raise FormExpired
        yield form


async def _visit(request: Request, db: Db) -> AsyncIterator[Visit]:
    clock: Clock = request.app.state.wall_clock
    token = request.cookies.get(COOKIE, "")
    async with db.transaction() as session:
        signed = await auth.signed_in(session, token, clock.now())
    if signed is None:
        raise NotSignedIn
    address = request.client.host if request.client else ""
    door = clients.Door(request.app.state.services, sign(signed.identity), address)
    async with read_form(request, signed.csrf) as form:
        visit = Visit(request, db, signed, door, form)
        request.state.visit = visit
        yield visit


Visitor = Annotated[Visit, Depends(_visit)]
"""A page's parameter: the visit. It has a valid session, and a form that our own page gave out."""


def back_to(request: Request) -> str:
    """Return the address to come back to after signing in."""
    if request.method not in _SAFE:
        return "/"
    return f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
