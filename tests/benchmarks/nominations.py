"""What the nominations service costs at size: a sheet of 100,000 rows taken in, 100,000 subjects judged."""

import asyncio
import os
import random
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
from xlsxwriter import Workbook

from services.nominations.commands import sheets
from services.nominations.domain.sheets import SheetState
from services.nominations.jobs.reading import read
from services.nominations.models.dossiers import SheetRow
from services.nominations.queries.stored import path_of
from services.nominations.rules import Record, catalogue
from services.nominations.rules.record import Discipline, Held, Initiative, Rating
from shared import clock
from shared.db import Database
from shared.identity import Identity
from shared.roles import Role
from shared.settings import settings
from shared.sheets import rows_of
from tests.benchmarks.processes import UNIT, with_unit
from tests.benchmarks.stage import FOLDER, Stage

ROWS = 100_000
SUBJECTS = 100_000
RULESETS = ("RS-A", "RS-B", "RS-C", "RS-D")
OFFICER = Identity("officer", "Cán bộ đơn vị", frozenset({Role.UNIT_OFFICER}), UNIT)

_HEADINGS = ("STT", "Họ và tên", "Danh hiệu đề nghị", "Năm", "Đối tượng", "Xếp loại")
_AWARDS = ("Lao động tiên tiến", "CSTĐ cơ sở", "Chiến sĩ thi đua cơ sở", "LĐTT")
_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Hoàng", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô")
_MIDDLES = ("Văn", "Thị", "Hữu", "Đức", "Ngọc", "Minh", "Thanh", "Quốc", "Kim", "Xuân")
_GIVEN = ("An", "Bình", "Cường", "Dũng", "Hòa", "Hạnh", "Lan", "Mai", "Nam", "Phúc", "Quỳnh", "Sơn", "Thủy", "Yến")
_TABLE = "CREATE UNLOGGED TABLE bare (row integer, cells text[])"


async def importing(stage: Stage) -> float:
    """Return seconds from a sheet on the disk to a draft for each of its rows, looked at and confirmed."""
    async with _service(stage) as database:
        content = _sheet().read_bytes()
        place = path_of(sha256(content).hexdigest())
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        sheet_id = await _sent(database, place.name)
        begun = time.perf_counter()
        await read(database, sheet_id)
        async with database.transaction() as session:
            row = await sheets.sheet_of(session, sheet_id, is_locked=True)
            await sheets.take_over(session, row, None, None, OFFICER)
            assert row.rows == ROWS, "every row is a dossier"
        return time.perf_counter() - begun


async def copying(stage: Stage) -> float:
    """Return seconds to read the same sheet and COPY its cells into a bare table."""
    dsn = await stage.fresh_database("nominations")
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(_TABLE)
        begun = time.perf_counter()
        await connection.copy_records_to_table("bare", records=await asyncio.to_thread(_cells))
        return time.perf_counter() - begun
    finally:
        await connection.close()


async def judging(ruleset_code: str) -> tuple[float, float]:
    """Return seconds to judge half of SUBJECTS, and all of them, for every award by merit of a ruleset in turn."""
    ruleset = catalogue().ruleset(ruleset_code)
    assert ruleset is not None, "the ruleset is loaded"
    judge, on = catalogue().judges[ruleset.code], ruleset.valid_from
    awards = [one for one in ruleset.awards if "merit" in one.modes]
    records, half, begun = list(_records(on.year - 1)), 0.0, time.perf_counter()
    for number in range(SUBJECTS):
        if number == SUBJECTS // 2:
            half = time.perf_counter() - begun
        judge.assess(records[number % len(records)], awards[number % len(awards)], on.year - 1, "merit", on)
    return half, time.perf_counter() - begun


@asynccontextmanager
async def _service(stage: Stage) -> AsyncIterator[Database]:
    dsn = await stage.fresh_database("nominations")
    await with_unit(dsn)
    os.environ["THIDUA_FILES"] = str(FOLDER / "files")
    stage.settings("nominations", dsn)
    database = Database(dsn, service="nominations")
    try:
        yield database
    finally:
        await database.close()
        del os.environ["THIDUA_FILES"]
        settings.cache_clear()


async def _sent(database: Database, digest: str) -> UUID:
    row = SheetRow(
        sheet_id=uuid4(), unit_id=UNIT, name="danh-sach.xlsx", sha256=digest, made_by="", made_at=clock.now(),
        state=SheetState.READING, columns={}, headings=[], fixed={}, rows=0, done=0, faulty=0, fault="", version=1,
    )  # fmt: skip
    async with database.transaction() as session:
        session.add(row)
    return row.sheet_id


def _sheet() -> Path:
    """Return the sheet, written once."""
    path = FOLDER / f"sheet-{ROWS}.xlsx"
    if not path.exists():
        with Workbook(path, {"constant_memory": True}) as book:
            sheet = book.add_worksheet()
            for number, cells in enumerate((_HEADINGS, *map(_line, range(1, ROWS + 1)))):
                sheet.write_row(number, 0, cells)
    return path


def _line(number: int) -> tuple[Any, ...]:
    dice = random.Random(number)
    name = f"{dice.choice(_FAMILIES)} {dice.choice(_MIDDLES)} {dice.choice(_GIVEN)} {number}"
    return number, name, dice.choice(_AWARDS), 2023, "Cá nhân", "HTXSNV"


def _cells() -> list[tuple[int, list[str]]]:
    with _sheet().open("rb") as file:
        return [(number, list(cells)) for number, cells in rows_of(file)]


def _records(year: int) -> Iterator[Record]:
    """Yield a thousand careers: titles, ratings, initiatives and discipline of up to thirty years."""
    codes = ("LDTT", "CSTD_CS", "CSTD_TINH", "BK_TINH", "BK_TTG", "HCLD_3", "TTLDXS", "GK_HUYEN")
    for number in range(1_000):
        dice = random.Random(number)
        years = range(year - dice.randrange(2, 30), year + 1)
        held = {code: tuple(Held(code, one) for one in years if dice.random() < 0.5) for code in codes}
        ratings = {one: Rating(dice.choice(("HTNV", "HTTNV", "HTXSNV"))) for one in years}
        initiatives = tuple(Initiative(one, dice.choice(("grassroots", "province"))) for one in years[::2])
        disciplines = (Discipline("reprimand", years[0], date(years[0], 3, 1)),) if dice.random() < 0.05 else ()
        yield Record(
            subject_kind=dice.choice(("individual", "individual", "collective")),
            awards=held, ratings=ratings, initiatives=initiatives, disciplines=disciplines,
            facts={"initiatives": 2, "duties_fulfilled": True, "united": True, "headcount": 20},
        )  # fmt: skip
