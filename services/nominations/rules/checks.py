"""Finds what is wrong in a rules file beyond its shape: names nothing answers to, kinds that do not fit."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError

from services.nominations.rules.criteria import PREDICATES, Predicate
from services.nominations.rules.loading import Fault, Loc, faults_of
from services.nominations.rules.ruleset import (
    YEAR,
    Award,
    Cited,
    Criterion,
    Enclosure,
    Fact,
    Ruleset,
    Vocabulary,
)

_KINDS: Mapping[Any, frozenset[str]] = {
    int: frozenset({"number", "year"}),
    bool: frozenset({"yes_no"}),
    str: frozenset({"choice", "text"}),
    Sequence[int]: frozenset({"years"}),
}
"""Which kinds of fact a predicate's parameter can take, by the parameter's type."""


def faults_in(ruleset: Ruleset, words: Vocabulary) -> Iterator[Fault]:
    """Yield everything in *ruleset* that names nothing."""
    yield from _in_dates(ruleset)
    yield from _repeated(("awards",), [award.code for award in ruleset.awards])
    for number, award in enumerate(ruleset.awards):
        yield from _in_award(("awards", number), award, words)
        rows = (((), award), *((("criteria", n), one) for n, one in enumerate(award.criteria)))
        for loc, row in rows:
            yield from faults_in_citation(("awards", number, *loc), row, ruleset.instruments, ruleset.sources)


def _in_dates(ruleset: Ruleset) -> Iterator[Fault]:
    if ruleset.valid_to and ruleset.valid_to < ruleset.valid_from:
        yield ("valid_to",), "trước ngày bắt đầu hiệu lực"
    for code, instrument in ruleset.instruments.items():
        if not (instrument.holds_on(ruleset.valid_from) and instrument.holds_on(ruleset.valid_to or date.max)):
            yield ("instruments", code), "không có hiệu lực trong suốt thời gian của bộ quy định"


def faults_in_citation(loc: Loc, row: Cited, instruments: Collection[str], sources: Collection[str]) -> Iterator[Fault]:
    """Yield where a row cites what its file does not list."""
    yield from _unknown((*loc, "citation", "instrument"), [row.citation.instrument], instruments)
    yield from _unknown((*loc, "source"), [row.source], sources)


def overlaps(ruleset: Ruleset, others: Iterable[Ruleset]) -> Iterator[Fault]:
    """Yield where a day would be judged by two rulesets."""
    for other in others:
        if other.holds_on(ruleset.valid_from) or ruleset.holds_on(other.valid_from):
            yield ("valid_from",), f"trùng thời gian với bộ quy định {other.code}"


def _in_award(loc: Loc, award: Award, words: Vocabulary) -> Iterator[Fault]:
    yield from _unknown((*loc, "kind"), [award.kind], words.kinds)
    yield from _unknown((*loc, "level"), [award.level], words.levels)
    yield from _unknown((*loc, "decided_by"), [award.decided_by], words.authorities)
    yield from _unknown((*loc, "subject_kinds"), award.subject_kinds, words.subject_kinds)
    yield from _unknown((*loc, "modes"), award.modes, words.modes)
    for mode in award.modes:
        if not any(not one.modes or mode in one.modes for one in award.criteria):
            yield (*loc, "modes"), f"loại hình {mode} không có tiêu chuẩn nào"
    for number, enclosure in enumerate(award.documents):
        yield from _in_enclosure((*loc, "documents", number), enclosure, award, words)
    yield from _repeated((*loc, "criteria"), [criterion.id for criterion in award.criteria])
    for number, criterion in enumerate(award.criteria):
        yield from _in_criterion((*loc, "criteria", number), criterion, award, words)


def _in_enclosure(loc: Loc, enclosure: Enclosure, award: Award, words: Vocabulary) -> Iterator[Fault]:
    yield from _unknown((*loc, "code"), [enclosure.code], words.documents)
    yield from _unknown((*loc, "modes"), enclosure.modes, award.modes)
    yield from _unknown((*loc, "only_if"), filter(None, [enclosure.only_if]), award.facts)


def _in_criterion(loc: Loc, criterion: Criterion, award: Award, words: Vocabulary) -> Iterator[Fault]:
    yield from _unknown((*loc, "modes"), criterion.modes, award.modes)
    yield from _unknown((*loc, "proof"), filter(None, [criterion.proof]), words.documents)
    kind = PREDICATES.get(criterion.predicate)
    if kind is None:
        yield (*loc, "predicate"), f"không có {criterion.predicate} trong danh mục"
        return
    yield from _in_facts(loc, criterion, kind, award.facts)
    yield from _in_limits(loc, criterion, kind)


def _in_facts(loc: Loc, criterion: Criterion, kind: Predicate, facts: Mapping[str, Fact]) -> Iterator[Fault]:
    if set(criterion.facts) != set(kind.facts):
        yield (*loc, "facts"), f"phải có đúng các mục: {', '.join(kind.facts)}"
        return
    for slot, name in criterion.facts.items():
        here = (*loc, "facts", slot)
        known = {**{name: fact.kind for name, fact in facts.items()}, YEAR: "year"}
        yield from _unknown(here, [name], known)
        if known.get(name) not in {None, *_KINDS[kind.facts[slot]]}:
            yield here, f"{name} không đúng loại thông tin mà tiêu chuẩn này cần"


def _in_limits(loc: Loc, criterion: Criterion, kind: Predicate) -> Iterator[Fault]:
    try:
        kind.limits.model_validate(criterion.limits)
    except ValidationError as error:
        yield from faults_of(error, (*loc, "with"))
        return
    scales = [scale for scale in criterion.limits.values() if isinstance(scale, dict)]
    codes = {name: value for name, value in criterion.limits.items() if isinstance(value, str)}
    for name, value in codes.items():
        if not any(value in scale for scale in scales):
            yield (*loc, "with", name), f"không có {value} trong thang đánh giá"
    try:
        criterion.requirement.strip()
    except KeyError as error:
        yield (*loc, "required"), f"không có {error} trong mục with"


def _unknown(loc: Loc, names: Iterable[str], known: Collection[str]) -> Iterator[Fault]:
    yield from ((loc, f"không có {name} trong danh mục") for name in names if name not in known)


def _repeated(loc: Loc, names: Sequence[str]) -> Iterator[Fault]:
    repeats = ((number, name) for number, name in enumerate(names) if name in names[:number])
    yield from (((*loc, number), f"{name} viết hai lần") for number, name in repeats)
