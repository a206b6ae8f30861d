"""Working days and half-days: weekends, holidays, compensating days, and what nobody has confirmed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.holidays import published
from shared.workdays import Calendar, Half, HalfDay, SpecialDay, Sureness

CALENDAR = Calendar.of(published())
MORNING, AFTERNOON = Half.MORNING, Half.AFTERNOON
DAYS = st.dates(date(2023, 1, 1), date(2026, 12, 31))


def a_day(on: date, *, is_off: bool = True, is_assumed: bool = True) -> SpecialDay:
    return SpecialDay(on, is_off, "Nghỉ", "Thông báo", Sureness.NEEDS_CONFIRMATION, is_assumed)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2023, 3, 14), None),  # the last day for the units' plan
        (date(2023, 10, 15), "Chủ nhật"),  # the centre's day for education
        (date(2023, 1, 23), "Tết Nguyên đán Quý Mão"),
        (date(2023, 5, 3), "Nghỉ bù Giỗ Tổ Hùng Vương và Ngày Chiến thắng"),
        (date(2024, 4, 29), "Nghỉ hoán đổi dịp 30/4 - 1/5"),
        (date(2024, 5, 4), None),  # a Saturday that is worked
        (date(2025, 4, 26), None),
        (date(2026, 2, 20), "Tết Nguyên đán Bính Ngọ"),
        (date(2026, 11, 24), None),  # said to be off, counted only once confirmed
    ],
)
def test_a_day_off_says_why(day: date, expected: str | None) -> None:
    assert CALENDAR.why_off(day) == expected


def test_last_working_day_before_a_deadline_on_a_day_off() -> None:
    assert CALENDAR.on_or_before(date(2023, 10, 15)) == date(2023, 10, 13)
    assert CALENDAR.on_or_after(date(2023, 10, 15)) == date(2023, 10, 16)
    assert CALENDAR.before(date(2023, 10, 16)) == date(2023, 10, 13)
    assert CALENDAR.on_or_before(date(2023, 1, 26)) == date(2023, 1, 19)


@pytest.mark.parametrize(
    ("start", "half_days", "expected"),
    [
        (HalfDay(date(2023, 3, 6), MORNING), 1, HalfDay(date(2023, 3, 6), AFTERNOON)),
        (HalfDay(date(2023, 3, 6), AFTERNOON), 1, HalfDay(date(2023, 3, 7), MORNING)),
        (HalfDay(date(2023, 3, 10), AFTERNOON), 1, HalfDay(date(2023, 3, 13), MORNING)),  # over a weekend
        (HalfDay(date(2023, 1, 19), AFTERNOON), 2, HalfDay(date(2023, 1, 27), AFTERNOON)),  # over Tết
        (HalfDay(date(2023, 3, 6), AFTERNOON), 0, HalfDay(date(2023, 3, 6), AFTERNOON)),
        (HalfDay(date(2023, 3, 6), MORNING), 30, HalfDay(date(2023, 3, 27), MORNING)),  # 15 working days
    ],
)
def test_half_days_are_counted_from_the_half_after_the_start(start: HalfDay, half_days: int, expected: HalfDay) -> None:
    assert CALENDAR.after(start, half_days) == expected


@pytest.mark.parametrize(("count", "expected"), [(0, date(2024, 4, 26)), (1, date(2024, 5, 2)), (3, date(2024, 5, 4))])
def test_a_saturday_that_is_worked_counts_as_a_working_day(count: int, expected: date) -> None:
    assert CALENDAR.days_after(date(2024, 4, 26), count) == expected


@given(day=DAYS, half=st.sampled_from(Half), half_days=st.integers(1, 60))
def test_counting_forth_and_back_agrees(day: date, half: Half, half_days: int) -> None:
    start = HalfDay(day, half)

    end = CALENDAR.after(start, half_days)

    assert CALENDAR.half_days(start, end) == half_days
    assert CALENDAR.is_working(end.on)


@given(first=DAYS, length=st.integers(0, 60))
def test_working_days_of_two_spans_add_up(first: date, length: int) -> None:
    middle, last = first + timedelta(days=length), first + timedelta(days=2 * length + 1)

    parts = CALENDAR.working_days(first, middle) + CALENDAR.working_days(middle + timedelta(days=1), last)

    assert CALENDAR.working_days(first, last) == parts


def test_nothing_is_worked_between_an_end_and_an_earlier_start() -> None:
    assert CALENDAR.half_days(HalfDay(date(2023, 3, 7), MORNING), HalfDay(date(2023, 3, 6), MORNING)) == 0


def test_doubts_name_the_days_nobody_confirmed_and_the_years_nobody_knows() -> None:
    assert CALENDAR.doubts(date(2023, 3, 1), date(2023, 3, 31)) == ()
    assert CALENDAR.doubts(date(2026, 11, 20), date(2027, 1, 4)) == (
        "Chưa có lịch nghỉ lễ năm 2027; mới tính thứ Bảy, Chủ nhật.",
        "Ngày Văn hóa Việt Nam (24/11/2026) chưa được xác nhận.",
    )


def test_an_entry_that_waits_for_confirmation_counts_only_where_it_is_assumed() -> None:
    day = date(2027, 3, 10)

    assert Calendar.of([a_day(day)]).is_working(day) is False
    assert Calendar.of([a_day(day, is_assumed=False)]).is_working(day) is True


def test_a_later_entry_replaces_an_earlier_one() -> None:
    day = date(2027, 3, 13)  # a Saturday

    calendar = Calendar.of([a_day(day), a_day(day, is_off=False)])

    assert calendar.is_working(day) is True


def test_every_published_day_says_its_source_and_years_are_complete() -> None:
    assert all(day.source and day.name for day in published())
    assert [year for year in range(2022, 2028) if CALENDAR.covers(year)] == [2023, 2024, 2025, 2026]
    assert {year: CALENDAR.working_days(date(year, 1, 1), date(year, 12, 31)) for year in range(2023, 2027)} == {
        2023: 249,  # 260 weekdays and eleven holidays
        2024: 251,
        2025: 250,
        2026: 250,
    }
