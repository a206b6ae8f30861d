from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from services.gateway.models import AccountRow, SessionRow, SignInFailureRow
from tests.component.gateway.conftest import Gateway

TABLES = {row.__tablename__ for row in (AccountRow, SessionRow, SignInFailureRow)}


async def test_migrated_tables_are_those_of_the_models(gateway: Gateway) -> None:
    async with gateway.database.engine.connect() as connection:
        differences = await connection.run_sync(_differences)

    assert differences == []


def _differences(connection: Connection) -> list[Any]:
    """Compare our tables; in a test's process the metadata may know those of other services as well."""

    def ours(_: Any, name: str | None, kind: str, *__: Any) -> bool:
        return kind != "table" or name in TABLES

    context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": True})
    return list(compare_metadata(context, AccountRow.metadata))
