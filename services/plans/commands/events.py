"""Planning what is held, inviting units, holding it, reporting it; publishing guidance to units."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from services.plans.commands.served import complete_served, complete_waiting, serve_task, served_by
from services.plans.domain.anniversaries import years_since
from services.plans.domain.events import (
    OCCASION_STEPS,
    ModelsAreLearnedOnVisits,
    MoreThanCame,
    NobodyInvited,
    NothingIsCommemorated,
    OccasionState,
    ReportMissing,
    check_held,
    check_times,
    completes_task,
)
from services.plans.models import AttendanceRow, LearnedModelRow, MovementRow, OccasionRow
from services.plans.queries import events as reads
from services.plans.queries import oversight
from shared import clock
from shared.api.oversight import Attended, Materials, OccasionDraft, OccasionStep, Registration
from shared.clock import VIETNAM
from shared.errors import NotFound, OutOfTurn
from shared.events import Event
from shared.events.plans import (
    AttendanceAnnounced,
    OccasionCancelled,
    OccasionHeld,
    OccasionKind,
    OccasionPlanned,
    OccasionReported,
    OccasionRescheduled,
)
from shared.identity import Identity
from shared.messaging.outbox import tell
from shared.roles import Role
from shared.steps import take

Act = Callable[[AsyncSession, OccasionRow, OccasionStep], Awaitable[Event]]


_HELD = OccasionHeld.__name__


class AnswersAreClosed(OutOfTurn):
    """Who comes is said before an occasion is held."""

    message = "Sự kiện đã tổ chức hoặc đã hủy nên không nhận đăng ký."


def held_on(row: OccasionRow) -> date:
    """Return the day an occasion is or was held on, in Vietnam."""
    return row.starts_at.astimezone(VIETNAM).date()


def anniversary_of(row: OccasionRow) -> int | None:
    """Return how many years after the day it commemorates an occasion is held; None where it commemorates none."""
    return None if row.commemorates_on is None else years_since(row.commemorates_on, held_on(row))


async def plan_occasion(session: AsyncSession, draft: OccasionDraft, caller: Identity) -> OccasionRow:
    """Plan an occasion, invite its units, and tell it."""
    caller.require(Role.APPRAISER)
    check_times(draft.starts_at, draft.ends_at)
    if draft.kind is OccasionKind.COMMEMORATION and (draft.commemorates_on is None or not draft.commemorates):
        raise NothingIsCommemorated
    if draft.plan_id is not None or draft.task_key is not None:
        await serve_task(session, draft.plan_id, draft.task_key)
    if draft.movement_id is not None and await session.get(MovementRow, draft.movement_id) is None:
        raise NotFound("Không tìm thấy phong trào thi đua.")
    invited = await oversight.units_meant(session, draft.unit_ids, draft.cluster_ids, everyone=draft.everyone)
    row = OccasionRow(
        occasion_id=uuid7(),
        state=OccasionState.PLANNED,
        version=0,
        materials=[],
        note="",
        report="",
        **draft.model_dump(exclude={"unit_ids", "cluster_ids", "everyone"}),
    )
    session.add(row)
    await session.flush()
    session.add_all(AttendanceRow(occasion_id=row.occasion_id, unit_id=unit_id) for unit_id in invited)
    tell(
        session,
        row,
        OccasionPlanned(
            occasion_id=row.occasion_id,
            kind=row.kind,
            title=row.title,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            unit_ids=invited,
            anniversary=anniversary_of(row),
            plan_id=row.plan_id,
            task_key=row.task_key,
            movement_id=row.movement_id,
        ),
    )
    return row


async def take_step(
    session: AsyncSession, occasion_id: UUID, name: str, order: OccasionStep, caller: Identity
) -> OccasionRow:
    """Take the step *name* of an occasion and tell it; the task it serves is completed when its time has come."""
    row = await oversight.locked(session, OccasionRow, occasion_id, order.version)
    step = take(OCCASION_STEPS, row.state, name, caller.roles, reason=order.reason)
    fact = await _ACTS[name](session, row, order)
    row.state = OccasionState(step.target)
    tell(session, row, fact)
    if completes_task(row.kind, row.state):
        year = (row.held_on or held_on(row)).year
        await complete_waiting(session, year, _HELD, _HELD, f"{_HELD}:{occasion_id}")
        await complete_served(session, served_by(row), _HELD)
    return row


async def register(session: AsyncSession, occasion_id: UUID, answer: Registration, caller: Identity) -> OccasionRow:
    """Note how many of a unit's people come, and tell it."""
    caller.require(Role.UNIT_OFFICER, Role.APPRAISER)
    row = await oversight.locked(session, OccasionRow, occasion_id)
    unit_id = answer.unit_id or caller.unit_id or ""
    caller.require_unit(unit_id)
    if row.state is not OccasionState.PLANNED:
        raise AnswersAreClosed
    guest = await session.get(AttendanceRow, (occasion_id, unit_id))
    if guest is None:
        raise NobodyInvited
    guest.registered = answer.registered
    tell(session, row, AttendanceAnnounced(occasion_id=occasion_id, unit_id=unit_id, registered=answer.registered))
    return row


