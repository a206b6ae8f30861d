"""The feed is what RFC 5545 asks for, and says in the end what was said at first."""

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from services.plans.domain.calendar import Entry, EntryKind
from services.plans.exports.ics import feed
from shared.clock import VIETNAM

NOW = datetime(2023, 3, 1, 9, tzinfo=VIETNAM)
LINES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=300)
VIETNAMESE = st.text('aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậĐỆỪ ,;\\":', min_size=1, max_size=300)


def an_entry(**more: Any) -> Entry:
    known: dict[str, Any] = {
        "kind": EntryKind.TASK,
        "key": "Q1-01",
        "title": "Xét khen thưởng cụm, khối thi đua năm 2022",
        "starts_on": date(2023, 3, 31),
        "ends_on": date(2023, 3, 31),
    }
    return Entry(**(known | more))


def read(content: bytes) -> list[Any]:
    events: list[Any] = list(Calendar.from_ical(content).walk("VEVENT"))
    return events


def test_a_day_ends_the_day_after_and_keeps_nobody_busy() -> None:
    (event,) = read(feed("Lịch", [an_entry()], NOW))

    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2023, 3, 31), date(2023, 4, 1))
    assert (event["uid"], event["sequence"], event["transp"]) == ("task-Q1-01@plans.thidua", 0, "TRANSPARENT")
    assert event["categories"].cats == ["Nhiệm vụ"]


def test_a_time_of_day_is_told_in_the_zone_of_vietnam() -> None:
    starts_at, ends_at = NOW, NOW + timedelta(hours=2)
    held = an_entry(kind=EntryKind.EVENT, starts_at=starts_at, ends_at=ends_at, place="Hội trường A")

    content = feed("Lịch", [held], NOW)

    (event,) = read(content)
    zones: list[Any] = list(Calendar.from_ical(content).walk("VTIMEZONE"))
    (zone,) = zones
    assert (event["dtstart"].dt, event["dtend"].dt) == (starts_at, ends_at)
    assert event["dtstart"].params["TZID"] == str(zone["tzid"]) == "Asia/Ho_Chi_Minh"
    assert [part["tzoffsetto"].td for part in zone.subcomponents] == [timedelta(hours=7)]
    assert event["location"] == "Hội trường A"


def test_what_is_cancelled_stays_in_the_feed_and_says_so() -> None:
    gone = an_entry(kind=EntryKind.EVENT, is_cancelled=True, sequence=4)

    (event,) = read(feed("Lịch", [gone], NOW))

    assert (event["status"], event["sequence"]) == ("CANCELLED", 4)


def test_only_open_deadlines_ring_and_only_where_asked() -> None:
    entries = [
        an_entry(key="open"),
        an_entry(key="done", is_done=True),
        an_entry(key="event", kind=EntryKind.EVENT),
    ]

    ringing = read(feed("Lịch", entries, NOW, with_alarms=True))
    silent = read(feed("Lịch", entries, NOW))

    assert [len(event.walk("VALARM")) for event in ringing] == [1, 0, 0]
    assert [len(event.walk("VALARM")) for event in silent] == [0, 0, 0]


def test_warnings_and_ground_are_in_the_description() -> None:
    entry = an_entry(state_label="Đang thực hiện", warnings=("Ngày cuối là ngày nghỉ.",), source="Kế hoạch 274")

    (event,) = read(feed("Lịch", [entry], NOW))

    assert event["description"] == "Tình trạng: Đang thực hiện.\nNgày cuối là ngày nghỉ.\nCăn cứ: Kế hoạch 274."


def test_an_empty_calendar_is_a_calendar() -> None:
    content = feed("Lịch", [], NOW)

    assert read(content) == []
    assert str(Calendar.from_ical(content)["x-wr-calname"]) == "Lịch"


@given(title=LINES | VIETNAMESE, place=VIETNAMESE)
def test_lines_are_folded_at_75_octets_between_letters_and_unfold_to_what_was_written(title: str, place: str) -> None:
    content = feed("Lịch", [an_entry(kind=EntryKind.EVENT, title=title, place=place)], NOW)

    lines = content.split(b"\r\n")
    (event,) = read(content)
    assert [line for line in lines if len(line) > 75] == []
    assert [line.decode() for line in lines] == content.decode().split("\r\n")  # no letter is cut in two
    assert (str(event["summary"]), str(event["location"])) == (title, place)


@given(keys=st.lists(st.text("abc-123", min_size=1), unique=True, max_size=20))
def test_every_entry_has_an_id_of_its_own_that_stays(keys: list[str]) -> None:
    entries = [an_entry(key=key) for key in keys]

    first = [str(event["uid"]) for event in read(feed("Lịch", entries, NOW))]
    later = [str(event["uid"]) for event in read(feed("Lịch", entries, NOW + timedelta(days=9)))]

    assert first == later
    assert len(set(first)) == len(keys)
