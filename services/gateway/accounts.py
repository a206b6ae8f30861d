"""`python -m services.gateway.accounts FILE.json`: create or update the local accounts a file lists."""

import asyncio
import sys
from pathlib import Path

from pydantic import TypeAdapter

from services.gateway.auth import Account, ensure_accounts
from shared.db import Database
from shared.settings import settings


def read(file: Path) -> tuple[Account, ...]:
    """Return the accounts a file lists."""
    return TypeAdapter(tuple[Account, ...]).validate_json(file.read_bytes())


async def write(accounts: tuple[Account, ...], dsn: str) -> None:
    """Write *accounts* to the gateway's database."""
    database = Database(dsn, pool=1, service="gateway")
    try:
        async with database.transaction() as session:
            await ensure_accounts(session, accounts)
    finally:
        await database.close()


def main() -> None:
    """Write the accounts of the file named on the command line, at THIDUA_POSTGRES."""
    asyncio.run(write(read(Path(sys.argv[1])), settings().postgres.get_secret_value()))


if __name__ == "__main__":
    main()
