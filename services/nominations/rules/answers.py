"""Answers in whole numbers beside eligibility: quotas, a council's votes, deadlines and how long a step takes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from services.nominations.rules.cited import CONFIRMED, NEEDS_CONFIRMATION
from services.nominations.rules.criteria import Result
from services.nominations.rules.ruleset import Award, Ruleset
from services.nominations.rules.tables import Quota, Submission, Threshold, TimeLimit
from shared.errors import Refused
from shared.workdays import Calendar

HUNDRED = 100


class NumbersDisagree(Refused):
    """The figures of a question contradict each other."""

    message = "Số liệu không khớp nhau."


@dataclass(frozen=True, slots=True)
class QuotaAnswer:
    """How many may be proposed; `allowed` is None where the law sets no cap or a count is missing."""

    result: Result
    rule: str
    allowed: int | None
    used: int
    left: int | None
    found: str
    citation: str
    status: str


def quota(  # noqa: PLR0913 - each is a figure of the list
    ruleset: Ruleset, award: str, counts: Mapping[str, int], used: int, *, base: str = "", reason: str = ""
) -> QuotaAnswer | None:
    """Return what the cap on *award* says about *used* proposals; None where the ruleset has no such row.

    *base* names the count the cap is taken of; without it the stricter of those given holds. One more than the share
    is over it however that is rounded off, unless the province rounds otherwise; *reason* leaves it to a person.
    """
    row = next((one for one in ruleset.quotas if one.award == award), None)
    if row is None:
        return None
    status = ruleset.status_of(row, ruleset.valid_from)
    cited = ruleset.cite(row.citation)
    if row.percent is None:
        return QuotaAnswer(Result.NEEDS_PERSON, row.id, None, used, None, row.required, cited, NEEDS_CONFIRMATION)
    bases = [name for name in ((base,) if base else row.bases) if name in counts]
    if not bases:
        return QuotaAnswer(Result.UNKNOWN, row.id, None, used, None, "Chưa có số liệu để tính tỷ lệ", cited, status)
    allowed = min(_rounded(row, counts[name]) for name in bases)
    result = _within(allowed, used, is_overridden=bool(reason))
    found = f"Được {allowed}, đã đề nghị {used}{_rounding_mark(row, [counts[name] for name in bases])}"
    result = result if status == CONFIRMED else Result.NEEDS_PERSON
    return QuotaAnswer(result, row.id, allowed, used, allowed - used, found, cited, status)


def _rounded(row: Quota, count: int) -> int:
    share = (row.percent or 0) * count
    lift = {"floor": 0, "nearest": HUNDRED // 2, "up": HUNDRED - 1}[row.rounding]
    return (share + lift) // HUNDRED


def _within(allowed: int, used: int, *, is_overridden: bool) -> Result:
    if used <= allowed:
        return Result.MET
    return Result.NEEDS_PERSON if is_overridden else Result.NOT_MET


def _rounding_mark(row: Quota, counts: Iterable[int]) -> str:
    """Return the remark that the way to round is not confirmed, where it was rounded."""
    is_whole = not any((row.percent or 0) * count % HUNDRED for count in counts)
    return "" if is_whole or row.rounding_status == CONFIRMED else " (cách làm tròn chưa được xác nhận)"


@dataclass(frozen=True, slots=True)
class CouncilAnswer:
    """Whether a council could decide and did: members needed, ballots needed of ALL members, and the outcome."""

    has_quorum: bool
    needed_present: int
    needed_votes: int
    passed: bool
    percent: int
    rule: str
    found: str
    citation: str
    quorum_citation: str
    status: str

    @property
    def result(self) -> Result:
        """Return the answer; a threshold nobody confirmed leaves it to a person."""
        if not self.has_quorum:
            return Result.NOT_MET
        if self.status != CONFIRMED:
            return Result.NEEDS_PERSON
        return Result.MET if self.passed else Result.NOT_MET


def council(  # noqa: PLR0913 - each is a figure of the minutes
    ruleset: Ruleset, award: str, *, mode: str = "merit", total: int, present: int, written: int = 0, agreed: int
) -> CouncilAnswer:
    """Return what a council of *total* members decided with *agreed* votes; a written opinion counts as a vote.

    Raises NumbersDisagree where more members voted or were present than there are.
    """
    if not 0 <= present + written <= total or not 0 <= agreed <= present + written or total == 0:
        raise NumbersDisagree
    row = _threshold(ruleset, award, mode)
    quorum = ruleset.quorum
    if row is None or quorum is None:
        raise NumbersDisagree("Bộ quy định chưa có tỷ lệ thông qua.")
    needed_present = -(-quorum.parts * total // quorum.of)
    needed = -(-row.percent * total // HUNDRED)
    has_quorum = present * quorum.of >= quorum.parts * total
    passed = has_quorum and agreed * HUNDRED >= row.percent * total
    found = f"Dự họp {present}/{total}, cần {needed_present}; đồng ý {agreed}/{total}, cần {needed}"
    status = ruleset.status_of(row, ruleset.valid_from)
    cited = ruleset.cite(row.citation), ruleset.cite(quorum.citation)
    return CouncilAnswer(
        has_quorum, needed_present, needed, passed, row.percent, row.id, f"{row.required}. {found}", *cited, status
    )


def _threshold(ruleset: Ruleset, award: str, mode: str) -> Threshold | None:
    fitting = (
        row
        for row in ruleset.thresholds
        if (not row.awards or award in row.awards) and (not row.modes or mode in row.modes)
    )
    return next(fitting, None)


@dataclass(frozen=True, slots=True)
class DeadlineAnswer:
    """A day of the year, or a length of time, as the law words it."""

    rule: str
    kind: str  # before, on, not_later_than, between, any_time; or working, calendar for a length
    due_on: date | None
    first_day: date | None
    half_days: int | None
    found: str
    citation: str
    status: str

    def is_kept_by(self, on: date) -> bool:
        """Return whether *on* is in time; “before the 31st” ends on the 30th, and no day off moves it."""
        if self.due_on is None:
            return True
        begun = self.first_day is None or self.first_day <= on
        return begun and (on < self.due_on if self.kind == "before" else on <= self.due_on)


def submission(
    ruleset: Ruleset, award: str, year: int, *, stream: str = "general", mode: str = "merit"
) -> DeadlineAnswer | None:
    """Return by when dossiers for *award* go to the centre in *year*; None where the ruleset sets no day."""
    row = next((one for one in ruleset.submissions if _is_sent(one, award, stream, mode)), None)
    if row is None:
        return None
    due, first = _day(year, row.day), _day(year, row.first_day)
    return DeadlineAnswer(
        rule=row.id,
        kind=row.kind,
        due_on=due,
        first_day=first,
        half_days=None,
        found=_WORDED[row.kind].format(
            due=f"{due:%d/%m/%Y}" if due else "", first=f"{first:%d/%m/%Y}" if first else ""
        ),
        citation=ruleset.cite(row.citation),
        status=ruleset.status_of(row, ruleset.valid_from),
    )


_WORDED = {
    "before": "trước ngày {due}",
    "on": "vào ngày {due}",
    "not_later_than": "chậm nhất ngày {due}",
    "between": "từ ngày {first} đến ngày {due}",
    "any_time": "bất kỳ thời điểm nào",
}


def submission_text(row: Submission) -> str:
    """Return a row's day as people write it, without a year."""
    day, first = ("/".join(reversed(text.split("-"))) for text in (row.day, row.first_day))
    return _WORDED[row.kind].format(due=day, first=first)


