import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from deploy.samples.build_docx import SOURCE, TARGET, build
from services.plans.importer.preview import preview
from services.plans.importer.shape import Preview, Task

TEXT = SOURCE.read_bytes()


@pytest.fixture(scope="module")
def plan() -> Preview:
    understood = preview(TEXT, SOURCE.name)
    assert isinstance(understood, Preview)
    return understood


@pytest.fixture(scope="module")
def tasks(plan: Preview) -> dict[str, Task]:
    return {task.key: task for quarter in plan.quarters for task in quarter.tasks}


def without_lines(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_lines(each) for name, each in value.items() if name != "source_lines"}
    if isinstance(value, list):
        return [without_lines(each) for each in value]
    return value


def lines_in(value: Any) -> set[int]:
    if isinstance(value, dict):
        return set(value.get("source_lines", ())).union(*(lines_in(each) for each in value.values()))
    if isinstance(value, list):
        return set().union(*(lines_in(each) for each in value))
    return set()


@pytest.mark.covers("B-00")
def test_identity_is_as_printed(plan: Preview) -> None:
    found = (plan.number, plan.symbol, plan.place, plan.issued_on, plan.title, plan.year)

    assert found == (
        "274",
        "274/KH-UBND",
        "Đồng Nai",
        date(2022, 12, 23),
        "Công tác thi đua, khen thưởng năm 2023",
        2023,
    )
    assert (plan.signer.name, plan.signer.office) == ("Cao Tiến Dũng", "CHỦ TỊCH")


@pytest.mark.covers("X-09")
def test_issuer_that_the_letterhead_lacks_is_implied_with_its_ground(plan: Preview) -> None:
    assert plan.issuer is not None
    assert (plan.issuer.name, plan.issuer.implied) == ("Ủy ban nhân dân tỉnh Đồng Nai", True)
    assert plan.issuer.ground == "Câu mở đầu “Ủy ban nhân dân tỉnh … kế hoạch” và địa danh “Đồng Nai”"


@pytest.mark.covers("B-01", "B-02", "B-03", "X-10")
def test_legal_bases_are_one_per_instrument(plan: Preview) -> None:
    assert [(basis.number, basis.issued_on) for basis in plan.legal_bases] == [
        (None, None),
        (None, None),
        (None, None),
        ("91/2017/NĐ-CP", date(2017, 7, 31)),
        ("12/2019/TT-BNV", date(2019, 11, 4)),
    ]


@pytest.mark.covers("P-01", "P-02", "P-03")
def test_purposes_and_requirements_are_counted_as_read_by_a_person(plan: Preview) -> None:
    assert [each.key for each in plan.objectives] == ["P-01", "P-02", "P-03"]
    assert [each.key for each in plan.requirements] == ["R-01", "R-02", "R-03", "R-04", "R-05", "R-06"]


def test_every_quarter_has_its_tasks(plan: Preview) -> None:
    assert [(each.number, each.year, len(each.tasks)) for each in plan.quarters] == [
        (1, 2023, 8),
        (2, 2023, 7),
        (3, 2023, 4),
        (4, 2023, 8),
    ]


@pytest.mark.covers("D-04", "D-05", "D-06", "D-07")
def test_end_of_the_quarter_is_an_implied_deadline(plan: Preview) -> None:
    found = {(t.deadline.kind, t.deadline.on, t.deadline.implied) for q in plan.quarters for t in q.tasks}

    assert found == {
        ("not_later_than", date(2023, 3, 31), True),
        ("not_later_than", date(2023, 6, 30), True),
        ("not_later_than", date(2023, 9, 30), True),
        ("not_later_than", date(2023, 12, 31), True),
    }


def test_conditional_tasks_say_which_part_is_conditional(tasks: dict[str, Task]) -> None:
    conditional = {
        key: (task.condition, [part.key for part in task.parts if part.is_conditional])
        for key, task in tasks.items()
        if task.is_conditional
    }

    assert conditional == {
        "Q1-02": ("nếu có", []),
        "Q1-07": ("nếu có", ["b"]),
        "Q2-01": ("nếu có", []),
        "Q3-04": ("nếu có", []),
        "Q4-03": ("nếu có hướng dẫn, chỉ đạo của Trung ương", ["b"]),
        "Q4-05": ("nếu có", []),
    }


