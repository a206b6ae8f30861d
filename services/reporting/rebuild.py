"""`python -m services.reporting.rebuild`: empty the read models, to be filled again from all that was ever told."""

import asyncio

from sqlalchemy import text

from services.reporting.projections import PROJECTIONS
from shared.db import Database
from shared.settings import settings

_SERVICE = "reporting"

# What the consumer knows of its place goes with what it made of the facts: it begins again at the first.
_FORGET = text(
    f"TRUNCATE {', '.join(projection.table for projection in PROJECTIONS)}, "
    "consumer_offset, seen, dead_letter, parked_key"
)
_RUNNING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = :name")


class StillRunning(Exception):
    """The service runs; what it remembers of the facts must go with what the database does. Stop it first."""


async def rebuild(database: Database) -> None:
    """Empty the read models; the service fills them again when it starts."""
    async with database.transaction() as session:
        if await session.scalar(_RUNNING, {"name": _SERVICE}):
            raise StillRunning
        await session.execute(_FORGET)


async def main() -> None:
    """Rebuild the read models at THIDUA_POSTGRES."""
    database = Database(settings().postgres.get_secret_value(), pool=1, service=f"{_SERVICE}-rebuild")
    try:
        await rebuild(database)
    finally:
        await database.close()


if __name__ == "__main__":
    asyncio.run(main())
