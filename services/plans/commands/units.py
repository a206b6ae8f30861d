"""Taking the province's list of clusters and units into the register."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.commands.province import ClusterEntry, Province
from services.plans.models import ClusterRow, DeadlineRuleRow, UnitRow
from shared import clock
from shared.api.plans import ProvinceImported
from shared.events import Event
from shared.events.plans import ClusterFormed, UnitChanged, UnitRegistered, UnitState
from shared.messaging.outbox import tell


async def import_province(session: AsyncSession, province: Province) -> ProvinceImported:
    """Make the register agree with the file and tell what that changed; units the file leaves out stay."""
    await session.execute(text("LOCK TABLE clusters, units IN SHARE ROW EXCLUSIVE MODE"))  # one import at a time
    await _keep_rules(session, province)
    formed = await _form_clusters(session, province)
    told = await _take_units(session, province)
    return ProvinceImported(
        clusters_formed=formed, units_registered=told[UnitRegistered], units_changed=told[UnitChanged]
    )


async def _keep_rules(session: AsyncSession, province: Province) -> None:
    for rule in province.deadline_rules:
        kept = insert(DeadlineRuleRow).values(**rule.model_dump())
        replaced = {name: kept.excluded[name] for name in ("grace_days", "status", "source")}
        await session.execute(kept.on_conflict_do_update(index_elements=["valid_from"], set_=replaced))


async def _form_clusters(session: AsyncSession, province: Province) -> int:
    known = {row.cluster_id: row for row in await session.scalars(select(ClusterRow))}
    members = _members(province)
    formed = 0
    for position, entry in enumerate(province.clusters, start=1):
        row = known.get(entry.id)
        if row is None:
            row = ClusterRow(cluster_id=entry.id)
            session.add(row)
            tell(session, row, _formed(entry, members[entry.id]))
            formed += 1
        row.name, row.kind, row.decision = entry.name, entry.kind, entry.decision
        row.valid_from, row.position = entry.valid_from, position
    await session.flush()  # units refer to them
    return formed


async def _take_units(session: AsyncSession, province: Province) -> Counter[type[Event]]:
    """Register or change every unit of the file; return how often each fact was told."""
    known = {row.unit_id: row for row in await session.scalars(select(UnitRow))}
    told: Counter[type[Event]] = Counter()
    for position, entry in enumerate(province.units, start=1):
        row = known.get(entry.id)
        before = None if row is None else _known(row)
        if row is None:
            row = UnitRow(unit_id=entry.id)
            session.add(row)
        row.name, row.kind, row.cluster_id = entry.name, entry.kind, entry.cluster
        row.valid_from, row.position = entry.valid_from, position
        if before == _known(row):
            continue
        fact = _registered(row) if before is None else _changed(row)
        tell(session, row, fact)
        tell(session, _Snapshot(row.version - 1), _state(row))
        told[type(fact)] += 1
    return told


@dataclass
class _Snapshot:
    """Gives a state the version of the fact it goes with, because each topic counts a unit's facts on its own."""

    version: int


def _known(row: UnitRow) -> tuple[str, str, str | None, date]:
    return row.name, row.kind, row.cluster_id, row.valid_from


def _members(province: Province) -> dict[str | None, list[str]]:
    members: dict[str | None, list[str]] = defaultdict(list)
    for unit in province.units:
        members[unit.cluster].append(unit.id)
    return members


def _formed(entry: ClusterEntry, members: Sequence[str]) -> ClusterFormed:
    return ClusterFormed(
        cluster_id=entry.id,
        name=entry.name,
        kind=entry.kind,
        decision=entry.decision,
        effective_on=entry.valid_from,
        member_ids=tuple(members),
    )


def _registered(row: UnitRow) -> UnitRegistered:
    return UnitRegistered(
        unit_id=row.unit_id,
        name=row.name,
        kind=row.kind,
        cluster_id=row.cluster_id,
        valid_from=row.valid_from,
    )


def _changed(row: UnitRow) -> UnitChanged:
    return UnitChanged(
        unit_id=row.unit_id,
        name=row.name,
        kind=row.kind,
        cluster_id=row.cluster_id,
        changed_on=clock.today(),
    )


def _state(row: UnitRow) -> UnitState:
    return UnitState(
        unit_id=row.unit_id,
        name=row.name,
        kind=row.kind,
        cluster_id=row.cluster_id,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )
