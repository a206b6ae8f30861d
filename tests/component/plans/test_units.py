"""The province's list of units: taken in whole, once, and told."""

from shared.events.plans import ClusterFormed, UnitChanged, UnitRegistered, UnitState
from tests.component.plans.room import APPRAISER, LEADER, PROVINCE, Plans

EVERYTHING = {"clusters_formed": 19, "units_registered": 147, "units_changed": 0}
NOTHING = {"clusters_formed": 0, "units_registered": 0, "units_changed": 0}


async def test_province_is_registered_and_told(plans: Plans) -> None:
    answer = await plans.import_units()

    units = await plans.get(LEADER, "/units")
    clusters = await plans.get(LEADER, "/clusters")
    formed = await plans.told(ClusterFormed)
    assert answer.json() == EVERYTHING
    assert [unit["name"] for unit in units[:2]] == ["Huyện Trảng Bom", "Huyện Long Thành"]
    provincial = [cluster for cluster in clusters if cluster["kind"] != "lien_tinh"]
    assert sum(len(cluster["member_ids"]) for cluster in provincial) == 147
    assert [len(fact["member_ids"]) for fact in formed] == [len(cluster["member_ids"]) for cluster in clusters]
    assert len(await plans.told(UnitRegistered)) == 147
    assert [fact["unit_id"] for fact in await plans.told(UnitState)] == [unit["unit_id"] for unit in units]


async def test_same_file_again_changes_and_tells_nothing(plans: Plans) -> None:
    await plans.import_units()
    told = await plans.count("outbox")

    answer = await plans.import_units()

    assert answer.json() == NOTHING
    assert await plans.count("outbox") == told


async def test_renamed_unit_is_told_as_changed_with_its_new_state(plans: Plans) -> None:
    await plans.import_units()

    answer = await plans.import_units(PROVINCE.replace("Sở Y tế".encode(), "Sở Y tế tỉnh".encode()))

    states = [fact["name"] for fact in await plans.told(UnitState) if fact["unit_id"] == "so-y-te"]
    assert answer.json() == NOTHING | {"units_changed": 1}
    assert [fact["name"] for fact in await plans.told(UnitChanged)] == ["Sở Y tế tỉnh"]
    assert states == ["Sở Y tế", "Sở Y tế tỉnh"]


async def test_each_topic_counts_the_facts_of_a_unit_without_a_gap(plans: Plans) -> None:
    await plans.import_units()
    await plans.import_units(PROVINCE.replace("Sở Y tế".encode(), "Sở Y tế tỉnh".encode()))

    for topic in ("plans.unit.v1", "plans.unit.state.v1"):
        versions = await plans.versions(topic)
        assert versions.pop("so-y-te") == [1, 2]
        assert set(map(tuple, versions.values())) == {(1,)}


async def test_file_with_mistakes_is_refused_whole(plans: Plans) -> None:
    answer = await plans.import_units(PROVINCE.replace(b"cluster: khoi-16", b"cluster: khoi-17"))

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "ProvinceNotRead")
    assert problem["message"] == "Tệp danh sách đơn vị có lỗi nên chưa ghi nhận nội dung nào."
    assert len(problem["details"]) == 8
    assert problem["details"][0].endswith(": không có cụm, khối “khoi-17”.")
    assert await plans.count("units") == await plans.count("clusters") == await plans.count("outbox") == 0


async def test_only_an_administrator_changes_the_list(plans: Plans) -> None:
    answer = await plans.import_units(who=APPRAISER)

    assert answer.status_code == 403
    assert await plans.count("units") == 0
