"""Filing by a sheet (nộp theo bảng tính): every row is checked first, and all rows are filed or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans import queries
from services.plans.commands.filings import file
from services.plans.domain import check_document, take_filing_step
from services.plans.domain.sheets import Cells, day_written, sheet_rows
from services.plans.models import FilingRow, UnitRow
from shared import clock
from shared.api.lifecycle import SheetRow, SheetView
from shared.api.plans import FilingStep
from shared.errors import Refused
from shared.events.plans import Channel
from shared.identity import Identity
from shared.roles import Role
from shared.spelling import fold

HEADINGS = ("Mã đơn vị", "Tên đơn vị", "Mã loại", "Loại báo cáo, kế hoạch", "Số, ký hiệu", "Ngày văn bản")
"""The columns of the sheet; a unit and a duty may be given by code or by name."""


class SheetFaulty(Refused):
    """A row of the sheet cannot be filed, so none was."""

    message = "Bảng còn dòng chưa hợp lệ nên chưa ghi nhận dòng nào."


@dataclass(frozen=True, slots=True)
class _Known:
    """What the rows are checked against, read once for the whole sheet."""

    units: Mapping[str, str]  # by code and by folded name
    duties: Mapping[str, str]
    filings: Mapping[tuple[str, str], FilingRow]


async def read_sheet(session: AsyncSession, plan_id: UUID, content: bytes, who: Identity) -> SheetView:
    """Return every row of a sheet with what it files or why it cannot."""
    await queries.plan(session, plan_id)
    rows = sheet_rows(content, HEADINGS)
    known = await _known(session, plan_id)
    seen: set[UUID] = set()
    shown = tuple(_checked(line, cells, known, who, seen) for line, cells in rows)
    faulty = sum(bool(row.faults) for row in shown)
    return SheetView(rows=shown, valid=len(shown) - faulty, faulty=faulty, is_filed=False)


async def file_sheet(session: AsyncSession, plan_id: UUID, content: bytes, who: Identity) -> SheetView:
    """File every row of a sheet; raises SheetFaulty with each fault and its line where one cannot be filed."""
    view = await read_sheet(session, plan_id, content, who)
    if faults := [f"Dòng {row.line}: {fault}" for row in view.rows for fault in row.faults]:
        raise SheetFaulty(details=faults)
    for row in view.rows:
        assert row.filing_id is not None, "a row without faults names its filing"
        document = FilingStep(reference=row.reference, dated_on=day_written(row.dated_on))
        await file(session, row.filing_id, document, who, Channel.WEB, name=_step(who))
    return view.model_copy(update={"is_filed": True})


async def blank_sheet(session: AsyncSession, plan_id: UUID, who: Identity) -> Sequence[Sequence[str]]:
    """Return the sheet of what is still owed, for a person to fill in."""
    known = await _known(session, plan_id)
    names = {row.unit_id: row.name for row in await session.scalars(select(UnitRow))}
    duties = {row.code: row.name for row in await queries.duties_of(session, plan_id)}
    owed = [
        (unit_id, names[unit_id], code, duties.get(code, code), "", "")
        for (unit_id, code), row in sorted(known.filings.items())
        if row.state in {"due", "returned"} and who.unit_id in {None, unit_id}
    ]
    return [HEADINGS, *owed]


async def _known(session: AsyncSession, plan_id: UUID) -> _Known:
    units = (await session.scalars(select(UnitRow))).all()
    duties = await queries.duties_of(session, plan_id)
    filings = await session.scalars(select(FilingRow).where(FilingRow.plan_id == plan_id))
    return _Known(
        {fold(unit.name): unit.unit_id for unit in units} | {unit.unit_id: unit.unit_id for unit in units},
        {fold(duty.name): duty.code for duty in duties} | {duty.code: duty.code for duty in duties},
        {(row.unit_id, row.duty): row for row in filings},
    )


def _checked(line: int, cells: Cells, known: _Known, who: Identity, seen: set[UUID]) -> SheetRow:
    unit, duty = cells["Mã đơn vị"] or cells["Tên đơn vị"], cells["Mã loại"] or cells["Loại báo cáo, kế hoạch"]
    unit_id = known.units.get(unit) or known.units.get(fold(unit))
    code = known.duties.get(duty) or known.duties.get(fold(duty))
    filing = known.filings.get((unit_id or "", code or ""))
    faults = [
        *([] if unit_id else [f"không có đơn vị “{unit}”."]),
        *([] if code else [f"không có loại báo cáo, kế hoạch “{duty}”."]),
        *_row_faults(cells, filing, who, seen, is_named=bool(unit_id and code)),
    ]
    return SheetRow(
        line=line,
        unit=unit,
        duty=duty,
        reference=cells["Số, ký hiệu"],
        dated_on=cells["Ngày văn bản"],
        filing_id=None if filing is None else filing.filing_id,
        faults=tuple(faults),
    )


def _row_faults(
    cells: Cells, filing: FilingRow | None, who: Identity, seen: set[UUID], *, is_named: bool
) -> Sequence[str]:
    dated_on: date | None = day_written(cells["Ngày văn bản"])
    faults = [
        *_refusal(check_document, cells["Số, ký hiệu"], dated_on, clock.today()),
    ]
    if is_named and filing is None:
        faults.append("đơn vị không phải nộp loại này.")
    if filing is not None:
        faults += _refusal(who.require_unit, filing.unit_id)
        faults += _refusal(take_filing_step, filing.state, _step(who), who.roles)
        if filing.filing_id in seen:
            faults.append("trùng với một dòng ở trên.")
        seen.add(filing.filing_id)
    return faults


def _refusal(check: object, *arguments: object) -> Sequence[str]:
    """Return the sentence a check refuses with; nothing where it passes."""
    assert callable(check)
    try:
        check(*arguments)
    except Refused as refusal:
        return [refusal.message[:1].lower() + refusal.message[1:]]
    return []


def _step(who: Identity) -> str:
    return "file" if Role.UNIT_OFFICER in who.roles else "record"
