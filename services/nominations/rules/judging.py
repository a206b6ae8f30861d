"""Holds a subject's record against an award: which criteria and conditions apply is worked out once and remembered."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.nominations.domain import Dossier
from services.nominations.rules.cited import CONFIRMED
from services.nominations.rules.criteria import Result
from services.nominations.rules.derived import DERIVATIONS, Question
from services.nominations.rules.findings import Finding, Ground, Outcome, find, outcome_of
from services.nominations.rules.record import Record
from services.nominations.rules.ruleset import Award, Criterion, Ruleset
from services.nominations.rules.vocabulary import YEAR, Fact, Vocabulary


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the rules say about a record on a day: by which ruleset, every finding, and what they come to."""

    ruleset: str
    findings: tuple[Finding, ...]
    reason: str = ""  # why another ruleset than that of the day was applied

    @property
    def outcome(self) -> Outcome:
        """Return what the findings come to."""
        return outcome_of(self.findings)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked for one award in one mode of one kind of subject."""

    criteria: tuple[Criterion, ...]
    facts: Mapping[str, Fact]
    ways: Mapping[str, tuple[Callable[..., Any], Mapping[str, Any]]]


@dataclass(frozen=True)
class Judge:
    """The rules of one ruleset, made ready for many records."""

    ruleset: Ruleset
    words: Vocabulary
    names: Mapping[str, str]
    plans: dict[tuple[str, str, str, str], Plan] = field(default_factory=dict)

    def assess(self, record: Record, award: Award, year: int, mode: str, on: date) -> tuple[Finding, ...]:
        """Return ALL findings on *record*, looked at as it was known on *on*."""
        known = record.as_of(on)
        plan = self._plan(award, mode, record.subject_kind, record.group)
        asked = Question(
            award=award.code,
            year=year,
            mode=mode,
            on=on,
            period_years=_period(record, award, year),
            lower_class=self._lower(award),
            rivals=self._rivals,
            names=self.names,
        )
        ground = Ground(_Values(known, asked, plan).value, known.documents, known.verdicts, is_record=True)
        law_on = self.ruleset.within(on)
        found = (
            find(one, ground, plan.facts, self.ruleset, law_on, self.words)
            for one in plan.criteria
            if one.holds_on(law_on)
        )
        general = self._general(known, award, year, mode)
        return (*general, *(one for one in found if one is not None))

    def _plan(self, award: Award, mode: str, subject_kind: str, group: str) -> Plan:
        key = award.code, mode, subject_kind, group
        plan = self.plans.get(key)
        if plan is None:
            plan = self.plans[key] = self._made(award, mode, subject_kind, group)
        return plan

    def _made(self, award: Award, mode: str, subject_kind: str, group: str) -> Plan:
        asked = [one for one in award.criteria if _is_asked(one, mode, subject_kind, group)]
        gates = [one for one in self.ruleset.gates if one.is_for(award) and _is_asked(one, mode, subject_kind, group)]
        facts = {**self.words.facts, **award.facts}
        names = {
            name
            for one in (*asked, *gates)
            for parts in one.alternatives
            for part in parts
            for name in part.facts.values()
        }
        return Plan((*asked, *gates), facts, dict(_ways(names, facts, self.words.facts)))

    def _lower(self, award: Award) -> str:
        if not award.order:
            return ""
        below = (one.code for one in self.ruleset.awards if _is_next_below(one, award))
        return next(below, "")

    @property
    def _rivals(self) -> frozenset[str]:
        return self.ruleset.state_forms

    def _general(self, record: Record, award: Award, year: int, mode: str) -> Iterator[Finding]:
        if record.subject_kind not in award.subject_kinds:
            allowed = ", ".join(self.words.subject_kinds[kind].lower() for kind in award.subject_kinds)
            found = self.words.subject_kinds.get(record.subject_kind, record.subject_kind)
            yield self._plain("DOI-TUONG", f"{award.name} xét tặng cho {allowed}", found, award, Result.NOT_MET)
        if mode not in award.modes:
            allowed = ", ".join(self.words.modes[one].lower() for one in award.modes)
            found = self.words.modes.get(mode, mode)
            yield self._plain("LOAI-HINH", f"{award.name} xét tặng theo: {allowed}", found, award, Result.NOT_MET)
        if record.documents is not None:
            lacking = award.missing(Dossier(year, mode, record.facts, record.documents))
            names = "; ".join(self.words.documents[code] for code in lacking)
            if lacking:
                yield self._plain("HO-SO", "Đủ thành phần hồ sơ", f"Còn thiếu: {names}", award, Result.UNKNOWN)

    def _plain(self, rule: str, required: str, found: str, award: Award, result: Result) -> Finding:
        status = "needs confirmation" if self.ruleset.is_unconfirmed else award.status
        result = result if status == CONFIRMED else Result.NEEDS_PERSON
        cited = self.ruleset.cite(award.citation)
        return Finding(self.ruleset.code, rule, result, required, found, cited, status, {})


class _Values:
    """The values of one record, each worked out at most once."""

    __slots__ = ("_asked", "_known", "_record", "_ways")

    def __init__(self, record: Record, asked: Question, plan: Plan) -> None:
        self._record, self._asked, self._ways = record, asked, plan.ways
        self._known: dict[str, Any] = {**record.facts, YEAR: asked.year}

    def value(self, name: str) -> Any:
        """Return what is stated under *name*, or what the record says; None where neither says anything."""
        if name in self._known:
            return self._known[name]
        way = self._ways.get(name)
        found = self._known[name] = way[0](self._record, self._asked, **way[1]) if way else None
        return found


def milestones(
    judge: Judge, records: Iterable[tuple[Any, Record]], award: Award, year: int, on: date
) -> Sequence[tuple[Any, Assessment]]:
    """Return those of *records* who reach *award*, or whom only a person still has to weigh (danh sách gợi ý)."""
    looked_at = (
        (key, Assessment(judge.ruleset.code, judge.assess(record, award, year, "merit", on))) for key, record in records
    )
    reached = {Outcome.ELIGIBLE, Outcome.NEEDS_PERSON}
    return [
        (key, found)
        for key, found in looked_at
        if found.outcome in reached and any(one.result is Result.MET for one in found.findings)
    ]


def _is_asked(one: Criterion, mode: str, subject_kind: str, group: str) -> bool:
    return (
        (not one.modes or mode in one.modes)
        and (not one.subjects or subject_kind in one.subjects)
        and (not one.groups or group in one.groups)
    )


def _is_next_below(one: Award, award: Award) -> bool:
    return one.order == award.order and one.class_rank == award.class_rank + 1


def _ways(
    names: Iterable[str], facts: Mapping[str, Fact], shared: Mapping[str, Fact]
) -> Iterator[tuple[str, tuple[Callable[..., Any], Mapping[str, Any]]]]:
    for name in names:
        derive = (facts[name].derive if name in facts else {}) or (shared[name].derive if name in shared else {})
        if derive:
            limits = {key: value for key, value in derive.items() if key != "way"}
            yield name, (DERIVATIONS[derive["way"]], limits)


def _period(record: Record, award: Award, year: int) -> int:
    begins = record.facts.get("from_year")
    return year - begins + 1 if isinstance(begins, int) else award.period_years
