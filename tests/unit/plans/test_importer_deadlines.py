from datetime import date

import pytest

from services.plans.importer.deadlines import find_deadlines
from services.plans.importer.periods import Horizon, find_period

YEAR = Horizon(2024)
SCHOOL = Horizon(2024, is_school=True)


def found(text: str, horizon: Horizon = YEAR) -> list[tuple[str, date, bool]]:
    return [
        (each.deadline.kind, each.deadline.on, each.deadline.year_implied) for each in find_deadlines(text, horizon)
    ]


@pytest.mark.parametrize(
    ("text", "kind", "on"),
    [
        ("gửi trước ngày 15/3/2024", "before", date(2024, 3, 15)),
        ("gửi trước 15 tháng 3 năm 2024", "before", date(2024, 3, 15)),
        ("TRƯỚC NGÀY 05.02.2024", "before", date(2024, 2, 5)),
        ("trước 17 giờ 00 ngày 15/3/2024", "before", date(2024, 3, 15)),
        ("chậm nhất là ngày 31-12-2024", "not_later_than", date(2024, 12, 31)),
        ("chậm nhất đến hết ngày 31/5/2024", "not_later_than", date(2024, 5, 31)),
        ("không muộn hơn ngày 01 tháng 6 năm 2024", "not_later_than", date(2024, 6, 1)),
        ("không quá ngày 10/6/2024", "not_later_than", date(2024, 6, 10)),
        ("thực hiện đến hết ngày 30/11/2024", "not_later_than", date(2024, 11, 30)),
        ("từ ngày 01/11 đến ngày 20/11/2024", "not_later_than", date(2024, 11, 20)),
        ("họp vào ngày 20/11/2024", "on", date(2024, 11, 20)),
        ("chậm nhất trước ngày 20/11/2024", "before", date(2024, 11, 20)),
        ("trước tháng 3/2024", "before", date(2024, 3, 1)),
        ("chậm nhất cuối tháng 02/2024", "not_later_than", date(2024, 2, 29)),
    ],
)
def test_deadline_has_the_kind_its_words_give(text: str, kind: str, on: date) -> None:
    assert found(text) == [(kind, on, False)]


@pytest.mark.parametrize(
    "text",
    [
        "kỷ niệm 76 năm (11/6/1948 - 11/6/2024)",
        "trong vòng 05 ngày làm việc",
        "chậm nhất 03 ngày làm việc sau khi nhận hồ sơ",
        "Nghị định số 98/2023/NĐ-CP ngày 31/12/2023",
        "chào mừng ngày Nhà giáo Việt Nam 20/11",
        "Quyết định có hiệu lực kể từ ngày 01/01/2024",
        "trước ngày 31/02/2024",
    ],
)
def test_other_date_is_no_deadline(text: str) -> None:
    assert found(text) == []


def test_deadline_without_a_year_takes_the_year_of_the_plan() -> None:
    assert found("trước ngày 15/3") == [("before", date(2024, 3, 15), True)]
    assert found("trước ngày 15/3", SCHOOL) == [("before", date(2025, 3, 15), True)]


@pytest.mark.parametrize(
    ("text", "label", "starts_on", "ends_on"),
    [
        ("Nhiệm vụ thực hiện trong Quý I", "Quý I năm 2024", date(2024, 1, 1), date(2024, 3, 31)),
        ("quý 2/2024", "Quý II năm 2024", date(2024, 4, 1), date(2024, 6, 30)),
        ("QUÝ III NĂM 2024", "Quý III năm 2024", date(2024, 7, 1), date(2024, 9, 30)),
        ("Quý II, III", "Quý II - III năm 2024", date(2024, 4, 1), date(2024, 9, 30)),
        ("Tháng 02", "Tháng 2 năm 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("Tháng 5, 6/2024", "Tháng 5 - 6 năm 2024", date(2024, 5, 1), date(2024, 6, 30)),
        ("6 tháng đầu năm", "6 tháng đầu năm 2024", date(2024, 1, 1), date(2024, 6, 30)),
        ("Sáu tháng cuối năm 2024", "6 tháng cuối năm 2024", date(2024, 7, 1), date(2024, 12, 31)),
        ("Thường xuyên", "Năm 2024", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_period_is_read_from_its_words(text: str, label: str, starts_on: date, ends_on: date) -> None:
    period = find_period(text, YEAR)

    assert period is not None
    assert (period.label, period.starts_on, period.ends_on) == (label, starts_on, ends_on)


def test_date_is_no_month() -> None:
    assert find_period("ngày 15 tháng 3", YEAR) is None
