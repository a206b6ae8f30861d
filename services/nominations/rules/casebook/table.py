"""Reads a case book, asks each case, and says where the answer differs from what the officer expects."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from services.nominations.rules import Catalogue
from services.nominations.rules.casebook.asking import ASKS, answered
from services.nominations.rules.casebook.comparing import EXPECTED, differences, unknown_expectations
from services.nominations.rules.casebook.notation import read_facts
from services.nominations.rules.casebook.questions import Answer, Question, Unanswerable
from services.nominations.rules.casebook.sheet import Cells, NoTable, rows_in
from services.nominations.rules.casebook.spelling import day, fold
from services.nominations.rules.casebook.values import Unreadable
from services.nominations.rules.casebook.words import SUBJECT_WORDS, Words, near

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("mã", "id", "mã số"),
    "title": ("tiêu đề", "title", "tên trường hợp"),
    "kind": ("câu hỏi", "question", "loại câu hỏi"),
    "on": ("ngày", "date", "ngày tiếp nhận", "ngày quyết định"),
    "award": ("danh hiệu", "award", "danh hiệu, hình thức", "hình thức"),
    "subject": ("đối tượng", "subject"),
    "facts": ("dữ kiện", "facts"),
    "ruleset": ("bộ quy định", "ruleset"),
    "outcome": ("kết quả", "outcome"),
    "met": ("đạt", "met"),
    "not_met": ("không đạt", "not met", "chưa đạt"),
    "unknown": ("thiếu", "unknown", "cần bổ sung"),
    "needs_person": ("cần người", "needs a person", "cần người thẩm định"),
    "amount": ("số tiền", "amount"),
    "needed": ("số phiếu cần", "needed votes", "phiếu cần"),
    "allowed": ("được phép", "allowed", "số được phép"),
    "due": ("hạn", "due", "thời hạn"),
    "citation": ("căn cứ", "citation"),
    "note": ("ghi chú", "note"),
}
REQUIRED = ("id", "kind", "on")
KINDS = {
    "eligibility": ("điều kiện", "eligibility", "đủ điều kiện"),
    "bonus": ("tiền thưởng", "bonus"),
    "council": ("hội đồng", "council"),
    "deadline": ("thời hạn", "deadline"),
    "quota": ("tỷ lệ", "quota", "số lượng"),
    "ruleset": ("bộ quy định", "ruleset"),
}
assert set(KINDS) == set(ASKS)


class CasesInvalid(Exception):
    """A case book cannot be read; each line of the message names the file, the line and the fault."""

    def __init__(self, path: Path, faults: Iterable[tuple[int, str]]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(f"{path.name}, dòng {line}: {fault}" for line, fault in self.faults))


@dataclass(frozen=True, slots=True)
class Case:
    """A row of the table: what is asked, and what is expected."""

    line: int
    id: str
    title: str
    question: Question
    expected: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checked:
    """A case with its answer, and a sentence for each thing that differs from what was expected."""

    case: Case
    answer: Answer
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """A row that is no case, or asks too little to be answered; each fault is a sentence."""

    line: int
    id: str
    faults: tuple[str, ...]


def check(path: Path, rules: Catalogue) -> Iterator[Checked | Unread]:
    """Yield every row of a file with its answer, or with what keeps it from being read.

    Raises CasesInvalid where the file as a whole is no case book: no table, no heading, a column nobody knows.
    """
    words = Words(rules)
    seen: set[str] = set()
    for line, row in _rows(path):
        if isinstance(row, str):
            yield Unread(line, "", (row,))
            continue
        case, faults = _case(line, row, words)
        if row["id"] in seen:
            faults.append(f"mã {row['id']} viết hai lần")
        seen |= {row["id"]} - {""}
        yield Unread(line, row["id"], tuple(faults)) if faults or case is None else _asked(case, rules)


def _asked(case: "Case", rules: Catalogue) -> "Checked | Unread":
    try:
        answer = answered(case.question, rules)
    except Unanswerable as error:
        return Unread(case.line, case.id, (str(error),))
    return Checked(case, answer, tuple(differences(case.expected, answer)))


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, str] | str]]:
    names: list[str] = []
    try:
        for line, cells in rows_in(path):
            if isinstance(cells, str):
                yield line, cells
            elif names:
                yield line, _named(names, cells)
            elif sum(map(bool, cells)) > 1:  # what stands alone above the heading is the book's title
                names = _columns(path, line, cells)
    except NoTable as error:
        raise CasesInvalid(path, [(1, str(error))]) from error
    if not names:
        raise CasesInvalid(path, [(1, "tệp không có dòng tiêu đề")])


def _named(names: list[str], cells: Cells) -> Mapping[str, str] | str:
    if any(cells[len(names) :]):
        return f"có {len(cells)} ô, bảng chỉ có {len(names)} cột"
    row = dict.fromkeys(names, "") | dict(zip(names, cells, strict=False))
    return {name: text for name, text in row.items() if name}


def _columns(path: Path, line: int, cells: Cells) -> list[str]:
    known = {word: name for name, words in COLUMNS.items() for word in words}
    folded = {fold(word): name for word, name in known.items()}
    names = [folded.get(fold(cell), "") for cell in cells]
    faults = [
        f"không có cột “{cell}” trong mẫu{near(cell, known)}"
        for cell, name in zip(cells, names, strict=True)
        if not name and cell.strip()
    ]
    faults += [f"thiếu cột “{COLUMNS[name][0]}”" for name in REQUIRED if name not in names]
    faults += [
        f"cột “{cell}” viết hai lần"
        for number, cell in enumerate(cells)
        if names[number] and names[number] in names[:number]
    ]
    if faults:
        raise CasesInvalid(path, [(line, fault) for fault in faults])
    return names


def _case(line: int, row: Mapping[str, str], words: Words) -> tuple[Case | None, list[str]]:
    faults = [f"thiếu {COLUMNS[name][0]}" for name in REQUIRED if not row.get(name)]
    kind = {fold(word): code for code, texts in KINDS.items() for word in texts}.get(fold(row.get("kind", "")))
    if row.get("kind") and kind is None:
        faults.append(f"câu hỏi: không hiểu “{row['kind']}”; có: {', '.join(texts[0] for texts in KINDS.values())}")
    on = day(row.get("on", ""))
    if row.get("on") and on is None:
        faults.append(f"ngày: không hiểu “{row['on']}”; viết ngày/tháng/năm")
    awards, wrong = _awards(row.get("award", ""), words)
    faults += wrong
    subject = _subject(row.get("subject", ""), awards, words, faults)
    facts, wrong = read_facts(row.get("facts", ""), words)
    faults += wrong
    expected = {name: row[name] for name in EXPECTED if row.get(name)}
    faults += list(unknown_expectations(expected))
    if faults or kind is None or on is None:
        return None, faults
    question = Question(kind, on, awards, subject, facts)
    return Case(line, row["id"], row.get("title", ""), question, expected), faults


def _awards(text: str, words: Words) -> tuple[tuple[str, ...], list[str]]:
    whole = words.award(text)
    if whole:
        return (whole,), []
    parts = [part.strip() for part in text.replace(";", "+").split("+") if part.strip()]
    found = [(part, words.award(part)) for part in parts]
    faults = [
        f"danh hiệu: không có “{part}” trong danh mục{words.like_award(part)}" for part, code in found if code is None
    ]
    return tuple(code for _, code in found if code), faults


def _subject(text: str, awards: tuple[str, ...], words: Words, faults: list[str]) -> str:
    if text:
        try:
            return words.coded(words.rules.words.subject_kinds, text, "đối tượng", SUBJECT_WORDS)
        except Unreadable as error:
            faults.append(str(error))
            return ""
    award = words.rules.award(awards[0]) if awards else None
    return award.subject_kinds[0] if award else "individual"
