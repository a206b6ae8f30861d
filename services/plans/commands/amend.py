"""Amending a plan by a document: tasks, deadlines and duties added, changed and removed, all or nothing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans import queries
from services.plans.commands.deadlines import keep_change, move_deadline, task_deadline
from services.plans.commands.journal import Ground, note
from services.plans.commands.owing import lift, owe, reschedule
from services.plans.commands.tasks import TASK_OVERDUE, TaskAt, locked_running
from services.plans.commands.versions import Document, fact_of, keep_first_version, keep_version
from services.plans.domain import (
    PLAN_STEPS,
    QUARTER_NAMES,
    TASK_STEPS,
    FilingDuty,
    Owes,
    PlanState,
    QuarterState,
    TaskState,
    check_document,
    last_day,
)
from services.plans.models import DutyRow, PlanRow, TaskPartRow, TaskRow
from shared import clock
from shared.api.lifecycle import Amendment, DutyAdded, DutyChanged, TaskAdded, TaskChanged
from shared.errors import Refused
from shared.events.plans import PlanAmended
from shared.identity import Identity
from shared.messaging import timers
from shared.messaging.outbox import tell
from shared.steps import take

_OWES = {owes.value for owes in Owes}


class AmendmentInvalid(Refused):
    """The amendment cannot be carried out; every reason is named."""

    message = "Nội dung điều chỉnh chưa hợp lệ nên chưa ghi nhận thay đổi nào."


@dataclass(frozen=True, slots=True)
class _Standing:
    """The plan as the amendment finds it."""

    plan: PlanRow
    tasks: dict[str, TaskRow]
    quarters: dict[int, QuarterState]
    duties: dict[str, DutyRow]


async def amend(session: AsyncSession, plan_id: UUID, amendment: Amendment, who: Identity) -> PlanRow:
    """Carry out an amendment, keep the plan as it reads afterwards as its next version, and tell it."""
    check_document(amendment.document, amendment.dated_on, clock.today())
    # The timers go first, in the order of the ticker, which holds its timers before it locks a plan.
    touched = [*amendment.remove_tasks, *(change.task_key for change in amendment.change_tasks)]
    await timers.cancel(session, TASK_OVERDUE, *(TaskAt(plan_id, key).timer_key for key in touched))
    plan = await locked_running(session, plan_id, amendment.version)
    step = take(PLAN_STEPS, plan.state, "amend", who.roles, reason=amendment.reason)
    standing = await _standing(session, plan)
    if faults := tuple(dict.fromkeys(_faults(standing, amendment))):
        raise AmendmentInvalid(details=faults)
    await keep_first_version(session, plan, who)
    ground = Ground(who, amendment.reason.strip())
    added = [await _add_task(session, standing, task) for task in amendment.add_tasks]
    changed = [await _change_task(session, standing, change, ground) for change in amendment.change_tasks]
    for key in amendment.remove_tasks:
        row = standing.tasks[key]
        row.state = TaskState(take(TASK_STEPS, row.state, "remove", who.roles, reason=ground.reason).target)
        row.note, row.is_overdue = ground.reason, False
    await _duties(session, standing, amendment, ground)
    plan.state = PlanState(step.target)
    await session.flush()
    changes = tuple(_sentences(standing, amendment, added))
    document = Document(amendment.document.strip(), amendment.dated_on)
    version = await keep_version(session, plan, document, ground, changes)
    tell(
        session,
        plan,
        PlanAmended(
            plan_id=plan_id,
            year=plan.year,
            number=version.number,
            amended_on=clock.today(),
            document=document.reference,
            reason=ground.reason,
            added=tuple(map(fact_of, added)),
            changed=tuple(map(fact_of, changed)),
            removed=amendment.remove_tasks,
        ),
    )
    note(session, plan, who, step.label, about=document.reference, reason=ground.reason, details=changes)
    ringing = [row for row in (*added, *changed) if not row.task.is_settled]
    await timers.schedule_many(
        session, [TaskAt(plan_id, row.task_key).overdue_timer(row.last_day_on) for row in ringing]
    )
    return plan


async def _standing(session: AsyncSession, plan: PlanRow) -> _Standing:
    quarters = await queries.quarters_of(session, plan.plan_id)
    return _Standing(
        plan,
        {row.task_key: row for row in await queries.every_task(session, plan.plan_id)},
        queries.states(quarters.values()),
        {row.code: row for row in await queries.every_duty(session, plan.plan_id)},
    )


def _faults(standing: _Standing, amendment: Amendment) -> Iterator[str]:
    if not (
        amendment.add_tasks or amendment.change_tasks or amendment.remove_tasks
        or amendment.add_duties or amendment.change_duties or amendment.remove_duties
    ):  # fmt: skip
        yield "Chưa có nội dung điều chỉnh."
    keys = [*(change.task_key for change in amendment.change_tasks), *amendment.remove_tasks]
    yield from (f"Nhiệm vụ {key} được ghi nhiều lần." for key in _repeated(keys))
    yield from (fault for key in keys for fault in _task_faults(standing, key))
    for quarter in [task.quarter for task in amendment.add_tasks] + [
        change.quarter for change in amendment.change_tasks if change.quarter is not None
    ]:
        if standing.quarters[quarter] is QuarterState.CLOSED:
            yield f"{QUARTER_NAMES[quarter]} đã đóng."
    yield from _day_faults(standing.plan, amendment)
    yield from _duty_faults(standing, amendment)


def _task_faults(standing: _Standing, key: str) -> Iterator[str]:
    row = standing.tasks.get(key)
    if row is None or row.state is TaskState.REMOVED:
        yield f"Không có nhiệm vụ {key}."
    elif row.task.is_settled:
        yield f"Nhiệm vụ {key} đã xong nên không điều chỉnh."
    elif row.quarter not in standing.quarters:
        yield f"Nhiệm vụ {key} đã chuyển sang năm sau."


def _day_faults(plan: PlanRow, amendment: Amendment) -> Iterator[str]:
    """Refuse dates outside the plan's year; what goes on at the centre may end in the year after."""
    days = [
        *(task.due_on for task in amendment.add_tasks),
        *(change.due_on for change in amendment.change_tasks),
        *(duty.due_on for duty in amendment.add_duties),
        *(duty.due_on for duty in amendment.change_duties),
    ]
    yield from (
        f"Thời hạn {day:%d/%m/%Y} không thuộc năm {plan.year}."
        for day in days
        if day is not None and day.year != plan.year
    )


