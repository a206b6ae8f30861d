"""Launching, reviewing and concluding movements, and the units that take part (phong trào thi đua)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from services.plans.commands.clusters import require_leader, require_members
from services.plans.commands.tasks import settle_waiting
from services.plans.domain.movements import (
    RUNNING,
    STEPS_OF_SCOPE,
    IndicatorUnknown,
    MovementState,
    NotRunning,
    OutsideTheMovement,
    check_dated,
    check_draft,
)
from services.plans.models import PlanRow
from services.plans.models.emulation import MeasureRow, MovementRow, MovementStageRow, ParticipationRow
from services.plans.queries import emulation, organisation
from shared import clock
from shared.api.emulation import MovementDraft, MovementStep, Participation, ParticipationResult
from shared.errors import Forbidden, NotFound
from shared.events import Event
from shared.events.plans import MovementConcluded, MovementLaunched, MovementReviewed
from shared.identity import Identity
from shared.messaging.outbox import tell
from shared.roles import Role
from shared.steps import take


async def plan_movement(session: AsyncSession, draft: MovementDraft, caller: Identity) -> MovementRow:
    """Keep a movement to be launched; a unit plans its own, a cluster's leader the cluster's."""
    check_draft(draft.scope, draft.unit_id, draft.cluster_id, draft.starts_on, draft.ends_on)
    if await session.get(PlanRow, draft.plan_id) is None:
        raise NotFound("Không tìm thấy kế hoạch.")
    if draft.unit_id is not None:
        await organisation.unit(session, draft.unit_id)
    row = MovementRow(
        movement_id=uuid7(),
        position=await emulation.last_position(session, draft.plan_id) + 1,
        period=_period(draft.starts_on, draft.ends_on),
        state=MovementState.PLANNED,
        version=0,
        **draft.model_dump(exclude={"criteria", "indicators"}),
        criteria=list(draft.criteria),
        indicators=list(draft.indicators),
    )
    await _check_owner(session, row, caller)
    session.add(row)
    await session.flush()
    return row


async def take_step(
    session: AsyncSession, movement_id: UUID, name: str, order: MovementStep, caller: Identity
) -> MovementRow:
    """Launch, review or conclude a movement on the ground of a document, and tell it."""
    row = await emulation.movement(session, movement_id, for_update=True)
    emulation.check_seen(order.version, row.version)
    if row.scope in {"unit", "cluster"}:
        await _check_owner(session, row, caller)
    step = take(STEPS_OF_SCOPE[row.scope], row.state, name, caller.roles, reason=order.reason)
    number, last = await emulation.latest_stage(session, movement_id)
    dated_on = check_dated(order.document, order.dated_on, last or row.launched_on, clock.today())
    row.state = MovementState(step.target)
    units = tuple(one.unit_id for one, _ in await emulation.participations(session, movement_id))
    if name != "launch":
        stage = MovementStageRow(
            movement_id=movement_id, number=number + 1, kind=name, held_on=dated_on,
            document=order.document, summary=order.summary,
        )  # fmt: skip
        session.add(stage)
    fact = _FACTS[name](row, order, dated_on, units)
    tell(session, row, fact)
    await session.flush()
    if name != "launch":
        await settle_waiting(session, dated_on.year, type(fact).__name__, str(movement_id))
    return row


async def take_part(
    session: AsyncSession, movement_id: UUID, unit_id: str, order: Participation, caller: Identity
) -> MovementRow:
    """Keep that a unit takes part in a movement that runs, with its own content."""
    row = await _running(session, movement_id, unit_id, caller)
    kept = await session.get(ParticipationRow, (movement_id, unit_id), with_for_update=True)
    if kept is None:
        kept = ParticipationRow(
            movement_id=movement_id, unit_id=unit_id, registered_on=clock.today(), result="", edition=0
        )
        session.add(kept)
    else:
        emulation.check_seen(order.version, kept.edition)
    kept.content, kept.participants = order.content, order.participants
    kept.edition += 1
    await session.flush()
    return row


async def keep_result(
    session: AsyncSession, movement_id: UUID, unit_id: str, order: ParticipationResult, caller: Identity
) -> MovementRow:
    """Keep what a unit achieved in a movement, with the values of its indicators."""
    row = await _running(session, movement_id, unit_id, caller)
    kept = await session.get(ParticipationRow, (movement_id, unit_id), with_for_update=True)
    if kept is None:
        raise NotFound("Đơn vị chưa đăng ký tham gia phong trào này.")
    emulation.check_seen(order.version, kept.edition)
    if unknown := sorted({one.indicator for one in order.measures} - set(row.indicators)):
        raise IndicatorUnknown(details=unknown)
    kept.result = order.result
    kept.edition += 1
    for one in order.measures:
        values: dict[str, Any] = {"movement_id": movement_id, "unit_id": unit_id, **one.model_dump()}
        measured = insert(MeasureRow).values(values)
        replaced = {name: measured.excluded[name] for name in ("target", "achieved", "source")}
        keys = ["movement_id", "unit_id", "indicator", "year"]
        await session.execute(measured.on_conflict_do_update(index_elements=keys, set_=replaced))
    await session.flush()
    return row


async def _check_owner(session: AsyncSession, row: MovementRow, caller: Identity) -> None:
    """Let a unit's officer act for their unit, a cluster's leader for the cluster, Sở Nội vụ for the province."""
    if row.unit_id is not None:
        caller.require(Role.UNIT_OFFICER)
        if caller.unit_id != row.unit_id:
            raise Forbidden
    elif row.cluster_id is not None:
        await organisation.cluster(session, row.cluster_id)
        await require_leader(session, caller, row.cluster_id, (row.starts_on or clock.today()).year)
    else:
        caller.require(Role.APPRAISER)


async def _running(session: AsyncSession, movement_id: UUID, unit_id: str, caller: Identity) -> MovementRow:
    """Return a movement that runs and that the unit, for which the caller speaks, belongs to."""
    row = await emulation.movement(session, movement_id)
    caller.require(Role.UNIT_OFFICER)
    if caller.unit_id != unit_id:
        raise Forbidden
    await organisation.unit(session, unit_id)
    if row.state not in RUNNING:
        raise NotRunning
    if row.unit_id not in {None, unit_id}:
        raise OutsideTheMovement
    if row.cluster_id is not None:
        await require_members(session, row.cluster_id, clock.today().year, [unit_id])
    return row


def _launched(row: MovementRow, order: MovementStep, on: date, _: tuple[str, ...]) -> Event:
    row.launched_on, row.document = on, order.document
    row.launched_by = order.launched_by or row.launched_by
    return MovementLaunched(
        movement_id=row.movement_id,
        plan_id=row.plan_id,
        name=row.name,
        period=row.period,
        form=row.form,
        scope=row.scope,
        unit_id=row.unit_id,
        cluster_id=row.cluster_id,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
    )


def _reviewed(row: MovementRow, order: MovementStep, on: date, units: tuple[str, ...]) -> Event:
    return MovementReviewed(
        movement_id=row.movement_id, plan_id=row.plan_id, reviewed_on=on, document=order.document, unit_ids=units
    )


def _concluded(row: MovementRow, order: MovementStep, on: date, units: tuple[str, ...]) -> Event:
    return MovementConcluded(
        movement_id=row.movement_id, plan_id=row.plan_id, concluded_on=on, document=order.document, unit_ids=units
    )


_FACTS: Mapping[str, Callable[[MovementRow, MovementStep, date, tuple[str, ...]], Event]] = {
    "launch": _launched,
    "review": _reviewed,
    "conclude": _concluded,
}


def _period(starts_on: date, ends_on: date | None) -> str:
    if ends_on is None:
        return f"từ {starts_on:%d/%m/%Y}"
    return f"{starts_on:%d/%m/%Y} - {ends_on:%d/%m/%Y}"
