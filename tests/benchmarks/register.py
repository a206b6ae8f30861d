"""What a person waits for the lists of dossiers and awards when there are two million of each."""

import os
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import httpx

from services.nominations.app import app
from shared.identity import Identity, sign
from shared.roles import Role
from shared.settings import settings
from tests.benchmarks.stage import KEYS, Stage

LINES = 2_000_000
ASKED = 9
"""How often each page is asked for; the middle time counts."""
APPRAISER = Identity("noivu", "Cán bộ thẩm định", frozenset({Role.APPRAISER}))

PAGES = {
    "dossier list": ("/nominations?page=1", "/nominations?page=400"),
    "dossier list, filtered": (
        "/nominations?state=received", "/nominations?unit_id=don-vi-77", "/nominations?award=LDTT&year=2019",
        "/nominations?state=decided&unit_id=don-vi-77", "/nominations?state=decided&page=50",
    ),
    "dossiers by name": (
        "/nominations?q=nguyen", "/nominations?q=Nguyễn Văn An", "/nominations?q=nguyen hoa 77", "/nominations?q=zzz",
        "/nominations?q=tran&state=received", "/nominations?q=ng",
    ),
    "award register": (
        "/register", "/register?unit_id=don-vi-77", "/register?award=LDTT&year=2019",
        "/register?year=2012",
    ),
    "award register by name": (
        "/register?q=nguyen", "/register?q=Nguyễn Văn An", "/register?q=nguyen hoa 77", "/register?q=zzz",
        "/register?q=312/QD-UBND", "/register?q=tran&unit_id=don-vi-77", "/register?q=tran don vi 77",
    ),
}  # fmt: skip
"""The pages a person leafs through; the slowest of a list counts."""

_NAMES = """
CREATE UNLOGGED TABLE names AS
SELECT row_number() OVER () AS number, name, vn_words(name) AS search
FROM (
  SELECT family || ' ' || middle || ' ' || given || CASE WHEN tail = 0 THEN '' ELSE ' ' || tail END AS name
  FROM unnest(ARRAY['Nguyễn','Nguyễn','Nguyễn','Nguyễn','Trần','Trần','Lê','Phạm','Huỳnh','Hoàng','Vũ','Đặng']) family,
       unnest(ARRAY['Văn','Thị','Hữu','Đức','Ngọc','Minh','Thanh','Quốc','Kim','Xuân']) middle,
       unnest(ARRAY['An','Bình','Cường','Dũng','Hòa','Hạnh','Lan','Mai','Nam','Phúc','Quỳnh','Sơn','Thủy','Yến']) given,
       generate_series(0, 99) tail
) AS n
"""
_UNITS = "INSERT INTO units SELECT 'don-vi-' || n, 'Đơn vị ' || n, '2000-01-01' FROM generate_series(0, 199) n"
_DOSSIERS = """
INSERT INTO nominations (nomination_id, unit_id, award, subject_kind, subject_id, subject_name, year, mode, state,
  channel, submitted_at, received_on, ruleset, facts, documents, version, search)
SELECT lpad(to_hex(n), 32, '0')::uuid, 'don-vi-' || n * 7 % 200,
       (ARRAY['LDTT','LDTT','LDTT','CSTD_CS','BK_TTG'])[1 + n % 5], 'individual',
       gen_random_uuid(), names.name, 2004 + n / 100000, 'merit',
       (ARRAY['decided','decided','archived','rejected','received','eligible'])[1 + least(n * 31 % 400, 5)], 'web',
       timestamptz '2004-01-01' + n * interval '5 minutes', NULL, 'RS-A', '{}', '{}', 1, names.search
FROM generate_series(1, $1::integer) AS n
JOIN names ON names.number = 1 + n::bigint * 7919 % (SELECT count(*) FROM names)
"""
_AWARDS = """
INSERT INTO award_register (award_id, award, mode, subject_kind, subject_id, subject_name, unit_id, unit_name, year,
  decided_by, decision_number, decided_on, book_year, book_number, bonus, version, search)
SELECT lpad(to_hex(n), 32, '0')::uuid, (ARRAY['LDTT','LDTT','LDTT','CSTD_CS','BK_TTG'])[1 + n % 5], 'merit',
       'individual', gen_random_uuid(), names.name, 'don-vi-' || n * 7 % 200, 'Đơn vị ' || n * 7 % 200,
       2004 + n / 100000, 'province_chair',
       d.number, date '2004-01-01' + n / 275, 2004, n, 0, 1,
       names.search || array_to_tsvector(ARRAY['don', 'vi', 'qd', 'ubnd', (n * 7 % 200)::text, (n / 50)::text])
FROM generate_series(1, $1::integer) AS n
JOIN names ON names.number = 1 + n::bigint * 7919 % (SELECT count(*) FROM names),
     LATERAL (SELECT n / 50 || '/QĐ-UBND' AS number) AS d
"""
_ALONE = """
DO $$ DECLARE other record; BEGIN
  FOR other IN SELECT conrelid::regclass AS place, conname FROM pg_constraint
               WHERE contype = 'f' AND '{table}'::regclass IN (conrelid, confrelid) LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', other.place, other.conname);
  END LOOP;
  ALTER TABLE {table} ALTER COLUMN search DROP EXPRESSION;
  ALTER TABLE {table} SET UNLOGGED;
END $$
"""
_TABLES = {"nominations": _DOSSIERS, "award_register": _AWARDS}


async def pages(stage: Stage) -> dict[str, float]:
    """Return the middle time in milliseconds of the slowest page of each list."""
    async with _filled(stage), _client() as client:
        return {name: max([await _middle(client, path) for path in paths]) for name, paths in PAGES.items()}


async def _middle(client: httpx.AsyncClient, path: str) -> float:
    taken = []
    headers = {"authorization": f"Bearer {sign(APPRAISER, KEYS['private'])}"}
    for _ in range(ASKED):
        begun = time.perf_counter()
        answer = await client.get(path, headers=headers)
        taken.append((time.perf_counter() - begun) * 1000)
        answer.raise_for_status()
    return statistics.median(taken)


@asynccontextmanager
async def _client() -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://nominations") as client,
    ):
        yield client


@asynccontextmanager
async def _filled(stage: Stage) -> AsyncIterator[None]:
    """Give a database of so many dossiers and awards, and take it away again."""
    dsn = await stage.fresh_database("nominations")
    os.environ["THIDUA_ROLES"] = '["api"]'  # nothing else is to run beside what is measured
    stage.settings("nominations", dsn)
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute("SET maintenance_work_mem = '256MB'")
        await connection.execute(_NAMES)
        await connection.execute(_UNITS)
        for table, statement in _TABLES.items():
            await _fill(connection, table, statement)
        await connection.close()
        yield
    finally:
        del os.environ["THIDUA_ROLES"]
        settings.cache_clear()
        await stage.fresh_database("nominations")


async def _fill(connection: asyncpg.Connection, table: str, statement: str) -> None:
    """Fill a table and make its indexes afterwards; the words of a name are worked out once."""
    await connection.execute(_ALONE.format(table=table))
    own = "indrelid = $1::regclass AND NOT indisprimary AND NOT indisunique"
    indexes = await connection.fetch(
        f"SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS made FROM pg_index WHERE {own}",
        table,
    )
    for index in indexes:
        await connection.execute(f"DROP INDEX {index['name']}")
    await connection.execute(statement, LINES, timeout=300)
    for index in indexes:
        await connection.execute(index["made"], timeout=300)
    await connection.execute(f"VACUUM ANALYZE {table}", timeout=300)
