"""Cloning a plan to the next year (nhân bản kế hoạch): a draft that a person corrects and issues."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from services.plans import queries
from services.plans.domain import TaskState
from services.plans.domain.cloning import Candidate, Cloned, check_answers, cloned
from services.plans.domain.shifting import Shift
from services.plans.importer.shape import Movement, Preview, Quarter, Task
from services.plans.models import DraftRow, PlanRow, TaskRow
from shared import clock
from shared.identity import Identity

_OF_THE_OLD_DOCUMENT = {
    "number": None, "symbol": None, "issued_on": None, "attached_to": None,
    "anomalies": (), "outline": (), "not_understood": (),
}  # fmt: skip
"""What belongs to last year's paper and not to what it says."""

_FOUR_DIGITS = re.compile(r"\d{4}")
_KEPT_AS_PRINTED = frozenset({"legal_bases", "source_lines", "key", "number", "kind", "period"})
"""Fields whose words are not moved: citations, codes, and the long periods of movements."""


async def preview_clone(session: AsyncSession, plan_id: UUID) -> tuple[PlanRow, Sequence[Cloned], Sequence[Cloned]]:
    """Return the plan, its tasks as they would read next year, and the movements a person must decide on."""
    plan = await queries.plan(session, plan_id)
    source = await _source(session, plan)
    shift = Shift(plan.year)
    tasks = cloned(await _candidates(session, plan, source), shift)
    return plan, tasks, [_ended(movement) for movement in source.movements if _has_ended(movement, plan.year + 1)]


async def clone(session: AsyncSession, plan_id: UUID, answers: Mapping[str, bool], who: Identity) -> DraftRow:
    """Make the draft of next year's plan: years and days moved, recurring tasks kept, the others as answered.

    Raises CloneUnanswered with everything that still needs an answer.
    """
    plan, tasks, movements = await preview_clone(session, plan_id)
    asked = [(one.key, one.before) for one in (*tasks, *movements) if one.is_asked]
    check_answers(asked, answers)
    source = await _source(session, plan)
    kept = {one.key for one in (*tasks, *movements) if answers.get(one.key, True)}
    dropped = {one.key for one in (*tasks, *movements)} - kept
    whole = await _whole(session, plan, source, kept)
    moved = whole.model_copy(update={"movements": tuple(one for one in whole.movements if one.key not in dropped)})
    preview = Preview.model_validate(_moved(moved.model_dump(), Shift(plan.year)) | _OF_THE_OLD_DOCUMENT)
    draft = DraftRow(
        draft_id=uuid7(),
        filename=f"Nhân bản từ {plan.symbol}",
        content_hash=sha256(preview.model_dump_json().encode()).hexdigest(),
        imported_at=clock.now(),
        imported_by=who.user,
        preview=preview.model_dump(mode="json"),
        cloned_from=plan.plan_id,
    )
    session.add(draft)
    return draft


async def _source(session: AsyncSession, plan: PlanRow) -> Preview:
    """Return the document the plan was issued from."""
    return Preview.model_validate((await queries.draft(session, plan.draft_id)).preview)


async def _candidates(session: AsyncSession, plan: PlanRow, source: Preview) -> Sequence[Candidate]:
    printed = {task.key for quarter in source.quarters for task in quarter.tasks}
    home = {task.key: quarter.number for quarter in source.quarters for task in quarter.tasks}
    return [
        Candidate(
            row.task_key,
            home.get(row.task_key, min(row.quarter, 4)),
            row.text,
            row.state,
            row.is_conditional,
            is_added=row.task_key not in printed,
        )
        for row in await queries.every_task(session, plan.plan_id)
    ]


async def _whole(session: AsyncSession, plan: PlanRow, source: Preview, kept: set[str]) -> Preview:
    """Return the document with its tasks as they stand now: amended words, added tasks, and only what is kept."""
    rows = {row.task_key: row for row in await queries.every_task(session, plan.plan_id)}
    printed = {task.key for quarter in source.quarters for task in quarter.tasks}
    added = [row for key, row in rows.items() if key not in printed and key in kept]
    quarters = []
    for number in (1, 2, 3, 4):
        own = next((quarter for quarter in source.quarters if quarter.number == number), None)
        tasks = [
            _as_amended(task, rows[task.key])
            for task in (own.tasks if own else ())
            if task.key in kept and rows[task.key].state is not TaskState.REMOVED
        ]
        pattern = next((task for quarter in source.quarters for task in quarter.tasks), None)
        extra = [_as_printed(row, pattern) for row in added if min(row.quarter, 4) == number and pattern]
        if own is not None or extra:
            quarters.append(Quarter(number=number, year=plan.year, tasks=(*tasks, *extra)))
    duties = {row.code: row for row in await queries.duties_of(session, plan.plan_id)}
    filing_duties = tuple(
        duty.model_copy(
            update={
                "deadline": duty.deadline.model_copy(
                    update={"kind": duties[duty.key].deadline_kind.value, "on": duties[duty.key].due_on}
                )
            }
        )
        for duty in source.filing_duties
        if duty.key in duties
    )
    return source.model_copy(update={"quarters": tuple(quarters), "filing_duties": filing_duties})


def _as_amended(task: Task, row: TaskRow) -> Task:
    """Return a printed task with the words it has now; a carry-over moved its day, not the task's own one."""
    return task if row.text == task.display else task.model_copy(update={"display": row.text, "text": row.text})


def _as_printed(row: TaskRow, pattern: Task) -> Task:
    """Return a task that no document prints in the shape of one that does."""
    deadline = pattern.deadline.model_copy(
        update={"kind": row.deadline_kind.value, "on": row.due_on, "implied": row.is_deadline_implied}
    )
    return pattern.model_copy(
        update={
            "key": row.task_key.replace(".", "-"),
            "text": row.text,
            "display": row.text,
            "is_conditional": row.is_conditional,
            "condition": None,
            "parts": (),
            "deadline": deadline,
            "coordinating": (),
            "output": row.output or None,
            "movement_keys": (),
            "source_lines": (),
        }
    )


def _moved(value: Any, shift: Shift, field: str = "") -> Any:
    """Return a document's content with its words, days and years moved, field by field."""
    if field in _KEPT_AS_PRINTED and not (field == "period" and isinstance(value, dict)):
        return value
    if isinstance(value, dict):
        return {name: _moved(each, shift, name) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_moved(each, shift, field) for each in value]
    if isinstance(value, date):
        return shift.day(value)
    if field == "year" and isinstance(value, int):
        return value + shift.by
    return shift.text(value) if isinstance(value, str) else value


def _has_ended(movement: Movement, year: int) -> bool:
    """Return whether a movement's period is over before *year*."""
    years = [
        int(word) for word in (movement.period or "").replace("-", " ").replace("–", " ").split() if word.isdigit()
    ]
    return bool(years) and max(years) < year


def _ended(movement: Movement) -> Cloned:
    period = f"{movement.name} ({movement.period})"
    return Cloned(movement.key, 0, period, period, "Phong trào đã hết giai đoạn.")
