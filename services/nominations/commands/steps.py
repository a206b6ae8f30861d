"""Taking a step: the table says whether, one small function says what it does and what is told."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.commands import consultation, effects, opinions
from services.nominations.commands.acts import Act, Effect, carry_out, tells
from services.nominations.domain import SUBMIT, is_of_unit, label_of, plain
from services.nominations.models import NominationRow, TakenRow
from services.nominations.queries.cases import look_at
from shared import clock
from shared.api.nominations import NominationStep
from shared.errors import Forbidden, OutOfTurn, SomeoneWasFaster
from shared.events.nominations import (
    CentreAnswered,
    NominationArchived,
    NominationListed,
    NominationPresented,
    NominationPutToChair,
    NominationRecalled,
    NominationWithdrawn,
    ResultNotified,
)
from shared.identity import Identity


async def take(session: AsyncSession, row: NominationRow, name: str, body: NominationStep, caller: Identity) -> None:
    """Take the step *name*, or refuse; the dossier, its history and its facts are one transaction."""
    await require_seen_version(session, row, body.version)
    at = clock.now()
    case = await look_at(session, row, at.date())
    reason = plain(body.reason)
    step = case.nomination.take(name, caller.roles, reason=reason)
    if is_of_unit(step) and caller.unit_id != row.unit_id:
        raise Forbidden("Tài khoản chỉ được làm việc với dữ liệu của đơn vị mình.")
    if name not in EFFECTS:
        raise OutOfTurn
    await carry_out(Act(row, case, step, body, reason, caller.name, at, session), EFFECTS[name])
    await session.flush()


async def require_seen_version(session: AsyncSession, row: NominationRow, seen: int | None) -> None:
    """Refuse whoever looked at an older state of the dossier, and say what has happened since."""
    if seen in {None, row.version}:
        return
    since = await session.scalars(
        select(TakenRow)
        .where(TakenRow.nomination_id == row.nomination_id, TakenRow.version > seen)
        .order_by(TakenRow.version)
    )
    raise SomeoneWasFaster(details=[_told(taken) for taken in since])


def _told(taken: TakenRow) -> str:
    at = taken.taken_at.astimezone(clock.VIETNAM)
    return f"{at:%H:%M ngày %d/%m/%Y}: {taken.taken_by} – {label_of(taken.step, taken.state)}."


EFFECTS: Mapping[str, Effect] = {
    SUBMIT: effects.resubmit,  # of a dossier that was recalled; a new one is made by submitting it
    "receive": effects.receive,
    "return": effects.send_back,
    "resubmit": effects.resubmit,
    "withdraw": tells(NominationWithdrawn, "withdrawn_on"),
    "recall": tells(NominationRecalled, "recalled_on"),
    "hold": effects.hold,
    "release": effects.release,
    "appraise": effects.appraise,
    "ask_opinions": opinions.ask,
    "open_consultation": consultation.open_,
    "list_for_council": tells(NominationListed, "listed_on"),
    "submit_to_chair": tells(NominationPutToChair, "put_on"),
    "forward": effects.forward,
    "central_return": effects.central_return,
    "answer_centre": tells(CentreAnswered, "answered_on"),
    "decide": effects.decide,
    "record_result": effects.record_result,
    "record_refusal": effects.record_refusal,
    "reject": effects.reject,
    "notify": tells(ResultNotified, "notified_on"),
    "present": tells(NominationPresented, "presented_on"),
    "archive": tells(NominationArchived, "archived_on"),
}
"""What each step a person may take does; a step that is nobody's button is taken by its own command."""
