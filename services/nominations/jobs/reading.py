"""Reads sheets of dossiers in the background, chunk by chunk, so that progress is seen and nobody waits."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.domain.sheets import SHEET_STEPS, SheetState
from services.nominations.domain.steps import by_itself
from services.nominations.importer.columns import SEARCHED_ROWS, Table, guess
from services.nominations.importer.lines import Line, Reader
from services.nominations.models.dossiers import HeadingRow, SheetLineRow, SheetRow
from services.nominations.queries.stored import path_of
from shared import log
from shared.db import Database, driver
from shared.messaging.failures import WEATHER, is_around_us
from shared.settings import Settings
from shared.sheets import Row, SheetUnreadable, rows_of

EVERY = 1.0
CHUNK = 5_000
"""Rows written at once; after each chunk the progress is seen."""

_HEAD = SEARCHED_ROWS + 60
_COLUMNS = ("sheet_id", "row", "award", "subject_kind", "subject_name", "year", "mode", "facts", "faults")
_MARK_KNOWN = text(
    """
    UPDATE sheet_lines AS l
    SET faults = ARRAY['Đơn vị đã có hồ sơ này: cùng tên, danh hiệu và năm.']
    FROM (
      SELECT n.subject_name, n.award, n.year FROM nominations n
      WHERE n.unit_id = :unit_id AND n.state NOT IN ('withdrawn', 'rejected', 'revoked')
      UNION
      SELECT d.subject_name, d.award, d.year FROM drafts d WHERE d.unit_id = :unit_id
    ) AS k
    WHERE l.sheet_id = :sheet_id AND l.faults = '{}'
      AND (l.subject_name, l.award, l.year) = (k.subject_name, k.award, k.year)
    """
)

_logger = log.logger("sheets")


@dataclass
class Open:
    """A sheet being read: its rows still to come, and what reads them."""

    sheet_id: UUID
    unit_id: str
    rows: Iterator[tuple[int, Row]]
    reader: Reader

    def chunk(self) -> list[Line]:
        """Return the next lines; none at the end."""
        lines: list[Line] = []
        for number, row in self.rows:
            line = self.reader.read(number, row)
            if line is not None:
                lines.append(line)
                if len(lines) == CHUNK:
                    break
        return lines


async def read_forever(database: Database, _settings: Settings) -> None:
    """Read every sheet that comes, until cancelled."""
    while True:
        try:
            await read_waiting(database)
        except WEATHER as error:
            if not is_around_us(error):
                raise
            _logger.warning("reading waits for the database", error=repr(error))
        await asyncio.sleep(EVERY)


async def read_waiting(database: Database) -> int:
    """Read every sheet that waits, oldest first; return how many."""
    waiting = select(SheetRow.sheet_id).where(SheetRow.state == SheetState.READING).order_by(SheetRow.made_at)
    async with database.transaction() as session:
        found = list(await session.scalars(waiting))
    for sheet_id in found:
        await read(database, sheet_id)
    return len(found)


async def read(database: Database, sheet_id: UUID) -> None:
    """Read one sheet into lines; after a crash it is read from its beginning."""
    try:
        sheet = await _open(database, sheet_id)
        coming = asyncio.create_task(asyncio.to_thread(sheet.chunk))
        while lines := await coming:
            coming = asyncio.create_task(asyncio.to_thread(sheet.chunk))  # read while these are written
            await _write(database, sheet_id, lines)
    except SheetUnreadable as error:
        await _end(database, sheet_id, "sheet_unreadable", error.message)
    else:
        await _end(database, sheet_id, "sheet_read", "")


async def _open(database: Database, sheet_id: UUID) -> Open:
    async with database.transaction() as session:
        sheet = await session.get_one(SheetRow, sheet_id)
        await session.execute(delete(SheetLineRow).where(SheetLineRow.sheet_id == sheet_id))
        remembered = await session.execute(
            select(HeadingRow.heading, HeadingRow.field).where(HeadingRow.unit_id == sheet.unit_id)
        )
        head, rows = await asyncio.to_thread(_begin, sheet.sha256)
        table = guess([row for _, row in head], {one.heading: one.field for one in remembered})
        chosen = {int(number): field for number, field in sheet.columns.items()} or dict(table.columns)
        _note(sheet, table, chosen)
        body = (one for one in chain(head, rows) if one[0] > table.heading_row + 1)
        return Open(sheet_id, sheet.unit_id, body, Reader(chosen, sheet.fixed))


def _begin(sha256: str) -> tuple[list[tuple[int, Row]], Iterator[tuple[int, Row]]]:
    """Return the first rows of a sheet with their numbers as a spreadsheet shows them, and the rest to come."""
    rows = _rows(path_of(sha256))
    return list(islice(rows, _HEAD)), rows


def _rows(path: Path) -> Iterator[tuple[int, Row]]:
    with path.open("rb") as file:
        yield from rows_of(file)


def _note(sheet: SheetRow, table: Table, chosen: dict[int, str]) -> None:
    sheet.headings = list(table.headings)
    sheet.columns = {str(number): field for number, field in chosen.items()}
    sheet.done = sheet.faulty = sheet.rows = 0


async def _write(database: Database, sheet_id: UUID, lines: Sequence[Line]) -> None:
    """Write a chunk with COPY and show the progress, in one transaction."""
    async with database.transaction() as session:
        connection = await driver(await session.connection())
        await connection.copy_records_to_table("sheet_lines", records=_records(sheet_id, lines), columns=_COLUMNS)
        sheet = await session.get_one(SheetRow, sheet_id)
        sheet.done += len(lines)


def _records(sheet_id: UUID, lines: Sequence[Line]) -> Iterator[tuple[Any, ...]]:
    for line in lines:
        facts = orjson.dumps(line.facts).decode()
        yield (
            *(sheet_id, line.row, line.award, line.subject_kind, line.subject_name, line.year, line.mode),
            *(facts, line.faults),
        )


async def _end(database: Database, sheet_id: UUID, step: str, fault: str) -> None:
    async with database.transaction() as session:
        sheet = await session.get_one(SheetRow, sheet_id)
        sheet.state = by_itself(SHEET_STEPS, sheet.state, step).target
        sheet.fault = fault
        sheet.version += 1
        await session.execute(_MARK_KNOWN, {"unit_id": sheet.unit_id, "sheet_id": sheet_id})
        sheet.rows = await _count(session, sheet_id, is_faulty=False)
        sheet.faulty = await _count(session, sheet_id, is_faulty=True)


async def _count(session: AsyncSession, sheet_id: UUID, *, is_faulty: bool) -> int:
    lines = select(func.count()).select_from(SheetLineRow).where(SheetLineRow.sheet_id == sheet_id)
    return await session.scalar(lines.where(SheetLineRow.faults != []) if is_faulty else lines) or 0
