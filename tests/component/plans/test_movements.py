"""Movements: launched by who may, taken part in by units, reviewed, concluded, measured."""

from datetime import date
from typing import Any

import pytest

from shared.events.plans import MovementConcluded, MovementLaunched, MovementReviewed
from tests.component.plans.contest import put
from tests.component.plans.room import APPRAISER, LEADER, Plans, officer

UNIT = "so-y-te"
DOCUMENT = {"document": "15/KH-UBND", "dated_on": "2023-02-10"}


def a_movement(plan: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "plan_id": plan["plan_id"], "name": "Thi đua cải cách hành chính", "form": "thematic", "scope": "province",
        "starts_on": "2023-02-01", "ends_on": "2025-12-31", "criteria": ["Chỉ số tăng hằng năm"],
        "indicators": ["PAR INDEX", "PCI", "PAPI"], "audience": "Cán bộ, công chức",
    } | more  # fmt: skip


async def launched(plans: Plans, **more: Any) -> str:
    plan = await plans.issue()
    await plans.move(date(2023, 2, 10))
    movement = (await plans.post(APPRAISER, "/movements", a_movement(plan, **more))).json()
    answer = await plans.post(LEADER, f"/movements/{movement['movement_id']}/steps/launch", DOCUMENT)
    assert answer.status_code == 200, answer.text
    return f"/movements/{movement['movement_id']}"


@pytest.mark.covers("M-01", "M-02", "M-03", "M-04", "M-06")
async def test_movements_the_plan_names_run_from_its_issue_on_and_may_be_reviewed(plans: Plans) -> None:
    plan = await plans.issue()
    await plans.move(date(2023, 6, 20))
    movements = await plans.get(LEADER, "/movements", plan_id=plan["plan_id"])
    path = f"/movements/{movements[0]['movement_id']}"

    answer = await plans.post(APPRAISER, f"{path}/steps/review", DOCUMENT | {"dated_on": "2023-06-20"})

    assert (await plans.get(LEADER, path))["state_label"] == "Đã sơ kết"
    assert answer.json()["stages"][0]["label"] == "Sơ kết"
    assert [fact["reviewed_on"] for fact in await plans.told(MovementReviewed)] == ["2023-06-20"]


@pytest.mark.covers("O-SNV-02", "M-06")
async def test_movement_is_planned_by_the_office_and_launched_by_the_leadership(plans: Plans) -> None:
    plan = await plans.issue()
    await plans.move(date(2023, 2, 10))
    before = len(await plans.told(MovementLaunched))
    movement = (await plans.post(APPRAISER, "/movements", a_movement(plan))).json()
    path = f"/movements/{movement['movement_id']}"

    bare = await plans.post(LEADER, f"{path}/steps/launch")
    office = await plans.post(APPRAISER, f"{path}/steps/launch", DOCUMENT)
    answer = await plans.post(LEADER, f"{path}/steps/launch", DOCUMENT | {"launched_by": "Chủ tịch UBND tỉnh"})

    fact = (await plans.told(MovementLaunched))[before]
    assert [one.status_code for one in (bare, office)] == [422, 403]
    assert (answer.json()["state_label"], answer.json()["form_label"]) == ("Đã phát động", "Theo chuyên đề")
    assert (fact["name"], fact["scope"], fact["period"]) == (
        "Thi đua cải cách hành chính", "province", "01/02/2023 - 31/12/2025",
    )  # fmt: skip


@pytest.mark.covers("O-DV-01", "O-DV-02", "M-05")
async def test_unit_takes_part_and_its_indices_are_kept_as_target_and_result(plans: Plans) -> None:
    path = await launched(plans)
    part = f"{path}/participations/{UNIT}"
    measures = [
        {"indicator": "PAR INDEX", "year": 2023, "target": "92.5", "achieved": "93.10", "source": "QĐ 1/QĐ-UBND"}
    ]

    await put(plans, officer(UNIT), part, {"content": "Rút ngắn thời gian giải quyết thủ tục", "participants": 120})
    answer = await put(plans, officer(UNIT), f"{part}/result", {"result": "Đạt", "measures": measures})
    unknown = await put(plans, officer(UNIT), f"{part}/result", {"measures": [measures[0] | {"indicator": "GDP"}]})

    (found,) = answer.json()["participations"]
    assert (found["registered_on"], found["participants"], found["result"]) == ("2023-02-10", 120, "Đạt")
    assert found["measures"] == measures
    assert (unknown.status_code, unknown.json()["code"]) == (422, "IndicatorUnknown")


@pytest.mark.covers("T-Q2-07", "T-Q4-02")
async def test_movement_is_reviewed_then_concluded_and_nobody_joins_afterwards(plans: Plans) -> None:
    path = await launched(plans)
    await put(plans, officer(UNIT), f"{path}/participations/{UNIT}", {"content": "Nội dung"})
    await plans.move(date(2023, 12, 20))

    await plans.post(APPRAISER, f"{path}/steps/review", DOCUMENT | {"dated_on": "2023-06-30"})
    early = await plans.post(APPRAISER, f"{path}/steps/conclude", DOCUMENT | {"dated_on": "2023-06-01"})
    await plans.post(APPRAISER, f"{path}/steps/conclude", DOCUMENT | {"dated_on": "2023-12-20", "summary": "Tốt"})
    late = await put(plans, officer("so-noi-vu"), f"{path}/participations/so-noi-vu", {"content": "Nội dung"})

    (fact,) = await plans.told(MovementConcluded)
    assert (early.status_code, early.json()["code"]) == (422, "DatedTooEarly")
    assert (fact["concluded_on"], fact["unit_ids"]) == ("2023-12-20", [UNIT])
    assert (late.status_code, late.json()["code"]) == (409, "NotRunning")


@pytest.mark.covers("R-01", "R-02", "O-DV-09")
async def test_unit_launches_a_movement_of_its_own(plans: Plans) -> None:
    plan = await plans.issue()
    await plans.move(date(2023, 2, 10))
    own = a_movement(plan, scope="unit", unit_id=UNIT)

    stranger = await plans.post(officer("so-noi-vu"), "/movements", own)
    movement = (await plans.post(officer(UNIT), "/movements", own)).json()
    path = f"/movements/{movement['movement_id']}"
    answer = await plans.post(officer(UNIT), f"{path}/steps/launch", DOCUMENT)
    outside = await put(plans, officer("so-noi-vu"), f"{path}/participations/so-noi-vu", {"content": "x"})

    assert (stranger.status_code, answer.status_code) == (403, 200)
    assert (await plans.told(MovementLaunched))[-1]["unit_id"] == UNIT
    assert (outside.status_code, outside.json()["code"]) == (422, "OutsideTheMovement")


async def test_movement_whose_period_or_owner_is_wrong_is_refused(plans: Plans) -> None:
    plan = await plans.issue()

    answers = [
        await plans.post(APPRAISER, "/movements", a_movement(plan, ends_on="2023-01-31")),
        await plans.post(APPRAISER, "/movements", a_movement(plan, scope="unit")),
        await plans.post(APPRAISER, "/movements", a_movement(plan, unit_id=UNIT)),
    ]

    codes = [answer.json()["code"] for answer in answers]
    assert codes == ["EndsBeforeItStarts", "ScopeWithoutOwner", "ScopeWithoutOwner"]


async def test_step_on_a_movement_somebody_changed_is_refused(plans: Plans) -> None:
    path = await launched(plans)

    answer = await plans.post(APPRAISER, f"{path}/steps/review", DOCUMENT | {"version": 0})

    assert (answer.status_code, answer.json()["code"]) == (409, "SomeoneWasFaster")
