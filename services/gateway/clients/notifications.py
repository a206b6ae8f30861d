"""What the notifications service is asked (thông báo)."""

from typing import Any
from uuid import UUID

from services.gateway.clients.door import Door
from shared.api.base import Page
from shared.api.notifications import NoticeView, UnreadView


async def notices(door: Door, **asked: Any) -> Page[NoticeView]:
    """Return a page of the caller's notices."""
    return await door.get(door.services.notifications, "/notices", Page[NoticeView], **asked)


async def unread(door: Door) -> int:
    """Return how many notices the caller has not read."""
    return (await door.get(door.services.notifications, "/notices/unread", UnreadView)).count


async def read_notice(door: Door, notice_id: UUID) -> NoticeView:
    """Mark a notice as read."""
    return await door.post(door.services.notifications, f"/notices/{notice_id}/read", NoticeView)
