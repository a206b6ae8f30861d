"""The small values of the notation: numbers, days, years, lists, and what a case states with them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.nominations.rules.casebook.spelling import day, glued, named, yes_no
from services.nominations.rules.record import Record

YEARS = re.compile(r"^(\d{4})(?:\s*-\s*(\d{4}))?$")
_RANGE = re.compile(r"(?:\btừ\s+)?(?:\bnăm\s+)?\b(\d{4})\s*(?:[-–—]|\.\.+|đến|tới)\s*(?:năm\s+)?(\d{4})\b(?![^(]*\))")
_LISTED = re.compile(r"[;,](?![^(]*\))|\s+và\s+(?=(?:năm\s+)?\d{4})")
_YEAR_WORD = re.compile(r"\bnăm\s+(?=\d{4}\b)(?![^(]*\))")
ENTRY = re.compile(r"^(\d{4}(?:\s*[-–]\s*\d{4})?)\s*[=:]?\s*([^()]*?)\s*(?:\((.*)\))?$")
MONTHS = re.compile(r"^(\d+)\s*(?:tháng|thang|months?)?\s*(.*)$")


class Unreadable(Exception):
    """A fact cannot be read; the message says which, and what would be right."""


@dataclass
class Facts:
    """What a case states, collected fact by fact."""

    mode: str = "merit"
    year: int | None = None
    record: dict[str, Any] = field(default_factory=lambda: {"awards": {}, "ratings": {}, "facts": {}, "verdicts": {}})
    plain: dict[str, str] = field(default_factory=dict)  # facts of questions other than eligibility

    def of(self, subject_kind: str) -> Record:
        """Return the record the facts describe."""
        facts = self.record["facts"]
        return Record(**{**self.record, "subject_kind": subject_kind, "facts": facts})


def number(value: str, fact: Any = None) -> int | None:
    """Return a whole number, perhaps with its unit; None where it is none."""
    del fact
    found = re.match(r"^(\d[\d.]*)\s*(?:%|tháng|thang|người|năm)?$", value.strip())
    return int(found[1].replace(".", "")) if found else None


def _plain_years(text: str) -> str:
    """Return *text* with “từ năm 2018 đến năm 2022” as 2018-2022 and “năm 2022” as 2022."""
    return _YEAR_WORD.sub("", _RANGE.sub(r"\1-\2", text))


def entries(value: str) -> list[str]:
    """Return the entries of a list, parted by ; or , outside brackets, or by và before a year."""
    return listed(_plain_years(value))


def listed(text: str) -> list[str]:
    """Return the entries of a list as they stand."""
    return [one.strip() for one in _LISTED.split(text) if one.strip()]


def span(text: str) -> range:
    """Return the years of 2022 or 2018-2022."""
    found = YEARS.match(_plain_years(text).strip())
    if not found:
        raise Unreadable(f"“{text}”: viết năm (2022) hoặc khoảng năm (2018-2022)")
    first, last = int(found[1]), int(found[2] or found[1])
    if last < first:
        raise Unreadable(f"“{text.strip()}”: năm sau đứng trước năm trước")
    return range(first, last + 1)


def date_of(text: str) -> date:
    """Return a day written as people write it."""
    found = day(text)
    if found is None:
        raise Unreadable(f"“{text}”: viết ngày/tháng/năm")
    return found


def own_year(facts: Facts, what: str = "xếp loại") -> int:
    """Return the case's own year, for a fact that names none."""
    if facts.year is None:
        raise Unreadable(f"{what}: ghi năm, hoặc thêm mục năm")
    return facts.year


def _year_list(value: str, fact: Any = None) -> tuple[int, ...] | None:
    del fact
    if yes_no(value) is False:
        return ()
    return tuple(year for entry in entries(value) for year in span(entry))


def _choice(value: str, fact: Any) -> str | None:
    pairs = {glued(word): code for code, label in fact.choices.items() for word in (code, label)}
    return named(value, pairs)


def _text(value: str, fact: Any) -> str:
    del fact
    return value


def _yes_no(value: str, fact: Any = None) -> bool | None:
    del fact
    return yes_no(value)


_ANSWERS: Mapping[str, Callable[[str, Any], Any]] = {
    "year": number,
    "number": number,
    "yes_no": _yes_no,
    "choice": _choice,
    "years": _year_list,
}


def answer(key: str, value: str, fact: Any) -> Any:
    """Return what *value* says of *fact*; Unreadable where it is no answer of its kind."""
    turn: Callable[[str, Any], Any] = _ANSWERS.get(fact.kind, _text)
    found = turn(value, fact)
    if found is None:
        raise Unreadable(f"{key}: không hiểu “{value}”")
    return found
