"""How findings write figures."""

from collections.abc import Iterable

NONE_YET = "chưa có năm nào"


def listed_years(years: Iterable[int]) -> str:
    """Return years in order, or that there is none."""
    return ", ".join(map(str, sorted(set(years)))) or NONE_YET
