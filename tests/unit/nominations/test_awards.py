"""The award cases a legal officer reads, run against the rules as they are loaded."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.nominations.domain import Dossier
from services.nominations.rules import Finding, Result, catalogue, is_eligible

CASES = tomllib.loads(Path(__file__).with_name("award_cases.toml").read_text("utf-8"))
MODELS: Mapping[str, Any] = CASES["model"]


def findings_of(model: Mapping[str, Any], case: Mapping[str, Any]) -> tuple[Finding, ...]:
    stated = {**model["facts"], **case.get("facts", {})}
    facts = {name: value for name, value in stated.items() if name not in case.get("without", ())}
    documents = frozenset(model["documents"]) - frozenset(case.get("lacks", ()))
    dossier = Dossier(model["year"], model["mode"], facts, documents)
    return catalogue().assess(dossier, model["award"], model["on"])


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: f"{case['model']}: {case['name']}")
def test_award_case_answers_as_written(case: Mapping[str, Any]) -> None:
    model = MODELS[case["model"]]

    found = findings_of(model, case)

    answers = {finding.rule: finding.result.value for finding in found}
    assert answers == model["expected"] | case.get("expected", {})


def test_award_cases_show_each_criterion_failing_and_lacking_proof() -> None:
    judged_by_person = {"BKTTG-CN-b"}
    answered = {
        (rule, answer)
        for case in CASES["case"]
        for rule, answer in (MODELS[case["model"]]["expected"] | case.get("expected", {})).items()
    }
    asked = (catalogue().award(model["award"], "RS-A") for model in MODELS.values())
    rules = {
        one.id
        for award in asked
        if award is not None
        for one in award.criteria
        if one.applies("merit", date(2023, 1, 1), award.subject_kinds[0], "official")
        or one.applies("thematic", date(2023, 1, 1), award.subject_kinds[0], "official")
        or one.applies("sudden", date(2023, 1, 1), award.subject_kinds[0], "official")
    }

    failing = {rule for rule, answer in answered if answer == "not_met"}
    lacking = {rule for rule, answer in answered if answer == "unknown"}

    assert failing == rules - judged_by_person
    assert lacking == rules


def test_finding_shows_both_sides_with_its_citation_and_its_inputs() -> None:
    found = {one.rule: one for one in findings_of(MODELS["TTLDXS"], {"facts": {"advanced_count": 13}})}

    share = found["TTLDXS-3b"]

    assert share == Finding(
        ruleset="RS-A",
        rule="TTLDXS-3b",
        result=Result.NOT_MET,
        required="Có ít nhất 70 % cá nhân đạt danh hiệu Lao động tiên tiến",
        found="13 trên tổng số 20 (65 %)",
        citation="Điều 27 Luật Thi đua, Khen thưởng số 15/2003/QH11",
        status="confirmed",
        inputs={"advanced_count": 13, "headcount": 20},
    )


def test_share_just_below_the_limit_is_not_shown_as_the_limit() -> None:
    facts = {"headcount": 10_000, "advanced_count": 6_999}

    found = {one.rule: one for one in findings_of(MODELS["TTLDXS"], {"facts": facts})}

    assert found["TTLDXS-3b"].found == "6999 trên tổng số 10000 (69,9 %)"


def test_rating_is_named_in_words() -> None:
    found = {one.rule: one for one in findings_of(MODELS["TTLDXS"], {"facts": {"rating": "HTTNV"}})}

    rating = found["TTLDXS-1a"]

    assert (rating.required, rating.found) == (
        "Hoàn thành xuất sắc nhiệm vụ trong năm xét tặng",
        "Hoàn thành tốt nhiệm vụ",
    )


def test_missing_proof_names_the_document() -> None:
    found = {one.rule: one for one in findings_of(MODELS["BK_TTG"], {"lacks": ["QD_SANG_KIEN"]})}

    assert found["BKTTG-CN-c3"].found == "6. Chưa có minh chứng: Quyết định công nhận sáng kiến"


def test_every_finding_is_given_and_not_only_the_first() -> None:
    facts = {"rating": "HTNV", "advanced_count": 1, "disciplined_count": 3}

    found = findings_of(MODELS["TTLDXS"], {"facts": facts})

    unmet = [finding.rule for finding in found if finding.is_unmet]
    assert unmet == ["TTLDXS-1a", "TTLDXS-3b", "TTLDXS-4b"]


def test_dossier_is_eligible_when_only_a_person_has_to_confirm() -> None:
    assert is_eligible(findings_of(MODELS["TTLDXS"], {})) is True


@pytest.mark.parametrize("case", [{"facts": {"rating": "HTNV"}}, {"without": ["rating"]}])
def test_dossier_is_not_eligible_while_something_is_unmet_or_unknown(case: Mapping[str, Any]) -> None:
    assert is_eligible(findings_of(MODELS["TTLDXS"], case)) is False


def test_no_findings_are_not_eligibility() -> None:
    assert is_eligible(()) is False


@pytest.mark.parametrize(
    ("on", "ruleset"),
    [
        (date(2017, 9, 30), None),
        (date(2017, 10, 1), "RS-A"),
        (date(2023, 12, 31), "RS-A"),
        (date(2024, 1, 1), "RS-B"),
        (date(2025, 6, 30), "RS-B"),
        (date(2025, 7, 1), "RS-C"),
        (date(2026, 9, 30), "RS-C"),
        (date(2026, 10, 1), "RS-D"),
    ],
)
def test_ruleset_is_the_one_in_force_on_the_day_of_receipt(on: date, ruleset: str | None) -> None:
    found = catalogue().ruleset_on(on)

    assert (found.code if found else None) == ruleset


def test_dossier_received_outside_every_ruleset_is_left_to_a_person() -> None:
    dossier = Dossier(2023, "merit", MODELS["TTLDXS"]["facts"])

    found = catalogue().assess(dossier, "TTLDXS", date(2017, 9, 30))

    assert [(one.rule, one.result, one.is_unconfirmed) for one in found] == [("RULESET", Result.NEEDS_PERSON, True)]
    assert found[0].found == (
        "Chưa có bộ quy định nào áp dụng cho ngày 30/09/2017; "
        "người thẩm định đối chiếu văn bản hiện hành và ghi rõ căn cứ"
    )


def test_dossier_keeps_the_ruleset_it_was_received_under() -> None:
    dossier = Dossier(2022, "merit", MODELS["TTLDXS"]["facts"])

    found = catalogue().assess(dossier, "TTLDXS", date(2024, 2, 1), "RS-A")

    assert {finding.ruleset for finding in found} == {"RS-A"}
