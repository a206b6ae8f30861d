"""Scores as the rules see them: exact, never above the maximum, ranked alike in whatever order they come."""

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.domain.criteria import (
    CountedByItself,
    CriteriaSetInconsistent,
    ScoreAboveMaximum,
    TargetIsNothing,
    ValueMissing,
    check_set,
    points_of,
    rounded,
    tie_codes,
)
from services.plans.domain.scoring import (
    MoreVotesThanVoters,
    Standing,
    TieUndecided,
    check_votes,
    endorsed,
    proposed,
    ranked,
)
from shared.api.scoring import AwardPlaces, CriteriaSet, Criterion, Endorsement, Entered

NO_FACTS: Mapping[Any, int] = {}
POINTS = st.decimals(min_value=0, max_value=1000, places=2)
AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=3)


def a_criterion(formula: dict[str, Any], maximum: str = "100", **more: Any) -> Criterion:
    return Criterion.model_validate({"code": "1", "name": "Tiêu chí", "maximum": maximum, "formula": formula} | more)


RATIO = a_criterion({"kind": "ratio"})
LESS = a_criterion({"kind": "ratio", "better": "less"})
STEPPED = a_criterion(
    {"kind": "step", "levels": [{"at_least": "90", "points": "100"}, {"at_least": "80", "points": "60"}]}
)
MANUAL = a_criterion({"kind": "manual"})
DEDUCTED = a_criterion({"kind": "deduction", "per": [{"fact": "late_filing", "points": "7.5"}]})


def points(criterion: Criterion, facts: Mapping[Any, int] = NO_FACTS, **entered: Any) -> Decimal:
    return points_of(criterion, Entered(code="1", **entered), facts, 2)


@given(achieved=AMOUNTS, target=AMOUNTS.filter(bool))
def test_no_ratio_brings_more_than_its_maximum_or_less_than_nothing(achieved: Decimal, target: Decimal) -> None:
    for criterion in (RATIO, LESS):
        assert 0 <= points(criterion, achieved=achieved, target=target) <= criterion.maximum


@given(value=st.decimals(min_value=-(10**6), max_value=10**6, places=2))
def test_level_reached_decides_and_below_the_lowest_there_is_nothing(value: Decimal) -> None:
    expected = 100 if value >= 90 else 60 if value >= 80 else 0

    assert points(STEPPED, achieved=value) == expected


@given(given_=POINTS)
def test_points_above_the_maximum_are_refused_and_all_others_kept_to_the_digit(given_: Decimal) -> None:
    if given_ > MANUAL.maximum:
        with pytest.raises(ScoreAboveMaximum):
            points(MANUAL, points=given_)
    else:
        assert points(MANUAL, points=given_) == given_


@given(times=st.integers(min_value=0, max_value=50))
def test_deductions_never_fall_below_nothing(times: int) -> None:
    assert points(DEDUCTED, {"late_filing": times}) == max(Decimal(100) - Decimal("7.5") * times, Decimal(0))


def test_decimals_are_exact_where_binary_fractions_are_not() -> None:
    third = points(a_criterion({"kind": "ratio"}, "0.3"), achieved=Decimal(1), target=Decimal(3))

    assert (third, str(Decimal("0.1") + Decimal("0.2"))) == (Decimal("0.10"), "0.3")
    assert rounded(Decimal("2.345"), 2) == Decimal("2.35")


def test_formula_says_what_it_lacks() -> None:
    with pytest.raises(ValueMissing):
        points(RATIO, achieved=Decimal(1))
    with pytest.raises(TargetIsNothing):
        points(RATIO, achieved=Decimal(1), target=Decimal(0))
    with pytest.raises(CountedByItself):
        points(DEDUCTED, points=Decimal(100))


def standings(totals: list[Decimal]) -> list[Standing]:
    return [Standing(f"u{number}", total) for number, total in enumerate(totals)]


@given(totals=st.lists(POINTS, max_size=16), seed=st.randoms(use_true_random=False))
def test_rank_does_not_depend_on_the_order_of_the_list(totals: list[Decimal], seed: Any) -> None:
    one = standings(totals)
    other = list(one)
    seed.shuffle(other)

    assert ranked(other) == ranked(one)


@given(totals=st.lists(st.sampled_from([Decimal(900), Decimal("900.01"), Decimal(950)]), max_size=14))
def test_rank_counts_who_is_better_and_level_members_share_it(totals: list[Decimal]) -> None:
    placed = ranked(standings(totals))

    for one in placed:
        better = sum(other.standing.total > one.standing.total for other in placed)
        level = sum(other.standing.total == one.standing.total for other in placed)
        assert (one.rank, one.is_tied) == (better + 1, level > 1)


def test_tie_is_broken_by_the_keys_in_their_order() -> None:
    a = Standing("a", Decimal(900), (Decimal(500), Decimal(3)))
    b = Standing("b", Decimal(900), (Decimal(500), Decimal(4)))
    c = Standing("c", Decimal(900), (Decimal(501), Decimal(0)))

    assert [one.standing.unit_id for one in ranked([a, b, c])] == ["c", "b", "a"]


def test_persons_order_moves_nobody_past_a_better_score() -> None:
    low, high, level = (Standing(unit_id, Decimal(total)) for unit_id, total in (("low", 1), ("high", 9), ("level", 9)))

    placed = ranked([low, high, level], order=["low", "level", "high"])

    assert [(one.standing.unit_id, one.rank) for one in placed] == [("level", 1), ("high", 2), ("low", 3)]


