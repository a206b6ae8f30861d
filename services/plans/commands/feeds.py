"""Calendar feeds: their secret addresses are made, checked and revoked."""

import hmac
from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from services.plans.domain.calendar import Window
from services.plans.exports import ics
from services.plans.models import FeedRow, UnitRow
from services.plans.queries.calendar import entries
from shared import clock
from shared.api.oversight import FeedDraft
from shared.errors import NotFound, Refused
from shared.identity import Identity
from shared.roles import Role

MOST_FEEDS = 10
"""How many feeds one account may have at once."""

_SECRET_BYTES = 32
_BACK = timedelta(days=180)
_AHEAD = timedelta(days=550)
_NOTED_AFTER = timedelta(hours=1)  # a program that asks every minute does not write every minute
_NO_HASH = bytes(32)


class TooManyFeeds(Refused):
    """An account has enough feeds."""

    message = "Tài khoản đã có đủ số lịch đăng ký. Vui lòng thu hồi lịch không dùng nữa."


async def make_feed(session: AsyncSession, draft: FeedDraft, caller: Identity) -> tuple[FeedRow, str]:
    """Make a feed and return it with its secret, which is kept as a hash alone.

    An officer's feed holds what the unit may see, whoever's it is; only staff of the province may ask for the
    province's, or for another unit's.
    """
    unit_id = draft.unit_id or caller.unit_id
    if unit_id is not None:
        caller.require_unit(unit_id)
        if await session.get(UnitRow, unit_id) is None:
            raise NotFound("Không tìm thấy đơn vị.")
    if caller.unit_id is None:
        caller.require(Role.APPRAISER, Role.LEADER, Role.ADMINISTRATOR)
    if len(await feeds_of(session, caller)) >= MOST_FEEDS:
        raise TooManyFeeds
    secret = token_urlsafe(_SECRET_BYTES)
    row = FeedRow(
        feed_id=uuid7(),
        owner=caller.user,
        unit_id=unit_id,
        is_of_unit=draft.unit_id is not None,
        secret_hash=_hash(secret),
        with_alarms=draft.with_alarms,
        made_at=clock.now(),
    )
    session.add(row)
    return row, secret


async def feeds_of(session: AsyncSession, caller: Identity) -> list[FeedRow]:
    """Return the feeds of a caller that are in use, the latest first; an administrator sees everybody's."""
    chosen = select(FeedRow).where(FeedRow.revoked_at.is_(None)).order_by(FeedRow.made_at.desc(), FeedRow.feed_id)
    if not caller.may(Role.ADMINISTRATOR):
        chosen = chosen.where(FeedRow.owner == caller.user)
    return list(await session.scalars(chosen))


async def revoke(session: AsyncSession, feed_id: UUID, caller: Identity) -> FeedRow:
    """Let the address of a feed lead nowhere from now on."""
    row = await session.get(FeedRow, feed_id, with_for_update=True)
    if row is None or (row.owner != caller.user and not caller.may(Role.ADMINISTRATOR)):
        raise NotFound("Không tìm thấy lịch đăng ký.")
    row.revoked_at = row.revoked_at or clock.now()
    return row


async def read_feed(session: AsyncSession, feed_id: UUID, secret: str) -> bytes:
    """Return a feed to whoever has its address; an unknown, a wrong and a revoked one are answered alike."""
    row = await session.get(FeedRow, feed_id)
    is_right = hmac.compare_digest(_hash(secret), _NO_HASH if row is None else row.secret_hash)
    if row is None or not is_right or row.revoked_at is not None:
        raise NotFound("Không tìm thấy lịch đăng ký.")
    now = clock.now()
    if row.read_at is None or now - row.read_at > _NOTED_AFTER:
        row.read_at = now
    window = Window(now.date() - _BACK, now.date() + _AHEAD)
    found, _ = await entries(session, window, row.unit_id)
    return ics.feed(await _name(session, row), found, now, with_alarms=row.with_alarms)


async def _name(session: AsyncSession, row: FeedRow) -> str:
    unit = None if row.unit_id is None else await session.get(UnitRow, row.unit_id)
    return "Thi đua, khen thưởng: toàn tỉnh" if unit is None else f"Thi đua, khen thưởng: {unit.name}"


def _hash(secret: str) -> bytes:
    """Return the hash of a secret; it is long and random, so no salt or slow hash is needed."""
    return sha256(secret.encode()).digest()
