"""About how many rows a question has, as PostgreSQL's statistics say, and by which of its words to look for them."""

from typing import Any

from sqlalchemy import ColumnElement, Executable, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ClauseElement

from shared.spelling import fold

Searched = ColumnElement[Any] | InstrumentedAttribute[Any]

RARE = 250_000
"""A word of so many lines at most is asked of the index."""
MANY = 2_500
"""From so many lines with a name on, a page of them is sooner met on the way from the newest on than gathered."""


class _Explain(Executable, ClauseElement):
    """What PostgreSQL would do for a statement; nothing of it is done."""

    inherit_cache = False

    def __init__(self, statement: Select[*tuple[Any, ...]]) -> None:
        self.statement = statement


@compiles(_Explain)
def _explained(element: _Explain, compiler: SQLCompiler, **more: Any) -> str:
    return f"EXPLAIN (FORMAT JSON) {compiler.process(element.statement, **more)}"


async def estimate_of(session: AsyncSession, statement: Select[*tuple[Any, ...]]) -> int:
    """Return about how many rows *statement* gives, without reading any."""
    plan = await session.scalar(_Explain(statement))
    return int(plan[0]["Plan"]["Plan Rows"])


def say(search: Searched, words: str) -> ColumnElement[bool]:
    """Return the condition that every one of *words* begins a word of the text; they are read once for all lines."""
    return search.op("@@")(select(func.vn_query(words)).scalar_subquery())


def _say_plainly(search: Searched, words: str) -> ColumnElement[bool]:
    """Return the same so that PostgreSQL looks at the words themselves when it estimates."""
    return search.op("@@")(func.vn_query(words))


async def are_common(session: AsyncSession, search: InstrumentedAttribute[Any], words: str) -> bool:
    """Return whether so many lines have all of *words* that a page of them is soon met.

    PostgreSQL takes any word it has no statistics of for one in half a percent of all lines; a word that it knows to be
    in one of a hundred is no such word.
    """
    lines = await estimate_of(session, select(search))
    about = [await estimate_of(session, select(search).where(_say_plainly(search, one))) for one in fold(words).split()]
    together = await estimate_of(session, select(search).where(_say_plainly(search, words)))
    return together > MANY and all(one * 100 > lines for one in about)


async def found_by(session: AsyncSession, search: InstrumentedAttribute[Any], words: str) -> list[ColumnElement[bool]]:
    """Return the condition that *words* are in the text, asking the index for rare ones only.

    The index would gather every line of a word that half the register has; of the lines with a rare word beside it,
    each is looked at instead.
    """
    about = {
        one: await estimate_of(session, select(search).where(_say_plainly(search, one))) for one in fold(words).split()
    }
    rarest = min(about.values(), default=0)
    rare = [one for one, lines in about.items() if lines <= max(rarest, RARE)]
    common = " ".join(one for one in about if one not in rare)
    by_index = say(search, " ".join(rare))
    return [by_index, say(func.strip(search), common)] if common else [by_index]
