"""Work outside any request: laying acts on the law, recorded by any process, over the rules this one works with."""

import asyncio

from services.nominations.queries.law import current
from shared import log
from shared.db import Database
from shared.messaging.failures import WEATHER, is_around_us
from shared.settings import Settings

EVERY = 5.0
"""Seconds after which another process's act is in force here."""

_logger = log.logger("rules")


async def keep_current_forever(database: Database, _settings: Settings) -> None:
    """Work with every recorded act soon after it was recorded, until cancelled."""
    while True:
        try:
            async with database.transaction() as session:
                await current(session)
        except WEATHER as error:
            if not is_around_us(error):
                raise
            _logger.warning("the acts on the law wait for the database", error=repr(error))
        await asyncio.sleep(EVERY)
