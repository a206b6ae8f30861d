"""Councils and their sessions: who sits, who stands aside, what may be listed, and the minutes."""

import io
from typing import Any

import pytest
from docx import Document
from sqlalchemy import text

from tests.component.nominations.chamber import a_council, at_the_door, called, established, member, voting
from tests.component.nominations.conftest import APPRAISER, OFFICER, OTHER_OFFICER, UNIT, Nominations


async def test_council_that_cannot_be_is_refused_with_everything_to_mend(nominations: Nominations) -> None:
    two = a_council(2)["members"]
    twice = [{**two[0], "position": "member"}, {**two[0], "position": "member"}]

    answer = await nominations.ask(APPRAISER, "POST", "/councils", json=a_council(members=twice, quorum=[3, 2]))

    assert answer.json()["details"] == [
        "Hội đồng phải có ít nhất 3 thành viên.",
        "Hội đồng phải có đúng một Chủ tịch.",
        "Một tài khoản chỉ giữ một vị trí trong Hội đồng.",
        "Tỷ lệ thành viên tham dự tối thiểu phải lớn hơn 0 và không quá toàn bộ.",
    ]


async def test_quorum_comes_from_the_rules_or_from_a_written_ground(nominations: Nominations) -> None:
    bare = await nominations.ask(APPRAISER, "POST", "/councils", json=a_council(quorum_basis=" "))

    assert bare.json()["details"] == ["Vui lòng ghi căn cứ của tỷ lệ thành viên tham dự tối thiểu."]


async def test_unit_establishes_its_own_council_and_nobody_elses(nominations: Nominations) -> None:
    own = a_council(level="grassroots", unit_id=UNIT)

    made = await nominations.ask(OFFICER, "POST", "/councils", json=own)
    other = await nominations.ask(OTHER_OFFICER, "POST", "/councils", json={**own, "decision_number": "2"})
    provincial = await nominations.ask(OFFICER, "POST", "/councils", json=a_council(decision_number="3"))

    assert (made.status_code, other.status_code, provincial.status_code) == (201, 403, 403)


async def test_member_who_left_does_not_count_and_has_no_paper(nominations: Nominations) -> None:
    chamber = await called(nominations, [await at_the_door(nominations)])
    body = {"version": chamber.council["version"], "leave": [chamber.member_id(4)], "left_on": "2023-02-19"}
    path = f"/councils/{chamber.council['council_id']}/members"
    await nominations.ask(APPRAISER, "POST", path, json=body)
    await chamber.step("hold")
    await chamber.step("issue")

    answer = await chamber.ask_papers(member(4), chamber.items)

    assert chamber.view["total_members"] == 4
    assert answer.json()["code"] == "NotAMember"


async def test_dossier_that_is_not_at_the_door_is_not_listed(nominations: Nominations) -> None:
    council = await established(nominations)
    nomination_id = await nominations.eligible()
    draft = {
        "council_id": council["council_id"],
        "title": "Họp",
        "meets_at": "2023-02-20T08:00:00+07:00",
        "place": "Phòng họp A",
        "items": [{"nomination_id": nomination_id, "percent": 80, "percent_basis": "Quy chế"}],
    }

    answer = await nominations.ask(APPRAISER, "POST", "/council-sessions", json=draft)

    assert (answer.status_code, answer.json()["code"]) == (422, "NotReadyForCouncil")
    assert await nominations.count("council_sessions") == 0


async def test_candidate_stands_in_one_open_session(nominations: Nominations) -> None:
    nomination_id = await at_the_door(nominations)
    chamber = await called(nominations, [nomination_id])
    again = {
        "version": chamber.view["version"],
        "add": [{"nomination_id": nomination_id, "percent": 80, "percent_basis": "Quy chế"}],
    }

    answer = await nominations.ask(APPRAISER, "POST", f"{chamber.path}/agenda", json=again)

    assert (answer.status_code, answer.json()["code"]) == (409, "AlreadyListed")


async def test_outdated_page_of_a_session_is_refused(nominations: Nominations) -> None:
    chamber = await called(nominations, [await at_the_door(nominations)])
    seen = chamber.view["version"]
    await chamber.attend({4: "absent"})

    refused = await chamber.refused("hold", version=seen)

    assert refused["code"] == "SomeoneWasFaster"


async def test_emulation_council_does_not_consider_initiatives_and_the_reverse(nominations: Nominations) -> None:
    chamber = await called(nominations, [await at_the_door(nominations)])
    item = {"kind": "initiative", "title": "Sáng kiến", "subject_name": "A", "percent": 50, "percent_basis": "Quy chế"}
    body = {"version": chamber.view["version"], "add": [item]}

    answer = await nominations.ask(APPRAISER, "POST", f"{chamber.path}/agenda", json=body)

    assert answer.json()["code"] == "WrongCouncil"


