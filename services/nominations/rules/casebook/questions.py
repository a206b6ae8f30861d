"""What a case asks, and what the rules answer, in one shape for every kind of question."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.nominations.rules import Catalogue, Finding, Outcome, Ruleset
from services.nominations.rules.casebook.values import Facts
from services.nominations.rules.criteria import Result


class Unanswerable(Exception):
    """A case lacks what its question needs; the message says what."""


@dataclass(frozen=True, slots=True)
class Question:
    """One row of the table, read."""

    kind: str
    on: date
    awards: tuple[str, ...]
    subject_kind: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Answer:
    """What the rules answer; what a kind of question does not have stays empty."""

    ruleset: str = ""
    outcome: Outcome | None = None
    findings: tuple[Finding, ...] = ()
    amount: int | None = None
    needed: int | None = None
    allowed: int | None = None
    left: int | None = None
    due: str = ""
    citations: tuple[str, ...] = ()
    silent: frozenset[str] = frozenset()  # general conditions that the dossier does not offend
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def cited(self) -> tuple[str, ...]:
        """Return every citation of the answer."""
        return (*self.citations, *(one.citation for one in self.findings))


OUTCOMES = {
    Result.MET: Outcome.ELIGIBLE,
    Result.NOT_MET: Outcome.NOT_ELIGIBLE,
    Result.UNKNOWN: Outcome.SUPPLEMENT,
    Result.NEEDS_PERSON: Outcome.NEEDS_PERSON,
}


def one_award(asked: Question) -> str:
    """Return the one award the question is about."""
    if len(asked.awards) != 1:
        raise Unanswerable("ghi một danh hiệu hoặc hình thức khen thưởng")
    return asked.awards[0]


def chosen_code(asked: Question) -> str | None:
    """Return the ruleset an officer applies instead of that of the day."""
    return asked.facts.plain.get("ruleset", "").strip().upper() or None


def ruleset_of(asked: Question, rules: Catalogue) -> Ruleset:
    """Return the ruleset that answers."""
    found = rules.ruleset(chosen_code(asked)) or rules.ruleset_on(asked.on)
    if found is None:
        raise Unanswerable(f"chưa có bộ quy định nào áp dụng cho ngày {asked.on:%d/%m/%Y}")
    return found
