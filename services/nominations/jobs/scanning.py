"""Lets clamd look at every file that waits in quarantine, where a scanner is set (quét mã độc)."""

import asyncio
import struct
from pathlib import Path

from sqlalchemy import select

from services.nominations.domain.files import FileState
from services.nominations.models.dossiers import FileRow
from services.nominations.queries.stored import path_of
from shared import log
from shared.db import Database
from shared.messaging.failures import WEATHER, is_around_us
from shared.settings import Settings

EVERY = 5.0
_CHUNK = 1 << 16
_PATIENCE = 60.0

_logger = log.logger("scanner")


class ScannerSilent(ConnectionError):
    """clamd did not say whether a file is clean."""


async def scan_forever(database: Database, settings: Settings) -> None:
    """Scan what comes, until cancelled; without a scanner there is nothing to do."""
    while settings.clamd:
        try:
            await scan_waiting(database, settings.clamd)
        except (*WEATHER, OSError, TimeoutError) as error:
            if not is_around_us(error) and not isinstance(error, OSError | TimeoutError):
                raise
            _logger.warning("files wait for their scan", error=repr(error))
        await asyncio.sleep(EVERY)


async def scan_waiting(database: Database, clamd: str) -> int:
    """Scan every content that waits, each once; return how many."""
    waiting = select(FileRow.sha256).where(FileRow.state == FileState.QUARANTINED).distinct()
    async with database.transaction() as session:
        found = [one for one in await session.scalars(waiting) if one]
    for sha256 in found:
        is_clean = await scan(path_of(sha256), clamd)
        async with database.transaction() as session:
            same = select(FileRow).where(FileRow.sha256 == sha256, FileRow.state == FileState.QUARANTINED)
            for row in await session.scalars(same):
                row.state = FileState.CLEAN if is_clean else FileState.INFECTED
    return len(found)


async def scan(path: Path, clamd: str) -> bool:
    """Return whether clamd finds nothing in a file; raises ScannerSilent where it does not say."""
    host, _, port = clamd.rpartition(":")
    async with asyncio.timeout(_PATIENCE):
        reader, writer = await asyncio.open_connection(host, int(port))
        try:
            writer.write(b"zINSTREAM\0")
            with path.open("rb") as file:
                while piece := await asyncio.to_thread(file.read, _CHUNK):
                    writer.write(struct.pack("!I", len(piece)) + piece)
                    await writer.drain()
            writer.write(struct.pack("!I", 0))
            await writer.drain()
            said = (await reader.read(4096)).strip(b"\0 \r\n")
        finally:
            writer.close()
    if said.endswith(b"OK"):
        return True
    if said.endswith(b"FOUND"):
        return False
    raise ScannerSilent(said.decode(errors="replace"))
