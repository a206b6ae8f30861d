"""All dated things in one calendar, and in feeds that calendar programs read by a secret address."""

from collections import Counter
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from icalendar import Calendar
from sqlalchemy import text

from tests.component.plans.oversight import (
    OTHER,
    UNIT,
    a_finding,
    a_province,
    a_scheduled_inspection,
    an_occasion,
    made,
    the_year,
)
from tests.component.plans.room import ADMINISTRATOR, APPRAISER, LEADER, Plans, officer


async def calendar(plans: Plans, who: Any = LEADER, **asked: Any) -> list[dict[str, Any]]:
    shown = await plans.get(who, "/calendar", **({"starts_on": "2023-01-01", "ends_on": "2023-12-31"} | asked))
    entries: list[dict[str, Any]] = shown["entries"]
    return entries


async def feed(plans: Plans, path: str) -> Any:
    """Return what a calendar program gets, which signs in nowhere."""
    return await plans.client.get(path)


@pytest.mark.covers("D-02", "D-03", "D-04", "D-05", "D-06", "D-07")
async def test_all_dated_things_of_the_year_are_in_one_place(plans: Plans) -> None:
    await the_year(plans)
    inspection = await a_scheduled_inspection(plans)
    await a_finding(plans, inspection, due_on="2023-06-30")
    await an_occasion(plans)
    await an_occasion(plans, kind="training", title="Tập huấn nghiệp vụ")

    entries = await calendar(plans)

    counts = Counter(each["kind"] for each in entries)
    filings = [(each["starts_on"], each["title"]) for each in entries if each["kind"] == "filing"]
    assert counts - Counter(anniversary=counts["anniversary"], movement=counts["movement"]) == Counter(
        task=27, filing=3, quarter_end=4, inspection=1, remedy=1, event=1, training=1, legal=4
    )
    assert [day for day, _ in filings] == ["2023-03-14", "2023-06-15", "2023-12-15"]
    assert filings[0][1] == "Hạn nộp kế hoạch thi đua, khen thưởng năm 2023: 3 đơn vị, 3 chưa nộp"
    assert [each["starts_on"] for each in entries if each["kind"] == "quarter_end"] == [
        "2023-03-31",
        "2023-06-30",
        "2023-09-30",
        "2023-12-31",
    ]
    assert [each["starts_on"] for each in entries] == sorted(each["starts_on"] for each in entries)


@pytest.mark.covers("X-07", "T-Q4-04", "T-Q4-01")
async def test_calendar_warns_that_education_has_from_the_1st_to_the_14th_of_october(plans: Plans) -> None:
    await the_year(plans)

    tight = [
        each["uid"].rpartition("-")[0][-2:] + each["uid"].rpartition("-")[2][:2]
        for each in await calendar(plans, kind="task", starts_on="2023-10-01")
        if any("chỉ còn từ 01/10 đến 14/10/2023, 10 ngày làm việc" in said for said in each["warnings"])
    ]

    assert tight == ["Q401", "Q404"]


async def test_deadline_on_a_day_off_and_one_before_a_day_are_warned_of(plans: Plans) -> None:
    await the_year(plans)

    (year_end,) = await calendar(plans, kind="quarter_end", starts_on="2023-12-01")
    (unit_plan,) = await calendar(plans, officer(UNIT), kind="filing", ends_on="2023-04-01")

    assert year_end["warnings"] == [
        "Ngày cuối của thời hạn (31/12/2023) là ngày nghỉ: Chủ nhật; ngày làm việc cuối cùng trước đó là 29/12/2023."
    ]
    assert unit_plan["warnings"] == ["Văn bản ghi trước ngày 15/03/2023: ngày cuối còn đúng hạn là 14/03/2023."]


