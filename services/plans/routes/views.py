"""How rows look to whoever asks: labels in Vietnamese, and the steps the caller may take now."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from services.plans import queries
from services.plans.domain import (
    FILING_LABELS,
    FILING_STEPS,
    NEXT_YEAR,
    PART_LABELS,
    PLAN_LABELS,
    PLAN_STEPS,
    QUARTER_LABELS,
    QUARTER_NAMES,
    QUARTER_STEPS,
    TASK_LABELS,
    QuarterState,
    fact_label,
    part_steps,
    quarter_blockers,
    task_steps,
    year_blockers,
)
from services.plans.models import FilingRow, PlanRow, QuarterRow, TaskPartRow, TaskRow
from services.plans.queries import Parts
from shared.api.base import StepOffer
from shared.api.plans import FilingView, PartView, PlanSummary, PlanView, QuarterView, TaskView
from shared.identity import Identity
from shared.roles import Role
from shared.steps import Step, offered


def task_view(
    row: TaskRow, parts: Sequence[TaskPartRow], roles: Collection[Role], *, is_quarter_closed: bool = False
) -> TaskView:
    """Show a task with its parts, and say what nobody has filled in yet."""
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
        steps=offers(task_steps(row.task, roles, is_quarter_closed=is_quarter_closed)),
        last_day_on=row.last_day_on,
        remind_on=row.remind_on,
        lead=row.lead,
        lead_unit_id=row.lead_unit_id,
        is_lead_implied=row.is_lead_implied,
        coordinating=tuple(row.coordinating),
        output=row.output,
        budget=row.budget,
        waits_for=row.waits_for,
        waits_for_label=None if row.waits_for is None else fact_label(row.waits_for),
        checklist=tuple(_part(part, row, roles) for part in parts),
        gaps=tuple(sentence for sentence, is_missing in _gaps(row) if is_missing),
    )


def _part(row: TaskPartRow, task: TaskRow, roles: Collection[Role]) -> PartView:
    steps = () if task.task.is_settled else part_steps(row.state, roles, is_conditional=row.is_conditional)
    return PartView(
        part_key=row.part_key,
        text=row.text,
        is_conditional=row.is_conditional,
        state=row.state,
        state_label=PART_LABELS[row.state],
        settled_on=row.settled_on,
        note=row.note,
        steps=offers(steps),
    )


def _gaps(row: TaskRow) -> Iterable[tuple[str, bool]]:
    yield "Chưa ghi đơn vị chủ trì.", not row.lead
    yield "Đơn vị chủ trì do phần mềm suy ra, cần xác nhận.", row.is_lead_implied
    yield "Thời hạn là ngày cuối quý do văn bản không ghi ngày cụ thể.", row.is_deadline_implied
    yield "Chưa ghi sản phẩm.", not row.output
    yield "Chưa ghi kinh phí.", not row.budget


def quarter_view(
    row: QuarterRow, tasks: Sequence[TaskRow], parts: Parts, states: Mapping[int, QuarterState], roles: Collection[Role]
) -> QuarterView:
    """Show a quarter with its tasks and what keeps it from closing; a button nobody could use is not shown."""
    is_open = row.state is QuarterState.OPEN
    blockers = quarter_blockers(row.quarter, (task.task for task in tasks), states) if is_open else ()
    return QuarterView(
        quarter=row.quarter,
        state=row.state,
        state_label=QUARTER_LABELS[row.state],
        tasks=tuple(
            task_view(task, parts.get(task.task_key, ()), roles, is_quarter_closed=row.state is QuarterState.CLOSED)
            for task in tasks
        ),
        blockers=blockers,
        steps=() if blockers else offers(offered(QUARTER_STEPS, row.state, roles)),
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
    row: PlanRow, quarters: Iterable[QuarterRow], tasks: Sequence[TaskRow], parts: Parts, roles: Collection[Role]
) -> PlanView:
    """Show a plan with its quarters, and with the tasks carried over to next year where there are any."""
    rows = list(quarters)
    states = queries.states(rows)
    shown = [
        quarter_view(quarter, [task for task in tasks if task.quarter == quarter.quarter], parts, states, roles)
        for quarter in rows
    ]
    if carried := [task for task in tasks if task.quarter == NEXT_YEAR]:
        shown.append(_next_year(carried, parts, roles))
    return PlanView(
        **plan_summary(row).model_dump(),
        legal_bases=tuple(row.legal_bases),
        recipients=tuple(row.recipients),
        anomalies=tuple(row.anomalies),
        place=row.place,
        signer=row.signer,
        signer_office=row.signer_office,
        objectives=tuple(row.objectives),
        quarters=tuple(shown),
        steps=offers(_plan_steps(row, states, roles)),
    )


def _plan_steps(row: PlanRow, states: Mapping[int, QuarterState], roles: Collection[Role]) -> Iterable[Step]:
    """Return the steps a button alone can take: the year closes once every quarter is closed."""
    steps = offered(PLAN_STEPS, row.state, roles)
    return [step for step in steps if step.name == "close" and not year_blockers(states)]


def filing_view(row: FilingRow, unit_name: str, duty_name: str, caller: Identity) -> FilingView:
    """Show a filing."""
    return FilingView(
        filing_id=row.filing_id,
        plan_id=row.plan_id,
        unit_id=row.unit_id,
        unit_name=unit_name,
        duty=row.duty,
        duty_label=duty_name,
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
        steps=offers(offered(FILING_STEPS, row.state, caller.roles)),
        remind_on=row.remind_on,
        dated_on=row.dated_on,
    )


def _next_year(tasks: Iterable[TaskRow], parts: Parts, roles: Collection[Role]) -> QuarterView:
    return QuarterView(
        quarter=NEXT_YEAR,
        state=QuarterState.PLANNED,
        state_label=QUARTER_NAMES[NEXT_YEAR],
        tasks=tuple(task_view(task, parts.get(task.task_key, ()), roles) for task in tasks),
        blockers=(),
        steps=(),
    )


def offers(steps: Iterable[Step]) -> tuple[StepOffer, ...]:
    """Show steps as buttons."""
    return tuple(
        StepOffer(step=step.name, label=step.label, needs_reason=step.needs_reason, is_final=step.is_final)
        for step in steps
    )
