"""Looking whether the chain of acts still holds, link by link."""

from collections.abc import AsyncIterator
from dataclasses import fields
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.domain.audit import Break, Entry, Link, Verdict, first_break
from services.nominations.models import AuditRow, LinkRow, UnsealedRow

BATCH = 1000

LINK = (LinkRow.position, LinkRow.audit_id, LinkRow.hash)
ENTRY = tuple(getattr(AuditRow, field.name) for field in fields(Entry))
"""The columns of a link and of an act, in the order of their values: many are read, and none is changed."""

_LOOSE = text(
    "SELECT audit_id, true AS is_written FROM audit_log "
    "WHERE NOT EXISTS (SELECT FROM audit_chain c WHERE c.audit_id = audit_log.audit_id) "
    "AND NOT EXISTS (SELECT FROM audit_unsealed u WHERE u.audit_id = audit_log.audit_id) "
    "UNION ALL SELECT audit_id, false FROM audit_unsealed "
    "WHERE NOT EXISTS (SELECT FROM audit_log l WHERE l.audit_id = audit_unsealed.audit_id) "
    "ORDER BY audit_id LIMIT 1"
)


async def verify(session: AsyncSession, *, expected: tuple[int, str] | None = None) -> Verdict:
    """Walk the whole chain and name the first break.

    *expected* is a place and a hash noted earlier outside the database: without it, nobody could see that the newest
    links were cut off together with their acts.
    """
    last: Link | None = None
    broken: Break | None = None
    async for pairs in _chain(session):
        last, broken = first_break(pairs, after=last)
        if broken:
            break
    waiting = await session.scalar(select(func.count()).select_from(UnsealedRow)) or 0
    broken = broken or await _unlinked(session, last) or await _cut_off(session, expected)
    return Verdict(last.position if last else 0, last.hash.hex() if last else "", waiting, broken)


async def _chain(session: AsyncSession) -> AsyncIterator[list[tuple[Link, Entry | None]]]:
    """Yield the links with the acts they cover, a batch at a time, in the order of their places."""
    place = 0
    while True:
        rows = await session.execute(
            select(*LINK, *ENTRY)
            .outerjoin(AuditRow, AuditRow.audit_id == LinkRow.audit_id)
            .where(LinkRow.position > place)
            .order_by(LinkRow.position)
            .limit(BATCH)
        )
        pairs = [_pair(*row) for row in rows]
        if not pairs:
            return
        yield pairs
        place = pairs[-1][0].position


def _pair(position: int, audit_id: int, sealed: bytes, *act: Any) -> tuple[Link, Entry | None]:
    return Link(position, audit_id, sealed), Entry(*act) if act[0] is not None else None


async def _unlinked(session: AsyncSession, last: Link | None) -> Break | None:
    """Return an act that was slipped in without waiting for a link, or one that vanished while it waited."""
    loose = await session.execute(_LOOSE)
    row = loose.first()
    if row is None:
        return None
    fault = "bị chèn ngoài chuỗi niêm phong" if row.is_written else "bị xóa trước khi niêm phong"
    return Break(last.position + 1 if last else 1, row.audit_id, f"bản ghi {row.audit_id} {fault}")


async def _cut_off(session: AsyncSession, expected: tuple[int, str] | None) -> Break | None:
    """Return a break where the chain no longer has the link noted earlier."""
    if expected is None:
        return None
    place, noted = expected
    row = await session.get(LinkRow, place)
    if row is not None and row.hash.hex() == noted:
        return None
    fault = "khác với dấu đã ghi trước đó" if row else "bị cắt bỏ so với dấu đã ghi trước đó"
    return Break(place, row.audit_id if row else None, f"mắt xích {place} {fault}")
