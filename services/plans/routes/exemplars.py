"""Exemplars: found, fostered, recognised, replicated, honoured."""

from collections.abc import Collection, Mapping, Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.commands import exemplars as work
from services.plans.domain.exemplars import (
    EXEMPLAR_LABELS,
    EXEMPLAR_STEPS,
    REGION_LABELS,
    SUBJECT_LABELS,
    WORKER_LABELS,
    ExemplarState,
    Region,
    WorkerClass,
)
from services.plans.models import ExemplarRow, ReplicationRow
from services.plans.queries import exemplars as reads
from services.plans.queries import oversight
from services.plans.routes.offers import offers
from shared.api.base import Page
from shared.api.oversight import ExemplarDraft, ExemplarStep, ExemplarView, Follower
from shared.db import Db
from shared.identity import Caller, Identity
from shared.roles import Role
from shared.steps import offered

router = APIRouter(prefix="/exemplars")

_PUBLIC = (ExemplarState.RECOGNISED, ExemplarState.REPLICATED)


@router.get("")
async def list_exemplars(  # noqa: PLR0913 - each is a filter of the list
    caller: Caller,
    db: Db,
    *,
    unit_id: str | None = None,
    state: ExemplarState | None = None,
    region: Region | None = None,
    worker_class: WorkerClass | None = None,
    field: Annotated[str | None, Query(max_length=200)] = None,
    page: Annotated[int, Query(ge=1)] = 1,
    size: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Page[ExemplarView]:
    """Answer one page of exemplars, the latest found first; a unit sees its own and those recognised elsewhere."""
    asked = reads.ExemplarsAsked(unit_id, state, region, worker_class, field, caller.unit_id)
    async with db.transaction() as session:
        rows, total = await reads.exemplars_page(session, asked, oversight.Slice(page, size))
        return Page(items=await _views(session, rows, caller), total=total, page=page, size=size)


@router.post("", status_code=201)
async def find(draft: ExemplarDraft, caller: Caller, db: Db) -> ExemplarView:
    """Register an exemplar that was found."""
    async with db.transaction() as session:
        row = await work.find(session, draft, caller)
        return (await _views(session, [row], caller))[0]


@router.get("/{exemplar_id}")
async def show(exemplar_id: UUID, caller: Caller, db: Db) -> ExemplarView:
    """Answer one exemplar."""
    async with db.transaction() as session:
        row = await oversight.found(session, ExemplarRow, exemplar_id)
        if row.state not in _PUBLIC:
            caller.require_unit(row.unit_id)
        return (await _views(session, [row], caller))[0]


@router.post("/{exemplar_id}/steps/{step}")
async def take_step(exemplar_id: UUID, step: str, order: ExemplarStep, caller: Caller, db: Db) -> ExemplarView:
    """Take a step of an exemplar."""
    async with db.transaction() as session:
        row = await work.take_step(session, exemplar_id, step, order, caller)
        await session.flush()
        return (await _views(session, [row], caller))[0]


async def _views(session: AsyncSession, rows: Sequence[ExemplarRow], caller: Identity) -> tuple[ExemplarView, ...]:
    ids = [row.exemplar_id for row in rows]
    following = await reads.replications_of(session, ids)
    honoured = await reads.honours_of(session, ids)
    seen = (each.unit_id for group in following.values() for each in group)
    names = await oversight.unit_names(session, {*(row.unit_id for row in rows), *seen})
    return tuple(
        _view(row, following.get(row.exemplar_id, ()), honoured.get(row.exemplar_id, ()), names, _roles(row, caller))
        for row in rows
    )


def _roles(row: ExemplarRow, caller: Identity) -> Collection[Role]:
    """Return the roles that count: an officer has no steps on another unit's exemplar."""
    return caller.roles if caller.unit_id in {None, row.unit_id} else ()


def _view(
    row: ExemplarRow,
    following: Sequence[ReplicationRow],
    honoured: Sequence[UUID],
    names: Mapping[str, str],
    roles: Collection[Role],
) -> ExemplarView:
    return ExemplarView(
        exemplar_id=row.exemplar_id,
        unit_id=row.unit_id,
        unit_name=names.get(row.unit_id, ""),
        subject_kind=row.subject_kind,
        subject_kind_label=SUBJECT_LABELS[row.subject_kind],
        subject_name=row.subject_name,
        is_small_collective=row.is_small_collective,
        field=row.field,
        regions=tuple(row.regions),
        region_labels=tuple(REGION_LABELS[Region(region)] for region in row.regions),
        worker_class=row.worker_class,
        worker_class_label=WORKER_LABELS[row.worker_class],
        story=row.story,
        found_on=row.found_on,
        state=row.state,
        state_label=EXEMPLAR_LABELS[row.state],
        movement_id=row.movement_id,
        nomination_id=row.nomination_id,
        finding_id=row.finding_id,
        recognised_on=row.recognised_on,
        note=row.note,
        followers=tuple(
            Follower(
                unit_id=each.unit_id,
                unit_name=names.get(each.unit_id, ""),
                replicated_on=each.replicated_on,
                note=each.note,
            )
            for each in following
        ),
        honoured_at=tuple(honoured),
        version=row.version,
        steps=offers(offered(EXEMPLAR_STEPS, row.state, roles)),
    )
