"""Holds a dossier against an award's criteria and says everything that was found, not only the first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.nominations.domain import Dossier
from services.nominations.rules.criteria import PREDICATES, Judged, Result
from services.nominations.rules.ruleset import (
    CONFIRMED,
    NEEDS_CONFIRMATION,
    YEAR,
    Award,
    Criterion,
    Ruleset,
    Vocabulary,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule answered, with both sides of the comparison and everything it was based on."""

    ruleset: str
    rule: str
    result: Result
    required: str
    found: str
    citation: str
    status: str
    inputs: Mapping[str, Any]

    @property
    def is_unmet(self) -> bool:
        """Return whether the dossier stops here until it is completed or refused."""
        return self.result in {Result.NOT_MET, Result.UNKNOWN}

    @property
    def is_unconfirmed(self) -> bool:
        """Return whether nobody has yet confirmed the rule itself."""
        return self.status != CONFIRMED


def assess(dossier: Dossier, award: Award, on: date, *, ruleset: Ruleset, words: Vocabulary) -> tuple[Finding, ...]:
    """Return what every criterion of *award* that applies on *on* answers about *dossier*."""
    return tuple(
        _find(criterion, dossier, award, ruleset, words)
        for criterion in award.criteria
        if criterion.applies(dossier.mode, on)
    )


def is_eligible(findings: Iterable[Finding]) -> bool:
    """Return whether nothing is unmet; what needs a person is weighed by the person who appraises."""
    found = tuple(findings)
    return bool(found) and not any(finding.is_unmet for finding in found)


def undetermined(on: date) -> Finding:
    """Return the one finding of a dossier whose date no loaded ruleset covers: a person decides."""
    return Finding(
        ruleset="",
        rule="RULESET",
        result=Result.NEEDS_PERSON,
        required="Hồ sơ được xét theo quy định có hiệu lực tại ngày tiếp nhận",
        found=f"Chưa có bộ quy định nào áp dụng cho ngày {on:%d/%m/%Y}; "
        "người thẩm định đối chiếu văn bản hiện hành và ghi rõ căn cứ",
        citation="",
        status=NEEDS_CONFIRMATION,
        inputs={},
    )


def _find(criterion: Criterion, dossier: Dossier, award: Award, ruleset: Ruleset, words: Vocabulary) -> Finding:
    stated = {**dossier.facts, YEAR: dossier.year}
    inputs = {name: stated.get(name) for name in criterion.facts.values()}
    judged = _judge(criterion, inputs, award)
    if criterion.proof and not _is_failed(judged) and criterion.proof not in dossier.documents:
        proof = f"Chưa có minh chứng: {words.documents[criterion.proof]}"
        judged = Judged(Result.UNKNOWN, f"{judged.found}. {proof}" if judged.found else proof)
    if criterion.status != CONFIRMED:
        judged = Judged(Result.NEEDS_PERSON, judged.found)
    return Finding(
        ruleset=ruleset.code,
        rule=criterion.id,
        result=judged.result,
        required=criterion.requirement,
        found=judged.found,
        citation=ruleset.cite(criterion.citation),
        status=criterion.status,
        inputs=inputs,
    )


def _judge(criterion: Criterion, inputs: Mapping[str, Any], award: Award) -> Judged:
    absent = [award.facts[name].label for name, value in inputs.items() if value is None or value == ""]
    if absent:
        return Judged(Result.UNKNOWN, f"Chưa có thông tin: {'; '.join(absent)}")
    values = {slot: inputs[name] for slot, name in criterion.facts.items()}
    return PREDICATES[criterion.predicate].judge(**values, **criterion.limits)


def _is_failed(judged: Judged) -> bool:
    return judged.result is Result.NOT_MET
