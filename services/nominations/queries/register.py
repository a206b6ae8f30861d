"""The award register (sổ khen thưởng): a page of it, found without diacritics, and a subject's own lines."""

from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.domain import plain
from services.nominations.domain.revoking import RevocationState
from services.nominations.models import AwardRow, RegisterRow, RevocationRow
from services.nominations.queries.estimates import are_common, found_by, say
from services.nominations.rules import catalogue
from services.nominations.rules.revocation import grounds_on
from shared.api.decisions import GroundView, RegisterCard, RegisterLine, RegisterPage
from shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class Looked:
    """What the register is searched for; None and an empty text narrow nothing."""

    q: str | None = None
    award: str | None = None
    unit_id: str | None = None
    year: int | None = None

    @property
    def words(self) -> str:
        """Return the words searched for."""
        return plain(self.q or "")

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the narrowing that is no search for words."""
        columns = {RegisterRow.award: self.award, RegisterRow.unit_id: self.unit_id, RegisterRow.year: self.year}
        return [column == wanted for column, wanted in columns.items() if wanted]


async def page_of(session: AsyncSession, looked: Looked, page: int, size: int) -> RegisterPage:
    """Return page *page* of the lines looked for, newest first; one line more tells whether there is a next page."""
    rows = list(await session.scalars(_paged(await _lines(session, looked), size + 1, (page - 1) * size)))
    names = catalogue().award_names
    return RegisterPage(
        items=tuple(line_of(row, names.get(row.award, row.award)) for row in rows[:size]),
        page=page,
        size=size,
        has_more=len(rows) > size,
    )


async def card_of(session: AsyncSession, award_id: UUID) -> RegisterCard:
    """Return one line with its dossier, the grounds on which it may be cancelled, and the case that is open or done."""
    row = await session.get(RegisterRow, award_id)
    if row is None:
        raise NotFound("Không tìm thấy khen thưởng trong sổ.")
    case = select(RevocationRow.revocation_id).where(
        RevocationRow.award_id == award_id, RevocationRow.state != RevocationState.DROPPED
    )
    dossier = select(AwardRow.nomination_id).where(AwardRow.award_id == award_id)
    award = catalogue().award(row.award)
    return RegisterCard(
        **line_of(row, award.name if award else row.award).model_dump(),
        nomination_id=await session.scalar(dossier),
        grounds=tuple(GroundView(**asdict(one)) for one in grounds_on(row.decided_on)),
        revocation_id=await session.scalar(case),
    )


def line_of(row: RegisterRow, award_name: str) -> RegisterLine:
    """Return a line as the gateway is shown it."""
    return RegisterLine(
        award_id=row.award_id,
        book_number=row.book_number,
        book_year=row.book_year,
        award=row.award,
        award_name=award_name,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        subject_name=row.subject_name,
        unit_id=row.unit_id,
        unit_name=row.unit_name,
        year=row.year,
        decision_number=row.decision_number,
        decided_on=row.decided_on,
        bonus=row.bonus,
        presented_on=row.presented_on,
        revoked_on=row.revoked_on,
        is_imported=row.import_id is not None,
    )


_NEWEST_FIRST = (RegisterRow.decided_on.desc(), RegisterRow.award_id.desc())


async def _lines(session: AsyncSession, looked: Looked) -> Subquery:
    """Return the lines looked for: gathered where they are few, otherwise met on the way from the newest on."""
    lines = select(RegisterRow.award_id, RegisterRow.decided_on).where(*looked.conditions())
    if not looked.words:
        return lines.subquery()
    if await are_common(session, RegisterRow.search, looked.words):
        way = lines.add_columns(RegisterRow.search).order_by(*_NEWEST_FIRST).offset(0).subquery()
        return select(way.c.award_id, way.c.decided_on).where(say(way.c.search, looked.words)).subquery()
    found = lines.where(*await found_by(session, RegisterRow.search, looked.words))
    return select(found.cte("found").prefix_with("MATERIALIZED")).subquery()


def _paged(lines: Subquery, wanted: int, first: int) -> Select[RegisterRow]:
    order = (lines.c.decided_on.desc(), lines.c.award_id.desc())
    page = select(lines.c.award_id).order_by(*order).offset(first).limit(wanted).subquery()
    return select(RegisterRow).join(page, page.c.award_id == RegisterRow.award_id).order_by(*_NEWEST_FIRST)