async def test_unit_sees_what_concerns_it_and_nothing_of_others(plans: Plans) -> None:
    await the_year(plans)
    inspection = await a_scheduled_inspection(plans)
    await a_finding(plans, inspection, due_on="2023-06-30")
    await an_occasion(plans, unit_ids=[OTHER])

    own = await calendar(plans, officer(UNIT))
    other = await calendar(plans, officer(OTHER))
    asked_for_another = await calendar(plans, officer(OTHER), unit_id=UNIT)

    kinds = {"filing", "inspection", "remedy", "event"}
    assert [each["kind"] for each in own if each["kind"] in kinds] == [
        "filing",
        "inspection",
        "filing",
        "remedy",
        "filing",
    ]
    assert [each["kind"] for each in other if each["kind"] in kinds] == ["event", "filing", "filing", "filing"]
    assert asked_for_another == other


@pytest.mark.parametrize(
    "window",
    [{"starts_on": "2023-12-31", "ends_on": "2023-01-01"}, {"ends_on": "2033-01-01"}, {"ends_on": "9999-12-31"}],
)
async def test_window_that_cannot_be_is_refused(plans: Plans, window: dict[str, str]) -> None:
    refused = await plans.ask(LEADER, "GET", "/calendar", params={"starts_on": "2023-01-01"} | window)

    assert (refused.status_code, refused.json()["code"]) == (422, "WindowTooLong")


async def test_empty_register_has_a_calendar_of_anniversaries_and_laws(plans: Plans) -> None:
    assert {each["kind"] for each in await calendar(plans)} == {"anniversary", "legal"}
    assert {each["kind"] for each in await calendar(plans, officer(UNIT))} == {"anniversary"}


async def test_calendar_asks_as_much_of_the_database_for_one_unit_as_for_three(plans: Plans) -> None:
    await the_year(plans)
    with plans.statements() as before:
        await calendar(plans)
    for title in ("Hội nghị 1", "Hội nghị 2", "Hội nghị 3"):
        await an_occasion(plans, title=title)

    with plans.statements() as after:
        await calendar(plans)

    assert len(after) == len(before)


@pytest.mark.covers("T-Q2-05")
async def test_anniversaries_of_a_year_are_listed(plans: Plans) -> None:
    listed = await plans.get(officer(UNIT), "/anniversaries", year=2023)

    (found,) = (each for each in listed if each["key"] == "thi-dua-ai-quoc")
    assert (found["on"], found["number"], found["kind_label"], found["is_round"]) == (
        "2023-06-11",
        75,
        "năm lẻ 5",
        True,
    )


async def test_feed_of_a_unit_reads_back_as_its_calendar(plans: Plans) -> None:
    await the_year(plans)
    await an_occasion(plans)
    inspection = await a_scheduled_inspection(plans)
    await a_finding(plans, inspection, text="Bình xét không công khai", due_on="2023-06-30")
    made_feed = await made(plans, officer(UNIT), "/calendar/feeds", unit_id=UNIT, with_alarms=True)

    answer = await feed(plans, made_feed["path"])

    read = Calendar.from_ical(answer.content)
    events = {str(event["uid"]): event for event in read.walk("VEVENT")}
    shown = await calendar(plans, officer(UNIT))
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert read["x-wr-calname"] == "Thi đua, khen thưởng: Huyện Trảng Bom"
    assert {each["uid"] for each in shown} <= set(events)
    assert {each["title"] for each in shown} <= {str(event["summary"]) for event in events.values()}
    assert "Bình xét không công khai" not in answer.text
    assert [line for line in answer.content.split(b"\r\n") if len(line) > 75] == []


async def test_feed_says_again_what_changed_under_the_same_id(plans: Plans) -> None:
    await a_province(plans)
    occasion = await an_occasion(plans)
    made_feed = await made(plans, officer(UNIT), "/calendar/feeds")

    first = _events(await feed(plans, made_feed["path"]))
    path = f"/events/{occasion['occasion_id']}/steps/cancel"
    await made(plans, APPRAISER, path, reason="Hoãn")
    second = _events(await feed(plans, made_feed["path"]))

    one, other = (next(each for each in events if str(each["uid"]).startswith("event-")) for events in (first, second))
    assert str(one["uid"]) == str(other["uid"])
    assert (one["status"], other["status"]) == ("CONFIRMED", "CANCELLED")
    assert one["sequence"] < other["sequence"]


