"""Reads a case book (CSV, UTF-8), asks each case, and compares the answer with what the officer expects."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from services.nominations.rules import Catalogue
from services.nominations.rules.casebook.asking import ASKS, Answer, Question, Unanswerable, answered
from services.nominations.rules.casebook.notation import SUBJECT_WORDS, Unreadable, Words, read_facts
from services.nominations.rules.casebook.spelling import day, fold
from services.nominations.rules.criteria import Result
from services.nominations.rules.findings import Finding, Outcome

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
OUTCOME_WORDS = {
    Outcome.ELIGIBLE: (
        *("đủ điều kiện", "eligible", "đạt", "thông qua", "passed", "đúng hạn", "in time", "trong mức"),
        *("đã xác nhận", "confirmed", "within"),
    ),
    Outcome.NOT_ELIGIBLE: (
        *("không đủ điều kiện", "chưa đủ điều kiện", "not eligible", "not_eligible", "không đạt", "không thông qua"),
        *("not passed", "trễ hạn", "quá hạn", "late", "vượt mức", "exceeded"),
    ),
    Outcome.SUPPLEMENT: ("bổ sung", "bổ sung hồ sơ", "supplement", "thiếu"),
    Outcome.NEEDS_PERSON: (
        *("cần người", "cần người thẩm định", "cần người thẩm định xem xét", "needs a person", "needs person"),
        *("needs_person", "chưa xác nhận", "needs confirmation"),
    ),
    Outcome.HELD: ("chưa xét", "tạm dừng", "held"),
}


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


def check(path: Path, rules: Catalogue) -> Iterator[Checked]:
    """Yield every case of a file with its answer; CasesInvalid lists ALL that keeps the file from being read."""
    cases = read(path, rules)
    faults: list[tuple[int, str]] = []
    found: list[Checked] = []
    for case in cases:
        try:
            answer = answered(case.question, rules)
        except Unanswerable as error:
            faults.append((case.line, str(error)))
            continue
        found.append(Checked(case, answer, tuple(_differences(case, answer))))
    if faults:
        raise CasesInvalid(path, faults)
    yield from found


def read(path: Path, rules: Catalogue) -> list[Case]:
    """Return the cases of a file; CasesInvalid lists ALL that is wrong in it."""
    rows = _rows(path)
    words = Words(rules)
    faults: list[tuple[int, str]] = []
    cases: list[Case] = []
    seen: set[str] = set()
    for line, row in rows:
        case, wrong = _case(line, row, words)
        if row.get("id") in seen:
            wrong.append(f"mã {row['id']} viết hai lần")
        seen.add(row.get("id", ""))
        faults += [(line, fault) for fault in wrong]
        if case is not None:
            cases.append(case)
    if faults:
        raise CasesInvalid(path, faults)
    return cases


def _rows(path: Path) -> list[tuple[int, Mapping[str, str]]]:
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CasesInvalid(path, [(1, "tệp phải lưu theo bảng mã UTF-8 (CSV UTF-8)")]) from error
    head = text.partition("\n")[0]
    reader = csv.reader(text.splitlines(keepends=True), delimiter=max(",;\t", key=head.count), strict=True)
    named_columns: list[str] = []
    rows: list[tuple[int, Mapping[str, str]]] = []
    before = 0
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            if not any(cell.strip() for cell in cells) or cells[0].lstrip().startswith("#"):
                continue
            if not named_columns:
                named_columns = _columns(path, line, cells)
                continue
            if len(cells) > len(named_columns):
                raise CasesInvalid(path, [(line, f"có {len(cells)} ô, bảng chỉ có {len(named_columns)} cột")])
            rows.append((line, {name: cell.strip() for name, cell in zip(named_columns, cells, strict=False)}))
    except csv.Error as error:
        raise CasesInvalid(path, [(reader.line_num, f"không đọc được dòng CSV: {error}")]) from error
    if not named_columns:
        raise CasesInvalid(path, [(1, "tệp không có dòng tiêu đề")])
    return rows


def _columns(path: Path, line: int, cells: list[str]) -> list[str]:
    known = {fold(word): name for name, words in COLUMNS.items() for word in words}
    names = [known.get(fold(cell), "") for cell in cells]
    faults = [
        f"không có cột “{cell}” trong mẫu" for cell, name in zip(cells, names, strict=True) if not name and cell.strip()
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
    faults += list(_unknown_expectations(expected))
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
    faults = [f"danh hiệu: không có “{part}” trong danh mục" for part, code in found if code is None]
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


assert set(KINDS) == set(ASKS)
RESULT_COLUMNS = {
    "met": Result.MET,
    "not_met": Result.NOT_MET,
    "unknown": Result.UNKNOWN,
    "needs_person": Result.NEEDS_PERSON,
}
EXPECTED = ("ruleset", "outcome", *RESULT_COLUMNS, "amount", "needed", "allowed", "due", "citation")
_OUTCOMES = {fold(word): outcome for outcome, texts in OUTCOME_WORDS.items() for word in texts}


def _unknown_expectations(expected: Mapping[str, str]) -> Iterator[str]:
    if "outcome" in expected and fold(expected["outcome"]) not in _OUTCOMES:
        known = ", ".join(texts[0] for texts in OUTCOME_WORDS.values())
        yield f"kết quả: không hiểu “{expected['outcome']}”; có: {known}"
    for name in ("amount", "needed", "allowed"):
        if name in expected and _whole(expected[name]) is None and not _is_none(expected[name]):
            yield f"{COLUMNS[name][0]}: “{expected[name]}” không phải là số nguyên"


def _is_none(text: str) -> bool:
    return fold(text) in {"khong", "khong quy dinh", "none"}


def _whole(text: str) -> int | None:
    digits = text.replace(".", "").replace(",", "").replace(" ", "").removesuffix("đ")
    return int(digits) if digits.isdigit() else None


def _differences(case: Case, answer: Answer) -> Iterator[str]:
    expected = case.expected
    if "ruleset" in expected and fold(expected["ruleset"]) != fold(answer.ruleset):
        yield f"bộ quy định: mong đợi {expected['ruleset']}, trả lời {answer.ruleset or 'chưa có'}"
    if "outcome" in expected and _OUTCOMES[fold(expected["outcome"])] is not answer.outcome:
        yield f"kết quả: mong đợi {expected['outcome']}, trả lời {answer.outcome}"
    yield from _differing_rules(expected, answer)
    yield from _differing_figures(expected, answer)
    for part in expected.get("citation", "").split(";"):
        if part.strip() and not any(fold(part) in fold(cited) for cited in answer.cited):
            yield f"căn cứ: mong đợi {part.strip()}, trả lời {'; '.join(dict.fromkeys(answer.cited))}"


def _differing_rules(expected: Mapping[str, str], answer: Answer) -> Iterator[str]:
    for column, result in RESULT_COLUMNS.items():
        for rule in filter(None, map(str.strip, expected.get(column, "").replace(",", ";").split(";"))):
            if not _answers(rule, result, answer):
                said = ", ".join(f"{one.rule} {one.result}" for one in _under(rule, answer)) or "không nêu"
                yield f"{rule}: mong đợi {result}, trả lời {said}"


def _differing_figures(expected: Mapping[str, str], answer: Answer) -> Iterator[str]:
    for name in ("amount", "needed", "allowed"):
        wanted = _whole(expected[name]) if name in expected else None
        if name in expected and wanted != getattr(answer, name):
            yield f"{COLUMNS[name][0]}: mong đợi {expected[name]}, trả lời {getattr(answer, name)}"
    ends_on = answer.more.get("ends_on")
    due = expected.get("due", "")
    if due and fold(due) != fold(answer.due) and (ends_on is None or str(day(due)) != ends_on):
        yield f"hạn: mong đợi {due}, trả lời {answer.due}{f', hết ngày {ends_on}' if ends_on else ''}"


def _under(rule: str, answer: Answer) -> list[Finding]:
    """Return the findings of *rule*, or of its parts: TTLDXS-3 names TTLDXS-3a and TTLDXS-3b."""
    own = [one for one in answer.findings if one.rule == rule]
    return own or [one for one in answer.findings if _is_part(one.rule, rule)]


def _is_part(rule: str, of: str) -> bool:
    """Return whether *rule* is a part of *of*: G-14a is of G-14, and G-10 is not of G-1."""
    rest = rule.removeprefix(of)
    return rest != rule and not (of[-1:].isdigit() and rest[:1].isdigit())


def _answers(rule: str, result: Result, answer: Answer) -> bool:
    """Return whether *rule* answered *result*: met where all its parts are, anything else where one part did."""
    results = [one.result for one in _under(rule, answer)]
    if result is Result.MET:
        is_silent = any(one == rule or _is_part(one, rule) for one in answer.silent)
        return bool(results or is_silent) and all(one is Result.MET for one in results)
    return result in results
