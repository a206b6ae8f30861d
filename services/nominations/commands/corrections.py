"""Asking for a correction of certain parts, making it, and looking at it again."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from services.nominations.commands import audit
from services.nominations.commands.acts import about
from services.nominations.commands.contents import change
from services.nominations.domain import State, plain
from services.nominations.domain.corrections import (
    CORRECTION_STEPS,
    DOCUMENT,
    FACT,
    CorrectionState,
    NotTheAsker,
    changed_parts,
    check_parts,
    check_unlocked,
)
from services.nominations.domain.steps import by_itself
from services.nominations.models import NominationRow
from services.nominations.models.dossiers import CorrectionRow
from services.nominations.queries.cases import parts_of
from shared import clock
from shared.api.dossiers import CorrectionAsk, CorrectionContent, CorrectionReview
from shared.errors import Forbidden, NotFound, OutOfTurn
from shared.events.nominations import CorrectionMade, CorrectionRequested, CorrectionReviewed
from shared.identity import Identity
from shared.messaging.outbox import tell
from shared.steps import ReasonMissing, take

CORRECTABLE = frozenset({State.RECEIVED, State.AWAITING_OPINIONS})
"""Where the desk works on a dossier, and parts of it may be corrected without sending it back."""


async def ask(session: AsyncSession, row: NominationRow, asked: CorrectionAsk, caller: Identity) -> CorrectionRow:
    """Unlock the flagged parts of a dossier, and nothing else."""
    if row.state not in CORRECTABLE:
        raise OutOfTurn
    note = plain(asked.note)
    if not note:
        raise ReasonMissing
    parts = list(dict.fromkeys(asked.parts))
    check_parts(parts, parts_of(row))
    correction = CorrectionRow(
        correction_id=uuid7(),
        nomination_id=row.nomination_id,
        asked_by=caller.user,
        asked_by_name=caller.name,
        asked_at=clock.now(),
        note=note,
        parts=parts,
        state=CorrectionState.ASKED,
        made_by="",
    )
    session.add(correction)
    fact = CorrectionRequested(
        **about(row), correction_id=correction.correction_id, requested_on=clock.today(), parts=tuple(parts)
    )
    tell(session, row, fact)
    _record(session, caller, "ask_correction", correction, before=None)
    return correction


async def make(
    session: AsyncSession, row: NominationRow, correction: CorrectionRow, content: CorrectionContent, caller: Identity
) -> None:
    """Take the corrected parts; whatever was not flagged stays as it is."""
    if row.state not in CORRECTABLE:
        raise OutOfTurn
    step = take(CORRECTION_STEPS, correction.state, "correct", caller.roles)
    if caller.unit_id != row.unit_id:
        raise Forbidden("Tài khoản chỉ được làm việc với dữ liệu của đơn vị mình.")
    known = parts_of(row)
    flagged_facts = [part.removeprefix(FACT) for part in correction.parts if part.startswith(FACT)]
    flagged_documents = {part.removeprefix(DOCUMENT) for part in correction.parts if part.startswith(DOCUMENT)}
    check_unlocked(changed_parts(content.subject_name, content.facts, content.documents), correction.parts, known)
    kept_documents = [code for code in row.documents if code not in flagged_documents]
    change(
        session,
        row,
        subject_name=content.subject_name,
        facts={**row.facts, **{name: content.facts[name] for name in flagged_facts if name in content.facts}},
        documents=[*kept_documents, *content.documents],
        by=caller.name,
        at=clock.now(),
    )
    before = correction.state
    correction.state, correction.made_by, correction.made_at = step.target, caller.name, clock.now()
    _record(session, caller, step.name, correction, before=before)
    tell(session, row, CorrectionMade(**about(row), correction_id=correction.correction_id, made_on=clock.today()))


async def review(
    session: AsyncSession, row: NominationRow, correction: CorrectionRow, said: CorrectionReview, caller: Identity
) -> None:
    """Accept a correction or ask for it again; only who asked does."""
    note = plain(said.note)
    name = "accept" if said.is_accepted else "ask_again"
    step = take(CORRECTION_STEPS, correction.state, name, caller.roles, reason=note)
    if caller.user != correction.asked_by:
        raise NotTheAsker
    before = correction.state
    correction.state, correction.reviewed_at = step.target, clock.now()
    correction.note = note or correction.note
    _record(session, caller, step.name, correction, before=before)
    fact = CorrectionReviewed(
        **about(row),
        correction_id=correction.correction_id,
        reviewed_on=clock.today(),
        is_accepted=said.is_accepted,
    )
    tell(session, row, fact)


def _record(
    session: AsyncSession, caller: Identity, act: str, correction: CorrectionRow, *, before: str | None
) -> None:
    """Write what happened to a request into the log of its dossier: which parts, not what they say."""
    after = {"correction": str(correction.correction_id), "state": correction.state, "parts": correction.parts}
    old = {"state": before} if before else None
    about_id, ground = correction.nomination_id, correction.note
    audit.record(session, caller.user, act, "nomination", about_id, before=old, after=after, ground=ground)


async def drop_open(session: AsyncSession, row: NominationRow) -> None:
    """Ask for no correction any more, because the dossier goes back to its unit as a whole."""
    open_ = select(CorrectionRow).where(
        CorrectionRow.nomination_id == row.nomination_id,
        CorrectionRow.state.in_([CorrectionState.ASKED, CorrectionState.MADE]),
    )
    for correction in await session.scalars(open_):
        correction.state = by_itself(CORRECTION_STEPS, correction.state, "drop_correction").target


async def correction_of(session: AsyncSession, correction_id: UUID) -> CorrectionRow:
    """Return a request, or refuse."""
    correction = await session.get(CorrectionRow, correction_id)
    if correction is None:
        raise NotFound("Không tìm thấy yêu cầu chỉnh sửa.")
    return correction
