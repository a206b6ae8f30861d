"""Asks the rules what a case asks."""

from collections.abc import Callable, Mapping
from datetime import date

from services.nominations.rules import Assessment, BonusUnknown, Catalogue, Outcome, ReasonForRulesetMissing
from services.nominations.rules.answers import NumbersDisagree
from services.nominations.rules.casebook.figures import deadline, share, votes
from services.nominations.rules.casebook.questions import Answer, Question, Unanswerable, chosen_code, one_award
from services.nominations.rules.findings import by_hand


def answered(question: Question, rules: Catalogue) -> Answer:
    """Return the rules' answer; Unanswerable where the case does not say enough to ask."""
    try:
        return ASKS[question.kind](question, rules)
    except NumbersDisagree as error:
        raise Unanswerable(error.message) from error
    except ReasonForRulesetMissing as error:
        raise Unanswerable(error.message) from error


def _eligibility(asked: Question, rules: Catalogue) -> Answer:
    year = asked.facts.year if asked.facts.year is not None else _last_year(asked)
    found = rules.judge(
        asked.facts.of(asked.subject_kind),
        one_award(asked),
        year,
        asked.on,
        mode=asked.facts.mode,
        ruleset=chosen_code(asked),
        reason=asked.facts.plain.get("reason", ""),
    )
    silent = _silent(rules, found, one_award(asked), asked.facts.mode)
    return Answer(found.ruleset, found.outcome, found.findings, silent=silent, more={"year": year})


def _silent(rules: Catalogue, found: Assessment, award: str, mode: str) -> frozenset[str]:
    """Return the general conditions of the award that had nothing to say."""
    ruleset, asked = rules.ruleset(found.ruleset), rules.award(award, found.ruleset)
    if ruleset is None or asked is None:
        return frozenset()
    before = (gate for gate in ruleset.gates if gate.is_for(asked) and (not gate.modes or mode in gate.modes))
    return frozenset(gate.id for gate in before) - {one.rule for one in found.findings}


def _last_year(asked: Question) -> int:
    """Return the year a case without one is about: the last it states something of, or the one before receipt."""
    record = asked.facts.record
    awards = [one.last_year for held in record["awards"].values() for one in held]
    years = [*record["ratings"], *awards, *(one.year for one in record.get("initiatives") or ())]
    return max((year for year in years if year <= asked.on.year), default=asked.on.year - 1)


def _bonus(asked: Question, rules: Catalogue) -> Answer:
    try:
        found = [rules.bonus(award, asked.subject_kind, asked.on) for award in asked.awards]
    except BonusUnknown as error:
        finding = by_hand("TIEN-THUONG", "Mức tiền thưởng theo ngày quyết định", error.message)
        return Answer(_code(rules, asked.on), Outcome.NEEDS_PERSON, (finding,))
    sure = all(one.is_confirmed and not one.is_maximum for one in found)
    return Answer(
        _code(rules, asked.on),
        Outcome.ELIGIBLE if sure else Outcome.NEEDS_PERSON,
        amount=sum(one.amount for one in found),
        citations=tuple(one.citation for one in found),
        more={"each": [one.amount for one in found], "is_maximum": any(one.is_maximum for one in found)},
    )


def _which_ruleset(asked: Question, rules: Catalogue) -> Answer:
    code = _code(rules, asked.on)
    return Answer(code, Outcome.ELIGIBLE if code else Outcome.NEEDS_PERSON)


def _code(rules: Catalogue, on: date) -> str:
    found = rules.ruleset_on(on)
    return found.code if found else ""


ASKS: Mapping[str, Callable[[Question, Catalogue], Answer]] = {
    "eligibility": _eligibility,
    "bonus": _bonus,
    "council": votes,
    "quota": share,
    "deadline": deadline,
    "ruleset": _which_ruleset,
}
