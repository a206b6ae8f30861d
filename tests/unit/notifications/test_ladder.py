from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain import Ladder
from services.notifications.messages import LADDER
from shared.clock import VIETNAM

THREE = Ladder((14, 3, 1), time(7))
LAST_DAY = date(2023, 3, 14)


def at(day: int, hour: int, month: int = 3) -> datetime:
    return datetime(2023, month, day, hour, tzinfo=VIETNAM)


def test_ladder_begins_with_its_highest_rung() -> None:
    rung = THREE.next_rung(LAST_DAY, at(1, 12, month=1))

    assert rung == at(28, 7, month=2)


def test_ladder_skips_rungs_already_past() -> None:
    rung = THREE.next_rung(LAST_DAY, at(5, 9))

    assert rung == at(11, 7)


def test_ladder_goes_down_from_the_rung_that_rings() -> None:
    rung = THREE.next_rung(LAST_DAY, at(11, 7))

    assert rung == at(13, 7)


def test_ladder_ends_after_its_lowest_rung() -> None:
    rung = THREE.next_rung(LAST_DAY, at(13, 7))

    assert rung is None


@given(
    last_day=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    hours=st.integers(-1000, 1000),
    days=st.sets(st.integers(0, 40), max_size=6),
)
def test_climbing_a_ladder_rings_each_rung_ahead_once_and_in_order(last_day: date, hours: int, days: set[int]) -> None:
    now = datetime.combine(last_day, time(), VIETNAM) + timedelta(hours=hours)
    ladder = Ladder(days, time(7))

    rung, rings = ladder.next_rung(last_day, now), []
    while rung is not None:
        rings.append(rung)
        rung = ladder.next_rung(last_day, rung)

    ahead = {datetime.combine(last_day - timedelta(day), time(7), VIETNAM) for day in days}
    assert rings == sorted(rung for rung in ahead if rung > now)


def test_ladder_in_force_reminds_two_weeks_three_days_and_one_day_before() -> None:
    assert sorted(LADDER.days_before) == [1, 3, 14]
