"""The reads of inspections and of what they found; each takes a fixed number of statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.domain.inspections import FindingState, InspectionState
from services.plans.models import (
    FindingRow,
    InspectionPlanRow,
    InspectionRow,
    UnitRow,
    VisitRow,
)
from services.plans.queries.oversight import Slice, cluster_of, page_of
from shared.events.plans import InspectionIssuer

Overdue = Literal["overdue"]
"""Asked for like a state: what is still to be mended after its day."""


@dataclass(frozen=True, slots=True)
class InspectionsAsked:
    """What a list of inspections is narrowed to; unit_id also finds inspections of the unit's cluster."""

    year: int | None = None
    issuer: InspectionIssuer | None = None
    unit_id: str | None = None
    state: InspectionState | None = None
    with_drafts: bool = False


async def inspection_plans(session: AsyncSession, year: int | None) -> Sequence[InspectionPlanRow]:
    """Return the inspection plans, the latest year first."""
    chosen = select(InspectionPlanRow).order_by(InspectionPlanRow.year.desc(), InspectionPlanRow.issuer)
    if year is not None:
        chosen = chosen.where(InspectionPlanRow.year == year)
    return (await session.scalars(chosen)).all()


async def inspections_on(session: AsyncSession, plan_ids: Iterable[UUID]) -> Sequence[InspectionRow]:
    """Return what is on inspection plans, soonest first."""
    chosen = select(InspectionRow).where(InspectionRow.inspection_plan_id.in_(tuple(plan_ids)))
    return (await session.scalars(chosen.order_by(InspectionRow.starts_on, InspectionRow.inspection_id))).all()


async def inspections_page(
    session: AsyncSession, asked: InspectionsAsked, part: Slice
) -> tuple[Sequence[InspectionRow], int]:
    """Return one page of inspections, soonest first, and the total over all pages."""
    cluster_id = await cluster_of(session, asked.unit_id) if asked.unit_id else None
    chosen = select(InspectionRow).where(*_inspections(asked, cluster_id))
    return await page_of(session, chosen, part, InspectionRow.starts_on, InspectionRow.inspection_id)


async def plans_of(session: AsyncSession, inspections: Iterable[InspectionRow]) -> dict[UUID, InspectionPlanRow]:
    """Return the plan of each inspection by its id."""
    wanted = {row.inspection_plan_id for row in inspections}
    rows = await session.scalars(select(InspectionPlanRow).where(InspectionPlanRow.inspection_plan_id.in_(wanted)))
    return {row.inspection_plan_id: row for row in rows}


async def visits_of(session: AsyncSession, inspection_id: UUID) -> Sequence[VisitRow]:
    """Return the visits of an inspection in their order."""
    chosen = select(VisitRow).where(VisitRow.inspection_id == inspection_id).order_by(VisitRow.number)
    return (await session.scalars(chosen)).all()


async def findings_of(
    session: AsyncSession, inspection_id: UUID, unit_id: str | None = None
) -> Sequence[tuple[FindingRow, str]]:
    """Return what an inspection found, of one unit or of all, with the units' names."""
    chosen = _findings().where(FindingRow.inspection_id == inspection_id).order_by(FindingRow.position)
    if unit_id is not None:
        chosen = chosen.where(FindingRow.unit_id == unit_id)
    return [(row, name) for row, name in await session.execute(chosen)]


async def findings_page(
    session: AsyncSession, unit_id: str | None, state: FindingState | Overdue | None, part: Slice
) -> tuple[Sequence[tuple[FindingRow, str]], int]:
    """Return one page of findings with their units' names, the soonest day to mend first, and the total."""
    conditions: list[ColumnElement[bool]] = []
    if unit_id is not None:
        conditions.append(FindingRow.unit_id == unit_id)
    if state is not None:
        conditions.append(FindingRow.is_overdue.is_(True) if state == "overdue" else FindingRow.state == state)
    chosen = _findings().where(*conditions).order_by(FindingRow.due_on, FindingRow.finding_id)
    rows = await session.execute(chosen.limit(part.size).offset((part.page - 1) * part.size))
    total = await session.scalar(select(func.count()).select_from(FindingRow).where(*conditions))
    return [(row, name) for row, name in rows], total or 0


def _findings() -> Select[FindingRow, str]:
    return select(FindingRow, UnitRow.name).join(UnitRow, UnitRow.unit_id == FindingRow.unit_id)


def _inspections(asked: InspectionsAsked, cluster_id: str | None) -> Iterable[ColumnElement[bool]]:
    if asked.year is not None or asked.issuer is not None:
        plans = select(InspectionPlanRow.inspection_plan_id)
        if asked.year is not None:
            plans = plans.where(InspectionPlanRow.year == asked.year)
        if asked.issuer is not None:
            plans = plans.where(InspectionPlanRow.issuer == asked.issuer)
        yield InspectionRow.inspection_plan_id.in_(plans)
    if asked.unit_id is not None:
        yield or_(InspectionRow.unit_id == asked.unit_id, InspectionRow.cluster_id == cluster_id)
    if asked.state is not None:
        yield InspectionRow.state == asked.state
    if not asked.with_drafts:
        yield InspectionRow.state != InspectionState.PLANNED
