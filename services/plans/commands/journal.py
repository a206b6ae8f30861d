"""Writing down what was done, by whom and when, so that everybody can see it and a late-comer is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.models import FilingRow, JournalRow, PlanRow
from shared import clock
from shared.identity import Identity
from shared.roles import Role

OFFICE = Identity("system", "Hệ thống", frozenset({Role.APPRAISER}))
"""Who acts when a day comes or a fact is heard: the office that works the plan, by itself."""


@dataclass(frozen=True, slots=True)
class Ground:
    """By whom something is changed, and why."""

    who: Identity
    reason: str


def note(  # noqa: PLR0913 - each is a column
    session: AsyncSession,
    row: PlanRow | FilingRow,
    who: Identity,
    what: str,
    *,
    about: str | None = None,
    reason: str = "",
    details: Sequence[str] = (),
) -> None:
    """Write down what was done to *row*; call it after `tell`, whose version it bears."""
    session.add(
        JournalRow(
            aggregate_id=key(row),
            version=row.version,
            at=clock.now(),
            who=who.name,
            what=what,
            about=about,
            reason=reason.strip(),
            details=[detail for detail in details if detail],
        )
    )


def key(row: PlanRow | FilingRow) -> UUID:
    """Return what names *row* in the journal."""
    return row.plan_id if isinstance(row, PlanRow) else row.filing_id
