"""The last day in time, the moment something is overdue, how late it is, where quarters begin and end."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.domain import days_late, first_day, last_day, last_day_in_time, overdue_at
from shared.events.plans import DeadlineKind

BEFORE, ON, NOT_LATER = DeadlineKind.BEFORE, DeadlineKind.ON, DeadlineKind.NOT_LATER_THAN


@pytest.mark.parametrize(
    ("kind", "due_on", "grace", "expected"),
    [
        (BEFORE, date(2023, 3, 15), 0, date(2023, 3, 14)),  # the units' plan
        (ON, date(2023, 6, 15), 0, date(2023, 6, 15)),  # the half-year report
        (ON, date(2023, 12, 15), 0, date(2023, 12, 15)),  # the year's report
        (NOT_LATER, date(2023, 3, 31), 0, date(2023, 3, 31)),  # a task of Quý I
        (BEFORE, date(2023, 3, 15), 1, date(2023, 3, 15)),  # the 15th tolerated
        (ON, date(2023, 6, 15), 3, date(2023, 6, 18)),
        (BEFORE, date(2023, 5, 1), 0, date(2023, 4, 30)),  # a month's first day
        (BEFORE, date(2023, 1, 1), 0, date(2022, 12, 31)),  # a year's first day
        (BEFORE, date(2024, 3, 1), 0, date(2024, 2, 29)),  # a leap year
        (BEFORE, date(2023, 3, 1), 0, date(2023, 2, 28)),  # no leap year
        (ON, date(2024, 2, 29), 0, date(2024, 2, 29)),
        (NOT_LATER, date(2023, 12, 31), 1, date(2024, 1, 1)),
    ],
)
def test_last_day_in_time_follows_the_words_of_the_plan(
    kind: DeadlineKind, due_on: date, grace: int, expected: date
) -> None:
    assert last_day_in_time(kind, due_on, grace) == expected


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (date(2023, 3, 14), datetime(2023, 3, 14, 17, tzinfo=UTC)),
        (date(2023, 12, 31), datetime(2023, 12, 31, 17, tzinfo=UTC)),
        (date(2024, 2, 28), datetime(2024, 2, 28, 17, tzinfo=UTC)),
    ],
)
def test_overdue_begins_at_midnight_in_vietnam(last: date, expected: datetime) -> None:
    assert overdue_at(last) == expected


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (date(2023, 1, 2), 0),
        (date(2023, 3, 14), 0),
        (date(2023, 3, 15), 1),
        (date(2023, 4, 1), 18),
        (date(2024, 3, 14), 366),
    ],
)
def test_days_late_count_from_the_last_day_in_time(received: date, expected: int) -> None:
    assert days_late(date(2023, 3, 14), received) == expected


@given(last=st.dates(), received=st.dates())
def test_late_is_exactly_what_arrives_after_the_last_day(last: date, received: date) -> None:
    assert (days_late(last, received) > 0) == (received > last)


@pytest.mark.parametrize(
    ("quarter", "begins", "ends"),
    [
        (1, date(2024, 1, 1), date(2024, 3, 31)),
        (2, date(2024, 4, 1), date(2024, 6, 30)),
        (3, date(2024, 7, 1), date(2024, 9, 30)),
        (4, date(2024, 10, 1), date(2024, 12, 31)),
        (5, date(2025, 1, 1), date(2025, 3, 31)),
    ],
)
def test_quarters_share_the_year_without_a_gap(quarter: int, begins: date, ends: date) -> None:
    assert (first_day(2024, quarter), last_day(2024, quarter)) == (begins, ends)
