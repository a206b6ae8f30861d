"""The law a plan rests on, deadlines on a day off, what a clone asks, what a sheet may hold."""

from datetime import date

import pytest

from services.plans.domain import BasisState, DeadlineRule, FactUnknown, TaskState, checked_fact, deadline, fact_label
from services.plans.domain.cloning import AnswerUnknown, Candidate, CloneUnanswered, check_answers, cloned
from services.plans.domain.instruments import bases, known
from services.plans.domain.sheets import HeadingsMissing, day_written, sheet_rows
from services.plans.domain.shifting import Shift
from shared.events.plans import DeadlineKind
from shared.holidays import published
from shared.sheets import SheetUnreadable
from shared.workdays import Calendar

CALENDAR = Calendar.of(published())
DECREE_91 = "Nghị định số 91/2017/NĐ-CP ngày 31 tháng 7 năm 2017 của Chính phủ"


@pytest.mark.covers("B-01", "B-02", "B-03")
@pytest.mark.parametrize(
    ("citation", "on", "expected"),
    [
        (DECREE_91, date(2022, 12, 23), BasisState.IN_FORCE),
        (DECREE_91, date(2023, 12, 31), BasisState.IN_FORCE),
        (DECREE_91, date(2024, 1, 1), BasisState.LAPSED),
        ("Luật Thi đua, Khen thưởng năm 2003", date(2023, 12, 31), BasisState.IN_FORCE),
        ("Luật Thi đua, khen thưởng ngày 15/6/2022 (số 06/2022/QH15)", date(2023, 6, 1), BasisState.NOT_YET),
        ("Nghị định 152/2025/NĐ-CP", date(2026, 1, 5), BasisState.IN_FORCE),
        ("Quyết định số 12/2021/QĐ-UBND của UBND tỉnh", date(2023, 1, 1), BasisState.UNKNOWN),
        ("Nghị định số 111/2018/NĐ-CP", date(2023, 1, 1), BasisState.UNKNOWN),
        (
            "Thông tư số 12/2019/TT-BNV quy định chi tiết Nghị định số 91/2017/NĐ-CP",
            date(2024, 1, 15),
            BasisState.IN_FORCE,  # judged by the circular it names first
        ),
    ],
)
def test_legal_basis_is_judged_on_the_day_of_issue(citation: str, on: date, expected: BasisState) -> None:
    (basis,) = bases([citation], on)

    assert basis.state is expected


def test_every_instrument_names_its_source() -> None:
    assert all(one.source and one.citations for one in known())
    assert {one.is_confirmed for one in known()} == {True, False}


@pytest.mark.covers("D-08", "X-07")
@pytest.mark.parametrize(
    ("rule", "kind", "last", "remind"),
    [
        (DeadlineRule(), DeadlineKind.BEFORE, date(2023, 10, 14), date(2023, 10, 13)),
        (DeadlineRule(), DeadlineKind.ON, date(2023, 10, 15), date(2023, 10, 13)),
        (DeadlineRule(moves_to_working_day=True), DeadlineKind.ON, date(2023, 10, 16), date(2023, 10, 16)),
        (DeadlineRule(grace_days=2), DeadlineKind.ON, date(2023, 10, 17), date(2023, 10, 17)),
    ],
)
def test_deadline_on_a_sunday_moves_only_by_a_rule(
    rule: DeadlineRule, kind: DeadlineKind, last: date, remind: date
) -> None:
    reckoned = deadline(kind, date(2023, 10, 15), rule, CALENDAR)

    assert (reckoned.last_day_on, reckoned.remind_on) == (last, remind)


@pytest.mark.covers("T-Q4-08")
def test_clone_asks_about_what_is_conditional_of_many_years_or_was_added() -> None:
    tasks = [
        Candidate("Q1-01", 1, "Họp Hội đồng năm 2023", TaskState.COMPLETED, is_conditional=False),
        Candidate("Q1-02", 1, "Chia cụm", TaskState.NOT_ARISING, is_conditional=True),
        Candidate("Q2-07", 2, "Sơ kết giai đoạn 2021 - 2025", TaskState.COMPLETED, is_conditional=False),
        Candidate("Q2-08", 2, "Hội thi", TaskState.PLANNED, is_conditional=False, is_added=True),
        Candidate("Q3-04", 3, "Học tập", TaskState.REMOVED, is_conditional=False),
    ]

    found = cloned(tasks, Shift(2023))

    assert [(one.key, one.is_asked) for one in found] == [
        ("Q1-01", False),
        ("Q1-02", True),
        ("Q2-07", True),
        ("Q2-08", True),
    ]
    assert found[0].after == "Họp Hội đồng năm 2024"


def test_clone_waits_for_every_answer_and_takes_no_other() -> None:
    asked = [("Q1-02", "Chia cụm"), ("Q2-07", "Sơ kết")]

    check_answers(asked, {"Q1-02": True, "Q2-07": False})

    with pytest.raises(CloneUnanswered) as missing:
        check_answers(asked, {"Q1-02": True})
    with pytest.raises(AnswerUnknown):
        check_answers(asked, {"Q9-99": True})
    assert missing.value.details == ("Q2-07: Sơ kết",)


@pytest.mark.parametrize("fact", ["AwardGranted", "AwardGranted:CO_CP", "RoundClosed:018f", "ReportIssued:H1"])
def test_task_may_wait_for_what_the_table_has(fact: str) -> None:
    assert checked_fact(fact) == fact
    assert fact_label(fact)[:3] == "Đã "


@pytest.mark.parametrize("fact", ["", "UnitChanged", "AwardGranted:HUY_CHUONG_LA", "ReportCompiled:Q9"])
def test_task_waits_for_nothing_else(fact: str) -> None:
    with pytest.raises(FactUnknown):
        checked_fact(fact)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("15/3/2023", date(2023, 3, 15)),
        ("15-03-2023", date(2023, 3, 15)),
        ("2023-03-15", date(2023, 3, 15)),
        ("2023-03-15 00:00:00", date(2023, 3, 15)),
        ("45000", date(2023, 3, 15)),
        ("31/2/2023", None),
        ("ngày mai", None),
        ("", None),
    ],
)
def test_day_in_a_cell_is_read_as_it_is_written(written: str, expected: date | None) -> None:
    assert day_written(written) == expected


def test_rows_are_found_under_the_headings_wherever_those_stand() -> None:
    sheet = "Bảng kê\n\nNGÀY,mã đơn vị\n1/2/2023,so-y-te\n,\n2/2/2023,'=so\n".encode()

    assert sheet_rows(sheet, ("Mã đơn vị", "Ngày")) == [
        (4, {"Mã đơn vị": "so-y-te", "Ngày": "1/2/2023"}),
        (6, {"Mã đơn vị": "=so", "Ngày": "2/2/2023"}),
    ]


@pytest.mark.parametrize(
    ("content", "refusal"),
    [(b"", HeadingsMissing), (b"a,b\n1,2", HeadingsMissing), (b"\xff\xfe", SheetUnreadable), (b"PK", SheetUnreadable)],
)
def test_what_is_no_sheet_is_refused(content: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        sheet_rows(content, ("Mã đơn vị", "Ngày"))
