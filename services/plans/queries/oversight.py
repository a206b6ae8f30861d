"""What the reads of inspections, occasions, guidance and exemplars share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from services.plans.models import (
    ClusterRow,
    ExemplarRow,
    GuidanceRow,
    InspectionPlanRow,
    InspectionRow,
    OccasionRow,
    UnitRow,
)
from shared.errors import NotFound, Refused, SomeoneWasFaster

Row = TypeVar("Row", InspectionPlanRow, InspectionRow, OccasionRow, GuidanceRow, ExemplarRow)
Line = TypeVar("Line")

_NOT_FOUND = {
    InspectionPlanRow: "Không tìm thấy kế hoạch kiểm tra.",
    InspectionRow: "Không tìm thấy cuộc kiểm tra.",
    OccasionRow: "Không tìm thấy sự kiện.",
    GuidanceRow: "Không tìm thấy văn bản hướng dẫn.",
    ExemplarRow: "Không tìm thấy điển hình tiên tiến.",
}


class UnknownUnits(Refused):
    """Units and clusters are named by codes of the register."""

    def __init__(self, ids: Iterable[str]) -> None:
        details = tuple(f"Không có đơn vị, cụm, khối mang mã “{each}”." for each in ids)
        super().__init__("Danh sách đơn vị, cụm, khối chưa đúng.", details=details)


@dataclass(frozen=True, slots=True)
class Slice:
    """Which page of a list (trang)."""

    page: int = 1
    size: int = 50


async def found(session: AsyncSession, table: type[Row], row_id: UUID) -> Row:
    """Return the row of that id, or say in Vietnamese what is not there."""
    row = await session.get(table, row_id)
    if row is None:
        raise NotFound(_NOT_FOUND[table])
    return row


async def locked(session: AsyncSession, table: type[Row], row_id: UUID, seen: int | None = None) -> Row:
    """Return a row nobody else can change now; refuse the caller who saw another version of it."""
    row = await session.get(table, row_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(_NOT_FOUND[table])
    if seen is not None and seen != row.version:
        raise SomeoneWasFaster
    return row


async def unit_names(session: AsyncSession, unit_ids: Iterable[str | None]) -> dict[str, str]:
    """Return the name of each unit."""
    wanted = {unit_id for unit_id in unit_ids if unit_id is not None}
    rows = await session.execute(select(UnitRow.unit_id, UnitRow.name).where(UnitRow.unit_id.in_(wanted)))
    return {row.unit_id: row.name for row in rows}


async def cluster_names(session: AsyncSession, cluster_ids: Iterable[str | None]) -> dict[str, str]:
    """Return the name of each cluster."""
    wanted = {cluster_id for cluster_id in cluster_ids if cluster_id is not None}
    rows = await session.execute(
        select(ClusterRow.cluster_id, ClusterRow.name).where(ClusterRow.cluster_id.in_(wanted))
    )
    return {row.cluster_id: row.name for row in rows}


async def cluster_of(session: AsyncSession, unit_id: str | None) -> str | None:
    """Return the cluster a unit belongs to now."""
    return await session.scalar(select(UnitRow.cluster_id).where(UnitRow.unit_id == unit_id))


async def units_meant(
    session: AsyncSession, unit_ids: Sequence[str], cluster_ids: Sequence[str], *, everyone: bool
) -> tuple[str, ...]:
    """Return the existing units named, those of the clusters named, or every unit of ours, in the official order.

    The provinces of an inter-provincial cluster are meant only where they are named.
    Raises UnknownUnits with every code that names nothing.
    """
    units = await session.execute(
        select(UnitRow.unit_id, UnitRow.cluster_id, UnitRow.is_province)
        .where(or_(UnitRow.valid_to.is_(None), UnitRow.unit_id.in_(unit_ids)))
        .order_by(UnitRow.position)
    )
    rows = units.all()
    known = {row.unit_id for row in rows}
    clusters = set(await session.scalars(select(ClusterRow.cluster_id).where(ClusterRow.cluster_id.in_(cluster_ids))))
    unknown = [
        *(each for each in unit_ids if each not in known),
        *(each for each in cluster_ids if each not in clusters),
    ]
    if unknown:
        raise UnknownUnits(unknown)
    return tuple(
        unit_id
        for unit_id, cluster_id, is_province in rows
        if (everyone and not is_province) or unit_id in unit_ids or cluster_id in clusters
    )


async def page_of(session: AsyncSession, chosen: Select[Line], part: Slice, *order: Any) -> tuple[Sequence[Line], int]:
    """Return one page of what is *chosen*, in that order, and the total over all pages."""
    total = await session.scalar(select(func.count()).select_from(chosen.subquery()))
    rows = await session.scalars(chosen.order_by(*order).limit(part.size).offset((part.page - 1) * part.size))
    return rows.all(), total or 0


def like(column: InstrumentedAttribute[str], words: str) -> ColumnElement[bool]:
    """Return whether a column holds *words*, whatever their diacritics."""
    return func.vn_fold(column).contains(func.vn_fold(words), autoescape=False)
