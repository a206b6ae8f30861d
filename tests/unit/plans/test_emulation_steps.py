"""Every state × step × role of sheets, years, pledges, registrations and movements: what is not listed is refused."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.domain.movements import (
    MOVEMENT_LABELS,
    PROVINCE_MOVEMENT_STEPS,
    STEPS_OF_SCOPE,
    UNIT_MOVEMENT_STEPS,
    MovementState,
)
from services.plans.domain.pledges import (
    PLEDGE_STEPS,
    REGISTRATION_STEPS,
    PledgeState,
    RegistrationState,
    RepeatedCode,
    check_unique,
    compared,
)
from services.plans.domain.scoring import CLUSTER_YEAR_STEPS, SHEET_STEPS, ClusterYearState, ScoreSheetState
from shared.errors import Forbidden, OutOfTurn
from shared.roles import Role
from shared.steps import Step, take

BOTH = {Role.UNIT_OFFICER, Role.APPRAISER}
OFFICE, LEADER, UNIT = {Role.APPRAISER}, {Role.LEADER}, {Role.UNIT_OFFICER}

SHEETS = {
    ("draft", "submit"): ("submitted", BOTH),
    ("submitted", "check"): ("checked", BOTH),
    ("submitted", "return"): ("draft", BOTH),
    ("checked", "score"): ("scored", OFFICE),
    ("scored", "score"): ("scored", OFFICE),
    ("checked", "return"): ("draft", OFFICE),
}
PLEDGES = {("draft", "sign"): ("signed", BOTH), ("signed", "sign"): ("signed", BOTH)}
REGISTRATIONS = {
    ("draft", "send"): ("sent", BOTH),
    ("sent", "amend"): ("amending", BOTH),
    ("amending", "send"): ("sent", BOTH),
}
YEARS = {("open", "publish"): ("published", LEADER)}


def of_movements(launches: set[Role], reports: set[Role]) -> dict[tuple[str, str], tuple[str, set[Role]]]:
    running = ("launched", "reviewed")
    return {
        ("planned", "launch"): ("launched", launches),
        **{(state, "review"): ("reviewed", reports) for state in running},
        **{(state, "conclude"): ("concluded", reports) for state in running},
    }


PROCESSES = [
    (SHEET_STEPS, ScoreSheetState, SHEETS),
    (CLUSTER_YEAR_STEPS, ClusterYearState, YEARS),
    (PLEDGE_STEPS, PledgeState, PLEDGES),
    (REGISTRATION_STEPS, RegistrationState, REGISTRATIONS),
    (PROVINCE_MOVEMENT_STEPS, MovementState, of_movements(LEADER, OFFICE)),
    (UNIT_MOVEMENT_STEPS, MovementState, of_movements(UNIT, UNIT)),
]


@pytest.mark.parametrize(("table", "states", "listed"), PROCESSES)
def test_what_the_table_does_not_list_is_refused(
    table: tuple[Step, ...],
    states: type[ScoreSheetState],
    listed: dict[tuple[str, str], tuple[str, set[Role]]],
) -> None:
    names = {step.name for step in table}

    for state, name, role in product(states, names, Role):
        target, roles = listed.get((state.value, name), (None, set()))
        if target is None:
            with pytest.raises(OutOfTurn):
                take(table, state, name, {role}, reason="Lý do")
        elif role not in roles:
            with pytest.raises(Forbidden):
                take(table, state, name, {role}, reason="Lý do")
        else:
            assert take(table, state, name, {role}, reason="Lý do").target == target


def test_every_scope_of_a_movement_has_its_steps_and_every_state_its_word() -> None:
    assert set(STEPS_OF_SCOPE) == {"national", "province", "cluster", "unit"}
    assert set(MOVEMENT_LABELS) == set(MovementState)


AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=3)


@given(registered=AMOUNTS, achieved=AMOUNTS)
def test_target_is_met_exactly_when_at_least_or_at_most_it_was_reached(registered: Decimal, achieved: Decimal) -> None:
    assert compared(registered, achieved, "more").is_met == (achieved >= registered)
    assert compared(registered, achieved, "less").is_met == (achieved <= registered)
    assert compared(registered, None, "more").is_met is None


def test_nothing_is_registered_twice() -> None:
    with pytest.raises(RepeatedCode) as refused:
        check_unique(["b", "a", "b"])

    assert refused.value.details == ("b",)