def test_compound_tasks_have_their_parts(tasks: dict[str, Task]) -> None:
    assert {key: len(task.parts) for key, task in tasks.items() if task.parts} == {
        "Q1-03": 3,
        "Q1-04": 4,
        "Q1-06": 2,
        "Q1-07": 2,
        "Q1-08": 4,
        "Q2-02": 2,
        "Q4-01": 2,
        "Q4-03": 2,
        "Q4-04": 3,
    }


@pytest.mark.covers("T-Q2-02")
def test_two_plans_of_two_issuers_are_two_parts(tasks: dict[str, Task]) -> None:
    plan = "Ban hành Kế hoạch kiểm tra công tác thi đua, khen thưởng năm 2023"

    assert [part.text for part in tasks["Q2-02"].parts] == [
        f"{plan} của Hội đồng Thi đua - Khen thưởng tỉnh",
        f"{plan} của Cơ quan Thường trực Hội đồng Thi đua - Khen thưởng tỉnh",
    ]


def test_lead_that_is_not_printed_is_implied_with_its_ground(tasks: dict[str, Task]) -> None:
    assert {key for key, task in tasks.items() if task.lead and not task.lead.implied} == set()
    meeting, appraisal = tasks["Q1-08"].lead, tasks["Q3-03"].lead
    assert meeting is not None
    assert appraisal is not None
    assert meeting.name == "Hội đồng Thi đua - Khen thưởng tỉnh"
    assert appraisal.name == "Sở Nội vụ (Ban Thi đua - Khen thưởng)"
    assert str(appraisal.ground).startswith("Mục “Sở Nội vụ (Ban Thi đua - Khen thưởng)”: “Chủ trì")


def test_display_name_drops_condition_and_stray_quote_but_the_text_stays(tasks: dict[str, Task]) -> None:
    assert tasks["Q1-02"].display == ("Tham mưu Quyết định (điều chỉnh, bổ sung) chia Cụm thi đua trên địa bàn tỉnh")
    assert tasks["Q4-02"].display.endswith("“Toàn tỉnh chung sức xây dựng Nông thôn mới” giai đoạn 2021 - 2025")
    assert tasks["Q4-02"].text.endswith("giai đoạn 2021 - 2025”.")


@pytest.mark.covers("D-01", "D-02", "D-03")
def test_filing_duties_are_before_on_and_on(plan: Preview) -> None:
    found = [(d.key, d.deadline.kind, d.deadline.on, d.deadline.implied, d.recurrence) for d in plan.filing_duties]

    assert found == [
        ("unit_plan", "before", date(2023, 3, 15), False, "once"),
        ("half_year_report", "on", date(2023, 6, 15), False, "yearly"),
        ("year_report", "on", date(2023, 12, 15), False, "yearly"),
    ]


def test_filing_duties_say_from_whom_to_whom(plan: Preview) -> None:
    province = "Ủy ban nhân dân tỉnh (qua Sở Nội vụ - Ban Thi đua - Khen thưởng)"

    assert [(duty.from_whom, duty.to_whom) for duty in plan.filing_duties] == [
        (
            "Các cơ quan, đơn vị, địa phương tham gia cụm, khối thi đua của tỉnh",
            "Sở Nội vụ (Ban Thi đua, khen thưởng)",
        ),
        ("Thủ trưởng các đơn vị, địa phương", province),
        ("Thủ trưởng các đơn vị, địa phương", province),
    ]


@pytest.mark.covers("M-01", "M-02", "M-03", "M-04", "M-05", "X-05")
def test_movements_are_named_once_with_their_spellings(plan: Preview) -> None:
    assert [(m.key, m.name, m.aliases, m.period) for m in plan.movements] == [
        (
            "M-01",
            "Toàn tỉnh chung sức xây dựng nông thôn mới",
            ("Toàn tỉnh chung sức xây dựng Nông thôn mới",),
            "2021 - 2025",
        ),
        ("M-02", "Cả nước chung tay vì người nghèo - Không để ai bị bỏ lại phía sau", (), "2021 - 2025"),
        ("M-03", "Doanh nghiệp Đồng Nai hội nhập và phát triển", (), None),
        ("M-04", "Cán bộ, công chức, viên chức thi đua thực hiện văn hóa công sở", (), None),
        ("M-05", "Cải cách hành chính", (), None),
    ]


