"""Holds a dossier or a record against an award's criteria and says everything that was found, not only the first."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from services.nominations.domain import Dossier
from services.nominations.rules.chains import person_weighs
from services.nominations.rules.cited import CONFIRMED, NEEDS_CONFIRMATION
from services.nominations.rules.criteria import PREDICATES, Judged, Result, attested, person_decides
from services.nominations.rules.record import SETTLED
from services.nominations.rules.ruleset import Award, Criterion, Part, Ruleset
from services.nominations.rules.vocabulary import YEAR, Fact, Vocabulary

QUALITIES = frozenset(one.__name__ for one in (attested, person_decides, person_weighs))
"""Kinds of criteria that only a person weighs: where the record is silent they are no missing proof."""


class Outcome(StrEnum):
    """What all findings together come to (kết luận)."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    SUPPLEMENT = "supplement"
    NEEDS_PERSON = "needs_person"
    HELD = "held"


OUTCOME_LABELS: Mapping[str, str] = {
    Outcome.ELIGIBLE: "Đủ điều kiện",
    Outcome.NOT_ELIGIBLE: "Không đủ điều kiện",
    Outcome.SUPPLEMENT: "Bổ sung hồ sơ",
    Outcome.NEEDS_PERSON: "Cần người thẩm định xem xét",
    Outcome.HELD: "Chưa xét",
}


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
    is_hold: bool = False

    @property
    def is_unmet(self) -> bool:
        """Return whether the dossier stops here until it is completed or refused."""
        return self.result in {Result.NOT_MET, Result.UNKNOWN}

    @property
    def is_unconfirmed(self) -> bool:
        """Return whether nobody has yet confirmed the rule itself."""
        return self.status != CONFIRMED


@dataclass(frozen=True, slots=True)
class Ground:
    """A dossier or a record as criteria look at it: values by name, documents, and what a person decided."""

    value: Callable[[str], Any]
    documents: frozenset[str] | None
    verdicts: Mapping[str, bool]
    is_record: bool


def assess(  # noqa: PLR0913 - each names a side of the comparison
    dossier: Dossier, award: Award, on: date, *, ruleset: Ruleset, words: Vocabulary, subject_kind: str = ""
) -> tuple[Finding, ...]:
    """Return what every criterion of *award* that applies on *on* answers about what *dossier* states."""
    stated = {**dossier.facts, YEAR: dossier.year}
    ground = Ground(stated.get, dossier.documents, {}, is_record=False)
    known = {**words.facts, **award.facts}
    kind = subject_kind or award.subject_kinds[0]
    found = (
        find(criterion, ground, known, ruleset, on, words)
        for criterion in award.criteria
        if criterion.applies(dossier.mode, on, kind, SETTLED)
    )
    return tuple(one for one in found if one is not None)


def find(  # noqa: PLR0913, PLR0917 - each names a side of the comparison
    criterion: Criterion, ground: Ground, facts: Mapping[str, Fact], ruleset: Ruleset, on: date, words: Vocabulary
) -> Finding | None:
    """Return what *criterion* answers; None where it has nothing to say."""
    inputs: dict[str, Any] = {}
    answers = [_all_of(parts, ground, facts, inputs, words) for parts in criterion.alternatives]
    judged = _any_of(answers)
    status = ruleset.status_of(criterion, on)
    if judged is None or (status != CONFIRMED and ruleset.is_silent(criterion, judged.result is Result.MET)):
        return None
    if judged.result is Result.NEEDS_PERSON and status == CONFIRMED and criterion.id in ground.verdicts:
        judged = _decided(judged, ground.verdicts[criterion.id])
    result = judged.result if status == CONFIRMED else Result.NEEDS_PERSON
    return Finding(
        ruleset=ruleset.code,
        rule=criterion.id,
        result=result,
        required=criterion.requirement,
        found=judged.found,
        citation=ruleset.cite(criterion.citation),
        status=status,
        inputs=inputs,
        is_hold=getattr(criterion, "is_hold", False) and judged.result is Result.NEEDS_PERSON,
    )


def is_eligible(findings: Iterable[Finding]) -> bool:
    """Return whether nothing is unmet; what needs a person is weighed by the person who appraises."""
    found = tuple(findings)
    return bool(found) and not any(finding.is_unmet for finding in found)