async def keep_materials(session: AsyncSession, occasion_id: UUID, given: Materials, caller: Identity) -> OccasionRow:
    """Keep the materials of an occasion, all of them in order."""
    caller.require(Role.APPRAISER)
    row = await oversight.locked(session, OccasionRow, occasion_id, given.version)
    row.materials = [material.model_dump() for material in given.materials]
    return row


async def _reschedule(_: AsyncSession, row: OccasionRow, order: OccasionStep) -> Event:
    length = row.ends_at - row.starts_at
    starts_at = order.starts_at or row.starts_at
    ends_at = order.ends_at or starts_at + length
    check_times(starts_at, ends_at)
    row.starts_at, row.ends_at, row.note = starts_at, ends_at, order.reason
    return OccasionRescheduled(
        occasion_id=row.occasion_id, kind=row.kind, starts_at=starts_at, ends_at=ends_at, reason=order.reason
    )


async def _cancel(_: AsyncSession, row: OccasionRow, order: OccasionStep) -> Event:
    row.note = order.reason
    return OccasionCancelled(
        occasion_id=row.occasion_id, kind=row.kind, cancelled_on=clock.today(), reason=order.reason
    )


async def _hold(session: AsyncSession, row: OccasionRow, order: OccasionStep) -> Event:
    check_held(row.starts_at, clock.now())
    guests = {guest.unit_id: (guest, name) for guest, name in await reads.attendance_of(session, row.occasion_id)}
    _note_who_came(guests, order.attendance)
    row.held_on = held_on(row)
    return OccasionHeld(
        occasion_id=row.occasion_id,
        kind=row.kind,
        held_on=row.held_on,
        attended=sum(guest.attended or 0 for guest, _ in guests.values()),
        certified=sum(guest.certified for guest, _ in guests.values()),
        movement_id=row.movement_id,
    )


def _note_who_came(guests: dict[str, tuple[AttendanceRow, str]], came: Iterable[Attended]) -> None:
    for line in came:
        if line.unit_id not in guests:
            raise NobodyInvited
        guest, name = guests[line.unit_id]
        if line.certified > line.attended:
            raise MoreThanCame(name)
        guest.attended, guest.certified = line.attended, line.certified


async def _report(session: AsyncSession, row: OccasionRow, order: OccasionStep) -> Event:
    if not order.report:
        raise ReportMissing
    if order.models and row.kind is not OccasionKind.STUDY_VISIT:
        raise ModelsAreLearnedOnVisits
    row.report, row.reported_on = order.report, clock.today()
    learned_on = row.held_on or row.reported_on
    session.add_all(
        LearnedModelRow(model_id=uuid7(), occasion_id=row.occasion_id, learned_on=learned_on, **model.model_dump())
        for model in order.models
    )
    return OccasionReported(
        occasion_id=row.occasion_id, kind=row.kind, reported_on=row.reported_on, models=len(order.models)
    )


_ACTS: dict[str, Act] = {"reschedule": _reschedule, "hold": _hold, "report": _report, "cancel": _cancel}
