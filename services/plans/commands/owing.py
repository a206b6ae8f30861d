"""Who owes what a plan asks for: one filing for each duty and unit, written in one statement a duty."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Boolean, Integer, String, Text, Uuid, cast, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.commands.journal import Ground
from services.plans.domain import (
    FILING_STEPS,
    OWED,
    Deadline,
    FilingDuty,
    FilingState,
    deadline,
    overdue_at,
)
from services.plans.models import FilingRow, PlanRow
from services.plans.queries.days import calendar, deadline_rule
from services.plans.queries.filings import owing_units
from shared import clock
from shared.events import Event
from shared.events.plans import Duty, FilingDue, FilingLifted, FilingRescheduled, FurtherFilingDue
from shared.messaging import timers
from shared.messaging.outbox import tell
from shared.steps import take

FILING_OVERDUE = "filing_overdue"
"""The timer that marks a filing as overdue."""

_COLUMNS = (
    "filing_id", "plan_id", "unit_id", "duty", "year", "deadline_kind", "due_on", "last_day_on", "remind_on", "state",
    "is_overdue", "days_late", "reason", "missing", "version",
)  # fmt: skip


@dataclass
class _Counted:
    """Stands for a row that a statement wrote, so that its fact gets the version the statement gave it."""

    version: int


async def owe(session: AsyncSession, plan: PlanRow, duties: Iterable[FilingDuty]) -> int:
    """Owe a filing for each duty and each unit that exists on its day and owes none yet; return how many."""
    rule, days = await deadline_rule(session, plan.issued_on), await calendar(session)
    return sum([await _owe(session, plan, duty, deadline(duty.kind, duty.due_on, rule, days)) for duty in duties])


async def reschedule(session: AsyncSession, plan: PlanRow, duty: FilingDuty, ground: Ground) -> None:
    """Give what is still owed under a duty another deadline; what was filed was filed under the old one."""
    rule, days = await deadline_rule(session, plan.issued_on), await calendar(session)
    reckoned = deadline(duty.kind, duty.due_on, rule, days)
    moved = {
        "deadline_kind": reckoned.kind, "due_on": reckoned.due_on, "last_day_on": reckoned.last_day_on,
        "remind_on": reckoned.remind_on,
    }  # fmt: skip
    is_late = clock.today() > reckoned.last_day_on
    changed = await _change(session, plan, duty, {**moved, "is_overdue": is_late})
    for filing_id, unit_id, version in changed:
        fact = FilingRescheduled(
            filing_id=filing_id,
            unit_id=unit_id,
            duty=duty.code,
            reason=ground.reason,
            **moved,
        )
        tell(session, _Counted(version - 1), fact)
    await _remember(session, reckoned, (filing_id for filing_id, _, _ in changed))


async def lift(session: AsyncSession, plan: PlanRow, duty: FilingDuty, ground: Ground) -> None:
    """Ask no unit any more for what it still owed under a duty."""
    for state in OWED:
        take(FILING_STEPS, state, "lift", ground.who.roles, reason=ground.reason)
    changed = await _change(session, plan, duty, {"state": FilingState.LIFTED, "is_overdue": False})
    for filing_id, unit_id, version in changed:
        fact = FilingLifted(
            filing_id=filing_id, unit_id=unit_id, duty=duty.code, lifted_on=clock.today(), reason=ground.reason
        )
        tell(session, _Counted(version - 1), fact)


async def _change(
    session: AsyncSession, plan: PlanRow, duty: FilingDuty, values: dict[str, Any]
) -> Sequence[tuple[UUID, str, int]]:
    """Change what is still owed under a duty in one statement; return id, unit and version of each filing."""
    owed = (FilingRow.plan_id == plan.plan_id, FilingRow.duty == duty.code, FilingRow.state.in_(OWED))
    # The timers go first, in the order of the ticker, which holds its timers before it locks a filing.
    await timers.cancel(
        session, FILING_OVERDUE, *map(str, await session.scalars(select(FilingRow.filing_id).where(*owed)))
    )
    changed = (
        update(FilingRow)
        .where(*owed)
        .values(**values, version=FilingRow.version + 1)
        .returning(FilingRow.filing_id, FilingRow.unit_id, FilingRow.version)
        .execution_options(synchronize_session=False)
    )
    return [(filing_id, unit_id, version) for filing_id, unit_id, version in await session.execute(changed)]


async def _owe(session: AsyncSession, plan: PlanRow, duty: FilingDuty, reckoned: Deadline) -> int:
    units = owing_units(duty.owes, duty.owed_by, duty.due_on).subquery()
    values = select(
        func.gen_random_uuid(), literal(plan.plan_id, Uuid), units.c.unit_id, literal(duty.code), literal(plan.year),
        literal(reckoned.kind, String), literal(reckoned.due_on), literal(reckoned.last_day_on),
        literal(reckoned.remind_on), literal(FilingState.DUE, String), literal(False, Boolean), literal(0, Integer),
        literal("", Text), cast(literal([], ARRAY(Text)), ARRAY(Text)), literal(1, Integer),
    )  # fmt: skip
    written = (
        insert(FilingRow)
        .from_select(_COLUMNS, values, include_defaults=False)
        .on_conflict_do_nothing(index_elements=["unit_id", "year", "duty"])
        .returning(FilingRow.filing_id, FilingRow.unit_id)
    )
    owed = [(filing_id, unit_id) for filing_id, unit_id in await session.execute(written)]
    for filing_id, unit_id in owed:
        tell(session, _Counted(0), _due(plan, duty, reckoned, filing_id, unit_id))
    await _remember(session, reckoned, (filing_id for filing_id, _ in owed))
    return len(owed)


async def _remember(session: AsyncSession, reckoned: Deadline, filing_ids: Iterable[UUID]) -> None:
    moment = overdue_at(reckoned.last_day_on)
    await timers.schedule_many(session, [(FILING_OVERDUE, str(filing_id), moment, {}) for filing_id in filing_ids])


def _due(plan: PlanRow, duty: FilingDuty, reckoned: Deadline, filing_id: UUID, unit_id: str) -> Event:
    told: dict[str, Any] = {
        "filing_id": filing_id, "plan_id": plan.plan_id, "unit_id": unit_id, "year": plan.year,
        "deadline_kind": reckoned.kind, "due_on": reckoned.due_on, "last_day_on": reckoned.last_day_on,
        "remind_on": reckoned.remind_on,
    }  # fmt: skip
    if duty.is_founding:
        return FilingDue(duty=Duty(duty.code), **told)
    return FurtherFilingDue(duty=duty.code, name=duty.name, **told)
