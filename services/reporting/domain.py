"""The periods a report speaks of, as pure values."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from shared.clock import VIETNAM
from shared.errors import NotFound

QUARTERS = {"Q1": (1, 1), "Q2": (2, 2), "Q3": (3, 3), "Q4": (4, 4), "H1": (1, 2), "Y": (1, 4)}
"""The first and the last quarter of each period."""


class NoSuchPeriod(NotFound):
    """Periods are Q1 to Q4, H1 and Y."""

    message = "Không có kỳ báo cáo này."


@dataclass(frozen=True, slots=True)
class Period:
    """A quarter, half-year or year (kỳ báo cáo)."""

    year: int
    code: str

    def __post_init__(self) -> None:
        if self.code not in QUARTERS:
            raise NoSuchPeriod

    @property
    def first_quarter(self) -> int:
        """Return the period's first quarter."""
        return QUARTERS[self.code][0]

    @property
    def last_quarter(self) -> int:
        """Return the period's last quarter."""
        return QUARTERS[self.code][1]

    @property
    def starts_on(self) -> date:
        """Return the first day."""
        return date(self.year, 3 * self.first_quarter - 2, 1)

    @property
    def ends_on(self) -> date:
        """Return the last day."""
        next_month = date(self.year + self.last_quarter // 4, 3 * self.last_quarter % 12 + 1, 1)
        return next_month - timedelta(days=1)

    @property
    def starts_at(self) -> datetime:
        """Return the first moment, in Vietnam."""
        return datetime.combine(self.starts_on, time.min, VIETNAM)

    @property
    def ends_at(self) -> datetime:
        """Return the first moment after the period, in Vietnam."""
        return datetime.combine(self.ends_on + timedelta(days=1), time.min, VIETNAM)
