"""Whether a criteria set is sound (bộ tiêu chí), and the points its formulas bring: exact decimals throughout."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from shared.api.scoring import (
    CriteriaSet,
    Criterion,
    Deducted,
    Entered,
    FactKind,
    Group,
    Manual,
    Ratio,
    Stepped,
)
from shared.errors import NotFound, Refused

NOTHING = Decimal(0)

FACT_LABELS: Mapping[FactKind, str] = {
    "late_filing": "Nộp kế hoạch, báo cáo trễ hạn",
    "missing_filing": "Không nộp kế hoạch, báo cáo",
    "late_registration": "Đăng ký chỉ tiêu, danh hiệu trễ hạn",
    "missing_registration": "Không đăng ký chỉ tiêu, danh hiệu",
    "late_self_score": "Gửi bảng tự chấm điểm trễ hạn",
}
FORMULA_LABELS = {
    "ratio": "Theo tỷ lệ so với chỉ tiêu",
    "step": "Theo mức đạt được",
    "manual": "Chấm trực tiếp",
    "deduction": "Điểm trừ",
}

_PLAIN_KEYS = frozenset({"bonus", "votes", "fewer_late"})


class CriteriaSetInconsistent(Refused):
    """The set contradicts itself; every contradiction is named."""

    message = "Bộ tiêu chí có mâu thuẫn nên chưa ghi nhận."


class ScoreAboveMaximum(Refused):
    """No criterion brings more than its maximum."""

    message = "Điểm không được vượt quá điểm tối đa của tiêu chí."


class NotInTheSet(NotFound):
    """The criteria set has no such criterion."""

    def __init__(self, codes: Iterable[str]) -> None:
        super().__init__("Bộ tiêu chí không có tiêu chí này.", details=tuple(codes))


class ValueMissing(Refused):
    """The formula needs a value nobody entered."""

    message = "Vui lòng nhập đủ số liệu của tiêu chí."


class TargetIsNothing(Refused):
    """A ratio needs a target above 0."""

    message = "Chỉ tiêu phải lớn hơn 0 để tính theo tỷ lệ."


class CountedByItself(Refused):
    """The register counts the facts of a deduction itself; only the final score may differ, with a reason."""

    message = "Điểm trừ do hệ thống tự tính theo việc nộp kế hoạch, báo cáo và đăng ký; không nhập trực tiếp."


class EvidenceMissing(Refused):
    """The criterion asks for evidence."""

    message = "Vui lòng ghi minh chứng của tiêu chí."


def criteria_of(criteria_set: CriteriaSet) -> dict[str, Criterion]:
    """Return every criterion of a set by its code, in the set's order."""
    return {criterion.code: criterion for group in criteria_set.groups for criterion in group.criteria}


def check_set(criteria_set: CriteriaSet) -> None:
    """Refuse a set whose parts do not add up, and say all that is wrong with it."""
    if wrong := tuple(_contradictions(criteria_set)):
        raise CriteriaSetInconsistent(details=wrong)


def points_of(criterion: Criterion, entered: Entered, facts: Mapping[FactKind, int], decimals: int) -> Decimal:
    """Return the points that *entered*, or the *facts* the register counted, bring under *criterion*.

    Raises ScoreAboveMaximum, ValueMissing, TargetIsNothing, CountedByItself, EvidenceMissing.
    """
    points = rounded(_FORMULAS[type(criterion.formula)](criterion, entered, facts), decimals)
    if criterion.needs_evidence and points > NOTHING and not entered.evidence:
        raise EvidenceMissing(details=[_named(criterion)])
    return checked(criterion, points)


def checked(criterion: Criterion, points: Decimal) -> Decimal:
    """Return *points* unless they are above the criterion's maximum."""
    if points > criterion.maximum:
        raise ScoreAboveMaximum(details=[f"{_named(criterion)}: {points} điểm, tối đa {criterion.maximum} điểm."])
    return points


def rounded(points: Decimal, decimals: int) -> Decimal:
    """Return *points* rounded half up (làm tròn số học)."""
    return points.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def tie_codes(criteria_set: CriteriaSet, key: str) -> Collection[str]:
    """Return the criteria a tie-break key adds up: `group:CODE`, `criterion:CODE` or `bonus`."""
    kind, _, code = key.partition(":")
    if kind == "criterion":
        return (code,)
    if kind == "group":
        return tuple(one.code for group in criteria_set.groups if group.code == code for one in group.criteria)
    return tuple(one.code for one in criteria_of(criteria_set).values() if one.is_bonus)


