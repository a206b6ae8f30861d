"""What moves when a plan is cloned to the next year, and what stays."""

from datetime import date

import pytest

from services.plans.domain.shifting import Shift, is_of_many_years

NEXT = Shift(2023)


@pytest.mark.covers("T-Q4-08", "T-Q2-05", "T-Q3-03")
@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("công tác thi đua, khen thưởng năm 2023", "công tác thi đua, khen thưởng năm 2024"),
        ("tổng kết năm 2022 và phương hướng năm 2024", "tổng kết năm 2023 và phương hướng năm 2025"),
        ("năm học 2022 - 2023", "năm học 2023 - 2024"),
        ("năm học 2023–2024", "năm học 2024–2025"),
        ("Kỷ niệm 133 năm Ngày sinh Chủ tịch Hồ Chí Minh", "Kỷ niệm 134 năm Ngày sinh Chủ tịch Hồ Chí Minh"),
        (
            "75 năm ngày Chủ tịch Hồ Chí Minh ra lời kêu gọi Thi đua Ái quốc (11/6/1948 - 11/6/2023)",
            "76 năm ngày Chủ tịch Hồ Chí Minh ra lời kêu gọi Thi đua Ái quốc (11/6/1948 - 11/6/2024)",
        ),
        ("48 năm giải phóng miền Nam", "49 năm giải phóng miền Nam"),
        ("kỷ niệm lần thứ 78 ngày Quốc khánh", "kỷ niệm lần thứ 79 ngày Quốc khánh"),
        ("trước ngày 15 tháng 3 năm 2023", "trước ngày 15 tháng 3 năm 2024"),
        ("trước ngày 15/3/2023", "trước ngày 15/3/2024"),
        ("(10/10/1953-10/10/2023)", "(10/10/1953-10/10/2024)"),
    ],
)
def test_years_school_years_and_anniversaries_move(printed: str, expected: str) -> None:
    assert NEXT.text(printed) == expected


@pytest.mark.covers("M-01", "P-02")
@pytest.mark.parametrize(
    "printed",
    [
        "giai đoạn 2021 - 2025",
        "Kế hoạch 5 năm (2021 - 2026) theo Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XI",
        "Nghị định số 91/2017/NĐ-CP ngày 31 tháng 7 năm 2017",
        "Luật Thi đua, Khen thưởng số 06/2022/QH15",
        "Chỉ thị số 05/CT-UBND ngày 12/01/2023",
        "Kế hoạch số 274/KH-UBND ngày 23 tháng 12 năm 2022",
        "đạt thành tích trong 5 năm liên tục",
        "sau 05 ngày làm việc",
        "1202 hộ gia đình",
        "100% cán bộ, công chức",
    ],
)
def test_long_periods_documents_and_plain_figures_stay(printed: str) -> None:
    assert NEXT.text(printed) == printed


def test_29_february_becomes_the_28th() -> None:
    assert Shift(2024).text("ngày 29/2/2024") == "ngày 28/2/2025"
    assert Shift(2024).day(date(2024, 2, 29)) == date(2025, 2, 28)
    assert NEXT.day(date(2023, 12, 15)) == date(2024, 12, 15)


def test_a_period_of_many_years_is_told_from_a_school_year() -> None:
    assert is_of_many_years("Sơ kết phong trào giai đoạn 2021 - 2025")
    assert not is_of_many_years("ngành Giáo dục và Đào tạo năm học 2022 - 2023")
