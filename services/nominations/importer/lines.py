"""One row of a sheet read as a dossier, with everything that is wrong with it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from services.nominations.domain import Dossier, Subject, TextTooLong, plain
from services.nominations.importer.awards import award_of
from services.nominations.importer.columns import AWARD, FACT, KIND, MODE, NAME, YEAR
from services.nominations.rules import Award, DossierInvalid, Fact, catalogue
from shared import clock
from shared.sheets import Row
from shared.spelling import fold

_YES, _NO = frozenset({"co", "x", "1", "ies", "true", "dung", "dat"}), frozenset({"khong", "0", "no", "false", "sai"})
_RANGE = re.compile(r"(\d{4})\s*(?:[-–—]|đến)\s*(\d{4})")
_LONGEST_RANGE = 100


@dataclass(slots=True)
class Line:
    """A row as a dossier; faults keeps it from becoming one."""

    row: int
    award: str = ""
    subject_kind: str = ""
    subject_name: str = ""
    year: int | None = None
    mode: str = "merit"
    facts: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


class Reader:
    """Reads the rows of one sheet, and remembers what it has read, so that a dossier listed twice is noticed."""

    def __init__(self, columns: Mapping[int, str], fixed: Mapping[str, str]) -> None:
        self._places = {name: number for number, name in columns.items()}
        self._fixed = fixed
        self._seen: dict[tuple[str, str, int | None], int] = {}
        self._today = clock.today()

    def read(self, number: int, row: Row) -> Line | None:
        """Return a row as a dossier, or None for one that says nothing; *number* is the one Excel shows."""
        said = {name: self._cell(row, place) for name, place in self._places.items()}
        if not any(said.values()):
            return None
        said |= {name: value for name, value in self._fixed.items() if not said.get(name)}
        line = Line(number)
        try:
            self._fill(line, said)
        except TextTooLong as error:
            line.faults.append(error.message)
        return line

    def _cell(self, row: Row, place: int) -> str:
        return row[place] if place < len(row) else ""

    def _fill(self, line: Line, said: Mapping[str, str]) -> None:
        line.subject_name = plain(said.get(NAME, ""))
        line.year = _year(said.get(YEAR, ""), line.faults)
        line.mode = _code(said.get(MODE, ""), _modes(), "Loại hình khen thưởng", line.faults) or "merit"
        award = _award(said.get(AWARD, ""), line.faults)
        if not line.subject_name:
            line.faults.append("Chưa ghi tên cá nhân, tập thể, hộ gia đình.")
        if award is None:
            line.subject_kind = _code(said.get(KIND, ""), _kinds(), "Đối tượng", line.faults)
            return
        line.award = award.code
        line.subject_kind = _code(said.get(KIND, ""), _kinds(), "Đối tượng", line.faults) or award.subject_kinds[0]
        if len(award.subject_kinds) > 1 and not said.get(KIND):
            line.subject_kind = _likely_kind(line.subject_name, award)
        line.facts = dict(_facts(said, award, line.faults))
        self._check(line)

    def _check(self, line: Line) -> None:
        key = (fold(line.subject_name), line.award, line.year)
        first = self._seen.setdefault(key, line.row)
        if first != line.row:
            line.faults.append(f"Trùng với dòng {first}: cùng tên, danh hiệu và năm.")
        if line.faults:
            return
        dossier = Dossier(line.year or 0, line.mode, line.facts)
        try:
            catalogue().check(line.award, Subject(line.subject_kind, line.subject_name), dossier, self._today)
        except DossierInvalid as error:
            line.faults.extend(error.details)


def _award(written: str, faults: list[str]) -> Award | None:
    if not written.strip():
        faults.append("Chưa ghi danh hiệu, hình thức khen thưởng.")
        return None
    code = award_of(written)
    award = catalogue().award(code) if code else None
    if award is None:
        faults.append(f"Không hiểu danh hiệu, hình thức khen thưởng “{written.strip()[:100]}”.")
    return award


def _year(written: str, faults: list[str]) -> int | None:
    text = written.strip()
    if not text:
        faults.append("Chưa ghi năm.")
        return None
    digits = re.search(r"(?<!\d)(\d{4})(?!\d)", text)
    if digits is None:
        faults.append(f"Không hiểu năm “{text[:20]}”.")
        return None
    return int(digits.group(1))


def _code(written: str, known: Mapping[str, str], label: str, faults: list[str]) -> str:
    if not written.strip():
        return ""
    found = known.get(fold(written), "")
    if not found:
        faults.append(f"{label}: không hiểu “{written.strip()[:100]}”.")
    return found


@cache
def _modes() -> dict[str, str]:
    return _folded(catalogue().words.modes.items())


@cache
def _kinds() -> dict[str, str]:
    return _folded(catalogue().words.subject_kinds.items())


def _folded(words: Iterable[tuple[str, str]]) -> dict[str, str]:
    pairs = list(words)
    return {fold(code): code for code, _ in pairs} | {fold(word): code for code, word in pairs}


_COLLECTIVE_WORDS = frozenset(
    {"phong", "to", "ban", "so", "truong", "chi", "doi", "khoa", "trung", "cong", "ubnd", "ui", "hoi", "tap", "doan"}
)


def _likely_kind(name: str, award: Award) -> str:
    """Return which of the kinds an award is for the name looks like: a person's, or a collective's."""
    first = fold(name).partition(" ")[0]
    wanted = "collective" if first in _COLLECTIVE_WORDS else "household" if first == "ho" else "individual"
    return wanted if wanted in award.subject_kinds else award.subject_kinds[0]


def _facts(said: Mapping[str, str], award: Award, faults: list[str]) -> Iterator[tuple[str, Any]]:
    for name, fact in award.facts.items():
        written = said.get(f"{FACT}{name}", "").strip()
        if not written:
            continue
        value = _PARSE[fact.kind](written, fact)
        if value is None:
            faults.append(f"{fact.label}: không hiểu “{written[:100]}”.")
        else:
            yield name, value


def _yes_no(written: str, _: Fact) -> bool | None:
    word = fold(written)
    return True if word in _YES else False if word in _NO else None


def _number(written: str, _: Fact) -> int | None:
    digits = written.replace(".", "").replace(" ", "").removesuffix("%")
    return int(digits) if digits.isdecimal() and len(digits) < 10 else None  # noqa: PLR2004 - larger than any count


def _one_year(written: str, _: Fact) -> int | None:
    return int(written) if re.fullmatch(r"\d{4}", written) else None


def _years(written: str, _: Fact) -> list[int] | None:
    ranges = [(int(first), int(last)) for first, last in _RANGE.findall(written)]
    if any(not 0 <= last - first <= _LONGEST_RANGE for first, last in ranges):
        return None
    years = {year for first, last in ranges for year in range(first, last + 1)}
    rest = _RANGE.sub(" ", written)
    years |= {int(one) for one in re.findall(r"\d{4}", rest)}
    return sorted(years) if years and not re.sub(r"[\d\s,;.và]", "", rest) else None


def _choice(written: str, fact: Fact) -> str | None:
    return _folded(fact.choices.items()).get(fold(written))


_PARSE: Mapping[str, Callable[[str, Fact], Any]] = {
    "yes_no": _yes_no,
    "number": _number,
    "year": _one_year,
    "years": _years,
    "choice": _choice,
    "text": lambda written, _: plain(written),
}
