"""What two rulesets say differently, and what nobody has confirmed yet: read from the values as they are written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from services.nominations.rules import Catalogue
from services.nominations.rules.cited import CONFIRMED, NEEDS_CONFIRMATION

_ABOUT_THE_FILE = frozenset({"citation", "source", "instruments", "sources", "code", "based_on", "facts"})
"""What tells where a value comes from, and not what it is."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that was added, removed or changed, with both citations."""

    path: str
    kind: Literal["added", "removed", "changed"]
    old: Any
    new: Any
    old_citation: str
    new_citation: str


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """One row that nobody has confirmed: where it stands, what it says, and where that is written."""

    path: str
    text: str
    citation: str


def differences(rules: Catalogue, old: str, new: str) -> tuple[Difference, ...]:
    """Return everything in which ruleset *new* differs from *old*; a whole row that is new is one difference."""
    sides = _Sides(rules.written[old], rules.written[new])
    return tuple(sides.between(rules.written[old], rules.written[new], "", ("", "")))


def unconfirmed(rules: Catalogue, ruleset: str) -> tuple[Unconfirmed, ...]:
    """Return every row of *ruleset* that nobody has confirmed."""
    written = rules.written[ruleset]
    return tuple(_unconfirmed(written, "", written["instruments"]))


@dataclass(frozen=True, slots=True)
class _Sides:
    """Two rulesets as they are written, each with its own instruments."""

    old: Mapping[str, Any]
    new: Mapping[str, Any]

    def between(self, old: Any, new: Any, path: str, cited: tuple[str, str]) -> Iterator[Difference]:
        """Yield the differences of two values at *path*, cited as the rows around them are."""
        if old == new:
            return
        cited = _cited(old, self.old) or cited[0], _cited(new, self.new) or cited[1]
        rows = _rows(old), _rows(new)
        if rows[0] is None or rows[1] is None:
            yield Difference(path, "changed", old, new, *cited)
            return
        for name in dict.fromkeys([*rows[0], *rows[1]]):
            if name in _ABOUT_THE_FILE:
                continue
            here = f"{path}/{name}" if path else name
            if name not in rows[0]:
                yield Difference(here, "added", None, rows[1][name], "", _cited(rows[1][name], self.new) or cited[1])
            elif name not in rows[1]:
                yield Difference(here, "removed", rows[0][name], None, _cited(rows[0][name], self.old) or cited[0], "")
            else:
                yield from self.between(rows[0][name], rows[1][name], here, cited)


def _rows(value: Any) -> Mapping[str, Any] | None:
    """Return the parts of a mapping or of a table by their names; None for a single value."""
    if isinstance(value, Mapping):
        return {str(key): one for key, one in value.items()}
    if isinstance(value, tuple) and value and all(isinstance(one, Mapping) for one in value):
        return {str(one.get("id") or one.get("code") or number): one for number, one in enumerate(value)}
    return None


def _cited(value: Any, written: Mapping[str, Any]) -> str:
    if not isinstance(value, Mapping) or not isinstance(value.get("citation"), Mapping):
        return ""
    return _citation(value, written["instruments"])


def _citation(row: Mapping[str, Any], instruments: Mapping[str, Any]) -> str:
    citation = row["citation"]
    return f"{citation.get('at', '')} {instruments[citation['instrument']]['name']}".strip()


def _unconfirmed(value: Any, path: str, instruments: Mapping[str, Any]) -> Iterator[Unconfirmed]:
    rows = _rows(value) or {}
    if isinstance(value, Mapping) and value.get("status", CONFIRMED) == NEEDS_CONFIRMATION:
        text = value.get("required") or value.get("name") or value.get("authority") or path
        yield Unconfirmed(path, str(text), _citation(value, instruments))
    for name, one in rows.items():
        yield from _unconfirmed(one, f"{path}/{name}" if path else name, instruments)
