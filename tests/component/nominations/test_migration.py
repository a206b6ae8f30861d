"""The migrations make exactly the tables the service reads and writes."""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from services.nominations.models import Nominations as Tables
from tests.component.nominations.conftest import Nominations


async def test_migrated_tables_are_those_of_the_models(nominations: Nominations) -> None:
    async with nominations.database.engine.connect() as connection:
        differences = await connection.run_sync(_differences)

    assert differences == []


def _differences(connection: Connection) -> list[Any]:
    def ours(_: Any, name: str | None, kind: str, *__: Any) -> bool:
        return kind != "table" or name in Tables.metadata.tables

    context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": True})
    return list(compare_metadata(context, Tables.metadata))


async def test_names_are_kept_for_search_word_by_word_without_diacritics(nominations: Nominations) -> None:
    async with nominations.database.transaction() as session:
        words = await session.scalar(text("SELECT vn_words('Đội Cảnh sát số 2-9, Mỹ Hòa (Hoà)')::text"))

    assert words == "'2' '9' 'canh' 'doi' 'hoa' 'mi' 'sat' 'so'"
