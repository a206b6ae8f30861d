"""The notice list at the gateway: a notice is delivered by being written."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.channels.outcomes import record_sent
from services.notifications.models import DeliveryRow, NoticeRow

NAME = "in_app"


async def deliver(session: AsyncSession, notice: NoticeRow) -> None:
    """Deliver *notice* at once and say so."""
    delivery = DeliveryRow(notice=notice, channel=NAME)
    session.add(delivery)
    record_sent(session, notice, delivery)
