"""Exemplars are found, fostered, recognised and replicated; their names stay in this service."""

from datetime import date
from typing import Any

import pytest

from shared.events.plans import (
    ExemplarDropped,
    ExemplarFostered,
    ExemplarFound,
    ExemplarHonoured,
    ExemplarRecognised,
    ExemplarReplicated,
)
from tests.component.plans.oversight import OTHER, UNIT, a_finding, a_province, a_scheduled_inspection, an_exemplar
from tests.component.plans.room import APPRAISER, Plans, officer


async def step(plans: Plans, exemplar: dict[str, Any], name: str, who: Any = APPRAISER, **order: Any) -> Any:
    return await plans.post(who, f"/exemplars/{exemplar['exemplar_id']}/steps/{name}", order)


@pytest.mark.covers("O-DV-03", "O-DV-09", "O-SNV-04")
async def test_exemplar_goes_from_found_to_replicated(plans: Plans) -> None:
    await a_province(plans)
    exemplar = await an_exemplar(plans, officer(UNIT))

    await step(plans, exemplar, "foster", officer(UNIT))
    await step(plans, exemplar, "recognise", story="Thu nhập tăng gấp đôi; 30 hộ liên kết.")
    await plans.move(date(2023, 2, 1))
    first = (await step(plans, exemplar, "replicate", unit_ids=[OTHER], note="Hội nghị đầu bờ")).json()
    second = (await step(plans, exemplar, "replicate", unit_ids=[OTHER, "so-y-te"])).json()

    assert first["state_label"] == "Đang nhân rộng"
    assert [(each["unit_name"], each["note"]) for each in second["followers"]] == [
        ("Huyện Long Thành", "Hội nghị đầu bờ"),
        ("Sở Y tế", ""),
    ]
    kinds = (ExemplarFound, ExemplarFostered, ExemplarRecognised)
    assert [len(await plans.told(kind)) for kind in kinds] == [1, 1, 1]
    assert [fact["unit_ids"] for fact in await plans.told(ExemplarReplicated)] == [[OTHER], ["so-y-te"]]


@pytest.mark.covers("O-DV-05", "R-06.f")
async def test_region_and_work_of_an_exemplar_are_told_and_its_name_is_not(plans: Plans) -> None:
    await a_province(plans)
    exemplar = await an_exemplar(
        plans, subject_kind="individual", is_small_collective=False, subject_name="Nguyễn Văn A"
    )

    (fact,) = await plans.told(ExemplarFound)

    assert (fact["regions"], fact["worker_class"]) == (["remote", "ethnic_minority"], "farmer")
    assert exemplar["region_labels"] == ["Vùng sâu", "Vùng đồng bào dân tộc thiểu số"]
    assert exemplar["worker_class_label"] == "Nông dân"
    assert "Nguyễn Văn A" not in str(fact)


async def test_list_is_narrowed_by_region_class_and_field(plans: Plans) -> None:
    await a_province(plans)
    await an_exemplar(plans)
    await an_exemplar(plans, regions=["border"], worker_class="worker", field="Công nghiệp")

    found = [
        (await plans.get(APPRAISER, "/exemplars", **narrowed))["total"]
        for narrowed in (
            {},
            {"region": "border"},
            {"worker_class": "farmer"},
            {"field": "cong nghiep"},
            {"state": "fostered"},
        )
    ]

    assert found == [2, 1, 1, 1, 0]


async def test_unit_sees_its_own_and_those_recognised_elsewhere(plans: Plans) -> None:
    await a_province(plans)
    found = await an_exemplar(plans, subject_name="Tổ A")
    known = await an_exemplar(plans, subject_name="Tổ B")
    await step(plans, known, "foster")
    await step(plans, known, "recognise")

    own = await plans.get(officer(UNIT), "/exemplars")
    others = await plans.get(officer(OTHER), "/exemplars")
    opened = await plans.ask(officer(OTHER), "GET", f"/exemplars/{found['exemplar_id']}")

    assert (own["total"], [each["subject_name"] for each in others["items"]]) == (2, ["Tổ B"])
    assert others["items"][0]["steps"] == []
    assert opened.status_code == 403


async def test_recognising_asks_for_a_story_and_an_appraiser(plans: Plans) -> None:
    await a_province(plans)
    exemplar = await an_exemplar(plans, story="")
    await step(plans, exemplar, "foster")

    without = await step(plans, exemplar, "recognise")
    by_the_unit = await step(plans, exemplar, "recognise", officer(UNIT), story="Thành tích")
    too_early = await step(plans, exemplar, "replicate", unit_ids=[OTHER])

    assert without.json()["message"] == "Vui lòng viết thành tích, cách làm của điển hình trước khi tổng kết."
    assert (by_the_unit.status_code, too_early.status_code) == (403, 409)
    assert await plans.told(ExemplarRecognised) == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"regions": ["moon"]}, "UnknownWord"),
        ({"worker_class": "astronaut"}, "UnknownWord"),
        ({"subject_kind": "individual"}, "NotACollective"),
        ({"found_on": "2030-01-01"}, "NotYetTaken"),
        ({"unit_id": "khong-co"}, "UnknownUnits"),
        ({"subject_name": "  "}, "Malformed"),
    ],
)
async def test_exemplar_that_cannot_be_is_not_kept(plans: Plans, wrong: dict[str, Any], code: str) -> None:
    await a_province(plans)
    body = {
        "unit_id": UNIT,
        "subject_kind": "collective",
        "subject_name": "Tổ hợp tác",
        "is_small_collective": True,
        "field": "Nông nghiệp",
        "found_on": "2022-12-01",
    } | wrong

    refused = await plans.post(APPRAISER, "/exemplars", body)

    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert await plans.count("exemplars") == 0


async def test_exemplar_may_come_from_what_an_inspection_praised(plans: Plans) -> None:
    await a_province(plans)
    inspection = await a_scheduled_inspection(plans)
    praised = await a_finding(plans, inspection, kind="strength", severity=None, due_on=None, ground="")

    kept = await an_exemplar(plans, finding_id=praised["finding_id"])
    strange = await plans.post(
        APPRAISER,
        "/exemplars",
        {
            "unit_id": OTHER,
            "subject_kind": "collective",
            "subject_name": "Tổ khác",
            "field": "Nông nghiệp",
            "found_on": "2022-12-01",
            "finding_id": praised["finding_id"],
        },
    )

    assert kept["finding_id"] == praised["finding_id"]
    assert strange.status_code == 404


async def test_exemplar_is_dropped_with_a_reason_and_honoured_no_more(plans: Plans) -> None:
    await a_province(plans)
    exemplar = await an_exemplar(plans)

    without = await step(plans, exemplar, "drop")
    gone = await step(plans, exemplar, "drop", reason="Không còn hoạt động")
    after = await step(plans, exemplar, "honour")

    assert (without.status_code, gone.json()["state_label"], after.status_code) == (422, "Thôi theo dõi", 409)
    assert [fact["reason"] for fact in await plans.told(ExemplarDropped)] == ["Không còn hoạt động"]
    assert await plans.told(ExemplarHonoured) == []
