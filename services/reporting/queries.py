"""The reads behind a summary: figures, the rows they count, and the year's quarters."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.domain import Period
from services.reporting.figures.figure import Figure
from services.reporting.figures.listing import Listing
from services.reporting.figures.work import ON_THE_PLAN, STILL_OVERDUE, UNSETTLED
from shared.api.reporting import Figure as FigureView
from shared.api.reporting import FigureRow, QuarterLine
from shared.clock import VIETNAM

_QUARTERS = text(
    "SELECT quarters.quarter, max(quarters.opened_on) AS opened_on, max(quarters.closed_on) AS closed_on, "  # noqa: S608
    "count(tasks.task_key) AS total, "
    f"count(tasks.task_key) FILTER (WHERE NOT ({UNSETTLED})) AS settled, "
    f"count(*) FILTER (WHERE {STILL_OVERDUE}) AS overdue, "
    "count(*) FILTER (WHERE tasks.carried_on IS NOT NULL) AS carried_over "
    "FROM quarters LEFT JOIN tasks ON tasks.plan_id = quarters.plan_id AND tasks.quarter = quarters.quarter "
    f"AND {ON_THE_PLAN} "
    "WHERE quarters.year = :year GROUP BY quarters.quarter ORDER BY quarters.quarter"
)


_LAST_DAY = date(9999, 12, 30)  # later than anything told, with a day after it


@dataclass(frozen=True, slots=True)
class Scope:
    """What is counted: a period, one unit's rows or everybody's, and what had happened by a day.

    Without a day, all that is known counts.
    """

    period: Period
    unit_id: str | None = None
    as_of: date | None = None

    @property
    def parameters(self) -> dict[str, Any]:
        """Return what a figure's condition may ask for."""
        as_of = self.as_of or _LAST_DAY
        return {
            "year": self.period.year,
            "first_quarter": self.period.first_quarter,
            "last_quarter": self.period.last_quarter,
            "starts_on": self.period.starts_on,
            "ends_on": self.period.ends_on,
            "starts_at": self.period.starts_at,
            "as_of": as_of,
            "known_until": _day_after(as_of),
            "until_on": min(self.period.ends_on, as_of),
            "until_at": min(self.period.ends_at, _day_after(as_of)),
            "unit_id": self.unit_id,
        }

    def whose(self, listing: Listing) -> str:
        """Return the condition that keeps a unit's officer to the unit's own rows."""
        return f"{listing.unit} = :unit_id" if self.unit_id is not None and listing.unit else "true"


async def count(session: AsyncSession, figures: Iterable[Figure], scope: Scope) -> tuple[FigureView, ...]:
    """Return *figures* with their values, one statement a listing."""
    views: list[FigureView] = []
    for listing, group in groupby(figures, key=attrgetter("listing")):
        chosen = list(group)
        counts = ", ".join(figure.value for figure in chosen)
        statement = f"SELECT {counts} FROM {listing.rows_from} WHERE {scope.whose(listing)}"  # noqa: S608 - figures are ours
        values = (await session.execute(text(statement), scope.parameters)).one()
        named = zip(chosen, values, strict=True)
        views += (FigureView(figure=figure.name, label=figure.label, value=value) for figure, value in named)
    return tuple(views)


async def number_of_rows(session: AsyncSession, figure: Figure, scope: Scope) -> int:
    """Return how many rows are behind *figure*, whose value may be a sum."""
    listing = figure.listing
    statement = f"SELECT {figure.counted} FROM {listing.rows_from} WHERE {scope.whose(listing)}"  # noqa: S608
    return await session.scalar(text(statement), scope.parameters) or 0


async def rows(
    session: AsyncSession, figure: Figure, scope: Scope, *, limit: int | None = None, offset: int = 0
) -> tuple[FigureRow, ...]:
    """Return the rows *figure* counts; the condition is the same."""
    listing = figure.listing
    reads = ", ".join((listing.link, *(column.reads for column in listing.columns)))
    statement = (
        f"SELECT {reads} FROM {listing.rows_from} WHERE {scope.whose(listing)} AND {figure.condition} "  # noqa: S608
        f"ORDER BY {listing.order} LIMIT :limit OFFSET :offset"
    )
    found = await session.execute(text(statement), scope.parameters | {"limit": limit, "offset": offset})
    return tuple(_row(listing, row) for row in found)


async def quarters(session: AsyncSession, year: int) -> tuple[QuarterLine, ...]:
    """Return the quarters of *year* and how many of their tasks are where."""
    found = await session.execute(_QUARTERS, {"year": year, "as_of": _LAST_DAY})
    return tuple(_quarter(row) for row in found)


def _day_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, VIETNAM)


def _row(listing: Listing, row: Row[Any]) -> FigureRow:
    link, *values = tuple(row)
    cells = (column.show(value) for column, value in zip(listing.columns, values, strict=True))
    return FigureRow(cells=tuple(cells), link=link or "")


def _quarter(row: Row[Any]) -> QuarterLine:
    return QuarterLine(
        quarter=row.quarter,
        state_label="Đã đóng" if row.closed_on else "Đang thực hiện" if row.opened_on else "Chưa mở",
        total=row.total,
        settled=row.settled,
        overdue=row.overdue,
        carried_over=row.carried_over,
    )
