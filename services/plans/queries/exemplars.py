"""The reads of exemplars; each takes a fixed number of statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.domain.exemplars import ExemplarState, Region, WorkerClass
from services.plans.models import (
    ExemplarRow,
    HonourRow,
    ReplicationRow,
)
from services.plans.queries.oversight import Slice, like, page_of


@dataclass(frozen=True, slots=True)
class ExemplarsAsked:
    """What a list of exemplars is narrowed to; visible_to shows a unit its own and the recognised ones."""

    unit_id: str | None = None
    state: ExemplarState | None = None
    region: Region | None = None
    worker_class: WorkerClass | None = None
    field: str | None = None
    visible_to: str | None = None


async def exemplars_page(
    session: AsyncSession, asked: ExemplarsAsked, part: Slice
) -> tuple[Sequence[ExemplarRow], int]:
    """Return one page of exemplars, the latest found first, and the total over all pages."""
    chosen = select(ExemplarRow).where(*_exemplars(asked))
    return await page_of(session, chosen, part, ExemplarRow.found_on.desc(), ExemplarRow.exemplar_id.desc())


async def replications_of(session: AsyncSession, exemplar_ids: Iterable[UUID]) -> dict[UUID, list[ReplicationRow]]:
    """Return who follows each exemplar, the first first."""
    chosen = select(ReplicationRow).where(ReplicationRow.exemplar_id.in_(tuple(exemplar_ids)))
    following: dict[UUID, list[ReplicationRow]] = {}
    for row in await session.scalars(chosen.order_by(ReplicationRow.replicated_on, ReplicationRow.unit_id)):
        following.setdefault(row.exemplar_id, []).append(row)
    return following


async def honours_of(session: AsyncSession, exemplar_ids: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """Return at which occasions each exemplar was honoured."""
    chosen = select(HonourRow).where(HonourRow.exemplar_id.in_(tuple(exemplar_ids)))
    honoured: dict[UUID, list[UUID]] = {}
    for row in await session.scalars(chosen.order_by(HonourRow.honoured_on, HonourRow.occasion_id)):
        honoured.setdefault(row.exemplar_id, []).append(row.occasion_id)
    return honoured


def _exemplars(asked: ExemplarsAsked) -> Iterable[ColumnElement[bool]]:
    if asked.unit_id is not None:
        yield ExemplarRow.unit_id == asked.unit_id
    if asked.state is not None:
        yield ExemplarRow.state == asked.state
    if asked.region is not None:
        yield ExemplarRow.regions.contains([asked.region.value])
    if asked.worker_class is not None:
        yield ExemplarRow.worker_class == asked.worker_class
    if asked.field is not None:
        yield like(ExemplarRow.field, asked.field)
    if asked.visible_to is not None:
        shown = (ExemplarState.RECOGNISED, ExemplarState.REPLICATED)
        yield or_(ExemplarRow.unit_id == asked.visible_to, ExemplarRow.state.in_(shown))
