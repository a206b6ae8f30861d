"""Who has filed what: the matrix, a unit's own filings, one filing (kế hoạch, báo cáo phải nộp)."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from services.gateway import clients
from services.gateway.clients import lifecycle, organisation
from services.gateway.pages.forms import Trouble, Unreadable, beside_form, read_step
from services.gateway.pages.organisation import folded
from services.gateway.pages.rendering import day
from services.gateway.pages.upload import carried, document, uncarried
from services.gateway.pages.visit import Visit, Visitor
from services.gateway.pages.words import FILING_STATES
from services.gateway.pages.years import working_year
from shared.api.lifecycle import SheetView
from shared.api.plans import FilingStep, FilingView, MatrixRow, MatrixView, PlanSummary
from shared.errors import NotFound, Refused
from shared.events.plans import Duty
from shared.roles import Role
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
    labels = _labels(whole)
    duties = _duties(labels, asked)
    return await visit.show(
        "filings/matrix.html",
        plans=[(plan.plan_id, f"{plan.year}: {plan.symbol}") for plan in plans],
        whole=whole,
        asked=asked,
        rows=tuple(_matching(whole, asked)),
        duties=duties,
        labels=labels,
        headings=[labels[duty] for duty in duties],
        named_duties=list(labels.items()),
        states=FILING_STATES,
        counts=_counts(whole, labels),
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
    labels = _labels(whole)
    table = _table_file(_matching(whole, asked), {duty: labels[duty] for duty in _duties(labels, asked)})
    return Response(table, media_type="text/csv; charset=utf-8", headers={"content-disposition": named})


@router.get("/own")
async def own(visit: Visitor, page: int = 1) -> HTMLResponse:
    """List what the officer's unit owes and has sent."""
    if visit.identity.unit_id is None:
        raise NotFound
    asked = await visit.filters("state")
    owed = await clients.filings(visit.door, unit_id=visit.identity.unit_id, **asked, page=page, size=SIZE)
    return await visit.show("filings/own.html", filings=owed, asked=asked, states=FILING_STATES)


@router.get("/heads")
async def heads(visit: Visitor, year: int | None = None) -> HTMLResponse:
    """List how each unit and its head kept the filings of a year: filed, late, missing."""
    chosen = year or await working_year(visit.door)
    accounts = await organisation.heads(visit.door, chosen)
    only = visit.request.query_params.get("only", "")
    shown = [one for one in accounts if not only or getattr(one, {"late": "late"}.get(only, "missing"))]
    return await visit.show("filings/heads.html", year=chosen, accounts=shown, only=only)


@router.get("/sheet")
async def sheet(visit: Visitor) -> HTMLResponse:
    """Show the form that takes a sheet of filings."""
    return await _sheet(visit)


