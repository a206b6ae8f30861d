"""What the gateway may ask of reporting: figures, the rows behind them, and summaries to keep."""

from datetime import date
from typing import Annotated

import uuid_utils.compat
from fastapi import APIRouter, Depends, Query, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.domain import Period
from services.reporting.exports import sheet
from services.reporting.figures import AWARDS, FILINGS, GROUPS, NOMINATIONS, named
from services.reporting.models import SummaryRow
from services.reporting.queries import Scope, count, number_of_rows, quarters, rows
from shared import clock, words
from shared.api.reporting import CompileSummary, FigureGroup, FigureRows, OverviewView, SummaryView
from shared.db import Db
from shared.events.reporting import ReportCompiled
from shared.identity import Caller
from shared.messaging.outbox import tell
from shared.roles import Role

Year = Annotated[int, Query(ge=2000, le=2100)]
AsOf = Annotated[date | None, Query(ge=date(2000, 1, 1), le=date(2101, 12, 31))]
"""A route parameter: the day as of which figures are asked, for a report made again as it stood then."""


def _scope(year: Year, period: str, caller: Caller, as_of: AsOf = None) -> Scope:
    return Scope(Period(year, period), caller.unit_id, as_of)


def _slice(page: Annotated[int, Query(ge=1)] = 1, size: Annotated[int, Query(ge=1, le=200)] = 50) -> tuple[int, int]:
    return page, size


Asked = Annotated[Scope, Depends(_scope)]
"""A route parameter: the period asked for; a unit's officer is kept to the unit's own rows."""

Slice = Annotated[tuple[int, int], Depends(_slice)]
"""A route parameter: the page and how many rows it has."""

router = APIRouter()


@router.get("/overview")
async def overview(year: Year, caller: Caller, db: Db) -> OverviewView:
    """Answer the year at a glance; a unit's officer sees the unit's own filings, dossiers and awards."""
    whole = Scope(Period(year, "Y"), caller.unit_id)
    async with db.transaction() as session:
        return OverviewView(
            year=year,
            quarters=await quarters(session, year),
            filings=await count(session, GROUPS[FILINGS], whole),
            nominations=await count(session, GROUPS[NOMINATIONS], whole),
            awards=await count(session, GROUPS[AWARDS], whole),
        )


@router.get("/summary")
async def summary(asked: Asked, db: Db) -> SummaryView:
    """Answer a period in figures, as they stand now or as they stood on a day."""
    async with db.transaction() as session:
        return await _summary(session, asked)


@router.get("/figures/{figure}.csv")
async def export(figure: str, asked: Asked, db: Db) -> Response:
    """Answer every row behind a figure as a sheet."""
    chosen = named(figure)
    async with db.transaction() as session:
        found = await rows(session, chosen, asked)
    body = sheet.write((column.heading for column in chosen.listing.columns), (row.cells for row in found))
    disposition = f'attachment; filename="{figure}-{asked.period.year}-{asked.period.code}.csv"'
    return Response(body, media_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition})


@router.get("/figures/{figure}")
async def list_rows(figure: str, asked: Asked, part: Slice, db: Db) -> FigureRows:
    """Answer one page of the rows behind a figure."""
    chosen = named(figure)
    page, size = part
    async with db.transaction() as session:
        total = await number_of_rows(session, chosen, asked)
        found = await rows(session, chosen, asked, limit=size, offset=(page - 1) * size)
    return FigureRows(
        figure=figure,
        label=chosen.label,
        columns=tuple(column.heading for column in chosen.listing.columns),
        rows=found,
        total=total,
        page=page,
        size=size,
    )


@router.post("/summaries", status_code=201)
async def compile_summary(asked: CompileSummary, caller: Caller, db: Db) -> SummaryView:
    """Keep a period's figures as they stand now, and say that it was compiled."""
    caller.require(Role.APPRAISER, Role.LEADER)
    whole = Scope(Period(asked.year, asked.period))
    async with db.transaction() as session:
        view = await _summary(session, whole)
        kept = SummaryRow(
            report_id=uuid_utils.compat.uuid7(),
            year=view.year,
            period=view.period,
            as_of=view.as_of,
            compiled_on=clock.today(),
            compiled_by=caller.user,
            summary=view.model_dump(mode="json"),
        )
        session.add(kept)
        compiled = ReportCompiled(
            report_id=kept.report_id,
            year=kept.year,
            period=kept.period,
            as_of=kept.as_of,
            compiled_on=kept.compiled_on,
        )
        tell(session, kept, compiled)
    return view


async def _summary(session: AsyncSession, scope: Scope) -> SummaryView:
    period = scope.period
    groups = [
        FigureGroup(title=title, figures=await count(session, figures, scope)) for title, figures in GROUPS.items()
    ]
    return SummaryView(
        year=period.year,
        period=period.code,
        period_label=words.capital(words.period(period.code, period.year)),
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        as_of=scope.as_of or clock.today(),
        groups=tuple(groups),
    )
