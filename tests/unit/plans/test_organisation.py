"""Who belongs where on any day, and what an act of reorganisation may say."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.plans.domain.organisation import (
    Known,
    Membership,
    contradictions,
    day_of_year,
    fingerprint,
    heirs_of,
    overlapping,
    rotation,
    sole_heirs,
)
from shared.api.organisation import Reorganisation

FIRST = date(2023, 1, 1)
DAYS = st.integers(min_value=0, max_value=60).map(lambda days: FIRST + timedelta(days=days))


@st.composite
def memberships(draw: st.DrawFn) -> list[Membership]:
    held = []
    for _ in range(draw(st.integers(min_value=0, max_value=6))):
        begins = draw(DAYS)
        length = draw(st.none() | st.integers(min_value=0, max_value=30))
        ends = None if length is None else begins + timedelta(days=length)
        held.append(Membership(draw(st.sampled_from("ab")), draw(st.sampled_from("xyz")), begins, ends))
    return held


@given(held=memberships())
def test_overlaps_are_found_exactly_where_a_unit_would_be_in_two_clusters_on_a_day(held: list[Membership]) -> None:
    days = [FIRST + timedelta(days=day) for day in range(100)]

    is_twice = any(sum(one.covers(day) for one in held if one.unit_id == unit) > 1 for unit in "ab" for day in days)

    assert bool(overlapping(held)) == is_twice


@given(year=st.integers(min_value=2020, max_value=2030), today=st.dates(date(2019, 1, 1), date(2031, 12, 31)))
def test_day_that_counts_for_a_year_lies_in_it_and_is_today_where_it_can_be(year: int, today: date) -> None:
    day = day_of_year(year, today)

    assert day.year == year
    assert day == today or today.year != year


def an_act(**more: Any) -> Reorganisation:
    decided = {"title": "Sắp xếp", "decision": "1/QĐ", "decided_on": "2025-06-01", "effective_on": "2025-07-01"}
    return Reorganisation.model_validate(decided | more)


def known(*ids: str) -> dict[str, Known]:
    return {one: Known(one, f"Đơn vị {one}", FIRST, None, None) for one in ids}


def test_many_units_may_take_over_from_many_and_a_sole_heir_is_known() -> None:
    act = an_act(
        ended=[{"unit_id": "a", "successor_ids": ["x", "y"]}, {"unit_id": "b", "successor_ids": ["x"]}],
        begun=[{"unit_id": "x", "name": "X", "kind": "xã", "predecessor_ids": ["a", "b"]},
               {"unit_id": "y", "name": "Y", "kind": "xã"}],
    )  # fmt: skip

    assert heirs_of(act) == {"a": ("x", "y"), "b": ("x",)}
    assert sole_heirs(act) == {"b": "x"}
    assert list(contradictions(act, known("a", "b"), ())) == []


def test_every_contradiction_of_an_act_is_named() -> None:
    ended_before = {"c": Known("c", "Đơn vị c", FIRST, date(2024, 1, 1), None)}
    act = an_act(
        effective_on="2025-05-01",
        ended=[{"unit_id": "a"}, {"unit_id": "a"}, {"unit_id": "c"}],
        renamed=[{"unit_id": "d", "name": "D", "kind": "sở"}],
    )

    assert list(contradictions(act, known("a") | ended_before, ())) == [
        "Ngày có hiệu lực không được trước ngày quyết định.",
        "Đơn vị “a” bị nêu hai lần.",
        "Không tìm thấy đơn vị “d”.",
        "Đơn vị c không còn hoặc chưa hoạt động vào ngày 30/04/2025.",
    ]
    assert list(contradictions(an_act(), {}, ())) == ["Phương án chưa có nội dung sắp xếp."]


def test_confirmation_of_anything_else_than_the_preview_is_noticed() -> None:
    act = an_act(ended=[{"unit_id": "a"}])
    seen = fingerprint({"a": 1}, act)

    assert fingerprint({"a": 1}, act.model_copy(update={"fingerprint": seen})) == seen
    assert fingerprint({"a": 2}, act) != seen
    assert fingerprint({"a": 1}, an_act(ended=[{"unit_id": "b"}])) != seen


def test_who_never_led_leads_next_then_who_led_longest_ago() -> None:
    assert rotation(["a", "b", "c", "d"], {"a": 2023, "c": 2021}) == ("b", "d", "c", "a")