FLAG_AND_TWO = (AwardPlaces(award="CO_TINH", places=1), AwardPlaces(award="BK_TINH", places=2))


@given(totals=st.lists(st.integers(min_value=0, max_value=5).map(Decimal), max_size=10))
def test_best_are_proposed_unless_the_last_place_would_be_shared(totals: list[Decimal]) -> None:
    placed = ranked(standings(totals))

    is_level = any(
        len(placed) > last and placed[last - 1].rank == placed[last].rank for last in (1, 3)
    )  # a flag ends with the first place, the certificates with the third

    if is_level:
        with pytest.raises(TieUndecided):
            proposed(placed, FLAG_AND_TWO, None, None)
    else:
        awards = proposed(placed, FLAG_AND_TWO, None, None)
        wanted = ["CO_TINH", "BK_TINH", "BK_TINH"]
        assert [awards[one.standing.unit_id] for one in placed[:3]] == wanted[: len(placed)]
        assert len(awards) == min(3, len(placed))


def test_level_members_who_all_fit_need_nobody_to_decide() -> None:
    placed = ranked(standings([Decimal(9), Decimal(8), Decimal(8), Decimal(7)]))

    assert proposed(placed, FLAG_AND_TWO, None, None) == {"u0": "CO_TINH", "u1": "BK_TINH", "u2": "BK_TINH"}


def test_member_below_the_least_total_or_without_the_votes_is_passed_over() -> None:
    rule = Endorsement(least_share=Decimal("0.8"))
    members = [
        Standing("a", Decimal(950), votes=7),
        Standing("b", Decimal(940), votes=8),
        Standing("c", Decimal(700), votes=10),
    ]
    places = (AwardPlaces(award="CO_TINH", places=2, least_total=Decimal(800)),)

    assert proposed(ranked(members), places, rule, 10) == {"b": "CO_TINH"}
    assert (endorsed(None, rule, 10), endorsed(None, None, None)) == (False, True)


def test_nobody_gets_more_votes_than_there_are_voters() -> None:
    check_votes(5, [5, 0])

    with pytest.raises(MoreVotesThanVoters):
        check_votes(5, [6])


def a_set(**more: Any) -> CriteriaSet:
    whole: dict[str, Any] = {
        "criteria_set_id": "mau", "name": "Mẫu", "cluster_kinds": ["cum"], "valid_from": "2023-01-01",
        "maximum": "100", "bonus_maximum": "10", "status": "confirmed", "source": "x",
        "groups": [{"code": "I", "name": "Nhóm", "maximum": "110", "criteria": [
            {"code": "I.1", "name": "A", "maximum": "100", "formula": {"kind": "manual"}},
            {"code": "I.2", "name": "B", "maximum": "10", "formula": {"kind": "manual"}, "is_bonus": True},
        ]}],
    }  # fmt: skip
    return CriteriaSet.model_validate(whole | more)


def test_set_names_every_contradiction() -> None:
    step = {"kind": "step", "levels": [{"at_least": "1", "points": "200"}, {"at_least": "1", "points": "1"}]}
    groups = [{"code": "I", "name": "Nhóm", "maximum": "90", "criteria": [
        {"code": "I.1", "name": "A", "maximum": "99.5", "formula": step},
        {"code": "I.1", "name": "B", "maximum": "10", "formula": {"kind": "manual"}, "is_bonus": True},
    ]}]  # fmt: skip

    with pytest.raises(CriteriaSetInconsistent) as refused:
        check_set(a_set(groups=groups, decimals=0, valid_to="2022-12-31", bonus_maximum="5"))

    assert refused.value.details == (
        "Tiêu chí I.1 bị trùng mã.",
        "Nhóm I ghi 90 điểm, các tiêu chí của nhóm cộng lại 109.5 điểm.",
        "Tổng điểm các tiêu chí là 99.5, khác tổng điểm 100 của bộ tiêu chí.",
        "Điểm thưởng các tiêu chí cộng lại là 10, bộ tiêu chí ghi 5.",
        "Ngày hết hiệu lực trước ngày có hiệu lực.",
        "Tiêu chí I.1: A có mức vượt điểm tối đa.",
        "Tiêu chí I.1: A có hai mức trùng nhau.",
        "Tiêu chí I.1: A có điểm tối đa lẻ hơn 0 chữ số thập phân.",
    )


def test_tie_key_adds_up_the_criteria_it_names() -> None:
    check_set(a_set(tie_break=["group:I", "criterion:I.1", "bonus", "votes", "fewer_late"]))

    assert [tie_codes(a_set(), key) for key in ("group:I", "criterion:I.1", "bonus")] == [
        ("I.1", "I.2"), ("I.1",), ("I.2",),
    ]  # fmt: skip


def test_shipped_sets_add_up_and_say_that_they_are_unconfirmed() -> None:
    sets = [CriteriaSet.model_validate(one) for one in json.loads(Path("deploy/data/criteria-sets.json").read_bytes())]

    for one in sets:
        check_set(one)

    assert {one.status for one in sets} == {"needs confirmation"}
    assert {kind for one in sets for kind in one.cluster_kinds} == {"cum", "khoi", "lien_tinh"}
