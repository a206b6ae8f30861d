"""The law of who may receive what: every loaded ruleset, read once from `data/`, and the questions asked of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from services.nominations.domain import Dossier, Route, Subject
from services.nominations.rules.bonus import Bonus, BonusRules, BonusUnknown, faults_in_bonus
from services.nominations.rules.checks import faults_in, overlaps
from services.nominations.rules.criteria import RESULT_LABELS, Result
from services.nominations.rules.findings import Finding, assess, is_eligible, undetermined
from services.nominations.rules.intake import DossierInvalid, faults_in_dossier
from services.nominations.rules.loading import Document, RulesInvalid
from services.nominations.rules.ruleset import Award, Fact, Ruleset, Vocabulary

__all__ = [
    "RESULT_LABELS",
    "Award",
    "Bonus",
    "BonusUnknown",
    "Catalogue",
    "DossierInvalid",
    "Fact",
    "Finding",
    "Result",
    "RulesInvalid",
    "Ruleset",
    "Vocabulary",
    "catalogue",
    "is_eligible",
    "load",
]

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Catalogue:
    """Every award of every loaded ruleset, with the words and the money."""

    words: Vocabulary
    rulesets: tuple[Ruleset, ...]  # in the order of their dates
    money: BonusRules

    @property
    def awards(self) -> tuple[Award, ...]:
        """Return each award once, as the latest ruleset that knows it writes it, in the order of the law."""
        return tuple({award.code: award for ruleset in self.rulesets for award in ruleset.awards}.values())

    def ruleset_on(self, on: date) -> Ruleset | None:
        """Return the ruleset that judges what is received on *on*; None where a person has to say."""
        return next((ruleset for ruleset in self.rulesets if ruleset.holds_on(on)), None)

    def award(self, code: str, ruleset: str | None = None) -> Award | None:
        """Return an award as *ruleset* writes it, or as the latest ruleset that knows it."""
        return self._awards.get((code, ruleset))

    @cached_property
    def _awards(self) -> Mapping[tuple[str, str | None], Award]:
        written = [(award, ruleset.code) for ruleset in self.rulesets for award in ruleset.awards]
        return {(award.code, key): award for award, code in written for key in (code, None)}

    def route(self, award: Award) -> Route:
        """Return who ends a nomination for *award*."""
        return Route(self.words.authorities[award.decided_by].route)

    def names(self, documents: Iterable[str]) -> tuple[str, ...]:
        """Return the Vietnamese names of document codes."""
        return tuple(self.words.documents.get(code, code) for code in documents)

    def check(self, code: str, subject: Subject, dossier: Dossier, on: date) -> Award:
        """Return the award *dossier* is submitted for; DossierInvalid lists ALL that keeps it from being read."""
        award = self.award(code)
        if award is None:
            raise DossierInvalid(details=[f"Không có danh hiệu, hình thức khen thưởng mang mã “{code}”."])
        if faults := tuple(faults_in_dossier(award, subject, dossier, on, self.words)):
            raise DossierInvalid(details=faults)
        return award

    def assess(self, dossier: Dossier, award: str, on: date, ruleset: str | None = None) -> tuple[Finding, ...]:
        """Return ALL findings on *dossier* under *ruleset*, by default the one that judges what comes on *on*."""
        chosen = next((one for one in self.rulesets if one.code == ruleset), None) or self.ruleset_on(on)
        wanted = self.award(award, chosen.code) if chosen else None
        if chosen is None or wanted is None:
            return (undetermined(on),)
        return assess(dossier, wanted, on, ruleset=chosen, words=self.words)

    def bonus(self, award: str, subject_kind: str, decided_on: date) -> Bonus:
        """Return the money that goes with *award* when it is decided on *decided_on*."""
        return self.money.bonus(award, subject_kind, decided_on)


def load(data: Path = DATA) -> Catalogue:
    """Read every rules file of a folder; RulesInvalid names the file, the line and the fault."""
    words = Document(data / "vocabulary.yml").read(Vocabulary)
    bonus_file = Document(data / "bonus.yml")
    money = bonus_file.read(BonusRules)
    bonus_file.complain(faults_in_bonus(money, words))
    rulesets: list[Ruleset] = []
    for path in sorted(data.glob("rs-*.yml")):
        document = Document(path)
        ruleset = document.read(Ruleset)
        document.complain([*faults_in(ruleset, words), *overlaps(ruleset, rulesets)])
        rulesets.append(ruleset)
    return Catalogue(words, tuple(sorted(rulesets, key=lambda one: one.valid_from)), money)


@cache
def catalogue() -> Catalogue:
    """Return the catalogue this process works with, read once."""
    return load()
