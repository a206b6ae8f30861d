"""The migrations make exactly the tables the service reads and writes."""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from services.plans.models import Plans as Tables
from tests.component.plans.room import Plans


async def test_migrated_tables_are_those_of_the_models(plans: Plans) -> None:
    async with plans.database.engine.connect() as connection:
        differences = await connection.run_sync(_differences)

    assert differences == []


def _differences(connection: Connection) -> list[Any]:
    def ours(_: Any, name: str | None, kind: str, *__: Any) -> bool:
        return kind != "table" or name in Tables.metadata.tables

    context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": True})
    return list(compare_metadata(context, Tables.metadata))
