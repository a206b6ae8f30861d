"""The walked year: what its people would say of it, read where they would look."""

from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest

from deploy.seed.filings import Manner, Owed, filings_of, manner
from deploy.seed.people import APPRAISER, LEADER
from deploy.seed.tasks import YEAR_CLOSED_ON
from shared.clock import VIETNAM
from shared.events.plans import Duty
from shared.words import filing
from tests.system.walked import DOSSIERS, UNITS, Walked

LAST_DAYS = {
    Duty.UNIT_PLAN: date(2023, 3, 14),  # trước ngày 15/3
    Duty.HALF_YEAR_REPORT: date(2023, 6, 15),
    Duty.YEAR_REPORT: date(2023, 12, 15),
}
REMINDED_BEFORE = (14, 3, 1)
OWED = [Owed(unit.id, duty, last_day) for unit in UNITS for duty, last_day in LAST_DAYS.items()]


def at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), VIETNAM)


def is_filed(owed: Owed, moment: datetime) -> bool:
    """Say whether what a unit filed stands at *moment*: filed at 8:00, and not sent back at 15:00."""
    stands = False
    for filed in filings_of([owed]):
        if at(filed.on, 8) <= moment:
            stands = not (filed.is_sent_back and at(filed.on, 15) <= moment)
    return stands


async def test_every_task_of_the_plan_is_settled(walked: Walked) -> None:
    states = await walked.rows("plans", "SELECT state, count(*) FROM tasks GROUP BY 1 ORDER BY 1")

    assert states == [("completed", 24), ("not_arising", 3)]


async def test_tasks_carried_over_end_in_the_next_quarter_with_a_reason(walked: Walked) -> None:
    carried = await walked.rows(
        "plans",
        "SELECT task_key, from_quarter, to_quarter, reason <> '', carried_on FROM carry_overs ORDER BY task_key",
    )

    assert carried == [
        ("Q1-05", 1, 2, True, date(2023, 3, 31)),
        ("Q2-07", 2, 3, True, date(2023, 6, 30)),
        ("Q3-03", 3, 4, True, date(2023, 9, 29)),
    ]


async def test_reports_complete_the_tasks_that_asked_for_them(walked: Walked) -> None:
    completed = await walked.rows(
        "reporting", "SELECT task_key, state, settled_on FROM tasks WHERE task_key IN ('Q2-06', 'Q4-06') ORDER BY 1"
    )

    assert completed == [("Q2-06", "completed", date(2023, 6, 28)), ("Q4-06", "completed", date(2023, 12, 28))]


async def test_quarters_open_on_their_first_day_and_close_when_settled(walked: Walked) -> None:
    quarters = await walked.rows("plans", "SELECT quarter, state, opened_on, closed_on FROM quarters ORDER BY quarter")

    assert quarters == [
        (1, "closed", date(2023, 1, 1), date(2023, 4, 3)),
        (2, "closed", date(2023, 4, 1), date(2023, 7, 3)),
        (3, "closed", date(2023, 7, 1), date(2023, 10, 2)),
        (4, "closed", date(2023, 10, 1), date(2024, 1, 2)),
    ]


async def test_year_is_closed_for_everybody_who_looks(walked: Walked) -> None:
    async with walked.people() as people:
        (plan,) = await people.get(LEADER, "plans", "/plans")

    assert (plan["year"], plan["symbol"], plan["state_label"]) == (2023, "274/KH-UBND", "Đã đóng")
    assert walked.days[-1] == YEAR_CLOSED_ON


async def test_filings_stand_as_their_units_filed_them(walked: Walked) -> None:
    states = await walked.rows(
        "plans",
        "SELECT duty, CASE WHEN received_at > $1 THEN 'due' ELSE state END, count(*) FROM filings GROUP BY 1, 2",
        walked.ended_at,
    )

    expected = Counter((one.duty.value, "due" if manner(one) is Manner.NEVER else "accepted") for one in OWED)
    assert {(duty, state): count for duty, state, count in states} == expected
    assert {state for _, state in expected} == {"due", "accepted"}


