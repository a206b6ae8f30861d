"""The log of acts as the gateway is shown it."""

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.domain.act_words import ABOUTS, about_word, act_word, changes
from services.nominations.models import AuditRow, LinkRow
from shared import clock
from shared.api.acts import ActLine, ActPage

SIZE = 50


async def acts_of(session: AsyncSession, *, before: int | None = None, **wanted: str) -> ActPage:
    """Return acts, newest first, from before a number on; *wanted* narrows by columns, empty ones by nothing."""
    sealed = exists().where(LinkRow.audit_id == AuditRow.audit_id)
    asked = select(AuditRow, sealed).where(
        *(getattr(AuditRow, name) == value for name, value in wanted.items() if value),
        *([AuditRow.audit_id < before] if before is not None else []),
    )
    rows = list(await session.execute(asked.order_by(AuditRow.audit_id.desc()).limit(SIZE + 1)))
    items = tuple(_line(row, is_sealed=is_sealed) for row, is_sealed in rows[:SIZE])
    return ActPage(items=items, next=items[-1].number if len(rows) > SIZE else None, abouts=tuple(ABOUTS.items()))


def _line(row: AuditRow, *, is_sealed: bool) -> ActLine:
    return ActLine(
        number=row.audit_id,
        at=row.at.astimezone(clock.VIETNAM),
        actor=row.actor,
        client=row.client,
        act=row.act,
        act_label=act_word(row.about, row.act),
        about=row.about,
        about_label=about_word(row.about),
        about_id=row.about_id,
        changes=changes(row.before, row.after),
        ground=row.ground,
        is_sealed=is_sealed,
    )
