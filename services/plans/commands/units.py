"""Taking the province's list of clusters and units into the register, and keeping who heads a unit."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.commands.province import ClusterEntry, Province, ProvinceEntry, UnitEntry
from services.plans.commands.unit_facts import changed, registered, tell_unit
from services.plans.domain.organisation import INTER_PROVINCIAL, BeforeTheLastChange, day_before
from services.plans.models import ClusterRow, DeadlineRuleRow, UnitRow
from services.plans.models.units import HeadRow, MembershipRow, UnitNameRow
from services.plans.queries import organisation
from shared import clock
from shared.api.organisation import HeadAppointed, ProvincePreview
from shared.api.plans import ProvinceImported
from shared.events import Event
from shared.events.plans import ClusterFormed, UnitChanged, UnitRegistered
from shared.messaging import outbox
from shared.messaging.outbox import tell


@dataclass
class Taken:
    """What an import changed, by the kind of fact told, and a sentence for each change."""

    told: Counter[type[Event]] = field(default_factory=Counter)
    changes: list[str] = field(default_factory=list)

    def note(self, fact: Event, sentence: str) -> None:
        """Count a fact and keep its sentence."""
        self.told[type(fact)] += 1
        self.changes.append(sentence)


async def import_province(session: AsyncSession, province: Province) -> ProvinceImported:
    """Make the register agree with the file and tell what that changed; units the file leaves out stay."""
    told = (await _take_in(session, province)).told
    return ProvinceImported(
        clusters_formed=told[ClusterFormed], units_registered=told[UnitRegistered], units_changed=told[UnitChanged]
    )


async def preview_province(session: AsyncSession, province: Province) -> ProvincePreview:
    """Return what the file would change; it is really taken in, and really undone."""
    kept = outbox.promised(session)
    attempt = await session.begin_nested()
    taken = await _take_in(session, province)
    await session.flush()
    await attempt.rollback()
    outbox.forget(session, kept)
    return ProvincePreview(
        clusters_formed=taken.told[ClusterFormed],
        units_registered=taken.told[UnitRegistered],
        units_changed=taken.told[UnitChanged],
        changes=tuple(taken.changes),
    )


async def appoint_head(session: AsyncSession, unit_id: str, head: HeadAppointed) -> UnitRow:
    """Keep who heads a unit from a day on; nothing is told, because a name is personal."""
    unit = await organisation.unit(session, unit_id, for_update=True)
    before = next(iter(await organisation.heads_of(session, unit_id)), None)
    if before is not None and head.valid_from <= before.valid_from:
        raise BeforeTheLastChange
    if before is not None and before.valid_to is None:
        before.valid_to = day_before(head.valid_from)
    session.add(HeadRow(unit_id=unit_id, valid_to=None, **head.model_dump()))
    return unit


async def _take_in(session: AsyncSession, province: Province) -> Taken:
    await session.execute(text("LOCK TABLE clusters, units IN SHARE ROW EXCLUSIVE MODE"))  # one import at a time
    taken = Taken()
    await _keep_rules(session, province)
    await _form_clusters(session, province, taken)
    await _take_units(session, province, taken)
    await _take_provinces(session, province)
    return taken


async def _keep_rules(session: AsyncSession, province: Province) -> None:
    for rule in province.deadline_rules:
        kept = insert(DeadlineRuleRow).values(**rule.model_dump())
        replaced = {name: kept.excluded[name] for name in ("grace_days", "moves_to_working_day", "status", "source")}
        await session.execute(kept.on_conflict_do_update(index_elements=["valid_from"], set_=replaced))


async def _form_clusters(session: AsyncSession, province: Province, taken: Taken) -> None:
    known = {row.cluster_id: row for row in await session.scalars(select(ClusterRow))}
    members = _members(province)
    for position, entry in enumerate(province.clusters, start=1):
        row = known.get(entry.id)
        if row is None:
            row = ClusterRow(cluster_id=entry.id)
            session.add(row)
            fact = _formed(entry, members[entry.id])
            tell(session, row, fact)
            taken.note(fact, f"Thành lập {entry.name}.")
        row.name, row.kind, row.decision = entry.name, entry.kind, entry.decision
        row.valid_from, row.position = entry.valid_from, position
    await session.flush()  # units refer to them


async def _take_units(session: AsyncSession, province: Province, taken: Taken) -> None:
    """Register or change every unit of the file."""
    known = {row.unit_id: row for row in await session.scalars(select(UnitRow))}
    clusters = {cluster.id: cluster for cluster in province.clusters}
    moved: list[tuple[UnitEntry, bool]] = []
    for position, entry in enumerate(province.units, start=1):
        row = known.get(entry.id)
        before = None if row is None else _known(row)
        if row is None:
            row = UnitRow(unit_id=entry.id, is_province=False)
            session.add(row)
        row.name, row.kind, row.cluster_id = entry.name, entry.kind, entry.cluster
        row.valid_from, row.position = entry.valid_from, position
        if before == _known(row):
            continue
        fact = registered(row) if before is None else changed(row, clock.today())
        tell_unit(session, row, fact)
        taken.note(fact, f"Thêm đơn vị {row.name}." if before is None else f"Thay đổi đơn vị {before[0]}: {row.name}.")
        moved.append((entry, before is None))
    await session.flush()  # names and memberships refer to them
    await _keep_history(session, moved, clusters)


async def _keep_history(
    session: AsyncSession, moved: Sequence[tuple[UnitEntry, bool]], clusters: Mapping[str, ClusterEntry]
) -> None:
    """Keep since when the units bear their names and belong to their clusters: what is known changes today."""
    ids = [entry.id for entry, _ in moved]
    held = [row for row, _, _ in await organisation.memberships(session, unit_ids=ids) if row.is_provincial]
    latest = {row.unit_id: row for row in held}  # oldest first, so the last one stays
    names: list[dict[str, object]] = []
    joined: list[MembershipRow] = []
    for entry, is_new in moved:
        since = entry.valid_from if is_new else max(entry.valid_from, clock.today())
        names.append({"unit_id": entry.id, "valid_from": since, "name": entry.name, "kind": entry.kind})
        joined += await _moved(session, entry, latest.get(entry.id), since, clusters)
    if names:
        kept = insert(UnitNameRow)
        replaced = {"name": kept.excluded.name, "kind": kept.excluded.kind}
        await session.execute(
            kept.on_conflict_do_update(index_elements=["unit_id", "valid_from"], set_=replaced), names
        )
    await session.flush()  # who left has left before others join
    session.add_all(joined)
    await session.flush()


async def _moved(
    session: AsyncSession,
    entry: UnitEntry,
    latest: MembershipRow | None,
    since: date,
    clusters: Mapping[str, ClusterEntry],
) -> Sequence[MembershipRow]:
    """End the membership a unit leaves, and return the one it joins."""
    is_member = latest is not None and latest.valid_to is None
    if is_member and latest is not None:
        if latest.cluster_id == entry.cluster:
            return ()
        if latest.valid_from >= since:
            await session.delete(latest)
        else:
            latest.valid_to = day_before(since)
    if entry.cluster is None:
        return ()
    cluster = clusters[entry.cluster]
    return (
        MembershipRow(
            unit_id=entry.id,
            cluster_id=entry.cluster,
            valid_from=max(since, cluster.valid_from),
            is_provincial=True,
            decision=cluster.decision,
        ),
    )


async def _take_provinces(session: AsyncSession, province: Province) -> None:
    """Keep the provinces that are members of inter-provincial clusters; they are told of only as members."""
    known = {row.unit_id: row for row in await session.scalars(select(UnitRow).where(UnitRow.is_province))}
    for position, entry in enumerate(province.provinces, start=1):
        row = known.get(entry.id)
        if row is None:
            row = UnitRow(unit_id=entry.id, is_province=True, kind="tỉnh", valid_from=entry.valid_from, version=1)
            session.add(row)
        _describe(row, entry, position)
    await session.flush()
    members = [(cluster, member) for cluster in province.clusters for member in cluster.members]
    held = {
        (row.cluster_id, row.unit_id)
        for row, _, _ in await organisation.memberships(session, unit_ids=[member for _, member in members])
    }
    session.add_all(
        MembershipRow(
            unit_id=member,
            cluster_id=cluster.id,
            valid_from=cluster.valid_from,
            is_provincial=False,
            decision=cluster.decision,
        )
        for cluster, member in members
        if (cluster.id, member) not in held
    )


def _describe(row: UnitRow, entry: ProvinceEntry, position: int) -> None:
    row.name, row.is_ours, row.position = entry.name, entry.ours, position


def _known(row: UnitRow) -> tuple[str, str, str | None, date]:
    return row.name, row.kind, row.cluster_id, row.valid_from


def _members(province: Province) -> dict[str | None, list[str]]:
    members: dict[str | None, list[str]] = defaultdict(list)
    for unit_id, cluster_id in _belonging(province):
        members[cluster_id].append(unit_id)
    return members


def _belonging(province: Province) -> Iterator[tuple[str, str | None]]:
    yield from ((unit.id, unit.cluster) for unit in province.units)
    yield from (
        (member, cluster.id)
        for cluster in province.clusters
        if cluster.kind == INTER_PROVINCIAL
        for member in cluster.members
    )


def _formed(entry: ClusterEntry, members: Sequence[str]) -> ClusterFormed:
    return ClusterFormed(
        cluster_id=entry.id,
        name=entry.name,
        kind=entry.kind,
        decision=entry.decision,
        effective_on=entry.valid_from,
        member_ids=tuple(members),
    )
