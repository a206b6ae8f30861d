"""Anniversaries: which day, how many years, how round."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.domain.anniversaries import (
    NotYetHappened,
    almanac,
    anniversaries,
    falls_on,
    how_round,
    years_since,
)

DAYS = st.dates(date(1700, 1, 1), date(2100, 12, 31))


@pytest.mark.covers("T-Q2-05", "P-02")
@pytest.mark.parametrize(
    ("key", "on", "title", "kind"),
    [
        ("ngay-sinh-bac", date(2023, 5, 19), "Kỷ niệm 133 năm Ngày sinh Chủ tịch Hồ Chí Minh", "năm khác"),
        (
            "thi-dua-ai-quoc",
            date(2023, 6, 11),
            "Kỷ niệm 75 năm Ngày Chủ tịch Hồ Chí Minh ra Lời kêu gọi thi đua ái quốc",
            "năm lẻ 5",
        ),
    ],
)
def test_the_two_anniversaries_of_the_founding_plan_are_counted(key: str, on: date, title: str, kind: str) -> None:
    (found,) = (one for one in anniversaries(date(2023, 1, 1), date(2023, 12, 31)) if one.of.key == key)

    assert (found.on, found.title, found.kind.name) == (on, title, kind)


@pytest.mark.parametrize(
    ("number", "name", "is_round"), [(80, "năm tròn", True), (75, "năm lẻ 5", True), (133, "năm khác", False)]
)
def test_a_number_of_years_is_as_round_as_its_last_digit(*, number: int, name: str, is_round: bool) -> None:
    kind = how_round(number)

    assert (kind.name, kind.every > 1) == (name, is_round)


def test_the_29th_of_february_falls_on_the_28th_where_there_is_none() -> None:
    assert [falls_on(date(1948, 2, 29), year) for year in (2023, 2024)] == [date(2023, 2, 28), date(2024, 2, 29)]


def test_a_ceremony_some_days_before_the_day_still_counts_the_years() -> None:
    assert years_since(date(1890, 5, 19), date(2023, 5, 12)) == 133


def test_what_has_not_happened_yet_is_not_commemorated() -> None:
    with pytest.raises(NotYetHappened):
        years_since(date(2023, 5, 19), date(2023, 5, 19))


def test_no_two_historic_days_share_a_key_and_each_has_a_source() -> None:
    keys = [day.key for day in almanac().days]

    assert keys == list(dict.fromkeys(keys))
    assert [day.key for day in almanac().days if not day.source] == []


@given(origin=DAYS, years=st.integers(1, 300))
def test_an_anniversary_keeps_day_and_month_and_counts_one_more_each_year(origin: date, years: int) -> None:
    day = falls_on(origin, origin.year + years)

    assert day.month == origin.month
    assert (origin.day - day.day) in ({0, 1} if (origin.month, origin.day) == (2, 29) else {0})
    assert years_since(origin, day) == years


@given(first=st.dates(date(1950, 1, 1), date(2100, 1, 1)), days=st.integers(0, 800), cut=st.integers(0, 800))
def test_two_windows_side_by_side_hold_what_the_whole_holds(first: date, days: int, cut: int) -> None:
    last = first + timedelta(days=days)
    middle = first + timedelta(days=min(cut, days))

    whole = list(anniversaries(first, last))
    parts = [*anniversaries(first, middle), *anniversaries(middle + timedelta(days=1), last)]

    assert parts == whole
    assert [one.on for one in whole] == sorted(one.on for one in whole)
