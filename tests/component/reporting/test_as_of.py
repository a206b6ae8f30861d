from datetime import date
from typing import Any
from uuid import uuid4

from shared.events.nominations import AwardGranted, AwardPresented, AwardRevoked, SessionCalled, SessionHeld
from shared.events.plans import (
    ClusterResultPublished,
    FilingDue,
    FilingRecalled,
    FilingReceived,
    FindingOverdue,
    FindingRecorded,
    FindingRemedied,
    PlanAmended,
    PlanIssued,
    RankedUnit,
    RemedyExtended,
    TaskCompleted,
    TaskFact,
    TaskReopened,
)
from tests.component.reporting.conftest import LEADER, Reporting, officer
from tests.factories import a_sample

GRANTED, REVOKED = date(2023, 5, 19), date(2023, 9, 8)


async def figures(reporting: Reporting, period: str, **asked: str) -> dict[str, int]:
    """Return every figure of a period, as of a day where one is asked."""
    summary = await reporting.get(LEADER, "/summary", year=2023, period=period, **asked)
    return {figure["figure"]: figure["value"] for group in summary["groups"] for figure in group["figures"]}


async def test_revoked_award_counts_no_more_but_still_does_as_of_the_day_before(reporting: Reporting) -> None:
    await reporting.hear(
        a_sample(AwardGranted, award_id=uuid4(), decided_on=GRANTED, bonus=1_000),
        a_sample(AwardGranted, decided_on=GRANTED, bonus=500),
        a_sample(AwardPresented, presented_on=date(2023, 6, 1)),
        a_sample(AwardRevoked, decided_on=GRANTED, revoked_on=REVOKED, bonus=500),
    )

    now = await figures(reporting, "Y")
    before = await figures(reporting, "Y", as_of="2023-09-07")
    on_the_day = await figures(reporting, "Y", as_of="2023-09-08")

    names = ("awards_granted", "awards_bonus", "awards_presented", "awards_revoked", "awards_to_recover")
    counted = [[found[name] for name in names] for found in (now, before, on_the_day)]
    assert counted == [[1, 1_000, 0, 1, 500], [2, 1_500, 1, 0, 0], [1, 1_000, 0, 1, 500]]


async def test_award_of_before_this_register_is_known_by_its_revocation(reporting: Reporting) -> None:
    await reporting.hear(a_sample(AwardRevoked, nomination_id=None, decided_on=GRANTED, revoked_on=REVOKED))

    page = await reporting.get(LEADER, "/figures/awards_revoked", year=2023, period="Q3")

    assert [row["link"] for row in page["rows"]] == ["/nominations"]
    assert (await figures(reporting, "Y"))["awards_granted"] == 0


async def test_summary_as_of_a_day_says_that_day_and_leaves_out_what_came_later(reporting: Reporting) -> None:
    await reporting.hear(*(a_sample(AwardGranted, award_id=uuid4(), decided_on=day) for day in (GRANTED, REVOKED)))

    summary = await reporting.get(LEADER, "/summary", year=2023, period="Y", as_of="2023-06-30")
    rows = await reporting.get(LEADER, "/figures/awards_granted", year=2023, period="Y", as_of="2023-06-30")

    assert summary["as_of"] == "2023-06-30"
    assert rows["total"] == 1


async def test_task_reopened_is_not_settled_and_one_removed_is_not_planned(reporting: Reporting) -> None:
    tasks = [a_sample(TaskFact, task_key=key, quarter=1) for key in ("1", "2", "3")]
    await reporting.hear(a_sample(PlanIssued, tasks=tasks), *(a_sample(TaskCompleted, task_key=key) for key in "12"))
    plan_before = await figures(reporting, "Q1")

    await reporting.hear(
        a_sample(TaskReopened, task_key="1"),
        a_sample(PlanAmended, added=[], changed=[], removed=["3"], amended_on=date(2023, 3, 20)),
    )

    found = [plan_before, await figures(reporting, "Q1"), await figures(reporting, "Q1", as_of="2023-03-19")]
    names = ("tasks_planned", "tasks_completed", "tasks_unsettled")
    assert [[one[name] for name in names] for one in found] == [[3, 2, 1], [2, 1, 1], [3, 1, 2]]


async def test_filing_taken_back_is_missing_again(reporting: Reporting) -> None:
    filing: dict[str, Any] = {"unit_id": "so-y-te"}
    due = a_sample(FilingDue, **filing, year=2023, due_on=date(2023, 3, 15))
    filed = a_sample(FilingReceived, **filing, days_late=0)
    missing = []

    for event in (due, filed, a_sample(FilingRecalled, **filing), filed):
        await reporting.hear(event)
        found = await figures(reporting, "Q1")
        missing.append((found["filings_missing"], found["filings_on_time"]))

    assert missing == [(1, 0), (0, 1), (1, 0), (0, 1)]


async def test_finding_is_overdue_until_it_gets_more_time_or_is_mended(reporting: Reporting) -> None:
    march, april = date(2023, 3, 10), date(2023, 3, 24)
    facts = (
        a_sample(FindingRecorded, kind="shortcoming", due_on=march),
        a_sample(FindingOverdue, due_on=march),
        a_sample(RemedyExtended, due_on=april),
        a_sample(FindingOverdue, due_on=april),
        a_sample(FindingRemedied, remedied_on=date(2023, 4, 3)),
    )
    overdue = []

    for fact in facts:
        await reporting.hear(fact)
        overdue.append((await figures(reporting, "Q1"))["findings_overdue"])

    assert overdue == [0, 1, 0, 1, 0]
    assert (await figures(reporting, "Q1", as_of="2023-03-31"))["findings_overdue"] == 1


async def test_sessions_add_up_and_open_to_one_row_each(reporting: Reporting) -> None:
    for members, present, passed, not_passed in ((11, 9, 4, 1), (11, 8, 2, 0)):
        session: dict[str, Any] = {"session_id": uuid4()}
        counted: dict[str, Any] = {"members": members, "present": present, "passed": passed, "not_passed": not_passed}
        await reporting.hear(
            a_sample(SessionCalled, **session), a_sample(SessionHeld, **session, **counted, held_on=GRANTED)
        )

    found = await figures(reporting, "Q2")
    page = await reporting.get(LEADER, "/figures/sessions_passed", year=2023, period="Q2")

    names = ("sessions_held", "sessions_members", "sessions_present", "sessions_passed", "sessions_not_passed")
    assert [found[name] for name in names] == [2, 22, 17, 6, 1]
    assert (page["total"], len(page["rows"])) == (2, 2)


async def test_cluster_result_shows_rank_total_and_what_is_proposed(reporting: Reporting) -> None:
    ranked = [
        RankedUnit(unit_id="so-y-te", rank=1, total="98.5", award="CO_TINH"),
        RankedUnit(unit_id="so-noi-vu", rank=2, total="97.25"),
    ]
    await reporting.hear(a_sample(ClusterResultPublished, results=ranked, published_on=date(2023, 1, 20), year=2022))

    page = await reporting.get(LEADER, "/figures/results_ranked", year=2023, period="Q1")
    own = await reporting.get(officer("so-y-te"), "/figures/results_ranked", year=2023, period="Q1")

    assert [row["cells"][-3:] for row in page["rows"]] == [
        ["98.5", "1", "Cờ thi đua của Ủy ban nhân dân tỉnh"],
        ["97.25", "2", ""],
    ]
    assert own["total"] == 1
