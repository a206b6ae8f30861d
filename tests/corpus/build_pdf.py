"""Prints the corpus's PDF files anew, with Chromium, from the pages in sources/: `python -m tests.corpus.build_pdf`."""

from base64 import b64encode
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.corpus.expected import PLANS

SOURCES = Path(__file__).parent / "sources"
CHROMIUM = "/usr/bin/chromium"
RUNNING = '<div style="font:9px Liberation Serif;width:100%;text-align:center">{}</div>'
NUMBER = '<span class="pageNumber"></span>'
HEADS = {
    "tinh-bang": (NUMBER, "Kế hoạch công tác thi đua, khen thưởng năm 2024 - tỉnh Lâm Sơn"),
    "lien-doan-lao-dong": (f"LĐLĐ huyện Phú Lộc - {NUMBER}", ""),
    "phong-gddt": ("", f'Trang {NUMBER}/<span class="totalPages"></span>'),
    "cum-thi-dua": ("", f"Kế hoạch Cụm thi đua số 3 - {NUMBER}"),
    "huyen-in-doc": (NUMBER, ""),
    "huong-dan": (NUMBER, ""),
}


def printed(page: Page, name: str, head: str, foot: str) -> None:
    """A page as an office prints it: a running head and foot on every sheet."""
    page.goto((SOURCES / f"{name}.html").as_uri())
    page.pdf(
        path=PLANS / f"{name}.pdf",
        prefer_css_page_size=True,
        display_header_footer=True,
        header_template=RUNNING.format(head),
        footer_template=RUNNING.format(foot),
        tagged=False,
    )


def scanned(page: Page, name: str) -> None:
    """The same words as a picture, so that no text can be taken from the file."""
    page.goto((SOURCES / f"{name}.html").as_uri())
    picture = b64encode(page.screenshot(type="jpeg", quality=30)).decode()
    page.set_content(f'<img style="width:100%" src="data:image/jpeg;base64,{picture}">')
    page.pdf(path=PLANS / f"{name}.pdf", tagged=False)


if __name__ == "__main__":
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM)
        for each, (above, below) in HEADS.items():
            printed(browser.new_page(), each, above, below)
        scanned(browser.new_page(viewport={"width": 640, "height": 480}), "ban-quet")
        browser.close()
