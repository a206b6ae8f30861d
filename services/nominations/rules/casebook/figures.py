"""Asks the rules for figures: a council's votes, a quota, a deadline or how long a step takes."""

from collections.abc import Mapping
from datetime import date, timedelta

from services.nominations.rules import Catalogue, Finding, Outcome, Ruleset
from services.nominations.rules.answers import DeadlineAnswer, council, ends_on, quota, submission, time_limit
from services.nominations.rules.casebook.history import COUNTED
from services.nominations.rules.casebook.questions import (
    OUTCOMES,
    Answer,
    Question,
    Unanswerable,
    one_award,
    ruleset_of,
)
from services.nominations.rules.casebook.spelling import day, fold, named, yes_no
from services.nominations.rules.casebook.words import Words
from services.nominations.rules.cited import CONFIRMED
from services.nominations.rules.criteria import Result
from services.nominations.rules.findings import by_hand
from shared.holidays import published
from shared.workdays import Calendar, SpecialDay, Sureness

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


def votes(asked: Question, rules: Catalogue) -> Answer:
    """Answer whether a council decided (hội đồng)."""
    ruleset = ruleset_of(asked, rules)
    numbers = {name: _count(asked, name) for name in ("total", "present", "agreed")}
    found = council(
        ruleset,
        one_award(asked),
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


def share(asked: Question, rules: Catalogue) -> Answer:
    """Answer how many may be proposed (tỷ lệ)."""
    ruleset, award = ruleset_of(asked, rules), one_award(asked)
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


def deadline(asked: Question, rules: Catalogue) -> Answer:
    """Answer by when, or within how long (thời hạn)."""
    ruleset, facts = ruleset_of(asked, rules), asked.facts
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
