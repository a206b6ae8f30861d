"""A year of tasks: opened by the calendar, worked, carried over, closed by quarter and by year."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from shared.events.nominations import AwardGranted
from shared.events.plans import (
    QuarterClosed,
    QuarterOpened,
    TaskCarriedOver,
    TaskCompleted,
    TaskNotArising,
    TaskOverdue,
    TaskProgressed,
    TaskStarted,
    YearClosed,
)
from shared.events.reporting import ReportCompiled
from tests.component.plans.room import APPRAISER, LEADER, Plans, officer


async def step(plans: Plans, plan: dict[str, Any], key: str, name: str, **order: Any) -> Any:
    return await plans.post(APPRAISER, f"/plans/{plan['plan_id']}/tasks/{key}/steps/{name}", order)


async def close(plans: Plans, plan: dict[str, Any], quarter: int) -> Any:
    return await plans.post(LEADER, f"/plans/{plan['plan_id']}/quarters/{quarter}/close")


async def quarter(plans: Plans, plan: dict[str, Any], number: int) -> dict[str, Any]:
    shown: dict[str, Any] = (await plans.get(LEADER, f"/plans/{plan['plan_id']}"))["quarters"][number - 1]
    return shown


async def task(plans: Plans, plan: dict[str, Any], key: str) -> dict[str, Any]:
    shown = await plans.get(APPRAISER, f"/plans/{plan['plan_id']}")
    return next(each for quarter in shown["quarters"] for each in quarter["tasks"] if each["task_key"] == key)


async def settle(plans: Plans, plan: dict[str, Any], number: int) -> None:
    for each in (await quarter(plans, plan, number))["tasks"]:
        if each["state"] not in {"completed", "not_arising"}:
            assert (await step(plans, plan, each["task_key"], "complete")).status_code == 200


async def test_quarters_open_on_their_first_day(plans: Plans) -> None:
    plan = await plans.issue()

    await plans.move(date(2022, 12, 31))
    before = (await quarter(plans, plan, 1))["state"]
    await plans.move(date(2023, 1, 1))
    await plans.move(date(2023, 7, 1))

    assert before == "planned"
    assert [(fact["quarter"], fact["opened_on"]) for fact in await plans.told(QuarterOpened)] == [
        (1, "2023-01-01"),
        (2, "2023-04-01"),
        (3, "2023-07-01"),
    ]


async def test_plan_issued_after_its_quarter_began_opens_it_at_once(plans: Plans) -> None:
    await plans.move(date(2023, 2, 10))

    plan = await plans.issue()
    await plans.move(date(2023, 2, 10))

    assert (await quarter(plans, plan, 1))["state"] == "open"
    assert [fact["opened_on"] for fact in await plans.told(QuarterOpened)] == ["2023-02-10"]


@pytest.mark.covers("O-SNV-01")
async def test_task_is_worked_from_start_to_end(plans: Plans) -> None:
    plan = await plans.issue()

    await step(plans, plan, "Q1-01", "start")
    await step(plans, plan, "Q1-01", "progress", percent=60, reason="Đã có danh sách")
    halfway = await task(plans, plan, "Q1-01")
    done = (await step(plans, plan, "Q1-01", "complete")).json()

    assert (halfway["state"], halfway["percent"], halfway["note"]) == ("in_progress", 60, "Đã có danh sách")
    assert (done["state"], done["percent"], [each["step"] for each in done["steps"]]) == ("completed", 100, ["reopen"])
    assert [len(await plans.told(kind)) for kind in (TaskStarted, TaskProgressed, TaskCompleted)] == [1, 1, 1]
    assert (await plans.versions("plans.plan.v1"))[plan["plan_id"]] == [1, 2, 3, 4]


@pytest.mark.covers("T-Q1-02", "T-Q2-01", "T-Q3-04", "T-Q4-05")
async def test_conditional_task_may_be_settled_as_not_arising(plans: Plans) -> None:
    plan = await plans.issue()

    without_reason = await step(plans, plan, "Q1-02", "not_arise")
    settled = await step(plans, plan, "Q1-02", "not_arise", reason="Không điều chỉnh cụm")
    unconditional = await step(plans, plan, "Q1-01", "not_arise", reason="Không làm")

    assert without_reason.json()["message"] == "Vui lòng ghi rõ lý do."
    assert settled.json()["state_label"] == "Không phát sinh"
    assert unconditional.json()["code"] == "NotConditional"
    assert [fact["reason"] for fact in await plans.told(TaskNotArising)] == ["Không điều chỉnh cụm"]


@pytest.mark.covers("D-04")
async def test_task_is_overdue_the_day_after_its_deadline(plans: Plans) -> None:
    plan = await plans.issue()
    await step(plans, plan, "Q1-01", "complete")

    await plans.move(date(2023, 3, 31))
    in_time = await plans.told(TaskOverdue)
    await plans.move(date(2023, 4, 1))

    overdue = await plans.told(TaskOverdue)
    assert in_time == []
    assert [fact["task_key"] for fact in overdue] == [f"Q1-0{number}" for number in range(2, 9)]
    assert (await task(plans, plan, "Q1-01"))["is_overdue"] is False
    assert (await task(plans, plan, "Q1-02"))["is_overdue"] is True


async def test_task_overdue_can_still_be_completed(plans: Plans) -> None:
    plan = await plans.issue()
    await plans.move(date(2023, 4, 10))

    done = await step(plans, plan, "Q1-03", "complete")

    assert (done.json()["state"], done.json()["is_overdue"]) == ("completed", False)


async def test_quarter_with_unsettled_tasks_does_not_close_and_says_which(plans: Plans) -> None:
    plan = await plans.issue()
    await plans.move(date(2023, 1, 1))
    await settle(plans, plan, 1)
    await plans.move(date(2023, 4, 1))

    refused = await close(plans, plan, 2)

    problem = refused.json()
    shown = await quarter(plans, plan, 2)
    assert (refused.status_code, problem["message"]) == (409, "Chưa thể đóng Quý II.")
    assert problem["details"] == [
        "Quý I chưa đóng.",
        *(f"Nhiệm vụ “{each['text']}” chưa hoàn thành và chưa chuyển quý sau." for each in shown["tasks"]),
    ]
    assert (shown["blockers"], shown["steps"]) == (problem["details"], [])


async def test_quarter_closes_once_its_last_task_is_carried_over(plans: Plans) -> None:
    plan = await plans.issue()
    await plans.move(date(2023, 1, 1))
    await step(plans, plan, "Q1-02", "not_arise", reason="Không điều chỉnh")
    await step(plans, plan, "Q1-05", "start")
    await step(plans, plan, "Q1-05", "carry_over", reason="Chờ hướng dẫn")
    await settle(plans, plan, 1)
    offered = (await quarter(plans, plan, 1))["steps"]

    closed = await close(plans, plan, 1)
    again = await close(plans, plan, 1)

    (fact,) = await plans.told(QuarterClosed)
    assert [each["step"] for each in offered] == ["close"]
    assert (closed.status_code, closed.json()["state_label"]) == (200, "Đã đóng")
    assert (fact["completed"], fact["not_arising"], fact["carried_over"]) == (6, 1, 1)
    assert (again.status_code, again.json()["message"]) == (409, "Quý I đã đóng từ ngày 01/01/2023.")


async def test_task_carried_over_appears_in_the_next_quarter_with_its_new_deadline(plans: Plans) -> None:
    plan = await plans.issue()
    await plans.move(date(2023, 4, 2))
    await step(plans, plan, "Q1-05", "carry_over", reason="Chờ hướng dẫn")

    moved = await task(plans, plan, "Q1-05")
    await plans.move(date(2023, 7, 1))

    (fact,) = await plans.told(TaskCarriedOver)
    overdue = [each["due_on"] for each in await plans.told(TaskOverdue) if each["task_key"] == "Q1-05"]
    assert (fact["from_quarter"], fact["to_quarter"], fact["reason"]) == (1, 2, "Chờ hướng dẫn")
    assert (moved["quarter"], moved["carried_from"], moved["state_label"]) == (2, 1, "Chuyển từ quý trước")
    assert (moved["due_on"], moved["is_deadline_implied"], moved["is_overdue"]) == ("2023-06-30", True, False)
    assert overdue == ["2023-03-31", "2023-06-30"]


async def test_year_closes_after_its_last_quarter_and_leaves_the_rest_to_next_year(plans: Plans) -> None:
    plan = await plans.issue()
    await plans.move(date(2023, 12, 20))
    await step(plans, plan, "Q4-03", "carry_over", reason="Chờ nghị định")
    early = await plans.post(LEADER, f"/plans/{plan['plan_id']}/close")
    for number in (1, 2, 3, 4):
        await settle(plans, plan, number)
        assert (await close(plans, plan, number)).status_code == 200

    closed = await plans.post(LEADER, f"/plans/{plan['plan_id']}/close")
    again = await plans.post(LEADER, f"/plans/{plan['plan_id']}/close")

    shown = closed.json()
    assert early.json()["details"] == [f"{name} chưa đóng." for name in ("Quý I", "Quý II", "Quý III", "Quý IV")]
    assert (closed.status_code, shown["state_label"]) == (200, "Đã đóng")
    assert shown["quarters"][4]["state_label"] == "Năm sau"
    assert [each["task_key"] for each in shown["quarters"][4]["tasks"]] == ["Q4-03"]
    assert [fact["closed_on"] for fact in await plans.told(YearClosed)] == ["2023-12-20"]
    assert again.status_code == 409


async def test_task_left_to_next_year_is_never_overdue_in_this_plan(plans: Plans) -> None:
    plan = await plans.issue()
    await step(plans, plan, "Q4-03", "carry_over", reason="Chờ nghị định")

    await plans.move(date(2024, 6, 1))

    overdue = [fact["task_key"] for fact in await plans.told(TaskOverdue)]
    assert len(overdue) == 26
    assert overdue.count("Q4-03") == 0


async def test_facts_of_a_plan_are_counted_without_a_gap_when_many_timers_ring_at_once(plans: Plans) -> None:
    plan = await plans.issue()

    await plans.move(date(2024, 1, 1))

    told = 1 + len(await plans.told(QuarterOpened)) + len(await plans.told(TaskOverdue))
    assert told == 1 + 4 + 27
    assert await plans.versions("plans.plan.v1") == {plan["plan_id"]: list(range(1, told + 1))}


async def test_two_people_who_saw_the_same_plan_cannot_both_change_it(plans: Plans) -> None:
    plan = await plans.issue()
    orders = [{"version": plan["version"], "reason": f"Lần {number}"} for number in range(2)]

    answers = await asyncio.gather(*(step(plans, plan, "Q1-01", "start", **order) for order in orders))

    refused = next(answer for answer in answers if answer.status_code != 200)
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert refused.json()["code"] == "SomeoneWasFaster"
    assert len(await plans.told(TaskStarted)) == 1


async def test_tasks_are_worked_by_the_appraising_office_and_quarters_closed_by_the_leader(plans: Plans) -> None:
    plan = await plans.issue()
    await plans.move(date(2023, 1, 1))
    path = f"/plans/{plan['plan_id']}"

    started = await plans.post(officer("so-y-te"), f"{path}/tasks/Q1-01/steps/start")
    closed = await plans.post(APPRAISER, f"{path}/quarters/1/close")

    assert (started.status_code, closed.status_code) == (403, 403)


@pytest.mark.covers("T-Q2-06", "T-Q4-06")
@pytest.mark.parametrize(
    ("period", "key", "day"), [("H1", "Q2-06", date(2023, 6, 20)), ("Y", "Q4-06", date(2023, 12, 20))]
)
@pytest.mark.covers("T-Q2-06", "T-Q4-06")
async def test_report_compiled_completes_the_task_that_asks_for_it_once(
    plans: Plans, period: str, key: str, day: date
) -> None:
    plan = await plans.issue()
    await plans.move(day)
    compiled = ReportCompiled(report_id=uuid4(), year=2023, period=period, as_of=day, compiled_on=day)
    another = compiled.model_copy(update={"report_id": uuid4()})

    await plans.hear(compiled)
    await plans.hear(another)

    assert [fact["task_key"] for fact in await plans.told(TaskCompleted)] == [key]
    assert (await task(plans, plan, key))["state"] == "completed"
    assert await plans.count("dead_letter") == 0


@pytest.mark.covers("T-Q1-06")
async def test_award_granted_completes_the_tasks_that_wait_for_it(plans: Plans) -> None:
    plan = await plans.issue()
    async with plans.database.transaction() as session:
        await session.execute(text("UPDATE tasks SET waits_for = 'AwardGranted:CO_CP' WHERE task_key = 'Q1-06'"))

    await plans.hear(_award("BK_TINH"))
    before = await plans.told(TaskCompleted)
    await plans.hear(_award("CO_CP"))

    assert before == []
    assert [(fact["plan_id"], fact["task_key"]) for fact in await plans.told(TaskCompleted)] == [
        (plan["plan_id"], "Q1-06")
    ]


def _award(code: str) -> AwardGranted:
    return AwardGranted(
        award_id=uuid4(),
        nomination_id=uuid4(),
        unit_id="so-y-te",
        award=code,
        subject_kind="collective",
        subject_id=UUID(int=1),
        year=2022,
        decided_by="Chủ tịch UBND tỉnh",
        decision_number="100/QĐ-UBND",
        decided_on=date(2023, 3, 20),
        bonus=0,
    )
