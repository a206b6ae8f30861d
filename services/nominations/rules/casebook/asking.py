"""Asks the rules what a case asks, and writes the answer in one shape for every kind of question."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from services.nominations.rules import (
    Assessment,
    BonusUnknown,
    Catalogue,
    Finding,
    Outcome,
    ReasonForRulesetMissing,
    Ruleset,
)
from services.nominations.rules.answers import (
    DeadlineAnswer,
    NumbersDisagree,
    council,
    ends_on,
    quota,
    submission,
    time_limit,
)
from services.nominations.rules.casebook.notation import COUNTED, Facts, Words
from services.nominations.rules.casebook.spelling import day, fold, named, yes_no
from services.nominations.rules.criteria import Result
from services.nominations.rules.findings import by_hand
from services.nominations.rules.ruleset import CONFIRMED
from shared.holidays import published
from shared.workdays import Calendar, SpecialDay, Sureness


class Unanswerable(Exception):
    """A case lacks what its question needs; the message says what."""


@dataclass(frozen=True, slots=True)
class Question:
    """One row of the table, read."""

    kind: str
    on: date
    awards: tuple[str, ...]
    subject_kind: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Answer:
    """What the rules answer; what a kind of question does not have stays empty."""

    ruleset: str = ""
    outcome: Outcome | None = None
    findings: tuple[Finding, ...] = ()
    amount: int | None = None
    needed: int | None = None
    allowed: int | None = None
    left: int | None = None
    due: str = ""
    citations: tuple[str, ...] = ()
    silent: frozenset[str] = frozenset()  # general conditions that the dossier does not offend
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def cited(self) -> tuple[str, ...]:
        """Return every citation of the answer."""
        return (*self.citations, *(one.citation for one in self.findings))


OUTCOMES = {
    Result.MET: Outcome.ELIGIBLE,
    Result.NOT_MET: Outcome.NOT_ELIGIBLE,
    Result.UNKNOWN: Outcome.SUPPLEMENT,
    Result.NEEDS_PERSON: Outcome.NEEDS_PERSON,
}


def answered(question: Question, rules: Catalogue) -> Answer:
    """Return the rules' answer; Unanswerable where the case does not say enough to ask."""
    try:
        return ASKS[question.kind](question, rules)
    except NumbersDisagree as error:
        raise Unanswerable(error.message) from error
    except ReasonForRulesetMissing as error:
        raise Unanswerable(error.message) from error


def _eligibility(asked: Question, rules: Catalogue) -> Answer:
    year = asked.facts.year if asked.facts.year is not None else _last_year(asked)
    found = rules.judge(
        asked.facts.of(asked.subject_kind),
        _one_award(asked),
        year,
        asked.on,
        mode=asked.facts.mode,
        ruleset=_chosen_code(asked),
        reason=asked.facts.plain.get("reason", ""),
    )
    silent = _silent(rules, found, _one_award(asked), asked.facts.mode)
    return Answer(found.ruleset, found.outcome, found.findings, silent=silent, more={"year": year})


def _silent(rules: Catalogue, found: Assessment, award: str, mode: str) -> frozenset[str]:
    """Return the general conditions of the award that had nothing to say."""
    ruleset, asked = rules.ruleset(found.ruleset), rules.award(award, found.ruleset)
    if ruleset is None or asked is None:
        return frozenset()
    before = (gate for gate in ruleset.gates if gate.is_for(asked) and (not gate.modes or mode in gate.modes))
    return frozenset(gate.id for gate in before) - {one.rule for one in found.findings}


def _last_year(asked: Question) -> int:
    """Return the year a case without one is about: the last it states something of, or the one before receipt."""
    record = asked.facts.record
    awards = [one.last_year for held in record["awards"].values() for one in held]
    years = [*record["ratings"], *awards, *(one.year for one in record.get("initiatives") or ())]
    return max((year for year in years if year <= asked.on.year), default=asked.on.year - 1)


def _bonus(asked: Question, rules: Catalogue) -> Answer:
    try:
        found = [rules.bonus(award, asked.subject_kind, asked.on) for award in asked.awards]
    except BonusUnknown as error:
        finding = by_hand("TIEN-THUONG", "Mức tiền thưởng theo ngày quyết định", error.message)
        return Answer(_code(rules, asked.on), Outcome.NEEDS_PERSON, (finding,))
    sure = all(one.is_confirmed and not one.is_maximum for one in found)
    return Answer(
        _code(rules, asked.on),
        Outcome.ELIGIBLE if sure else Outcome.NEEDS_PERSON,
        amount=sum(one.amount for one in found),
        citations=tuple(one.citation for one in found),
        more={"each": [one.amount for one in found], "is_maximum": any(one.is_maximum for one in found)},
    )


