"""The documents that follow from the code: events, steps, settings, metrics, the founding plan."""

from collections.abc import Callable, Mapping
from pathlib import Path

from deploy.docs import events, founding_plan, metrics, settings, steps
from deploy.folder import ROOT

FOLDER = ROOT / "docs"

PAGES: Mapping[str, Callable[[], str]] = {
    "events.md": events.page,
    "steps.md": steps.page,
    "settings.md": settings.page,
    "metrics.md": metrics.page,
    "founding-plan.md": founding_plan.page,
}
"""Every generated page, by its name in docs/."""


def stale(folder: Path = FOLDER) -> dict[Path, str]:
    """Return the pages of *folder* that are missing or out of date, each with the text it should have."""
    pages = {folder / name: write() for name, write in PAGES.items()}
    return {path: text for path, text in pages.items() if not path.exists() or path.read_text() != text}
