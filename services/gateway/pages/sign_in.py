"""Signing in and out (đăng nhập, đăng xuất)."""

import secrets

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from services.gateway import auth
from services.gateway.pages.forms import typed
from services.gateway.pages.rendering import inside, render
from services.gateway.pages.visit import COOKIE, Visitor, read_form
from shared.db import Db
from shared.errors import Refused
from shared.settings import settings

FORM_COOKIE = "thidua_form"

router = APIRouter()


@router.get("/sign-in")
async def sign_in(request: Request) -> HTMLResponse:
    """Show the form; its token is also in a cookie, since there is no session yet to keep it."""
    return _form(request, to=inside(request.query_params.get("next", "/")))


@router.post("/sign-in")
async def open_session(request: Request, db: Db) -> Response:
    """Open a session, or say why not."""
    async with read_form(request, request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe()) as sent:
        form = typed(sent)
    user, password, to = form.get("user", ""), form.get("password", ""), inside(form.get("next", "/"))
    address = request.client.host if request.client else ""
    try:
        token = await auth.sign_in(db, user, password, address, request.app.state.wall_clock.now())
    except (auth.WrongNameOrPassword, auth.TooManyFailures) as refusal:
        return _form(request, to=to, user=user, refusal=refusal)
    answer = RedirectResponse(to, 303)
    answer.set_cookie(COOKIE, token, httponly=True, samesite="lax", secure=settings().cookie_secure)
    answer.delete_cookie(FORM_COOKIE)
    return answer


@router.post("/sign-out")
async def sign_out(visit: Visitor) -> RedirectResponse:
    """End the session."""
    async with visit.db.transaction() as session:
        await auth.sign_out(session, visit.signed.token_hash)
    answer = RedirectResponse("/sign-in", 303)
    answer.delete_cookie(COOKIE)
    return answer


def _form(request: Request, *, to: str, user: str = "", refusal: Refused | None = None) -> HTMLResponse:
    token = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(32)
    page = render("sign_in/sign_in.html", visit=None, flash=None, csrf=token, next=to, user=user, refusal=refusal)
    answer = HTMLResponse(page, refusal.status if refusal else 200)
    answer.set_cookie(FORM_COOKIE, token, httponly=True, samesite="strict", secure=settings().cookie_secure)
    return answer
