"""When a quarter may close, when the year may, and which facts settle a task by themselves."""

from datetime import date

import pytest

from services.plans.domain import (
    DatedInFuture,
    DocumentNotNamed,
    PercentOutOfRange,
    QuarterNotSettled,
    QuarterState,
    Task,
    TaskState,
    check_document,
    checked_percent,
    fact_awaited,
    quarter_blockers,
    year_blockers,
)

PLANNED, OPEN, CLOSED = QuarterState.PLANNED, QuarterState.OPEN, QuarterState.CLOSED


def a_task(state: TaskState, *, quarter: int = 1, text: str = "Họp Hội đồng") -> Task:
    return Task(quarter, text, state, may_not_arise=False)


@pytest.mark.parametrize("state", [TaskState.COMPLETED, TaskState.NOT_ARISING])
def test_settled_task_lets_its_quarter_close(state: TaskState) -> None:
    assert quarter_blockers(1, [a_task(state)], {1: OPEN, 2: PLANNED, 3: PLANNED, 4: PLANNED}) == ()


@pytest.mark.parametrize("state", [TaskState.PLANNED, TaskState.IN_PROGRESS, TaskState.CARRIED_OVER])
def test_unsettled_task_keeps_its_quarter_open(state: TaskState) -> None:
    found = quarter_blockers(1, [a_task(state)], {1: OPEN, 2: PLANNED, 3: PLANNED, 4: PLANNED})

    assert found == ("Nhiệm vụ “Họp Hội đồng” chưa hoàn thành và chưa chuyển quý sau.",)


def test_task_carried_over_keeps_the_quarter_it_went_to_open_and_not_the_one_it_left() -> None:
    carried = a_task(TaskState.CARRIED_OVER, quarter=2)
    states = {1: OPEN, 2: OPEN, 3: PLANNED, 4: PLANNED}

    assert quarter_blockers(1, [carried], states) == ()
    assert len(quarter_blockers(2, [carried], states | {1: CLOSED})) == 1


def test_refusal_names_everything_that_keeps_a_quarter_open() -> None:
    tasks = [
        a_task(TaskState.PLANNED, quarter=3, text="Tham dự Hội nghị"),
        a_task(TaskState.COMPLETED, quarter=3, text="Tập huấn"),
        a_task(TaskState.IN_PROGRESS, quarter=3, text="Xét khen thưởng"),
    ]

    found = quarter_blockers(3, tasks, {1: CLOSED, 2: OPEN, 3: OPEN, 4: PLANNED})
    refusal = QuarterNotSettled(3, found)

    assert refusal.message == "Chưa thể đóng Quý III."
    assert refusal.details == (
        "Quý II chưa đóng.",
        "Nhiệm vụ “Tham dự Hội nghị” chưa hoàn thành và chưa chuyển quý sau.",
        "Nhiệm vụ “Xét khen thưởng” chưa hoàn thành và chưa chuyển quý sau.",
    )


def test_year_waits_for_its_quarters() -> None:
    assert year_blockers({1: CLOSED, 2: CLOSED, 3: OPEN, 4: PLANNED}) == ("Quý III chưa đóng.", "Quý IV chưa đóng.")
    assert year_blockers(dict.fromkeys((1, 2, 3, 4), CLOSED)) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Báo cáo Sơ kết công tác thi đua, khen thưởng 6 tháng đầu năm 2023", "ReportCompiled:H1"),
        ("Ban hành báo cáo tổng kết công tác thi đua, khen thưởng năm 2023", "ReportCompiled:Y"),
        ("Tổ chức Hội nghị Sơ kết phong trào thi đua 6 tháng đầu năm 2022", None),
        ("Báo cáo, chấm điểm, tham dự hội nghị tổng kết thực hiện giao ước", None),
        ("Tổ chức Lễ tổng kết phong trào thi đua yêu nước năm 2022", None),
    ],
)
def test_only_a_task_that_names_a_report_waits_for_it(text: str, expected: str | None) -> None:
    assert fact_awaited(text) == expected


@pytest.mark.parametrize("percent", [None, -1, 101])
def test_progress_outside_a_percentage_is_refused(percent: int | None) -> None:
    with pytest.raises(PercentOutOfRange):
        checked_percent(percent)


@pytest.mark.parametrize("percent", [0, 50, 100])
def test_progress_is_a_percentage(percent: int) -> None:
    assert checked_percent(percent) == percent


@pytest.mark.parametrize(("reference", "dated_on"), [("", date(2023, 3, 1)), ("  ", date(2023, 3, 1)), ("1/KH", None)])
def test_filing_without_a_named_document_is_refused(reference: str, dated_on: date | None) -> None:
    with pytest.raises(DocumentNotNamed):
        check_document(reference, dated_on, date(2023, 3, 2))


def test_document_dated_after_today_is_refused() -> None:
    check_document("1/KH", date(2023, 3, 2), date(2023, 3, 2))

    with pytest.raises(DatedInFuture):
        check_document("1/KH", date(2023, 3, 3), date(2023, 3, 2))
