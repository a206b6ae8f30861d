"""What others tell: units come, change and go; departments' own systems send dossiers."""

from datetime import date
from typing import Any
from uuid import UUID

from shared.events.ext import NominationSent
from shared.events.plans import UnitChanged, UnitDissolved, UnitRegistered
from tests.component.nominations.conftest import (
    APPRAISER,
    COLLECTIVE,
    OFFICER,
    OTHER_UNIT,
    UNIT,
    Nominations,
)

TOPIC = f"ext.{UNIT}.v1"


def sent(**more: Any) -> NominationSent:
    draft = {name: value for name, value in COLLECTIVE.items() if name != "unit_id"}
    return NominationSent.model_validate({"submission_id": "HS-01", **draft, **more})


def a_unit(unit_id: str, name: str) -> UnitRegistered:
    return UnitRegistered(unit_id=unit_id, name=name, kind="so", cluster_id=None, valid_from=date(2023, 1, 1))


async def test_unit_nominates_from_the_day_it_is_registered_under_the_name_it_bears(nominations: Nominations) -> None:
    new = "so-moi"
    officer = type(OFFICER)(new, "Cán bộ mới", OFFICER.roles, new)
    before = await nominations.submit(officer, unit_id=new)
    await nominations.hear(a_unit(new, "Sở Mới"))
    changed = UnitChanged(unit_id=new, name="Sở Mới đổi tên", kind="so", cluster_id=None, changed_on=date(2023, 2, 1))
    await nominations.hear(changed, version=2)

    after = await nominations.submit(officer, unit_id=new)

    assert (before.status_code, before.json()["code"]) == (422, "UnitUnknown")
    assert (after.status_code, after.json()["unit_name"]) == (201, "Sở Mới đổi tên")


async def test_dissolved_unit_nominates_no_more(nominations: Nominations) -> None:
    await nominations.hear(a_unit(UNIT, "Sở Y tế"))
    await nominations.hear(UnitDissolved(unit_id=UNIT, dissolved_on=date(2023, 2, 15)), version=2)

    answer = await nominations.submit()

    assert answer.json()["message"] == "Đơn vị chưa được đăng ký hoặc không còn hoạt động tại ngày nộp hồ sơ."


async def test_change_of_a_unit_nobody_registered_is_put_aside_for_a_person(nominations: Nominations) -> None:
    await nominations.hear(UnitDissolved(unit_id="so-la", dissolved_on=date(2023, 2, 15)))

    assert await nominations.count("dead_letter") == 1


async def test_dossier_from_a_departments_system_is_submitted_like_any_other(nominations: Nominations) -> None:
    await nominations.hear(sent(), topic=TOPIC)

    [one] = (await nominations.listed())["items"]
    [submitted] = await nominations.facts_of("NominationSubmitted")
    assert (one["unit_id"], one["unit_name"], one["channel"], one["state"]) == (UNIT, "Sở Y tế", "kafka", "submitted")
    assert (submitted["nomination_id"], submitted["channel"]) == (one["nomination_id"], "kafka")
    received = await nominations.take(APPRAISER, one["nomination_id"], "receive")
    assert (received["version"], [line["by"] for line in received["history"]]) == (
        2,
        ["Hệ thống của đơn vị", APPRAISER.name],
    )


async def test_message_delivered_twice_submits_once(nominations: Nominations) -> None:
    for _ in range(2):
        await nominations.hear(sent(), topic=TOPIC, event_id="m-1")

    assert (await nominations.count("nominations"), [name for name, _, _ in await nominations.told()]) == (
        1,
        ["NominationSubmitted"],
    )


async def test_submission_sent_again_under_another_message_is_refused(nominations: Nominations) -> None:
    await nominations.hear(sent(), topic=TOPIC, event_id="m-1")

    await nominations.hear(sent(), topic=TOPIC, event_id="m-2")

    [refused] = await nominations.facts_of("SubmissionRefused")
    assert (refused["unit_id"], refused["event_id"], refused["code"]) == (UNIT, "m-2", "AlreadySubmitted")
    assert await nominations.count("nominations") == 1


async def test_same_submission_id_of_two_departments_is_two_dossiers(nominations: Nominations) -> None:
    await nominations.hear(sent(), topic=TOPIC)
    await nominations.hear(sent(), topic=f"ext.{OTHER_UNIT}.v1")

    assert {one["unit_id"] for one in (await nominations.listed())["items"]} == {UNIT, OTHER_UNIT}


async def test_bad_dossier_is_refused_with_everything_to_mend(nominations: Nominations) -> None:
    bad = sent(subject_kind="individual", facts={"headcount": -3}, documents=["GIAY_LA"])

    await nominations.hear(bad, topic=TOPIC, event_id="m-1")

    [refused] = await nominations.facts_of("SubmissionRefused")
    assert (refused["code"], refused["details"]) == (
        "DossierInvalid",
        [
            "Tập thể lao động xuất sắc chỉ xét tặng cho tập thể, doanh nghiệp.",
            "Tổng số cá nhân trong tập thể: phải là một số nguyên không âm.",
            "Không có loại tài liệu mang mã “GIAY_LA”.",
        ],
    )
    assert (await nominations.count("nominations"), await nominations.count("dead_letter")) == (0, 0)


async def test_dossier_of_a_unit_that_does_not_exist_is_refused(nominations: Nominations) -> None:
    await nominations.hear(sent(), topic="ext.so-la.v1")

    [refused] = await nominations.facts_of("SubmissionRefused")
    assert (refused["unit_id"], refused["code"]) == ("so-la", "UnitUnknown")


async def test_department_names_its_subject_by_its_own_id(nominations: Nominations) -> None:
    subject_id = UUID("018f3c5e-0000-7000-8000-000000000001")

    await nominations.hear(sent(subject_id=subject_id), topic=TOPIC)

    [submitted] = await nominations.facts_of("NominationSubmitted")
    assert submitted["subject_id"] == str(subject_id)
