"""`python -m deploy.browser`: the browser that prints reports and drives the tests, and a font with Vietnamese."""

import shutil
import subprocess

from deploy.bootstrap import install

NAMES = ("chromium", "chromium-browser", "google-chrome")

FONT = "fonts-liberation"
"""Times-compatible, and it has every Vietnamese letter."""


def find() -> str | None:
    """Return the browser's program, or None where there is none."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def speaks_vietnamese() -> bool:
    """Return whether a font on this machine can write Vietnamese."""
    if shutil.which("fc-list") is None:
        return False
    return bool(subprocess.run(["fc-list", ":lang=vi"], check=False, capture_output=True).stdout.strip())


def main() -> None:
    """Install what is missing, or say how to."""
    if find() is None:
        install("No Chromium was found; it prints reports and drives the tests.", "chromium")
    if not speaks_vietnamese():
        install("No font with Vietnamese was found.", FONT, "fontconfig")


if __name__ == "__main__":
    main()
