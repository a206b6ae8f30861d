"""What the notifications service reads: one's own notices, and the mail that waits."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.models import DeliveryRow, NoticeRow, RecipientRow, SubjectRow
from shared.identity import Identity
from shared.roles import ROLE_NAMES, Role

MAIL_DOMAIN = "thidua.local"
"""Where a unit's or a role's mail goes by default, until an operator writes a better address in `recipients`."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice on its way out by mail (thư)."""

    notice_id: UUID
    name: str
    address: str
    subject: str
    body: str
    html: str
    created_at: datetime


def own(caller: Identity) -> ColumnElement[bool]:
    """Say which notices are the caller's: those to the caller's unit and to the caller's roles."""
    by_role = NoticeRow.role.in_(sorted(caller.roles))
    # Comparing with no unit would match every notice that is not to a unit.
    return by_role if caller.unit_id is None else or_(by_role, NoticeRow.unit_id == caller.unit_id)


def notices_of(caller: Identity, *, only_unread: bool) -> Select[NoticeRow]:
    """Select the caller's notices, newest first."""
    chosen = select(NoticeRow).where(own(caller))
    if only_unread:
        chosen = chosen.where(NoticeRow.read_at.is_(None))
    return chosen.order_by(NoticeRow.created_at.desc(), NoticeRow.notice_id.desc())


async def count(session: AsyncSession, chosen: Select[NoticeRow]) -> int:
    """Return how many notices *chosen* selects."""
    return await session.scalar(select(func.count()).select_from(chosen.order_by(None).subquery())) or 0


async def name_of(session: AsyncSession, unit_id: str) -> str:
    """Return a unit's name; a unit nobody has registered yet is named by its code."""
    return await session.scalar(_NAME.where(RecipientRow.recipient_id == unit_id)) or f"Đơn vị có mã {unit_id}"


async def name_of_subject(session: AsyncSession, subject_id: str, otherwise: str) -> str:
    """Return the name of a task, a cluster, an occasion …; *otherwise* where nobody has told it."""
    found = await session.scalar(select(SubjectRow.name).where(SubjectRow.subject_id == subject_id))
    return found or otherwise


async def waiting_letters(session: AsyncSession, batch: str) -> list[Letter]:
    """Return the letters of *batch* that were neither sent nor given up, addressed as of now."""
    rows = await session.execute(_WAITING.where(DeliveryRow.batch == batch))
    return [_letter(notice, recipient) for notice, recipient in rows]


def _letter(notice: NoticeRow, recipient: RecipientRow | None) -> Letter:
    addressee = notice.unit_id or notice.role
    by_default = ROLE_NAMES[Role(notice.role)] if notice.role else f"Đơn vị có mã {notice.unit_id}"
    return Letter(
        notice_id=notice.notice_id,
        name=recipient.name if recipient else by_default,
        address=(recipient and recipient.address) or f"{addressee}@{MAIL_DOMAIN}",
        subject=notice.subject,
        body=notice.body,
        html=notice.html,
        created_at=notice.created_at,
    )


_NAME = select(RecipientRow.name)
_WAITING = (
    select(NoticeRow, RecipientRow)
    .join(DeliveryRow, DeliveryRow.notice_id == NoticeRow.notice_id)
    .outerjoin(RecipientRow, RecipientRow.recipient_id == func.coalesce(NoticeRow.unit_id, NoticeRow.role))
    .where(DeliveryRow.sent_at.is_(None), DeliveryRow.failed_at.is_(None))
    .order_by(NoticeRow.created_at, NoticeRow.notice_id)
)
