"""One small pure function per kind of criterion: facts and limits in, an answer and what was found out."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar, get_type_hints

from pydantic import BaseModel, Field, create_model

from services.nominations.rules.loading import Strict


class Result(StrEnum):
    """What a rule answered (kết quả đối chiếu)."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"  # proof is missing: the unit completes the dossier, nobody is refused for it
    NEEDS_PERSON = "needs_person"  # a clause only a person can weigh, or a rule nobody has confirmed


RESULT_LABELS: Mapping[str, str] = {
    Result.MET: "Đạt",
    Result.NOT_MET: "Không đạt",
    Result.UNKNOWN: "Cần bổ sung",
    Result.NEEDS_PERSON: "Cần người thẩm định xem xét",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer and the other side of the comparison (hiện có), in Vietnamese."""

    result: Result
    found: str


@dataclass(frozen=True, slots=True)
class Predicate:
    """A kind of criterion: the facts it compares, the limits the law sets, and the function."""

    judge: Callable[..., Judged | None]  # None: there is nothing to say
    facts: Mapping[str, Any]
    limits: type[BaseModel]


Judge = TypeVar("Judge", bound=Callable[..., Judged | None])

PREDICATES: dict[str, Predicate] = {}
"""Every kind of criterion by the name a rules file calls it."""


def predicate(judge: Judge) -> Judge:
    """Register *judge*: its positional parameters are facts, its keyword-only ones limits from the file."""
    hints = get_type_hints(judge)
    parameters = inspect.signature(judge).parameters.values()
    limits: dict[str, Any] = {
        one.name: (hints[one.name], Field()) for one in parameters if one.kind is one.KEYWORD_ONLY
    }
    facts = {one.name: hints[one.name] for one in parameters if one.kind is not one.KEYWORD_ONLY}
    name = judge.__name__
    PREDICATES[name] = Predicate(judge, facts, create_model(name, __base__=Strict, **limits))
    return judge


def _met_if(holds: bool, found: str) -> Judged:  # noqa: FBT001 - a condition reads best first
    return Judged(Result.MET if holds else Result.NOT_MET, found)


@predicate
def rating_at_least(rating: str, *, at_least: str, scale: dict[str, str]) -> Judged:
    """Ask for a rating of *at_least* on a *scale* written from the lowest to the highest."""
    order = list(scale)
    return _met_if(order.index(rating) >= order.index(at_least), scale[rating])


@predicate
def share_at_least(part: int, whole: int, *, percent: int) -> Judged:
    """Ask for a share of *percent* of the whole; compared in whole numbers, so 69,99 % is not 70 %."""
    if whole == 0 or part > whole:
        return Judged(Result.UNKNOWN, f"Số liệu không khớp: {part} trên tổng số {whole}")
    return _met_if(part * 100 >= percent * whole, f"{part} trên tổng số {whole} ({_percent(part, whole)} %)")


@predicate
def count_at_least(count: int, *, at_least: int) -> Judged:
    """Ask for a number of things."""
    return _met_if(count >= at_least, str(count))


@predicate
def consecutive_ratings(years: Sequence[int], year: int, *, count: int) -> Judged:
    """Ask that each of the *count* years up to the nomination's own carries the rating."""
    lacking = sorted(set(range(year - count + 1, year + 1)) - set(years))
    listed = ", ".join(map(str, sorted(set(years)))) or "chưa có năm nào"
    return _met_if(not lacking, f"{listed}; còn thiếu {', '.join(map(str, lacking))}" if lacking else listed)


@predicate
def holds_award(won_in: int, year: int, *, years_before: int) -> Judged:
    """Ask for an award won before the last *years_before* years, which are counted after it; 0 means never won."""
    if won_in == 0:
        return Judged(Result.NOT_MET, "Chưa được tặng")
    return _met_if(won_in <= year - years_before, f"Được tặng năm {won_in}")


@predicate
def none_disciplined(disciplined: int) -> Judged:
    """Ask that nobody was disciplined."""
    return _met_if(disciplined == 0, f"{disciplined} cá nhân bị kỷ luật" if disciplined else "Không có")


@predicate
def attested(stated: bool) -> Judged:  # noqa: FBT001 - it is a fact of the dossier
    """Ask the unit to vouch for a quality; a person still weighs what the unit says."""
    if stated:
        return Judged(Result.NEEDS_PERSON, "Đơn vị xác nhận có")
    return Judged(Result.NOT_MET, "Đơn vị không xác nhận")


@predicate
def person_decides(stated: str) -> Judged:
    """Leave a clause to a person, with what the unit wrote about it."""
    return Judged(Result.NEEDS_PERSON, stated)


def _percent(part: int, whole: int) -> str:
    """Return the share with one decimal, cut rather than rounded, so that 69,99 never reads as 70."""
    tenths = part * 1000 // whole
    return f"{tenths // 10},{tenths % 10}" if tenths % 10 else str(tenths // 10)
