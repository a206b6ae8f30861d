"""What a cluster pledges and its members register for a year, and what became of it."""

from datetime import date
from typing import Any

import pytest

from shared.events.plans import ClusterResultPublished, PledgeSigned, TargetsRegistered
from tests.component.plans.contest import CLUSTER, CRITERIA, HEAD, MEMBERS, OPENED, YEAR, opened, put
from tests.component.plans.room import ADMINISTRATOR, APPRAISER, LEADER, Plans, officer

UNIT = MEMBERS[2]
REGISTRATION = f"{YEAR}/registrations/{UNIT}"
PLEDGE: dict[str, Any] = {
    "contents": ["Hoàn thành các chỉ tiêu kinh tế - xã hội năm 2023."],
    "targets": [{"content": "Tăng thu ngân sách", "measure": "%", "value": "8.5"}],
}
TARGETS: dict[str, Any] = {
    "targets": [
        {"code": "1", "name": "Thu ngân sách", "measure": "tỷ đồng", "value": "1200.5"},
        {"code": "2", "name": "Hộ nghèo", "measure": "hộ", "value": "40", "better": "less"},
    ],
    "titles": [{"award": "CO_TINH", "count": 1}, {"award": "CSTD_CS", "count": 12}],
}
EASTERN = "/clusters/cum-mien-dong-nam-bo"
OURS = "tinh-dong-nai"


async def register(plans: Plans, **more: Any) -> Any:
    kept = await put(plans, officer(UNIT), REGISTRATION, TARGETS | more)
    assert kept.status_code == 200, kept.text
    return await plans.post(officer(UNIT), f"{REGISTRATION}/steps/send")


@pytest.mark.covers("T-Q1-03", "T-Q1-03.b")
async def test_pledge_is_signed_by_the_members_heads(plans: Plans) -> None:
    await opened(plans)
    for unit in MEMBERS[:4]:
        head = {"post": "Chủ tịch", "name": f"Người đứng đầu {unit}", "valid_from": "2022-01-01"}
        await plans.post(ADMINISTRATOR, f"/units/{unit}/heads", head)
    await put(plans, officer(HEAD), f"{YEAR}/pledge", PLEDGE)
    signing = {"signed_on": "2023-02-01", "place": "Biên Hòa", "signatories": [{"unit_id": unit} for unit in MEMBERS]}

    nobody = await plans.post(APPRAISER, f"{YEAR}/pledge/sign", signing)
    signing["signatories"] = [{"unit_id": unit} for unit in MEMBERS[:4]]
    signed = await plans.post(APPRAISER, f"{YEAR}/pledge/sign", signing)
    late = {"signed_on": "2023-02-01", "signatories": [{"unit_id": MEMBERS[4], "name": "Lê Văn C", "post": "Chủ tịch"}]}
    whole = await plans.post(officer(HEAD), f"{YEAR}/pledge/sign", late)

    told = [(fact["signatory_ids"], fact["missing_ids"]) for fact in await plans.told(PledgeSigned)]
    assert (nobody.status_code, nobody.json()["details"]) == (422, ["Thành phố Long Khánh"])
    assert (signed.json()["state_label"], signed.json()["missing_ids"]) == ("Đã ký kết", [MEMBERS[4]])
    assert signed.json()["signatories"][0]["name"] == f"Người đứng đầu {HEAD}"
    assert (len(whole.json()["signatories"]), whole.json()["missing_ids"]) == (5, [])
    assert told == [(list(MEMBERS[:4]), [MEMBERS[4]]), (list(MEMBERS), [])]


