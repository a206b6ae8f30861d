"""How each unit files what it owes: in time, late or not at all; complete, or to be sent back once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from deploy.seed.chance import choice, number, share
from shared.events.plans import Duty


class Manner(StrEnum):
    """How a unit goes about a duty."""

    IN_TIME = "in_time"
    LATE = "late"
    NEVER = "never"


MANNERS = {Manner.IN_TIME: 82, Manner.LATE: 13, Manner.NEVER: 5}
"""How many units of a hundred file in which manner."""

DAYS = {Manner.IN_TIME: (-16, -9, -5, -2, 0), Manner.LATE: (1, 4, 11), Manner.NEVER: ()}
"""On which days, counted from the last day in time, units file."""

SENT_BACK = 0.1
MENDED_AFTER = timedelta(days=6)

REASONS = {
    Duty.UNIT_PLAN: ("Kế hoạch chưa có chỉ tiêu thi đua cụ thể.", ("Bảng chỉ tiêu thi đua năm",)),
    Duty.HALF_YEAR_REPORT: (
        "Báo cáo chưa có số liệu khen thưởng người lao động trực tiếp.",
        ("Phụ lục số liệu khen thưởng 6 tháng đầu năm", "Danh sách điển hình tiên tiến"),
    ),
    Duty.YEAR_REPORT: ("Báo cáo chưa đánh giá các phong trào thi đua của tỉnh.", ("Phụ lục kết quả phong trào",)),
}
"""Why a filing is sent back, and what it lacks."""


@dataclass(frozen=True, slots=True)
class Owed:
    """What one unit owes, as the register says it."""

    unit_id: str
    duty: Duty
    last_day_on: date


@dataclass(frozen=True, slots=True)
class Filing:
    """That a unit files on a day; whether the desk will send it back."""

    unit_id: str
    duty: Duty
    on: date
    reference: str
    is_sent_back: bool


def filings_of(owed: Iterable[Owed]) -> Sequence[Filing]:
    """Return everything units file in the year, in the order of days."""
    found = (filing for one in owed for filing in _filings(one))
    return sorted(found, key=lambda filing: (filing.on, filing.unit_id))


def manner(owed: Owed) -> Manner:
    """Return how the unit goes about what it owes."""
    return choice(MANNERS, "manner", owed.unit_id, owed.duty)


def _filings(owed: Owed) -> Iterable[Filing]:
    days = DAYS[manner(owed)]
    if not days:
        return
    about = (owed.unit_id, owed.duty)
    on = owed.last_day_on + timedelta(days=days[number(len(days), "day", *about)])
    is_sent_back = share("sent back", *about) < SENT_BACK
    yield Filing(*about, on, _reference(owed), is_sent_back)
    if is_sent_back:
        yield Filing(*about, on + MENDED_AFTER, _reference(owed, "bổ sung"), is_sent_back=False)


def _reference(owed: Owed, *more: str) -> str:
    kind = "KH" if owed.duty is Duty.UNIT_PLAN else "BC"
    return " ".join((f"{number(400, 'reference', owed.unit_id, owed.duty) + 1}/{kind}", *more))
