"""What the reporting service is asked (số liệu tổng hợp)."""

from typing import Any

from services.gateway.clients.door import Door, part
from shared.api.reporting import CompileSummary, FigureRows, OverviewView, SummaryView


async def overview(door: Door, year: int) -> OverviewView:
    """Return the year at a glance."""
    return await door.get(door.services.reporting, "/overview", OverviewView, year=year)


async def summary(door: Door, year: int, period: str) -> SummaryView:
    """Return a quarter, half-year or year in figures."""
    return await door.get(door.services.reporting, "/summary", SummaryView, year=year, period=period)


async def figure(door: Door, name: str, **asked: Any) -> FigureRows:
    """Return the rows a figure counts."""
    return await door.get(door.services.reporting, f"/figures/{part(name)}", FigureRows, **asked)


async def figure_csv(door: Door, name: str, year: int, period: str) -> bytes:
    """Return the rows a figure counts, as a table file."""
    path = f"/figures/{part(name)}.csv"
    return await door.fetch(door.services.reporting, path, year=year, period=period)


async def compile_summary(door: Door, asked: CompileSummary) -> SummaryView:
    """Have a summary compiled and kept."""
    return await door.post(door.services.reporting, "/summaries", SummaryView, asked)
