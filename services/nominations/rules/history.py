"""What the register knows of a dossier's subject, laid over what the unit states, and what a finding rests on."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from services.nominations.domain import Dossier
from services.nominations.rules.derived import DERIVATIONS, Question
from services.nominations.rules.findings import Finding
from services.nominations.rules.record import Held, Record
from services.nominations.rules.ruleset import Award
from services.nominations.rules.vocabulary import Fact

RELIED = "awards"
"""Under which name a finding's inputs hold the awards of the register it rests on."""


@dataclass(frozen=True, slots=True)
class Line:
    """One award of the subject as the register has it."""

    award_id: UUID
    held: Held


@dataclass(frozen=True, slots=True)
class History:
    """The lines of a subject as they were known on a day (lý lịch khen thưởng trong sổ)."""

    lines: tuple[Line, ...]
    on: date
    shared: Mapping[str, Fact]  # the facts any award may ask for, and how they are worked out
    without: frozenset[UUID] = field(default=frozenset())  # looked away from, to see what rests on them

    def facts(self, dossier: Dossier, award: Award) -> dict[str, Any]:
        """Return what *dossier* states, with the register's own history over it.

        Years the register knows are added; a year stated for an award that was revoked no longer counts.
        """
        told = dict(dossier.facts)
        asked = Question(award.code, dossier.year, dossier.mode, self.on, period_years=award.period_years)
        for name in award.facts:
            derive = self._derive(name, award)
            way, codes = derive.get("way", ""), derive.get("awards", ())
            if way in _LAID and any(line.held.award in codes for line in self.lines):
                limits = {key: value for key, value in derive.items() if key != "way"}
                known = DERIVATIONS[way](self._record(codes), asked, **limits)
                told[name] = _LAID[way](told.get(name), known, self._gone(codes))
        return {name: value for name, value in told.items() if value is not None or name in dossier.facts}

    def relied_on(
        self, finding: Finding, dossier: Dossier, award: Award, ask: Callable[[Dossier], Iterable[Finding]]
    ) -> tuple[UUID, ...]:
        """Return the awards without which *finding* would be another; the newest are kept where fewer are enough."""
        names = finding.inputs.keys() & award.facts.keys()
        codes = {code for name in names for code in self._derive(name, award).get("awards", ())}
        known = [line for line in self.lines if line.held.award in codes and self._stands(line)]
        needless: frozenset[UUID] = frozenset()
        for line in sorted(known, key=lambda one: (one.held.year, str(one.award_id))):
            tried = replace(self, without=needless | {line.award_id})
            found = ask(replace(dossier, facts=tried.facts(dossier, award)))
            if any((one.rule, one.result) == (finding.rule, finding.result) for one in found):
                needless = tried.without
        return tuple(line.award_id for line in known if line.award_id not in needless)

    def _derive(self, name: str, award: Award) -> Mapping[str, Any]:
        return award.facts[name].derive or (self.shared[name].derive if name in self.shared else {})

    def _stands(self, line: Line) -> bool:
        return line.award_id not in self.without and line.held.stands_on(self.on)

    def _record(self, codes: Collection[str]) -> Record:
        standing = [line.held for line in self.lines if self._stands(line)]
        return Record(awards={code: tuple(one for one in standing if one.award == code) for code in codes})

    def _gone(self, codes: Collection[str]) -> frozenset[int]:
        """Return the years that were awarded once and are not any more."""
        own = [line for line in self.lines if line.held.award in codes]
        standing = {line.held.last_year for line in own if self._stands(line)}
        return frozenset({line.held.last_year for line in own} - standing)


def _years(stated: Any, known: Any, gone: frozenset[int]) -> list[int]:
    return sorted(({*(stated or ())} - gone) | {*(known or ())})


def _first(stated: Any, known: Any, gone: frozenset[int]) -> int | None:
    return min((year for year in (stated, known) if year and year not in gone), default=None)


def _count(stated: Any, known: Any, gone: frozenset[int]) -> int:
    return max(known or 0, (stated or 0) - len(gone), 0)


_LAID: Mapping[str, Callable[[Any, Any, frozenset[int]], Any]] = {
    "award_years": _years,
    "first_award_year": _first,
    "award_count": _count,
}
"""How what the register knows is laid over what a unit states, by the way it is worked out."""
