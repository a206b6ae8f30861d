"""The calendar as an iCalendar feed (RFC 5545): time zone, stable ids, folded lines, no personal data."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache

from icalendar import Alarm, Calendar, Event, Timezone, vDDDTypes, vDuration

from services.plans.domain.calendar import DEADLINES, ENTRY_LABELS, Entry

ZONE = "Asia/Ho_Chi_Minh"
MEDIA_TYPE = "text/calendar; charset=utf-8"

_PRODUCT = "-//Thi Dua//Lich cong tac thi dua, khen thuong//VI"
_REFRESH = timedelta(hours=1)
_ALARM = timedelta(days=-3)  # counted from 00:00 of the last day
_SINCE = date(1976, 1, 1)  # one offset ever since, so that the zone has one rule


def feed(name: str, entries: Iterable[Entry], stamped_at: datetime, *, with_alarms: bool = False) -> bytes:
    """Return the feed of *entries*; deadlines that are still open ring where *with_alarms* asks for it."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", ZONE)
    calendar.add("refresh-interval", vDuration(_REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(_REFRESH))
    calendar.add_component(_zone())
    for entry in entries:
        calendar.add_component(_event(entry, stamped_at, with_alarms=with_alarms))
    return bytes(calendar.to_ical())


@cache
def _zone() -> Timezone:
    return Timezone.from_tzid(ZONE, first_date=_SINCE)


def _event(entry: Entry, stamped_at: datetime, *, with_alarms: bool) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", stamped_at)
    event.add("sequence", entry.sequence)
    event.add("summary", entry.title)
    event.add("categories", [ENTRY_LABELS[entry.kind]])
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    _add_times(event, entry)
    if entry.place:
        event.add("location", entry.place)
    if text := description(entry):
        event.add("description", text)
    if with_alarms and entry.kind in DEADLINES and not entry.is_done:
        event.add_component(_alarm(entry))
    return event


def _add_times(event: Event, entry: Entry) -> None:
    """Give a time of day with its zone, or whole days that keep nobody busy; a whole day's end is the day after."""
    if entry.starts_at is not None and entry.ends_at is not None:
        _add_local(event, "dtstart", entry.starts_at)
        _add_local(event, "dtend", entry.ends_at)
    else:
        event.add("dtstart", entry.starts_on)
        event.add("dtend", entry.ends_on + timedelta(days=1))
        event.add("transp", "TRANSPARENT")


def _add_local(event: Event, name: str, moment: datetime) -> None:
    local = moment.replace(tzinfo=None)  # the zone is named beside it, and defined in the feed
    event.add(name, vDDDTypes(local), parameters={"TZID": ZONE})


def _alarm(entry: Entry) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.title)
    alarm.add("trigger", _ALARM)
    return alarm


def description(entry: Entry) -> str:
    """Return what is said below the title: the state, the warnings, the ground."""
    state = f"Tình trạng: {entry.state_label}." if entry.state_label else ""
    source = f"Căn cứ: {entry.source}." if entry.source else ""
    return "\n".join(filter(None, (state, *entry.warnings, source)))
