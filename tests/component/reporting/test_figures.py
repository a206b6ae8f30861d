import csv
from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest

from services.reporting.domain import QUARTERS, Period
from services.reporting.figures import FIGURES
from services.reporting.figures.figure import Figure
from services.reporting.queries import Scope, count, number_of_rows, rows
from shared.api.reporting import FigureRow
from shared.events.nominations import AwardGranted, NominationSubmitted
from shared.events.plans import (
    FilingDue,
    FilingOverdue,
    FilingReceived,
    PlanIssued,
    QuarterClosed,
    QuarterOpened,
    TaskCarriedOver,
    TaskCompleted,
    TaskFact,
    TaskOverdue,
    UnitRegistered,
)
from shared.events.reporting import ReportCompiled
from shared.words import SUBJECT_KINDS
from tests.component.reporting.conftest import APPRAISER, LEADER, Reporting, officer
from tests.component.reporting.stories import UNITS, YEAR, Teller
from tests.factories import a_sample


def a_filing(unit_id: str, due_on: date, days_late: int | None = None) -> list[FilingDue | FilingReceived]:
    filing: dict[str, Any] = {"filing_id": uuid4(), "unit_id": unit_id}
    due = a_sample(FilingDue, **filing, year=YEAR, due_on=due_on)
    return [due] if days_late is None else [due, a_sample(FilingReceived, **filing, days_late=days_late)]


def _sum(figure: Figure, opened: Sequence[FigureRow]) -> int:
    """Return what the column adds up to that the figure is the sum of."""
    place = [column.reads for column in figure.listing.columns].index(figure.sums)
    return sum(int(row.cells[place] or 0) for row in opened)


@pytest.fixture
async def told_year(reporting: Reporting) -> Reporting:
    """A service that heard a whole year."""
    await reporting.hear(*Teller(22).year(60))
    return reporting


@pytest.mark.parametrize("period", QUARTERS)
async def test_every_figure_opens_to_the_rows_it_counts(told_year: Reporting, period: str) -> None:
    scopes = [Scope(Period(YEAR, period), unit_id) for unit_id in (None, *UNITS)]

    async with told_year.database.transaction() as session:
        for scope in scopes:
            values = {view.figure: view.value for view in await count(session, FIGURES.values(), scope)}
            for name, figure in FIGURES.items():
                opened = await rows(session, figure, scope)
                assert len(opened) == await number_of_rows(session, figure, scope), name
                assert values[name] == (_sum(figure, opened) if figure.sums else len(opened)), name


async def test_every_figure_counts_something_in_a_whole_year(told_year: Reporting) -> None:
    figures = await told_year.figures(LEADER, "Y")

    assert [name for name, value in figures.items() if value == 0] == []


async def test_parts_of_a_whole_add_up(told_year: Reporting) -> None:
    for period in QUARTERS:
        found = await told_year.figures(LEADER, period)

        assert found["filings_due"] == found["filings_on_time"] + found["filings_late"] + found["filings_missing"]
        assert found["tasks_planned"] == (
            found["tasks_completed"] + found["tasks_not_arising"] + found["tasks_unsettled"]
        )
        assert found["awards_granted"] == (sum(found[f"awards_{kind}"] for kind in SUBJECT_KINDS))


async def test_quarters_add_up_to_the_half_and_the_whole_year(told_year: Reporting) -> None:
    periods = {period: await told_year.figures(LEADER, period) for period in QUARTERS}
    whole_year = {"movements_running", "movements_thematic", "nominations_open"}

    for name in FIGURES.keys() - whole_year:
        quarters = [periods[f"Q{number}"][name] for number in range(1, 5)]
        assert periods["H1"][name] == sum(quarters[:2]), name
        assert periods["Y"][name] == sum(quarters), name


async def test_units_add_up_to_everybody(told_year: Reporting) -> None:
    whole = await told_year.figures(LEADER, "Y")
    parts = [await told_year.figures(officer(unit_id), "Y") for unit_id in UNITS]

    for name, figure in FIGURES.items():
        if figure.listing.unit and not name.startswith("notices_"):
            assert whole[name] == sum(part[name] for part in parts), name


