"""Finds what is wrong in a rules file beyond its shape: names nothing answers to, kinds that do not fit."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError

from services.nominations.rules.cited import Cited
from services.nominations.rules.criteria import PREDICATES, Predicate
from services.nominations.rules.loading import Fault, Loc, faults_of
from services.nominations.rules.ruleset import Award, Criterion, Enclosure, Part, Ruleset
from services.nominations.rules.tables import Quota
from services.nominations.rules.vocabulary import YEAR, Fact, Vocabulary

_KINDS: Mapping[Any, frozenset[str]] = {
    int: frozenset({"number", "year"}),
    bool: frozenset({"yes_no"}),
    str: frozenset({"choice", "text"}),
    Sequence[int]: frozenset({"years"}),
    int | None: frozenset({"number", "year"}),
    bool | None: frozenset({"yes_no"}),
    str | None: frozenset({"choice", "text"}),
    Sequence[int] | None: frozenset({"years"}),
}
"""Which kinds of fact a predicate's parameter can take, by the parameter's type; history is worked out as it needs."""


def faults_in(ruleset: Ruleset, words: Vocabulary) -> Iterator[Fault]:
    """Yield everything in *ruleset* that names nothing."""
    yield from _in_dates(ruleset)
    yield from _repeated(("awards",), [award.code for award in ruleset.awards])
    for number, award in enumerate(ruleset.awards):
        yield from _in_award(("awards", number), award, words)
        rows = (
            ((), award),
            *((("deciders", n), one) for n, one in enumerate(award.deciders)),
            *((("copies",), one) for one in (award.copies,) if one is not None),
            *((("criteria", n), one) for n, one in enumerate(award.criteria)),
        )
        for loc, row in rows:
            yield from faults_in_citation(("awards", number, *loc), row, ruleset.instruments, ruleset.sources)
    yield from _in_tables(ruleset, words)


def _in_tables(ruleset: Ruleset, words: Vocabulary) -> Iterator[Fault]:
    """Yield what is wrong in everything of *ruleset* but its awards."""
    if ruleset.quorum:
        yield from faults_in_citation(("quorum",), ruleset.quorum, ruleset.instruments, ruleset.sources)
    codes = [award.code for award in ruleset.awards]
    for table in ("gates", "quotas", "submissions", "limits", "thresholds"):
        rows: Sequence[Any] = getattr(ruleset, table)
        yield from _repeated((table,), [row.id for row in rows])
        for number, row in enumerate(rows):
            loc = (table, number)
            yield from faults_in_citation(loc, row, ruleset.instruments, ruleset.sources)
            named = [row.award] if isinstance(row, Quota) else row.awards
            yield from _unknown((*loc, "awards"), named, codes)
            yield from _unknown((*loc, "modes"), getattr(row, "modes", ()), words.modes)
            yield from _unknown((*loc, "levels"), getattr(row, "levels", ()), words.levels)
            yield from _unknown((*loc, "streams"), getattr(row, "streams", ()), words.streams)
            yield from _unknown((*loc, "bases"), getattr(row, "bases", ()), words.facts)
    for number, gate in enumerate(ruleset.gates):
        yield from _in_parts(("gates", number), gate, {}, words)


def _in_dates(ruleset: Ruleset) -> Iterator[Fault]:
    if ruleset.valid_to and ruleset.valid_to < ruleset.valid_from:
        yield ("valid_to",), "trước ngày bắt đầu hiệu lực"
    for code, instrument in ruleset.instruments.items():
        if not instrument.partly and not (
            instrument.holds_on(ruleset.valid_from) and instrument.holds_on(ruleset.valid_to or date.max)
        ):
            yield ("instruments", code), "không có hiệu lực trong suốt thời gian của bộ quy định"


def faults_in_citation(loc: Loc, row: Cited, instruments: Collection[str], sources: Collection[str]) -> Iterator[Fault]:
    """Yield where a row cites what its file does not list."""
    yield from _unknown((*loc, "citation", "instrument"), [row.citation.instrument], instruments)
    yield from _unknown((*loc, "citation", "also"), [one.instrument for one in row.citation.also], instruments)
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
    for number, power in enumerate(award.deciders):
        yield from _unknown((*loc, "deciders", number, "authority"), [power.authority], words.authorities)
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
    yield from _unknown((*loc, "only_if"), filter(None, [enclosure.only_if]), {**words.facts, **award.facts})


def _in_criterion(loc: Loc, criterion: Criterion, award: Award, words: Vocabulary) -> Iterator[Fault]:
    yield from _unknown((*loc, "modes"), criterion.modes, award.modes)
    yield from _unknown((*loc, "subjects"), criterion.subjects, award.subject_kinds)
    yield from _in_parts(loc, criterion, award.facts, words)


def _in_parts(loc: Loc, criterion: Criterion, facts: Mapping[str, Fact], words: Vocabulary) -> Iterator[Fault]:
    yield from _unknown((*loc, "groups"), criterion.groups, words.groups)
    known = {**words.facts, **facts}
    if not criterion.any_of:
        yield from _in_part(loc, criterion, known, words)
    for number, parts in enumerate(criterion.any_of):
        for which, part in enumerate(parts):
            yield from _in_part((*loc, "any_of", number, which), part, known, words)


def _in_part(loc: Loc, part: Criterion | Part, known: Mapping[str, Fact], words: Vocabulary) -> Iterator[Fault]:
    yield from _unknown((*loc, "proof"), filter(None, [part.proof]), words.documents)
    kind = PREDICATES.get(part.predicate)
    if kind is None:
        yield (*loc, "predicate"), f"không có {part.predicate} trong danh mục"
        return
    yield from _in_facts(loc, part, kind, known)
    yield from _in_limits(loc, part, kind)


def _in_facts(loc: Loc, part: Criterion | Part, kind: Predicate, facts: Mapping[str, Fact]) -> Iterator[Fault]:
    if set(part.facts) != set(kind.facts):
        yield (*loc, "facts"), f"phải có đúng các mục: {', '.join(kind.facts)}"
        return
    known = {**{name: fact.kind for name, fact in facts.items()}, YEAR: "year"}
    for slot, name in part.facts.items():
        here = (*loc, "facts", slot)
        yield from _unknown(here, [name], known)
        fitting = _KINDS.get(kind.facts[slot], frozenset())
        if known.get(name) not in {None, "history", *fitting}:
            yield here, f"{name} không đúng loại thông tin mà tiêu chuẩn này cần"


def _in_limits(loc: Loc, part: Criterion | Part, kind: Predicate) -> Iterator[Fault]:
    try:
        kind.limits.model_validate(part.limits)
    except ValidationError as error:
        yield from faults_of(error, (*loc, "with"))
        return
    scales = [scale for scale in part.limits.values() if isinstance(scale, dict)]
    codes = {name: value for name, value in part.limits.items() if isinstance(value, str)}
    for name, value in codes.items():
        if not any(value in scale for scale in scales):
            yield (*loc, "with", name), f"không có {value} trong thang đánh giá"
    try:
        _ = part.requirement
    except KeyError as error:
        yield (*loc, "required"), f"không có {error} trong mục with"


def _unknown(loc: Loc, names: Iterable[str], known: Collection[str]) -> Iterator[Fault]:
    yield from ((loc, f"không có {name} trong danh mục") for name in names if name not in known)


def _repeated(loc: Loc, names: Sequence[str]) -> Iterator[Fault]:
    repeats = ((number, name) for number, name in enumerate(names) if name in names[:number])
    yield from (((*loc, number), f"{name} viết hai lần") for number, name in repeats)
