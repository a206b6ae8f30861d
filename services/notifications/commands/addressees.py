"""To whom a message goes where that is more than a role or the units its event names."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.commands.subjects import task_id
from services.notifications.messages import ROLES, UNIT, Message
from services.notifications.models import RecipientRow, SubjectRow
from shared.roles import Role


@dataclass(frozen=True, slots=True)
class Addressee:
    """One unit or one role."""

    unit_id: str | None = None
    role: str | None = None


async def addressees(message: Message, about: Any, session: AsyncSession) -> Mapping[Addressee, tuple[str, ...]]:
    """Return whom *message* about something goes to, each once, with the channels; the first mention counts."""
    found: dict[Addressee, tuple[str, ...]] = {}
    for name, channels in message.to.items():
        for one in await _named(name, about, session):
            found.setdefault(one, channels)
    return found


async def _named(name: str, about: Any, session: AsyncSession) -> Iterable[Addressee]:
    if name in ROLES:
        return [Addressee(role=name)]
    if name in GROUPS_FOUND:
        return await GROUPS_FOUND[name](about, session)
    told: str | tuple[str, ...] | None = getattr(about, "unit_id" if name == UNIT else name)
    return _units((told,) if isinstance(told, str) else told or ())


def _units(unit_ids: Iterable[str]) -> list[Addressee]:
    return [Addressee(unit_id=unit_id) for unit_id in unit_ids]


async def _registered(session: AsyncSession, condition: ColumnElement[bool]) -> list[Addressee]:
    """Return the units that exist and meet *condition*."""
    exist = select(RecipientRow.recipient_id).where(
        RecipientRow.dissolved_on.is_(None), RecipientRow.recipient_id.not_in(ROLES), condition
    )
    return _units(await session.scalars(exist.order_by(RecipientRow.recipient_id)))


async def _everyone(_: Any, session: AsyncSession) -> list[Addressee]:
    return await _registered(session, RecipientRow.recipient_id.is_not(None))


async def _cluster(about: Any, session: AsyncSession) -> list[Addressee]:
    """Return the members of the cluster something is about."""
    return await _registered(session, RecipientRow.cluster_id == about.cluster_id)


async def _inspected(about: Any, session: AsyncSession) -> list[Addressee]:
    """Return the unit that is inspected, or every member of the cluster that is."""
    return _units([about.unit_id]) if about.unit_id else await _cluster(about, session)


async def _reached(about: Any, session: AsyncSession) -> list[Addressee]:
    """Return whom a movement reaches; one that comes with its plan has no form yet, and the plan is what is told."""
    if about.form is None:
        return []
    named = about.unit_id or about.cluster_id
    return await _inspected(about, session) if named else await _everyone(about, session)


async def _concerned(about: Any, session: AsyncSession) -> list[Addressee]:
    """Return the units that were named when what this is about was told first."""
    return await _of_subjects(session, [about.aggregate_id])


async def _assigned(about: Any, session: AsyncSession) -> list[Addressee]:
    """Return the units that lead a task or help with it, as far as they are registered."""
    return await _of_tasks(session, about.plan_id, [about.task_key])


async def _amended(about: Any, session: AsyncSession) -> list[Addressee]:
    """Return the units that work on the tasks an amendment changed or removed."""
    return await _of_tasks(session, about.plan_id, [*(task.task_key for task in about.changed), *about.removed])


async def _coordinating(about: Any, session: AsyncSession) -> list[Addressee]:
    return await _registered(session, RecipientRow.recipient_id.in_(about.coordinating))


async def _ranked(about: Any, _: AsyncSession) -> list[Addressee]:
    return _units(result.unit_id for result in about.results)


async def _council(about: Any, session: AsyncSession) -> list[Addressee]:
    """Return the council's members by their role; a unit's own council is reached through the unit."""
    own = await _of_subjects(session, [about.aggregate_id])
    return own or [Addressee(role=Role.COUNCIL_MEMBER.value)]


async def _of_tasks(session: AsyncSession, plan_id: object, keys: Iterable[str]) -> list[Addressee]:
    units = await _of_subjects(session, [task_id(plan_id, key) for key in keys])
    return await _registered(session, RecipientRow.recipient_id.in_([one.unit_id for one in units]))


async def _of_subjects(session: AsyncSession, subject_ids: Iterable[str]) -> list[Addressee]:
    known = await session.scalars(select(SubjectRow.unit_ids).where(SubjectRow.subject_id.in_(list(subject_ids))))
    return _units(dict.fromkeys(unit_id for unit_ids in known for unit_id in unit_ids))


GROUPS_FOUND: Mapping[str, Callable[[Any, AsyncSession], Awaitable[list[Addressee]]]] = {
    "everyone": _everyone,
    "cluster": _cluster,
    "inspected": _inspected,
    "reached": _reached,
    "concerned": _concerned,
    "assigned": _assigned,
    "amended": _amended,
    "coordinating": _coordinating,
    "ranked": _ranked,
    "council": _council,
}
"""How each group of addressees is found."""
