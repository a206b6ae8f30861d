"""What is held: conferences, ceremonies, trainings, study visits; and the models learned."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.commands import events as work
from services.plans.commands.events import anniversary_of, held_on
from services.plans.domain.anniversaries import how_round
from services.plans.domain.events import (
    KIND_LABELS,
    OCCASION_LABELS,
    OCCASION_STEPS,
    OccasionState,
    review_warning,
)
from services.plans.models import LearnedModelRow, MovementRow, OccasionRow
from services.plans.queries import events as reads
from services.plans.queries import oversight
from services.plans.routes.offers import offers
from shared.api.base import Page
from shared.api.oversight import (
    AttendanceView,
    LearnedModelView,
    Material,
    Materials,
    OccasionDetail,
    OccasionDraft,
    OccasionStep,
    OccasionView,
    Registration,
)
from shared.clock import VIETNAM
from shared.db import Db
from shared.errors import Forbidden
from shared.events.plans import OccasionKind
from shared.identity import Caller, Identity
from shared.steps import offered

router = APIRouter()


@router.get("/events")
async def list_events(  # noqa: PLR0913 - each is a filter of the list
    caller: Caller,
    db: Db,
    *,
    year: Annotated[int | None, Query(ge=1900, le=2200)] = None,
    kind: OccasionKind | None = None,
    state: OccasionState | None = None,
    unit_id: str | None = None,
    page: Annotated[int, Query(ge=1)] = 1,
    size: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[OccasionView]:
    """Answer one page of occasions, soonest first; a unit sees those it is invited to."""
    asked = reads.OccasionsAsked(year, kind, state, caller.unit_id or unit_id)
    async with db.transaction() as session:
        rows, total = await reads.occasions_page(session, asked, oversight.Slice(page, size))
        movements = await reads.movements_of(session, rows)
    return Page(items=tuple(_view(row, movements, caller) for row in rows), total=total, page=page, size=size)


@router.post("/events", status_code=201)
async def plan(draft: OccasionDraft, caller: Caller, db: Db) -> OccasionDetail:
    """Plan an occasion and invite its units."""
    async with db.transaction() as session:
        return await _detail(session, await work.plan_occasion(session, draft, caller), caller)


@router.get("/events/{occasion_id}")
async def show(occasion_id: UUID, caller: Caller, db: Db) -> OccasionDetail:
    """Answer one occasion; a unit sees what it is invited to."""
    async with db.transaction() as session:
        row = await oversight.found(session, OccasionRow, occasion_id)
        detail = await _detail(session, row, caller)
    if caller.unit_id is not None and not detail.attendance:
        raise Forbidden
    return detail


@router.post("/events/{occasion_id}/steps/{step}")
async def take_step(occasion_id: UUID, step: str, order: OccasionStep, caller: Caller, db: Db) -> OccasionDetail:
    """Take a step of an occasion."""
    async with db.transaction() as session:
        return await _detail(session, await work.take_step(session, occasion_id, step, order, caller), caller)


@router.post("/events/{occasion_id}/registration")
async def register(occasion_id: UUID, answer: Registration, caller: Caller, db: Db) -> OccasionDetail:
    """Note how many of a unit's people come."""
    async with db.transaction() as session:
        return await _detail(session, await work.register(session, occasion_id, answer, caller), caller)


@router.put("/events/{occasion_id}/materials")
async def keep_materials(occasion_id: UUID, given: Materials, caller: Caller, db: Db) -> OccasionDetail:
    """Keep the materials of an occasion."""
    async with db.transaction() as session:
        return await _detail(session, await work.keep_materials(session, occasion_id, given, caller), caller)


@router.get("/learned-models")
async def list_models(
    _: Caller,
    db: Db,
    *,
    field: Annotated[str | None, Query(max_length=200)] = None,
    page: Annotated[int, Query(ge=1)] = 1,
    size: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[LearnedModelView]:
    """Answer one page of the models learned on study visits, the latest first."""
    async with db.transaction() as session:
        rows, total = await reads.models_page(session, field, oversight.Slice(page, size))
    return Page(items=tuple(map(_model, rows)), total=total, page=page, size=size)


def _view(row: OccasionRow, movements: Mapping[UUID, MovementRow], caller: Identity) -> OccasionView:
    return OccasionView(**_line(row, movements, caller))


def _line(row: OccasionRow, movements: Mapping[UUID, MovementRow], caller: Identity) -> dict[str, Any]:
    number = anniversary_of(row)
    movement = movements.get(row.movement_id) if row.movement_id else None
    warning = review_warning(row.kind, held_on(row), movement.period if movement else None)
    return {
        "occasion_id": row.occasion_id,
        "kind": row.kind,
        "kind_label": KIND_LABELS[row.kind],
        "title": row.title,
        "place": row.place,
        "starts_at": row.starts_at.astimezone(VIETNAM),
        "ends_at": row.ends_at.astimezone(VIETNAM),
        "state": row.state,
        "state_label": OCCASION_LABELS[row.state],
        "commemorates": row.commemorates,
        "anniversary": number,
        "anniversary_label": "" if number is None else f"{number} năm ({how_round(number).name})",
        "plan_id": row.plan_id,
        "task_key": row.task_key,
        "movement_id": row.movement_id,
        "warnings": () if warning is None else (warning,),
        "version": row.version,
        "steps": offers(offered(OCCASION_STEPS, row.state, caller.roles)),
    }


async def _detail(session: AsyncSession, row: OccasionRow, caller: Identity) -> OccasionDetail:
    await session.flush()
    movements = await reads.movements_of(session, [row])
    guests = await reads.attendance_of(session, row.occasion_id, caller.unit_id)
    models: Sequence[LearnedModelRow] = await reads.models_of(session, row.occasion_id)
    return OccasionDetail(
        **_line(row, movements, caller),
        note=row.note,
        report=row.report,
        held_on=row.held_on,
        reported_on=row.reported_on,
        materials=tuple(Material(**material) for material in row.materials),
        attendance=tuple(
            AttendanceView(
                unit_id=guest.unit_id,
                unit_name=name,
                registered=guest.registered,
                attended=guest.attended,
                certified=guest.certified,
            )
            for guest, name in guests
        ),
        models=tuple(map(_model, models)),
    )


def _model(row: LearnedModelRow) -> LearnedModelView:
    return LearnedModelView(
        model_id=row.model_id,
        occasion_id=row.occasion_id,
        name=row.name,
        learned_from=row.learned_from,
        field=row.field,
        summary=row.summary,
        learned_on=row.learned_on,
    )
