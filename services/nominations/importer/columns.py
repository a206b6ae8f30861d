"""Which column of a sheet holds what: by its heading, by what the unit meant before, or by its values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from services.nominations.importer.awards import award_of
from services.nominations.rules import catalogue
from shared.sheets import Row
from shared.spelling import fold

AWARD, NAME, KIND, YEAR, MODE, FACT = "award", "subject_name", "subject_kind", "year", "mode", "fact."
FIELDS: Mapping[str, str] = {
    NAME: "Họ và tên (tên tập thể)",
    AWARD: "Danh hiệu, hình thức khen thưởng đề nghị",
    KIND: "Đối tượng",
    YEAR: "Năm",
    MODE: "Loại hình khen thưởng",
}
"""What every dossier has, by the heading of the template."""

_HEADINGS: Mapping[str, tuple[str, ...]] = {
    NAME: (
        "họ và tên", "họ tên", "tên cá nhân", "tên tập thể", "tên cá nhân tập thể", "họ tên cá nhân tập thể",
        "tên đơn vị", "tập thể", "cá nhân", "họ và tên tên tập thể", "họ và tên người được đề nghị", "tên hộ gia đình",
    ),
    AWARD: (
        "danh hiệu", "danh hiệu đề nghị", "hình thức khen thưởng", "hình thức", "danh hiệu hình thức khen thưởng",
        "danh hiệu thi đua", "hình thức đề nghị", "đề nghị khen thưởng", "danh hiệu hình thức đề nghị", "đề nghị",
        "hình thức khen thưởng đề nghị", "danh hiệu thi đua đề nghị",
    ),
    KIND: ("đối tượng", "loại đối tượng", "đối tượng khen thưởng"),
    YEAR: ("năm", "năm thành tích", "năm xét", "năm xét tặng", "năm đề nghị", "năm đạt"),
    MODE: ("loại hình", "loại hình khen thưởng", "loại khen thưởng"),
}  # fmt: skip

SEARCHED_ROWS = 20
_SAMPLE = 50
_ENOUGH = 0.6
_FIRST_YEAR, _LAST_YEAR = 1945, 2100


@dataclass(frozen=True, slots=True)
class Table:
    """Where a sheet's table begins: the number of its heading row, its headings, and what each column holds."""

    heading_row: int  # counted from 0; -1 where the sheet has no headings
    headings: tuple[str, ...]
    columns: Mapping[int, str]


def guess(rows: Sequence[Row], remembered: Mapping[str, str]) -> Table:
    """Return the table of a sheet from its first rows; what the unit meant before goes before what headings say."""
    known = {**known_headings(), **remembered}
    scores = [sum(fold(cell) in known for cell in row if cell) for row in rows[:SEARCHED_ROWS]]
    best = max(range(len(scores)), key=scores.__getitem__, default=-1)
    has_headings = bool(scores) and scores[best] > 0
    headings = rows[best] if has_headings else ()
    place = best if has_headings else -1
    columns: dict[int, str] = {}
    for number, heading in enumerate(headings):
        field = known.get(fold(heading))
        if field and field not in columns.values():
            columns[number] = field
    _by_values(rows[place + 1 : place + 1 + _SAMPLE], columns)
    if not has_headings:
        _by_values(rows[1 : 1 + _SAMPLE], columns)  # the first row may be headings we do not know
        place = _above_values(rows[:SEARCHED_ROWS], columns)
        headings = rows[place] if place >= 0 else ()
    return Table(place, headings, columns)


def _above_values(rows: Sequence[Row], columns: Mapping[int, str]) -> int:
    """Return the row just above the first that holds what its columns should; -1 where that is the first of all."""
    told = [(number, _LOOKS[field]) for number, field in columns.items() if field in {AWARD, YEAR}]
    for place, row in enumerate(rows):
        if told and all(number < len(row) and looks_right(row[number]) for number, looks_right in told):
            return place - 1
    return -1


def known_headings() -> dict[str, str]:
    """Return every heading we understand, folded, with its field; the facts any award asks for are among them."""
    facts = {f"{FACT}{name}": fact.label for award in catalogue().awards for name, fact in award.facts.items()}
    own = {fold(heading): field for field, headings in _HEADINGS.items() for heading in headings}
    titles = {fold(title): field for field, title in FIELDS.items()}
    return {fold(label): field for field, label in facts.items()} | own | titles


def labels() -> dict[str, str]:
    """Return every field a column may hold, with its words."""
    facts = {f"{FACT}{name}": fact.label for award in catalogue().awards for name, fact in award.facts.items()}
    return {**FIELDS, **facts}


def _by_values(sample: Sequence[Row], columns: dict[int, str]) -> None:
    """Find what no heading named among the columns that are left, by their values."""
    width = max(map(len, sample), default=0)
    for field, looks_right in _LOOKS.items():
        if field in columns.values():
            continue
        for number in range(width):
            values = [row[number] for row in sample if number < len(row) and row[number]]
            if number not in columns and values and _share(values, looks_right) >= _ENOUGH:
                columns[number] = field
                break


def _share(values: Sequence[str], looks_right: Callable[[str], bool]) -> float:
    return sum(looks_right(value) for value in values) / len(values)


def _is_year(value: str) -> bool:
    return value.isdigit() and _FIRST_YEAR <= int(value) <= _LAST_YEAR


def _is_name(value: str) -> bool:
    words = value.split()
    return len(words) >= 2 and words[0][:1].isupper() and not any(one.isdigit() for one in words[0])  # noqa: PLR2004


_LOOKS: Mapping[str, Callable[[str], bool]] = {
    AWARD: lambda value: award_of(value) is not None,
    YEAR: _is_year,
    NAME: _is_name,
}
