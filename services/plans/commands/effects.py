"""What an act of reorganisation would do, read before anything is done: who ends, what they owe, who takes over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.domain.organisation import (
    contradictions,
    day_before,
    fingerprint,
    heirs_of,
    named,
    sole_heirs,
)
from services.plans.models import ClusterRow, FilingRow, UnitRow
from services.plans.models.units import MembershipRow
from services.plans.queries import organisation
from shared.api.organisation import FilingLeft, MembershipEnded, Reorganisation, ReorganisationPreview
from shared.words import capital


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
    effects = await effects_of(session, act)
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


async def effects_of(session: AsyncSession, act: Reorganisation, *, for_update: bool = False) -> Effects:
    """Return everything an act touches; locked where it will be carried out."""
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
