"""What people choose from is what the owner knows, in the owner's words."""

from collections.abc import Mapping
from typing import Any

import pytest

from services.gateway.pages import options
from services.nominations.domain import awarding, ballots, ceremonies, councils, opinions


@pytest.mark.parametrize(
    ("offered", "known"),
    [
        (options.COUNCILS, councils.COUNCIL_KIND_LABELS),
        (options.COUNCIL_LEVELS, councils.COUNCIL_LEVEL_LABELS),
        (options.POSITIONS, councils.POSITION_LABELS),
        (options.PRESENCES, councils.PRESENCE_LABELS),
        (options.CONFLICTS, councils.CONFLICT_LABELS),
        (options.METHODS, ballots.METHOD_LABELS),
        (options.VOTES, ballots.CHOICE_LABELS),
        (options.DECISION_STATES, awarding.DECISION_STATE_LABELS),
        (options.RECEIPTS, ceremonies.RECEIPT_LABELS),
    ],
)
def test_options_are_the_owners(offered: options.Options, known: Mapping[Any, str]) -> None:
    assert dict(offered) == known


def test_an_office_answers_what_the_owner_takes() -> None:
    assert dict(options.ANSWERS) | {"silent_agreement": "Im lặng, coi như nhất trí"} == opinions.RESULTS


def test_items_that_are_voted_on_are_the_owners() -> None:
    assert options.VOTED == councils.VOTED
