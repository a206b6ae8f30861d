"""A subject's record is judged as it was known on the day asked about, and figures agree with whole-number oracles."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.nominations.rules import Outcome, ReasonForRulesetMissing, Record, catalogue
from services.nominations.rules.answers import NumbersDisagree, council, ends_on, quota, time_limit
from services.nominations.rules.bonus import amount_of
from services.nominations.rules.differences import differences
from services.nominations.rules.judging import milestones
from services.nominations.rules.record import Held, Initiative, Rating
from shared.holidays import published
from shared.workdays import Calendar

FIGHTER = Record(
    awards={"CSTD_CS": tuple(Held("CSTD_CS", year, decided_on=date(year + 1, 1, 20)) for year in (2021, 2022, 2023))},
    initiatives=(Initiative(2023, "province"),),
)


@pytest.mark.parametrize(
    ("on", "outcome"),
    [
        (date(2024, 1, 19), Outcome.NOT_ELIGIBLE),  # the third decision is not signed yet
        (date(2024, 1, 20), Outcome.ELIGIBLE),
        (date(2024, 5, 31), Outcome.ELIGIBLE),
        (date(2024, 6, 1), Outcome.NOT_ELIGIBLE),  # one of the three has been revoked
    ],
)
def test_record_is_judged_as_it_was_known_on_the_day(on: date, outcome: Outcome) -> None:
    held = FIGHTER.awards["CSTD_CS"]
    revoked = replace(FIGHTER, awards={"CSTD_CS": (held[0], replace(held[1], revoked_on=date(2024, 6, 1)), held[2])})

    found = catalogue().judge(revoked, "CSTD_TINH", 2023, on)

    assert found.outcome is outcome


def test_officer_who_applies_another_ruleset_says_why() -> None:
    with pytest.raises(ReasonForRulesetMissing):
        catalogue().judge(FIGHTER, "CSTD_TINH", 2023, date(2023, 12, 31), ruleset="RS-B")

    found = catalogue().judge(FIGHTER, "CSTD_TINH", 2023, date(2024, 2, 1), ruleset="RS-A", reason="Nhận trước 2024")
    assert (found.ruleset, found.reason) == ("RS-A", "Nhận trước 2024")


def test_unread_law_answers_nothing_by_itself() -> None:
    for award in catalogue().rulesets[-1].awards:
        record = Record(subject_kind=award.subject_kinds[0], ratings={2025: Rating("HTXSNV")})
        found = catalogue().judge(record, award.code, 2025, date(2026, 10, 1), mode=award.modes[0])
        assert found.outcome is Outcome.NEEDS_PERSON, award.code


def test_those_who_reach_a_milestone_are_suggested_and_others_are_not() -> None:
    rules = catalogue()
    award = rules.award("CSTD_TINH", "RS-B")
    short = replace(FIGHTER, awards={"CSTD_CS": FIGHTER.awards["CSTD_CS"][1:]})
    assert award is not None

    found = milestones(rules.judges["RS-B"], [("đủ", FIGHTER), ("thiếu", short)], award, 2023, date(2024, 2, 1))

    assert [(key, one.outcome) for key, one in found] == [("đủ", Outcome.ELIGIBLE)]


def test_differences_with_a_ruleset_that_is_based_on_the_other_are_few() -> None:
    found = {one.path: (one.old, one.new) for one in differences(catalogue(), "RS-B", "RS-C")}

    assert len(found) < 40
    assert found["awards/BK_TTG/copies/originals"] == (2, 1)
    assert found["awards/THON_VH/decided_by"] == ("district_chair", "commune_chair")


@given(st.integers(1, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_council_agrees_with_fractions(total: int, present: int, written: int, agreed: int) -> None:
    ruleset = catalogue().rulesets[0]
    if present + written > total or agreed > present + written:
        with pytest.raises(NumbersDisagree):
            council(ruleset, "CSTD_TINH", total=total, present=present, written=written, agreed=agreed)
        return

    found = council(ruleset, "CSTD_TINH", total=total, present=present, written=written, agreed=agreed)

    quorum = Fraction(present, total) >= Fraction(2, 3)
    assert (found.has_quorum, found.passed) == (quorum, quorum and Fraction(agreed, total) >= Fraction(90, 100))
    assert found.needed_votes == ceil(Fraction(90 * total, 100))


@given(st.integers(0, 10_000), st.integers(0, 2_000))
def test_quota_agrees_with_fractions(advanced: int, used: int) -> None:
    found = quota(catalogue().rulesets[0], "CSTD_CS", {"advanced_count": advanced}, used)
    share = Fraction(15 * advanced, 100)

    expected = "met" if used <= share else "not_met"
    assert found is not None
    assert (found.allowed, found.left, found.result) == (floor(share), floor(share) - used, expected)


@given(st.integers(1, 10_000), st.integers(1, 5_000_000))
def test_amount_agrees_with_fractions(hundredths: int, salary: int) -> None:
    assert amount_of(hundredths, salary, 10_000) == ceil(Fraction(hundredths * salary, 100 * 10_000)) * 10_000


def test_working_days_pass_over_weekends_and_holidays() -> None:
    ruleset = catalogue().rulesets[0]
    limit = time_limit(ruleset, "processing", catalogue().award("BK_TINH", "RS-A"))
    assert limit is not None

    assert ends_on(date(2023, 1, 9), limit, Calendar.of(published())) == date(2023, 2, 20)
    assert ends_on(date(2023, 1, 9), limit, Calendar()) == date(2023, 2, 13)
