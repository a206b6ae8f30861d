"""What a decision must carry, and the money that goes with it."""

from datetime import date

import pytest

from services.nominations.domain import (
    DecidedBeforeReceived,
    DecidedInTheFuture,
    Decision,
    DecisionNumberMissing,
    GroundsMissing,
    require_grounds,
)
from services.nominations.rules import BonusUnknown, catalogue
from services.nominations.rules.bonus import amount_of
from shared.errors import Refused

RECEIVED, TODAY = date(2023, 2, 20), date(2023, 3, 31)


@pytest.mark.parametrize("day", [RECEIVED, date(2023, 3, 1), TODAY])
def test_decision_may_be_dated_from_receipt_to_today(day: date) -> None:
    decision = Decision("312/QĐ-UBND", day)

    decision.check(received_on=RECEIVED, today=TODAY)


@pytest.mark.parametrize(
    ("decision", "refusal"),
    [
        (Decision("", TODAY), DecisionNumberMissing),
        (Decision("312/QĐ-UBND", date(2023, 4, 1)), DecidedInTheFuture),
        (Decision("312/QĐ-UBND", date(2023, 2, 19)), DecidedBeforeReceived),
    ],
)
def test_decision_is_refused(decision: Decision, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        decision.check(received_on=RECEIVED, today=TODAY)


def test_unconfirmed_rule_asks_for_written_grounds() -> None:
    with pytest.raises(GroundsMissing):
        require_grounds(is_unconfirmed=True, reason=" ")


@pytest.mark.parametrize(("is_unconfirmed", "reason"), [(False, ""), (True, "Đối chiếu Luật 06/2022/QH15")])
def test_grounds_are_enough(*, is_unconfirmed: bool, reason: str) -> None:
    require_grounds(is_unconfirmed=is_unconfirmed, reason=reason)


# The worked table of the law's multipliers (in hundredths) at three base salaries, in đồng.
WORKED = [
    (30, 450_000, 540_000, 710_000),
    (100, 1_490_000, 1_800_000, 2_340_000),
    (300, 4_470_000, 5_400_000, 7_020_000),
    (450, 6_710_000, 8_100_000, 10_530_000),
    (80, 1_200_000, 1_440_000, 1_880_000),
    (150, 2_240_000, 2_700_000, 3_510_000),
    (800, 11_920_000, 14_400_000, 18_720_000),
    (1200, 17_880_000, 21_600_000, 28_080_000),
    (200, 2_980_000, 3_600_000, 4_680_000),
    (350, 5_220_000, 6_300_000, 8_190_000),
]


@pytest.mark.parametrize(
    ("hundredths", "salary", "amount"),
    [
        (row[0], salary, amount)
        for row in WORKED
        for salary, amount in zip((1_490_000, 1_800_000, 2_340_000), row[1:], strict=True)
    ],
)
def test_amount_is_rounded_up_to_ten_thousand(hundredths: int, salary: int, amount: int) -> None:
    assert amount_of(hundredths, salary, 10_000) == amount


@pytest.mark.parametrize(("salary", "amount"), [(1_000_000, 150_000), (1_000_100, 160_000), (999_900, 150_000)])
def test_rounding_leaves_whole_sums_and_lifts_the_rest(salary: int, amount: int) -> None:
    assert amount_of(15, salary, 10_000) == amount


@pytest.mark.parametrize(
    ("award", "subject_kind", "decided_on", "amount"),
    [
        ("TTLDXS", "collective", date(2023, 6, 30), 2_240_000),
        ("TTLDXS", "collective", date(2023, 7, 1), 2_700_000),
        ("TTLDXS", "collective", date(2024, 6, 30), 2_700_000),
        ("TTLDXS", "collective", date(2024, 7, 1), 3_510_000),
        ("TTLDXS", "collective", date(2026, 7, 1), 3_800_000),
        ("BK_TTG", "individual", date(2023, 6, 30), 5_220_000),
        ("BK_TTG", "individual", date(2023, 7, 1), 6_300_000),
        ("BK_TTG", "individual", date(2024, 7, 1), 8_190_000),
        ("BK_TTG", "individual", date(2026, 7, 1), 8_860_000),
        ("BK_TTG", "collective", date(2023, 7, 1), 12_600_000),
    ],
)
def test_bonus_takes_multiplier_and_salary_of_the_day_of_decision(
    award: str, subject_kind: str, decided_on: date, amount: int
) -> None:
    bonus = catalogue().bonus(award, subject_kind, decided_on)

    assert (bonus.amount, bonus.is_confirmed) == (amount, True)


def test_bonus_names_where_its_figures_are_written() -> None:
    bonus = catalogue().bonus("TTLDXS", "collective", date(2023, 6, 30))

    assert bonus.citation == "Điều 69 Nghị định số 91/2017/NĐ-CP; Nghị định số 38/2019/NĐ-CP"


@pytest.mark.parametrize("decided_on", [date(2018, 12, 1), date(2026, 10, 1)])
def test_bonus_on_an_unconfirmed_figure_says_so(decided_on: date) -> None:
    assert catalogue().bonus("TTLDXS", "collective", decided_on).is_confirmed is False


@pytest.mark.parametrize(
    ("award", "subject_kind", "decided_on"),
    [
        ("TTLDXS", "collective", date(2017, 9, 30)),
        ("TTLDXS", "collective", date(2018, 6, 30)),
        ("TTLDXS", "individual", date(2023, 7, 1)),
        ("NO_SUCH", "individual", date(2023, 7, 1)),
    ],
)
def test_bonus_nobody_knows_is_refused(award: str, subject_kind: str, decided_on: date) -> None:
    with pytest.raises(BonusUnknown):
        catalogue().bonus(award, subject_kind, decided_on)
