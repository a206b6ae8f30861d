"""The acts people recorded on single values of the law, and the catalogue that rests on them."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.models.rules import RuleActRow
from services.nominations.rules import Act, Catalogue, acts_applied, apply, catalogue


async def acts(session: AsyncSession) -> list[RuleActRow]:
    """Return every recorded act, oldest first."""
    return list(await session.scalars(select(RuleActRow).order_by(RuleActRow.number)))


async def current(session: AsyncSession) -> Catalogue:
    """Return the catalogue with every recorded act in force; it is read anew only where one was added."""
    count = await session.scalar(select(func.count()).select_from(RuleActRow)) or 0
    if count != acts_applied():
        apply(as_act(row) for row in await acts(session))
    return catalogue()


def as_act(row: RuleActRow) -> Act:
    """Return a recorded act as the rules lay it over their files."""
    return Act(row.ruleset, row.path, row.new)
