"""Opening and closing rounds of nominations, and drafting what a cluster's result proposes."""

from datetime import date, datetime, time
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from services.nominations.commands import audit
from services.nominations.domain import plain
from services.nominations.domain.rounds import ROUND_STEPS, Round, RoundState
from services.nominations.domain.steps import by_itself
from services.nominations.models import NominationRow
from services.nominations.models.dossiers import DraftRow, RoundRow
from services.nominations.rules import catalogue
from shared import clock
from shared.api.dossiers import RoundDraft
from shared.clock import VIETNAM
from shared.errors import NotFound, Refused, SomeoneWasFaster
from shared.events.nominations import RoundClosed, RoundOpened
from shared.events.plans import ClusterResultPublished, RoundAsked
from shared.identity import Identity
from shared.messaging import timers
from shared.messaging.outbox import tell
from shared.steps import take

ROUND = "round"
"""The kind of the timer that rings when a round's last day is over."""

_PLANS = uuid5(NAMESPACE_OID, "vn.thidua.nominations.round")
_CLUSTERS = uuid5(NAMESPACE_OID, "vn.thidua.nominations.cluster")
_PROVINCE, _COLLECTIVE, _MERIT = "Hệ thống", "collective", "merit"


class AwardsUnknown(Refused):
    """A round names awards nobody knows."""

    message = "Đợt xét nêu danh hiệu, hình thức khen thưởng không có trong danh mục."


async def open_round(session: AsyncSession, said: RoundDraft, by: str) -> RoundRow:
    """Open a round."""
    unknown = [code for code in said.awards if catalogue().award(code) is None]
    if unknown:
        raise AwardsUnknown(details=unknown)
    return await _open(session, uuid7(), said, by)


async def open_asked(session: AsyncSession, asked: RoundAsked) -> None:
    """Open the round a task of the plan asks for, once."""
    round_id = uuid5(_PLANS, f"{asked.plan_id}/{asked.task_key}")
    if await session.get(RoundRow, round_id) is None:
        said = RoundDraft(
            name=asked.title,
            year=asked.year,
            mode=asked.mode,
            opens_on=asked.opens_on,
            closes_on=asked.closes_on,
        )
        await _open(session, round_id, said, _PROVINCE, plan_id=asked.plan_id, task_key=asked.task_key)


async def _open(  # noqa: PLR0913 - which task asked for it is a part of the round
    session: AsyncSession,
    round_id: UUID,
    said: RoundDraft,
    by: str,
    *,
    plan_id: UUID | None = None,
    task_key: str = "",
) -> RoundRow:
    name = plain(said.name)
    Round(name, said.awards, said.opens_on, said.closes_on)
    row = RoundRow(
        round_id=round_id,
        name=name,
        year=said.year,
        mode=plain(said.mode),
        awards=list(dict.fromkeys(said.awards)),
        opens_on=said.opens_on,
        closes_on=said.closes_on,
        state=RoundState.OPEN,
        plan_id=plan_id,
        task_key=task_key,
        opened_by=by,
        version=0,
    )
    session.add(row)
    fact = RoundOpened(
        round_id=round_id,
        name=name,
        year=row.year,
        awards=tuple(row.awards),
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        plan_id=plan_id,
        task_key=task_key,
    )
    tell(session, row, fact)
    audit.record(session, by, "open_round", "round", round_id, after={"state": row.state, "awards": len(row.awards)})
    await timers.schedule(session, ROUND, str(round_id), datetime.combine(row.closes_on, time.max, VIETNAM))
    return row


async def close_round(session: AsyncSession, row: RoundRow, caller: Identity, version: int | None) -> None:
    """Close a round before its day."""
    if version not in {None, row.version}:
        raise SomeoneWasFaster
    step = take(ROUND_STEPS, row.state, "close_round", caller.roles)
    await timers.cancel(session, ROUND, str(row.round_id))
    before = {"state": row.state}
    await _close(session, row, step.target)
    audit.record(session, caller.user, step.name, "round", row.round_id, before=before, after={"state": row.state})


async def end_round(session: AsyncSession, row: RoundRow) -> None:
    """Close a round whose last day is over."""
    if row.state == RoundState.OPEN:
        await _close(session, row, by_itself(ROUND_STEPS, row.state, "end_round").target)


async def _close(session: AsyncSession, row: RoundRow, state: str) -> None:
    row.state = state
    tell(
        session,
        row,
        RoundClosed(round_id=row.round_id, closed_on=clock.today(), dossiers=await dossiers_in(session, row.round_id)),
    )


async def dossiers_in(session: AsyncSession, round_id: UUID) -> int:
    """Return how many dossiers belong to a round."""
    count = select(func.count()).select_from(NominationRow).where(NominationRow.round_id == round_id)
    return await session.scalar(count) or 0


async def require_in_round(session: AsyncSession, round_id: UUID | None, award: str, on: date) -> None:
    """Refuse a dossier that names a round it does not belong to."""
    if round_id is None:
        return
    row = await round_of(session, round_id)
    Round(row.name, row.awards, row.opens_on, row.closes_on, row.state).check(award, on)


async def round_of(session: AsyncSession, round_id: UUID) -> RoundRow:
    """Return a round, or refuse."""
    row = await session.get(RoundRow, round_id)
    if row is None:
        raise NotFound("Không tìm thấy đợt xét.")
    return row


async def draft_proposals(session: AsyncSession, event: ClusterResultPublished, names: dict[str, str]) -> None:
    """Draft one proposal for each unit whose award the cluster's result names; the same result drafts nothing twice."""
    proposed = [one for one in event.results if one.award]
    if not proposed:
        return
    rows: list[dict[str, Any]] = [
        {
            "draft_id": uuid5(_CLUSTERS, f"{event.cluster_id}/{event.year}/{one.unit_id}/{one.award}"),
            "unit_id": one.unit_id,
            "award": one.award,
            "subject_kind": _COLLECTIVE,
            "subject_name": names.get(one.unit_id, one.unit_id),
            "year": event.year,
            "mode": _MERIT,
            "facts": {},
            "documents": [],
            "origin": f"cluster:{event.cluster_id}:{event.year}",
            "saved_by": event.cluster_name,
            "saved_at": clock.now(),
            "version": 1,
        }
        for one in proposed
    ]
    await session.execute(insert(DraftRow).values(rows).on_conflict_do_nothing())
