"""The words every ruleset shares: codes with what people read, and the facts an award may ask for."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, Literal

from pydantic import Field

from services.nominations.domain import LONGEST_TEXT
from services.nominations.rules.loading import Strict

YEAR = "year"
"""The one fact every dossier has without being asked: the year it is about."""

_FIRST_YEAR, _LAST_YEAR, _MOST_YEARS = 1945, 2100, 100
_LARGEST = 1_000_000_000


class Authority(Strict):
    """Who decides (thẩm quyền quyết định)."""

    name: str
    route: Literal["province", "centre"]


class Fact(Strict):
    """Something the unit states, and how it is asked (thông tin kê khai).

    `derive` names how the register itself works it out from a subject's history, with its limits.
    """

    label: str
    kind: Literal["year", "number", "yes_no", "choice", "years", "text", "history"]
    choices: dict[str, str] = Field(default_factory=dict)
    help: str = ""
    derive: dict[str, Any] = Field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    is_never_missing: bool = False

    def accepts(self, value: object) -> bool:
        """Return whether *value* is an answer of this kind."""
        return _ACCEPTS[self.kind](value, self.choices)


class Vocabulary(Strict):
    """The codes every ruleset shares, with the words people read, and the facts any award may ask for."""

    kinds: dict[str, str]
    levels: dict[str, str]
    subject_kinds: dict[str, str]
    modes: dict[str, str]
    groups: dict[str, str]
    streams: dict[str, str]
    holds: dict[str, str]
    disciplines: dict[str, str]  # from the lightest to the heaviest
    authorities: dict[str, Authority]
    documents: dict[str, str]
    facts: dict[str, Fact]
    aliases: dict[str, tuple[str, ...]]  # how people write an award's name (tên gọi tắt)


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
    "history": lambda *_: False,  # only the register itself works it out
}
