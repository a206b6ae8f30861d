"""What was done to a plan or a filing, and what a late-comer has missed."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.models import JournalRow
from shared.clock import VIETNAM
from shared.errors import SomeoneWasFaster

_SHOWN = 5


async def faster(session: AsyncSession, aggregate_id: UUID, seen: int) -> SomeoneWasFaster:
    """Return the refusal that names what changed after version *seen*: what, who and when, the latest first."""
    chosen = (
        select(JournalRow)
        .where(JournalRow.aggregate_id == aggregate_id, JournalRow.version > seen)
        .order_by(JournalRow.note_id.desc())
        .limit(_SHOWN)
    )
    return SomeoneWasFaster(details=[_sentence(row) for row in await session.scalars(chosen)])


async def journal(session: AsyncSession, aggregate_id: UUID) -> Sequence[JournalRow]:
    """Return everything done to one filing, oldest first."""
    chosen = select(JournalRow).where(JournalRow.aggregate_id == aggregate_id).order_by(JournalRow.note_id)
    return (await session.scalars(chosen)).all()


async def journal_page(
    session: AsyncSession, aggregate_id: UUID, page: int, size: int
) -> tuple[Sequence[JournalRow], int]:
    """Return one page of what was done to a plan, the latest first, and how much there is in all."""
    chosen = select(JournalRow).where(JournalRow.aggregate_id == aggregate_id)
    total = await session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    rows = await session.scalars(chosen.order_by(JournalRow.note_id.desc()).limit(size).offset((page - 1) * size))
    return rows.all(), total


async def journal_about(session: AsyncSession, aggregate_id: UUID, about: str) -> Sequence[JournalRow]:
    """Return everything done to one task of a plan, oldest first."""
    chosen = select(JournalRow).where(JournalRow.aggregate_id == aggregate_id, JournalRow.about == about)
    return (await session.scalars(chosen.order_by(JournalRow.note_id))).all()


def _sentence(row: JournalRow) -> str:
    about = f" {row.about}" if row.about else ""
    return f"{row.what}{about}: {row.who}, {row.at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}."
