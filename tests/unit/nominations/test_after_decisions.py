"""What comes after a decision as pure values: the fund, the order of rank, doubts, a file of the past, every step."""

import itertools
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.nominations.domain.awarding import (
    DECISION_STEPS,
    Component,
    FundKind,
    Movement,
    balance_of,
    dong,
    lacking,
    written_date,
)
from services.nominations.domain.ceremonies import CEREMONY_STEPS, Honour, in_order, script
from services.nominations.domain.councils import SESSION_STEPS, Quorum
from services.nominations.domain.revoking import REVOCATION_STEPS, Granted, doubts
from services.nominations.rules.revocation import grounds_on
from shared.errors import Forbidden, OutOfTurn
from shared.roles import Role
from shared.spelling import fold
from shared.steps import ReasonMissing, Step, take

TABLES = {
    "session": SESSION_STEPS,
    "decision": DECISION_STEPS,
    "ceremony": CEREMONY_STEPS,
    "revocation": REVOCATION_STEPS,
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_what_the_table_does_not_list_is_refused(table: tuple[Step, ...]) -> None:
    states = {one.source for one in table} | {one.target for one in table}
    names = {one.name for one in table}
    for state, name, role in itertools.product(states, names, Role):
        row = next((one for one in table if (one.source, one.name) == (state, name)), None)
        if row is not None and role in row.by:
            assert take(table, state, name, {role}, reason="Lý do") is row
            continue
        with pytest.raises(OutOfTurn if row is None else Forbidden):
            take(table, state, name, {role}, reason="Lý do")


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_step_that_asks_for_a_reason_is_not_taken_without(table: tuple[Step, ...]) -> None:
    for row in (one for one in table if one.needs_reason):
        with pytest.raises(ReasonMissing):
            take(table, row.source, row.name, row.by, reason=" ")


def test_ballots_are_cast_only_after_papers_were_handed_out() -> None:
    reached = {one.target: one.source for one in SESSION_STEPS if one.name in {"issue", "cast", "count"}}

    assert reached == {"issuing": "held", "casting": "issuing", "counted": "casting"}


@given(part=st.integers(1, 10), whole=st.integers(1, 10), total=st.integers(1, 200), present=st.integers(0, 200))
def test_quorum_is_reached_by_the_fewest_and_not_by_one_less(part: int, whole: int, total: int, present: int) -> None:
    quorum = Quorum(part, whole)

    assert quorum.is_reached(present, total) == (present >= quorum.fewest(total))


def test_two_thirds_of_nineteen_are_thirteen() -> None:
    assert Quorum(2, 3).fewest(19) == 13


@given(st.lists(st.tuples(st.sampled_from(list(FundKind)), st.integers(1, 10**12)), max_size=30))
def test_fund_sums_are_exact_and_what_is_left_follows(rows: list[tuple[FundKind, int]]) -> None:
    found = balance_of(Movement(kind, amount) for kind, amount in rows)

    def total(kind: FundKind) -> int:
        return sum(amount for one, amount in rows if one is kind)

    assert found.left == total(FundKind.GRANTED) - total(FundKind.DUE) + total(FundKind.RECOVERED)
    assert (found.unpaid, found.outstanding) == (
        total(FundKind.DUE) - total(FundKind.PAID),
        total(FundKind.RECOVERABLE) - total(FundKind.RECOVERED),
    )


def test_money_and_days_are_written_as_official_papers_write_them() -> None:
    assert dong(4_480_000) == "4.480.000 đồng"
    assert [written_date(date(2023, 2, 5)), written_date(date(2023, 11, 15))] == [
        "ngày 05 tháng 02 năm 2023",
        "ngày 15 tháng 11 năm 2023",
    ]


def test_packet_names_what_it_lacks() -> None:
    parts = [Component("TO_TRINH", "Tờ trình", 3, 3), Component("BIEN_BAN_HOP", "Biên bản", 3, 1)]

    assert lacking(parts) == ["Biên bản: cần 3 bộ, hiện có 1 bộ."]


def an_honour(rank: int, name: str, kind: str = "individual") -> Honour:
    return Honour(name, (rank,), f"Hạng {rank}", kind, name, "Sở Y tế", "Quyết định số 1")


def test_honours_stand_from_the_highest_down_collectives_first() -> None:
    honours = [an_honour(2, "A"), an_honour(1, "C"), an_honour(1, "B"), an_honour(1, "Z", "collective")]

    assert [one.subject_name for one in in_order(honours)] == ["Z", "B", "C", "A"]


def test_script_reads_each_decision_before_it_is_given() -> None:
    lines = script("Hội nghị tổng kết", "Chủ tịch", [an_honour(2, "A"), an_honour(1, "B")])

    assert [line for line in lines if "Hạng" in line] == [
        "Công bố Quyết định số 1 về việc tặng Hạng 1.",
        "Mời Chủ tịch trao Hạng 1 cho 1 tập thể, cá nhân: B (Sở Y tế).",
        "Công bố Quyết định số 1 về việc tặng Hạng 2.",
        "Mời Chủ tịch trao Hạng 2 cho 1 tập thể, cá nhân: A (Sở Y tế).",
    ]


def an_award(number: int, year: int, subject: int = 1) -> Granted:
    return Granted(UUID(int=number), UUID(int=subject), date(year, 1, 1))


def test_doubt_follows_findings_and_otherwise_the_history_of_the_subject() -> None:
    first, second, third = an_award(1, 2019), an_award(2, 2020), an_award(3, 2021)
    stranger = an_award(4, 2022, subject=9)

    found = doubts(first, [second, third, stranger], [(third.award_id, second.award_id)], [third.award_id])

    assert [(one.award_id.int, [link.int for link in one.chain], one.is_direct_finding) for one in found] == [
        (2, [1, 2], False),
        (3, [1, 2, 3], False),
    ]


def test_award_whose_findings_name_other_awards_is_in_no_doubt() -> None:
    first, second, third = an_award(1, 2019), an_award(2, 2020), an_award(3, 2021)

    found = doubts(second, [third], [(third.award_id, first.award_id)], [third.award_id])

    assert found == []


@given(st.sets(st.tuples(st.integers(1, 8), st.integers(1, 8)), max_size=20))
def test_chains_of_doubt_end_even_where_reliance_goes_in_circles(pairs: set[tuple[int, int]]) -> None:
    awards = [an_award(number, 2010 + number, subject=number) for number in range(1, 9)]

    found = doubts(awards[0], awards[1:], [(UUID(int=one), UUID(int=other)) for one, other in pairs], [])

    reached = {1}
    while grown := {one for one, other in pairs if other in reached} - reached:
        reached |= grown
    assert {one.award_id.int for one in found} == reached - {1}
    assert [one.chain[0].int for one in found] == [1] * len(found)


@pytest.mark.parametrize(("one", "other"), [("Hoà", "hòa"), ("Sỹ", "sĩ"), ("Đỗ  Thị", "do thi"), ("Quý", "qui")])
def test_names_are_equal_in_every_spelling(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_ground_of_revocation_is_that_of_the_law_on_the_awards_day() -> None:
    before, after = grounds_on(date(2023, 12, 31)), grounds_on(date(2024, 1, 1))

    assert {one.is_confirmed for one in before} == {False}
    assert [one.citation for one in after] == [
        f"điểm {letter} khoản 2 Điều 93 Luật Thi đua, Khen thưởng số 06/2022/QH15" for letter in "abcd"
    ]
