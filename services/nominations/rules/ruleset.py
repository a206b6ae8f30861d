"""The shape of the law as data: rulesets, awards and their criteria, each with its citation and its dates."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import cached_property
from typing import Any, Literal

from pydantic import Field

from services.nominations.domain import LONGEST_TEXT, Dossier
from services.nominations.rules.loading import Strict

CONFIRMED = "confirmed"
NEEDS_CONFIRMATION = "needs confirmation"
Status = Literal["confirmed", "needs confirmation"]

YEAR = "year"
"""The one fact every dossier has without being asked: the year it is about."""

_FIRST_YEAR, _LAST_YEAR, _MOST_YEARS = 1945, 2100, 100
_LARGEST = 1_000_000_000


class Dated(Strict):
    """Something that is in force between two dates, both included; open where a date is not given."""

    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, on: date) -> bool:
        """Return whether it is in force on *on*."""
        return (self.valid_from or date.min) <= on <= (self.valid_to or date.max)


class Instrument(Dated):
    """A law, decree or circular (văn bản quy phạm pháp luật)."""

    name: str
    issued_on: date | None = None


class Citation(Strict):
    """Where a rule is written (căn cứ): an instrument, and the place in it."""

    instrument: str
    at: str = ""


class Cited(Dated):
    """A row of the law: where it is written, where we read it, and whether somebody confirmed it."""

    citation: Citation
    source: str
    status: Status


class Authority(Strict):
    """Who decides (thẩm quyền quyết định)."""

    name: str
    route: Literal["province", "centre"]


class Vocabulary(Strict):
    """The codes every ruleset shares, with the words people read."""

    kinds: dict[str, str]
    levels: dict[str, str]
    subject_kinds: dict[str, str]
    modes: dict[str, str]
    authorities: dict[str, Authority]
    documents: dict[str, str]


class Fact(Strict):
    """Something the unit states, and how it is asked (thông tin kê khai)."""

    label: str
    kind: Literal["year", "number", "yes_no", "choice", "years", "text"]
    choices: dict[str, str] = Field(default_factory=dict)
    help: str = ""

    def accepts(self, value: object) -> bool:
        """Return whether *value* is an answer of this kind."""
        return _ACCEPTS[self.kind](value, self.choices)


def is_year(value: object) -> bool:
    """Return whether *value* can be the year of an achievement."""
    return isinstance(value, int) and _is_number(value) and _FIRST_YEAR <= value <= _LAST_YEAR


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LARGEST


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_TEXT and "\0" not in value


_ACCEPTS: Mapping[str, Callable[[object, Collection[str]], bool]] = {
    "year": lambda value, _: is_year(value),
    "number": lambda value, _: _is_number(value),
    "yes_no": lambda value, _: isinstance(value, bool),
    "choice": lambda value, choices: isinstance(value, str) and value in choices,
    "years": lambda value, _: (
        isinstance(value, list | tuple) and len(value) <= _MOST_YEARS and all(map(is_year, value))
    ),
    "text": lambda value, _: _is_text(value),
}


class Enclosure(Strict):
    """A required document, perhaps only for some modes or where a fact is stated (thành phần hồ sơ)."""

    code: str
    modes: tuple[str, ...] = ()
    only_if: str = ""

    def is_required(self, dossier: Dossier) -> bool:
        """Return whether *dossier* must enclose it."""
        in_mode = not self.modes or dossier.mode in self.modes
        return in_mode and (not self.only_if or dossier.facts.get(self.only_if) is True)


class Criterion(Cited):
    """One thing the law asks for (tiêu chuẩn)."""

    id: str
    modes: tuple[str, ...] = ()
    predicate: str
    facts: dict[str, str] = Field(default_factory=dict)
    limits: dict[str, Any] = Field(default_factory=dict, alias="with")
    proof: str = ""
    required: str

    def applies(self, mode: str, on: date) -> bool:
        """Return whether the criterion is asked of a dossier of *mode* on *on*."""
        return (not self.modes or mode in self.modes) and self.holds_on(on)

    @cached_property
    def requirement(self) -> str:
        """Return the sentence people read, with the limits of the file in it."""
        return self.required.format_map({name: self._word(value) for name, value in self.limits.items()})

    def _word(self, value: object) -> object:
        scales = (scale for scale in self.limits.values() if isinstance(scale, dict))
        return next((scale[value] for scale in scales if isinstance(value, str) and value in scale), value)


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
    documents: tuple[Enclosure, ...]
    facts: dict[str, Fact]
    criteria: tuple[Criterion, ...] = Field(min_length=1)

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
    awards: tuple[Award, ...]

    def cite(self, citation: Citation) -> str:
        """Return *citation* as people write it."""
        return cite(citation, self.instruments)


def cite(citation: Citation, instruments: Mapping[str, Instrument]) -> str:
    """Return the place, then the instrument: điểm, khoản, Điều, văn bản."""
    return f"{citation.at} {instruments[citation.instrument].name}".strip()