def test_tasks_know_their_movements(tasks: dict[str, Task]) -> None:
    assert {key: task.movement_keys for key, task in tasks.items() if task.movement_keys} == {
        "Q2-07": ("M-02",),
        "Q4-02": ("M-01",),
    }


def test_organisations_have_their_duties(plan: Preview) -> None:
    assert [(each.organisation, len(each.duties)) for each in plan.organisations] == [
        ("Hội đồng Thi đua - Khen thưởng tỉnh", 3),
        ("Sở Nội vụ (Ban Thi đua - Khen thưởng)", 5),
        ("Các cơ quan thông tin, truyền thông của tỉnh", 2),
        ("Các cơ quan, đơn vị, địa phương tham gia cụm, khối thi đua của tỉnh", 9),
    ]


def test_recipients_have_their_roles(plan: Preview) -> None:
    assert [each.role for each in plan.recipients] == [
        *["report"] * 5,
        *["act"] * 4,
        "publish",
        "archive",
    ]
    assert [each.name for each in plan.recipients if not each.role_implied] == [
        "Thường trực Tỉnh ủy (b/c)",
        "Lưu: VT, KGVX",
    ]


@pytest.mark.covers("X-01", "X-02", "X-03", "X-04", "X-05", "X-06", "X-07", "X-08", "X-09", "X-11")
def test_anomalies_are_reported(plan: Preview) -> None:
    counted = {code: sum(each.code == code for each in plan.anomalies) for code in {a.code for a in plan.anomalies}}

    assert counted == {
        "X-01": 1,
        "X-02": 1,
        "X-03": 1,
        "X-04": 3,
        "X-05": 7,
        "X-06": 2,
        "X-07": 1,
        "X-08": 2,
        "X-09": 2,
        "X-11": 2,
    }


@pytest.mark.covers("X-01", "X-03", "X-04", "X-05", "X-11")
def test_anomaly_shows_what_is_printed_and_what_may_be_meant(plan: Preview) -> None:
    found = {(each.code, each.printed, each.reading) for each in plan.anomalies}

    assert found >= {
        ("X-01", "5 năm (2021 - 2026)", None),
        ("X-03", "Sơ kết phong trào thi đua 6 tháng đầu năm 2022", "năm 2023"),
        ("X-04", "Công TTĐT tỉnh", "Cổng TTĐT tỉnh"),
        ("X-05", "“Chiến sỹ thi đua”", "Chiến sĩ thi đua"),
        ("X-11", "ngày 15 tháng 6", "15/06/2023"),
    }


def test_no_line_is_dropped(plan: Preview) -> None:
    printed = {number for number, line in enumerate(TEXT.decode().split("\n"), start=1) if line.strip()}

    assert lines_in(plan.model_dump(mode="json", exclude={"anomalies"})) == printed
    assert plan.not_understood == ()


def test_word_file_reads_as_the_text_does(plan: Preview) -> None:
    from_word = preview(TARGET.read_bytes(), TARGET.name)

    assert without_lines(from_word.model_dump(mode="json")) == without_lines(plan.model_dump(mode="json"))


def test_word_sample_is_what_its_script_builds() -> None:
    built = build(TEXT.decode())

    assert built == build(TEXT.decode())
    assert members(built) == members(TARGET.read_bytes())


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_preview_survives_json(plan: Preview) -> None:
    assert Preview.model_validate_json(plan.model_dump_json()) == plan


def test_samples_are_where_the_readme_says() -> None:
    listed = {name.strip("`") for name in Path(SOURCE.parent, "README.md").read_text("utf-8").split() if "`" in name}

    assert {name for name in listed if name.endswith((".txt", ".docx"))} == {SOURCE.name, TARGET.name}