async def test_detected_conflict_waits_for_a_person_and_recused_member_gets_no_paper(nominations: Nominations) -> None:
    chamber = await called(nominations, [await at_the_door(nominations)])
    async with nominations.database.transaction() as session:
        await session.execute(_from_unit(), {"unit": UNIT, "account": "hd3"})
    await chamber.step("hold")
    unsettled = await chamber.refused("issue")
    item = chamber.items[0]
    body = {"member_id": chamber.member_id(3), "stands_aside": True, "note": "Cùng đơn vị"}
    await nominations.ask(APPRAISER, "POST", f"/council-items/{item['item_id']}/conflicts", json=body)
    await chamber.step("issue")

    answer = await chamber.ask_papers(member(3), chamber.items)

    conflict = chamber.items[0]["conflicts"][0]
    assert unsettled["code"] == "ConflictUnsettled"
    assert (conflict["ground"], conflict["is_detected"]) == ("same_unit", True)
    assert answer.json()["code"] == "MustStandAside"


async def test_same_unit_may_vote_on_a_written_ground_but_kin_never(nominations: Nominations) -> None:
    chamber = await called(nominations, [await at_the_door(nominations)])
    async with nominations.database.transaction() as session:
        await session.execute(_from_unit(), {"unit": UNIT, "account": "hd3"})
    await chamber.step("hold")
    path = f"/council-items/{chamber.items[0]['item_id']}/conflicts"
    await nominations.ask(member(2), "POST", path, json={"ground": "kin", "note": "Vợ"})

    stay = {"stands_aside": False, "note": "Không trực tiếp quản lý"}
    unit = await nominations.ask(APPRAISER, "POST", path, json={**stay, "member_id": chamber.member_id(3)})
    kin = await nominations.ask(APPRAISER, "POST", path, json={**stay, "member_id": chamber.member_id(2)})
    outsider = await nominations.ask(OFFICER, "POST", path, json={"ground": "kin"})

    assert (unit.status_code, kin.json()["code"], outsider.json()["code"]) == (200, "MustStandAside", "NotAMember")


async def test_stranger_sees_no_session_and_member_does(nominations: Nominations) -> None:
    chamber = await called(nominations, [await at_the_door(nominations)])

    answers = [await nominations.ask(who, "GET", chamber.path) for who in (member(0), OTHER_OFFICER)]

    assert [answer.status_code for answer in answers] == [200, 403]


async def test_member_runs_no_session(nominations: Nominations) -> None:
    chamber = await called(nominations, [await at_the_door(nominations)])

    refused = await chamber.refused("hold", member(0))

    assert refused["code"] == "Forbidden"


@pytest.mark.parametrize("is_written_round", [False, True])
async def test_minutes_say_who_took_part_and_what_came_out(nominations: Nominations, *, is_written_round: bool) -> None:
    chamber = await voting(nominations, [await at_the_door(nominations)], is_written_round=is_written_round)
    for number in range(5):
        await chamber.cast(chamber.papers[f"hd{number}"][0], "approve" if number else "disapprove")
    await chamber.step("count")
    await chamber.step("close", conclusion="Thống nhất đề nghị.")

    answer = await nominations.ask(APPRAISER, "GET", f"{chamber.path}/minutes")

    words = _words(answer.content)
    kind = "BIÊN BẢN LẤY Ý KIẾN BẰNG VĂN BẢN" if is_written_round else "BIÊN BẢN HỌP HỘI ĐỒNG"
    wanted = (kind, "Võ Văn Chủ Tịch", "80,00 %", "Thông qua", "Thống nhất đề nghị.", "ngày 20 tháng 02 năm 2023")
    assert [one in words for one in wanted] == [True] * len(wanted)


async def test_session_of_matters_alone_closes_without_a_ballot(nominations: Nominations) -> None:
    council = await established(nominations)
    draft = {
        "council_id": council["council_id"],
        "title": "Sơ kết",
        "meets_at": "2023-02-20T08:00:00+07:00",
        "place": "Phòng họp A",
        "items": [{"kind": "matter", "title": "Đánh giá phong trào thi đua quý I"}],
    }
    view = (await nominations.ask(APPRAISER, "POST", "/council-sessions", json=draft)).json()
    path = f"/council-sessions/{view['session_id']}/steps"
    await nominations.ask(APPRAISER, "POST", f"{path}/hold", json={})

    closed = await nominations.ask(APPRAISER, "POST", f"{path}/close", json={})

    assert closed.json()["state"] == "closed"
    assert [name for name, _, _ in await nominations.told()] == ["SessionCalled", "SessionHeld"]


def _from_unit() -> Any:
    return text("UPDATE council_members SET unit_id = :unit WHERE account = :account")


def _words(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])