async def test_filings_are_counted_by_when_they_were_due_and_came(reporting: Reporting) -> None:
    march, june = date(2023, 3, 15), date(2023, 6, 15)
    overdue = a_filing("so-y-te", march)
    await reporting.hear(
        *a_filing("so-y-te", march, 0),
        *a_filing("so-noi-vu", march, 2),
        *a_filing("so-tu-phap", june),
        *overdue,
        a_sample(FilingOverdue, filing_id=overdue[0].filing_id),
    )

    quarters = [await reporting.figures(LEADER, period) for period in ("Q1", "Q2", "Q3")]

    names = ("filings_due", "filings_on_time", "filings_late", "filings_missing", "filings_overdue")
    counted = [[found[name] for name in names] for found in quarters]
    assert counted == [
        [3, 1, 1, 1, 1],
        [1, 0, 0, 1, 0],
        [0, 0, 0, 0, 0],
    ]


async def test_dossier_submitted_in_the_last_minute_of_a_quarter_counts_there(reporting: Reporting) -> None:
    last_minute = datetime(2023, 3, 31, 16, 59, tzinfo=UTC)  # 23:59 in Vietnam
    a_minute_later = datetime(2023, 3, 31, 17, 0, tzinfo=UTC)
    moments = (last_minute, a_minute_later)
    await reporting.hear(
        *(a_sample(NominationSubmitted, nomination_id=uuid4(), submitted_at=moment) for moment in moments)
    )

    quarters = [await reporting.figures(LEADER, period) for period in ("Q1", "Q2")]

    assert [found["nominations_submitted"] for found in quarters] == [1, 1]


async def test_task_carried_over_is_not_overdue_until_it_is_late_again(reporting: Reporting) -> None:
    plan = a_sample(PlanIssued, tasks=[a_sample(TaskFact, quarter=1)])
    first = a_sample(TaskOverdue, due_on=date(2023, 3, 31))
    carried = a_sample(TaskCarriedOver, carried_on=date(2023, 4, 1))
    again = a_sample(TaskOverdue, due_on=date(2023, 6, 30))
    overdue = []

    for event in (plan, first, carried, again, a_sample(TaskCompleted)):
        await reporting.hear(event)
        overdue.append((await reporting.figures(LEADER, "Q1"))["tasks_overdue"])

    assert overdue == [0, 1, 0, 1, 0]


async def test_officer_sees_the_rows_of_the_own_unit_only(reporting: Reporting) -> None:
    march = date(2023, 3, 15)
    await reporting.hear(
        a_sample(UnitRegistered, unit_id="so-y-te", name="Sở Y tế"),
        *a_filing("so-y-te", march),
        *a_filing("so-noi-vu", march),
    )

    own = await reporting.get(officer("so-y-te"), "/figures/filings_due", year=2023, period="Q1")
    everybody = await reporting.get(LEADER, "/figures/filings_due", year=2023, period="Q1")

    assert [row["cells"][0] for row in own["rows"]] == ["Sở Y tế"]
    assert (own["total"], everybody["total"]) == (1, 2)


async def test_row_reads_as_a_person_would_write_it_and_opens_at_the_gateway(reporting: Reporting) -> None:
    due, received = a_filing("so-y-te", date(2023, 3, 15), 2)
    await reporting.hear(a_sample(UnitRegistered, unit_id="so-y-te", name="Sở Y tế"), due, received)

    page = await reporting.get(LEADER, "/figures/filings_late", year=2023, period="Q1")

    assert page["label"] == "Nộp trễ hạn"
    assert page["rows"] == [
        {
            "cells": [
                "Sở Y tế",
                "Kế hoạch thi đua, khen thưởng",
                "15/03/2023",
                "Đã nộp",
                "10/03/2023",
                "2",
                "Cổng làm việc",
            ],
            "link": f"/filings/{due.filing_id}",
        }
    ]


async def test_rows_are_listed_page_by_page(reporting: Reporting) -> None:
    await reporting.hear(*(event for _ in range(3) for event in a_filing("so-y-te", date(2023, 3, 15))))

    pages = [
        await reporting.get(LEADER, "/figures/filings_due", year=2023, period="Y", page=page, size=2) for page in (1, 2)
    ]

    links = [[row["link"] for row in page["rows"]] for page in pages]
    assert [len(page) for page in links] == [2, 1]
    assert len({link for page in links for link in page}) == 3


