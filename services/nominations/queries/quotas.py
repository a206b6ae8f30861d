"""How much of each quota a round's list has used, as it stands now."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import distinct, func, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.domain import State
from services.nominations.models import NominationRow, RegisterRow
from services.nominations.models.dossiers import RoundRow
from services.nominations.queries.overlaps import names_of
from services.nominations.rules import Ruleset, catalogue
from services.nominations.rules.answers import quota
from shared import clock
from shared.api.selection import QuotaLine

_COUNTED: Mapping[str, str] = {"advanced_count": "LDTT", "flag_holders": "CO_TINH"}
"""What a quota may be a share of, and the award whose holders and candidates are counted for it."""
_OWN = "grassroots"
"""The level of awards whose quotas are each unit's own."""
_OUT = (State.DRAFT, State.WITHDRAWN, State.REJECTED, State.NOT_ELIGIBLE, State.COUNCIL_NOT_PASSED, State.REVOKED)

Counts = Mapping[tuple[str, str], int]
"""How many subjects by award and unit."""


async def quotas_of(session: AsyncSession, row: RoundRow, told: Mapping[str, int]) -> tuple[QuotaLine, ...]:
    """Return every quota of the awards a round considers; *told* are counts a person knows, before our own."""
    ruleset = catalogue().ruleset_on(min(max(clock.today(), row.opens_on), row.closes_on))
    if ruleset is None:
        return ()
    listed = await _listed(session, row.round_id)
    holding = await _holding(session, row.year, row.round_id)
    units = await names_of(session, {unit for _, unit in listed})
    rows = [one for one in ruleset.quotas if not row.awards or one.award in row.awards]
    lines = (_lines(ruleset, one.award, one.bases, listed, holding, told, units) for one in rows)
    return tuple(line for of_one in lines for line in of_one)


def _lines(  # noqa: PLR0913, PLR0917 - each is a figure of the list
    ruleset: Ruleset,
    code: str,
    bases: Iterable[str],
    listed: Counts,
    holding: Counts,
    told: Mapping[str, int],
    units: Mapping[str, str],
) -> Iterable[QuotaLine]:
    award = catalogue().award(code, ruleset.code)
    if award is None:
        return
    own = sorted({unit for name, unit in listed if name == code}) if award.level == _OWN else [""]
    for unit in own:
        used = _sum(listed, code, unit)
        counts = {one: _sum(holding, _COUNTED[one], unit) for one in bases if one in _COUNTED}
        counts |= {one: told[one] for one in bases if one in told}
        found = quota(ruleset, code, counts, used)
        if found is not None:
            words = catalogue().words.facts
            yield QuotaLine(
                award=code,
                award_name=award.name,
                unit_id=unit,
                unit_name=units.get(unit, unit),
                counts={words[one].label: number for one, number in counts.items()},
                allowed=found.allowed,
                used=used,
                left=found.left,
                result=found.result,
                found=found.found,
                citation=found.citation,
                status=found.status,
            )


def _sum(counts: Counts, code: str, unit: str) -> int:
    return sum(number for (award, own), number in counts.items() if award == code and unit in {"", own})


async def _listed(session: AsyncSession, round_id: UUID) -> Counts:
    rows = await session.execute(
        select(NominationRow.award, NominationRow.unit_id, func.count())
        .where(NominationRow.round_id == round_id, NominationRow.state.not_in(_OUT))
        .group_by(NominationRow.award, NominationRow.unit_id)
    )
    return {(award, unit): number for award, unit, number in rows}


async def _holding(session: AsyncSession, year: int, round_id: UUID) -> Counts:
    """Return who holds what a quota is a share of for the year, or is on the list for it; each subject once."""
    codes = list(_COUNTED.values())
    both = union_all(
        select(RegisterRow.award, RegisterRow.unit_id, RegisterRow.subject_id).where(
            RegisterRow.year == year, RegisterRow.award.in_(codes), RegisterRow.revoked_on.is_(None)
        ),
        select(NominationRow.award, NominationRow.unit_id, NominationRow.subject_id).where(
            NominationRow.round_id == round_id, NominationRow.award.in_(codes), NominationRow.state.not_in(_OUT)
        ),
    ).subquery()
    rows = await session.execute(
        select(both.c.award, both.c.unit_id, func.count(distinct(both.c.subject_id))).group_by(
            both.c.award, both.c.unit_id
        )
    )
    return {(award, unit): number for award, unit, number in rows}
