"""Movements: planned, launched, taken part in, reviewed, concluded."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter
from sqlalchemy.ext.asyncio import AsyncSession
from starlette import status

from services.plans.commands import movements
from services.plans.domain.movements import FORM_LABELS, MOVEMENT_LABELS, SCOPE_LABELS, STEPS_OF_SCOPE
from services.plans.models.emulation import MeasureRow, MovementRow, ParticipationRow
from services.plans.queries import emulation
from services.plans.routes.offers import offers
from shared.api.emulation import (
    Measured,
    MovementDetail,
    MovementDraft,
    MovementStage,
    MovementStep,
    Participation,
    ParticipationResult,
    ParticipationView,
)
from shared.db import Db
from shared.identity import Caller, Identity
from shared.roles import Role
from shared.steps import offered

router = APIRouter(prefix="/movements")
_STAGES = {"review": "Sơ kết", "conclude": "Tổng kết"}


@router.post("", status_code=status.HTTP_201_CREATED)
async def plan_movement(draft: MovementDraft, caller: Caller, db: Db) -> MovementDetail:
    """Keep a movement to be launched."""
    caller.require(Role.APPRAISER, Role.UNIT_OFFICER)
    async with db.transaction() as session:
        return await _detail(session, await movements.plan_movement(session, draft, caller), caller)


@router.get("/{movement_id}")
async def show(movement_id: UUID, caller: Caller, db: Db) -> MovementDetail:
    """Answer a movement; a unit's officer sees their own unit's part in it."""
    async with db.transaction() as session:
        return await _detail(session, await emulation.movement(session, movement_id), caller)


@router.post("/{movement_id}/steps/{step}")
async def take_step(movement_id: UUID, step: str, order: MovementStep, caller: Caller, db: Db) -> MovementDetail:
    """Launch, review or conclude a movement."""
    async with db.transaction() as session:
        return await _detail(session, await movements.take_step(session, movement_id, step, order, caller), caller)


@router.put("/{movement_id}/participations/{unit_id}")
async def take_part(movement_id: UUID, unit_id: str, order: Participation, caller: Caller, db: Db) -> MovementDetail:
    """Keep that a unit takes part."""
    async with db.transaction() as session:
        return await _detail(session, await movements.take_part(session, movement_id, unit_id, order, caller), caller)


@router.put("/{movement_id}/participations/{unit_id}/result")
async def keep_result(
    movement_id: UUID, unit_id: str, order: ParticipationResult, caller: Caller, db: Db
) -> MovementDetail:
    """Keep what a unit achieved in a movement."""
    async with db.transaction() as session:
        row = await movements.keep_result(session, movement_id, unit_id, order, caller)
        return await _detail(session, row, caller)


async def _detail(session: AsyncSession, row: MovementRow, caller: Identity) -> MovementDetail:
    measured = await emulation.measures(session, row.movement_id)
    parts = await emulation.participations(session, row.movement_id, caller.unit_id)
    return MovementDetail(
        movement_id=row.movement_id,
        plan_id=row.plan_id,
        name=row.name,
        period=row.period,
        form=row.form,
        form_label=FORM_LABELS.get(row.form or "", ""),
        scope=row.scope,
        scope_label=SCOPE_LABELS[row.scope],
        unit_id=row.unit_id,
        cluster_id=row.cluster_id,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        aims=row.aims,
        criteria=tuple(row.criteria),
        audience=row.audience,
        indicators=tuple(row.indicators),
        launched_by=row.launched_by,
        document=row.document,
        launched_on=row.launched_on,
        state=row.state,
        state_label=MOVEMENT_LABELS[row.state],
        stages=tuple(
            MovementStage(
                kind=one.kind,
                label=_STAGES[one.kind],
                held_on=one.held_on,
                document=one.document,
                summary=one.summary,
            )
            for one in await emulation.stages(session, row.movement_id)
        ),
        participations=tuple(_part(one, name, measured) for one, name in parts),
        version=row.version,
        steps=offers(offered(STEPS_OF_SCOPE[row.scope], row.state, caller.roles)),
    )


def _part(row: ParticipationRow, name: str, measured: Sequence[MeasureRow]) -> ParticipationView:
    return ParticipationView(
        unit_id=row.unit_id,
        unit_name=name,
        registered_on=row.registered_on,
        content=row.content,
        participants=row.participants,
        result=row.result,
        measures=tuple(
            Measured(
                indicator=one.indicator, year=one.year, target=one.target, achieved=one.achieved, source=one.source
            )
            for one in measured
            if one.unit_id == row.unit_id
        ),
        version=row.edition,
    )