def _duty_faults(standing: _Standing, amendment: Amendment) -> Iterator[str]:
    added = [duty.code for duty in amendment.add_duties]
    yield from (f"Đã có yêu cầu nộp {code}." for code in added if code in standing.duties)
    yield from (f"Yêu cầu nộp {code} được ghi nhiều lần." for code in _repeated(added))
    for code in (*(duty.code for duty in amendment.change_duties), *amendment.remove_duties):
        if code not in standing.duties or standing.duties[code].is_removed:
            yield f"Không có yêu cầu nộp {code}."
    for duty in amendment.add_duties:
        if duty.owes not in _OWES:
            yield f"Đối tượng nộp “{duty.owes}” không hợp lệ."
        elif duty.owes != Owes.ALL and not duty.owed_by:
            yield f"Yêu cầu nộp {duty.code} chưa chọn đơn vị phải nộp."


def _repeated(keys: Sequence[str]) -> Iterable[str]:
    return (key for key in dict.fromkeys(keys) if keys.count(key) > 1)


async def _add_task(session: AsyncSession, standing: _Standing, task: TaskAdded) -> TaskRow:
    plan = standing.plan
    reckoned = await task_deadline(session, task.deadline_kind, task.due_on or last_day(plan.year, task.quarter))
    own = [row.position for row in standing.tasks.values() if row.quarter == task.quarter and row.origin_key is None]
    row = TaskRow(
        plan_id=plan.plan_id,
        task_key=_free_key(standing, task.quarter),
        position=max(own, default=0) + 1,
        quarter=task.quarter,
        text=task.text,
        parts=list(task.parts),
        is_conditional=task.is_conditional,
        may_not_arise=task.is_conditional,
        deadline_kind=reckoned.kind,
        due_on=reckoned.due_on,
        is_deadline_implied=task.due_on is None,
        last_day_on=reckoned.last_day_on,
        remind_on=reckoned.remind_on,
        lead=task.lead,
        coordinating=list(task.coordinating),
        output=task.output,
        state=TaskState.PLANNED,
    )
    standing.tasks[row.task_key] = row
    session.add(row)
    await session.flush()
    session.add_all(
        TaskPartRow(
            plan_id=row.plan_id,
            task_key=row.task_key,
            part_key=chr(ord("a") + position),
            position=position + 1,
            text=part,
            is_conditional=False,
        )
        for position, part in enumerate(task.parts[:26])
    )
    return row