def _ratio(criterion: Criterion, entered: Entered, _: Mapping[FactKind, int]) -> Decimal:
    if entered.achieved is None or entered.target is None:
        raise ValueMissing(details=[_named(criterion)])
    if entered.target <= NOTHING:
        raise TargetIsNothing(details=[_named(criterion)])
    assert isinstance(criterion.formula, Ratio)
    if criterion.formula.better == "less":
        reached = entered.target / entered.achieved if entered.achieved > NOTHING else Decimal(1)
    else:
        reached = entered.achieved / entered.target
    return criterion.maximum * min(max(reached, NOTHING), Decimal(1))


def _stepped(criterion: Criterion, entered: Entered, _: Mapping[FactKind, int]) -> Decimal:
    if entered.achieved is None:
        raise ValueMissing(details=[_named(criterion)])
    assert isinstance(criterion.formula, Stepped)
    reached = [level for level in criterion.formula.levels if entered.achieved >= level.at_least]
    return max(reached, key=lambda level: level.at_least).points if reached else NOTHING


def _manual(criterion: Criterion, entered: Entered, _: Mapping[FactKind, int]) -> Decimal:
    if entered.points is None:
        raise ValueMissing(details=[_named(criterion)])
    return entered.points


def _deducted(criterion: Criterion, entered: Entered, facts: Mapping[FactKind, int]) -> Decimal:
    if entered.points is not None:
        raise CountedByItself(details=[_named(criterion)])
    assert isinstance(criterion.formula, Deducted)
    missed = sum((one.points * facts.get(one.fact, 0) for one in criterion.formula.per), NOTHING)
    return max(criterion.maximum - missed, NOTHING)


_FORMULAS: Mapping[type[Any], Callable[[Criterion, Entered, Mapping[FactKind, int]], Decimal]] = {
    Ratio: _ratio,
    Stepped: _stepped,
    Manual: _manual,
    Deducted: _deducted,
}


def _named(criterion: Criterion) -> str:
    return f"Tiêu chí {criterion.code}: {criterion.name}"


def _contradictions(criteria_set: CriteriaSet) -> Iterator[str]:
    criteria = [criterion for group in criteria_set.groups for criterion in group.criteria]
    for code in _repeated([*(group.code for group in criteria_set.groups)]):
        yield f"Nhóm tiêu chí {code} bị trùng mã."
    for code in _repeated(criterion.code for criterion in criteria):
        yield f"Tiêu chí {code} bị trùng mã."
    for group in criteria_set.groups:
        yield from _group_sums(group)
    counted = sum((one.maximum for one in criteria if not one.is_bonus), NOTHING)
    if counted != criteria_set.maximum:
        yield f"Tổng điểm các tiêu chí là {counted}, khác tổng điểm {criteria_set.maximum} của bộ tiêu chí."
    bonus = sum((one.maximum for one in criteria if one.is_bonus), NOTHING)
    if bonus != criteria_set.bonus_maximum:
        yield f"Điểm thưởng các tiêu chí cộng lại là {bonus}, bộ tiêu chí ghi {criteria_set.bonus_maximum}."
    if criteria_set.valid_to is not None and criteria_set.valid_to < criteria_set.valid_from:
        yield "Ngày hết hiệu lực trước ngày có hiệu lực."
    for criterion in criteria:
        yield from _level_points(criterion)
        if rounded(criterion.maximum, criteria_set.decimals) != criterion.maximum:
            yield f"{_named(criterion)} có điểm tối đa lẻ hơn {criteria_set.decimals} chữ số thập phân."
    yield from _tie_keys(criteria_set, {group.code for group in criteria_set.groups}, {one.code for one in criteria})


def _group_sums(group: Group) -> Iterator[str]:
    total = sum((criterion.maximum for criterion in group.criteria), NOTHING)
    if total != group.maximum:
        yield f"Nhóm {group.code} ghi {group.maximum} điểm, các tiêu chí của nhóm cộng lại {total} điểm."


def _level_points(criterion: Criterion) -> Iterator[str]:
    if not isinstance(criterion.formula, Stepped):
        return
    if any(level.points > criterion.maximum for level in criterion.formula.levels):
        yield f"{_named(criterion)} có mức vượt điểm tối đa."
    if any(_repeated(level.at_least for level in criterion.formula.levels)):
        yield f"{_named(criterion)} có hai mức trùng nhau."


def _tie_keys(criteria_set: CriteriaSet, groups: Collection[str], criteria: Collection[str]) -> Iterator[str]:
    for key in criteria_set.tie_break:
        kind, _, code = key.partition(":")
        if key not in _PLAIN_KEYS and code not in {"group": groups, "criterion": criteria}.get(kind, ()):
            yield f"Tiêu chí phụ “{key}” không có trong bộ tiêu chí."


def _repeated(found: Iterable[Any]) -> Iterator[Any]:
    return (one for one, times in Counter(found).items() if times > 1)
