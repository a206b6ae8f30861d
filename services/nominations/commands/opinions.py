"""Asking offices about a dossier, and hearing them: opinions (hiệp y) and appraisal of their own criteria."""

from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from services.nominations.commands import audit
from services.nominations.commands.acts import Act, about, take_by_itself
from services.nominations.domain import State, plain
from services.nominations.domain.limits import due_at
from services.nominations.domain.opinions import (
    OPINION_STEPS,
    SILENT_AGREEMENT,
    OpinionInvalid,
    OpinionState,
    check_answer,
)
from services.nominations.domain.practice import practice
from services.nominations.domain.steps import by_itself
from services.nominations.models import NominationRow, UnitRow
from services.nominations.models.dossiers import OpinionRow
from shared import clock
from shared.api.dossiers import OpinionAnswer
from shared.api.nominations import OpinionAsk
from shared.clock import VIETNAM
from shared.errors import Forbidden, NotFound
from shared.events.nominations import OpinionGiven, OpinionLapsed, OpinionRequested
from shared.identity import Identity
from shared.messaging import timers
from shared.messaging.outbox import tell
from shared.steps import take

OPINION = "opinion"
"""The kind of the timer that rings when an office has let its day pass."""

WHOLE, OWN_CRITERIA = "opinion", "appraisal"
_REGISTER = "Hệ thống"


async def ask(act: Act) -> None:
    """Ask every office named by the step."""
    await ask_more(act.session, act.row, act.body.opinions, known_rules(act), by=act.by, at=act.at)


def known_rules(act: Act) -> frozenset[str]:
    """Return the criteria of the dossier, which an office may be asked to appraise."""
    return frozenset(finding.rule for finding in act.case.findings)


async def ask_more(  # noqa: PLR0913 - who asks whom about what stands in the question
    session: AsyncSession,
    row: NominationRow,
    asked: Iterable[OpinionAsk],
    rules: frozenset[str],
    *,
    by: str,
    at: datetime,
) -> None:
    """Ask offices about a dossier, each with its own last day; a question still open is not asked twice."""
    wanted = {one.office_id: one for one in asked}
    await _check(session, row, wanted.values(), rules, at.date())
    for one in wanted.values():
        await _ask(session, row, one, by, at)


async def _check(
    session: AsyncSession, row: NominationRow, asked: Iterable[OpinionAsk], rules: frozenset[str], on: date
) -> None:
    offices = [one.office_id for one in asked]
    units = {unit.unit_id: unit for unit in await session.scalars(select(UnitRow).where(UnitRow.unit_id.in_(offices)))}
    open_ = set(
        await session.scalars(
            select(OpinionRow.office_id).where(
                OpinionRow.nomination_id == row.nomination_id, OpinionRow.state == OpinionState.ASKED
            )
        )
    )
    faults = [] if offices else ["Vui lòng chọn ít nhất một cơ quan để lấy ý kiến."]
    for one in asked:
        unit = units.get(one.office_id)
        if unit is None or not unit.exists_on(on):
            faults.append(f"Không có cơ quan “{one.office_id}” đang hoạt động.")
            continue
        if one.office_id in open_:
            faults.append(f"{unit.name} đang được lấy ý kiến về hồ sơ này.")
        if one.due_on is not None and one.due_on < on:
            faults.append(f"Hạn cho ý kiến của {unit.name} đã qua.")
        faults += [f"Hồ sơ không có tiêu chuẩn “{rule}”." for rule in one.rules if rule not in rules]
    if faults:
        raise OpinionInvalid("Chưa gửi lấy ý kiến được.", details=faults)