async def test_address_of_a_feed_is_secret_and_kept_as_a_hash(plans: Plans) -> None:
    await a_province(plans)
    made_feed = await made(plans, officer(UNIT), "/calendar/feeds")
    secret = made_feed["path"].rpartition("/")[2].removesuffix(".ics")

    wrong = await feed(plans, made_feed["path"].replace(secret, "x" * len(secret)))
    unknown = await feed(plans, made_feed["path"].replace(made_feed["feed_id"], str(uuid4())))
    async with plans.database.transaction() as session:
        kept = str((await session.execute(text("SELECT * FROM feeds"))).one())
    listed = await plans.get(officer(UNIT), "/calendar/feeds")

    assert (wrong.status_code, unknown.status_code) == (404, 404)
    assert wrong.json() == unknown.json()
    assert len(secret) >= 43
    assert secret not in kept
    assert "path" not in listed[0]


async def test_revoked_feed_leads_nowhere(plans: Plans) -> None:
    await a_province(plans)
    mine = await made(plans, officer(UNIT), "/calendar/feeds")
    path = f"/calendar/feeds/{mine['feed_id']}/revoke"

    by_another = await plans.post(officer(OTHER), path)
    still = await feed(plans, mine["path"])
    await made(plans, ADMINISTRATOR, path)
    gone = await feed(plans, mine["path"])

    assert (by_another.status_code, still.status_code, gone.status_code) == (404, 200, 404)
    assert await plans.get(officer(UNIT), "/calendar/feeds") == []


async def test_officer_gets_no_feed_of_another_unit_or_of_the_province(plans: Plans) -> None:
    await the_year(plans)

    other = await plans.post(officer(UNIT), "/calendar/feeds", {"unit_id": OTHER})
    own = await made(plans, officer(UNIT), "/calendar/feeds")
    province = await made(plans, APPRAISER, "/calendar/feeds")

    own_kinds = {str(event["uid"]).partition("-")[0] for event in _events(await feed(plans, own["path"]))}
    all_kinds = {str(event["uid"]).partition("-")[0] for event in _events(await feed(plans, province["path"]))}
    assert other.status_code == 403
    assert own_kinds == {"filing", "anniversary"}
    assert all_kinds == {"task", "filing", "quarter_end", "anniversary", "legal"}


async def test_account_has_no_more_feeds_than_it_needs(plans: Plans) -> None:
    await a_province(plans)
    for _ in range(10):
        await made(plans, officer(UNIT), "/calendar/feeds")

    refused = await plans.post(officer(UNIT), "/calendar/feeds")

    assert (refused.status_code, refused.json()["code"]) == (422, "TooManyFeeds")


async def test_feed_notes_when_it_was_read_but_not_every_time(plans: Plans) -> None:
    await a_province(plans)
    mine = await made(plans, officer(UNIT), "/calendar/feeds")

    await feed(plans, mine["path"])
    (first,) = await plans.get(officer(UNIT), "/calendar/feeds")
    await feed(plans, mine["path"])
    (again,) = await plans.get(officer(UNIT), "/calendar/feeds")
    await plans.move(date(2023, 1, 2))
    await feed(plans, mine["path"])
    (later,) = await plans.get(officer(UNIT), "/calendar/feeds")

    assert first["read_at"] == again["read_at"] == "2022-12-23T09:00:00+07:00"
    assert later["read_at"] == "2023-01-02T00:00:00+07:00"


def _events(answer: Any) -> list[Any]:
    events: list[Any] = list(Calendar.from_ical(answer.content).walk("VEVENT"))
    return events
