"""The law of who may receive what: every loaded ruleset, read once from `data/`, and the questions asked of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from services.nominations.domain import Dossier, Route, Subject
from services.nominations.rules import gates
from services.nominations.rules.acts import BONUS, Act, amended
from services.nominations.rules.bonus import Bonus, BonusRules, BonusUnknown, faults_in_bonus
from services.nominations.rules.checks import faults_in, overlaps
from services.nominations.rules.criteria import RESULT_LABELS, Result
from services.nominations.rules.findings import (
    OUTCOME_LABELS,
    Finding,
    Outcome,
    assess,
    by_hand,
    is_eligible,
    outcome_of,
    undetermined,
)
from services.nominations.rules.intake import DossierInvalid, faults_in_dossier
from services.nominations.rules.judging import Assessment, Judge
from services.nominations.rules.loading import Document, RulesInvalid
from services.nominations.rules.record import Record
from services.nominations.rules.ruleset import Award, Ruleset
from services.nominations.rules.vocabulary import Fact, Vocabulary
from shared import clock
from shared.errors import Refused

__all__ = [
    "OUTCOME_LABELS",
    "RESULT_LABELS",
    "Act",
    "Assessment",
    "Award",
    "Bonus",
    "BonusUnknown",
    "Catalogue",
    "DossierInvalid",
    "Fact",
    "Finding",
    "Outcome",
    "ReasonForRulesetMissing",
    "Record",
    "Result",
    "RulesInvalid",
    "Ruleset",
    "Vocabulary",
    "acts_applied",
    "apply",
    "catalogue",
    "gates",
    "is_eligible",
    "load",
    "outcome_of",
]


class ReasonForRulesetMissing(Refused):
    """Another ruleset than that of the day was chosen and nobody wrote why."""

    message = "Áp dụng bộ quy định khác với bộ có hiệu lực tại ngày tiếp nhận: vui lòng ghi rõ lý do."


DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Every award of every loaded ruleset, with the words and the money."""

    words: Vocabulary
    rulesets: tuple[Ruleset, ...]  # in the order of their dates
    money: BonusRules
    written: Mapping[str, Any] = field(default_factory=dict)  # every value as it stands, by ruleset, and BONUS

    @property
    def awards(self) -> tuple[Award, ...]:
        """Return each award once, in the order of the law: as today's ruleset writes it, or the latest to know it."""
        today = self.ruleset_on(clock.today())
        known = (award for ruleset in self.rulesets for award in ruleset.awards)
        in_force = {award.code: award for award in (today.awards if today else ())}
        return tuple({**in_force, **{award.code: award for award in known}, **in_force}.values())

    def ruleset_on(self, on: date) -> Ruleset | None:
        """Return the ruleset that judges what is received on *on*; None where a person has to say."""
        if on not in self._days:
            self._days[on] = next((ruleset for ruleset in self.rulesets if ruleset.holds_on(on)), None)
        return self._days[on]

    @cached_property
    def _days(self) -> dict[date, Ruleset | None]:
        return {}

    def award(self, code: str, ruleset: str | None = None) -> Award | None:
        """Return an award as *ruleset* writes it; by default as today's does, or the latest that knows it."""
        if ruleset is not None:
            return self._awards.get((code, ruleset))
        today = self.ruleset_on(clock.today())
        known = [one.code for one in reversed(self.rulesets) if (code, one.code) in self._awards]
        chosen = today.code if today and today.code in known else next(iter(known), None)
        return self._awards.get((code, chosen or ""))

    @cached_property
    def _awards(self) -> Mapping[tuple[str, str], Award]:
        return {(award.code, ruleset.code): award for ruleset in self.rulesets for award in ruleset.awards}

    def ruleset_writing(self, award: Award) -> Ruleset:
        """Return the ruleset that *award* was read from."""
        return next(one for one in self.rulesets if any(award is other for other in one.awards))

    def route(self, award: Award) -> Route:
        """Return who ends a nomination for *award*."""
        return Route(self.words.authorities[award.decided_by].route)

    def names(self, documents: Iterable[str]) -> tuple[str, ...]:
        """Return the Vietnamese names of document codes."""
        return tuple(self.words.documents.get(code, code) for code in documents)

    def check(self, code: str, subject: Subject, dossier: Dossier, on: date) -> Award:
        """Return the award *dossier* is submitted for; DossierInvalid lists ALL that keeps it from being read."""
        of_the_day = self.ruleset_on(on)
        award = (of_the_day and self.award(code, of_the_day.code)) or self.award(code)
        if award is None:
            raise DossierInvalid(details=[f"Không có danh hiệu, hình thức khen thưởng mang mã “{code}”."])
        if faults := tuple(faults_in_dossier(self._tolerant(award), subject, dossier, on, self.words)):
            raise DossierInvalid(details=faults)
        return award

    def _tolerant(self, award: Award) -> Award:
        """Return *award* with what other rulesets ask of it: a dossier may have been written before the law changed."""
        found = self._tolerated.get(id(award))
        if found is None:
            found = self._tolerated[id(award)] = self._asking_for_all(award)
        return found

    @cached_property
    def _tolerated(self) -> dict[int, Award]:
        return {}

    def _asking_for_all(self, award: Award) -> Award:
        written = (self.award(award.code, ruleset.code) for ruleset in self.rulesets)
        facts = {name: fact for one in written if one for name, fact in one.facts.items()}
        return award.model_copy(update={"facts": {**facts, **award.facts}})

    def assess(
        self, dossier: Dossier, award: str, on: date, ruleset: str | None = None, subject_kind: str = ""
    ) -> tuple[Finding, ...]:
        """Return ALL findings on *dossier* under *ruleset*, by default the one that judges what comes on *on*."""
        chosen = self.ruleset(ruleset) or self.ruleset_on(on)
        wanted = self.award(award, chosen.code) if chosen else None
        if chosen is None or wanted is None:
            return (undetermined(on),)
        return assess(dossier, wanted, on, ruleset=chosen, words=self.words, subject_kind=subject_kind)

    def judge(  # noqa: PLR0913 - each names a side of the question
        self,
        record: Record,
        award: str,
        year: int,
        on: date,
        *,
        mode: str = "merit",
        ruleset: str | None = None,
        reason: str = "",
    ) -> Assessment:
        """Return what the rules say about *record* as it was known on *on*, with every general condition.

        The ruleset is that of *on*, the day the complete dossier was received; an officer may name another one,
        more favourable, with a *reason*. Raises ReasonForRulesetMissing where there is none.
        """
        of_the_day = self.ruleset_on(on)
        chosen = self.ruleset(ruleset) or of_the_day
        if chosen is not of_the_day and not reason.strip():
            raise ReasonForRulesetMissing
        if chosen is None:
            return Assessment("", (undetermined(on),), reason)
        wanted = self.award(award, chosen.code)
        if wanted is None:
            return Assessment(chosen.code, (self._absent(award, chosen),), reason)
        return Assessment(chosen.code, self.judges[chosen.code].assess(record, wanted, year, mode, on), reason)

    def ruleset(self, code: str | None) -> Ruleset | None:
        """Return the ruleset called *code*."""
        return next((one for one in self.rulesets if one.code == code), None)

    @cached_property
    def award_names(self) -> Mapping[str, str]:
        """Return every award's name by its code."""
        return {award.code: award.name for award in self.awards}

    @cached_property
    def judges(self) -> Mapping[str, Judge]:
        """Return the rules of each ruleset made ready for many records."""
        return {one.code: Judge(one, self.words, self.award_names) for one in self.rulesets}

    def _absent(self, award: str, ruleset: Ruleset) -> Finding:
        """Return the finding that a ruleset has no such award; an unread ruleset leaves that to a person."""
        name = self.award_names.get(award, award)
        found = by_hand("DANH-MUC", f"{ruleset.name} có {name}", f"{ruleset.code} không có {name}")
        found = replace(found, ruleset=ruleset.code, citation=ruleset.name)
        return found if ruleset.is_unconfirmed else replace(found, result=Result.NOT_MET, status="confirmed")

    def bonus(self, award: str, subject_kind: str, decided_on: date) -> Bonus:
        """Return the money that goes with *award* when it is decided on *decided_on*."""
        return self.money.bonus(award, subject_kind, decided_on)


