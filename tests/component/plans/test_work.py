"""Working a task: who leads it, its parts, its evidence, what it waits for and sets in motion, what is undone."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.events import Event
from shared.events.nominations import (
    AwardPresented,
    CentralResultRecorded,
    NominationForwarded,
    RoundClosed,
    RoundOpened,
    SessionHeld,
)
from shared.events.plans import (
    MovementLaunched,
    RoundAsked,
    TaskAssigned,
    TaskCompleted,
    TaskOverdue,
    TaskProgressed,
    TaskReopened,
    TaskStarted,
)
from shared.events.reporting import ReportCompiled
from tests.component.plans.room import ADMINISTRATOR, APPRAISER, LEADER, Plans, officer
from tests.component.plans.test_tasks import close, settle, step, task


async def order(plans: Plans, plan: dict[str, Any], key: str, what: str, **body: Any) -> Any:
    return await plans.post(APPRAISER, f"/plans/{plan['plan_id']}/tasks/{key}/{what}", body)


async def part(plans: Plans, plan: dict[str, Any], key: str, name: str, **body: Any) -> Any:
    return await order(plans, plan, key, f"parts/{name}", **body)


@pytest.mark.covers("T-Q4-04", "T-Q1-03", "T-Q1-04", "T-Q1-06", "T-Q2-02")
async def test_each_part_of_a_compound_task_has_a_mark_of_its_own(plans: Plans) -> None:
    plan = await plans.issue()

    first = (await part(plans, plan, "Q4-04", "a/steps/complete")).json()
    undone = (await part(plans, plan, "Q4-04", "a/steps/reopen", reason="Nhầm")).json()
    for name in ("a", "b", "c"):
        last = (await part(plans, plan, "Q4-04", f"{name}/steps/complete")).json()
    unknown = await part(plans, plan, "Q4-04", "z/steps/complete")

    assert [each["part_key"] for each in first["checklist"]] == ["a", "b", "c"]
    assert (first["state"], first["percent"], first["checklist"][0]["state_label"]) == ("in_progress", 33, "Đã xong")
    assert (undone["percent"], undone["checklist"][0]["state"]) == (0, "part_open")
    assert (last["percent"], last["state"]) == (100, "in_progress")
    assert unknown.json()["message"] == "Không tìm thấy phần việc."
    assert len(await plans.told(TaskStarted)) == 1
    assert [fact["percent"] for fact in await plans.told(TaskProgressed)] == [33, 0, 33, 66, 100]


@pytest.mark.covers("T-Q1-07", "T-Q4-03")
async def test_only_the_conditional_part_of_a_task_may_fail_to_arise(plans: Plans) -> None:
    plan = await plans.issue()

    refused = await part(plans, plan, "Q1-07", "a/steps/not_arise", reason="Không có")
    settled = await part(plans, plan, "Q1-07", "b/steps/not_arise", reason="Không có đột xuất")

    assert refused.json()["code"] == "NotConditional"
    assert settled.json()["checklist"][1]["state_label"] == "Không phát sinh"


async def test_completing_a_task_completes_its_parts_and_reopening_opens_them_again(plans: Plans) -> None:
    plan = await plans.issue()
    await part(plans, plan, "Q1-04", "a/steps/complete")

    done = (await step(plans, plan, "Q1-04", "complete")).json()
    again = (await step(plans, plan, "Q1-04", "reopen", reason="Bấm nhầm")).json()

    assert {each["state"] for each in done["checklist"]} == {"part_done"}
    assert [each["state"] for each in again["checklist"]] == ["part_done", "part_open", "part_open", "part_open"]
    assert (again["state"], again["percent"]) == ("in_progress", 25)
    assert [fact["reason"] for fact in await plans.told(TaskReopened)] == ["Bấm nhầm"]


async def test_task_reopened_after_its_day_is_overdue_at_once(plans: Plans) -> None:
    plan = await plans.issue()
    await step(plans, plan, "Q1-01", "complete")
    await plans.move(date(2023, 4, 10))
    await step(plans, plan, "Q1-01", "reopen", reason="Chưa có nghị quyết")

    await plans.move(date(2023, 4, 10))

    assert "Q1-01" in {fact["task_key"] for fact in await plans.told(TaskOverdue)}
    assert (await task(plans, plan, "Q1-01"))["is_overdue"] is True


async def test_nothing_is_reopened_once_its_quarter_is_closed_or_its_fact_is_known(plans: Plans) -> None:
    plan = await plans.issue()
    await plans.move(date(2023, 1, 1))
    await settle(plans, plan, 1)
    await close(plans, plan, 1)
    report = ReportCompiled(
        report_id=uuid4(), year=2023, period="H1", as_of=date(2023, 6, 15), compiled_on=date(2023, 6, 20)
    )
    await plans.hear(report)

    closed = await step(plans, plan, "Q1-01", "reopen", reason="Nhầm")
    known = await step(plans, plan, "Q2-06", "reopen", reason="Nhầm")

    assert closed.json()["message"] == "Quý của nhiệm vụ đã đóng nên không thể mở lại."
    assert known.json()["message"] == "Nhiệm vụ hoàn thành theo sự kiện đã được ghi nhận nên không thể mở lại."


@pytest.mark.covers("O-SNV-01")
async def test_task_has_a_lead_coordinators_output_and_evidence(plans: Plans) -> None:
    plan = await plans.issue()
    given = {"title": "Nghị quyết của Hội đồng", "reference": "05/NQ-HĐTĐKT", "dated_on": "2023-02-20"}

    assigned = await order(
        plans, plan, "Q1-05", "assignment",
        lead="Sở Thông tin và Truyền thông", lead_unit_id="so-y-te", coordinating=["Báo Đồng Nai", " "],
        output="Kế hoạch",
    )  # fmt: skip
    proof = await order(plans, plan, "Q1-05", "evidence", **given)
    unnamed = await order(plans, plan, "Q1-05", "evidence", title="Ảnh")
    unsafe = await order(plans, plan, "Q1-05", "evidence", title="Ảnh", link="javascript:alert(1)")
    path = f"/plans/{plan['plan_id']}/tasks/Q1-05"
    struck = await plans.post(APPRAISER, f"{path}/evidence/{proof.json()['evidence_id']}/withdraw")

    detail = await plans.get(APPRAISER, path)
    (fact,) = await plans.told(TaskAssigned)
    assert (assigned.json()["lead"], assigned.json()["coordinating"]) == (
        "Sở Thông tin và Truyền thông",
        ["Báo Đồng Nai"],
    )
    assert assigned.json()["is_lead_implied"] is False
    assert (fact["lead_unit_id"], fact["coordinating"]) == ("so-y-te", ["Báo Đồng Nai"])
    assert (proof.status_code, proof.json()["added_by"]) == (201, "Chuyên viên")
    assert [answer.json()["code"] for answer in (unnamed, unsafe)] == ["EvidenceUnnamed", "LinkUnsafe"]
    assert struck.json()["is_withdrawn"] is True
    assert [(each["title"], each["is_withdrawn"]) for each in detail["evidence"]] == [("Nghị quyết của Hội đồng", True)]
    assert [each["what"] for each in detail["journal"]] == [
        "Phân công Sở Thông tin và Truyền thông chủ trì",
        "Thêm minh chứng",
        "Gỡ minh chứng",
    ]


async def test_officer_proves_the_tasks_of_their_unit_alone(plans: Plans) -> None:
    plan = await plans.issue()
    await order(plans, plan, "Q1-05", "assignment", lead="Sở Y tế", lead_unit_id="so-y-te")
    body = {"title": "Báo cáo", "reference": "1/BC"}
    path = f"/plans/{plan['plan_id']}/tasks/Q1-05"

    own = await plans.post(officer("so-y-te"), f"{path}/evidence", body)
    other = await plans.post(officer("so-xay-dung"), f"{path}/evidence", body)
    assigns = await plans.post(officer("so-y-te"), f"{path}/assignment", {"lead": "Sở khác"})

    assert [answer.status_code for answer in (own, other, assigns)] == [201, 403, 403]


@pytest.mark.covers("T-Q2-04", "T-Q1-06")
async def test_task_waits_for_the_fact_a_person_chose(plans: Plans) -> None:
    plan = await plans.issue()
    await plans.move(date(2023, 5, 2))
    refused = await order(plans, plan, "Q2-04", "wait", fact="AwardGranted:KHONG_CO")
    waiting = (await order(plans, plan, "Q2-04", "wait", fact="NominationForwarded:BK_TTG")).json()
    forwarded = NominationForwarded(
        nomination_id=uuid4(), unit_id="so-y-te", award="BK_TTG", forwarded_on=date(2023, 6, 1), to="Thủ tướng"
    )

    await plans.hear(forwarded.model_copy(update={"award": "CO_CP"}))
    before = await plans.told(TaskCompleted)
    await plans.hear(forwarded.model_copy(update={"nomination_id": uuid4()}))

    facts = await plans.get(LEADER, "/tasks/facts")
    done = await task(plans, plan, "Q2-04")
    assert refused.json()["message"] == "Nhiệm vụ không thể chờ sự kiện này."
    assert waiting["waits_for_label"] == "Đã trình cấp có thẩm quyền: Bằng khen của Thủ tướng Chính phủ"
    assert (before, done["state"]) == ([], "completed")
    assert {"fact": "ClusterResultPublished", "label": "Đã công bố kết quả cụm, khối thi đua"} in facts


@pytest.mark.covers("T-Q1-08", "T-Q2-01", "T-Q4-01")
@pytest.mark.parametrize(
    "fact",
    [
        CentralResultRecorded(
            nomination_id=uuid4(), unit_id="so-y-te", award="BK_TTG", recorded_on=date(2023, 5, 5), is_granted=True,
            reference="1/QĐ-TTg",
        ),
        SessionHeld(
            session_id=uuid4(), council_id=uuid4(), held_on=date(2023, 3, 24), members=15, present=13, written=1,
            passed=20, not_passed=2,
        ),
        AwardPresented(
            award_id=uuid4(), unit_id="so-y-te", award="BK_TTG", ceremony_id=uuid4(), presented_on=date(2023, 5, 19),
            received="in_person",
        ),
    ],
    ids=lambda fact: type(fact).__name__,
)  # fmt: skip
async def test_task_is_completed_by_the_kind_of_fact_it_waits_for(plans: Plans, fact: Event) -> None:
    plan = await plans.issue()
    await order(plans, plan, "Q2-01", "wait", fact=type(fact).__name__)

    await plans.hear(fact)

    assert (await task(plans, plan, "Q2-01"))["state"] == "completed"


@pytest.mark.covers("T-Q1-07", "T-Q3-03")
async def test_task_asks_for_a_round_and_is_completed_when_that_round_closes(plans: Plans) -> None:
    plan = await plans.issue()
    asked = {"title": "Khen thưởng ngành Giáo dục", "year": 2023, "opens_on": "2023-07-01", "closes_on": "2023-08-31"}
    opened = RoundOpened(
        round_id=uuid4(), name="Đợt 2", year=2023, awards=("BK_TINH",), opens_on=date(2023, 7, 1),
        closes_on=date(2023, 8, 31), plan_id=UUID(plan["plan_id"]), task_key="Q3-03",
    )  # fmt: skip

    backwards = await order(plans, plan, "Q3-03", "round", **asked | {"closes_on": "2023-06-01"})
    await order(plans, plan, "Q3-03", "round", **asked)
    await plans.hear(opened)
    await plans.hear(RoundClosed(round_id=opened.round_id, closed_on=date(2023, 8, 31), dossiers=12), version=2)

    (fact,) = await plans.told(RoundAsked)
    assert backwards.json()["code"] == "RoundClosesBeforeItOpens"
    assert (fact["task_key"], fact["mode"], fact["closes_on"]) == ("Q3-03", "merit", "2023-08-31")
    assert (await task(plans, plan, "Q3-03"))["state"] == "completed"


@pytest.mark.covers("T-Q4-07", "O-SNV-02")
async def test_task_launches_a_campaign_and_waits_for_it_to_be_concluded(plans: Plans) -> None:
    plan = await plans.issue()

    waiting = (await order(plans, plan, "Q4-07", "campaign", name="Thi đua cao điểm 60 ngày", period="2023")).json()

    launched = (await plans.told(MovementLaunched))[-1]
    assert (launched["name"], launched["plan_id"]) == ("Thi đua cao điểm 60 ngày", plan["plan_id"])
    assert waiting["waits_for"] == f"MovementConcluded:{launched['movement_id']}"
    assert waiting["waits_for_label"] == "Đã tổng kết phong trào"


async def test_closed_plan_is_not_worked_any_more(plans: Plans) -> None:
    plan = await plans.issue()
    await plans.move(date(2023, 12, 20))
    for number in (1, 2, 3, 4):
        await settle(plans, plan, number)
        await close(plans, plan, number)
    await plans.post(LEADER, f"/plans/{plan['plan_id']}/close")

    answer = await order(plans, plan, "Q1-01", "evidence", title="Báo cáo", reference="1/BC")

    assert (answer.status_code, answer.json()["message"]) == (409, "Kế hoạch đã đóng, không thể thay đổi.")


@pytest.mark.covers("X-07", "D-08")
async def test_day_off_put_down_by_a_person_moves_the_reminder(plans: Plans) -> None:
    before = await plans.get(LEADER, "/days-off", year=2023)
    await plans.ask(
        ADMINISTRATOR,
        "PUT",
        "/days-off/2023-03-14",
        json={"is_off": True, "name": "Nghỉ đột xuất", "source": "CV 1/UBND"},
    )
    forbidden = await plans.ask(
        APPRAISER, "PUT", "/days-off/2023-03-15", json={"is_off": True, "name": "Nghỉ", "source": "x"}
    )
    await plans.issue()

    filing = await plans.filing("so-y-te", "unit_plan")
    assert [each["name"] for each in before if each["day"] == "2023-01-02"] == ["Nghỉ bù Tết Dương lịch"]
    assert (filing["last_day_on"], filing["remind_on"]) == ("2023-03-14", "2023-03-13")
    assert forbidden.status_code == 403
