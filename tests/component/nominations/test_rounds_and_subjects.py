"""Rounds, the proposals a cluster's result drafts, and who is put forward."""

from datetime import date
from typing import Any
from uuid import uuid4

from services.nominations.handlers import on
from shared.events.nominations import RoundOpened
from shared.events.plans import ClusterResultPublished, RankedUnit, RoundAsked
from shared.messaging import timers
from tests.component.nominations.conftest import (
    APPRAISER,
    COLLECTIVE,
    INDIVIDUAL,
    LEADER,
    OFFICER,
    OTHER_OFFICER,
    OTHER_UNIT,
    UNIT,
    Nominations,
    at,
)

ROUND = {
    "name": "Đợt xét quý I",
    "year": 2023,
    "awards": ["TTLDXS"],
    "opens_on": "2023-02-01",
    "closes_on": "2023-03-31",
}


async def a_round(nominations: Nominations, **more: Any) -> Any:
    answer = await nominations.ask(APPRAISER, "POST", "/rounds", json={**ROUND, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def submit_in(nominations: Nominations, round_id: str, **more: Any) -> Any:
    draft = await nominations.ask(OFFICER, "POST", "/drafts", json={**COLLECTIVE, "round_id": round_id, **more})
    return await nominations.ask(OFFICER, "POST", f"/drafts/{draft.json()['draft_id']}/submit")


async def test_dossier_belongs_to_its_round(nominations: Nominations) -> None:
    round_ = await a_round(nominations)

    answer = await submit_in(nominations, round_["round_id"])
    (listed,) = (await nominations.ask(LEADER, "GET", "/rounds")).json()

    assert (answer.status_code, listed["dossiers"]) == (201, 1)
    assert (await nominations.listed(round_id=round_["round_id"]))["total"] == 1


async def test_round_refuses_what_it_does_not_examine_and_what_comes_late(nominations: Nominations) -> None:
    round_ = await a_round(nominations)
    at(2023, 4, 3, 9)

    answer = await submit_in(nominations, round_["round_id"], **INDIVIDUAL)

    assert (answer.status_code, answer.json()["details"]) == (
        422,
        [
            "Đợt xét “Đợt xét quý I” chỉ nhận hồ sơ từ 01/02/2023 đến 31/03/2023.",
            "Đợt xét “Đợt xét quý I” không xét danh hiệu, hình thức khen thưởng này.",
        ],
    )


async def test_round_closes_by_itself_after_its_last_day_and_once(nominations: Nominations) -> None:
    round_ = await a_round(nominations)
    await submit_in(nominations, round_["round_id"])

    at(2023, 4, 1, 0, 0)
    await timers.ring(on, nominations.database)
    again = await nominations.ask(APPRAISER, "POST", f"/rounds/{round_['round_id']}/close", json={})

    assert [one["dossiers"] for one in await nominations.facts_of("RoundClosed")] == [1]
    assert again.status_code == 409


async def test_only_the_office_opens_rounds(nominations: Nominations) -> None:
    answers = [await nominations.ask(who, "POST", "/rounds", json=ROUND) for who in (OFFICER, LEADER)]

    assert [answer.status_code for answer in answers] == [403, 403]


async def test_task_of_the_plan_opens_its_round_once(nominations: Nominations) -> None:
    asked = RoundAsked(
        plan_id=uuid4(),
        task_key="II.3",
        title="Xét khen thưởng cụm, khối",
        year=2023,
        mode="merit",
        opens_on=date(2023, 4, 1),
        closes_on=date(2023, 5, 15),
    )

    await nominations.hear(asked)
    await nominations.hear(asked, version=2)

    (opened,) = await nominations.facts_of(RoundOpened.__name__)
    assert (opened["task_key"], opened["name"]) == ("II.3", "Xét khen thưởng cụm, khối")


def a_result(*results: RankedUnit) -> ClusterResultPublished:
    return ClusterResultPublished(
        cluster_id="khoi-1",
        cluster_name="Khối thi đua số 1",
        kind="block",
        year=2022,
        published_on=date(2023, 2, 10),
        criteria_set_id="2022",
        is_rule_confirmed=True,
        results=results,
    )


async def test_cluster_result_drafts_one_proposal_for_each_unit_it_names_and_never_again(
    nominations: Nominations,
) -> None:
    result = a_result(
        RankedUnit(unit_id=UNIT, rank=1, total="98.5", award="CO_TINH"),
        RankedUnit(unit_id=OTHER_UNIT, rank=2, total="97", award=None),
    )

    await nominations.hear(result)
    await nominations.hear(result, version=2)

    own = (await nominations.ask(OFFICER, "GET", "/drafts")).json()
    assert [(one["award"], one["subject_name"], one["year"]) for one in own["items"]] == [("CO_TINH", "Sở Y tế", 2022)]
    assert (await nominations.ask(OTHER_OFFICER, "GET", "/drafts")).json()["total"] == 0
    assert await nominations.told() == []


async def a_person(nominations: Nominations) -> str:
    draft = await nominations.ask(OFFICER, "POST", "/drafts", json={**INDIVIDUAL})
    await nominations.ask(OFFICER, "POST", f"/drafts/{draft.json()['draft_id']}/submit")
    (subject,) = (await nominations.ask(OFFICER, "GET", "/subjects", params={"q": "nguyen thi hoa"})).json()
    found: str = subject["subject_id"]
    return found


async def test_persons_data_stay_with_the_unit_and_the_staff_and_in_no_fact(nominations: Nominations) -> None:
    subject_id = await a_person(nominations)
    known = {"name": "Nguyễn Thị Hòa", "born_on": "1980-05-01", "national_id": "075180001234"}

    kept = await nominations.ask(OFFICER, "PUT", f"/subjects/{subject_id}", json=known)
    staff = await nominations.ask(APPRAISER, "GET", f"/subjects/{subject_id}")
    other = await nominations.ask(OTHER_OFFICER, "GET", f"/subjects/{subject_id}")

    assert (kept.status_code, staff.json()["person"]["national_id"]) == (200, "075180001234")
    assert other.status_code == 403
    assert "075180001234" not in str(await nominations.told())
    assert "Hòa" not in str(await nominations.told())


async def test_one_number_is_one_person(nominations: Nominations) -> None:
    first = await a_person(nominations)
    draft = await nominations.ask(OFFICER, "POST", "/drafts", json={**INDIVIDUAL, "subject_name": "Trần Văn Bình"})
    await nominations.ask(OFFICER, "POST", f"/drafts/{draft.json()['draft_id']}/submit")
    (second,) = (await nominations.ask(OFFICER, "GET", "/subjects", params={"q": "binh"})).json()
    known = {"name": "A", "national_id": "075180001234"}
    await nominations.ask(OFFICER, "PUT", f"/subjects/{first}", json=known)

    answer = await nominations.ask(OFFICER, "PUT", f"/subjects/{second['subject_id']}", json=known)

    assert (answer.status_code, answer.json()["code"]) == (409, "PersonKnown")


async def test_history_of_a_subject_shows_what_it_was_granted(nominations: Nominations) -> None:
    nomination_id = await nominations.eligible()
    await nominations.take(LEADER, nomination_id, "decide", decision_number="312/QĐ-UBND")
    (granted,) = await nominations.facts_of("AwardGranted")
    draft = await nominations.ask(
        OFFICER, "POST", "/drafts", json={**COLLECTIVE, "subject_id": granted["subject_id"], "year": 2023}
    )
    await nominations.ask(OFFICER, "POST", f"/drafts/{draft.json()['draft_id']}/submit")

    shown = (await nominations.ask(OFFICER, "GET", f"/subjects/{granted['subject_id']}")).json()

    assert [(one["award"], one["decision_number"], one["is_revoked"]) for one in shown["honours"]] == [
        ("TTLDXS", "312/QĐ-UBND", False)
    ]
