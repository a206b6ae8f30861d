"""The list of dossiers, one page at a time, newest first; a page reads its own rows only."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.domain import plain
from services.nominations.models import NominationRow, UnitRow
from services.nominations.queries.views import summary_of
from services.nominations.rules import catalogue
from shared.api.base import Page
from shared.api.nominations import NominationSummary
from shared.errors import NotFound


class NominationNotFound(NotFound):
    """There is no such dossier."""

    message = "Không tìm thấy hồ sơ."


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is narrowed to; None and an empty text narrow nothing."""

    state: str | None = None
    unit_id: str | None = None
    award: str | None = None
    year: int | None = None
    q: str | None = None
    round_id: UUID | None = None
    overdue_at: datetime | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the narrowing as conditions on a dossier."""
        columns = {
            NominationRow.state: self.state,
            NominationRow.unit_id: self.unit_id,
            NominationRow.award: self.award,
            NominationRow.year: self.year,
            NominationRow.round_id: self.round_id,
        }
        found: list[ColumnElement[bool]] = [column == wanted for column, wanted in columns.items() if wanted]
        if self.overdue_at:
            found.append(NominationRow.due_at < self.overdue_at)
        if words := plain(self.q or ""):
            found.append(NominationRow.search.op("@@")(func.vn_query(words)))
        return found


async def page_of(session: AsyncSession, asked: Asked, page: int, size: int) -> Page[NominationSummary]:
    """Return page *page* of the dossiers asked for, in two statements."""
    conditions = asked.conditions()
    total = await session.scalar(select(func.count()).select_from(NominationRow).where(*conditions))
    rows = await session.execute(_page(conditions, page, size))
    names = {award.code: award.name for award in catalogue().awards}
    return Page(
        items=tuple(
            summary_of(row, unit_name or row.unit_id, names.get(row.award, row.award)) for row, unit_name in rows
        ),
        total=total or 0,
        page=page,
        size=size,
    )


def _page(conditions: list[ColumnElement[bool]], page: int, size: int) -> Select[NominationRow, str | None]:
    """Return the statement for one page: its ids from an index first, then their rows."""
    order = (NominationRow.submitted_at.desc(), NominationRow.nomination_id.desc())
    wanted = (
        select(NominationRow.nomination_id)
        .where(*conditions)
        .order_by(*order)
        .limit(size)
        .offset((page - 1) * size)
        .subquery()
    )
    return (
        select(NominationRow, UnitRow.name)
        .join(wanted, wanted.c.nomination_id == NominationRow.nomination_id)
        .outerjoin(UnitRow, UnitRow.unit_id == NominationRow.unit_id)
        .order_by(*order)
    )


async def nomination(session: AsyncSession, nomination_id: UUID, *, is_locked: bool = False) -> NominationRow:
    """Return one dossier, or refuse; locked, the second of two people waits and sees what the first did."""
    row = await session.get(NominationRow, nomination_id, with_for_update=is_locked)
    if row is None:
        raise NominationNotFound
    return row


async def free_nomination(session: AsyncSession, nomination_id: UUID) -> NominationRow | None:
    """Return one dossier, locked, or None while somebody else works on it.

    A timer must not wait for a person: the person may be about to move the timer.
    """
    wanted = select(NominationRow).where(NominationRow.nomination_id == nomination_id)
    row: NominationRow | None = await session.scalar(wanted.with_for_update(skip_locked=True))
    return row
