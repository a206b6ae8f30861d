from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.domain import QUARTERS, NoSuchPeriod, Period
from shared.clock import VIETNAM

years = st.integers(2000, 2100)


@pytest.mark.parametrize(
    ("code", "starts_on", "ends_on"),
    [
        ("Q1", date(2023, 1, 1), date(2023, 3, 31)),
        ("Q2", date(2023, 4, 1), date(2023, 6, 30)),
        ("Q3", date(2023, 7, 1), date(2023, 9, 30)),
        ("Q4", date(2023, 10, 1), date(2023, 12, 31)),
        ("H1", date(2023, 1, 1), date(2023, 6, 30)),
        ("Y", date(2023, 1, 1), date(2023, 12, 31)),
    ],
)
def test_period_runs_from_its_first_day_to_its_last(code: str, starts_on: date, ends_on: date) -> None:
    period = Period(2023, code)

    assert (period.starts_on, period.ends_on) == (starts_on, ends_on)


def test_period_ends_when_the_next_day_begins_in_vietnam() -> None:
    period = Period(2023, "Q4")

    assert period.ends_at == datetime(2024, 1, 1, tzinfo=VIETNAM)


@given(year=years)
def test_quarters_follow_each_other_without_a_gap(year: int) -> None:
    quarters = [Period(year, f"Q{number}") for number in range(1, 5)]

    assert [quarter.ends_at for quarter in quarters[:-1]] == [quarter.starts_at for quarter in quarters[1:]]


@given(year=years, code=st.sampled_from(sorted(QUARTERS)))
def test_period_lies_within_its_year(year: int, code: str) -> None:
    period = Period(year, code)

    assert period.starts_on.year == period.ends_on.year == year


def test_period_of_an_unknown_name_is_refused() -> None:
    with pytest.raises(NoSuchPeriod):
        Period(2023, "Q5")