def _is_sent(row: Submission, award: str, stream: str, mode: str) -> bool:
    return (
        (not row.awards or award in row.awards)
        and (not row.streams or stream in row.streams)
        and (not row.modes or mode in row.modes)
    )


def _day(year: int, month_day: str) -> date | None:
    return date.fromisoformat(f"{year:04}-{month_day}") if month_day else None


def time_limit(ruleset: Ruleset, step: str, award: Award | None, *, mode: str = "merit") -> DeadlineAnswer | None:
    """Return how long *step* may (or must at least) take for *award*; None where the law asks for none."""
    row = next((one for one in ruleset.limits if one.step == step and _is_limited(one, award, mode)), None)
    if row is None:
        return None
    status = ruleset.status_of(row, ruleset.valid_from)
    cited = ruleset.cite(row.citation)
    return DeadlineAnswer(row.id, row.days, None, None, row.half_days, row.required, cited, status)


def _is_limited(row: TimeLimit, award: Award | None, mode: str) -> bool:
    if row.modes and mode not in row.modes:
        return False
    if not row.awards and not row.levels:
        return True
    return award is not None and (award.code in row.awards or award.level in row.levels)


def ends_on(start: date, answer: DeadlineAnswer, calendar: Calendar) -> date:
    """Return the last day of a length of time that begins after *start*, by the office's *calendar*."""
    days = -(-(answer.half_days or 0) // 2)
    on = start
    while days:
        on += timedelta(1)
        days -= answer.kind == "calendar" or calendar.is_working(on)
    return on
