"""How tests read the written pages."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def rows(page: str) -> list[list[str]]:
    """Return the cells of every table row of a page in docs/, heads and rules left out."""
    lines = [line for line in (DOCS / page).read_text().splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines if not line.startswith("| ---")]


def code(cell: str) -> str | None:
    """Return the identifier a cell shows, or None where it shows words."""
    found = re.fullmatch(r"`([^`]+)`", cell)
    return found[1] if found else None
