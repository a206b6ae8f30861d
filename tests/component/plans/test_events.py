"""Conferences, ceremonies, trainings, study visits and guidance: planned, held, reported, opened."""

from datetime import date, time
from typing import Any

import pytest

from shared.events.plans import (
    AttendanceAnnounced,
    GuidancePublished,
    GuidanceWithdrawn,
    OccasionCancelled,
    OccasionHeld,
    OccasionPlanned,
    OccasionReported,
    OccasionRescheduled,
    TaskCompleted,
)
from tests.component.plans.oversight import (
    OTHER,
    SMALL_PROVINCE,
    UNIT,
    a_province,
    an_exemplar,
    an_occasion,
    made,
    the_year,
)
from tests.component.plans.room import APPRAISER, LEADER, Plans, officer

GUIDANCE = {
    "reference": "1122/HD-SNV",
    "title": "Hướng dẫn tổ chức hoạt động cụm, khối thi đua",
    "issuer": "Sở Nội vụ",
    "issued_on": "2022-12-15",
    "text": "Nội dung hướng dẫn",
    "everyone": True,
}


async def step(plans: Plans, occasion: dict[str, Any], name: str, who: Any = APPRAISER, **order: Any) -> Any:
    return await plans.post(who, f"/events/{occasion['occasion_id']}/steps/{name}", order)


@pytest.mark.covers("T-Q1-03", "T-Q1-03.a", "T-Q1-03.c")
async def test_ceremony_that_was_held_completes_the_task_and_honours_exemplars(plans: Plans) -> None:
    year = await the_year(plans)
    ceremony = await an_occasion(
        plans,
        kind="final_review",
        title="Lễ tổng kết phong trào thi đua yêu nước năm 2022",
        everyone=True,
        plan_id=year["plan_id"],
        task_key="Q1-03",
    )
    exemplar = await an_exemplar(plans)
    for name in ("foster", "recognise"):
        await made(plans, APPRAISER, f"/exemplars/{exemplar['exemplar_id']}/steps/{name}")

    await plans.move(date(2023, 3, 1), time(12))
    held = (await step(plans, ceremony, "hold", attendance=[{"unit_id": UNIT, "attended": 40}])).json()
    honoured = await made(
        plans,
        APPRAISER,
        f"/exemplars/{exemplar['exemplar_id']}/steps/honour",
        occasion_id=ceremony["occasion_id"],
    )

    (planned,) = await plans.told(OccasionPlanned)
    assert (len(planned["unit_ids"]), planned["task_key"]) == (3, "Q1-03")
    assert (held["state_label"], held["held_on"]) == ("Đã tổ chức", "2023-03-01")
    assert [fact["attended"] for fact in await plans.told(OccasionHeld)] == [40]
    assert [fact["task_key"] for fact in await plans.told(TaskCompleted)] == ["Q1-03"]
    assert honoured["honoured_at"] == [ceremony["occasion_id"]]


async def test_everyone_means_the_units_of_the_province_and_no_other_province(plans: Plans) -> None:
    provinces = '\nprovinces:\n  - {id: tinh-binh-duong, name: "Tỉnh Bình Dương", valid_from: 2022-01-01}\n'
    await plans.import_units(SMALL_PROVINCE + provinces.encode())

    invited = (await an_occasion(plans, unit_ids=[], everyone=True))["attendance"]

    assert [line["unit_id"] for line in invited] == [UNIT, OTHER, "so-y-te"]


@pytest.mark.covers("T-Q2-07", "T-Q4-02", "T-Q3-02")
@pytest.mark.parametrize("key", ["Q2-07", "Q3-02", "Q4-02"])
async def test_review_conference_completes_the_task_that_asks_for_it(plans: Plans, key: str) -> None:
    year = await the_year(plans)
    movements = await plans.get(LEADER, "/movements", plan_id=year["plan_id"])
    conference = await an_occasion(
        plans,
        kind="midterm_review",
        movement_id=movements[0]["movement_id"],
        plan_id=year["plan_id"],
        task_key=key,
    )

    await plans.move(date(2023, 3, 1), time(12))
    await step(plans, conference, "hold")

    (fact,) = await plans.told(OccasionHeld)
    assert (fact["kind"], fact["movement_id"]) == ("midterm_review", movements[0]["movement_id"])
    assert [each["task_key"] for each in await plans.told(TaskCompleted)] == [key]


