from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from services.notifications.models import Tables
from tests.component.notifications.conftest import Notifications


async def test_migrated_tables_are_those_of_the_models(notifications: Notifications) -> None:
    async with notifications.database.engine.connect() as connection:
        differences = await connection.run_sync(_differences)

    assert differences == []


def _differences(connection: Connection) -> list[Any]:
    def ours(_: Any, name: str | None, kind: str, *__: Any) -> bool:
        return kind != "table" or name in Tables.metadata.tables

    context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": True})
    return list(compare_metadata(context, Tables.metadata))