def _council(asked: Question, rules: Catalogue) -> Answer:
    ruleset = _ruleset(asked, rules)
    numbers = {name: _count(asked, name) for name in ("total", "present", "agreed")}
    found = council(
        ruleset,
        _one_award(asked),
        mode=asked.facts.mode,
        written=_count(asked, "written", default=0),
        **numbers,
    )
    finding = Finding(
        ruleset=ruleset.code,
        rule=found.rule,
        result=found.result,
        required=f"Từ {found.percent} % tổng số thành viên",
        found=found.found,
        citation=found.citation,
        status=found.status,
        inputs=numbers,
    )
    more = {"has_quorum": found.has_quorum, "needed_present": found.needed_present, "passed": found.passed}
    return Answer(
        ruleset.code,
        OUTCOMES[found.result],
        (finding,),
        needed=found.needed_votes,
        citations=(found.quorum_citation,),
        more=more,
    )


def _quota(asked: Question, rules: Catalogue) -> Answer:
    ruleset, award = _ruleset(asked, rules), _one_award(asked)
    counts = {name: value for name, value in asked.facts.record["facts"].items() if isinstance(value, int)}
    base = asked.facts.plain.get("base", "")
    chosen = named(base, Words(rules).facts) if base else ""
    if chosen is None:
        raise Unanswerable(f"cơ sở tính: không hiểu “{base}”")
    reason = asked.facts.plain.get("reason", "")
    listed = counts.get(COUNTED.get(award, ""), 0)
    found = quota(ruleset, award, counts, _count(asked, "used", default=listed), base=chosen, reason=reason)
    if found is None:
        return Answer(ruleset.code, Outcome.NEEDS_PERSON, (by_hand("TY-LE", "Tỷ lệ", "Bộ quy định không có tỷ lệ"),))
    row = next(one for one in ruleset.quotas if one.id == found.rule)
    required = row.required.format(percent=row.percent)
    finding = Finding(
        ruleset.code, found.rule, found.result, required, found.found, found.citation, found.status, counts
    )
    return Answer(ruleset.code, OUTCOMES[found.result], (finding,), allowed=found.allowed, left=found.left)


def _deadline(asked: Question, rules: Catalogue) -> Answer:
    ruleset, facts = _ruleset(asked, rules), asked.facts
    award = asked.awards[0] if asked.awards else ""
    step = STEP_WORDS.get(fold(facts.plain.get("step", "trình Trung ương")))
    if step is None:
        raise Unanswerable(f"bước: không hiểu “{facts.plain['step']}”; có: {', '.join(STEP_NAMES)}")
    if step == "submission":
        stream = facts.record.get("stream", "general")
        year = facts.year if facts.year is not None else asked.on.year
        found = submission(ruleset, award, year, stream=stream, mode=facts.mode)
    else:
        found = time_limit(ruleset, step, rules.award(award, ruleset.code) if award else None, mode=facts.mode)
    if found is None:
        return Answer(ruleset.code, Outcome.ELIGIBLE, due="không quy định")
    return _dated(asked, ruleset, found)


def _dated(asked: Question, ruleset: Ruleset, found: DeadlineAnswer) -> Answer:
    plain = asked.facts.plain
    begun, done = _day_of(plain, "from"), _day_of(plain, "submitted")
    ends = ends_on(begun, found, _calendar(plain.get("days_off"))) if begun and found.half_days else found.due_on
    in_time = done is None or (found.is_kept_by(done) if found.half_days is None else ends is None or done <= ends)
    due = found.found if found.half_days is None else f"{_days(found.half_days)} ngày {_DAYS[found.kind]}"
    finding = Finding(
        ruleset=ruleset.code,
        rule=found.rule,
        result=_kept(found, in_time=in_time),
        required=found.found,
        found=f"{done:%d/%m/%Y}" if done else "",
        citation=found.citation,
        status=found.status,
        inputs={},
    )
    more = {"days": _days(found.half_days) if found.half_days else None, "ends_on": ends.isoformat() if ends else None}
    return Answer(ruleset.code, OUTCOMES[finding.result], (finding,), due=due, more=more)


