"""The list of dossiers, one page at a time, newest first; a page reads its own rows only."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.domain import plain
from services.nominations.models import NominationRow, UnitRow
from services.nominations.queries.estimates import MANY, are_common, estimate_of, found_by, say
from services.nominations.queries.views import summary_of
from services.nominations.rules import catalogue
from shared.api.base import Page
from shared.api.nominations import NominationSummary
from shared.errors import NotFound

COUNTED = 20_000
"""From so many dossiers on, gathering all of them for one page would be felt."""


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

    def ids(self) -> Select[UUID, datetime]:
        """Return the ids of the dossiers asked for, each with what lists are ordered by."""
        ids = select(NominationRow.nomination_id, NominationRow.submitted_at).where(*self.conditions())
        return ids.where(NominationRow.search.op("@@")(func.vn_query(self.words))) if self.words else ids


async def page_of(session: AsyncSession, asked: Asked, page: int, size: int) -> Page[NominationSummary]:
    """Return page *page* of the dossiers asked for; of very many, the total is an estimate."""
    estimate = await estimate_of(session, asked.ids())
    is_common = not asked.words or await are_common(session, NominationRow.search, asked.words)
    is_estimate = is_common and estimate > (MANY if asked.words else COUNTED)
    statement = _walked(asked, page, size, estimate) if is_estimate else await _gathered(session, asked, page, size)
    rows = (await session.execute(statement)).all()
    total = rows[0][2] if rows else await _counted(session, asked)
    names = catalogue().award_names
    return Page(
        items=tuple(
            summary_of(row, unit_name or row.unit_id, names.get(row.award, row.award)) for row, unit_name, _ in rows
        ),
        total=total,
        page=page,
        size=size,
        is_estimate=is_estimate,
    )


async def _counted(session: AsyncSession, asked: Asked) -> int:
    """Return how many dossiers are asked for, where the page itself, beyond the last, cannot say."""
    return await session.scalar(select(func.count()).select_from(asked.ids().subquery())) or 0


async def _gathered(
    session: AsyncSession, asked: Asked, page: int, size: int
) -> Select[NominationRow, str | None, int]:
    """Return the statement for a page of few dossiers, which are found once, counted, and put in order."""
    found = await found_by(session, NominationRow.search, asked.words) if asked.words else []
    kept = replace(asked, q=None).ids().where(*found).cte("kept").prefix_with("MATERIALIZED")
    counted = select(func.count()).select_from(kept).scalar_subquery()
    return _shown(select(kept), page, size, counted)


def _walked(asked: Asked, page: int, size: int, estimate: int) -> Select[NominationRow, str | None, int]:
    """Return the statement for a page of many: on the way from the newest on they are met soon, and it stops."""
    if not asked.words:
        return _shown(asked.ids(), page, size, literal(estimate))
    way = replace(asked, q=None).ids().add_columns(NominationRow.search).order_by(*_NEWEST_FIRST).offset(0).subquery()
    met = select(way.c.nomination_id, way.c.submitted_at).where(say(way.c.search, asked.words))
    return _shown(met, page, size, literal(estimate))


_NEWEST_FIRST = (NominationRow.submitted_at.desc(), NominationRow.nomination_id.desc())


def _shown(
    ids: Select[UUID, datetime], page: int, size: int, total: ColumnElement[int]
) -> Select[NominationRow, str | None, int]:
    newest_first = [column.desc() for column in reversed(tuple(ids.selected_columns))]
    wanted = ids.order_by(*newest_first).limit(size).offset((page - 1) * size).subquery()
    return (
        select(NominationRow, UnitRow.name, total)
        .join(wanted, wanted.c.nomination_id == NominationRow.nomination_id)
        .outerjoin(UnitRow, UnitRow.unit_id == NominationRow.unit_id)
        .order_by(*_NEWEST_FIRST)
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
