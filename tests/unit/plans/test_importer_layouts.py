import re
import textwrap
import unicodedata
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest

from deploy.samples.build_docx import SOURCE
from services.plans.importer.preview import preview
from services.plans.importer.shape import Preview, Task

FOUNDING = SOURCE.read_text("utf-8")
PLANS = Path(__file__).parent / "importer_samples"


def understood(content: bytes) -> Preview:
    plan = preview(content, "ke-hoach")
    assert isinstance(plan, Preview)
    return plan


def sample(name: str) -> Preview:
    return understood((PLANS / name).read_bytes())


def tasks_of(plan: Preview) -> list[Task]:
    return [task for quarter in plan.quarters for task in quarter.tasks]


def times(plan: Preview) -> list[tuple[str, str, str, str, bool]]:
    return [
        (task.key, task.period.label, task.deadline.kind, f"{task.deadline.on:%d/%m/%Y}", task.deadline.implied)
        for task in tasks_of(plan)
    ]


def without_lines(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_lines(each) for name, each in value.items() if name != "source_lines"}
    if isinstance(value, list):
        return [without_lines(each) for each in value]
    return value


def wrapped(width: int, *, keep_blank_lines: bool) -> str:
    lines = []
    for paragraph in FOUNDING.split("\n"):
        pieces = textwrap.wrap(paragraph, width, break_on_hyphens=False, break_long_words=False)
        lines += pieces or ([""] if keep_blank_lines else [])
    return "\n".join(lines)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(unicodedata.normalize("NFD", FOUNDING).encode(), id="decomposed letters"),
        pytest.param(("\ufeff" + FOUNDING).replace("\n", "\r\n").encode(), id="mark and Windows line ends"),
        pytest.param(FOUNDING.encode("utf-16"), id="UTF-16"),
        pytest.param(wrapped(80, keep_blank_lines=True).encode(), id="broken at 80"),
        pytest.param(wrapped(72, keep_blank_lines=False).encode(), id="broken at 72 without blank lines"),
        pytest.param(wrapped(100, keep_blank_lines=False).encode(), id="broken at 100 without blank lines"),
        pytest.param(re.sub(r"\n\n+", "\n", FOUNDING).encode(), id="without blank lines"),
        pytest.param(re.sub(r"(?m)^- ", "-", FOUNDING).encode(), id="dash without a space"),
    ],
)
def test_founding_plan_reads_the_same_however_it_was_saved(content: bytes) -> None:
    expected = without_lines(understood(FOUNDING.encode()).model_dump(mode="json"))

    assert without_lines(understood(content).model_dump(mode="json")) == expected


def test_old_tone_marks_change_nothing_but_the_print() -> None:
    old = FOUNDING.replace("ủy", "uỷ").replace("Ủy", "Uỷ").replace("óa", "oá").replace("ỏa", "oả")

    plan = understood(old.encode())

    assert [len(quarter.tasks) for quarter in plan.quarters] == [8, 7, 4, 8]
    assert [duty.key for duty in plan.filing_duties] == ["unit_plan", "half_year_report", "year_report"]


@pytest.mark.parametrize("name", ["district.txt", "department.txt", "school.txt", "commune.txt"])
def test_no_line_of_another_plan_is_dropped(name: str) -> None:
    assert sample(name).not_understood == ()


def test_district_plan_with_letters_and_romans_gives_its_times() -> None:
    assert times(sample("district.txt")) == [
        ("Q1-01", "Quý I năm 2024", "before", "20/01/2024", False),
        ("Q1-02", "Quý I năm 2024", "not_later_than", "28/02/2024", False),
        ("Q1-03", "Quý I năm 2024", "not_later_than", "31/03/2024", True),
        ("Q2-01", "Quý II năm 2024", "not_later_than", "30/06/2024", True),
        ("Q2-02", "Quý II năm 2024", "not_later_than", "30/06/2024", False),
        ("Q4-01", "6 tháng cuối năm 2024", "not_later_than", "15/10/2024", False),
        ("Q4-02", "Tháng 12 năm 2024", "not_later_than", "31/12/2024", True),
    ]


def test_district_plan_names_who_leads_and_who_helps() -> None:
    found = {
        task.key: (task.lead.name, [each.name for each in task.coordinating])
        for task in tasks_of(sample("district.txt"))
        if task.lead and not task.lead.implied
    }

    assert found == {
        "Q1-01": ("Phòng Nội vụ", ["Văn phòng HĐND và UBND huyện", "Trung tâm Văn hóa"]),
        "Q1-03": ("Phòng Nội vụ", ["Phòng Tài chính"]),
    }


def test_letterhead_and_signature_in_two_columns_are_told_apart() -> None:
    plan = sample("district.txt")

    assert plan.issuer is not None
    assert (plan.issuer.name, plan.place) == ("ỦY BAN NHÂN DÂN HUYỆN XUÂN LÂM", "Xuân Lâm")
    assert plan.title == "CÔNG TÁC THI ĐUA, KHEN THƯỞNG NĂM 2024 TRÊN ĐỊA BÀN HUYỆN"
    assert plan.signer.model_dump() == {
        "name": "Trần Văn Bình",
        "office": "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH",
    }
    assert [each.name for each in plan.recipients] == ["UBND tỉnh (b/c)", "Các phòng, ban", "Lưu: VT"]


def test_two_reports_in_one_sentence_are_two_duties() -> None:
    found = [(duty.key, duty.deadline.kind, duty.deadline.on) for duty in sample("district.txt").filing_duties]

    assert found == [
        ("unit_plan", "before", date(2024, 1, 31)),
        ("half_year_report", "before", date(2024, 6, 5)),
        ("year_report", "not_later_than", date(2024, 11, 5)),
    ]


