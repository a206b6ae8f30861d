"""The ways a notice reaches people, by the names `to.toml` uses."""

from collections.abc import Awaitable, Callable, Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.channels import email, in_app
from services.notifications.models import NoticeRow

CHANNELS: Mapping[str, Callable[[AsyncSession, NoticeRow], Awaitable[None]]] = {
    in_app.NAME: in_app.deliver,
    email.NAME: email.deliver,
}
