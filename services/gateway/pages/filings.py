"""Who has filed what: the matrix, a unit's own filings, one filing (kế hoạch, báo cáo phải nộp)."""

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from services.gateway import clients
from services.gateway.pages.forms import Trouble, beside_form, read_step
from services.gateway.pages.rendering import day
from services.gateway.pages.visit import Visit, Visitor
from services.gateway.pages.words import FILING_STATES
from shared.api.plans import FilingStep, FilingView, MatrixRow, MatrixView, PlanSummary
from shared.errors import NotFound, Refused
from shared.events.plans import Duty
from shared.words import FILINGS, capital

FILTERS = ("plan_id", "cluster", "duty", "state", "q")
OVERDUE = "overdue"
SIZE = 20

router = APIRouter(prefix="/filings")


@router.get("")
async def matrix(visit: Visitor) -> Response:
    """Show every unit's filings under one plan; a unit's officer is shown their own."""
    if visit.identity.unit_id is not None:
        return await visit.go("/filings/own")
    asked = await visit.filters(*FILTERS)
    plans = await _plans(visit)
    if not plans:
        return await visit.show("filings/no_plan.html")
    whole = await clients.matrix(visit.door, _chosen(plans, asked))
    return await visit.show(
        "filings/matrix.html",
        plans=[(plan.plan_id, f"{plan.year}: {plan.symbol}") for plan in plans],
        whole=whole,
        asked=asked,
        rows=tuple(_matching(whole, asked)),
        duties=_duties(asked),
        headings=[capital(FILINGS[duty]) for duty in _duties(asked)],
        named_duties=[(duty.value, capital(FILINGS[duty])) for duty in Duty],
        states=FILING_STATES,
        counts=_counts(whole),
        clusters=[(name, name) for name in sorted({row.cluster_name for row in whole.rows})],
    )


@router.get("/export.csv")
async def export(visit: Visitor) -> Response:
    """Return the matrix as a table file, filtered as on the page."""
    asked = {name: text for name, text in visit.request.query_params.items() if name in FILTERS}
    plans = await _plans(visit)
    if not plans:
        raise NotFound
    whole = await clients.matrix(visit.door, _chosen(plans, asked))
    named = f'attachment; filename="bao-cao-don-vi-{whole.year}.csv"'
    table = _table_file(_matching(whole, asked), _duties(asked))
    return Response(table, media_type="text/csv; charset=utf-8", headers={"content-disposition": named})


@router.get("/own")
async def own(visit: Visitor, page: int = 1) -> HTMLResponse:
    """List what the officer's unit owes and has sent."""
    if visit.identity.unit_id is None:
        raise NotFound
    asked = await visit.filters("state")
    owed = await clients.filings(visit.door, unit_id=visit.identity.unit_id, **asked, page=page, size=SIZE)
    return await visit.show("filings/own.html", filings=owed, asked=asked, states=FILING_STATES)


@router.get("/{filing_id}")
async def filing(visit: Visitor, filing_id: UUID) -> HTMLResponse:
    """Show one filing and what may be done with it."""
    return await _filing(visit, filing_id)


@router.post("/{filing_id}/steps/{step}")
async def take_step(visit: Visitor, filing_id: UUID, step: str) -> Response:
    """Take a step of a filing."""
    try:
        taken = read_step(visit.form, FilingStep)
        changed = await clients.take_filing_step(visit.door, filing_id, step, taken)
    except Refused as refusal:
        return await _filing(visit, filing_id, beside_form(step, refusal, visit.form))
    return await visit.go(f"/filings/{filing_id}", f"Đã cập nhật: {changed.state_label}.")


async def _filing(visit: Visit, filing_id: UUID, trouble: Trouble | None = None) -> HTMLResponse:
    return await visit.show("filings/filing.html", trouble, filing=await clients.filing(visit.door, filing_id))


async def _plans(visit: Visit) -> Sequence[PlanSummary]:
    return sorted(await clients.plans(visit.door), key=lambda plan: plan.year, reverse=True)


def _chosen(plans: Sequence[PlanSummary], asked: Mapping[str, str]) -> UUID:
    """Return the plan that was asked for, or the latest one."""
    return next((plan.plan_id for plan in plans if str(plan.plan_id) == asked.get("plan_id")), plans[0].plan_id)


def _duties(asked: Mapping[str, str]) -> tuple[Duty, ...]:
    return tuple(duty for duty in Duty if asked.get("duty") in {None, "", duty})


def _counts(whole: MatrixView) -> dict[Duty, dict[str, int]]:
    """Return how many filings of each duty are in each state, and how many are overdue."""
    return {duty: {**whole.counts.get(duty, {}), OVERDUE: _overdue(whole, duty)} for duty in Duty}


def _overdue(whole: MatrixView, duty: Duty) -> int:
    return sum(cell.is_overdue for row in whole.rows if (cell := row.cells.get(duty)) is not None)


def _matching(whole: MatrixView, asked: Mapping[str, str]) -> Iterator[MatrixRow]:
    sought = _folded(asked.get("q", ""))
    for row in whole.rows:
        cells = [cell for duty in _duties(asked) if (cell := row.cells.get(duty)) is not None]
        if (
            asked.get("cluster", row.cluster_name) == row.cluster_name
            and sought in _folded(row.unit_name)
            and ("state" not in asked or any(_is_in(cell, asked["state"]) for cell in cells))
        ):
            yield row


def _is_in(cell: FilingView, state: str) -> bool:
    return cell.is_overdue if state == OVERDUE else cell.state == state


def _folded(text: str) -> str:
    """Return *text* in small letters without diacritics, as people type it in a hurry."""
    parted = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in parted if not unicodedata.combining(letter))


def _table_file(rows: Iterator[MatrixRow], duties: Sequence[Duty]) -> str:
    """Return *rows* for a spreadsheet: a UTF-8 mark, and no cell that a spreadsheet would take for a formula."""
    text = io.StringIO()
    text.write("\ufeff")
    writer = csv.writer(text)
    writer.writerow(["STT", "Đơn vị", "Cụm, khối", *(capital(FILINGS[duty]) for duty in duties)])
    for position, row in enumerate(rows, start=1):
        cells = (_cell(row.cells.get(duty)) for duty in duties)
        writer.writerow([position, *map(_plain, (row.unit_name, row.cluster_name, *cells))])
    return text.getvalue()


def _cell(filing: FilingView | None) -> str:
    if filing is None:
        return "Không phải nộp"
    late = " (quá hạn)" if filing.is_overdue else f" (trễ {filing.days_late} ngày)" if filing.days_late else ""
    received = f", {day(filing.received_at)}" if filing.received_at else ""
    return f"{filing.state_label}{received}{late}"


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