async def test_signed_pledge_keeps_its_text_and_only_the_cluster_drafts_it(plans: Plans) -> None:
    await opened(plans)
    stranger = await put(plans, officer(UNIT), f"{YEAR}/pledge", PLEDGE)
    await put(plans, officer(HEAD), f"{YEAR}/pledge", PLEDGE)
    outside = {"signed_on": "2023-02-01", "signatories": [{"unit_id": "so-y-te", "name": "A"}]}
    refused = await plans.post(APPRAISER, f"{YEAR}/pledge/sign", outside)
    one = {"signed_on": "2023-02-01", "signatories": [{"unit_id": UNIT, "name": "A", "post": "Chủ tịch"}]}
    await plans.post(APPRAISER, f"{YEAR}/pledge/sign", one)

    answer = await put(plans, officer(HEAD), f"{YEAR}/pledge", PLEDGE | {"contents": ["Khác"]})

    assert (stranger.status_code, refused.json()["code"]) == (403, "NotAMember")
    assert (answer.status_code, answer.json()["code"]) == (409, "PledgeAlreadySigned")
    assert (await plans.get(LEADER, f"{YEAR}/pledge"))["contents"] == PLEDGE["contents"]


@pytest.mark.covers("T-Q2-03")
async def test_targets_and_titles_are_registered_in_time_or_late_and_told(plans: Plans) -> None:
    await opened(plans)
    await plans.move(date(2023, 4, 4))

    sent = (await register(plans)).json()

    (fact,) = await plans.told(TargetsRegistered)
    assert (sent["state_label"], sent["sent_on"], sent["days_late"]) == ("Đã gửi", "2023-04-04", 4)
    assert (fact["unit_id"], fact["edition"], fact["days_late"], fact["targets"]) == (UNIT, 1, 4, 2)
    assert fact["titles"] == [{"award": "CO_TINH", "count": 1}, {"award": "CSTD_CS", "count": 12}]


async def test_sent_registration_is_amended_as_a_new_edition_and_the_old_one_stays_readable(plans: Plans) -> None:
    await opened(plans)
    await register(plans)
    changed = TARGETS["targets"][0] | {"value": "1300"}

    direct = await put(plans, officer(UNIT), REGISTRATION, TARGETS)
    await plans.post(officer(UNIT), f"{REGISTRATION}/steps/amend", {"reason": "Tỉnh giao lại chỉ tiêu"})
    second = (await register(plans, targets=[changed])).json()

    first = await plans.get(officer(UNIT), REGISTRATION, edition=1)
    assert (direct.status_code, direct.json()["code"]) == (409, "AlreadySent")
    assert (second["edition"], second["days_late"]) == (2, 0)
    assert [one["value"] for one in second["targets"]] == ["1300"]
    assert [one["value"] for one in first["targets"]] == ["1200.5", "40"]
    assert [fact["edition"] for fact in await plans.told(TargetsRegistered)] == [1, 2]


@pytest.mark.covers("T-Q3-01")
async def test_registered_is_compared_with_achieved_at_half_year_and_year_end(plans: Plans) -> None:
    await opened(plans)
    await register(plans)
    half = {"stage": "half_year", "targets": [{"code": "1", "value": "600.25"}]}
    whole: dict[str, Any] = {
        "stage": "year",
        "targets": [{"code": "1", "value": "1260.525"}, {"code": "2", "value": "50"}],
        "titles": [{"award": "CSTD_CS", "count": 10}],
    }

    await put(plans, officer(UNIT), f"{REGISTRATION}/achieved", half)
    await put(plans, officer(UNIT), f"{REGISTRATION}/achieved", whole)

    compared = await plans.get(officer(MEMBERS[0]), f"{YEAR}/comparison")
    (found,) = compared["registrations"]
    budget, poor = found["targets"]
    assert (budget["half_year_percent"], budget["percent"], budget["is_met"]) == ("50.0", "105.0", True)
    assert (poor["percent"], poor["is_met"]) == ("80.0", False)
    assert [(one["award"], one["count"], one["achieved"]) for one in found["titles"]] == [
        ("CO_TINH", 1, None), ("CSTD_CS", 12, 10),
    ]  # fmt: skip
    assert compared["missing_ids"] == [unit for unit in MEMBERS if unit != UNIT]