@pytest.mark.covers("X-06")
async def test_final_review_before_the_movement_ends_is_a_midterm_one(plans: Plans) -> None:
    year = await the_year(plans)
    movements = await plans.get(LEADER, "/movements", plan_id=year["plan_id"])
    long = next(each for each in movements if each["period"])

    final = await an_occasion(plans, kind="final_review", movement_id=long["movement_id"])
    midterm = await an_occasion(plans, kind="midterm_review", movement_id=long["movement_id"])

    assert final["warnings"] == [
        f"Phong trào {long['period']} chưa kết thúc: hội nghị năm 2023 là sơ kết, không phải tổng kết."
    ]
    assert midterm["warnings"] == []


@pytest.mark.covers("T-Q2-05")
async def test_commemoration_counts_the_years(plans: Plans) -> None:
    await a_province(plans)

    shown = await an_occasion(
        plans,
        kind="commemoration",
        title="Kỷ niệm Ngày sinh Chủ tịch Hồ Chí Minh",
        commemorates="Ngày sinh Chủ tịch Hồ Chí Minh",
        commemorates_on="1890-05-19",
        starts_at="2023-05-19T08:00:00+07:00",
        ends_at="2023-05-19T10:00:00+07:00",
    )

    assert (shown["anniversary"], shown["anniversary_label"]) == (133, "133 năm (năm khác)")
    assert [fact["anniversary"] for fact in await plans.told(OccasionPlanned)] == [133]


@pytest.mark.covers("T-Q2-01", "T-Q4-05")
async def test_award_ceremony_is_rescheduled_and_cancelled_with_reasons(plans: Plans) -> None:
    await a_province(plans)
    ceremony = await an_occasion(plans, kind="award_ceremony", title="Lễ trao tặng phần thưởng cao quý")

    moved = await step(plans, ceremony, "reschedule", starts_at="2023-06-10T08:00:00+07:00", reason="Chờ quyết định")
    gone = await step(plans, ceremony, "cancel", reason="Trao tại cơ sở")
    again = await step(plans, ceremony, "hold")

    assert (moved.json()["starts_at"], moved.json()["ends_at"]) == (
        "2023-06-10T08:00:00+07:00",
        "2023-06-10T11:00:00+07:00",
    )
    assert (gone.json()["state_label"], again.status_code) == ("Đã hủy", 409)
    assert [len(await plans.told(kind)) for kind in (OccasionRescheduled, OccasionCancelled)] == [1, 1]


@pytest.mark.covers("T-Q4-03", "O-SNV-05")
async def test_training_counts_who_came_and_who_holds_a_certificate(plans: Plans) -> None:
    await a_province(plans)
    training = await an_occasion(plans, kind="training", title="Tập huấn nghiệp vụ năm 2023")
    path = f"/events/{training['occasion_id']}"
    materials = [{"title": "Luật Thi đua, Khen thưởng 2022", "link": "https://congbao.chinhphu.vn/luat.pdf"}]

    with_materials = await plans.ask(APPRAISER, "PUT", f"{path}/materials", json={"materials": materials})
    registered = await plans.post(officer(UNIT), f"{path}/registration", {"registered": 5})
    for_another = await plans.post(officer(UNIT), f"{path}/registration", {"unit_id": OTHER, "registered": 5})
    uninvited = await plans.post(officer("so-y-te"), f"{path}/registration", {"registered": 1})
    await plans.move(date(2023, 3, 1), time(12))
    too_many = await step(plans, training, "hold", attendance=[{"unit_id": UNIT, "attended": 4, "certified": 5}])
    held = await step(
        plans,
        training,
        "hold",
        attendance=[{"unit_id": UNIT, "attended": 4, "certified": 3}, {"unit_id": OTHER, "attended": 2}],
    )
    late = await plans.post(officer(UNIT), f"{path}/registration", {"registered": 6})

    assert with_materials.json()["materials"] == materials
    assert [each["registered"] for each in registered.json()["attendance"]] == [5]
    assert (for_another.status_code, uninvited.json()["code"], late.status_code) == (403, "NobodyInvited", 409)
    assert too_many.json()["message"] == "Huyện Trảng Bom: số người được cấp chứng nhận nhiều hơn số người dự."
    assert [(each["attended"], each["certified"]) for each in held.json()["attendance"]] == [(4, 3), (2, 0)]
    assert [(fact["attended"], fact["certified"]) for fact in await plans.told(OccasionHeld)] == [(6, 3)]
    assert len(await plans.told(AttendanceAnnounced)) == 1


