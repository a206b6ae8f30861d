"""`python -m services.reporting.rebuild`: make the read models anew from all that was ever told."""

import asyncio
import sys

from services.reporting.handlers import on
from services.reporting.projections import PROJECTIONS
from shared.messaging.rebuild import rebuild
from shared.settings import settings

TABLES = tuple(projection.table for projection in PROJECTIONS)


def _show(done: int, total: int) -> None:
    sys.stdout.write(f"\r{done} of {total} facts")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(rebuild(settings(), on, TABLES, _show))
    sys.stdout.write("\nThe read models are made anew.\n")