DEPARTMENT = [
    ("Q1-01", "Quý I năm 2025", "before", "28/02/2025", False),
    ("Q1-02", "Tháng 3 năm 2025", "not_later_than", "31/03/2025", True),
    ("Q2-01", "Tháng 6 năm 2025", "not_later_than", "30/06/2025", True),
    ("Q3-01", "Quý II - III năm 2025", "not_later_than", "30/09/2025", True),
    ("Q4-01", "Từ ngày 01/12 đến ngày 10/12/2025", "not_later_than", "10/12/2025", False),
    ("Q4-02", "Năm 2025", "not_later_than", "31/12/2025", True),
]


def test_table_columns_give_time_lead_and_help() -> None:
    plan = sample("department.txt")

    assert times(plan) == DEPARTMENT
    assert [(task.lead and task.lead.name, len(task.coordinating)) for task in tasks_of(plan)] == [
        ("Các phòng, đơn vị", 1),
        ("Văn phòng Sở", 2),
        ("Văn phòng Sở", 0),
        ("Thanh tra Sở", 0),
        ("Hội đồng TĐKT Sở", 1),
        ("Văn phòng Sở", 0),
    ]


def test_word_table_with_merged_headings_gives_the_same_times() -> None:
    plan = understood(a_word_plan_with_a_table())

    assert times(plan) == DEPARTMENT
    assert plan.not_understood == ()


def a_word_plan_with_a_table() -> bytes:
    """Lay the department's plan out in Word; two merged rows head the groups of tasks."""
    document, content = docx.Document(), BytesIO()
    document.sections[0].header.paragraphs[0].text = "SỞ TÀI CHÍNH"
    lines = (PLANS / "department.txt").read_text("utf-8").split("\n")
    rows = [line.split("\t") for line in lines if line.count("\t") > 2]
    table = None
    for line in lines:
        if line.count("\t") <= 2:
            document.add_paragraph(line.replace("\t", "\n"))
        elif table is None:
            table = document.add_table(rows=0, cols=len(rows[0]))
            for place, row in enumerate(rows):
                if place in {1, 4}:
                    cells = table.add_row().cells
                    cells[0].merge(cells[-1]).text = "Công tác thi đua" if place == 1 else "Công tác khen thưởng"
                for cell, text in zip(table.add_row().cells, row, strict=False):
                    cell.text = text
    document.save(content)
    return content.getvalue()


def test_school_plan_by_months_spans_two_calendar_years() -> None:
    plan = sample("school.txt")

    assert (plan.year, plan.school_year) == (2024, "2024 - 2025")
    assert times(plan) == [
        ("Q3-01", "Tháng 9 năm 2024", "not_later_than", "30/09/2024", True),
        ("Q3-02", "Tháng 9 năm 2024", "not_later_than", "30/09/2024", True),
        ("Q4-01", "Tháng 11 năm 2024", "not_later_than", "30/11/2024", True),
        ("Q1-01", "Tháng 1 năm 2025", "before", "15/01/2025", False),
        ("Q2-01", "Tháng 5 năm 2025", "not_later_than", "31/05/2025", False),
    ]


def test_plan_attached_to_a_decision_takes_number_and_signature_from_it() -> None:
    plan = sample("commune.txt")

    assert (plan.symbol, plan.signer.name, plan.issued_on) == ("21/QĐ-UBND", "Phạm Văn Cường", date(2026, 2, 2))
    assert str(plan.attached_to).startswith("Ban hành kèm theo Quyết định số 21/QĐ-UBND")
    assert times(plan) == [
        ("Q1-01", "Quý I năm 2026", "not_later_than", "31/03/2026", True),
        ("Q3-01", "Quý II - III năm 2026", "not_later_than", "30/09/2026", True),
        ("Q4-01", "Tháng 11 - 12 năm 2026", "before", "15/12/2026", False),
    ]


def test_plan_without_legal_bases_says_so() -> None:
    text = "KẾ HOẠCH\nThi đua, khen thưởng năm 2024\nI. NỘI DUNG\n1. Quý I\n- Phát động thi đua.\n"

    plan = understood(text.encode())

    assert [each.message for each in plan.anomalies if each.code == "X-12"] == [
        "Văn bản chưa ghi số.",
        "Văn bản chưa ghi đủ ngày, tháng, năm ban hành.",
        "Văn bản không ghi căn cứ ban hành.",
        "Không thấy họ tên người ký.",
        "Văn bản không có nơi nhận.",
    ]


def test_line_that_means_nothing_to_the_importer_is_shown() -> None:
    text = "KẾ HOẠCH\nThi đua năm 2024\nI. VÀI LỜI\n- Xin chào.\nII. NỘI DUNG\n1. Quý I\n- Phát động thi đua.\n"

    plan = understood(text.encode())

    assert [each.text for each in plan.not_understood] == ["I. VÀI LỜI", "- Xin chào."]


def test_second_paper_of_a_file_is_told_of_and_not_read() -> None:
    content = Path("tests/corpus/plans/hai-ke-hoach.txt").read_bytes()

    plan = preview(content, "hai-ke-hoach.txt")

    assert isinstance(plan, Preview)
    assert [each.message for each in plan.anomalies if each.code == "X-14"] == [
        "Tệp có từ hai văn bản trở lên; chỉ văn bản thứ nhất được đọc."
    ]
    assert [each.text for each in plan.not_understood][-1] == "Đinh Văn Rêu"
