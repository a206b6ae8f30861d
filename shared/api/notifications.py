"""What the notifications service answers.

GET  /notices?unread=&page=&size=   -> Page[NoticeView]  (the caller's own: by unit and by role)
GET  /notices/unread                -> UnreadView
POST /notices/{notice_id}/read      -> NoticeView
"""

from datetime import datetime
from uuid import UUID

from shared.api.base import Shape


class NoticeView(Shape):
    """A notice as a person reads it; link is a path at the gateway."""

    notice_id: UUID
    message: str
    subject: str
    body: str
    link: str
    created_at: datetime
    read_at: datetime | None


class UnreadView(Shape):
    """How many notices the caller has not read."""

    count: int
