"""Asking the people about a dossier (lấy ý kiến Nhân dân): its opening, its comments, its end."""

from datetime import datetime, time
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from services.nominations.commands import audit
from services.nominations.commands.acts import Act, Effect, about, take_by_itself
from services.nominations.domain import State, plain
from services.nominations.domain.limits import consultation_term
from services.nominations.models import NominationRow
from services.nominations.models.dossiers import CommentRow, ConsultationRow
from services.nominations.queries.cases import law_of
from shared import clock
from shared.api.dossiers import CommentDraft
from shared.clock import VIETNAM
from shared.errors import NotFound, Refused
from shared.events.nominations import ConsultationClosed, ConsultationOpened
from shared.identity import Identity
from shared.messaging import timers
from shared.messaging.outbox import tell

CONSULTATION = "consultation"
"""The kind of the timer that rings when the time for comments is over."""

_REGISTER = "Hệ thống"


class ConsultationOver(Refused):
    """The time for comments has passed, or has not begun."""

    status = 409
    message = "Hồ sơ không trong thời gian lấy ý kiến Nhân dân."


class TooShort(Refused):
    """The people are given less time than the rule asks for."""

    message = "Thời gian lấy ý kiến Nhân dân ngắn hơn quy định."


class ResolutionMissing(Refused):
    """A comment is closed without saying how it was dealt with."""

    message = "Vui lòng ghi kết quả giải quyết ý kiến."


async def open_(act: Act) -> None:
    """Publish the dossier for at least as many days as the rules ask for."""
    row = act.row
    term = consultation_term(law_of(row, act.today), act.case.award, row.mode, act.today)
    days = act.body.days or term.days
    if days < term.days:
        kind = "ngày làm việc" if term.is_working else "ngày"
        raise TooShort(details=[f"Ít nhất {term.days} {kind}. {term.citation}".strip()])
    closes_on = type(term)(days, term.is_working, term.citation).last_day(act.today)
    place = plain(act.body.place)
    act.session.add(
        ConsultationRow(
            nomination_id=row.nomination_id,
            opened_on=act.today,
            closes_on=closes_on,
            citation=term.citation,
            place=place,
        )
    )
    tell(act.session, row, ConsultationOpened(**act.about, opened_on=act.today, closes_on=closes_on))
    ends = datetime.combine(closes_on, time.max, VIETNAM)
    await timers.schedule(act.session, CONSULTATION, str(row.nomination_id), ends)


async def close(session: AsyncSession, row: NominationRow) -> None:
    """End the time for comments; a dossier that is held meanwhile goes on as consulted when it is released."""
    consultation = await session.get(ConsultationRow, row.nomination_id, with_for_update=True)
    if consultation is None or consultation.closed_on is not None:
        return
    comments = await session.scalar(
        select(func.count()).select_from(CommentRow).where(CommentRow.nomination_id == row.nomination_id)
    )
    consultation.closed_on = clock.today()
    row.is_consulted = True
    told = ConsultationClosed(**about(row), closed_on=consultation.closed_on, comments=comments or 0)
    if row.state == State.IN_CONSULTATION:
        await take_by_itself(session, row, "close_consultation", _tells(told), by=_REGISTER)
        return
    if row.held_from == State.IN_CONSULTATION:
        row.held_from = State.ELIGIBLE
    tell(session, row, told)


def _tells(told: ConsultationClosed) -> Effect:
    async def effect(act: Act) -> None:
        tell(act.session, act.row, told)

    return effect


async def comment(session: AsyncSession, nomination_id: UUID, draft: CommentDraft, caller: Identity) -> CommentRow:
    """Keep a comment that came in time."""
    consultation = await session.get(ConsultationRow, nomination_id, with_for_update={"read": True})
    if consultation is None or consultation.closed_on is not None:
        raise ConsultationOver
    row = CommentRow(
        comment_id=uuid7(),
        nomination_id=nomination_id,
        received_at=clock.now(),
        entered_by=caller.name,
        author=plain(draft.author),
        said=plain(draft.said),
        resolution="",
        resolved_by="",
    )
    session.add(row)
    said = {"comment": str(row.comment_id), "said": audit.fingerprint(row.said)}
    audit.record(session, caller.user, "comment", "nomination", nomination_id, after=said)
    await session.flush()
    return row


async def resolve(session: AsyncSession, comment_id: UUID, resolution: str, caller: Identity) -> CommentRow:
    """Say how a comment was dealt with; saying it again replaces what was said."""
    row = await session.get(CommentRow, comment_id, with_for_update=True)
    if row is None:
        raise NotFound("Không tìm thấy ý kiến.")
    row.resolution = plain(resolution)
    if not row.resolution:
        raise ResolutionMissing
    row.resolved_by, row.resolved_at = caller.name, clock.now()
    after = {"comment": str(comment_id)}
    audit.record(
        session, caller.user, "resolve_comment", "nomination", row.nomination_id, after=after, ground=row.resolution
    )
    return row
