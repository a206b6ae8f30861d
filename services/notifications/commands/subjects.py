"""What later facts speak of by its id alone: its name, and the units it concerns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.models import RecipientRow, SubjectRow
from shared.events import Event
from shared.events.nominations import RoundOpened, SessionCalled
from shared.events.plans import (
    ClusterChanged,
    ClusterFormed,
    GuidancePublished,
    MovementLaunched,
    OccasionPlanned,
    PlanAmended,
    PlanIssued,
    TaskAssigned,
    TaskFact,
    UnitChanged,
    UnitDissolved,
    UnitRegistered,
)

PROVINCE = "province"


@dataclass(frozen=True, slots=True)
class Subject:
    """Something by its id: its name and the units it concerns, None where the fact says nothing of it."""

    subject_id: str
    name: str | None = None
    unit_ids: tuple[str, ...] | None = None


def task_id(plan_id: object, task_key: str) -> str:
    """Return the id of a task, whose key is its plan's own."""
    return f"{plan_id}/{task_key}"


def _tasks(plan_id: object, tasks: Iterable[TaskFact]) -> list[Subject]:
    return [Subject(task_id(plan_id, task.task_key), task.text) for task in tasks]


def _assigned(told: TaskAssigned) -> list[Subject]:
    lead = (told.lead_unit_id,) if told.lead_unit_id else ()
    return [Subject(task_id(told.plan_id, told.task_key), unit_ids=(*lead, *told.coordinating))]


def _session(told: SessionCalled) -> list[Subject]:
    """Keep whose council meets; nobody's unit where it is the province's."""
    units = () if told.level == PROVINCE else (told.unit_id,)
    return [Subject(str(told.session_id), told.meets_at.isoformat(), units)]


_READ: Mapping[type[Event], Any] = {
    PlanIssued: lambda told: _tasks(told.plan_id, told.tasks),
    PlanAmended: lambda told: _tasks(told.plan_id, (*told.added, *told.changed)),
    TaskAssigned: _assigned,
    ClusterFormed: lambda told: [Subject(told.cluster_id, told.name)],
    ClusterChanged: lambda told: [Subject(told.cluster_id, told.name)],
    MovementLaunched: lambda told: [Subject(str(told.movement_id), told.name)],
    OccasionPlanned: lambda told: [Subject(str(told.occasion_id), told.title, told.unit_ids)],
    GuidancePublished: lambda told: [Subject(str(told.guidance_id), told.title, told.unit_ids)],
    RoundOpened: lambda told: [Subject(str(told.round_id), told.name)],
    SessionCalled: _session,
}

_UNITS: Mapping[type[Event], Any] = {
    UnitRegistered: lambda told: {"name": told.name, "cluster_id": told.cluster_id, "dissolved_on": None},
    UnitChanged: lambda told: {"name": told.name, "cluster_id": told.cluster_id},
    UnitDissolved: lambda told: {"dissolved_on": told.dissolved_on},
}

TAUGHT: frozenset[type[Event]] = frozenset((*_READ, *_UNITS))
"""The facts something is remembered of."""


async def learn(fact: Any, session: AsyncSession) -> None:
    """Remember what later facts will speak of."""
    kind = type(fact)
    if kind in _UNITS:
        await _learn_unit(fact.unit_id, _UNITS[kind](fact), session)
    for subject in _READ.get(kind, lambda _: ())(fact):
        known = {
            name: value
            for name, value in (("name", subject.name), ("unit_ids", _listed(subject.unit_ids)))
            if value is not None
        }
        row = insert(SubjectRow).values(subject_id=subject.subject_id, **known)
        await session.execute(row.on_conflict_do_update(index_elements=["subject_id"], set_=known))


async def _learn_unit(unit_id: str, known: dict[str, Any], session: AsyncSession) -> None:
    row = insert(RecipientRow).values(recipient_id=unit_id, **({"name": unit_id} | known))
    await session.execute(row.on_conflict_do_update(index_elements=["recipient_id"], set_=known))


def _listed(unit_ids: tuple[str, ...] | None) -> list[str] | None:
    return None if unit_ids is None else list(dict.fromkeys(unit_ids))
