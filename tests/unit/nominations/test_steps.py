"""The steps table, taken apart: every state, step, role and condition; what is not listed is refused."""

from collections.abc import Iterator
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.nominations.domain import (
    OPEN,
    REGISTER,
    STATE_LABELS,
    STEPS,
    DossierIncomplete,
    Move,
    Need,
    Nomination,
    Route,
    State,
    StepOwed,
    StillOpen,
    label_of,
)
from shared.errors import Forbidden, OutOfTurn
from shared.roles import Role
from shared.steps import ReasonMissing

NAMES = sorted({move.name for move in STEPS})
ASKED = [frozenset(some) for size in range(len(Need) + 1) for some in combinations(Need, size)]


def conditions() -> Iterator[dict[str, object]]:
    """Every kind of dossier the table tells apart."""
    for route, eligible, asked, simplified in product(Route, [True, False], ASKED, [True, False]):
        yield {"route": route, "is_eligible": eligible, "asked": asked, "is_simplified": simplified}


CONDITIONS = list(conditions())


def listed(nomination: Nomination, name: str) -> list[Move]:
    """The rows of the table that speak of such a dossier, read without the code that reads them."""
    owed = set() if nomination.is_simplified else nomination.asked
    return [
        move
        for move in STEPS
        if (move.source, move.name) == (nomination.state, name)
        and move.route in {None, nomination.route}
        and move.eligible in {None, nomination.is_eligible}
        and (move.asks is None or move.asks in nomination.asked)
        and not (move.after & owed)
        and (name != "release" or move.target == nomination.held_from)
    ]


