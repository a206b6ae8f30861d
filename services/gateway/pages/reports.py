"""The year in figures, each of which opens to the rows it counts (số liệu tổng hợp)."""

from typing import Literal

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from services.gateway import clients
from services.gateway.pages.forms import Trouble, beside_form, read, typed
from services.gateway.pages.visit import Visit, Visitor
from services.gateway.pages.years import working_year
from shared.api.reporting import CompileSummary
from shared.errors import Refused
from shared.roles import Role

Period = Literal["Q1", "Q2", "Q3", "Q4", "H1", "Y"]
COMPILERS = (Role.APPRAISER, Role.LEADER)

router = APIRouter(prefix="/reports")


@router.get("")
async def summary(visit: Visitor, year: int | None = None, period: Period = "Y") -> HTMLResponse:
    """Show a quarter, half-year or year in figures."""
    return await _summary(visit, year or await working_year(visit.door), period)


@router.post("")
async def compile_summary(visit: Visitor) -> Response:
    """Have the summary compiled and kept."""
    given = typed(visit.form)
    asked = read(CompileSummary, {name: given[name] for name in ("year", "period") if name in given})
    try:
        kept = await clients.compile_summary(visit.door, asked)
    except Refused as refusal:
        return await _summary(visit, asked.year, asked.period, beside_form("compile", refusal, visit.form))
    return await visit.go(f"/reports?year={kept.year}&period={kept.period}", f"Đã lập tổng hợp: {kept.period_label}.")


@router.get("/figures/{figure}.csv")
async def export(visit: Visitor, figure: str, year: int, period: Period) -> Response:
    """Return the rows a figure counts, as a table file."""
    table = await clients.figure_csv(visit.door, figure, year, period)
    named = f'attachment; filename="so-lieu-{period}-{year}.csv"'
    return Response(table, media_type="text/csv; charset=utf-8", headers={"content-disposition": named})


@router.get("/figures/{figure}")
async def rows(visit: Visitor, figure: str, year: int, period: Period, page: int = 1) -> HTMLResponse:
    """Show the rows a figure counts."""
    counted = await clients.figure(visit.door, figure, year=year, period=period, page=page)
    return await visit.show("reports/rows.html", counted=counted, asked={"year": year, "period": period})


async def _summary(visit: Visit, year: int, period: str, trouble: Trouble | None = None) -> HTMLResponse:
    shown = await clients.summary(visit.door, year, period)
    may_compile = visit.may(*COMPILERS)
    return await visit.show("reports/summary.html", trouble, summary=shown, may_compile=may_compile)
