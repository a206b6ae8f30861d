"""Work outside any request: sealing the log of acts, link by link."""

import asyncio

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.domain.audit import Entry, Link, sealed
from services.nominations.models import AuditRow, LinkRow
from services.nominations.queries.audit import BATCH, ENTRY, LINK
from shared import log
from shared.db import Database, driver
from shared.messaging.failures import WEATHER, is_around_us
from shared.settings import Settings

EVERY = 2.0
"""Seconds between two looks for acts that wait for their link: so long could one be changed unseen."""

_SEALER = 0x5EA1
_TAKE = text(
    "DELETE FROM audit_unsealed WHERE audit_id IN ("
    "SELECT audit_id FROM audit_unsealed JOIN audit_log USING (audit_id) ORDER BY audit_id LIMIT :most"
    ") RETURNING audit_id"
)

_logger = log.logger("audit")


async def seal_forever(database: Database, _settings: Settings) -> None:
    """Link every act soon after it was written, until cancelled."""
    while True:
        try:
            if done := await seal_all(database):
                _logger.info("acts were sealed", acts=done)
        except WEATHER as error:
            if not is_around_us(error):
                raise
            _logger.warning("sealing waits for the database", error=repr(error))
        await asyncio.sleep(EVERY)


async def seal_all(database: Database) -> int:
    """Link everything that waits, batch by batch; return how many acts were linked."""
    total = 0
    while True:
        async with database.transaction() as session:
            done = await seal(session)
        total += done
        if done < BATCH:
            return total


async def seal(session: AsyncSession) -> int:
    """Link the oldest waiting acts into the chain, in the order of their ids; return how many.

    An act waits from the transaction that wrote it, so a late commit joins behind those already linked and none is
    passed over. One sealer works at a time; nobody else ever waits for it.
    """
    await session.execute(select(func.pg_advisory_xact_lock(_SEALER)))
    ids = sorted((await session.scalars(_TAKE, {"most": BATCH})).all())
    if not ids:
        return 0
    rows = await session.execute(select(*ENTRY).where(AuditRow.audit_id.in_(ids)).order_by(AuditRow.audit_id))
    last = (await session.execute(select(*LINK).order_by(LinkRow.position.desc()).limit(1))).first()
    links = sealed((Entry(*row) for row in rows), after=Link(*last) if last else None)
    connection = await driver(await session.connection())
    records = [(one.position, one.audit_id, one.hash) for one in links]
    await connection.copy_records_to_table(LinkRow.__tablename__, records=records, columns=[one.key for one in LINK])
    return len(links)
