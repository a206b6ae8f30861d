"""How a delivery ends: written down and told in one transaction."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.models import DeliveryRow, NoticeRow
from shared import clock
from shared.events.notifications import NoticeFailed, NoticeSent
from shared.messaging.outbox import tell


def record_sent(session: AsyncSession, notice: NoticeRow, delivery: DeliveryRow) -> None:
    """Note that the notice left through this channel."""
    delivery.sent_at = clock.now()
    sent = NoticeSent(
        notice_id=notice.notice_id,
        message=notice.message,
        channel=delivery.channel,
        unit_id=notice.unit_id,
        role=notice.role,
        sent_at=delivery.sent_at,
    )
    tell(session, notice, sent)


def record_failed(session: AsyncSession, notice: NoticeRow, delivery: DeliveryRow, reason: str) -> None:
    """Note that nobody tries this channel again, and why."""
    delivery.failed_at = clock.now()
    delivery.reason = reason
    failed = NoticeFailed(
        notice_id=notice.notice_id,
        message=notice.message,
        channel=delivery.channel,
        unit_id=notice.unit_id,
        role=notice.role,
        failed_at=delivery.failed_at,
        reason=reason,
    )
    tell(session, notice, failed)