async def _ask(session: AsyncSession, row: NominationRow, one: OpinionAsk, by: str, at: datetime) -> None:
    own = practice().opinion
    due_on = one.due_on or due_at(at, own.half_days - 1).astimezone(VIETNAM).date()
    opinion = OpinionRow(
        opinion_id=uuid7(),
        nomination_id=row.nomination_id,
        kind=OWN_CRITERIA if one.rules else WHOLE,
        office_id=one.office_id,
        rules=list(dict.fromkeys(one.rules)),
        asked_by=by,
        asked_at=at,
        due_on=due_on,
        silence_citation=own.silence_citation,
        state=OpinionState.ASKED,
        result="",
        results={},
        said="",
        given_by="",
    )
    session.add(opinion)
    fact = OpinionRequested(
        **about(row),
        opinion_id=opinion.opinion_id,
        office_id=one.office_id,
        kind=opinion.kind,
        requested_on=at.date(),
        due_on=due_on,
    )
    tell(session, row, fact)
    asked = {"opinion": str(opinion.opinion_id), "office": one.office_id, "due_on": due_on.isoformat()}
    audit.record(session, by, "ask_opinion", "nomination", row.nomination_id, after=asked)
    ends = datetime.combine(due_on, time.max, VIETNAM)
    payload = {"nomination_id": str(row.nomination_id)}
    await timers.schedule(session, OPINION, str(opinion.opinion_id), ends, payload)


async def answer(
    session: AsyncSession, row: NominationRow, opinion: OpinionRow, said: OpinionAnswer, caller: Identity
) -> None:
    """Keep an office's answer; the last one lets the dossier be appraised."""
    step = take(OPINION_STEPS, opinion.state, "answer", caller.roles)
    if caller.unit_id != opinion.office_id:
        raise Forbidden("Chỉ cơ quan được hỏi mới cho ý kiến.")
    words = plain(said.said)
    check_answer(said.result, words, said.results, tuple(opinion.rules))
    opinion.state, opinion.result, opinion.results = step.target, said.result, dict(said.results)
    opinion.said, opinion.given_by, opinion.given_at = words, caller.name, clock.now()
    fact = OpinionGiven(
        **about(row),
        opinion_id=opinion.opinion_id,
        office_id=opinion.office_id,
        given_on=clock.today(),
        result=opinion.result,
    )
    tell(session, row, fact)
    after = {"opinion": str(opinion.opinion_id), "office": opinion.office_id, "result": opinion.result}
    audit.record(session, caller.user, "give_opinion", "nomination", row.nomination_id, after=after)
    await timers.cancel(session, OPINION, str(opinion.opinion_id))
    await _gather(session, row, caller.name)


async def lapse(session: AsyncSession, row: NominationRow, opinion: OpinionRow) -> None:
    """Close a question whose day passed: agreement where a rule says so, otherwise no opinion."""
    if opinion.state != OpinionState.ASKED:
        return
    opinion.state = by_itself(OPINION_STEPS, opinion.state, "lapse").target
    is_agreement = bool(opinion.silence_citation)
    opinion.result = SILENT_AGREEMENT if is_agreement else ""
    fact = OpinionLapsed(
        **about(row),
        opinion_id=opinion.opinion_id,
        office_id=opinion.office_id,
        lapsed_on=clock.today(),
        is_agreement=is_agreement,
    )
    tell(session, row, fact)
    await _gather(session, row, _REGISTER)


async def drop_open(session: AsyncSession, row: NominationRow) -> None:
    """Ask nobody any more, because the dossier goes back to its unit."""
    open_ = select(OpinionRow).where(
        OpinionRow.nomination_id == row.nomination_id, OpinionRow.state == OpinionState.ASKED
    )
    for opinion in await session.scalars(open_):
        opinion.state = by_itself(OPINION_STEPS, opinion.state, "drop_opinion").target
        await timers.cancel(session, OPINION, str(opinion.opinion_id))


async def _gather(session: AsyncSession, row: NominationRow, by: str) -> None:
    """Let the dossier go on when nobody is waited for any more."""
    await session.flush()
    still = await session.scalar(
        select(func.count())
        .select_from(OpinionRow)
        .where(OpinionRow.nomination_id == row.nomination_id, OpinionRow.state == OpinionState.ASKED)
    )
    if still:
        return
    if row.state == State.AWAITING_OPINIONS:
        await take_by_itself(session, row, "gather_opinions", _nothing_more, by=by)
    elif row.held_from == State.AWAITING_OPINIONS:
        row.held_from = State.RECEIVED


async def _nothing_more(_: Act) -> None:
    """Tell nothing: the last opinion has been told."""


async def opinion_of(session: AsyncSession, opinion_id: UUID) -> OpinionRow:
    """Return a question, or refuse."""
    opinion = await session.get(OpinionRow, opinion_id)
    if opinion is None:
        raise NotFound("Không tìm thấy yêu cầu cho ý kiến.")
    return opinion
