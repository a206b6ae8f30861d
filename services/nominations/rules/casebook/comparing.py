"""Compares an answer with what the officer expects of it."""

from collections.abc import Iterator, Mapping

from services.nominations.rules.casebook.questions import Answer
from services.nominations.rules.casebook.spelling import day, fold
from services.nominations.rules.criteria import Result
from services.nominations.rules.findings import Finding, Outcome

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
RESULT_COLUMNS = {
    "met": Result.MET,
    "not_met": Result.NOT_MET,
    "unknown": Result.UNKNOWN,
    "needs_person": Result.NEEDS_PERSON,
}
FIGURES = {"amount": "số tiền", "needed": "số phiếu cần", "allowed": "được phép"}
EXPECTED = ("ruleset", "outcome", *RESULT_COLUMNS, "amount", "needed", "allowed", "due", "citation")
_OUTCOMES = {fold(word): outcome for outcome, texts in OUTCOME_WORDS.items() for word in texts}


def unknown_expectations(expected: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each expectation that is no answer at all."""
    if "outcome" in expected and fold(expected["outcome"]) not in _OUTCOMES:
        known = ", ".join(texts[0] for texts in OUTCOME_WORDS.values())
        yield f"kết quả: không hiểu “{expected['outcome']}”; có: {known}"
    for name, column in FIGURES.items():
        if name in expected and _whole(expected[name]) is None and not _is_none(expected[name]):
            yield f"{column}: “{expected[name]}” không phải là số nguyên"


def _is_none(text: str) -> bool:
    return fold(text) in {"khong", "khong quy dinh", "none"}


def _whole(text: str) -> int | None:
    digits = text.replace(".", "").replace(",", "").replace(" ", "").removesuffix("đ")
    return int(digits) if digits.isdigit() else None


def differences(expected: Mapping[str, str], answer: Answer) -> Iterator[str]:
    """Yield a sentence for each thing in which *answer* differs from what is *expected*."""
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
    for name, column in FIGURES.items():
        wanted = _whole(expected[name]) if name in expected else None
        if name in expected and wanted != getattr(answer, name):
            yield f"{column}: mong đợi {expected[name]}, trả lời {getattr(answer, name)}"
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
