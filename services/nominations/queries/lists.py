"""The list of dossiers, one page at a time, newest first; a page reads its own rows only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from services.nominations.domain import plain
from services.nominations.models import NominationRow, UnitRow
from services.nominations.queries.estimates import total_of
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

    @property
    def words(self) -> str:
        """Return the words searched for."""
        return plain(self.q or "")

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the narrowing that is no search for words, as conditions on a dossier."""
        columns = {
            NominationRow.state: self.state,
            NominationRow.unit_id: self.unit_id,
            NominationRow.award: self.award,
            NominationRow.year: self.year,
            NominationRow.round_id: self.round_id,
        }
        found: list[ColumnElement[bool]] = [column == wanted for column, wanted in columns.items() if wanted]
        return [*found, NominationRow.due_at < self.overdue_at] if self.overdue_at else found


async def page_of(session: AsyncSession, asked: Asked, page: int, size: int) -> Page[NominationSummary]:
    """Return page *page* of the dossiers asked for; of very many, the total is an estimate."""
    found = [_has(asked.words)] if asked.words else []
    total, is_estimate = await total_of(session, NominationRow.nomination_id, [*asked.conditions(), *found])
    rows = await session.execute(_page(asked, page, size, is_common=is_estimate))
    names = catalogue().award_names
    return Page(
        items=tuple(
            summary_of(row, unit_name or row.unit_id, names.get(row.award, row.award)) for row, unit_name in rows
        ),
        total=total,
        page=page,
        size=size,
        is_estimate=is_estimate,
    )


_NEWEST_FIRST = (NominationRow.submitted_at.desc(), NominationRow.nomination_id.desc())


def _page(asked: Asked, page: int, size: int, *, is_common: bool) -> Select[NominationRow, str | None]:
    """Return the statement for one page: its ids from an index first, then their rows."""
    ids = select(NominationRow.nomination_id, NominationRow.submitted_at).where(*asked.conditions())
    if asked.words and not is_common:
        # The words are asked of their index before anything is put in order: a rare name is a short list.
        kept = select(NominationRow.nomination_id).where(_has(asked.words)).cte("kept").prefix_with("MATERIALIZED")
        ids = ids.join(kept, kept.c.nomination_id == NominationRow.nomination_id)
    elif asked.words:
        # A name that many share is met soon on the way from the newest on, which stops at a full page.
        way = ids.add_columns(NominationRow.search).order_by(*_NEWEST_FIRST).offset(0).subquery()
        ids = select(way.c.nomination_id, way.c.submitted_at).where(_says(way.c.search, asked.words))
    order = [column.desc() for column in reversed(tuple(ids.selected_columns))]
    wanted = ids.order_by(*order).limit(size).offset((page - 1) * size).subquery()
    return (
        select(NominationRow, UnitRow.name)
        .join(wanted, wanted.c.nomination_id == NominationRow.nomination_id)
        .outerjoin(UnitRow, UnitRow.unit_id == NominationRow.unit_id)
        .order_by(*_NEWEST_FIRST)
    )


def _has(words: str) -> ColumnElement[bool]:
    return _says(NominationRow.search, words)


def _says(search: ColumnElement[Any] | InstrumentedAttribute[Any], words: str) -> ColumnElement[bool]:
    return search.op("@@")(func.vn_query(words))


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