@pytest.mark.covers("T-Q3-04")
async def test_study_visit_completes_its_task_with_the_report_and_keeps_the_models_learned(plans: Plans) -> None:
    year = await the_year(plans)
    visit = await an_occasion(
        plans, kind="study_visit", title="Tỉnh Bình Dương", plan_id=year["plan_id"], task_key="Q3-04"
    )
    model = {
        "name": "Khối thi đua doanh nghiệp",
        "learned_from": "Tỉnh Bình Dương",
        "field": "Doanh nghiệp",
        "summary": "Chấm điểm hằng quý",
    }

    await plans.move(date(2023, 3, 1), time(12))
    await step(plans, visit, "hold")
    after_the_trip = await plans.told(TaskCompleted)
    empty = await step(plans, visit, "report")
    await step(plans, visit, "report", report="Đoàn 12 người, học tập 01 mô hình.", models=[model])
    learned = await plans.get(officer(UNIT), "/learned-models", field="doanh nghiep")

    assert after_the_trip == []
    assert empty.json()["message"] == "Vui lòng viết nội dung báo cáo kết quả."
    assert [fact["task_key"] for fact in await plans.told(TaskCompleted)] == ["Q3-04"]
    assert [fact["models"] for fact in await plans.told(OccasionReported)] == [1]
    assert [(each["name"], each["learned_on"]) for each in learned["items"]] == [(model["name"], "2023-03-01")]


async def test_models_are_learned_on_study_visits_only(plans: Plans) -> None:
    await a_province(plans)
    conference = await an_occasion(plans)
    await plans.move(date(2023, 3, 1), time(12))
    await step(plans, conference, "hold")

    model = {"name": "Mô hình", "learned_from": "Tỉnh khác"}
    refused = await step(plans, conference, "report", report="Kết quả", models=[model])

    assert refused.json()["code"] == "ModelsAreLearnedOnVisits"
    assert await plans.count("learned_models") == 0


async def test_what_has_not_begun_was_not_held(plans: Plans) -> None:
    await a_province(plans)
    conference = await an_occasion(plans)

    refused = await step(plans, conference, "hold")

    assert (refused.status_code, refused.json()["message"]) == (422, "Sự kiện chưa đến ngày tổ chức.")
    assert await plans.told(OccasionHeld) == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"ends_at": "2023-03-01T07:00:00+07:00"}, "EndsBeforeItBegins"),
        ({"kind": "commemoration"}, "NothingIsCommemorated"),
        ({"unit_ids": ["khong-co"]}, "UnknownUnits"),
        ({"task_key": "Q1-03"}, "NotFound"),
        ({"commemorates_on": "2030-01-01", "commemorates": "Ngày"}, "NotYetHappened"),
        ({"starts_at": "2023-03-01T08:00:00"}, "Malformed"),
    ],
)
async def test_occasion_that_cannot_be_is_not_planned(plans: Plans, wrong: dict[str, Any], code: str) -> None:
    await a_province(plans)
    body = {
        "kind": "conference",
        "title": "Hội nghị",
        "starts_at": "2023-03-01T08:00:00+07:00",
        "ends_at": "2023-03-01T11:00:00+07:00",
    }

    refused = await plans.post(APPRAISER, "/events", body | wrong)

    assert refused.json()["code"] == code
    assert await plans.count("occasions") == 0


async def test_unit_sees_only_what_it_is_invited_to_and_only_its_own_line(plans: Plans) -> None:
    await a_province(plans)
    shared_one = await an_occasion(plans)
    await an_occasion(plans, unit_ids=[OTHER], title="Họp riêng")

    listed = await plans.get(officer(UNIT), "/events", year=2023)
    shown = await plans.get(officer(UNIT), f"/events/{shared_one['occasion_id']}")
    outside = await plans.ask(officer("so-y-te"), "GET", f"/events/{shared_one['occasion_id']}")
    none = await plans.get(officer("so-y-te"), "/events")

    assert [each["occasion_id"] for each in listed["items"]] == [shared_one["occasion_id"]]
    assert [each["unit_id"] for each in shown["attendance"]] == [UNIT]
    assert (outside.status_code, none["items"], none["total"]) == (403, [], 0)


@pytest.mark.covers("O-HD-02")
async def test_guidance_is_published_to_units_and_who_opened_it_is_known(plans: Plans) -> None:
    await a_province(plans)
    draft = await made(plans, APPRAISER, "/guidance", **GUIDANCE)
    path = f"/guidance/{draft['guidance_id']}"

    before = await plans.ask(officer(UNIT), "GET", path)
    await made(plans, LEADER, f"{path}/steps/publish")
    opened = await plans.get(officer(UNIT), path)
    listed = await plans.get(officer(OTHER), "/guidance")
    office = await plans.get(LEADER, path)

    (fact,) = await plans.told(GuidancePublished)
    assert before.status_code == 404
    assert (opened["text"], opened["unread"]) == ("Nội dung hướng dẫn", [])
    assert (listed["total"], office["units"], office["read_by"]) == (1, 3, 1)
    assert office["unread"] == ["Huyện Long Thành", "Sở Y tế"]
    assert len(fact["unit_ids"]) == 3


