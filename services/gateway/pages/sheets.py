"""Dossiers from a spreadsheet: sent, its columns understood or chosen, looked at, taken over whole (nhập Excel)."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from services.gateway import clients
from services.gateway.clients import dossiers
from services.gateway.pages.documents import SHEET, attached, pieces, sent_file
from services.gateway.pages.forms import NotConfirmed, Trouble, beside_form, read, typed
from services.gateway.pages.options import MODE, SUBJECTS
from services.gateway.pages.visit import Visit, Visitor
from shared.api.dossiers import SheetColumns, SheetTakeOver
from shared.api.nominations import AwardView
from shared.errors import Refused
from shared.roles import Role

FIELDS = (
    ("subject_name", "Họ và tên (tên tập thể)"),
    ("award", "Danh hiệu, hình thức khen thưởng đề nghị"),
    ("subject_kind", "Đối tượng"),
    ("year", "Năm"),
    ("mode", "Loại hình khen thưởng"),
)
"""What any column may hold; the facts of the awards come after them."""

SAID = ("award", "year", "mode", "subject_kind")
SHOWN = 50

router = APIRouter(prefix="/nominations/sheets")


@router.get("")
async def sheets(visit: Visitor) -> HTMLResponse:
    """List the unit's sheets, and show the form that takes one."""
    return await _sheets(visit)


@router.get("/template.xlsx")
async def template(visit: Visitor, award: str = "") -> Response:
    """Give the workbook to fill in."""
    return attached(await dossiers.sheet_template(visit.door, award), "mau-nhap-ho-so.xlsx", SHEET)


@router.post("")
async def send(visit: Visitor) -> Response:
    """Hand a sheet through; it is read in the background."""
    try:
        file = sent_file(visit.form, "file")
        said = {name: text for name, text in typed(visit.form).items() if name in SAID and text}
        sent = await dossiers.send_sheet(visit.door, pieces(file), name=file.filename or "", **said)
    except Refused as refusal:
        return await _sheets(visit, beside_form("send", refusal, visit.form))
    return await visit.go(f"/nominations/sheets/{sent.sheet_id}")


@router.get("/{sheet_id}")
async def sheet(
    visit: Visitor, sheet_id: UUID, *, after: Annotated[int, Query(ge=0)] = 0, faulty: str = ""
) -> HTMLResponse:
    """Show how far a sheet has come, what its columns hold, and its rows."""
    return await _sheet(visit, sheet_id, after=after, faulty=faulty)


@router.post("/{sheet_id}/columns")
async def choose(visit: Visitor, sheet_id: UUID) -> Response:
    """Say what the columns hold, and have the sheet read again."""
    try:
        chosen = {
            name.removeprefix("column."): text
            for name, text in typed(visit.form).items()
            if name.startswith("column.") and text
        }
        await dossiers.choose_columns(visit.door, sheet_id, read(SheetColumns, {"columns": chosen}))
    except Refused as refusal:
        return await _sheet(visit, sheet_id, beside_form("columns", refusal, visit.form))
    return await visit.go(f"/nominations/sheets/{sheet_id}", "Đang đọc lại tệp theo các cột đã chọn.")


@router.post("/{sheet_id}/take-over")
async def take_over(visit: Visitor, sheet_id: UUID) -> Response:
    """Make every row a draft, or none."""
    try:
        if "confirmed" not in visit.form:
            raise NotConfirmed
        given = {name: text for name, text in typed(visit.form).items() if name in {"round_id", "version"} and text}
        taken = await dossiers.take_over_sheet(visit.door, sheet_id, read(SheetTakeOver, given))
    except Refused as refusal:
        return await _sheet(visit, sheet_id, beside_form("take-over", refusal, visit.form))
    return await visit.go("/nominations/drafts", f"Đã nhập {taken.rows} dòng thành hồ sơ đang lập.")


def _fields(awards: tuple[AwardView, ...]) -> list[tuple[str, str]]:
    facts = {f"fact.{box.name}": box.label for award in awards for box in award.fields}
    return [*FIELDS, *sorted(facts.items(), key=lambda one: one[1])]


async def _sheets(visit: Visit, trouble: Trouble | None = None) -> HTMLResponse:
    visit.identity.require(Role.UNIT_OFFICER)
    return await visit.show(
        "nominations/sheets.html",
        trouble,
        sheets=await dossiers.sheets(visit.door),
        awards=[(one.code, one.name) for one in await clients.awards(visit.door)],
        modes=MODE,
        subjects=SUBJECTS,
    )


async def _sheet(
    visit: Visit, sheet_id: UUID, trouble: Trouble | None = None, *, after: int = 0, faulty: str = ""
) -> HTMLResponse:
    shown = await dossiers.sheet(visit.door, sheet_id)
    narrowed = {"is_faulty": faulty} if faulty in {"true", "false"} else {}
    is_read = shown.state in {"read", "taken"}
    return await visit.show(
        "nominations/sheet.html",
        trouble,
        sheet=shown,
        columns={number: field for number, field, _ in shown.columns},
        fields=_fields(await clients.awards(visit.door)) if is_read else (),
        lines=await dossiers.sheet_lines(visit.door, sheet_id, after=after, size=SHOWN, **narrowed) if is_read else (),
        rounds=[(one.round_id, one.name) for one in await dossiers.rounds(visit.door) if one.state == "open"],
        faulty=faulty,
        after=after,
    )
