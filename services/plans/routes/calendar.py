"""The calendar of the province and of each unit, anniversaries, and feeds for calendar programs."""

from datetime import MAXYEAR, date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.plans.commands import feeds
from services.plans.domain.anniversaries import anniversaries
from services.plans.domain.calendar import ENTRY_LABELS, Entry, EntryKind, Window
from services.plans.exports.ics import MEDIA_TYPE
from services.plans.models import FeedRow
from services.plans.queries.calendar import entries
from shared import clock
from shared.api.oversight import (
    AnniversaryView,
    CalendarView,
    EntryView,
    FeedDraft,
    FeedMade,
    FeedView,
)
from shared.clock import VIETNAM
from shared.db import Db
from shared.identity import Caller

router = APIRouter()


@router.get("/calendar")
async def show(  # noqa: PLR0913 - each is a filter of the list
    caller: Caller,
    db: Db,
    *,
    starts_on: date | None = None,
    ends_on: date | None = None,
    unit_id: str | None = None,
    kind: EntryKind | None = None,
) -> CalendarView:
    """Answer all dated things of some days, by default of this year; a unit sees what concerns it."""
    today = clock.today()
    window = Window(starts_on or date(today.year, 1, 1), ends_on or date((starts_on or today).year, 12, 31))
    async with db.transaction() as session:
        found, calendar = await entries(session, window, caller.unit_id or unit_id)
    return CalendarView(
        starts_on=window.first,
        ends_on=window.last,
        entries=tuple(_entry(one) for one in found if kind in {None, one.kind}),
        doubts=calendar.doubts(window.first, window.last),
    )


@router.get("/anniversaries")
async def list_anniversaries(_: Caller, year: Annotated[int, Query(ge=1, lt=MAXYEAR)]) -> tuple[AnniversaryView, ...]:
    """Answer the historic days of a year, with how many years ago each was."""
    window = Window(date(year, 1, 1), date(year, 12, 31))
    return tuple(
        AnniversaryView(
            key=one.of.key,
            name=one.of.name,
            origin_on=one.of.happened_on,
            on=one.on,
            number=one.number,
            kind_label=one.kind.name,
            is_round=one.is_round,
            source=one.of.source,
            status=one.of.status,
        )
        for one in anniversaries(window.first, window.last)
    )


@router.get("/calendar/feeds")
async def list_feeds(caller: Caller, db: Db) -> tuple[FeedView, ...]:
    """Answer the caller's feeds that are in use."""
    async with db.transaction() as session:
        return tuple(map(_feed, await feeds.feeds_of(session, caller)))


@router.post("/calendar/feeds", status_code=201)
async def make(draft: FeedDraft, caller: Caller, db: Db) -> FeedMade:
    """Make a feed; its address is answered this once."""
    async with db.transaction() as session:
        row, secret = await feeds.make_feed(session, draft, caller)
    return FeedMade(**_feed(row).model_dump(), path=f"/calendar/feeds/{row.feed_id}/{secret}.ics")


@router.post("/calendar/feeds/{feed_id}/revoke")
async def revoke(feed_id: UUID, caller: Caller, db: Db) -> FeedView:
    """Let a feed's address lead nowhere from now on."""
    async with db.transaction() as session:
        return _feed(await feeds.revoke(session, feed_id, caller))


@router.get("/calendar/feeds/{feed_id}/{secret}.ics")
async def read(feed_id: UUID, secret: str, db: Db) -> Response:
    """Answer a feed to a calendar program, which has its secret address and no other way to sign in."""
    async with db.transaction() as session:
        content = await feeds.read_feed(session, feed_id, secret)
    headers = {"cache-control": "private, max-age=900", "x-robots-tag": "noindex"}
    return Response(content, media_type=MEDIA_TYPE, headers=headers)


def _feed(row: FeedRow) -> FeedView:
    return FeedView(
        feed_id=row.feed_id,
        unit_id=row.unit_id,
        is_of_unit=row.is_of_unit,
        with_alarms=row.with_alarms,
        made_at=row.made_at.astimezone(VIETNAM),
        read_at=row.read_at and row.read_at.astimezone(VIETNAM),
        revoked_at=row.revoked_at and row.revoked_at.astimezone(VIETNAM),
    )


def _entry(one: Entry) -> EntryView:
    return EntryView(
        uid=one.uid,
        kind=one.kind,
        kind_label=ENTRY_LABELS[one.kind],
        title=one.title,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        place=one.place,
        unit_id=one.unit_id,
        state_label=one.state_label,
        is_done=one.is_done,
        is_cancelled=one.is_cancelled,
        link=one.link,
        source=one.source,
        status=one.status,
        warnings=one.warnings,
    )