def a_nomination(state: State, **known: object) -> Nomination:
    held_from = State.RECEIVED if state is State.HELD else None
    values = {"route": Route.PROVINCE, "missing": (), "is_eligible": True, "held_from": held_from} | known
    return Nomination(state, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize("state", State)
def test_step_is_taken_exactly_where_the_table_lists_it(state: State) -> None:
    for name, role, known in product(NAMES, Role, CONDITIONS):
        nomination = a_nomination(state, **known)
        moves = listed(nomination, name)
        refusal = OutOfTurn if not moves else Forbidden if role not in moves[0].by else None

        if refusal is None:
            assert nomination.take(name, {role}, reason="Đủ căn cứ") is moves[0]
        else:
            with pytest.raises(refusal):
                nomination.take(name, {role}, reason="Đủ căn cứ")


@pytest.mark.parametrize("state", State)
def test_offered_steps_are_those_that_can_be_taken(state: State) -> None:
    for role, known in product(Role, CONDITIONS):
        nomination = a_nomination(state, **known)
        moves = [move for name in NAMES for move in listed(nomination, name)]

        offers = nomination.choices({role})

        assert set(offers) == {move for move in moves if role in move.by}


@pytest.mark.parametrize("state", State)
def test_register_takes_only_what_is_nobodys_button(state: State) -> None:
    for name, known in product(NAMES, CONDITIONS):
        nomination = a_nomination(state, **known)
        moves = [move for move in listed(nomination, name) if move.by == REGISTER]

        if moves:
            assert nomination.take_by_itself(name, reason="Đủ căn cứ") is moves[0]
        else:
            with pytest.raises(OutOfTurn):
                nomination.take_by_itself(name, reason="Đủ căn cứ")


def test_no_two_rows_answer_to_the_same_step() -> None:
    for state, name, known in product(State, NAMES, CONDITIONS):
        assert len(listed(a_nomination(state, **known), name)) <= 1


@pytest.mark.parametrize("move", [move for move in STEPS if move.needs_reason and move.by], ids=repr)
def test_step_that_asks_for_a_reason_is_refused_without_one(move: Move) -> None:
    nomination = a_nomination(State(move.source), route=move.route or Route.PROVINCE)

    with pytest.raises(ReasonMissing):
        nomination.take(move.name, move.by, reason="  ")


def test_a_decision_is_not_revoked_without_a_ground() -> None:
    with pytest.raises(ReasonMissing):
        a_nomination(State.DECIDED).take_by_itself("revoke", reason=" ")


def test_incomplete_dossier_is_not_received_and_every_missing_document_is_named() -> None:
    nomination = a_nomination(State.SUBMITTED, missing=("Tờ trình", "Báo cáo thành tích"))

    with pytest.raises(DossierIncomplete) as refused:
        nomination.take("receive", {Role.APPRAISER})

    assert refused.value.details == ("Tờ trình", "Báo cáo thành tích")


def test_incomplete_dossier_offers_its_return_and_not_its_receipt() -> None:
    nomination = a_nomination(State.SUBMITTED, missing=("Tờ trình",))

    offers = [step.name for step in nomination.choices({Role.APPRAISER})]

    assert offers == ["return", "hold"]


@pytest.mark.parametrize(("state", "step"), [(State.RECEIVED, "appraise"), (State.ELIGIBLE, "list_for_council")])
def test_what_was_asked_of_others_is_waited_for(state: State, step: str) -> None:
    nomination = a_nomination(state, asked=frozenset({Need.COUNCIL}), pending=("Sở Tài chính chưa cho ý kiến.",))

    with pytest.raises(StillOpen) as refused:
        nomination.take(step, {Role.APPRAISER})

    assert refused.value.details == ("Sở Tài chính chưa cho ý kiến.",)
    assert step not in {offer.name for offer in nomination.choices(set(Role))}


def test_withdrawal_ends_when_the_next_desk_has_acted() -> None:
    open_to_unit = {state for state in State if a_nomination(state).choices({Role.UNIT_OFFICER})}

    assert open_to_unit == {State.DRAFT, State.SUBMITTED, State.RETURNED}


@pytest.mark.parametrize(
    ("route", "asked", "is_simplified", "steps"),
    [
        (Route.PROVINCE, set(), False, {"decide", "reject", "hold"}),
        (Route.CENTRE, set(), False, {"forward", "reject", "hold"}),
        (Route.PROVINCE, {Need.COUNCIL}, False, {"list_for_council", "reject", "hold"}),
        (Route.CENTRE, set(Need), False, {"open_consultation", "reject", "hold"}),
        (Route.PROVINCE, {Need.COUNCIL}, True, {"decide", "list_for_council", "reject", "hold"}),
    ],
)
def test_eligible_dossier_goes_on_as_its_award_asks(
    route: Route, asked: set[Need], *, is_simplified: bool, steps: set[str]
) -> None:
    nomination = a_nomination(State.ELIGIBLE, route=route, asked=frozenset(asked), is_simplified=is_simplified)

    offers = {step.name for step in nomination.choices(set(Role))}

    assert offers == steps


def test_council_cannot_be_skipped_and_the_refusal_says_what_is_owed() -> None:
    nomination = a_nomination(State.ELIGIBLE, asked=frozenset({Need.COUNCIL}))

    with pytest.raises(StepOwed) as refused:
        nomination.take("decide", {Role.LEADER})

    assert refused.value.details == ("Phải được Hội đồng Thi đua - Khen thưởng xét trước khi thực hiện bước này.",)


@pytest.mark.parametrize(("route", "ends"), [(Route.PROVINCE, "decide"), (Route.CENTRE, "forward")])
def test_dossier_the_council_passed_goes_to_the_chair_and_is_decided(route: Route, ends: str) -> None:
    passed = a_nomination(State.COUNCIL_PASSED, route=route, asked=frozenset({Need.COUNCIL}))

    step = passed.take("submit_to_chair", {Role.APPRAISER})
    before_chair = a_nomination(State(step.target), route=route, asked=passed.asked)

    assert {"reject", "hold", ends} == {one.name for one in before_chair.choices(set(Role))}


def test_council_lists_nobody_before_the_consultation_is_over() -> None:
    nomination = a_nomination(State.ELIGIBLE, asked=frozenset(Need))

    with pytest.raises(StepOwed) as refused:
        nomination.take("list_for_council", {Role.APPRAISER})

    assert refused.value.details == ("Phải lấy ý kiến Nhân dân xong trước khi thực hiện bước này.",)


@pytest.mark.parametrize("state", OPEN)
def test_held_dossier_goes_back_to_where_it_stood_and_nowhere_else(state: State) -> None:
    held = a_nomination(State.HELD, held_from=state)

    steps = held.choices(set(Role))

    assert [(step.name, step.target) for step in steps] == [("release", state)]


def test_final_states_lead_nowhere() -> None:
    ends = {State.REJECTED, State.WITHDRAWN, State.REVOKED}

    leading_on = {move.source for move in STEPS}

    assert leading_on == set(State) - ends


def test_every_state_can_be_reached() -> None:
    assert {move.target for move in STEPS} == set(State)


def test_every_state_has_a_label() -> None:
    assert set(STATE_LABELS) == set(State)


def test_history_line_is_labelled_by_what_was_concluded() -> None:
    assert label_of("appraise", State.NOT_ELIGIBLE) == "Kết luận chưa đủ điều kiện"


def test_time_limit_begins_with_the_state_whose_step_it_bounds() -> None:
    running = {state: a_nomination(state, route=Route.CENTRE).limit for state in State if state is not State.ELIGIBLE}
    running = {state: limit for state, limit in running.items() if limit}

    assert running == {
        State.SUBMITTED: "receive",
        State.RETURNED: "resubmit",
        State.RECEIVED: "appraise",
        State.CENTRAL_RETURNED: "answer_centre",
        State.DECIDED: "notify",
    }


@pytest.mark.parametrize("state", [State.ELIGIBLE, State.BEFORE_CHAIR])
def test_leaders_time_begins_when_nothing_else_is_owed(state: State) -> None:
    owed = frozenset({Need.COUNCIL}) if state is State.ELIGIBLE else frozenset()

    assert (a_nomination(state).limit, a_nomination(state, asked=owed).limit) == ("decide", "" if owed else "decide")


GRANTED = {State.DECIDED, State.NOTIFIED, State.PRESENTED, State.ARCHIVED}


@settings(max_examples=300, deadline=None)
@given(known=st.sampled_from(CONDITIONS), data=st.data())
def test_no_path_grants_an_award_without_its_required_steps(known: dict[str, object], data: st.DataObject) -> None:
    nomination = a_nomination(State.DRAFT, **known)
    taken: list[str] = []

    for _ in range(40):
        moves = [move for name in NAMES for move in listed(nomination, name)]
        if not moves or nomination.state in GRANTED:
            break
        move = data.draw(st.sampled_from(moves))
        step = (
            nomination.take(move.name, move.by, reason="Đủ căn cứ")
            if move.by
            else nomination.take_by_itself(move.name, reason="Đủ căn cứ")
        )
        nomination = after(nomination, step.name, State(step.target))
        taken.append(step.name)

    if nomination.state in GRANTED:
        assert required(known) <= set(taken)
        assert in_order(taken, ["submit", "receive", "appraise"])


def after(nomination: Nomination, step: str, state: State) -> Nomination:
    """Return the dossier as the commands leave it after *step*."""
    asked = nomination.asked - ({Need.CONSULTATION} if step == "close_consultation" else set())
    held_from = nomination.state if step == "hold" else None
    return Nomination(state, nomination.route, (), nomination.is_eligible, asked, nomination.is_simplified, held_from)


def required(known: dict[str, object]) -> set[str]:
    owed: frozenset[Need] = frozenset() if known["is_simplified"] else known["asked"]  # type: ignore[assignment]
    at_the_end = {Route.PROVINCE: {"decide"}, Route.CENTRE: {"forward", "record_result"}}
    of_needs = {Need.CONSULTATION: {"open_consultation", "close_consultation"}, Need.COUNCIL: {"pass"}}
    steps = {"submit", "receive", "appraise"} | at_the_end[Route(str(known["route"]))]
    return steps.union(*(of_needs[need] for need in owed))


def in_order(taken: list[str], names: list[str]) -> bool:
    places = [taken.index(name) for name in names]
    return places == sorted(places)