@router.get("/sheet/blank.csv")
async def blank_sheet(visit: Visitor, plan_id: UUID) -> Response:
    """Return the sheet of what is still owed, to be filled in."""
    table = await lifecycle.blank_sheet(visit.door, plan_id)
    headers = {"content-disposition": 'attachment; filename="bang-nop-ke-hoach-bao-cao.csv"'}
    return Response(table, media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/sheet")
async def preview_sheet(visit: Visitor) -> HTMLResponse:
    """Show what each row of a sheet would file; nothing is filed."""
    try:
        plan_id = _plan_of(visit)
        _, content = await document(visit.form, "Vui lòng chọn tệp Excel hoặc CSV.")
        understood = await lifecycle.take_sheet(visit.door, plan_id, content, confirm=False)
    except Refused as refusal:
        return await _sheet(visit, beside_form("sheet", refusal, visit.form))
    return await _sheet(visit, understood=understood, plan_id=plan_id, content=content)


@router.post("/sheet/confirm")
async def file_sheet(visit: Visitor) -> Response:
    """File all the rows that were previewed, or none."""
    try:
        plan_id, content = _plan_of(visit), uncarried(visit.form)
        done = await lifecycle.take_sheet(visit.door, plan_id, content, confirm=True)
    except Refused as refusal:
        return await _sheet(visit, beside_form("sheet", refusal, visit.form))
    if not done.is_filed:
        return await _sheet(visit, understood=done, plan_id=plan_id, content=content)
    return await visit.go("/filings", f"Đã ghi nhận {done.valid} kế hoạch, báo cáo.")


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
    shown = await clients.filing(visit.door, filing_id)
    lines = await lifecycle.filing_journal(visit.door, filing_id)
    return await visit.show("filings/filing.html", trouble, filing=shown, lines=lines)


async def _sheet(
    visit: Visit,
    trouble: Trouble | None = None,
    *,
    understood: SheetView | None = None,
    plan_id: UUID | None = None,
    content: bytes = b"",
) -> HTMLResponse:
    visit.identity.require(Role.UNIT_OFFICER, Role.APPRAISER)
    plans = [plan for plan in await _plans(visit) if plan.state in {"issued", "amended"}]
    return await visit.show(
        "filings/sheet.html",
        trouble,
        plans=[(plan.plan_id, f"{plan.year}: {plan.symbol}") for plan in plans],
        plan_id=plan_id or (plans[0].plan_id if plans else None),
        understood=understood,
        carried=carried(content),
    )


def _plan_of(visit: Visit) -> UUID:
    try:
        return UUID(str(visit.form.get("plan_id", "")))
    except ValueError as error:
        raise Unreadable(details=["Kế hoạch: chưa chọn."]) from error


async def _plans(visit: Visit) -> Sequence[PlanSummary]:
    return sorted(await clients.plans(visit.door), key=lambda plan: plan.year, reverse=True)


def _chosen(plans: Sequence[PlanSummary], asked: Mapping[str, str]) -> UUID:
    """Return the plan that was asked for, or the latest one."""
    return next((plan.plan_id for plan in plans if str(plan.plan_id) == asked.get("plan_id")), plans[0].plan_id)


def _labels(whole: MatrixView) -> dict[str, str]:
    """Return what the plan asks units to file, by code; the customary three where the owner names none."""
    named = whole.duty_labels or {duty.value: FILINGS[duty] for duty in Duty}
    return {code: capital(name) for code, name in named.items()}


def _duties(labels: Mapping[str, str], asked: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(duty for duty in labels if asked.get("duty") in {None, "", duty})


def _counts(whole: MatrixView, labels: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """Return how many filings of each duty are in each state, and how many are overdue."""
    return {duty: {**whole.counts.get(duty, {}), OVERDUE: _overdue(whole, duty)} for duty in labels}


def _overdue(whole: MatrixView, duty: str) -> int:
    return sum(cell.is_overdue for row in whole.rows if (cell := row.cells.get(duty)) is not None)


def _matching(whole: MatrixView, asked: Mapping[str, str]) -> Iterator[MatrixRow]:
    sought = folded(asked.get("q", ""))
    for row in whole.rows:
        shown = (cell for duty, cell in row.cells.items() if asked.get("duty") in {None, "", duty})
        cells = [cell for cell in shown if cell is not None]
        if (
            asked.get("cluster", row.cluster_name) == row.cluster_name
            and sought in folded(row.unit_name)
            and ("state" not in asked or any(_is_in(cell, asked["state"]) for cell in cells))
        ):
            yield row


def _is_in(cell: FilingView, state: str) -> bool:
    return cell.is_overdue if state == OVERDUE else cell.state == state


def _table_file(rows: Iterator[MatrixRow], duties: Mapping[str, str]) -> str:
    """Return *rows* for a spreadsheet: a UTF-8 mark, and no cell that a spreadsheet would take for a formula."""
    text = io.StringIO()
    text.write("\ufeff")
    writer = csv.writer(text)
    writer.writerow(["STT", "Đơn vị", "Cụm, khối", *duties.values()])
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
