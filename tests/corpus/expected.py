"""What an official expects of one document, read from the JSON beside it."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.corpus.reading import Month

PLANS = Path(__file__).parent / "plans"
SPANS = {
    "Q1": (1, 3),
    "Q2": (4, 6),
    "Q3": (7, 9),
    "Q4": (10, 12),
    "H1": (1, 6),
    "H2": (7, 12),
}


def documents() -> list[Path]:
    return sorted(path for path in PLANS.iterdir() if path.suffix != ".json")


def expectation(document: Path) -> dict[str, Any]:
    return json.loads((PLANS / f"{document.stem}.expected.json").read_text("utf-8"))  # type: ignore[no-any-return]


def months(periods: Iterable[str]) -> frozenset[Month]:
    """The months of `2024-Q1`, `2024-H2`, `2024`, `2024-05` and `2023-09..2024-05`, all together."""
    return frozenset(month for period in periods for month in _span(period))


def _span(period: str) -> list[Month]:
    first, _, last = period.partition("..")
    (year, begins), (last_year, ends) = _edges(first)[0], _edges(last or first)[1]
    return [(index // 12, index % 12 + 1) for index in range(year * 12 + begins - 1, last_year * 12 + ends)]


def _edges(period: str) -> tuple[Month, Month]:
    year, _, part = period.partition("-")
    begins, ends = SPANS.get(part) or ((int(part), int(part)) if part else (1, 12))
    return (int(year), begins), (int(year), ends)
