"""The steps table, taken apart: every state, step, role, route and outcome; what is not listed is refused."""

from itertools import product

import pytest

from services.nominations.domain import (
    STATE_LABELS,
    STEPS,
    DossierIncomplete,
    Move,
    Nomination,
    Route,
    State,
    label_of,
)
from shared.errors import Forbidden, OutOfTurn
from shared.roles import Role
from shared.steps import ReasonMissing

NAMES = sorted({move.name for move in STEPS})


def listed(state: State, name: str, route: Route, *, eligible: bool) -> list[Move]:
    return [
        move
        for move in STEPS
        if (move.source, move.name) == (state, name)
        and move.route in {None, route}
        and move.eligible in {None, eligible}
    ]


def a_nomination(
    state: State, *, route: Route = Route.PROVINCE, missing: tuple[str, ...] = (), eligible: bool = True
) -> Nomination:
    return Nomination(state, route, missing, eligible)


@pytest.mark.parametrize("state", State)
def test_step_is_taken_exactly_where_the_table_lists_it(state: State) -> None:
    for name, role, route, eligible in product(NAMES, Role, Route, [True, False]):
        nomination = a_nomination(state, route=route, eligible=eligible)
        moves = listed(state, name, route, eligible=eligible)
        refusal = OutOfTurn if not moves else Forbidden if role not in moves[0].by else None

        if refusal is None:
            assert nomination.take(name, {role}, reason="Đủ căn cứ") is moves[0]
        else:
            with pytest.raises(refusal):
                nomination.take(name, {role}, reason="Đủ căn cứ")


@pytest.mark.parametrize("state", State)
def test_offered_steps_are_those_that_can_be_taken(state: State) -> None:
    for role, route, eligible in product(Role, Route, [True, False]):
        nomination = a_nomination(state, route=route, eligible=eligible)
        moves = [move for name in NAMES for move in listed(state, name, route, eligible=eligible)]

        offers = nomination.choices({role})

        assert set(offers) == {move for move in moves if role in move.by}


def test_no_two_rows_answer_to_the_same_step() -> None:
    for state, name, route, eligible in product(State, NAMES, Route, [True, False]):
        assert len(listed(state, name, route, eligible=eligible)) <= 1


@pytest.mark.parametrize("move", [move for move in STEPS if move.needs_reason], ids=repr)
def test_step_that_asks_for_a_reason_is_refused_without_one(move: Move) -> None:
    nomination = a_nomination(State(move.source), route=move.route or Route.PROVINCE)
    role = next(iter(move.by))

    if move.eligible is not False:
        with pytest.raises(ReasonMissing):
            nomination.take(move.name, {role}, reason="  ")


def test_incomplete_dossier_is_not_received_and_every_missing_document_is_named() -> None:
    nomination = a_nomination(State.SUBMITTED, missing=("Tờ trình", "Báo cáo thành tích"))

    with pytest.raises(DossierIncomplete) as refused:
        nomination.take("receive", {Role.APPRAISER})

    assert refused.value.details == ("Tờ trình", "Báo cáo thành tích")


def test_incomplete_dossier_offers_its_return_and_not_its_receipt() -> None:
    nomination = a_nomination(State.SUBMITTED, missing=("Tờ trình",))

    offers = [step.name for step in nomination.choices({Role.APPRAISER})]

    assert offers == ["return"]


def test_withdrawal_ends_when_the_next_desk_has_acted() -> None:
    open_to_unit = {state for state in State if a_nomination(state).choices({Role.UNIT_OFFICER})}

    assert open_to_unit == {State.NEW, State.SUBMITTED, State.RETURNED}


@pytest.mark.parametrize(
    ("route", "steps"),
    [(Route.PROVINCE, {"decide", "reject"}), (Route.CENTRE, {"forward", "reject"})],
)
def test_eligible_dossier_goes_where_its_award_is_decided(route: Route, steps: set[str]) -> None:
    nomination = a_nomination(State.ELIGIBLE, route=route)

    offers = {step.name for step in nomination.choices(set(Role))}

    assert offers == steps


def test_final_states_lead_nowhere() -> None:
    ends = {State.DECIDED, State.REJECTED, State.WITHDRAWN}

    leading_on = {move.source for move in STEPS}

    assert leading_on == set(State) - ends


def test_every_state_has_a_label() -> None:
    assert set(STATE_LABELS) == set(State)


def test_history_line_is_labelled_by_what_was_concluded() -> None:
    assert label_of("appraise", State.NOT_ELIGIBLE) == "Kết luận chưa đủ điều kiện"