_WORST_FIRST = (
    (Result.NOT_MET, Outcome.NOT_ELIGIBLE),
    (Result.UNKNOWN, Outcome.SUPPLEMENT),
    (Result.NEEDS_PERSON, Outcome.NEEDS_PERSON),
)


def outcome_of(findings: Iterable[Finding]) -> Outcome:
    """Return what *findings* come to: a hold waits, a rule not met refuses, a missing proof asks for it."""
    found = tuple(findings)
    if any(one.is_hold for one in found):
        return Outcome.HELD
    results = {one.result for one in found}
    worst = next((outcome for result, outcome in _WORST_FIRST if result in results), Outcome.ELIGIBLE)
    return worst if found else Outcome.NEEDS_PERSON


def undetermined(on: date) -> Finding:
    """Return the one finding of a dossier whose date no loaded ruleset covers: a person decides."""
    return by_hand(
        "RULESET",
        "Hồ sơ được xét theo quy định có hiệu lực tại ngày tiếp nhận",
        f"Chưa có bộ quy định nào áp dụng cho ngày {on:%d/%m/%Y}; "
        "người thẩm định đối chiếu văn bản hiện hành và ghi rõ căn cứ",
    )


def by_hand(rule: str, required: str, found: str) -> Finding:
    """Return the finding that a person has to look something up."""
    return Finding("", rule, Result.NEEDS_PERSON, required, found, "", NEEDS_CONFIRMATION, {})


def _decided(judged: Judged, verdict: bool) -> Judged:  # noqa: FBT001 - it is what the person said
    said = "đạt" if verdict else "không đạt"
    return Judged(Result.MET if verdict else Result.NOT_MET, f"{judged.found}. Người thẩm định kết luận: {said}")


def _all_of(
    parts: Iterable[Part],
    ground: Ground,
    facts: Mapping[str, Fact],
    inputs: dict[str, Any],
    words: Vocabulary,
) -> Judged | None:
    found = [_judge(part, ground, facts, inputs, words) for part in parts]
    told = [one for one in found if one is not None]
    if not told:
        return None
    if len(told) == 1:
        return told[0]
    results = {one.result for one in told}
    worst = next((result for result, _ in _WORST_FIRST if result in results), Result.MET)
    return Judged(worst, "; ".join(one.found for one in told))


_BEST_FIRST = (Result.MET, Result.NEEDS_PERSON, Result.UNKNOWN, Result.NOT_MET)


def _any_of(answers: list[Judged | None]) -> Judged | None:
    told = [one for one in answers if one is not None]
    if len(told) <= 1:
        return told[0] if told else None
    best = next(result for result in _BEST_FIRST if any(one.result is result for one in told))
    found = [one.found for one in told if one.result is best] if best is Result.MET else [one.found for one in told]
    return Judged(best, " | ".join(dict.fromkeys(found)))


def _judge(
    part: Part,
    ground: Ground,
    facts: Mapping[str, Fact],
    inputs: dict[str, Any],
    words: Vocabulary,
) -> Judged | None:
    values = {slot: ground.value(name) for slot, name in part.facts.items()}
    inputs.update({name: values[slot] for slot, name in part.facts.items()})
    absent = [
        facts[name].label
        for slot, name in part.facts.items()
        if (values[slot] is None or values[slot] == "") and name in facts and not facts[name].is_never_missing
    ]
    if absent and ground.is_record and part.predicate in QUALITIES:
        return Judged(Result.NEEDS_PERSON, "Người thẩm định xem xét")
    judged = (
        Judged(Result.UNKNOWN, f"Chưa có thông tin: {'; '.join(absent)}")
        if absent
        else PREDICATES[part.predicate].judge(**values, **part.limits)
    )
    unproven = part.proof and ground.documents is not None and part.proof not in ground.documents
    if judged is None or not unproven or judged.result is Result.NOT_MET:
        return judged
    proof = f"Chưa có minh chứng: {words.documents[part.proof]}"
    return Judged(Result.UNKNOWN, f"{judged.found}. {proof}" if judged.found else proof)
