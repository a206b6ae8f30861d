"""What is looked at while a list is put together: overlaps, quotas, milestones, and who may look."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from services.nominations.models import RegisterRow
from tests.component.nominations.conftest import (
    APPRAISER,
    COLLECTIVE,
    OFFICER,
    OTHER_OFFICER,
    OTHER_UNIT,
    UNIT,
    Nominations,
)

NAME = "Bác sĩ Nguyễn Thị Hòa"


async def in_the_register(
    nominations: Nominations, award: str, years: range, *, subject_id: UUID | None = None, **more: Any
) -> UUID:
    """Write lines of the past into the register, all of one subject."""
    subject = subject_id or uuid4()
    async with nominations.database.transaction() as session:
        for number, year in enumerate(years, 1):
            about = {
                "subject_kind": "individual", "subject_name": NAME, "unit_id": UNIT, "unit_name": "Sở Y tế",
                "mode": "merit", **more,
            }  # fmt: skip
            session.add(
                RegisterRow(
                    award_id=uuid4(), award=award, subject_id=subject, year=year, decided_by="province_chair",
                    decision_number=f"{number}/QĐ", decided_on=date(year, 12, 1), book_year=year,
                    book_number=uuid4().int % 10**8, bonus=0, version=1, **about,
                )
            )  # fmt: skip
    return subject


async def test_same_achievement_is_found_in_another_unit_and_mode_by_person_or_name(nominations: Nominations) -> None:
    collective: dict[str, Any] = {
        "subject_kind": "collective",
        "subject_name": "Phòng Nghiệp vụ y",
        "unit_id": OTHER_UNIT,
    }
    subject = await in_the_register(nominations, "BK_TINH", range(2022, 2023), mode="thematic", **collective)
    await in_the_register(nominations, "BK_TINH", range(2022, 2023), **collective)
    await in_the_register(nominations, "BK_TINH", range(2021, 2022), **collective)
    nomination_id = await nominations.submitted(subject_id=str(subject))

    mine = await nominations.ask(OFFICER, "GET", f"/nominations/{nomination_id}/overlaps")
    found = (await nominations.ask(APPRAISER, "GET", f"/nominations/{nomination_id}/overlaps")).json()
    stranger = await nominations.ask(OTHER_OFFICER, "GET", f"/nominations/{nomination_id}/overlaps")

    assert [(one["unit_id"], one["mode"], one["year"], one["is_same_subject"]) for one in found] == [
        (OTHER_UNIT, "thematic", 2022, True),
        (OTHER_UNIT, "merit", 2022, False),
    ]
    assert (mine.json(), stranger.status_code) == ([], 403)


async def test_quota_is_live_while_the_list_of_a_round_grows(nominations: Nominations) -> None:
    opened = await nominations.ask(
        APPRAISER, "POST", "/rounds",
        json={"name": "Đợt 1", "year": 2022, "opens_on": "2023-02-01", "closes_on": "2023-03-31"},
    )  # fmt: skip
    round_id = opened.json()["round_id"]
    for number in range(14):
        await in_the_register(nominations, "LDTT", range(2022, 2023), subject_name=f"Người thứ {number}")
    fighter = {"award": "CSTD_CS", "subject_kind": "individual", "facts": {}, "round_id": round_id}

    async def line() -> Any:
        found = (await nominations.ask(APPRAISER, "GET", f"/rounds/{round_id}/quotas")).json()
        return [(one["unit_id"], one["allowed"], one["used"], one["left"]) for one in found if one["used"]]

    await nominations.submitted(subject_name="Người một", **fighter)
    one = await line()
    await nominations.submitted(subject_name="Người hai", **fighter)
    await nominations.submitted(subject_name="Người ba", **fighter)

    assert one == [(UNIT, 2, 1, 1)]
    assert await line() == [(UNIT, 2, 3, -1)]
    assert (await nominations.ask(OFFICER, "GET", f"/rounds/{round_id}/quotas")).status_code == 403


async def test_direct_submission_is_refused_by_a_round_it_does_not_belong_to(nominations: Nominations) -> None:
    opened = await nominations.ask(
        APPRAISER, "POST", "/rounds",
        json={"name": "Cờ", "year": 2022, "awards": ["CO_TINH"], "opens_on": "2023-02-01", "closes_on": "2023-03-31"},
    )  # fmt: skip

    refused = await nominations.submit(round_id=opened.json()["round_id"])
    unknown = await nominations.submit(round_id=str(uuid4()))

    assert (refused.json()["code"], unknown.status_code) == ("OutsideRound", 404)
    assert await nominations.count("nominations") == 0


async def test_who_reaches_a_milestone_is_suggested_and_who_does_not_is_not(nominations: Nominations) -> None:
    reaching = await in_the_register(nominations, "CSTD_CS", range(2020, 2023))
    await in_the_register(nominations, "CSTD_CS", range(2022, 2023), subject_name="Người mới")
    await in_the_register(nominations, "CSTD_CS", range(2020, 2023), unit_id=OTHER_UNIT, subject_name="Người khác")
    asked = {"award": "CSTD_TINH", "year": 2022}

    own = (await nominations.ask(OFFICER, "GET", "/milestones", params=asked)).json()
    all_of_them = (await nominations.ask(APPRAISER, "GET", "/milestones", params=asked)).json()
    stranger = await nominations.ask(OFFICER, "GET", "/milestones", params={**asked, "unit_id": OTHER_UNIT})

    assert [(one["subject_id"], one["subject_name"]) for one in own] == [(str(reaching), NAME)]
    assert sorted(one["subject_name"] for one in all_of_them) == [NAME, "Người khác"]
    assert stranger.status_code == 403


async def test_round_of_a_direct_submission_is_kept(nominations: Nominations) -> None:
    opened = await nominations.ask(
        APPRAISER, "POST", "/rounds",
        json={"name": "Đợt 1", "year": 2022, "opens_on": "2023-02-01", "closes_on": "2023-03-31"},
    )  # fmt: skip
    round_id = opened.json()["round_id"]

    await nominations.submitted(COLLECTIVE, round_id=round_id)

    assert [one["round_id"] for one in (await nominations.listed(round_id=round_id))["items"]] == [round_id]
