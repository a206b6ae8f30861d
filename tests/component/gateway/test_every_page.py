"""Every page for every role: it opens, or it says plainly that it is not for them; and it reads well aloud."""

import re
from http import HTTPStatus

import pytest

from tests.component.gateway.conftest import Gateway
from tests.component.gateway.fake import a_draft, an_id
from tests.component.gateway.page import Page
from tests.component.gateway.test_guard import PAGES

CODE = re.compile(r"\b[a-z]+_[a-z_]+\b|\b[A-Z]+_[A-Z_]+\b")
"""What a code of ours looks like; words that people read have no underscore."""
FIRST_WORDS = (
    "plans", "days-off", "filings", "movements", "clusters", "criteria-sets", "inspections", "inspection-plans",
    "findings", "events", "learned-models", "guidance", "exemplars", "calendar", "anniversaries", "units",
)  # fmt: skip
OURS = [
    path for path in PAGES if path.split("/")[1] in FIRST_WORDS and path != "/filings/own" and not path.endswith(".csv")
]
"""The pages of plans, clusters and oversight; an officer's own list is for officers alone, and a file is no page."""


@pytest.mark.parametrize("user", ["noivu", "lanhdao", "quantri", "so-y-te"])
async def test_page_opens_or_says_that_it_is_not_for_the_role(gateway: Gateway, user: str) -> None:
    browser = await gateway.signed_in(user)
    gateway.fake.says("GET", f"/plans/drafts/{an_id('draft')}", a_draft())
    answered = {}
    for path in OURS:
        answer = await browser.client.get(path, follow_redirects=True)
        title = Page(answer.text).title
        answered[path] = answer.status_code, title == "Không có quyền thực hiện"

    assert {path: said for path, said in answered.items() if said not in {(200, False), (403, True)}} == {}


async def test_page_is_told_in_words_with_headings_in_order_and_labelled_boxes(gateway: Gateway) -> None:
    browser = await gateway.signed_in("noivu")
    gateway.fake.says("GET", f"/plans/drafts/{an_id('draft')}", a_draft())
    faults: dict[str, list[str]] = {}
    for path in OURS:
        answer = await browser.client.get(path, follow_redirects=True)
        if answer.status_code == HTTPStatus.OK:
            faults[path] = faults_of(Page(answer.text))

    assert {path: found for path, found in faults.items() if found} == {}


def faults_of(page: Page) -> list[str]:
    """Return what a reader with a screen reader would stumble over."""
    ids = [
        node.attributes["id"]
        for tag in ("input", "select", "textarea")
        for node in page.main.all(tag)
        if "id" in node.attributes
    ]
    labelled = {label.attributes["for"] for label in page.main.all("label")}
    boxes = [node for tag in ("input", "select", "textarea") for node in page.main.all(tag)]
    nameless = [
        box.attributes["name"]
        for box in boxes
        if box.attributes.get("type") != "hidden"
        and "aria-label" not in box.attributes
        and box.attributes.get("id") not in labelled
    ]
    return [
        *(f"code {code}" for code in CODE.findall(page.main.text)),
        *(f"no label: {name}" for name in nameless),
        *(f"twice: {one}" for one in sorted({one for one in ids if ids.count(one) > 1})),
        *(["not one h1"] if len(list(page.main.all("h1"))) != 1 else []),
        *("table without caption" for table in page.main.all("table") if not list(table.all("caption"))),
        *("heading without scope" for head in page.main.all("th") if "scope" not in head.attributes),
    ]
