"""Rules files are read by people: a fault names the file, the line and what is wrong."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from services.nominations.domain import Dossier
from services.nominations.rules import DATA, Catalogue, RulesInvalid, catalogue, load
from services.nominations.rules.cited import NEEDS_CONFIRMATION


@pytest.fixture
def edited(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """Return a function that copies the rules with one passage replaced."""

    def edit(name: str, old: str, new: str) -> Path:
        folder = tmp_path / "data"
        shutil.copytree(DATA, folder)
        written = (folder / name).read_text("utf-8")
        assert old in written
        (folder / name).write_text(written.replace(old, new, 1), "utf-8")
        return folder

    return edit


def line_of(name: str, passage: str) -> int:
    """Return the line on which *passage* first begins in the file as it ships."""
    return (DATA / name).read_text("utf-8").split(passage)[0].count("\n") + 1


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        (
            "rs-a.yml",
            "        with: { percent: 70 }\n        required: Có ít nhất",
            "        with: { percent: nhiều }\n        required: Có ít nhất",
            "awards.5.criteria.4.with.percent: phải là số nguyên",
        ),
        ("rs-a.yml", "kind: title", "kind: prize", "awards.0.kind: không có prize trong danh mục"),
        ("rs-a.yml", "level: state", "levels: state", "awards.3.levels: không có mục này trong mẫu"),
        (
            "rs-a.yml",
            "predicate: share_at_least",
            "predicate: share_at_most",
            "awards.5.criteria.3.predicate: không có share_at_most trong danh mục",
        ),
        (
            "rs-a.yml",
            "part: completed_count",
            "part: completed",
            "awards.5.criteria.3.facts.part: không có completed trong danh mục",
        ),
        (
            "rs-a.yml",
            "part: completed_count",
            "part: rating",
            "awards.5.criteria.3.facts.part: rating không đúng loại thông tin mà tiêu chuẩn này cần",
        ),
        (
            "rs-a.yml",
            'at_least: HTXSNV, scale: *ratings }\n        required: "{at_least} trong năm xét tặng"',
            'at_least: HTXS, scale: *ratings }\n        required: "{at_least} trong năm xét tặng"',
            "awards.5.criteria.0.with.at_least: không có HTXS trong thang đánh giá",
        ),
        (
            "rs-a.yml",
            'required: "{percent} % cá nhân trong tập thể hoàn thành',
            'required: "{share} % cá nhân trong tập thể hoàn thành',
            "awards.5.criteria.3.required: không có 'share' trong mục with",
        ),
        ("rs-a.yml", "proof: QD_KHEN_TRUOC", "proof: QD", "awards.50.criteria.3.proof: không có QD trong danh mục"),
        ("rs-a.yml", "id: TTLDXS-1b", "id: TTLDXS-1a", "awards.5.criteria.1: TTLDXS-1a viết hai lần"),
        (
            "rs-a.yml",
            "only_if: has_budget_duty",
            "only_if: has_duty",
            "awards.5.documents.3.only_if: không có has_duty trong danh mục",
        ),
        (
            "rs-a.yml",
            "    modes: [merit, thematic, sudden]\n    decided_by: prime_minister",
            "    modes: [merit, thematic, sudden, tenure]\n    decided_by: prime_minister",
            "awards.50.modes: loại hình tenure không có tiêu chuẩn nào",
        ),
        ("rs-a.yml", "valid_to: 2023-12-31", "valid_to: 31/12/2023", "valid_to: phải là ngày (năm-tháng-ngày)"),
        ("rs-a.yml", "valid_to: 2023-12-31", "valid_to: 2016-12-31", "valid_to: trước ngày bắt đầu hiệu lực"),
        ("rs-a.yml", "name: Luật", "code: RS-A\nname: Luật", "code: viết hai lần"),
        (
            "bonus.yml",
            "hundredths: 150",
            "hundredths: 1.5",
            "multipliers.0.hundredths: phải là số nguyên",
        ),
        ("bonus.yml", "hundredths: 150", "hundredths: 0", "multipliers.0.hundredths: phải lớn hơn 0"),
        (
            "bonus.yml",
            "citation: { instrument: ND-38-2019 }",
            "citation: { instrument: ND-38 }",
            "base_salaries.1.citation.instrument: không có ND-38 trong danh mục",
        ),
        (
            "bonus.yml",
            "status: confirmed",
            "status: maybe",
            "rounding.status: phải là một trong: 'confirmed' or 'needs confirmation'",
        ),
    ],
)
def test_fault_in_a_rules_file_names_its_line(
    edited: Callable[[str, str, str], Path], name: str, old: str, new: str, fault: str
) -> None:
    folder = edited(name, old, new)
    line = line_of(name, old)

    with pytest.raises(RulesInvalid) as invalid:
        load(folder)

    assert f"{name}, dòng {line}: {fault}" in str(invalid.value).splitlines()


def test_missing_citation_is_found_at_its_criterion(edited: Callable[[str, str, str], Path]) -> None:
    first = "- id: TTLDXS-1a"
    block = (DATA / "rs-a.yml").read_text("utf-8").split(first)[1].split("- id: ")[0]
    cited = next(line for line in block.splitlines() if "citation" in line)
    folder = edited("rs-a.yml", first + block, first + block.replace(cited + "\n", ""))

    with pytest.raises(RulesInvalid) as invalid:
        load(folder)

    line = line_of("rs-a.yml", "- id: TTLDXS-1a")
    assert str(invalid.value) == f"rs-a.yml, dòng {line}: awards.5.criteria.0.citation: thiếu mục này"


def test_file_that_is_not_yaml_names_its_line(edited: Callable[[str, str, str], Path]) -> None:
    folder = edited("rs-a.yml", "code: RS-A", "code: [RS-A")

    with pytest.raises(RulesInvalid) as invalid:
        load(folder)

    assert invalid.value.faults[0][0] == line_of("rs-a.yml", "name: Luật")


def test_two_rulesets_for_one_day_are_refused(edited: Callable[[str, str, str], Path]) -> None:
    folder = edited("rs-b.yml", "valid_from: 2024-01-01", "valid_from: 2023-12-31")

    with pytest.raises(RulesInvalid) as invalid:
        load(folder)

    line = line_of("rs-b.yml", "valid_from: 2024-01-01")
    assert f"rs-b.yml, dòng {line}: valid_from: trùng thời gian với bộ quy định RS-A" in str(invalid.value).splitlines()


def test_ruleset_does_not_outlive_its_instruments(edited: Callable[[str, str, str], Path]) -> None:
    folder = edited("rs-a.yml", "valid_to: 2023-12-31", "valid_to: 2024-12-31")

    with pytest.raises(RulesInvalid) as invalid:
        load(folder)

    assert {fault for _, fault in invalid.value.faults} == {
        f"instruments.{code}: không có hiệu lực trong suốt thời gian của bộ quy định"
        for code in ("LUAT-2003", "LUAT-2005", "LUAT-2013", "ND-91")
    }


@pytest.mark.parametrize("answer", ["met", "not_met"])
def test_unconfirmed_rule_never_answers_by_itself(edited: Callable[[str, str, str], Path], answer: str) -> None:

    first = "- id: TTLDXS-1a"
    block = (DATA / "rs-a.yml").read_text("utf-8").split(first)[1].split("- id: ")[0]
    folder = edited("rs-a.yml", first + block, first + block.replace("status: confirmed", "status: needs confirmation"))
    rating = {"met": "HTXSNV", "not_met": "HTNV"}[answer]

    found = load(folder).assess(Dossier(2022, "merit", {"rating": rating}), "TTLDXS", date(2023, 1, 9))

    assert (found[0].rule, found[0].result, found[0].status) == (
        "TTLDXS-1a",
        "needs_person",
        NEEDS_CONFIRMATION,
    )


def test_catalogue_offers_each_award_once() -> None:
    found: Catalogue = catalogue()

    codes = [award.code for award in found.awards]
    assert len(codes) == len(set(codes)) == 59


def test_fault_of_a_laid_over_value_names_the_file_it_stands_in(edited: Callable[[str, str, str], Path]) -> None:
    folder = edited("rs-c.yml", "predicate: still_exists", "predicate: still_there")

    with pytest.raises(RulesInvalid) as invalid:
        load(folder)

    line = line_of("rs-c.yml", "predicate: still_exists")
    assert str(invalid.value) == f"rs-c.yml, dòng {line}: gates.34.predicate: không có still_there trong danh mục"


def test_ruleset_based_on_one_that_does_not_exist_is_refused(edited: Callable[[str, str, str], Path]) -> None:
    folder = edited("rs-c.yml", "based_on: RS-B", "based_on: RS-X")

    with pytest.raises(RulesInvalid) as invalid:
        load(folder)

    line = line_of("rs-c.yml", "based_on: RS-B")
    assert str(invalid.value) == f"rs-c.yml, dòng {line}: based_on: không có bộ quy định RS-X đứng trước"
