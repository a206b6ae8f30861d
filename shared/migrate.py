"""`python -m shared.migrate plans`: bring a service's database up to date, politely.

One Alembic environment serves all; each service keeps its revisions in its own `migrations` room and its version in
its own database. A migration that cannot get its lock gives way instead of queueing the service behind it.
"""

import asyncio
import sys
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

LOCK_TIMEOUT = "4s"
STATEMENT_TIMEOUT = "60s"
_ROOT = Path(__file__).resolve().parent.parent
_ONE_AT_A_TIME = 0x316A7E
_POLITE = {"lock_timeout": LOCK_TIMEOUT, "statement_timeout": STATEMENT_TIMEOUT}


def configuration(service: str, connection: Connection | None = None, metadata: Any = None) -> Config:
    """Return Alembic's configuration for *service*."""
    config = Config()
    config.set_main_option("script_location", str(_ROOT / "shared" / "alembic"))
    config.set_main_option("version_locations", str(_ROOT / "services" / service / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes.update(connection=connection, metadata=metadata)
    return config


async def migrate(service: str, dsn: str, revision: str = "head", *, schema: str = "public") -> None:
    """Bring *schema* of the database at *dsn* up to *revision*; two that try at once take turns."""
    engine = create_async_engine(
        dsn.replace("postgresql://", "postgresql+asyncpg://", 1),
        connect_args={"server_settings": _POLITE | {"search_path": schema}},
    )
    try:
        async with engine.connect() as connection:
            await connection.execute(
                text(f"SELECT set_config('lock_timeout', '60s', false), pg_advisory_lock({_ONE_AT_A_TIME})")
            )
            await connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
            await connection.commit()
            await connection.run_sync(lambda plain: command.upgrade(configuration(service, plain), revision))
    finally:
        await engine.dispose()


def main() -> None:
    """Migrate the service named on the command line, at THIDUA_POSTGRES."""
    from shared.settings import settings  # noqa: PLC0415 - importing this room must not need an environment

    asyncio.run(migrate(sys.argv[1], settings().postgres.get_secret_value()))


if __name__ == "__main__":
    main()
