"""Taking a sheet of dossiers in: read in the background with progress, then taken over as a whole or not at all."""

from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from services.nominations.commands.files import Stored
from services.nominations.domain.sheets import SHEET_STEPS, RowsFaulty, SheetState, check_columns
from services.nominations.importer.columns import labels
from services.nominations.models.dossiers import HeadingRow, SheetLineRow, SheetRow
from shared import clock
from shared.errors import NotFound, SomeoneWasFaster
from shared.identity import Identity
from shared.sheets import SheetUnreadable
from shared.spelling import fold
from shared.steps import take

_SHOWN_FAULTS = 20
_TAKE_OVER = text(
    """
    INSERT INTO drafts (draft_id, unit_id, award, subject_kind, subject_name, year, mode, facts, documents, round_id,
                        origin, saved_by, saved_at, version)
    SELECT gen_random_uuid(), :unit_id, award, subject_kind, subject_name, year, mode, facts, '{}', :round_id,
           :origin, :by, :at, 1
    FROM sheet_lines WHERE sheet_id = :sheet_id ORDER BY row
    """
)


def require_workbook(stored: Stored) -> None:
    """Refuse a file that is no workbook."""
    if not stored.name.lower().endswith((".xlsx", ".xls", ".ods")):
        raise SheetUnreadable


def begin(session: AsyncSession, unit_id: str, stored: Stored, fixed: dict[str, str], caller: Identity) -> SheetRow:
    """Keep a sheet that is to be read."""
    row = SheetRow(
        sheet_id=uuid7(),
        unit_id=unit_id,
        name=stored.name,
        sha256=stored.sha256,
        made_by=caller.name,
        made_at=clock.now(),
        state=SheetState.READING,
        columns={},
        headings=[],
        fixed=fixed,
        rows=0,
        done=0,
        faulty=0,
        fault="",
        version=1,
    )
    session.add(row)
    return row


def read_again(row: SheetRow, columns: dict[int, str], caller: Identity) -> None:
    """Read a sheet once more, with the columns a person chose."""
    step = take(SHEET_STEPS, row.state, "read_again", caller.roles)
    check_columns(columns, labels())
    row.columns = {str(number): field for number, field in columns.items()}
    row.state, row.done, row.faulty, row.rows = step.target, 0, 0, 0
    row.version += 1


async def take_over(
    session: AsyncSession, row: SheetRow, round_id: UUID | None, version: int | None, caller: Identity
) -> None:
    """Make every row of a sheet a draft, or none: a single faulty row keeps all of them back."""
    if version not in {None, row.version}:
        raise SomeoneWasFaster
    step = take(SHEET_STEPS, row.state, "take_over", caller.roles)
    if row.faulty or not row.rows:
        raise RowsFaulty(details=await _first_faults(session, row))
    values = {"sheet_id": row.sheet_id, "unit_id": row.unit_id, "round_id": round_id, "origin": origin_of(row)}
    await session.execute(_TAKE_OVER, values | {"by": caller.name, "at": clock.now()})
    await _remember(session, row)
    row.state = step.target
    row.version += 1


def origin_of(row: SheetRow) -> str:
    """Return where the drafts of a sheet say they come from."""
    return f"sheet:{row.sheet_id}"


async def _first_faults(session: AsyncSession, row: SheetRow) -> list[str]:
    lines = await session.scalars(
        select(SheetLineRow)
        .where(SheetLineRow.sheet_id == row.sheet_id, SheetLineRow.faults != [])
        .order_by(SheetLineRow.row)
        .limit(_SHOWN_FAULTS)
    )
    faults = [f"Dòng {line.row}: {'; '.join(line.faults)}" for line in lines]
    return faults or ["Tệp không có dòng nào."]


async def _remember(session: AsyncSession, row: SheetRow) -> None:
    """Remember what the unit means by its headings."""
    meant = {
        fold(row.headings[int(number)]): field
        for number, field in row.columns.items()
        if int(number) < len(row.headings) and fold(row.headings[int(number)])
    }
    if meant:
        values = [{"unit_id": row.unit_id, "heading": heading, "field": field} for heading, field in meant.items()]
        put = insert(HeadingRow).values(values)
        await session.execute(
            put.on_conflict_do_update(index_elements=["unit_id", "heading"], set_={"field": put.excluded.field})
        )


async def sheet_of(session: AsyncSession, sheet_id: UUID, *, is_locked: bool = False) -> SheetRow:
    """Return a sheet, or refuse."""
    row = await session.get(SheetRow, sheet_id, with_for_update=is_locked)
    if row is None:
        raise NotFound("Không tìm thấy tệp nhập.")
    return row
