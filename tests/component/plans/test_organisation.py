"""Units and clusters through time: the district tier ends, provinces merge, clusters are recomposed by decision."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from shared.events.plans import (
    ClusterChanged,
    ClusterFormed,
    ClusterLeadersElected,
    FilingDue,
    FilingLifted,
    FilingOverdue,
    UnitChanged,
    UnitDissolved,
    UnitRegistered,
)
from tests.component.plans.room import ADMINISTRATOR, APPRAISER, LEADER, PROVINCE, Plans, officer

DECIDED: dict[str, Any] = {
    "decision": "1662/NQ-UBTVQH15", "decided_on": "2025-06-16", "effective_on": "2025-07-01",
}  # fmt: skip
DISTRICT = "huyen-trang-bom"
DISTRICT_TIER: dict[str, Any] = DECIDED | {
    "title": "Kết thúc hoạt động cấp huyện",
    "ended": [{"unit_id": DISTRICT, "successor_ids": ["xa-trang-bom", "xa-bau-ham"]}],
    "begun": [
        {"unit_id": "xa-trang-bom", "name": "Xã Trảng Bom", "kind": "xã", "predecessor_ids": [DISTRICT]},
        {"unit_id": "xa-bau-ham", "name": "Xã Bàu Hàm", "kind": "xã", "predecessor_ids": [DISTRICT]},
    ],
}
MERGER: dict[str, Any] = DECIDED | {
    "title": "Hợp nhất Sở Tài chính và Sở Kế hoạch và Đầu tư",
    "ended": [{"unit_id": "so-ke-hoach-va-dau-tu", "successor_ids": ["so-tai-chinh"]}],
    "renamed": [{"unit_id": "so-tai-chinh", "name": "Sở Tài chính (mới)", "kind": "sở"}],
}
CHANGE: dict[str, Any] = {"decision": "12/QĐ-UBND", "decided_on": "2023-01-10", "effective_on": "2023-02-01"}


async def carry_out(plans: Plans, act: dict[str, Any]) -> Any:
    preview = await plans.post(ADMINISTRATOR, "/units/reorganisations/preview", act)
    confirmed = act | {"fingerprint": preview.json()["fingerprint"]}
    return await plans.post(ADMINISTRATOR, "/units/reorganisations", confirmed)


async def ids(plans: Plans, on: str) -> set[str]:
    return {unit["unit_id"] for unit in await plans.get(LEADER, "/units", on=on)}


@pytest.mark.covers("T-Q1-02", "O-DV-10")
async def test_district_tier_ends_as_one_act_and_every_day_keeps_its_units(plans: Plans) -> None:
    await plans.import_units()
    await plans.move(date(2025, 6, 20))

    answer = await carry_out(plans, DISTRICT_TIER)

    (ended,) = await plans.told(UnitDissolved)
    begun = (await plans.told(UnitRegistered))[-2:]
    before, after = await ids(plans, "2025-06-30"), await ids(plans, "2025-07-01")
    assert answer.status_code == 200
    assert ended == {
        "unit_id": DISTRICT, "dissolved_on": "2025-06-30", "successor_ids": ["xa-trang-bom", "xa-bau-ham"],
    }  # fmt: skip
    assert [(one["unit_id"], one["predecessor_ids"]) for one in begun] == [
        ("xa-trang-bom", [DISTRICT]), ("xa-bau-ham", [DISTRICT]),
    ]  # fmt: skip
    assert (before - after, after - before) == ({DISTRICT}, {"xa-trang-bom", "xa-bau-ham"})
    detail = await plans.get(LEADER, f"/units/{DISTRICT}")
    assert detail["successor_ids"] == ["xa-bau-ham", "xa-trang-bom"]
    assert detail["memberships"][0]["valid_to"] == "2025-06-30"


async def test_members_of_a_cluster_are_those_of_the_day_asked_for(plans: Plans) -> None:
    await plans.import_units()
    await plans.move(date(2025, 7, 2))
    await carry_out(plans, DISTRICT_TIER)

    before = await plans.get(LEADER, "/clusters/cum-1", on="2025-06-30")
    after = await plans.get(LEADER, "/clusters/cum-1", on="2025-07-01")

    assert before["members"][0]["unit_id"] == DISTRICT
    assert (len(before["members"]), len(after["members"])) == (5, 4)


async def test_preview_names_what_the_dissolved_unit_still_owes_and_who_takes_over(plans: Plans) -> None:
    await plans.issue()
    await plans.move(date(2023, 2, 1))
    act = MERGER | {"decided_on": "2023-02-01", "effective_on": "2023-03-01"}
    act["ended"] = [{"unit_id": "so-y-te", "successor_ids": ["so-y-te-va-dan-so"]}]
    act["renamed"] = []
    act["begun"] = [{"unit_id": "so-y-te-va-dan-so", "name": "Sở Y tế và Dân số", "kind": "sở", "cluster_id": "khoi-5"}]

    preview = (await plans.post(ADMINISTRATOR, "/units/reorganisations/preview", act)).json()
    told = await plans.count("outbox")

    assert preview["ended"] == ["Sở Y tế"]
    assert [left["taken_over_by"] for left in preview["filings"]] == ["so-y-te-va-dan-so"] * 3
    assert [left["cluster_id"] for left in preview["memberships"]] == ["khoi-5"]
    assert preview["blockers"] == []
    assert await plans.count("outbox") == told

    answer = await plans.post(ADMINISTRATOR, "/units/reorganisations", act | {"fingerprint": preview["fingerprint"]})

    heirs = [fact["unit_id"] for fact in await plans.told(FilingDue)][-3:]
    assert answer.status_code == 200
    assert heirs == ["so-y-te-va-dan-so"] * 3
    assert (await plans.get(LEADER, "/filings", unit_id="so-y-te"))["total"] == 0


async def test_what_nobody_takes_over_is_lifted_and_never_overdue(plans: Plans) -> None:
    await plans.issue()
    await plans.move(date(2023, 2, 1))
    act = DISTRICT_TIER | {"decided_on": "2023-02-01", "effective_on": "2023-03-01"}

    preview = (await plans.post(ADMINISTRATOR, "/units/reorganisations/preview", act)).json()
    await carry_out(plans, act)
    await plans.move(date(2023, 3, 15))

    lifted = [(fact["unit_id"], fact["reason"]) for fact in await plans.told(FilingLifted)]
    assert [left["taken_over_by"] for left in preview["filings"]] == [None] * 3
    assert "3 kế hoạch, báo cáo còn phải nộp không có đơn vị nộp thay." in preview["warnings"]
    assert lifted == [(DISTRICT, "Kết thúc hoạt động cấp huyện (1662/NQ-UBTVQH15)")] * 3
    assert DISTRICT not in {fact["unit_id"] for fact in await plans.told(FilingOverdue)}


async def test_unit_that_goes_on_is_renamed_on_the_day_and_told_whom_it_took_over_from(plans: Plans) -> None:
    await plans.import_units()
    await plans.move(date(2025, 6, 20))

    await carry_out(plans, MERGER)
    early = await plans.told(UnitChanged)
    await plans.move(date(2025, 7, 1))

    (changed,) = await plans.told(UnitChanged)
    names = [unit["name"] for unit in await plans.get(LEADER, "/units", on="2025-06-30")]
    assert early == []
    assert (changed["name"], changed["changed_on"]) == ("Sở Tài chính (mới)", "2025-07-01")
    assert changed["predecessor_ids"] == ["so-ke-hoach-va-dau-tu"]
    assert ("Sở Tài chính" in names, "Sở Tài chính (mới)" in names) == (True, False)


async def test_two_provinces_merge_and_the_inter_provincial_cluster_loses_a_member(plans: Plans) -> None:
    await plans.import_units()
    await plans.move(date(2025, 7, 1))
    act = DECIDED | {
        "title": "Sắp xếp tỉnh Đồng Nai và tỉnh Bình Phước",
        "ended": [{"unit_id": "tinh-binh-phuoc", "successor_ids": ["tinh-dong-nai"]}],
    }

    answer = await carry_out(plans, act)

    cluster = await plans.get(LEADER, "/clusters/cum-mien-dong-nam-bo", on="2025-07-01")
    members = [member["unit_id"] for member in cluster["members"]]
    ours = await plans.get(LEADER, "/units/tinh-dong-nai")
    assert answer.status_code == 200
    assert (len(members), "tinh-binh-phuoc" in members, "tinh-dong-nai" in members) == (6, False, True)
    assert ours["predecessor_ids"] == ["tinh-binh-phuoc"]
    assert await plans.told(UnitDissolved) == []


async def test_act_is_refused_whole_when_it_contradicts_the_register(plans: Plans) -> None:
    await plans.import_units()
    act = DISTRICT_TIER | {
        "ended": [{"unit_id": "huyen-khac", "successor_ids": ["so-y-te"]}, {"unit_id": "so-y-te"}],
        "begun": [{"unit_id": "so-noi-vu", "name": "Sở Nội vụ", "kind": "sở", "cluster_id": "khoi-99"}],
    }

    answer = await carry_out(plans, act)

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "ReorganisationImpossible")
    assert problem["details"] == [
        "Mã đơn vị “so-noi-vu” đã có.",
        "Không tìm thấy đơn vị “huyen-khac”.",
        "Đơn vị kế thừa “so-y-te” cũng chấm dứt hoạt động.",
        "Sở Nội vụ: không có cụm, khối “khoi-99” vào ngày 01/07/2025.",
    ]
    assert await plans.told(UnitDissolved) == []


async def test_act_is_carried_out_as_it_was_previewed_or_not_at_all(plans: Plans) -> None:
    await plans.import_units()
    preview = (await plans.post(ADMINISTRATOR, "/units/reorganisations/preview", DISTRICT_TIER)).json()
    await plans.import_units(PROVINCE.replace("Huyện Trảng Bom".encode(), "Huyện Trảng Bom mới".encode()))

    stale = DISTRICT_TIER | {"fingerprint": preview["fingerprint"]}
    answer = await plans.post(ADMINISTRATOR, "/units/reorganisations", stale)
    unseen = await plans.post(ADMINISTRATOR, "/units/reorganisations", DISTRICT_TIER)

    assert (answer.status_code, answer.json()["code"]) == (409, "PreviewOutdated")
    assert (unseen.status_code, unseen.json()["code"]) == (422, "NotPreviewed")
    assert await plans.told(UnitDissolved) == []


@pytest.mark.covers("T-Q1-02")
async def test_cluster_is_recomposed_by_decision_from_its_day_on(plans: Plans) -> None:
    await plans.import_units()
    leave, join = "/clusters/khoi-5/composition", "/clusters/khoi-4/composition"
    await plans.move(date(2023, 1, 10))

    left = await plans.post(ADMINISTRATOR, leave, CHANGE | {"leaving_ids": ["so-y-te"]})
    joined = await plans.post(ADMINISTRATOR, join, CHANGE | {"joining_ids": ["so-y-te"]})
    on_the_eve = (await plans.get(LEADER, "/units/so-y-te"))["cluster_id"]
    await plans.move(date(2023, 2, 1))

    detail = await plans.get(LEADER, "/units/so-y-te")
    clusters = [fact["cluster_id"] for fact in await plans.told(UnitChanged)]
    told = [(fact["cluster_id"], "so-y-te" in fact["member_ids"]) for fact in await plans.told(ClusterChanged)]
    assert (left.status_code, joined.status_code) == (200, 200)
    assert (on_the_eve, detail["cluster_id"], clusters) == ("khoi-5", "khoi-4", ["khoi-4"])
    assert told == [("khoi-5", False), ("khoi-4", True)]
    assert [(one["cluster_id"], one["valid_from"], one["valid_to"]) for one in detail["memberships"]] == [
        ("khoi-5", "2022-01-01", "2023-01-31"), ("khoi-4", "2023-02-01", None),
    ]  # fmt: skip


async def test_unit_belongs_to_one_provincial_cluster_at_a_time(plans: Plans) -> None:
    await plans.import_units()

    answer = await plans.post(ADMINISTRATOR, "/clusters/khoi-4/composition", CHANGE | {"joining_ids": ["so-y-te"]})

    assert (answer.status_code, answer.json()["details"]) == (
        422,
        [
            (
                "Sở Y tế đang thuộc Khối thi đua số 5: các sở, ngành văn hóa - xã hội; "
                "cần quyết định rời cụm, khối đó trước."
            )
        ],
    )
    assert await plans.told(ClusterChanged) == []


async def test_new_cluster_takes_units_without_one_and_a_dissolved_cluster_keeps_its_history(plans: Plans) -> None:
    await plans.import_units()
    await plans.move(date(2023, 2, 1))
    await plans.post(ADMINISTRATOR, "/clusters/khoi-5/composition", CHANGE | {"ends": True})
    draft = CHANGE | {"cluster_id": "khoi-17", "name": "Khối thi đua số 17", "kind": "khoi", "member_ids": ["so-y-te"]}

    answer = await plans.post(ADMINISTRATOR, "/clusters", draft)

    then = {one["cluster_id"] for one in await plans.get(LEADER, "/clusters", on="2023-01-31")}
    now = {one["cluster_id"] for one in await plans.get(LEADER, "/clusters", on="2023-02-01")}
    assert answer.status_code == 201
    assert (then - now, now - then) == ({"khoi-5"}, {"khoi-17"})
    assert (await plans.told(ClusterFormed))[-1]["member_ids"] == ["so-y-te"]
    assert (await plans.told(ClusterChanged))[-1]["ends_on"] == "2023-01-31"


async def test_leaders_of_a_cluster_are_two_of_its_members_and_rotate(plans: Plans) -> None:
    await plans.import_units()
    order = {"year": 2023, "head_id": DISTRICT, "deputy_id": "huyen-long-thanh", "elected_on": "2022-12-23"}

    answer = await plans.post(APPRAISER, "/clusters/cum-1/offices", order)
    refused = await plans.post(APPRAISER, "/clusters/cum-1/offices", order | {"head_id": "so-y-te"})

    assert (answer.status_code, answer.json()["rotation"][-1]) == (200, DISTRICT)
    assert (refused.status_code, refused.json()["code"]) == (422, "NobodyLeads")
    assert [fact["head_id"] for fact in await plans.told(ClusterLeadersElected)] == [DISTRICT]


@pytest.mark.covers("P-03")
async def test_head_accountable_is_shown_with_how_the_unit_kept_its_filings(plans: Plans) -> None:
    await plans.issue()
    head = {"post": "Giám đốc", "name": "Nguyễn Văn An", "valid_from": "2022-06-01"}
    later = {"post": "Giám đốc", "name": "Trần Thị Bình", "valid_from": "2023-05-01"}
    await plans.post(ADMINISTRATOR, "/units/so-y-te/heads", head)

    detail = (await plans.post(officer("so-y-te"), "/units/so-y-te/heads", later)).json()
    await plans.move(date(2023, 5, 2))

    (account,) = await plans.get(officer("so-y-te"), "/units/heads", year=2023)
    assert [(one["name"], one["valid_to"]) for one in detail["heads"]] == [
        ("Trần Thị Bình", None), ("Nguyễn Văn An", "2023-04-30"),
    ]  # fmt: skip
    assert (account["head_name"], account["owed"], account["filed"], account["missing"]) == ("Trần Thị Bình", 3, 0, 1)


async def test_preview_of_the_provinces_file_says_what_would_change_and_changes_nothing(plans: Plans) -> None:
    await plans.import_units()
    told = await plans.count("outbox")
    content = PROVINCE.replace("Sở Y tế".encode(), "Sở Y tế tỉnh".encode())

    answer = await plans.ask(ADMINISTRATOR, "POST", "/units/import/preview", content=content)

    assert answer.json()["changes"] == ["Thay đổi đơn vị Sở Y tế: Sở Y tế tỉnh."]
    assert (await plans.get(LEADER, "/units/so-y-te"))["name"] == "Sở Y tế"
    assert await plans.count("outbox") == told


async def test_only_an_administrator_keeps_the_organisation(plans: Plans) -> None:
    await plans.import_units()

    answers = [
        await plans.post(APPRAISER, "/units/reorganisations/preview", DISTRICT_TIER),
        await plans.post(APPRAISER, "/clusters/khoi-4/composition", CHANGE | {"leaving_ids": ["so-tai-chinh"]}),
        await plans.post(officer("so-y-te"), "/units/so-noi-vu/heads",
                         {"post": "Giám đốc", "name": "A", "valid_from": "2023-01-01"}),
    ]  # fmt: skip

    assert [answer.status_code for answer in answers] == [403, 403, 403]


async def test_table_itself_excludes_two_provincial_clusters_on_one_day(plans: Plans) -> None:
    await plans.import_units()
    second = text(
        "INSERT INTO memberships (unit_id, cluster_id, valid_from, is_provincial) "
        "VALUES ('so-y-te', 'khoi-4', '2030-01-01', :is_provincial)"
    )

    with pytest.raises(IntegrityError):
        async with plans.database.transaction() as session:
            await session.execute(second, {"is_provincial": True})
    async with plans.database.transaction() as session:
        await session.execute(second, {"is_provincial": False})

    assert await plans.count("memberships") == 147 + 7 + 1
