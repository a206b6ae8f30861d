"""Reads of a cluster's year, its pledge, its members' registrations and the movements they take part in."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.domain.scoring import AlreadyPublished, ClusterYearState
from services.plans.models import UnitRow
from services.plans.models.emulation import (
    ClusterYearRow,
    CriteriaSetRow,
    EditionRow,
    MeasureRow,
    MovementRow,
    MovementStageRow,
    ParticipationRow,
    PledgeRow,
    RegistrationRow,
    SignatoryRow,
    TargetRow,
    TitleRow,
)
from shared.api.scoring import CriteriaSet
from shared.errors import NotFound, SomeoneWasFaster


class CriteriaSetUnknown(NotFound):
    """No criteria set has this id."""

    message = "Không tìm thấy bộ tiêu chí."


class YearNotOpened(NotFound):
    """Nobody opened this year of the cluster."""

    message = "Năm thi đua của cụm, khối chưa được mở."


def check_seen(seen: int | None, now: int) -> None:
    """Refuse the caller who saw another version."""
    if seen is not None and seen != now:
        raise SomeoneWasFaster


async def criteria_set(session: AsyncSession, criteria_set_id: str) -> CriteriaSet:
    """Return a criteria set."""
    row = await session.get(CriteriaSetRow, criteria_set_id)
    if row is None:
        raise CriteriaSetUnknown
    return CriteriaSet.model_validate(row.content)


async def year_of(session: AsyncSession, cluster_id: str, year: int) -> ClusterYearRow:
    """Return a cluster's year."""
    row = await session.get(ClusterYearRow, (cluster_id, year))
    if row is None:
        raise YearNotOpened
    return row


async def open_year(
    session: AsyncSession, cluster_id: str, year: int, *, alone: bool = False, seen: int | None = None
) -> ClusterYearRow:
    """Return a cluster's year that is still open; nobody can publish it meanwhile, with *alone* nobody change it."""
    chosen = select(ClusterYearRow).where(ClusterYearRow.cluster_id == cluster_id, ClusterYearRow.year == year)
    locked = chosen.with_for_update(read=not alone).execution_options(populate_existing=True)
    row = (await session.scalars(locked)).one_or_none()
    if row is None:
        raise YearNotOpened
    check_seen(seen, row.edition)
    if row.state is ClusterYearState.PUBLISHED:
        raise AlreadyPublished
    return row


async def pledge(session: AsyncSession, cluster_id: str, year: int, *, for_update: bool = False) -> PledgeRow | None:
    """Return a cluster's pledge of a year."""
    return await session.get(
        PledgeRow, (cluster_id, year), with_for_update=for_update or None, populate_existing=for_update
    )


async def signatories(session: AsyncSession, cluster_id: str, year: int) -> Sequence[tuple[SignatoryRow, str]]:
    """Return who signed a pledge, with the units' names."""
    chosen = (
        select(SignatoryRow, UnitRow.name)
        .join(UnitRow, UnitRow.unit_id == SignatoryRow.unit_id)
        .where(SignatoryRow.cluster_id == cluster_id, SignatoryRow.year == year)
        .order_by(UnitRow.position, UnitRow.unit_id)
    )
    return [(row, name) for row, name in await session.execute(chosen)]


async def registration(
    session: AsyncSession, cluster_id: str, year: int, unit_id: str, *, for_update: bool = False
) -> RegistrationRow | None:
    """Return a unit's registration of a year."""
    chosen = select(RegistrationRow).where(
        RegistrationRow.cluster_id == cluster_id, RegistrationRow.year == year, RegistrationRow.unit_id == unit_id
    )
    if for_update:
        chosen = chosen.with_for_update().execution_options(populate_existing=True)
    return (await session.scalars(chosen)).one_or_none()


async def registrations(session: AsyncSession, cluster_id: str, year: int) -> Sequence[RegistrationRow]:
    """Return every registration of a cluster's year."""
    chosen = (
        select(RegistrationRow)
        .join(UnitRow, UnitRow.unit_id == RegistrationRow.unit_id)
        .where(RegistrationRow.cluster_id == cluster_id, RegistrationRow.year == year)
        .order_by(UnitRow.position, UnitRow.unit_id)
    )
    return (await session.scalars(chosen)).all()


async def targets(session: AsyncSession, ids: Collection[UUID]) -> Sequence[TargetRow]:
    """Return the targets of registrations in all their editions."""
    chosen = select(TargetRow).where(TargetRow.registration_id.in_(list(ids)))
    return (await session.scalars(chosen.order_by(TargetRow.edition, TargetRow.position))).all()


async def titles(session: AsyncSession, ids: Collection[UUID]) -> Sequence[TitleRow]:
    """Return the titles of registrations in all their editions."""
    chosen = select(TitleRow).where(TitleRow.registration_id.in_(list(ids)))
    return (await session.scalars(chosen.order_by(TitleRow.edition, TitleRow.award))).all()


async def editions(session: AsyncSession, ids: Collection[UUID]) -> Sequence[EditionRow]:
    """Return the editions of registrations that were sent."""
    chosen = select(EditionRow).where(EditionRow.registration_id.in_(list(ids)))
    return (await session.scalars(chosen.order_by(EditionRow.edition))).all()


async def movement(session: AsyncSession, movement_id: UUID, *, for_update: bool = False) -> MovementRow:
    """Return a movement."""
    row = await session.get(MovementRow, movement_id, with_for_update=for_update or None, populate_existing=for_update)
    if row is None:
        raise NotFound("Không tìm thấy phong trào thi đua.")
    return row


async def stages(session: AsyncSession, movement_id: UUID) -> Sequence[MovementStageRow]:
    """Return a movement's reviews and conclusion in order."""
    chosen = select(MovementStageRow).where(MovementStageRow.movement_id == movement_id)
    return (await session.scalars(chosen.order_by(MovementStageRow.number))).all()


async def participations(
    session: AsyncSession, movement_id: UUID, unit_id: str | None = None
) -> Sequence[tuple[ParticipationRow, str]]:
    """Return the units that take part in a movement with their names; one unit alone where it is named."""
    chosen = (
        select(ParticipationRow, UnitRow.name)
        .join(UnitRow, UnitRow.unit_id == ParticipationRow.unit_id)
        .where(ParticipationRow.movement_id == movement_id)
        .order_by(UnitRow.position, UnitRow.unit_id)
    )
    if unit_id is not None:
        chosen = chosen.where(ParticipationRow.unit_id == unit_id)
    return [(row, name) for row, name in await session.execute(chosen)]


async def measures(session: AsyncSession, movement_id: UUID) -> Sequence[MeasureRow]:
    """Return every measured value of a movement."""
    chosen = select(MeasureRow).where(MeasureRow.movement_id == movement_id)
    ordered = chosen.order_by(MeasureRow.unit_id, MeasureRow.indicator, MeasureRow.year)
    return (await session.scalars(ordered)).all()


async def last_position(session: AsyncSession, plan_id: UUID) -> int:
    """Return the place of the last movement of a plan."""
    chosen = select(func.coalesce(func.max(MovementRow.position), 0)).where(MovementRow.plan_id == plan_id)
    return await session.scalar(chosen) or 0


async def latest_stage(session: AsyncSession, movement_id: UUID) -> tuple[int, date | None]:
    """Return the number and day of a movement's latest review; 0 and None before the first."""
    chosen = select(MovementStageRow.number, MovementStageRow.held_on).where(
        MovementStageRow.movement_id == movement_id
    )
    found = (await session.execute(chosen.order_by(MovementStageRow.number.desc()).limit(1))).one_or_none()
    return (0, None) if found is None else (found[0], found[1])
