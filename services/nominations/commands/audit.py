"""Writing acts into the log, sealing them into the chain, and looking whether the chain still holds."""

from collections.abc import AsyncIterator, Mapping
from contextvars import ContextVar
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.domain.audit import Break, Entry, Link, Verdict, first_break, sealed
from services.nominations.models import AuditRow, LinkRow, UnsealedRow
from shared import clock
from shared.db import Database

BATCH = 1000
_SEALER = 0x5EA1
_client: ContextVar[str] = ContextVar("client", default="")

_TAKE = text(
    "DELETE FROM audit_unsealed WHERE audit_id IN ("
    "SELECT audit_id FROM audit_unsealed JOIN audit_log USING (audit_id) ORDER BY audit_id LIMIT :most"
    ") RETURNING audit_id"
)
_LOOSE = text(
    "SELECT audit_id, true AS is_written FROM audit_log "
    "WHERE NOT EXISTS (SELECT FROM audit_chain c WHERE c.audit_id = audit_log.audit_id) "
    "AND NOT EXISTS (SELECT FROM audit_unsealed u WHERE u.audit_id = audit_log.audit_id) "
    "UNION ALL SELECT audit_id, false FROM audit_unsealed "
    "WHERE NOT EXISTS (SELECT FROM audit_log l WHERE l.audit_id = audit_unsealed.audit_id) "
    "ORDER BY audit_id LIMIT 1"
)


def come_from(address: str) -> None:
    """Remember from where the request being answered came."""
    _client.set(address[:100])


def record(  # noqa: PLR0913 - who, what, on what, before, after, and why
    session: AsyncSession,
    actor: str,
    act: str,
    about: str,
    about_id: UUID | str,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    ground: str = "",
) -> None:
    """Write one act into the log of the transaction; *before* and *after* hold codes, never names of people."""
    session.add(
        AuditRow(
            at=clock.now(),
            actor=actor,
            client=_client.get(),
            act=act,
            about=about,
            about_id=str(about_id),
            before=None if before is None else dict(before),
            after=None if after is None else dict(after),
            ground=ground,
        )
    )


def fingerprint(value: str) -> str:
    """Return what the log keeps of a personal field: enough to show that it changed, not what it says."""
    return sha256(value.encode()).hexdigest()[:16]


async def seal(session: AsyncSession) -> int:
    """Link the oldest waiting acts into the chain, in the order of their ids; return how many.

    An act waits from the transaction that wrote it, so a late commit joins behind those already linked and none is
    passed over. One sealer works at a time; nobody else ever waits for it.
    """
    await session.execute(select(func.pg_advisory_xact_lock(_SEALER)))
    ids = sorted((await session.scalars(_TAKE, {"most": BATCH})).all())
    if not ids:
        return 0
    rows = await session.scalars(select(AuditRow).where(AuditRow.audit_id.in_(ids)).order_by(AuditRow.audit_id))
    last = await session.scalar(select(LinkRow).order_by(LinkRow.position.desc()).limit(1))
    links = sealed(map(_entry, rows), after=_link(last) if last else None)
    session.add_all(LinkRow(position=one.position, audit_id=one.audit_id, hash=one.hash) for one in links)
    return len(links)


async def seal_all(database: Database) -> int:
    """Link everything that waits, batch by batch; return how many acts were linked."""
    total = 0
    while True:
        async with database.transaction() as session:
            done = await seal(session)
        total += done
        if done < BATCH:
            return total


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
            select(LinkRow, AuditRow)
            .outerjoin(AuditRow, AuditRow.audit_id == LinkRow.audit_id)
            .where(LinkRow.position > place)
            .order_by(LinkRow.position)
            .limit(BATCH)
        )
        pairs = [(_link(link), _entry(act) if act else None) for link, act in rows]
        session.expunge_all()
        if not pairs:
            return
        yield pairs
        place = pairs[-1][0].position


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


def _link(row: LinkRow) -> Link:
    return Link(row.position, row.audit_id, row.hash)


def _entry(row: AuditRow) -> Entry:
    return Entry(
        audit_id=row.audit_id,
        at=row.at,
        actor=row.actor,
        client=row.client,
        act=row.act,
        about=row.about,
        about_id=row.about_id,
        before=row.before,
        after=row.after,
        ground=row.ground,
    )
