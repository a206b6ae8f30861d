"""One achievement, one award: what a subject was or may be awarded for the same years, in any unit and mode."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.domain import OPEN, STATE_LABELS, State
from services.nominations.models import NominationRow, RegisterRow, UnitRow
from services.nominations.queries.estimates import found_by
from services.nominations.rules import catalogue
from shared.api.selection import OverlapLine
from shared.spelling import fold

MOST = 200
"""Lines of one answer at most."""


async def overlaps(session: AsyncSession, row: NominationRow, unit_id: str | None) -> tuple[OverlapLine, ...]:
    """Return what the subject, or somebody of the same name, was or may be awarded for the years of *row*."""
    ours = _years(row.award, row.year)
    awards = await _alike(session, row, unit_id)
    dossiers = await _dossiers_alike(session, row, unit_id)
    return tuple(one for one in (*awards, *dossiers) if ours & _years(one.award, one.year))[:MOST]


async def _alike(session: AsyncSession, row: NominationRow, unit_id: str | None) -> list[OverlapLine]:
    found = await _matching(session, row, unit_id, RegisterRow, [RegisterRow.revoked_on.is_(None)])
    names = catalogue().award_names
    return [
        OverlapLine(
            award=one.award, award_name=names.get(one.award, one.award), mode=one.mode, year=one.year,
            unit_id=one.unit_id, unit_name=one.unit_name, subject_name=one.subject_name,
            is_same_subject=one.subject_id == row.subject_id, award_id=one.award_id, nomination_id=one.nomination_id,
            decision_number=one.decision_number, decided_on=one.decided_on,
        )
        for one in found
    ]  # fmt: skip


async def _dossiers_alike(session: AsyncSession, row: NominationRow, unit_id: str | None) -> list[OverlapLine]:
    others = [NominationRow.nomination_id != row.nomination_id, NominationRow.state.in_([*OPEN, State.HELD])]
    found = await _matching(session, row, unit_id, NominationRow, others)
    names, units = catalogue().award_names, await names_of(session, {one.unit_id for one in found})
    return [
        OverlapLine(
            award=one.award, award_name=names.get(one.award, one.award), mode=one.mode, year=one.year,
            unit_id=one.unit_id, unit_name=units.get(one.unit_id, one.unit_id), subject_name=one.subject_name,
            is_same_subject=one.subject_id == row.subject_id, nomination_id=one.nomination_id,
            state_label=STATE_LABELS[one.state],
        )
        for one in found
    ]  # fmt: skip


async def _matching(
    session: AsyncSession, row: NominationRow, unit_id: str | None, table: type[Any], wanted: list[ColumnElement[bool]]
) -> list[Any]:
    """Return what is of the same subject, then what is of the same name, wherever it is written."""
    near = [*wanted, *([table.unit_id == unit_id] if unit_id else [])]
    named = [table.subject_kind == row.subject_kind, *await found_by(session, table.search, row.subject_name)]
    same = (await session.scalars(select(table).where(table.subject_id == row.subject_id, *near).limit(MOST))).all()
    alike = (await session.scalars(select(table).where(*named, *near).limit(MOST))).all()
    return list(dict.fromkeys([*same, *(one for one in alike if fold(one.subject_name) == fold(row.subject_name))]))


def _years(award: str, year: int) -> frozenset[int]:
    """Return the years of the achievement that an award of *year* rewards."""
    known = catalogue().award(award)
    return frozenset(range(year - (known.period_years if known else 1) + 1, year + 1))


async def names_of(session: AsyncSession, units: Collection[str]) -> dict[str, str]:
    """Return the names of units by their ids."""
    rows = await session.execute(select(UnitRow.unit_id, UnitRow.name).where(UnitRow.unit_id.in_(units)))
    return {one.unit_id: one.name for one in rows}
