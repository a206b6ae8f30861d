"""How each task of the 2023 plan goes: begun, moved on, completed, not arising, or carried over with a reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

START, PROGRESS, COMPLETE, NOT_ARISE, CARRY_OVER = "start", "progress", "complete", "not_arise", "carry_over"


@dataclass(frozen=True, slots=True)
class TaskStep:
    """One step of a task on a day."""

    on: date
    task_key: str
    step: str
    percent: int | None = None
    reason: str = ""


_YEAR = 2023

# (day, month) begun, moved on, completed (None: by a fact); later steps of a carried task follow below.
_WORKED: Mapping[str, tuple[tuple[int, int], tuple[int, int], tuple[int, int] | None]] = {
    "Q1-01": ((9, 1), (10, 2), None),
    "Q1-03": ((9, 1), (10, 2), None),
    "Q1-04": ((16, 1), (10, 2), (3, 3)),
    "Q1-06": ((10, 2), (3, 3), (27, 3)),
    "Q1-07": ((10, 2), (3, 3), (3, 4)),
    "Q1-08": ((3, 3), (17, 3), None),
    "Q2-01": ((17, 4), (8, 5), None),
    "Q2-02": ((3, 4), (17, 4), None),
    "Q2-03": ((3, 4), (17, 4), (8, 5)),
    "Q2-04": ((17, 4), (18, 5), (26, 6)),
    "Q2-05": ((17, 4), (8, 5), (12, 6)),
    "Q3-01": ((10, 7), (24, 7), (21, 8)),
    "Q3-02": ((10, 7), (24, 7), (2, 10)),
    "Q4-01": ((9, 10), (30, 10), None),
    "Q4-02": ((9, 10), (30, 10), (27, 11)),
    "Q4-03": ((9, 10), (20, 11), None),
    "Q4-04": ((2, 10), (9, 10), (13, 10)),
    "Q4-07": ((20, 11), (11, 12), (22, 12)),
    "Q4-08": ((20, 11), (11, 12), (22, 12)),
}

_NOT_ARISEN = {
    "Q1-02": ((27, 3), "Trong quý không có đề nghị điều chỉnh, bổ sung cụm, khối thi đua."),
    "Q3-04": ((18, 9), "Năm 2023 không tổ chức đoàn học tập kinh nghiệm tại tỉnh khác."),
    "Q4-05": ((22, 12), "Chưa có quyết định khen thưởng của Trung ương để tổ chức trao tặng trong quý."),
}

_CARRIED: Mapping[str, tuple[tuple[int, int], tuple[int, int], str, tuple[int, int] | None]] = {
    "Q1-05": ((10, 2), (31, 3), "Chờ hướng dẫn tuyên truyền của Trung ương nên chuyển sang quý II.", (8, 5)),
    "Q2-07": ((8, 5), (30, 6), "Điều chỉnh thời gian tổ chức hội nghị sang quý III.", None),
    "Q3-03": ((24, 7), (29, 9), "Hồ sơ của ngành Giáo dục và Đào tạo được xét tại phiên họp quý IV.", (20, 11)),
}
"""Begun, carried over, why, and completed in the quarter it was carried to (None: by a fact)."""

COMPLETED_BY_A_FACT = {
    "Q1-01": "the flags of the best of each cluster are granted",
    "Q1-03": "the year's review is held",
    "Q1-08": "the council has met",
    "Q2-01": "awards are handed over at the ceremony",
    "Q2-02": "both issuers' inspection plans are issued",
    "Q2-06": "the half-year report is compiled",
    "Q2-07": "the movement's review is held",
    "Q4-01": "the council has met",
    "Q4-03": "the training is held",
    "Q4-06": "the year's report is compiled",
}
"""Nobody presses a button for these: what they asked for happens, and that completes them."""

QUARTERS_CLOSED = {date(2023, 4, 3): 1, date(2023, 7, 3): 2, date(2023, 10, 2): 3, date(2024, 1, 2): 4}
"""Which quarter is closed on which day, after what kept it open was settled that morning."""

YEAR_CLOSED_ON = date(2024, 1, 4)

PERIODS_COMPILED = {date(2023, 6, 28): "H1", date(2023, 12, 28): "Y", YEAR_CLOSED_ON: "Y"}
"""Which summary is compiled on which day; the year's once more with its last figures."""


def task_steps() -> Sequence[TaskStep]:
    """Return every step of every task in the order of days."""
    return sorted(_all(), key=lambda step: (step.on, step.task_key))


def _all() -> Iterable[TaskStep]:
    for key, (begun, moved, completed) in _WORKED.items():
        yield TaskStep(_day(begun), key, START)
        yield TaskStep(_day(moved), key, PROGRESS, percent=60)
        yield from _completed(key, completed)
    for key, (on, reason) in _NOT_ARISEN.items():
        yield TaskStep(_day(on), key, NOT_ARISE, reason=reason)
    for key, (begun, carried, reason, completed) in _CARRIED.items():
        yield TaskStep(_day(begun), key, START)
        yield TaskStep(_day(carried), key, CARRY_OVER, reason=reason)
        yield from _completed(key, completed)


def _completed(key: str, on: tuple[int, int] | None) -> Iterable[TaskStep]:
    return () if on is None else (TaskStep(_day(on), key, COMPLETE),)


def _day(written: tuple[int, int]) -> date:
    day, month = written
    return date(_YEAR, month, day)
