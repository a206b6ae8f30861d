"""How rows look to whoever asks: labels in Vietnamese, and the steps the caller may take now."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from services.plans import queries
from services.plans.domain import (
    FILING_LABELS,
    FILING_STEPS,
    NEXT_YEAR,
    PLAN_LABELS,
    PLAN_STEPS,
    QUARTER_LABELS,
    QUARTER_NAMES,
    QUARTER_STEPS,
    TASK_LABELS,
    QuarterState,
    quarter_blockers,
    task_steps,
    year_blockers,
)
from services.plans.models import FilingRow, PlanRow, QuarterRow, TaskRow
from shared.api.base import StepOffer
from shared.api.plans import FilingView, PlanSummary, PlanView, QuarterView, TaskView
from shared.events.plans import Duty
from shared.identity import Identity
from shared.roles import Role
from shared.steps import Step, offered
from shared.words import filing


def task_view(row: TaskRow, roles: Collection[Role]) -> TaskView:
    """Show a task."""
    return TaskView(
        task_key=row.task_key,
        quarter=row.quarter,
        text=row.text,
        parts=tuple(row.parts),
        is_conditional=row.is_conditional,
        deadline_kind=row.deadline_kind,
        due_on=row.due_on,
        is_deadline_implied=row.is_deadline_implied,
        state=row.state,
        state_label=TASK_LABELS[row.state],
        is_overdue=row.is_overdue,
        percent=row.percent,
        note=row.note,
        carried_from=row.carried_from,
        steps=_offers(task_steps(row.task, roles)),
    )


def quarter_view(
    row: QuarterRow, tasks: Sequence[TaskRow], states: Mapping[int, QuarterState], roles: Collection[Role]
) -> QuarterView:
    """Show a quarter with its tasks and what keeps it from closing; a button nobody could use is not shown."""
    is_open = row.state is QuarterState.OPEN
    blockers = quarter_blockers(row.quarter, (task.task for task in tasks), states) if is_open else ()
    return QuarterView(
        quarter=row.quarter,
        state=row.state,
        state_label=QUARTER_LABELS[row.state],
        tasks=tuple(task_view(task, roles) for task in tasks),
        blockers=blockers,
        steps=() if blockers else _offers(offered(QUARTER_STEPS, row.state, roles)),
    )


def plan_summary(row: PlanRow) -> PlanSummary:
    """Show a line of the list of plans."""
    return PlanSummary(
        plan_id=row.plan_id,
        year=row.year,
        symbol=row.symbol,
        title=row.title,
        issuer=row.issuer,
        issued_on=row.issued_on,
        state=row.state,
        state_label=PLAN_LABELS[row.state],
        version=row.version,
    )


def plan_view(
    row: PlanRow, quarters: Iterable[QuarterRow], tasks: Sequence[TaskRow], roles: Collection[Role]
) -> PlanView:
    """Show a plan with its quarters, and with the tasks carried over to next year where there are any."""
    rows = list(quarters)
    states = queries.states(rows)
    shown = [
        quarter_view(quarter, [task for task in tasks if task.quarter == quarter.quarter], states, roles)
        for quarter in rows
    ]
    if carried := [task for task in tasks if task.quarter == NEXT_YEAR]:
        shown.append(_next_year(carried, roles))
    return PlanView(
        **plan_summary(row).model_dump(),
        legal_bases=tuple(row.legal_bases),
        recipients=tuple(row.recipients),
        anomalies=tuple(row.anomalies),
        quarters=tuple(shown),
        steps=() if year_blockers(states) else _offers(offered(PLAN_STEPS, row.state, roles)),
    )


def filing_view(row: FilingRow, unit_name: str, caller: Identity) -> FilingView:
    """Show a filing."""
    label = filing(Duty(row.duty))
    return FilingView(
        filing_id=row.filing_id,
        plan_id=row.plan_id,
        unit_id=row.unit_id,
        unit_name=unit_name,
        duty=row.duty,
        duty_label=label[0].upper() + label[1:],
        year=row.year,
        deadline_kind=row.deadline_kind,
        due_on=row.due_on,
        last_day_on=row.last_day_on,
        state=row.state,
        state_label=FILING_LABELS[row.state],
        is_overdue=row.is_overdue,
        days_late=row.days_late,
        reference=row.reference,
        received_at=row.received_at,
        channel=row.channel,
        reason=row.reason,
        missing=tuple(row.missing),
        version=row.version,
        steps=_offers(offered(FILING_STEPS, row.state, caller.roles)),
    )


def _next_year(tasks: Iterable[TaskRow], roles: Collection[Role]) -> QuarterView:
    return QuarterView(
        quarter=NEXT_YEAR,
        state=QuarterState.PLANNED,
        state_label=QUARTER_NAMES[NEXT_YEAR],
        tasks=tuple(task_view(task, roles) for task in tasks),
        blockers=(),
        steps=(),
    )


def _offers(steps: Iterable[Step]) -> tuple[StepOffer, ...]:
    return tuple(
        StepOffer(step=step.name, label=step.label, needs_reason=step.needs_reason, is_final=step.is_final)
        for step in steps
    )
