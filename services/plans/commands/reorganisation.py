"""Mergers, splits and renamings as one act: what it would do, doing it, and what becomes true on its first day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from services.plans.commands.filings import FILING_OVERDUE
from services.plans.commands.journal import OFFICE
from services.plans.commands.units import changed, keep_name, registered, tell_unit
from services.plans.domain.filings import FILING_STEPS, FilingState
from services.plans.domain.organisation import (
    NotPreviewed,
    PreviewOutdated,
    ReorganisationImpossible,
    contradictions,
    day_before,
    fingerprint,
    heirs_of,
    named,
    sole_heirs,
    successions,
)
from services.plans.domain.periods import midnight
from services.plans.models import ClusterRow, FilingRow, UnitRow
from services.plans.models.units import MembershipRow, ReorganisationRow, SuccessionRow
from services.plans.queries import organisation
from shared import clock
from shared.api.organisation import FilingLeft, MembershipEnded, Reorganisation, ReorganisationPreview, UnitBegun
from shared.events import Event
from shared.events.plans import Duty, FilingDue, FilingLifted, FurtherFilingDue, UnitDissolved
from shared.identity import Identity
from shared.messaging import timers
from shared.messaging.inlet import Timer
from shared.messaging.outbox import tell
from shared.steps import take
from shared.words import capital

ORGANISATION_EFFECTIVE = "organisation_effective"
"""The timer that lets names and memberships of a day come into effect."""


@dataclass(frozen=True, slots=True)
class Effects:
    """Everything an act touches, as it stands now."""

    act: Reorganisation
    units: Mapping[str, UnitRow]
    filings: Sequence[FilingRow]
    labels: Mapping[UUID, str]
    memberships: Sequence[tuple[MembershipRow, str, str]]
    takers: Mapping[UUID, str | None]  # who owes each filing from then on
    members: Mapping[str, int]
    blockers: tuple[str, ...]

    @property
    def last_day(self) -> date:
        """Return the last day of the units that end."""
        return day_before(self.act.effective_on)

    @property
    def mark(self) -> str:
        """Return what a confirmation must show to mean this."""
        return fingerprint({unit_id: row.version for unit_id, row in self.units.items()}, self.act)


async def preview(session: AsyncSession, act: Reorganisation) -> ReorganisationPreview:
    """Return what an act would do; nothing is kept."""
    effects = await _effects(session, act)
    rows = effects.units
    return ReorganisationPreview(
        ends_on=effects.last_day,
        ended=tuple(rows[one.unit_id].name for one in act.ended if one.unit_id in rows),
        begun=tuple(one.name for one in act.begun),
        renamed=tuple(f"{rows[one.unit_id].name} → {one.name}" for one in act.renamed if one.unit_id in rows),
        filings=tuple(_left(effects, one) for one in effects.filings),
        memberships=tuple(_ended(effects, *found) for found in effects.memberships),
        blockers=effects.blockers,
        warnings=tuple(_warnings(effects)),
        fingerprint=effects.mark,
    )


async def reorganise(session: AsyncSession, act: Reorganisation, caller: Identity) -> ReorganisationRow:
    """Carry out an act as it was previewed, whole or not at all, and tell who ended, began and took over."""
    if act.fingerprint is None:
        raise NotPreviewed
    effects = await _effects(session, act, for_update=True)
    if effects.blockers:
        raise ReorganisationImpossible(details=effects.blockers)
    if effects.mark != act.fingerprint:
        raise PreviewOutdated
    row = await _keep(session, act, caller)
    await _begin(session, effects, row)
    await _end(session, effects)
    for one in act.renamed:
        renamed = UnitRow(unit_id=one.unit_id, name=one.name, kind=one.kind)
        await keep_name(session, renamed, act.effective_on)
    await session.flush()
    await take_effect(session, act.effective_on)
    return row


async def take_effect(session: AsyncSession, day: date) -> None:
    """Let what was decided for *day* show in the units: at once, or by a timer when the day comes."""
    if day <= clock.today():
        await refresh(session, day)
    else:
        await timers.schedule(session, ORGANISATION_EFFECTIVE, day.isoformat(), midnight(day))


async def refresh(session: AsyncSession, day: date) -> None:
    """Give every unit the name and cluster of today, and tell each one that changed or took over on *day*."""
    predecessors = await organisation.predecessors_from(session, day)
    found = {
        row.unit_id: (row, name, kind, cluster_id)
        for row, name, kind, cluster_id in await organisation.differing(session, clock.today())
    }
    for row, name, kind, cluster_id in found.values():
        row.name, row.kind, row.cluster_id = name, kind, cluster_id
        tell_unit(session, row, changed(row, day, predecessors.get(row.unit_id, ())))
    others = await organisation.units(session, predecessors.keys() - found.keys())
    for row in others.values():
        if row.valid_from < day:  # who began that day has said so in its registration
            tell_unit(session, row, changed(row, day, predecessors[row.unit_id]))


async def on_the_day(timer: Timer, session: AsyncSession) -> None:
    """Let the names and memberships of a day come into effect."""
    await refresh(session, date.fromisoformat(timer.key))


async def _effects(session: AsyncSession, act: Reorganisation, *, for_update: bool = False) -> Effects:
    rows = await organisation.units(session, named(act), for_update=for_update)
    ended = [one.unit_id for one in act.ended]
    last_day = day_before(act.effective_on)
    owed = await organisation.open_filings(session, ended)
    filings = [one for one, _ in owed]
    clusters = select(ClusterRow.cluster_id).where(organisation.holds(ClusterRow, act.effective_on))
    held = await organisation.memberships(session, unit_ids=ended)
    running = [found for found in held if found[0].valid_to is None or found[0].valid_to > last_day]
    counted = select(MembershipRow.cluster_id, func.count()).where(organisation.holds(MembershipRow, act.effective_on))
    counted = counted.where(MembershipRow.unit_id.not_in(ended)).group_by(MembershipRow.cluster_id)
    return Effects(
        act=act,
        units=rows,
        filings=filings,
        labels={one.filing_id: capital(label) for one, label in owed},
        memberships=running,
        takers=await _takers(session, act, filings),
        members=dict((await session.execute(counted)).all()),
        blockers=tuple(contradictions(act, organisation.known(rows.values()), set(await session.scalars(clusters)))),
    )


async def _takers(session: AsyncSession, act: Reorganisation, filings: Sequence[FilingRow]) -> dict[UUID, str | None]:
    """Return who owes each filing from then on: the only successor, unless it owes that already."""
    heirs = sole_heirs(act)
    owed = await organisation.owed_by(session, set(heirs.values()))
    takers: dict[UUID, str | None] = {}
    for one in filings:
        heir = heirs.get(one.unit_id)
        if heir is not None and (heir, one.year, one.duty) not in owed:
            owed.add((heir, one.year, one.duty))
            takers[one.filing_id] = heir
        else:
            takers[one.filing_id] = None
    return takers


def _left(effects: Effects, one: FilingRow) -> FilingLeft:
    return FilingLeft(
        unit_id=one.unit_id,
        duty=one.duty,
        duty_label=effects.labels[one.filing_id],
        year=one.year,
        due_on=one.due_on,
        taken_over_by=effects.takers[one.filing_id],
    )


def _ended(effects: Effects, row: MembershipRow, unit_name: str, cluster_name: str) -> MembershipEnded:
    return MembershipEnded(
        unit_id=row.unit_id,
        unit_name=unit_name,
        cluster_id=row.cluster_id,
        cluster_name=cluster_name,
        members_left=effects.members.get(row.cluster_id, 0),
    )


def _warnings(effects: Effects) -> Sequence[str]:
    emptied = dict.fromkeys(name for row, _, name in effects.memberships if not effects.members.get(row.cluster_id))
    orphans = [one.unit_id for one in effects.act.ended if one.unit_id not in heirs_of(effects.act)]
    nobody = sum(taker is None for taker in effects.takers.values())
    return [
        *(f"{name} không còn thành viên; cần quyết định giải thể hoặc bổ sung." for name in emptied),
        *(f"{effects.units[one].name} chưa có đơn vị kế thừa." for one in orphans if one in effects.units),
        *([f"{nobody} kế hoạch, báo cáo còn phải nộp không có đơn vị nộp thay."] if nobody else []),
        *(
            ["Hồ sơ khen thưởng đang xử lý của đơn vị chấm dứt hoạt động cần được rà soát."]
            if effects.act.ended
            else []
        ),
    ]


async def _keep(session: AsyncSession, act: Reorganisation, caller: Identity) -> ReorganisationRow:
    row = ReorganisationRow(
        reorganisation_id=uuid7(),
        title=act.title,
        decision=act.decision,
        decided_on=act.decided_on,
        effective_on=act.effective_on,
        carried_out_at=clock.now(),
        carried_out_by=caller.user,
        act=act.model_dump(mode="json", exclude={"fingerprint"}),
    )
    session.add(row)
    await session.flush()
    return row


async def _begin(session: AsyncSession, effects: Effects, act_row: ReorganisationRow) -> None:
    act, pairs = effects.act, successions(effects.act)
    last = await session.scalar(select(func.coalesce(func.max(UnitRow.position), 0))) or 0
    rows = [_begun(one, act.effective_on, last + place) for place, one in enumerate(act.begun, start=1)]
    session.add_all(rows)
    for row in rows:
        tell_unit(session, row, registered(row, [before for before, after in pairs if after == row.unit_id]))
    await session.flush()
    for row in rows:
        await keep_name(session, row, act.effective_on)
    session.add_all(
        MembershipRow(
            unit_id=one.unit_id,
            cluster_id=one.cluster_id,
            valid_from=act.effective_on,
            is_provincial=True,
            decision=act.decision,
        )
        for one in act.begun
        if one.cluster_id is not None
    )
    session.add_all(
        SuccessionRow(predecessor_id=before, successor_id=after, reorganisation_id=act_row.reorganisation_id)
        for before, after in pairs
    )
    await session.flush()


def _begun(one: UnitBegun, since: date, position: int) -> UnitRow:
    return UnitRow(
        unit_id=one.unit_id,
        name=one.name,
        kind=one.kind,
        cluster_id=one.cluster_id,
        valid_from=since,
        position=position,
        is_province=one.is_province,
    )


async def _end(session: AsyncSession, effects: Effects) -> None:
    """End the units with their memberships and heads; what they owe passes to the only successor, or to nobody."""
    after = heirs_of(effects.act)
    for membership, _, _ in effects.memberships:
        if membership.valid_from > effects.last_day:
            await session.delete(membership)
        else:
            membership.valid_to = effects.last_day
    heads = await organisation.heads_on(session, [one.unit_id for one in effects.act.ended], effects.last_day)
    for head in heads.values():
        head.valid_to = effects.last_day
    for one in effects.act.ended:
        row = effects.units[one.unit_id]
        row.valid_to = effects.last_day
        fact = UnitDissolved(
            unit_id=one.unit_id, dissolved_on=effects.last_day, successor_ids=after.get(one.unit_id, ())
        )
        tell_unit(session, row, fact)
    await _pass_on(session, effects)


async def _pass_on(session: AsyncSession, effects: Effects) -> None:
    """Let the heirs owe what is still open; what nobody takes over and is not due yet is lifted."""
    for one in effects.filings:
        heir = effects.takers[one.filing_id]
        if heir is not None:
            one.unit_id = heir
            tell(session, one, _owed(one, effects.labels[one.filing_id]))
        elif one.last_day_on > effects.last_day:
            await _lift(session, one, effects.act)


async def _lift(session: AsyncSession, one: FilingRow, act: Reorganisation) -> None:
    reason = f"{act.title} ({act.decision})"
    step = take(FILING_STEPS, one.state, "lift", OFFICE.roles, reason=reason)
    await timers.cancel(session, FILING_OVERDUE, str(one.filing_id))
    one.state, one.is_overdue = FilingState(step.target), False
    fact = FilingLifted(
        filing_id=one.filing_id, unit_id=one.unit_id, duty=one.duty, lifted_on=clock.today(), reason=reason
    )
    tell(session, one, fact)


def _owed(one: FilingRow, name: str) -> Event:
    told: dict[str, Any] = {
        "filing_id": one.filing_id, "plan_id": one.plan_id, "unit_id": one.unit_id, "year": one.year,
        "deadline_kind": one.deadline_kind, "due_on": one.due_on, "last_day_on": one.last_day_on,
        "remind_on": one.remind_on,
    }  # fmt: skip
    if one.duty in set(Duty):
        return FilingDue(duty=Duty(one.duty), **told)
    return FurtherFilingDue(duty=one.duty, name=name, **told)
