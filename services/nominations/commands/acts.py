"""A step being carried out: its state, its history and its facts are one transaction, whoever takes it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.commands import audit, limits
from services.nominations.models import NominationRow, TakenRow
from services.nominations.queries.cases import Case, look_at
from shared import clock
from shared.api.nominations import NominationStep
from shared.events import Event
from shared.messaging.outbox import tell
from shared.steps import Step

AUDITED_CLIENT = "thidua.client"
"""Where the trigger that writes steps into the log looks for the address of the request."""


@dataclass(frozen=True, slots=True)
class Act:
    """A step being taken: on what, how the rules see it, with which words, by whom, and when."""

    row: NominationRow
    case: Case
    step: Step
    body: NominationStep
    reason: str
    by: str
    at: datetime
    session: AsyncSession

    @property
    def today(self) -> date:
        """Return the day of the step."""
        return self.at.date()

    @property
    def about(self) -> dict[str, Any]:
        """Return what every fact about a dossier carries."""
        return about(self.row)

    @property
    def unmet(self) -> tuple[str, ...]:
        """Return the rules that are not met or not proven."""
        return tuple(finding.rule for finding in self.case.findings if finding.is_unmet)


Effect = Callable[[Act], Awaitable[None]]
"""What a step does besides moving the dossier; it tells one fact at least."""


def about(row: NominationRow) -> dict[str, Any]:
    """Return what every fact about a dossier carries."""
    return {"nomination_id": row.nomination_id, "unit_id": row.unit_id, "award": row.award}


def tells(event: type[Event], day: str) -> Effect:
    """Return the effect of a step that does nothing but tell *event*, its day in the field *day*."""

    async def effect(act: Act) -> None:
        tell(act.session, act.row, event(**act.about, **{day: act.today}))

    return effect


async def take_by_itself(  # noqa: PLR0913 - whose step it is stands in the history
    session: AsyncSession, row: NominationRow, name: str, effect: Effect, *, by: str, reason: str = ""
) -> None:
    """Take the step *name* that is nobody's button: a timer's, the last opinion's, a tally's or a revocation's.

    *effect* tells the step's fact, with `tell(act.session, act.row, …)`; *by* stands in the history.
    Raises OutOfTurn where the table has no such step from the dossier's state.
    """
    at = clock.now()
    case = await look_at(session, row, at.date())
    step = case.nomination.take_by_itself(name, reason=reason)
    await carry_out(Act(row, case, step, NominationStep(), reason, by, at, session), effect)


async def carry_out(act: Act, effect: Effect) -> None:
    """Do what the step does, move the dossier, and keep the step in its history."""
    row = act.row
    await effect(act)
    row.state = act.step.target
    if audit.client():
        await act.session.execute(select(func.set_config(AUDITED_CLIENT, audit.client(), True)))
    act.session.add(
        TakenRow(
            nomination_id=row.nomination_id,
            version=row.version,
            step=act.step.name,
            state=row.state,
            taken_by=act.by,
            taken_at=act.at,
            reason=act.reason,
        )
    )
    await limits.turn(act.session, row, act.case, act.at)
