"""Words the gateway keeps must be those of the owners."""

from pathlib import Path

import pytest

from services.gateway.pages.forms import STEP_FIELDS
from services.gateway.pages.words import FILING_STATES, NOMINATION_STATES, PERIODS, QUARTERS
from services.nominations import domain as nominations
from services.plans import domain as plans
from services.reporting import domain as reporting
from shared.api.nominations import NominationStep
from shared.api.plans import FilingStep, TaskStep

TEMPLATES = Path("services/gateway/templates")
FIELDS = {name for shape in (TaskStep, FilingStep, NominationStep) for name in shape.model_fields}
STEPS = {step.name for steps in (plans.TASK_STEPS, plans.FILING_STEPS, nominations.STEPS) for step in steps}


def test_states_of_filings_are_the_owners() -> None:
    labels = {state.value: label for state, label in plans.FILING_LABELS.items()}

    assert labels | {"overdue": "Quá hạn"} == FILING_STATES


def test_states_of_dossiers_are_the_owners_but_for_drafts_which_have_a_list_of_their_own() -> None:
    assert NOMINATION_STATES | {"draft": "Đang lập"} == nominations.STATE_LABELS


def test_quarters_are_the_owners() -> None:
    assert QUARTERS == plans.QUARTER_NAMES


def test_periods_are_the_owners() -> None:
    assert PERIODS.keys() == reporting.QUARTERS.keys()


@pytest.mark.parametrize("step", STEP_FIELDS)
def test_boxes_belong_to_steps_that_exist_and_can_take_them(step: str) -> None:
    assert step in STEPS
    assert {box.name for box in STEP_FIELDS[step]} <= FIELDS


def test_every_page_function_has_its_template() -> None:
    areas = {path.parent.name for path in TEMPLATES.glob("*/*.html")} - {"components", "errors"}

    pages = {path.stem for path in Path("services/gateway/pages").glob("*.py")}

    assert areas <= pages