async def test_guidance_is_kept_once_and_withdrawn_with_a_reason(plans: Plans) -> None:
    await a_province(plans)
    draft = await made(plans, APPRAISER, "/guidance", **GUIDANCE)
    path = f"/guidance/{draft['guidance_id']}/steps"

    again = await plans.post(APPRAISER, "/guidance", GUIDANCE)
    nobody = await plans.post(APPRAISER, "/guidance", GUIDANCE | {"reference": "2/HD", "everyone": False})
    await made(plans, APPRAISER, f"{path}/publish")
    without = await plans.post(APPRAISER, f"{path}/withdraw")
    gone = await made(plans, APPRAISER, f"{path}/withdraw", reason="Có văn bản thay thế")

    assert (again.status_code, again.json()["message"]) == (409, "Văn bản 1122/HD-SNV đã được ghi nhận.")
    assert nobody.json()["code"] == "ForNobody"
    assert (without.status_code, gone["state_label"]) == (422, "Đã thu hồi")
    assert len(await plans.told(GuidanceWithdrawn)) == 1


async def test_officer_plans_nothing_and_publishes_nothing(plans: Plans) -> None:
    await a_province(plans)
    occasion = {
        "kind": "conference",
        "title": "Hội nghị",
        "starts_at": "2023-03-01T08:00:00+07:00",
        "ends_at": "2023-03-01T11:00:00+07:00",
    }

    answers = [
        await plans.post(officer(UNIT), "/events", occasion),
        await plans.post(officer(UNIT), "/guidance", GUIDANCE),
        await plans.post(officer(UNIT), "/inspection-plans", {"year": 2023, "issuer": "council", "title": "KH"}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]


async def test_task_that_waits_for_an_occasion_is_completed_by_holding_it(plans: Plans) -> None:
    year = await the_year(plans)
    awaited = await an_occasion(plans, title="Hội nghị được chờ")
    other = await an_occasion(plans, title="Hội nghị khác")
    path = f"/plans/{year['plan_id']}/tasks/Q1-03/wait"
    await made(plans, APPRAISER, path, fact=f"OccasionHeld:{awaited['occasion_id']}")

    await plans.move(date(2023, 3, 1), time(12))
    await step(plans, other, "hold")
    after_the_other = await plans.told(TaskCompleted)
    await step(plans, awaited, "hold")

    assert after_the_other == []
    assert [fact["task_key"] for fact in await plans.told(TaskCompleted)] == ["Q1-03"]


async def test_occasion_of_a_task_that_is_settled_already_is_held_all_the_same(plans: Plans) -> None:
    year = await the_year(plans)
    occasion = await an_occasion(plans, plan_id=year["plan_id"], task_key="Q1-03")
    await made(plans, APPRAISER, f"/plans/{year['plan_id']}/tasks/Q1-03/steps/complete")

    await plans.move(date(2023, 3, 1), time(12))
    held = await step(plans, occasion, "hold")

    assert (held.status_code, held.json()["state"]) == (200, "held")
    assert len(await plans.told(TaskCompleted)) == 1


@pytest.mark.covers("T-Q1-04.a", "T-Q1-04.c", "T-Q3-01", "D-09")
async def test_conference_of_the_inter_provincial_cluster_has_the_day_the_cluster_sets(plans: Plans) -> None:
    year = await the_year(plans)
    meeting = await an_occasion(
        plans,
        kind="external_meeting",
        title="Sơ kết giao ước thi đua Cụm các tỉnh miền Đông Nam Bộ",
        unit_ids=[],
        plan_id=year["plan_id"],
        task_key="Q3-01",
    )

    moved = await step(
        plans,
        meeting,
        "reschedule",
        starts_at="2023-08-18T08:00:00+07:00",
        reason="Theo thông báo của Cụm trưởng",
    )
    (shown,) = (await plans.get(APPRAISER, "/calendar", starts_on="2023-08-18", ends_on="2023-08-18"))["entries"]
    await plans.move(date(2023, 8, 18), time(12))
    await step(plans, meeting, "hold")
    reported = await step(plans, meeting, "report", report="Đã báo cáo kết quả 6 tháng với cụm.")

    assert moved.json()["starts_at"] == "2023-08-18T08:00:00+07:00"
    assert shown["title"] == "Dự hội nghị cụm thi đua các tỉnh: Sơ kết giao ước thi đua Cụm các tỉnh miền Đông Nam Bộ"
    assert [fact["task_key"] for fact in await plans.told(TaskCompleted)] == ["Q3-01"]
    assert reported.json()["state_label"] == "Đã báo cáo kết quả"