async def test_units_that_had_not_filed_by_the_last_day_got_an_overdue_letter(walked: Walked) -> None:
    overdue = [letter for letter in walked.letters() if letter["Subject"].startswith("Quá hạn nộp")]

    late = [one for one in OWED if not is_filed(one, at(one.last_day_on + timedelta(days=1), 0))]
    assert sorted(letter["To"] for letter in overdue) == sorted(f"{one.unit_id}@thidua.local" for one in late)
    assert Counter(letter["Subject"].split(":")[0] for letter in overdue) == Counter(
        f"Quá hạn nộp {filing(one.duty)}" for one in late
    )


@pytest.mark.parametrize("duty", Duty)
async def test_units_are_reminded_as_long_as_they_have_not_filed(walked: Walked, duty: Duty) -> None:
    name = filing(duty, 2023)
    reminders = Counter(
        (letter["To"].removesuffix("@thidua.local"), letter["Subject"])
        for letter in walked.letters()
        if letter["Subject"].startswith("Còn ") and letter["Subject"].endswith(name)
    )

    expected = Counter(
        (one.unit_id, f"Còn {days} ngày để nộp {name}")
        for one in OWED
        if one.duty is duty
        for days in REMINDED_BEFORE
        if not is_filed(one, at(one.last_day_on - timedelta(days=days), 7))
    )
    assert reminders == expected
    assert sum(expected.values()) > len(UNITS)


async def test_reminders_ring_at_seven_in_the_morning_of_their_days(walked: Walked) -> None:
    moments = await walked.rows(
        "notifications", "SELECT DISTINCT created_at FROM notices WHERE message = 'FilingReminder' ORDER BY 1"
    )

    rungs = {at(last_day - timedelta(days=days), 7) for last_day in LAST_DAYS.values() for days in REMINDED_BEFORE}
    assert [moment for (moment,) in moments] == sorted(rungs)


async def test_every_letter_left_and_none_twice(walked: Walked) -> None:
    await walked.settle()
    sent = await walked.rows(
        "notifications",
        "SELECT count(sent_at), count(failed_at), count(*) FROM deliveries WHERE channel = 'email'",
    )

    letters = [letter["Message-ID"] for letter in walked.letters()]
    assert len(letters) == len(set(letters))
    assert sent == [(len(letters), 0, len(letters))]


async def test_each_dossier_ends_or_waits_where_its_rules_put_it(walked: Walked) -> None:
    unexplained = await walked.rows(
        "nominations", "SELECT count(*) FROM nominations WHERE state = 'rejected' AND reason = ''"
    )
    skipped = await walked.rows(
        "nominations",
        "SELECT count(*) FROM nominations n JOIN awards USING (nomination_id) WHERE NOT EXISTS "
        "(SELECT FROM steps_taken s WHERE s.nomination_id = n.nomination_id AND s.state = 'eligible')",
    )
    (total,) = await walked.rows("nominations", "SELECT count(*), count(DISTINCT state) FROM nominations")

    assert unexplained == [(0,)]
    assert skipped == [(0,)]
    assert total[0] >= DOSSIERS
    assert total[1] >= 4


