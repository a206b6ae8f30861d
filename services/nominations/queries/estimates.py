"""How many rows a question has: counted where they are few, and where they are many as PostgreSQL's statistics say."""

from typing import Any

from sqlalchemy import ColumnElement, Executable, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ClauseElement

MANY = 20_000
"""From so many rows on, reading all of them only to count them would be felt."""


class _Explain(Executable, ClauseElement):
    """What PostgreSQL would do for a statement; nothing of it is done."""

    inherit_cache = False

    def __init__(self, statement: Select[Any]) -> None:
        self.statement = statement


@compiles(_Explain)
def _explained(element: _Explain, compiler: SQLCompiler, **more: Any) -> str:
    return f"EXPLAIN (FORMAT JSON) {compiler.process(element.statement, **more)}"


async def total_of(
    session: AsyncSession, key: InstrumentedAttribute[Any], conditions: list[ColumnElement[bool]]
) -> tuple[int, bool]:
    """Return how many rows of the table of *key* fulfil *conditions*, and whether that is an estimate."""
    plan = await session.scalar(_Explain(select(key).where(*conditions)))
    estimate = int(plan[0]["Plan"]["Plan Rows"])
    if estimate > MANY:
        return estimate, True
    counted = await session.scalar(select(func.count()).select_from(select(key).where(*conditions).subquery()))
    return counted or 0, False
