"""Who of the register reaches a milestone: subjects whose awards lead to another (danh sách gợi ý)."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.models import RegisterRow
from services.nominations.queries.views import finding_view
from services.nominations.rules import Award, Finding, Record, Result, catalogue
from services.nominations.rules.record import MERIT, Held
from shared.api.selection import MilestoneLine
from shared.errors import NotFound

MOST = 200
"""Subjects suggested at most."""
MOST_LINES = 100_000
"""Lines of the register looked at; the newest first."""


async def milestones(
    session: AsyncSession, code: str, year: int, on: date, unit_id: str | None
) -> tuple[MilestoneLine, ...]:
    """Return who may reach the award *code* for *year*: their awards suffice, and nothing known speaks against it.

    What the register does not know, ratings and initiatives for instance, stands beside as still to be proven.
    """
    ruleset = catalogue().ruleset_on(on)
    award = catalogue().award(code, ruleset.code) if ruleset else None
    if ruleset is None or award is None:
        raise NotFound("Không có danh hiệu, hình thức khen thưởng này.")
    leading = _leading(award)
    lines: list[MilestoneLine] = []
    for rows in (await _careers(session, leading, code, on, unit_id)).values():
        newest = rows[0]
        record = _record(rows, leading | {code})
        if any(held.last_year >= year for held in record.awards[code]):
            continue
        findings = catalogue().judges[ruleset.code].assess(record, award, year, MERIT, on)
        if _reaches(findings, award, leading):
            lines.append(
                MilestoneLine(
                    subject_id=newest.subject_id,
                    subject_kind=newest.subject_kind,
                    subject_name=newest.subject_name,
                    unit_id=newest.unit_id,
                    unit_name=newest.unit_name,
                    findings=tuple(map(finding_view, findings)),
                )
            )
        if len(lines) == MOST:
            break
    return tuple(lines)


def _leading(award: Award) -> frozenset[str]:
    """Return the awards that the criteria of *award* ask for."""
    return frozenset(code for name in award.facts for code in _codes(award, name))


def _codes(award: Award, name: str) -> tuple[str, ...]:
    shared = catalogue().words.facts
    fact = award.facts.get(name)
    derive = (fact.derive if fact else {}) or (shared[name].derive if name in shared else {})
    return tuple(derive.get("awards", ()))


async def _careers(
    session: AsyncSession, leading: frozenset[str], code: str, on: date, unit_id: str | None
) -> dict[UUID, list[RegisterRow]]:
    own = [RegisterRow.unit_id == unit_id] if unit_id else []
    rows = await session.scalars(
        select(RegisterRow)
        .where(
            RegisterRow.award.in_([*leading, code]),
            RegisterRow.decided_on <= on,
            RegisterRow.revoked_on.is_(None) | (RegisterRow.revoked_on > on),
            *own,
        )
        .order_by(RegisterRow.decided_on.desc(), RegisterRow.award_id.desc())
        .limit(MOST_LINES)
    )
    careers: dict[UUID, list[RegisterRow]] = defaultdict(list)
    for row in rows:
        careers[row.subject_id].append(row)
    return careers


def _record(rows: list[RegisterRow], codes: frozenset[str]) -> Record:
    held = {
        code: tuple(Held(one.award, one.year, one.mode, one.decided_on) for one in rows if one.award == code)
        for code in codes
    }
    return Record(subject_kind=rows[0].subject_kind, awards=held)


def _reaches(findings: tuple[Finding, ...], award: Award, leading: frozenset[str]) -> bool:
    by_awards = [one for one in findings if any(leading.intersection(_codes(award, name)) for name in one.inputs)]
    return any(one.result is Result.MET for one in by_awards) and all(
        one.result is not Result.NOT_MET for one in findings
    )
