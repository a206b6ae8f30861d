"""Work outside any request: sealing the log of acts, reading sheets, scanning files, the law in force."""

import asyncio

from services.nominations.jobs.law import keep_current_forever
from services.nominations.jobs.reading import read_forever
from services.nominations.jobs.scanning import scan_forever
from services.nominations.jobs.sealing import seal, seal_all, seal_forever
from shared.db import Database
from shared.settings import Settings

__all__ = ["seal", "seal_all", "seal_forever", "work_forever"]


async def work_forever(database: Database, settings: Settings) -> None:
    """Do all of it, side by side, until cancelled."""
    async with asyncio.TaskGroup() as group:
        for work in (seal_forever, read_forever, scan_forever, keep_current_forever):
            group.create_task(work(database, settings))
