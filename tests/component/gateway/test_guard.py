"""What holds for every page: who is let in, which forms are taken, what a browser is told."""

import re
from pathlib import Path

import pytest
from starlette.routing import Route

from services.gateway.pages.rendering import STATIC
from services.gateway.pages.site import ROUTERS
from tests.component.gateway.conftest import Browser, Gateway
from tests.component.gateway.fake import (
    a_finding,
    a_nomination,
    a_notice,
    a_page,
    a_plan,
    a_quarter,
    a_task,
    an_id,
    some_rows,
)
from tests.component.gateway.page import Page

OPEN = {"/sign-in", "/ballots", "/calendar/feeds/{feed_id}/{secret}.ics"}
VALUES = {
    "plan_id": an_id("plan 2023"),
    "draft_id": an_id("draft"),
    "filing_id": an_id("filing"),
    "nomination_id": an_id("Phòng Kế hoạch"),
    "notice_id": an_id("notice"),
    "task_key": "Q1-01",
    "quarter": 1,
    "step": "accept",
    "figure": "filings_late",
    "what": "assignment",
    "part_key": "a",
    "evidence_id": an_id("evidence"),
    "number": 1,
    "op": "edit",
    "unit_id": "so-y-te",
    "cluster_id": "khoi-5",
    "year": 2023,
    "criteria_set_id": "bo-2023",
    "movement_id": an_id("movement"),
    "inspection_plan_id": an_id("inspection plan"),
    "inspection_id": an_id("inspection"),
    "finding_id": an_id("finding"),
    "occasion_id": an_id("occasion"),
    "guidance_id": an_id("guidance"),
    "exemplar_id": an_id("exemplar"),
    "feed_id": an_id("feed"),
    "dossier_id": an_id("Phòng Kế hoạch"),
    "correction_id": an_id("correction"),
    "opinion_id": an_id("opinion"),
    "comment_id": an_id("comment"),
    "file_id": an_id("file"),
    "round_id": an_id("round"),
    "sheet_id": an_id("sheet"),
    "subject_id": an_id("subject"),
    "question_id": an_id("question"),
    "council_id": an_id("council"),
    "session_id": an_id("session"),
    "item_id": an_id("item"),
    "decision_id": an_id("decision"),
    "name": "quyet-dinh.docx",
    "award_id": an_id("award"),
    "ceremony_id": an_id("ceremony"),
    "revocation_id": an_id("revocation"),
    "who": "own",
    "code": "RS-A",
    "award": "TTLDXS",
    "other": "RS-B",
}
ROUTES = [route for router in ROUTERS for route in router.routes if isinstance(route, Route) and route.path not in OPEN]
PAGES = [route.path.format(**VALUES) for route in ROUTES if "GET" in (route.methods or ())]
FORMS = [route.path.format(**VALUES) for route in ROUTES if "POST" in (route.methods or ())]
TEMPLATES = sorted(Path("services/gateway/templates").rglob("*.html"))
SCRIPT = "<script>alert('ký')</script>"


def test_every_route_is_tried_once() -> None:
    assert len(PAGES) == len(set(PAGES)) > len(FORMS) / 2


@pytest.mark.parametrize("path", PAGES)
async def test_page_is_for_those_who_signed_in(gateway: Gateway, path: str) -> None:
    answer = await gateway.browser().client.get(path)

    assert answer.headers["location"].partition("?")[0] == "/sign-in"
    assert gateway.fake.asked == []


@pytest.mark.parametrize("path", FORMS)
async def test_form_is_for_those_who_signed_in(gateway: Gateway, path: str) -> None:
    answer = await gateway.browser().client.post(path, data={"csrf": "x"})

    assert answer.headers["location"].partition("?")[0] == "/sign-in"
    assert gateway.fake.asked == []


