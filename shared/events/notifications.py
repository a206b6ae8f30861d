"""What the notifications service tells: whether a notice reached its channel."""

from datetime import datetime
from uuid import UUID

from shared.events.base import Event


class NoticeSent(Event, topic="notifications.delivery.v1", key="notice_id"):
    """A notice left through a channel (đã gửi thông báo)."""

    notice_id: UUID
    message: str
    channel: str
    unit_id: str | None
    role: str | None
    sent_at: datetime


class NoticeFailed(Event, topic="notifications.delivery.v1", key="notice_id"):
    """A notice could not be delivered after every try (gửi thông báo không thành công)."""

    notice_id: UUID
    message: str
    channel: str
    unit_id: str | None
    role: str | None
    failed_at: datetime
    reason: str


class NoticeRead(Event, topic="notifications.delivery.v1", key="notice_id"):
    """Somebody read an in-app notice (đã đọc)."""

    notice_id: UUID
    read_at: datetime