_DAYS = {"working": "làm việc", "calendar": "lịch"}


def _days(half_days: int) -> str:
    return f"{half_days // 2}" if half_days % 2 == 0 else f"{half_days // 2},5"


def _kept(found: DeadlineAnswer, *, in_time: bool) -> Result:
    if found.status != CONFIRMED:
        return Result.NEEDS_PERSON
    return Result.MET if in_time else Result.NOT_MET


def _which_ruleset(asked: Question, rules: Catalogue) -> Answer:
    code = _code(rules, asked.on)
    return Answer(code, Outcome.ELIGIBLE if code else Outcome.NEEDS_PERSON)


STEPS = {
    "submission": ("trình Trung ương", "nộp Trung ương", "trình", "submission"),
    "processing": ("giải quyết", "xử lý", "thời hạn giải quyết", "processing"),
    "notification": ("thông báo", "thông báo kết quả", "notification"),
    "consultation": ("lấy ý kiến", "lấy ý kiến nhân dân", "consultation"),
    "revocation_report": ("báo cáo hủy bỏ", "hủy bỏ báo cáo", "revocation_report"),
    "revocation_decision": ("quyết định hủy bỏ", "hủy bỏ quyết định", "revocation_decision"),
    "strip_proposal": ("đề nghị tước", "strip_proposal"),
    "strip_recovery": ("thu hồi hiện vật", "strip_recovery"),
    "reissue_forward": ("chuyển cấp lại", "cấp đổi cấp lại", "reissue_forward"),
    "reissue_answer": ("trả lời cấp lại", "reissue_answer"),
}
STEP_WORDS = {fold(word): step for step, words in STEPS.items() for word in words}
STEP_NAMES = tuple(words[0] for words in STEPS.values())

ASKS: Mapping[str, Callable[[Question, Catalogue], Answer]] = {
    "eligibility": _eligibility,
    "bonus": _bonus,
    "council": _council,
    "quota": _quota,
    "deadline": _deadline,
    "ruleset": _which_ruleset,
}


def _one_award(asked: Question) -> str:
    if len(asked.awards) != 1:
        raise Unanswerable("ghi một danh hiệu hoặc hình thức khen thưởng")
    return asked.awards[0]


def _chosen_code(asked: Question) -> str | None:
    return asked.facts.plain.get("ruleset", "").strip().upper() or None


def _ruleset(asked: Question, rules: Catalogue) -> Ruleset:
    found = rules.ruleset(_chosen_code(asked)) or rules.ruleset_on(asked.on)
    if found is None:
        raise Unanswerable(f"chưa có bộ quy định nào áp dụng cho ngày {asked.on:%d/%m/%Y}")
    return found


def _code(rules: Catalogue, on: date) -> str:
    found = rules.ruleset_on(on)
    return found.code if found else ""


_COUNTS = {
    "total": "tổng số thành viên",
    "present": "dự họp",
    "agreed": "đồng ý",
    "used": "đã đề nghị",
    "written": "văn bản",
}


def _count(asked: Question, name: str, default: int | None = None) -> int:
    written = asked.facts.plain.get(name, "" if default is None else str(default)).strip()
    if not written.isdigit():
        raise Unanswerable(f"{_COUNTS[name]}: ghi một số nguyên")
    return int(written)


def _day_of(plain: Mapping[str, str], name: str) -> date | None:
    if name not in plain:
        return None
    found = day(plain[name])
    if found is None:
        raise Unanswerable(f"“{plain[name]}”: viết ngày/tháng/năm")
    return found


def _calendar(days_off: str | None) -> Calendar:
    """Return the register's own calendar, or one with only the days off that the case states."""
    if days_off is None:
        return Calendar.of(published())
    stated = [] if yes_no(days_off) is False else _days_off(days_off)
    return Calendar.of(SpecialDay(on, True, "", "", Sureness.CONFIRMED) for on in stated)


def _days_off(text: str) -> list[date]:
    found: list[date] = []
    for entry in filter(None, (one.strip() for one in text.replace(",", ";").split(";"))):
        first, _, last = entry.partition("..")
        begun, ended = day(first), day(last or first)
        if begun is None or ended is None:
            raise Unanswerable(f"ngày nghỉ: không hiểu “{entry}”; viết 20/1/2023 hoặc 20/1/2023..26/1/2023")
        found += [begun + timedelta(number) for number in range((ended - begun).days + 1)]
    return found
