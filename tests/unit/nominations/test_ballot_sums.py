"""Ballots as sums: shares in whole numbers, lists that anybody counts again, counts on paper."""

from fractions import Fraction
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.nominations.domain.ballots import (
    AlreadyCast,
    Ballot,
    BallotForged,
    Choice,
    CountMissing,
    CountsDiffer,
    MoreBallotsThanPapers,
    Tally,
    agreed,
    message_of,
    needed,
    passes,
    receipt_of,
    recount,
    share,
    tally_of,
)
from shared.blind_rsa import blind, blind_sign, finalize, new_key

KEY = new_key()
ITEM = uuid4()


def a_ballot(number: int, choice: str = "approve") -> Ballot:
    serial = number.to_bytes(32, "big")
    blinded, inverse = blind(KEY.public, message_of(ITEM, serial))
    signature = finalize(KEY.public, message_of(ITEM, serial), blind_sign(KEY, blinded), inverse)
    return Ballot(serial.hex(), signature.hex(), choice)


@pytest.mark.parametrize(("percent", "needs"), [(90, 18), (80, 16), (50, 10), (100, 19), (1, 1)])
def test_share_is_of_all_nineteen_members(percent: int, needs: int) -> None:
    assert needed(percent=percent, total=19) == needs
    assert (passes(needs, percent=percent, total=19), passes(needs - 1, percent=percent, total=19)) == (True, False)


@given(total=st.integers(3, 500), percent=st.integers(1, 100), approve=st.integers(0, 500))
def test_threshold_agrees_with_exact_fractions(total: int, percent: int, approve: int) -> None:
    reached = Fraction(approve, total) >= Fraction(percent, 100)

    assert passes(approve, percent=percent, total=total) == reached
    assert (approve >= needed(percent=percent, total=total)) == reached


@given(total=st.integers(1, 500), approve=st.integers(0, 500))
def test_share_that_people_read_is_never_above_the_true_one(total: int, approve: int) -> None:
    whole, _, hundredths = share(approve, total).removesuffix(" %").partition(",")

    read = Fraction(int(whole) * 100 + int(hundredths), 10_000)

    assert 0 <= Fraction(approve, total) - read < Fraction(1, 10_000)


@given(st.lists(st.sampled_from(list(Choice)), max_size=60))
def test_totals_are_those_of_the_ballots_in_any_order(choices: list[Choice]) -> None:
    tally = tally_of(choices)

    assert tally == tally_of(sorted(choices))
    assert tally.returned == len(choices)


def test_published_list_is_counted_again_by_anybody() -> None:
    ballots = [a_ballot(1), a_ballot(2, "disapprove"), a_ballot(3, "abstain"), a_ballot(4)]

    assert recount(KEY.public, ITEM, ballots) == Tally(approve=2, disapprove=1, abstain=1)


def test_list_with_a_ballot_twice_or_a_foreign_one_does_not_count() -> None:
    ballot = a_ballot(1)

    with pytest.raises(AlreadyCast):
        recount(KEY.public, ITEM, [ballot, ballot])
    with pytest.raises(BallotForged):
        recount(KEY.public, uuid4(), [ballot])


def test_receipt_is_short_and_its_own() -> None:
    receipts = {receipt_of(number.to_bytes(32, "big")) for number in range(200)}

    assert len(receipts) == 200
    assert {len(one) for one in receipts} == {23}


def test_paper_counts_hold_when_two_agree() -> None:
    tally = Tally(3, 1, 0, 1)

    assert agreed([tally, tally], papers=5) == tally


@pytest.mark.parametrize(
    ("counts", "papers", "refusal"),
    [
        ([Tally(3)], 5, CountMissing),
        ([], 5, CountMissing),
        ([Tally(3), Tally(2, 1)], 5, CountsDiffer),
        ([Tally(3), Tally(3)], 2, MoreBallotsThanPapers),
    ],
)
def test_paper_counts_that_cannot_be_are_refused(counts: list[Tally], papers: int, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        agreed(counts, papers=papers)