@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("token", [None, "", "đoán"])
async def test_form_without_this_sessions_token_is_refused(
    gateway: Gateway, appraiser: Browser, path: str, token: str | None
) -> None:
    answer = await appraiser.client.post(path, data={"confirmed": "yes"} | ({} if token is None else {"csrf": token}))

    assert (answer.status_code, Page(answer.text).title) == (403, "Không có quyền thực hiện")
    assert gateway.fake.asked == []


async def test_token_of_another_session_is_refused(appraiser: Browser, leader: Browser) -> None:
    page = await leader.get("/reports")

    answer = await appraiser.send(page, "/reports")

    assert answer.status_code == 403


async def test_form_larger_than_the_limit_is_not_read(appraiser: Browser) -> None:
    headers = {"content-length": str(30 * 1024 * 1024), "content-type": "multipart/form-data; boundary=x"}

    answer = await appraiser.client.post("/plans/import", content=b"", headers=headers)

    assert (answer.status_code, Page(answer.text).title) == (413, "Tệp quá lớn")


@pytest.mark.parametrize("path", ["/plans", "/sign-in", "/nowhere", "/static/site.css", "/health"])
async def test_every_answer_tells_the_browser_to_stay_with_us(appraiser: Browser, path: str) -> None:
    headers = (await appraiser.client.get(path)).headers

    assert headers["content-security-policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"


async def test_pages_are_not_kept_by_the_browser_and_static_files_are(appraiser: Browser) -> None:
    page = await appraiser.client.get("/plans")
    style = await appraiser.client.get("/static/site.css")

    assert page.headers["cache-control"] == "no-store"
    assert style.headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_template_has_nothing_inline(template: Path) -> None:
    text = template.read_text()

    assert re.findall(r"<style|<script(?! src)|\sstyle=|\son[a-z]+=|javascript:|\|\s*safe", text) == []


@pytest.mark.parametrize("script", ["site.js"])
def test_script_stays_small(script: str) -> None:
    assert len((STATIC / script).read_text().splitlines()) < 40


async def test_text_of_others_is_shown_and_never_run(gateway: Gateway, appraiser: Browser) -> None:
    nomination = a_nomination(
        "Phòng Kế hoạch",
        subject_name=SCRIPT,
        reason=SCRIPT,
        findings=(a_finding(required=SCRIPT, found=SCRIPT, citation=SCRIPT),),
        facts={"rating": SCRIPT},
    )
    plan = a_plan(a_quarter(a_task(text=SCRIPT, note=SCRIPT)), anomalies=(SCRIPT,))
    gateway.fake.says("GET", f"/nominations/{nomination.nomination_id}", nomination)
    gateway.fake.says("GET", f"/plans/{plan.plan_id}", plan)
    gateway.fake.says("GET", "/notices", a_page([a_notice(SCRIPT, body=SCRIPT)]))
    gateway.fake.says("GET", "/figures/filings_late", some_rows((SCRIPT, SCRIPT)))

    shown = {}
    for path in (
        f"/nominations/{nomination.nomination_id}",
        f"/plans/{plan.plan_id}",
        "/notices",
        "/reports/figures/filings_late?year=2023&period=Y",
    ):
        page = await appraiser.get(path)
        shown[path] = (page.main.text.count(SCRIPT), list(page.main.all("script")))

    assert list(shown.values()) == [(6, []), (3, []), (2, []), (2, [])]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "https://example.org", "//example.org"])
async def test_link_that_leaves_the_site_leads_home(gateway: Gateway, appraiser: Browser, link: str) -> None:
    gateway.fake.says("GET", "/notices", a_page([a_notice("Tin", link=link)]))

    page = await appraiser.get("/notices")

    assert page.links()["Tin"] == "/"


async def test_typed_text_is_escaped_where_it_is_shown_again(appraiser: Browser) -> None:
    page = await appraiser.get("/nominations?q=%22%3E%3Cscript%3E")

    assert list(page.main.all("script")) == []
    assert page.main.one("input", id="q").attributes["value"] == '"><script>'
