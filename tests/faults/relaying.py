"""A process that is nothing but a relay: `python -m tests.faults.relaying`."""

import asyncio
import os

from shared import log
from shared.messaging.bell import Bell
from shared.messaging.broker import producer
from shared.messaging.relay import _SESSION, tell_forever
from shared.settings import settings


def main() -> None:
    """Tell the outbox of THIDUA_POSTGRES until killed."""
    config = settings()
    log.configure("relay", config.log_level)
    _SESSION["application_name"] = f"relay {os.getpid()}"  # who leads is who holds the lock under this name
    asyncio.run(tell_forever(config.service, config.postgres.get_secret_value(), lambda: producer(config), Bell()))


if __name__ == "__main__":
    main()
