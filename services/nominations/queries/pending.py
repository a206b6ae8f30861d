"""What a dossier still waits for: whoever was asked and has not answered, and what nobody has settled."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.domain.corrections import CorrectionState
from services.nominations.domain.opinions import OpinionState
from services.nominations.models import UnitRow
from services.nominations.models.dossiers import CommentRow, CorrectionRow, OpinionRow


@dataclass(frozen=True, slots=True)
class Answer:
    """What an office found about one criterion."""

    result: str
    office: str
    said: str


_OPEN_CORRECTIONS = (CorrectionState.ASKED, CorrectionState.MADE)


async def pending_of(session: AsyncSession, nomination_id: UUID) -> tuple[str, ...]:
    """Return a sentence for each thing that is still open, in one statement."""
    opinions = (
        select(literal("opinion"), UnitRow.name)
        .select_from(OpinionRow)
        .outerjoin(UnitRow, UnitRow.unit_id == OpinionRow.office_id)
        .where(OpinionRow.nomination_id == nomination_id, OpinionRow.state == OpinionState.ASKED)
    )
    corrections = select(literal("correction"), CorrectionRow.asked_by_name).where(
        CorrectionRow.nomination_id == nomination_id, CorrectionRow.state.in_(_OPEN_CORRECTIONS)
    )
    comments = select(literal("comment"), literal("")).where(
        CommentRow.nomination_id == nomination_id, CommentRow.resolved_at.is_(None)
    )
    rows = await session.execute(union_all(opinions, corrections, comments))
    return tuple(_SENTENCES[kind].format(name or "một cơ quan") for kind, name in rows)


_SENTENCES = {
    "opinion": "Chưa có ý kiến của {}.",
    "correction": "Yêu cầu chỉnh sửa của {} chưa giải quyết xong.",
    "comment": "Có ý kiến của Nhân dân chưa được giải quyết.",
}


async def answers_of(session: AsyncSession, nomination_id: UUID) -> Mapping[str, Answer]:
    """Return what offices found about the criteria they were asked to appraise, by criterion."""
    rows = await session.execute(
        select(OpinionRow.results, OpinionRow.said, OpinionRow.office_id, UnitRow.name)
        .outerjoin(UnitRow, UnitRow.unit_id == OpinionRow.office_id)
        .where(
            OpinionRow.nomination_id == nomination_id,
            OpinionRow.state == OpinionState.GIVEN,
            OpinionRow.rules != [],
        )
        .order_by(OpinionRow.given_at)
    )
    return {
        rule: Answer(result, name or office_id, said)
        for results, said, office_id, name in rows
        for rule, result in results.items()
    }