async def test_nothing_unregistered_is_achieved(plans: Plans) -> None:
    await opened(plans)
    early = await put(plans, officer(UNIT), f"{REGISTRATION}/achieved", {"stage": "year"})
    await register(plans)

    answer = await put(
        plans, officer(UNIT), f"{REGISTRATION}/achieved", {"stage": "year", "targets": [{"code": "9", "value": "1"}]}
    )

    assert (early.status_code, early.json()["code"]) == (409, "NotRegistered")
    assert (answer.status_code, answer.json()["code"], answer.json()["details"]) == (422, "TargetUnknown", ["9"])


async def test_officer_registers_for_their_own_unit_alone(plans: Plans) -> None:
    await opened(plans)

    answers = [
        await put(plans, officer(HEAD), REGISTRATION, TARGETS),
        await put(plans, APPRAISER, REGISTRATION, TARGETS),
        await put(plans, officer("so-y-te"), f"{YEAR}/registrations/so-y-te", TARGETS),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 422]
    assert await plans.count("registrations") == 0


@pytest.mark.covers("T-Q1-04", "T-Q1-04.b", "T-Q1-04.d", "T-Q2-03")
async def test_province_registers_scores_and_signs_in_the_inter_provincial_cluster(plans: Plans) -> None:
    await plans.import_units()
    await plans.move(date(2023, 2, 1))
    criteria = CRITERIA | {"criteria_set_id": "mien-dong-2023", "cluster_kinds": ["lien_tinh"], "awards": []}
    await plans.post(APPRAISER, "/criteria-sets", criteria)
    await plans.post(APPRAISER, f"{EASTERN}/years", OPENED | {"criteria_set_id": "mien-dong-2023"})
    year = f"{EASTERN}/years/2023"
    await put(plans, APPRAISER, f"{year}/pledge", PLEDGE)
    signing = {
        "signed_on": "2023-02-01",
        "signatories": [{"unit_id": OURS, "name": "Cao Tiến Dũng", "post": "Chủ tịch"}],
    }

    signed = await plans.post(APPRAISER, f"{year}/pledge/sign", signing)
    kept = await put(plans, APPRAISER, f"{year}/registrations/{OURS}", TARGETS)
    sent = await plans.post(APPRAISER, f"{year}/registrations/{OURS}/steps/send")
    entries = [{"code": "I.1", "achieved": "1", "target": "1"}, {"code": "I.2", "achieved": "80"}]
    sheet = await put(plans, APPRAISER, f"{year}/sheets/{OURS}", {"entries": entries})
    other = await put(plans, APPRAISER, f"{year}/sheets/tinh-binh-phuoc", {"entries": entries})
    result = {
        "document": "12/TB-CTĐ",
        "announced_on": "2023-02-01",
        "results": [{"unit_id": "tinh-binh-phuoc", "rank": 1}, {"unit_id": OURS, "rank": 2, "total": "985.5"}],
    }
    over = await plans.post(APPRAISER, f"{year}/outside-result", result)

    (fact,) = await plans.told(ClusterResultPublished)
    codes = [answer.status_code for answer in (signed, kept, sent, sheet, other, over)]
    assert codes == [200, 200, 200, 200, 403, 200]
    assert [(one["unit_id"], one["rank"], one["total"], one["award"]) for one in fact["results"]] == [
        ("tinh-binh-phuoc", 1, None, None), (OURS, 2, "985.5", None),
    ]  # fmt: skip


async def test_year_is_opened_with_a_set_for_its_kind_of_cluster_only(plans: Plans) -> None:
    await opened(plans)

    answer = await plans.post(APPRAISER, f"{EASTERN}/years", OPENED)
    nobody = await plans.post(LEADER, f"/clusters/{CLUSTER}/years", OPENED | {"year": 2024})

    assert (answer.status_code, answer.json()["code"], nobody.status_code) == (422, "CriteriaSetUnfit", 403)
