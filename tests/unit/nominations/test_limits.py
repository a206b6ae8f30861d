"""Time limits in working half-days, and what the rules ask for between appraisal and decision."""

from dataclasses import dataclass
from datetime import date, datetime

import pytest

from services.nominations.domain import Need
from services.nominations.domain.limits import consultation_term, due_at, half_days_left, length_of, used
from services.nominations.domain.practice import practice
from services.nominations.domain.ways import asked_by
from services.nominations.rules import catalogue
from shared.clock import VIETNAM


def moment(*when: int) -> datetime:
    return datetime(*when, tzinfo=VIETNAM)  # type: ignore[misc, arg-type]


@dataclass
class Line:
    """A line of the law on how long something takes."""

    step: str
    half_days: int
    days: str = "working"
    status: str = "confirmed"
    required: str = "Điều …"
    awards: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    is_minimum: bool = False


@dataclass
class Award:
    """As much of an award as a line asks for."""

    code: str = "TTLDXS"
    level: str = "province"


@pytest.mark.parametrize(
    ("begun", "half_days", "ends"),
    [
        (moment(2023, 2, 15, 9), 1, moment(2023, 2, 16, 0)),  # the afternoon of the same day
        (moment(2023, 2, 15, 14), 1, moment(2023, 2, 16, 12)),
        (moment(2023, 2, 17, 14), 2, moment(2023, 2, 21, 0)),  # over a weekend
        (moment(2023, 2, 18, 10), 1, moment(2023, 2, 20, 12)),  # begun on a Saturday
        (moment(2023, 4, 28, 14), 1, moment(2023, 5, 4, 12)),  # over Giỗ Tổ, 30/4 and 1/5
        (moment(2023, 2, 15, 9), 50, moment(2023, 3, 22, 12)),  # 25 working days
    ],
)
def test_limit_ends_with_its_last_working_half_day(begun: datetime, half_days: int, ends: datetime) -> None:
    assert due_at(begun, half_days) == ends


def test_time_left_and_time_over_are_counted_alike() -> None:
    due = due_at(moment(2023, 2, 15, 9), 4)

    left = [half_days_left(moment(2023, 2, day, 9), due) for day in (15, 16, 17, 20)]

    assert left == [4, 2, 0, -2]


def test_what_is_used_before_a_stop_is_not_used_again() -> None:
    begun, stopped, resumed = moment(2023, 2, 15, 9), moment(2023, 2, 17, 9), moment(2023, 3, 1, 9)

    spent = used(begun, stopped)

    assert (spent, due_at(resumed, 10 - spent)) == (4, moment(2023, 3, 6, 12))


def test_confirmed_law_goes_before_the_offices_practice_and_unconfirmed_does_not() -> None:
    on, own = date(2023, 2, 15), practice().limits["processing"].half_days
    sure, unsure = Line("processing", 30), Line("processing", 30, status="needs confirmation")

    found = [length_of("processing", [line], Award(), "merit", on).half_days for line in (sure, unsure)]

    assert found == [30, own]


def test_line_for_another_award_level_or_mode_says_nothing() -> None:
    on, own = date(2023, 2, 15), practice().limits["processing"].half_days
    others = [
        Line("processing", 30, awards=("BK_TTG",)),
        Line("processing", 30, levels=("state",)),
        Line("processing", 30, modes=("sudden",)),
    ]

    assert [length_of("processing", [line], Award(), "merit", on).half_days for line in others] == [own] * 3


@pytest.mark.parametrize(
    ("line", "closes_on"),
    [
        (Line("consultation", 20), date(2024, 3, 18)),  # ten working days
        (Line("consultation", 20, days="calendar"), date(2024, 3, 14)),
    ],
)
def test_people_are_asked_for_working_or_calendar_days_as_the_law_says(line: Line, closes_on: date) -> None:
    term = consultation_term([line], Award(), "merit", date(2024, 3, 4))

    assert term.last_day(date(2024, 3, 4)) == closes_on


@pytest.mark.parametrize(
    ("ruleset", "award", "mode", "asked"),
    [
        ("RS-A", "TTLDXS", "merit", set()),
        ("RS-A", "BK_TTG", "merit", set()),
        ("RS-A", "CSTD_TINH", "merit", {Need.COUNCIL}),
        ("RS-A", "CSTD_TQ", "merit", {Need.COUNCIL, Need.CONSULTATION}),
        ("RS-A", "HC_LD_3", "merit", {Need.CONSULTATION}),
        ("RS-B", "BK_TTG", "merit", {Need.COUNCIL, Need.CONSULTATION}),
    ],
)
def test_rulesets_say_who_is_asked_before_a_decision(ruleset: str, award: str, mode: str, asked: set[Need]) -> None:
    rules = next(one for one in catalogue().rulesets if one.code == ruleset)

    found = asked_by(rules, rules_award(award, ruleset), mode, rules.valid_from)

    assert found == asked


def rules_award(award: str, ruleset: str) -> object:
    return catalogue().award(award, ruleset)
