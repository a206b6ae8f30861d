"""What a figure is: a name, a label, the rows it counts, and how much of them."""

from dataclasses import dataclass

from services.reporting.figures.listing import Listing


@dataclass(frozen=True, slots=True)
class Figure:
    """One number (chỉ tiêu): of the rows of a listing that meet a condition, how many, or the sum of a column.

    The condition may ask for the parameters of `queries.Scope`.
    """

    name: str
    label: str
    listing: Listing
    condition: str
    sums: str = ""
    """The column that is added up; empty: the rows are counted."""

    @property
    def counted(self) -> str:
        """Return the SQL of the number of rows."""
        return f"count(*) FILTER (WHERE {self.condition})"

    @property
    def value(self) -> str:
        """Return the SQL of the figure's value."""
        if not self.sums:
            return self.counted
        return f"coalesce(sum({self.sums}) FILTER (WHERE {self.condition}), 0)::bigint"


def within(day: str, condition: str = "true") -> str:
    """Say that a day is of the period, and not after the day the figures are asked as of."""
    return f"{day} BETWEEN :starts_on AND :until_on AND {condition}"


def at_within(moment: str, condition: str = "true") -> str:
    """Say the same of a moment."""
    return f"{moment} >= :starts_at AND {moment} < :until_at AND {condition}"


def not_yet(day: str) -> str:
    """Say that something had not happened by the day the figures are asked as of."""
    return f"({day} IS NULL OR {day} > :as_of)"


def by_then(day: str) -> str:
    """Say that something had happened by the day the figures are asked as of."""
    return f"({day} IS NOT NULL AND {day} <= :as_of)"
