"""What the gateway may ask of notifications: one's own notices."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from sqlalchemy import select

from services.notifications.models import NoticeRow
from services.notifications.queries import count, notices_of, own
from shared import clock
from shared.api.base import Page
from shared.api.notifications import NoticeView, UnreadView
from shared.db import Db
from shared.errors import NotFound
from shared.events.notifications import NoticeRead
from shared.identity import Caller
from shared.messaging.outbox import tell

router = APIRouter()


@router.get("/notices")
async def list_notices(
    caller: Caller,
    db: Db,
    *,
    unread: bool = False,
    page: Annotated[int, Query(ge=1)] = 1,
    size: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Page[NoticeView]:
    """Answer one page of the caller's notices, newest first."""
    chosen = notices_of(caller, only_unread=unread)
    async with db.transaction() as session:
        total = await count(session, chosen)
        rows = await session.scalars(chosen.limit(size).offset((page - 1) * size))
        return Page(items=tuple(map(_view, rows)), total=total, page=page, size=size)


@router.get("/notices/unread")
async def count_unread(caller: Caller, db: Db) -> UnreadView:
    """Answer how many notices wait for the caller."""
    async with db.transaction() as session:
        return UnreadView(count=await count(session, notices_of(caller, only_unread=True)))


@router.post("/notices/{notice_id}/read")
async def read(notice_id: UUID, caller: Caller, db: Db) -> NoticeView:
    """Mark a notice as read; the first reading counts, and of another's notice nothing is said."""
    async with db.transaction() as session:
        chosen = select(NoticeRow).where(NoticeRow.notice_id == notice_id, own(caller))
        notice = await session.scalar(chosen.with_for_update())
        if notice is None:
            raise NotFound
        if notice.read_at is None:
            notice.read_at = clock.now()
            tell(session, notice, NoticeRead(notice_id=notice_id, read_at=notice.read_at))
        return _view(notice)


def _view(notice: NoticeRow) -> NoticeView:
    return NoticeView(
        notice_id=notice.notice_id,
        message=notice.message,
        subject=notice.subject,
        body=notice.body,
        link=notice.link,
        created_at=notice.created_at,
        read_at=notice.read_at,
    )
