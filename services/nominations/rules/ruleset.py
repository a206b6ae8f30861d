"""The shape of the law as data: rulesets, awards and their criteria, each with its citation and its dates."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, Literal

from pydantic import Field

from services.nominations.domain import Dossier
from services.nominations.rules.cited import (
    CONFIRMED,
    NEEDS_CONFIRMATION,
    Citation,
    Cited,
    Dated,
    Instrument,
    Status,
    cite,
)
from services.nominations.rules.loading import Strict
from services.nominations.rules.tables import Quorum, Quota, Submission, Threshold, TimeLimit
from services.nominations.rules.vocabulary import Fact, Vocabulary

__all__ = ["CONFIRMED", "Award", "Cited", "Copies", "Criterion", "Enclosure", "Gate", "Part", "Power", "Ruleset"]


class Enclosure(Strict):
    """A required document, perhaps only for some modes or where a fact is stated (thành phần hồ sơ)."""

    code: str
    modes: tuple[str, ...] = ()
    only_if: str = ""

    def is_required(self, dossier: Dossier) -> bool:
        """Return whether *dossier* must enclose it."""
        in_mode = not self.modes or dossier.mode in self.modes
        return in_mode and (not self.only_if or dossier.facts.get(self.only_if) is True)


class Part(Strict):
    """One comparison: a kind of criterion, the facts it compares, and the limits of the law."""

    predicate: str
    facts: dict[str, str] = Field(default_factory=dict)
    limits: dict[str, Any] = Field(default_factory=dict, alias="with")
    proof: str = ""
    required: str

    @cached_property
    def requirement(self) -> str:
        """Return the sentence people read, with the limits of the file in it."""
        return self.required.format_map({name: self._word(value) for name, value in self.limits.items()})

    def _word(self, value: object) -> object:
        scales = (scale for scale in self.limits.values() if isinstance(scale, dict))
        return next((scale[value] for scale in scales if isinstance(value, str) and value in scale), value)


class Criterion(Cited):
    """One thing the law asks for (tiêu chuẩn): all of its parts, or all of those of one alternative."""

    id: str
    modes: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    predicate: str = ""
    facts: dict[str, str] = Field(default_factory=dict)
    limits: dict[str, Any] = Field(default_factory=dict, alias="with")
    proof: str = ""
    required: str
    any_of: tuple[tuple[Part, ...], ...] = ()
    removed: Literal[False] = False

    def applies(self, mode: str, on: date, subject_kind: str = "", group: str = "") -> bool:
        """Return whether the criterion is asked of a dossier of *mode* and *subject_kind* on *on*."""
        return (
            (not self.modes or mode in self.modes)
            and (not self.subjects or subject_kind in self.subjects)
            and (not self.groups or group in self.groups)
            and self.holds_on(on)
        )

    @cached_property
    def alternatives(self) -> tuple[tuple[Part, ...], ...]:
        """Return the alternatives, each all of its parts; a plain criterion is one alternative of one part."""
        if self.any_of:
            return self.any_of
        own = {"predicate": self.predicate, "facts": self.facts, "with": self.limits}
        return ((Part.model_validate({**own, "proof": self.proof, "required": self.required}),),)

    @property
    def requirement(self) -> str:
        """Return the sentence people read, with the limits of the file in it."""
        return self.required if self.any_of else self.alternatives[0][0].requirement


class Gate(Criterion):
    """A condition on every award it names (điều kiện chung): by level, kind, code or mode.

    A gate that is not confirmed speaks only where the dossier would fail it: a person then decides.
    """

    levels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    awards: tuple[str, ...] = ()
    is_hold: bool = False

    def is_for(self, award: "Award") -> bool:
        """Return whether the gate stands before *award*."""
        return (
            (not self.levels or award.level in self.levels)
            and (not self.kinds or award.kind in self.kinds)
            and (not self.awards or award.code in self.awards)
        )


class Power(Cited):
    """Who decides an award, or may propose it, and in which body (thẩm quyền)."""

    authority: str
    about: str = ""


class Copies(Cited):
    """How many originals of a dossier are sent (số bộ hồ sơ)."""

    originals: int = Field(gt=0)
    electronic: bool = False


class Award(Cited):
    """A title or a commendation (danh hiệu thi đua, hình thức khen thưởng)."""

    code: str
    name: str
    kind: str
    level: str
    subject_kinds: tuple[str, ...] = Field(min_length=1)
    modes: tuple[str, ...] = Field(min_length=1)
    decided_by: str
    proposer: str
    deciders: tuple[Power, ...] = ()
    order: str = ""  # the order whose class this is (huân chương có hạng)
    class_rank: int = Field(default=0, ge=0)  # 1 is the first class (hạng nhất)
    period_years: int = Field(default=1, gt=0)  # over how many years the achievement is counted
    copies: Copies | None = None
    documents: tuple[Enclosure, ...]
    facts: dict[str, Fact] = Field(default_factory=dict)
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    removed: Literal[False] = False

    def asking(self, shared: Mapping[str, Fact]) -> "Award":
        """Return the award with those of the *shared* facts that its criteria compare and it does not word itself."""
        parts = (part for one in self.criteria for alternative in one.alternatives for part in alternative)
        names = dict.fromkeys(name for part in parts for name in part.facts.values())
        names |= dict.fromkeys(one.only_if for one in self.documents if one.only_if)
        known = {name: shared[name] for name in names if name in shared and shared[name].kind != "history"}
        return self.model_copy(update={"facts": {**known, **self.facts}})

    def missing(self, dossier: Dossier) -> tuple[str, ...]:
        """Return the codes of the required documents that *dossier* does not enclose."""
        required = (one.code for one in self.documents if one.is_required(dossier))
        return tuple(code for code in required if code not in dossier.documents)


class Ruleset(Dated):
    """One state of the law, and the dossiers it judges: those received while it is in force (bộ quy định)."""

    code: str
    name: str
    valid_from: date
    valid_to: date | None = None
    instruments: dict[str, Instrument]
    sources: dict[str, str]
    ratings: dict[str, str] = Field(default_factory=dict)
    disciplines: dict[str, str] = Field(default_factory=dict)
    based_on: str = ""
    is_unconfirmed: bool = False  # nobody has read this state of the law: every answer is a person's
    gates: tuple[Gate, ...] = ()
    quotas: tuple[Quota, ...] = ()
    submissions: tuple[Submission, ...] = ()
    limits: tuple[TimeLimit, ...] = ()
    quorum: Quorum | None = None
    thresholds: tuple[Threshold, ...] = ()
    awards: tuple[Award, ...]

    def asking(self, words: Vocabulary) -> "Ruleset":
        """Return the ruleset with every award asking for the shared facts its criteria compare."""
        return self.model_copy(update={"awards": tuple(award.asking(words.facts) for award in self.awards)})

    def within(self, on: date) -> date:
        """Return *on*, or the nearest day of the ruleset's own time where an officer applies it to another day."""
        return min(max(on, self.valid_from), self.valid_to or date.max)

    def status_of(self, row: Cited, on: date) -> Status:
        """Return whether *row* may answer by itself on *on*: it and its instrument must be known to hold."""
        holds = self.instruments[row.citation.instrument].holds_on(on)
        return NEEDS_CONFIRMATION if self.is_unconfirmed or not holds else row.status

    def is_silent(self, row: Cited, is_met: bool) -> bool:  # noqa: FBT001 - the answer itself
        """Return whether an unconfirmed *row* stays unsaid: a general condition that nothing offends."""
        return isinstance(row, Gate) and is_met

    @cached_property
    def state_forms(self) -> frozenset[str]:
        """Return the forms of commendation of the state level."""
        return frozenset(one.code for one in self.awards if one.level == "state" and one.kind == "commendation")

    @cached_property
    def _citations(self) -> dict[tuple[str, str, tuple[Citation, ...]], str]:
        return {}

    def cite(self, citation: Citation) -> str:
        """Return *citation* as people write it."""
        key = citation.instrument, citation.at, citation.also
        if key not in self._citations:
            self._citations[key] = cite(citation, self.instruments)
        return self._citations[key]
