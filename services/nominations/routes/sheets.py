"""Sheets of dossiers: sent, read in the background, looked at, taken over as a whole."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy import select

from services.nominations.commands import files, sheets
from services.nominations.commands.rounds import round_of
from services.nominations.domain.sheets import SHEET_LABELS
from services.nominations.importer.columns import labels
from services.nominations.importer.template import template
from services.nominations.models.dossiers import SheetLineRow, SheetRow
from services.nominations.routes.scope import own_unit
from services.nominations.rules import catalogue
from shared import clock
from shared.api.dossiers import SheetColumns, SheetLine, SheetTakeOver, SheetView
from shared.db import Db
from shared.identity import Caller

router = APIRouter()

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/sheets/template")
async def empty_sheet(_: Caller, *, award: str = "") -> Response:
    """Hand out an empty workbook with the headings of a list and of what the award asks for."""
    headers = {"content-disposition": 'attachment; filename="mau-nhap-ho-so.xlsx"'}
    return Response(template(catalogue().award(award)), media_type=_XLSX, headers=headers)


@router.post("/sheets", status_code=201)
async def send(  # noqa: PLR0913 - what holds for every row comes with the sheet
    request: Request,
    caller: Caller,
    db: Db,
    *,
    name: Annotated[str, Query(max_length=1000)],
    award: str = "",
    year: Annotated[int | None, Query(ge=1, le=9999)] = None,
    mode: str = "",
    subject_kind: str = "",
) -> SheetView:
    """Take a sheet in as it comes; it is read in the background."""
    unit_id = own_unit(caller, None)
    stored = await files.store(name, request.stream())
    sheets.require_workbook(stored)
    said = {"award": award, "year": str(year or ""), "mode": mode, "subject_kind": subject_kind}
    async with db.transaction() as session:
        row = sheets.begin(session, unit_id, stored, {name: value for name, value in said.items() if value}, caller)
        return _view(row)


@router.get("/sheets")
async def list_sheets(caller: Caller, db: Db) -> tuple[SheetView, ...]:
    """List the sheets of the caller's unit, newest first."""
    unit_id = own_unit(caller, None)
    async with db.transaction() as session:
        rows = await session.scalars(
            select(SheetRow).where(SheetRow.unit_id == unit_id).order_by(SheetRow.made_at.desc()).limit(100)
        )
        return tuple(map(_view, rows))


@router.get("/sheets/{sheet_id}")
async def one_sheet(sheet_id: UUID, caller: Caller, db: Db) -> SheetView:
    """Show how far a sheet has come and what its columns hold."""
    async with db.transaction() as session:
        row = await sheets.sheet_of(session, sheet_id)
        own_unit(caller, row.unit_id)
        return _view(row)


@router.get("/sheets/{sheet_id}/lines")
async def lines(  # noqa: PLR0913 - each narrows the list
    sheet_id: UUID,
    caller: Caller,
    db: Db,
    *,
    is_faulty: bool | None = None,
    after: int = 0,
    size: Annotated[int, Query(ge=1, le=200)] = 50,
) -> tuple[SheetLine, ...]:
    """Show the rows of a sheet after one of them: the valid, the faulty with the reasons, or all."""
    async with db.transaction() as session:
        row = await sheets.sheet_of(session, sheet_id)
        own_unit(caller, row.unit_id)
        wanted = select(SheetLineRow).where(SheetLineRow.sheet_id == sheet_id, SheetLineRow.row > after)
        if is_faulty is not None:
            wanted = wanted.where(SheetLineRow.faults != [] if is_faulty else SheetLineRow.faults == [])
        found = await session.scalars(wanted.order_by(SheetLineRow.row).limit(size))
        return tuple(map(_line, found))


@router.put("/sheets/{sheet_id}/columns")
async def choose(sheet_id: UUID, body: SheetColumns, caller: Caller, db: Db) -> SheetView:
    """Say what the columns hold, and have the sheet read again."""
    async with db.transaction() as session:
        row = await sheets.sheet_of(session, sheet_id, is_locked=True)
        own_unit(caller, row.unit_id)
        sheets.read_again(row, body.columns, caller)
        return _view(row)


@router.post("/sheets/{sheet_id}/take-over")
async def take_over(sheet_id: UUID, body: SheetTakeOver, caller: Caller, db: Db) -> SheetView:
    """Make every row of a sheet a draft, or none."""
    async with db.transaction() as session:
        row = await sheets.sheet_of(session, sheet_id, is_locked=True)
        own_unit(caller, row.unit_id)
        if body.round_id is not None:
            await round_of(session, body.round_id)
        await sheets.take_over(session, row, body.round_id, body.version, caller)
        return _view(row)


def _view(row: SheetRow) -> SheetView:
    words = labels()
    columns = tuple((int(number), field, words.get(field, field)) for number, field in row.columns.items())
    return SheetView(
        sheet_id=row.sheet_id,
        name=row.name,
        made_by=row.made_by,
        made_at=row.made_at.astimezone(clock.VIETNAM),
        state=row.state,
        state_label=SHEET_LABELS[row.state],
        headings=tuple(row.headings),
        columns=tuple(sorted(columns)),
        rows=row.rows,
        done=row.done,
        faulty=row.faulty,
        fault=row.fault,
        origin=sheets.origin_of(row),
        version=row.version,
    )


def _line(row: SheetLineRow) -> SheetLine:
    award = catalogue().award(row.award)
    return SheetLine(
        row=row.row,
        award=row.award,
        award_name=award.name if award else row.award,
        subject_kind=row.subject_kind,
        subject_name=row.subject_name,
        year=row.year,
        mode=row.mode,
        facts=row.facts,
        faults=tuple(row.faults),
    )