async def test_figure_is_exported_with_every_row(told_year: Reporting) -> None:
    answer = await told_year.ask(LEADER, "GET", "/figures/awards_granted.csv", year=2023, period="Y")

    sheet = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="awards_granted-2023-Y.csv"'
    assert len(sheet) - 1 == (await told_year.figures(LEADER, "Y"))["awards_granted"]


@pytest.mark.parametrize(
    ("path", "params", "code"),
    [
        ("/figures/everything", {"year": 2023, "period": "Y"}, "NoSuchFigure"),
        ("/figures/everything.csv", {"year": 2023, "period": "Y"}, "NoSuchFigure"),
        ("/summary", {"year": 2023, "period": "Q5"}, "NoSuchPeriod"),
    ],
)
async def test_what_does_not_exist_is_refused(
    reporting: Reporting, path: str, params: dict[str, Any], code: str
) -> None:
    answer = await reporting.ask(LEADER, "GET", path, **params)

    assert (answer.status_code, answer.json()["code"]) == (404, code)


async def test_overview_shows_the_quarters_of_the_year(reporting: Reporting) -> None:
    tasks = [a_sample(TaskFact, task_key=f"{quarter}.{n}", quarter=quarter) for quarter in range(1, 5) for n in (1, 2)]
    await reporting.hear(
        a_sample(PlanIssued, tasks=tasks),
        a_sample(QuarterOpened, quarter=1),
        a_sample(TaskCompleted, task_key="1.1"),
        a_sample(TaskOverdue, task_key="1.2", due_on=date(2023, 3, 31)),
        a_sample(TaskCarriedOver, task_key="1.2", carried_on=date(2023, 4, 1)),
        a_sample(QuarterClosed, quarter=1),
        a_sample(QuarterOpened, quarter=2),
        a_sample(TaskOverdue, task_key="2.1"),
    )

    overview = await reporting.get(LEADER, "/overview", year=2023)

    names = ("state_label", "total", "settled", "overdue", "carried_over")
    assert [[quarter[name] for name in names] for quarter in overview["quarters"]] == [
        ["Đã đóng", 2, 1, 0, 1],
        ["Đang thực hiện", 2, 0, 1, 0],
        ["Chưa mở", 2, 0, 0, 0],
        ["Chưa mở", 2, 0, 0, 0],
    ]


async def test_overview_of_a_year_nobody_planned_is_empty(reporting: Reporting) -> None:
    overview = await reporting.get(LEADER, "/overview", year=2030)

    assert overview["quarters"] == []
    assert {figure["value"] for figure in overview["filings"]} == {0}


async def test_summary_says_its_period_and_its_day(reporting: Reporting) -> None:
    summary = await reporting.get(LEADER, "/summary", year=2023, period="Q1")

    assert summary["period_label"] == "Quý I năm 2023"
    assert (summary["starts_on"], summary["ends_on"], summary["as_of"]) == ("2023-01-01", "2023-03-31", "2024-01-02")


async def test_compiled_summary_is_kept_as_it_was_and_told(reporting: Reporting) -> None:
    await reporting.hear(a_sample(AwardGranted, decided_on=date(2023, 5, 19)))

    answer = await reporting.ask(APPRAISER, "POST", "/summaries", {"year": 2023, "period": "H1"})
    await reporting.hear(a_sample(AwardGranted, award_id=uuid4(), decided_on=date(2023, 5, 19)))

    assert answer.status_code == 201
    ((report_id, kept),) = await reporting.rows("SELECT report_id, summary FROM summaries")
    assert kept == answer.json()
    assert (await reporting.figures(LEADER, "H1"))["awards_granted"] == 2
    assert await reporting.told(ReportCompiled) == [
        {
            "report_id": str(report_id),
            "year": 2023,
            "period": "H1",
            "as_of": "2024-01-02",
            "compiled_on": "2024-01-02",
        }
    ]


async def test_officer_may_not_compile(reporting: Reporting) -> None:
    answer = await reporting.ask(officer("so-y-te"), "POST", "/summaries", {"year": 2023, "period": "H1"})

    assert answer.status_code == 403
    assert await reporting.rows("SELECT 1 FROM summaries") == []