def load(data: Path = DATA, acts: Iterable[Act] = ()) -> Catalogue:
    """Read every rules file of a folder; RulesInvalid names the file, the line and the fault.

    *acts* are the confirmations and overrides people recorded; each is laid over the files, in their order.
    """
    recorded = tuple(acts)
    words = Document(data / "vocabulary.yml").read(Vocabulary)
    bonus_file = amended(Document(data / "bonus.yml"), BONUS, recorded)
    money = bonus_file.read(BonusRules)
    bonus_file.complain(faults_in_bonus(money, words))
    written = {BONUS: bonus_file.value}
    rulesets: list[Ruleset] = []
    for document in _in_order(data, recorded):
        ruleset = document.read(Ruleset)
        document.complain([*faults_in(ruleset, words), *overlaps(ruleset, rulesets)])
        rulesets.append(ruleset.asking(words))
        written[ruleset.code] = document.value
    return Catalogue(words, tuple(sorted(rulesets, key=lambda one: one.valid_from)), money, written)


def _in_order(data: Path, acts: tuple[Act, ...]) -> Iterator[Document]:
    """Yield the rulesets' documents, each laid over the one it is based on."""
    made: dict[str, Document] = {}
    for path in sorted(data.glob("rs-*.yml")):
        document = Document(path)
        written = document.value if isinstance(document.value, dict) else {}
        base = written.get("based_on")
        if base and base not in made:
            document.complain([(("based_on",), f"không có bộ quy định {base} đứng trước")])
        if base:
            document = document.over(made[base])
        document = amended(document, str(written.get("code", "")), acts)
        made[str(written.get("code", ""))] = document
        yield document


class _Kept:
    """The catalogue this process works with: read once, and again when somebody confirms or overrides a value."""

    def __init__(self) -> None:
        self.catalogue: Catalogue | None = None
        self.acts = 0


_kept = _Kept()


def catalogue() -> Catalogue:
    """Return the catalogue this process works with."""
    if _kept.catalogue is None:
        _kept.catalogue = load()
    return _kept.catalogue


def acts_applied() -> int:
    """Return how many recorded acts the catalogue in use rests on."""
    return _kept.acts


def apply(acts: Iterable[Act]) -> Catalogue:
    """Read the files anew with *acts* laid over them, and work with that from now on; RulesInvalid changes nothing."""
    recorded = tuple(acts)
    _kept.catalogue, _kept.acts = load(acts=recorded), len(recorded)
    return _kept.catalogue
