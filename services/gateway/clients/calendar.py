"""What the plans service is asked about dates: the calendar, anniversaries and feeds (lịch công tác)."""

from datetime import date
from uuid import UUID

import httpx

from services.gateway.clients.door import Door, Resting, Services, part
from shared.api.oversight import AnniversaryView, CalendarView, FeedDraft, FeedMade, FeedView


async def calendar(door: Door, starts_on: date, ends_on: date, kind: str = "", unit_id: str = "") -> CalendarView:
    """Return the dated things of some days."""
    asked = {"starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat(), "kind": kind, "unit_id": unit_id}
    return await door.get(door.services.plans, "/calendar", CalendarView, **asked)


async def anniversaries(door: Door, year: int) -> tuple[AnniversaryView, ...]:
    """Return the historic days of a year."""
    return await door.get(door.services.plans, "/anniversaries", tuple[AnniversaryView, ...], year=year)


async def feeds(door: Door) -> tuple[FeedView, ...]:
    """Return the caller's feeds."""
    return await door.get(door.services.plans, "/calendar/feeds", tuple[FeedView, ...])


async def make_feed(door: Door, draft: FeedDraft) -> FeedMade:
    """Make a feed; its address is answered this once."""
    return await door.post(door.services.plans, "/calendar/feeds", FeedMade, draft)


async def revoke_feed(door: Door, feed_id: UUID) -> FeedView:
    """Let a feed's address lead nowhere."""
    return await door.post(door.services.plans, f"/calendar/feeds/{feed_id}/revoke", FeedView)


async def read_feed(services: Services, feed_id: UUID, secret: str) -> httpx.Response:
    """Fetch a feed for a program that cannot sign in: the secret in its address is all it has."""
    try:
        return await services.plans.get(f"/calendar/feeds/{feed_id}/{part(secret)}.ics")
    except httpx.TransportError as error:
        raise Resting from error