async def test_bonus_follows_the_base_salary_of_the_day_of_the_decision(walked: Walked) -> None:
    bonuses = await walked.rows(
        "nominations",
        "SELECT DISTINCT award, decided_on >= '2023-07-01', bonus FROM awards ORDER BY 1, 2, 3",
    )

    # 3,5 and 1,5 times 1 490 000 đồng before July, 1 800 000 from then on, rounded up to ten thousand.
    # 1, 3, 4,5, 8 and 12 times are owed for the others; a collective gets twice what an individual does.
    assert bonuses == [
        ("BK_TINH", False, 1_490_000),
        ("BK_TINH", False, 2_980_000),
        ("BK_TTG", False, 5_220_000),
        ("BK_TTG", True, 6_300_000),
        ("CO_CP", True, 21_600_000),
        ("CO_TINH", False, 11_920_000),
        ("CSTD_TINH", False, 4_470_000),
        ("CSTD_TINH", True, 5_400_000),
        ("CSTD_TQ", False, 6_710_000),
        ("HC_LD_3", False, 6_710_000),
        ("TTLDXS", False, 2_240_000),
        ("TTLDXS", True, 2_700_000),
    ]


FIGURES = {
    "tasks_planned": ("plans", "SELECT count(*) FROM tasks"),
    "tasks_completed": ("plans", "SELECT count(*) FROM tasks WHERE state = 'completed'"),
    "tasks_not_arising": ("plans", "SELECT count(*) FROM tasks WHERE state = 'not_arising'"),
    "filings_due": ("plans", "SELECT count(*) FROM filings"),
    "filings_on_time": ("plans", "SELECT count(*) FROM filings WHERE received_at IS NOT NULL AND days_late = 0"),
    "filings_late": ("plans", "SELECT count(*) FROM filings WHERE days_late > 0"),
    "filings_missing": ("plans", "SELECT count(*) FROM filings WHERE received_at IS NULL"),
    "filings_accepted": ("plans", "SELECT count(*) FROM filings WHERE state = 'accepted'"),
    "filings_by_system": ("plans", "SELECT count(*) FROM filings WHERE channel = 'kafka'"),
    "nominations_submitted": ("nominations", "SELECT count(*) FROM nominations WHERE submitted_at < '2024-01-01'"),
    "nominations_decided": ("nominations", "SELECT count(*) FROM award_register WHERE revoked_on IS NULL"),
    "nominations_rejected": ("nominations", "SELECT count(*) FROM nominations WHERE state = 'rejected'"),
    "nominations_withdrawn": ("nominations", "SELECT count(*) FROM nominations WHERE state = 'withdrawn'"),
    "awards_granted": ("nominations", "SELECT count(*) FROM award_register WHERE revoked_on IS NULL"),
    "awards_individual": (
        "nominations",
        "SELECT count(*) FROM award_register WHERE subject_kind = 'individual' AND revoked_on IS NULL",
    ),
    "movements_running": ("plans", "SELECT count(*) FROM movements"),
}
"""Figures of the year's summary, and where the owner's own rows say the same."""


@pytest.mark.parametrize("figure", FIGURES)
async def test_figure_of_the_summary_equals_the_owners_rows_and_opens_to_them(walked: Walked, figure: str) -> None:
    await walked.settle()
    async with walked.people() as people:
        summary = await people.get(APPRAISER, "reporting", "/summary", year=2023, period="Y")
        opened = await people.get(APPRAISER, "reporting", f"/figures/{figure}", year=2023, period="Y", size=200)

    ((owned,),) = await walked.rows(*FIGURES[figure])
    shown = {one["figure"]: one["value"] for group in summary["groups"] for one in group["figures"]}
    assert (shown[figure], len(opened["rows"])) == (owned, owned)


def test_everything_told_was_acted_on_exactly_once(walked: Walked) -> None:
    assert walked.ledger.faults == ()
    assert walked.ledger.is_balanced
    assert {(line.service, line.topic) for line in walked.ledger.subscribers if line.acted} >= {
        ("reporting", "plans.filing.v1"),
        ("notifications", "plans.filing.v1"),
        ("plans", "nominations.award.v1"),
        ("plans", "reporting.report.v1"),
        ("nominations", "plans.unit.v1"),
        ("nominations", "plans.cluster.v1"),
        ("plans", "nominations.council.v1"),
        ("notifications", "plans.inspection.v1"),
        ("notifications", "plans.event.v1"),
    }
