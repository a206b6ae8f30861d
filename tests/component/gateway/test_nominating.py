"""Every page of dossiers, councils, decisions and the law: opens for whom it is, in words, and refuses clearly."""

import re

import pytest

from tests.component.gateway.conftest import Gateway
from tests.component.gateway.fakes.nominations import (
    AWARD,
    CEREMONY,
    COUNCIL,
    DECISION,
    DOSSIER,
    DRAFT,
    FILE,
    ITEM,
    REVOCATION,
    ROUND,
    SESSION,
    SHEET,
    SUBJECT,
)
from tests.component.gateway.page import Page

CODE = re.compile(r"\b[a-z]+_[a-z_]+\b")
EVERYBODY = (
    "/councils",
    "/councils/new",
    f"/councils/{COUNCIL}",
    f"/sessions/{SESSION}",
    f"/ballots/{ITEM}",
    "/rounds",
    f"/rounds/{ROUND}?ruleset=RS-A&award=TTLDXS&advanced_count=70",
    "/consultations",
    f"/nominations/{DOSSIER}",
    f"/nominations/{DOSSIER}/versions",
    f"/nominations/{DOSSIER}/opinions",
    f"/nominations/{DOSSIER}/consultation",
    f"/nominations/{DOSSIER}/packet",
    "/decisions",
    f"/decisions/{DECISION}",
    "/fund",
    "/register",
    f"/register/{AWARD}",
    "/ceremonies",
    f"/ceremonies/{CEREMONY}",
    "/revocations",
    f"/revocations/{REVOCATION}",
    "/acts",
    "/subjects?q=an",
    f"/subjects/{SUBJECT}",
    "/law",
    "/law/RS-A",
    "/law/RS-A/awards/TTLDXS",
    "/law/RS-A/differences/RS-B",
)
OFFICERS = ("/nominations/drafts", f"/nominations/drafts/{DRAFT}", "/nominations/sheets", "/opinions")
APPRAISERS = ("/decisions/new", "/ceremonies/new", "/register/import")


@pytest.mark.parametrize("path", [*EVERYBODY, *APPRAISERS])
async def test_page_opens_for_the_appraiser_in_words(gateway: Gateway, path: str) -> None:
    browser = await gateway.signed_in("noivu")

    page = await browser.get(path)

    assert CODE.findall(page.main.text) == []


@pytest.mark.parametrize("path", [*EVERYBODY, *OFFICERS, f"/nominations/sheets/{SHEET}"])
async def test_page_opens_for_the_units_officer_in_words(gateway: Gateway, path: str) -> None:
    browser = await gateway.signed_in("so-y-te")

    page = await browser.get(path)

    assert CODE.findall(page.main.text) == []


@pytest.mark.parametrize("path", ["/acts", "/law/RS-A", "/law/acts", f"/nominations/{DOSSIER}"])
@pytest.mark.parametrize("user", ["lanhdao", "quantri"])
async def test_page_opens_for_leaders_and_administrators(gateway: Gateway, user: str, path: str) -> None:
    browser = await gateway.signed_in(user)

    page = await browser.get(path)

    assert CODE.findall(page.main.text) == []


@pytest.mark.parametrize(
    ("user", "path"),
    [
        *[("so-y-te", path) for path in APPRAISERS],
        *[("noivu", path) for path in ("/nominations/drafts", "/nominations/sheets")],
        ("so-y-te", "/law/acts"),
        ("quantri", f"/sessions/{SESSION}/ballot"),
    ],
)
async def test_page_of_another_role_is_refused_clearly(gateway: Gateway, user: str, path: str) -> None:
    browser = await gateway.signed_in(user)

    answer = await browser.client.get(path)

    assert (answer.status_code, Page(answer.text).title) == (403, "Không có quyền thực hiện")


async def test_file_leaves_under_its_own_name_and_kind(gateway: Gateway) -> None:
    browser = await gateway.signed_in("so-y-te")

    answer = await browser.client.get(f"/nominations/files/{FILE}")

    assert (answer.status_code, answer.content) == (200, b"%PDF-1.7")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (f"/decisions/{DECISION}/quyet-dinh.docx", "quyet-dinh.docx"),
        (f"/sessions/{SESSION}/minutes.docx", "bien-ban-hoi-dong.docx"),
        ("/nominations/sheets/template.xlsx", "mau-nhap-ho-so.xlsx"),
    ],
)
async def test_paper_is_kept_under_its_name(gateway: Gateway, path: str, name: str) -> None:
    browser = await gateway.signed_in("noivu")

    answer = await browser.client.get(path)

    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''{name}"
