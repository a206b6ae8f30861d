"""The words for the codes in events are those of the owner's vocabulary."""

import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.nominations.domain.councils import COUNCIL_KIND_LABELS
from services.nominations.domain.opinions import RESULTS
from services.nominations.domain.states import STATE_LABELS
from services.plans.domain import events, exemplars, inspections, movements
from shared import words
from shared.events.plans import Channel, DeadlineKind, Duty

LAW = Path("services/nominations/rules/data")
VOCABULARY = yaml.safe_load((LAW / "vocabulary.yml").read_text())
RULESETS = [yaml.safe_load(file.read_text()) for file in sorted(LAW.glob("rs-*.yml"))]


@pytest.mark.parametrize(
    ("known", "owners"),
    [
        (words.MODES, VOCABULARY["modes"]),
        (words.SUBJECT_KINDS, VOCABULARY["subject_kinds"]),
        (words.AUTHORITIES, {code: authority["name"] for code, authority in VOCABULARY["authorities"].items()}),
    ],
    ids=["modes", "subject kinds", "authorities"],
)
def test_codes_are_called_as_their_owner_calls_them(known: Mapping[str, str], owners: Mapping[str, str]) -> None:
    assert known == owners


@pytest.mark.parametrize(
    ("known", "owners"),
    [
        (words.OPINIONS, RESULTS),
        (words.COUNCIL_KINDS, COUNCIL_KIND_LABELS),
        (words.NOMINATION_STATES, STATE_LABELS),
        (words.INSPECTION_ISSUERS, inspections.ISSUER_LABELS),
        (words.INSPECTION_FORMS, inspections.FORM_LABELS),
        (words.FINDINGS, inspections.FINDING_LABELS),
        (words.SEVERITIES, inspections.SEVERITY_LABELS),
        (words.OCCASIONS, events.KIND_LABELS),
        (words.EXEMPLAR_STATES, exemplars.EXEMPLAR_LABELS),
        (words.WORKERS, exemplars.WORKER_LABELS),
        (words.MOVEMENT_FORMS, movements.FORM_LABELS),
        (words.MOVEMENT_SCOPES, movements.SCOPE_LABELS),
    ],
    ids=lambda labels: next(iter(labels)),
)
def test_labels_are_those_of_the_service_that_tells(known: Mapping[str, str], owners: Mapping[str, str]) -> None:
    assert known == owners


@pytest.mark.parametrize("ruleset", RULESETS, ids=lambda ruleset: ruleset["code"])
def test_awards_are_called_as_the_ruleset_calls_them(ruleset: dict[str, Any]) -> None:
    owners = {award["code"]: award["name"] for award in ruleset["awards"]}

    assert {code: words.award(code) for code in owners} == owners


def test_every_code_of_an_event_has_a_word() -> None:
    assert set(words.FILINGS) == set(Duty)
    assert set(words.DEADLINES) == set(DeadlineKind)
    assert set(words.CHANNELS) == set(Channel)


def test_words_are_written_with_whole_letters() -> None:
    every = [*words.FILINGS.values(), *words.MODES.values(), *words.AWARDS.values(), *words.AUTHORITIES.values()]

    assert every == [unicodedata.normalize("NFC", word) for word in every]


def test_filing_is_named_with_its_year() -> None:
    assert words.filing(Duty.HALF_YEAR_REPORT, 2023) == "báo cáo sơ kết 6 tháng đầu năm 2023"


def test_label_keeps_the_roman_number_of_its_quarter() -> None:
    assert words.capital(words.period("Q4", 2023)) == "Quý IV năm 2023"


def test_code_nobody_knows_stands_for_itself() -> None:
    assert words.award("NEW_AWARD") == "NEW_AWARD"
    assert words.authority("nobody") == "nobody"