def _free_key(standing: _Standing, quarter: int) -> str:
    return next(key for number in range(1, 1000) if (key := f"Q{quarter}-{number:02d}") not in standing.tasks)


async def _change_task(session: AsyncSession, standing: _Standing, change: TaskChanged, ground: Ground) -> TaskRow:
    row = standing.tasks[change.task_key]
    if change.quarter is not None and change.quarter != row.quarter:
        row.quarter = change.quarter
    row.text, row.output = change.text or row.text, row.output if change.output is None else change.output
    due_on: date = change.due_on or (last_day(standing.plan.year, row.quarter) if change.quarter else row.due_on)
    await move_deadline(session, row, change.deadline_kind or row.deadline_kind, due_on, ground)
    if change.due_on is not None:
        row.is_deadline_implied = False
    row.is_overdue = row.is_overdue and clock.today() > row.last_day_on
    return row


async def _duties(session: AsyncSession, standing: _Standing, amendment: Amendment, ground: Ground) -> None:
    plan = standing.plan
    added = [_duty(plan, len(standing.duties) + place, duty) for place, duty in enumerate(amendment.add_duties, 1)]
    session.add_all(added)
    await session.flush()
    await owe(session, plan, [row.duty for row in added])
    for change in amendment.change_duties:
        await reschedule(session, plan, _changed_duty(session, standing.duties[change.code], change, ground), ground)
    for code in amendment.remove_duties:
        standing.duties[code].is_removed = True
        await lift(session, plan, standing.duties[code].duty, ground)


def _duty(plan: PlanRow, position: int, duty: DutyAdded) -> DutyRow:
    return DutyRow(
        plan_id=plan.plan_id,
        code=duty.code,
        position=position,
        name=duty.name,
        deadline_kind=duty.deadline_kind,
        due_on=duty.due_on,
        owes=Owes(duty.owes),
        owed_by=list(duty.owed_by),
    )


def _changed_duty(session: AsyncSession, row: DutyRow, change: DutyChanged, ground: Ground) -> FilingDuty:
    kind, due_on = change.deadline_kind or row.deadline_kind, change.due_on or row.due_on
    if (kind, due_on) != (row.deadline_kind, row.due_on):
        keep_change(session, row, kind, due_on, ground)
    row.name, row.deadline_kind, row.due_on = change.name or row.name, kind, due_on
    return row.duty


def _sentences(standing: _Standing, amendment: Amendment, added: Sequence[TaskRow]) -> Iterator[str]:
    """Say what the amendment did, a sentence each."""
    yield from (f"Thêm nhiệm vụ {row.task_key}: {row.text}" for row in added)
    for change in amendment.change_tasks:
        row = standing.tasks[change.task_key]
        yield f"Điều chỉnh nhiệm vụ {row.task_key}: {row.text}, thời hạn {row.due_on:%d/%m/%Y}"
    yield from (f"Bỏ nhiệm vụ {key}: {standing.tasks[key].text}" for key in amendment.remove_tasks)
    yield from (f"Thêm yêu cầu nộp: {duty.name}, thời hạn {duty.due_on:%d/%m/%Y}" for duty in amendment.add_duties)
    for changed in amendment.change_duties:
        duty = standing.duties[changed.code]
        yield f"Điều chỉnh yêu cầu nộp: {duty.name}, thời hạn {duty.due_on:%d/%m/%Y}"
    yield from (f"Bỏ yêu cầu nộp: {standing.duties[code].name}" for code in amendment.remove_duties)
