"""`python -m tests.system.screenshots ADDRESS FOLDER USER PASSWORD`: a picture of every page of a running system."""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from deploy.browser import find

MENU = ("/", "/plans", "/filings", "/nominations", "/reports", "/notices", "/plans/import", "/nominations/new")
FIRST_OF_A_LIST = {"plan": "/plans", "filing": "/filings", "dossier": "/nominations", "rows": "/reports"}
"""A page that opens from the first row of another."""


def main(address: str, folder: Path, user: str, password: str) -> None:
    """Sign in and take the pictures; a page the user may not open is left out."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="vi-VN")
        page.goto(f"{address}/sign-in")
        page.screenshot(path=folder / "sign-in.png")
        page.fill("#user", user)
        page.fill("#password", password)
        page.click("main button")
        for path in MENU:
            _take(page, address + path, folder / f"{user}{path.replace('/', '-')}.png")
        for name, path in FIRST_OF_A_LIST.items():
            page.goto(address + path)
            link = page.locator("tbody a").first
            if link.count():
                _take(page, address + str(link.get_attribute("href")), folder / f"{user}-{name}.png")
        browser.close()


def _take(page: Page, url: str, file: Path) -> None:
    answer = page.goto(url)
    if answer is not None and answer.ok:
        page.screenshot(path=file, full_page=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:5])
