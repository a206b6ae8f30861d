"""The calendar warns where a deadline is tighter than it looks."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.domain.calendar import (
    Entry,
    EntryKind,
    Window,
    WindowTooLong,
    before_warning,
    day_off_warning,
    ordered,
    warned,
)
from services.plans.domain.legal_dates import LegalDeadline, legal_deadlines, slot_warning
from shared.events.plans import DeadlineKind
from shared.holidays import published
from shared.workdays import Calendar

CALENDAR = Calendar.of(published())
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def legal(key: str, year: int = 2023) -> LegalDeadline:
    (found,) = (one for one in legal_deadlines(year, year) if one.rule.key == key)
    return found


@pytest.mark.covers("D-08")
def test_the_dates_of_the_law_are_known_with_their_ground() -> None:
    found = [(one.due_on, one.last_day_on, one.rule.status) for one in legal_deadlines(2023, 2023)]

    assert found == [
        (date(2023, 3, 31), date(2023, 3, 30), "confirmed"),
        (date(2023, 6, 30), date(2023, 6, 30), "confirmed"),
        (date(2023, 10, 15), date(2023, 10, 14), "confirmed"),
        (date(2023, 10, 31), date(2023, 10, 31), "confirmed"),
    ]
    assert {one.rule.source for one in legal_deadlines(2023, 2023)} == {"Nghị định 91/2017/NĐ-CP, Điều 48 khoản 1"}


def test_the_dates_of_a_law_nobody_has_read_need_confirmation() -> None:
    assert {one.rule.status for one in legal_deadlines(2024, 2026)} == {"needs confirmation"}


@pytest.mark.covers("X-07")
def test_education_in_the_fourth_quarter_has_from_the_1st_to_the_14th_of_october() -> None:
    deadline = legal("giao-duc-dao-tao")
    text = "Họp Hội đồng xét khen thưởng ngành Giáo dục và Đào tạo năm học 2022 - 2023"

    slot = deadline.slot(date(2023, 10, 1), date(2023, 12, 31))

    assert deadline.concerns(text)
    assert slot == (date(2023, 10, 1), date(2023, 10, 14))
    assert slot_warning(deadline, slot, CALENDAR) == (
        "Trình hồ sơ khen thưởng ngành Giáo dục và Đào tạo theo năm học: thời hạn trước ngày 15/10/2023 "
        "(Nghị định 91/2017/NĐ-CP, Điều 48 khoản 1), nên chỉ còn từ 01/10 đến 14/10/2023, 10 ngày làm việc."
    )


def test_a_date_of_the_law_outside_of_the_work_leaves_no_slot() -> None:
    deadline = legal("giao-duc-dao-tao")

    assert deadline.slot(date(2023, 7, 1), date(2023, 9, 30)) is None
    assert deadline.slot(date(2023, 10, 20), date(2023, 12, 31)) is None


def test_other_work_does_not_depend_on_the_date_for_education() -> None:
    assert not legal("giao-duc-dao-tao").concerns("Báo cáo tổng kết công tác thi đua, khen thưởng năm 2023")


@pytest.mark.covers("D-01")
def test_before_the_15th_of_march_ends_on_the_14th() -> None:
    said = before_warning(DeadlineKind.BEFORE, date(2023, 3, 15), date(2023, 3, 14))

    assert said == "Văn bản ghi trước ngày 15/03/2023: ngày cuối còn đúng hạn là 14/03/2023."
    assert before_warning(DeadlineKind.ON, date(2023, 6, 15), date(2023, 6, 15)) is None


def test_a_deadline_on_a_day_off_names_the_working_day_before() -> None:
    assert day_off_warning(date(2023, 12, 31), CALENDAR) == (
        "Ngày cuối của thời hạn (31/12/2023) là ngày nghỉ: Chủ nhật; ngày làm việc cuối cùng trước đó là 29/12/2023."
    )
    assert day_off_warning(date(2023, 12, 15), CALENDAR) is None


def test_a_holiday_is_called_by_its_name() -> None:
    said = day_off_warning(date(2023, 5, 1), CALENDAR)

    assert said is not None
    assert said.partition(";")[0] == "Ngày cuối của thời hạn (01/05/2023) là ngày nghỉ: Ngày Quốc tế lao động"


@pytest.mark.parametrize("settled", [{"is_done": True}, {"is_cancelled": True}])
def test_what_is_settled_warns_no_more(settled: dict[str, Any]) -> None:
    sunday = date(2023, 12, 31)

    is_open = warned(Entry(EntryKind.TASK, "1", "Nhiệm vụ", sunday, sunday), CALENDAR)
    done = warned(Entry(EntryKind.TASK, "1", "Nhiệm vụ", sunday, sunday, **settled), CALENDAR)
    event = warned(Entry(EntryKind.EVENT, "1", "Hội nghị", sunday, sunday), CALENDAR)

    assert [len(one.warnings) for one in (is_open, done, event)] == [1, 0, 0]


@given(day=DAYS)
def test_the_day_named_instead_is_worked_and_earlier(day: date) -> None:
    said = day_off_warning(day, CALENDAR)

    assert (said is None) == CALENDAR.is_working(day)
    assert CALENDAR.is_working(CALENDAR.before(day))
    assert CALENDAR.before(day) < day


@given(first=DAYS, length=st.integers(-50, 1200))
def test_a_window_runs_forward_and_not_too_far(first: date, length: int) -> None:
    last = first + timedelta(days=length)

    if 0 <= length <= 800:
        assert Window(first, last).last == last
    else:
        with pytest.raises(WindowTooLong):
            Window(first, last)


@given(
    first=DAYS,
    length=st.integers(0, 400),
    spans=st.lists(st.tuples(DAYS, st.integers(0, 60)), max_size=20),
)
def test_a_window_shows_what_has_a_day_in_it_in_order(first: date, length: int, spans: list[tuple[date, int]]) -> None:
    window = Window(first, first + timedelta(days=length))
    entries = [
        Entry(EntryKind.EVENT, str(number), "Hội nghị", start, start + timedelta(days=days))
        for number, (start, days) in enumerate(spans)
    ]

    shown = ordered(entries, window)

    days = {first + timedelta(days=number) for number in range(length + 1)}
    expected = {
        one.uid
        for one in entries
        if days & {one.starts_on + timedelta(days=number) for number in range((one.ends_on - one.starts_on).days + 1)}
    }
    assert {one.uid for one in shown} == expected
    assert [one.starts_on for one in shown] == sorted(one.starts_on for one in shown)
