"""Forming, changing and ending clusters by decision, and who leads them (cụm, khối thi đua)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.commands.reorganisation import take_effect
from services.plans.domain.organisation import (
    INTER_PROVINCIAL,
    ClusterExists,
    CompositionImpossible,
    Membership,
    NobodyLeads,
    NotTheClustersHead,
    day_before,
    day_of_year,
    overlapping,
)
from services.plans.domain.pledges import NotAMember
from services.plans.models import ClusterRow, UnitRow
from services.plans.models.units import MembershipRow, OfficeRow
from services.plans.queries import organisation
from shared import clock
from shared.api.organisation import ClusterDraft, CompositionChange, Decided, OfficesElected
from shared.errors import Forbidden
from shared.events.plans import ClusterChanged, ClusterFormed, ClusterLeadersElected
from shared.identity import Identity
from shared.messaging.outbox import tell
from shared.roles import Role


@dataclass(frozen=True, slots=True)
class MemberAt:
    """A member of a cluster in a year, as a path names it."""

    cluster_id: str
    year: int
    unit_id: str


async def form(session: AsyncSession, draft: ClusterDraft) -> ClusterRow:
    """Form a cluster by decision and tell it."""
    if await session.get(ClusterRow, draft.cluster_id) is not None:
        raise ClusterExists
    last = await session.scalar(select(func.coalesce(func.max(ClusterRow.position), 0))) or 0
    row = ClusterRow(
        cluster_id=draft.cluster_id,
        name=draft.name,
        kind=draft.kind,
        decision=draft.decision,
        valid_from=draft.effective_on,
        position=last + 1,
    )
    session.add(row)
    tell(
        session,
        row,
        ClusterFormed(
            cluster_id=row.cluster_id,
            name=row.name,
            kind=row.kind,
            decision=row.decision,
            effective_on=draft.effective_on,
            member_ids=draft.member_ids,
        ),
    )
    try:
        await session.flush()
    except IntegrityError as error:  # another request formed it between our look and our writing
        raise ClusterExists from error
    await _join(session, row, draft, draft.member_ids)
    await take_effect(session, draft.effective_on)
    return row


async def change(session: AsyncSession, cluster_id: str, order: CompositionChange) -> ClusterRow:
    """Let members join and leave a cluster by decision, or end it, and tell who belongs to it from then on."""
    row = await organisation.locked_cluster(session, cluster_id, order.version)
    members = [one.unit_id for one in await organisation.members_on(session, cluster_id, order.effective_on)]
    leaving = members if order.ends else list(order.leaving_ids)
    if wrong := tuple(_impossible(row, order, members)):
        raise CompositionImpossible(details=wrong)
    await _leave(session, row, order, leaving)
    await _join(session, row, order, order.joining_ids)
    if order.ends:
        row.valid_to = day_before(order.effective_on)
    staying = [one for one in members if one not in leaving]
    tell(
        session,
        row,
        ClusterChanged(
            cluster_id=cluster_id,
            name=row.name,
            kind=row.kind,
            decision=order.decision,
            effective_on=order.effective_on,
            member_ids=(*staying, *order.joining_ids),
            ends_on=row.valid_to if order.ends else None,
        ),
    )
    await session.flush()
    await take_effect(session, order.effective_on)
    return row


async def elect(session: AsyncSession, cluster_id: str, order: OfficesElected) -> ClusterRow:
    """Keep who leads a cluster in a year; a second election of the year replaces the first."""
    row = await organisation.locked_cluster(session, cluster_id, order.version)
    members = await _members_of_year(session, cluster_id, order.year)
    if order.head_id == order.deputy_id or not {order.head_id, order.deputy_id or order.head_id} <= members:
        raise NobodyLeads
    office = await session.get(OfficeRow, (cluster_id, order.year))
    if office is None:
        office = OfficeRow(cluster_id=cluster_id, year=order.year)
        session.add(office)
    office.head_id, office.deputy_id, office.elected_on = order.head_id, order.deputy_id, order.elected_on
    tell(
        session,
        row,
        ClusterLeadersElected(
            cluster_id=cluster_id,
            year=order.year,
            head_id=order.head_id,
            deputy_id=order.deputy_id,
            elected_on=order.elected_on,
        ),
    )
    return row


async def act_for(session: AsyncSession, caller: Identity, at: MemberAt) -> UnitRow:
    """Return the member the caller acts for: an officer for their own unit, Sở Nội vụ for the province.

    Raises Forbidden, UnitUnknown and NotAMember.
    """
    unit = await organisation.unit(session, at.unit_id)
    caller.require_unit(at.unit_id)
    is_officer = caller.may(Role.UNIT_OFFICER) and caller.unit_id == at.unit_id
    if not is_officer and not (caller.may(Role.APPRAISER) and unit.is_province and unit.is_ours):
        raise Forbidden
    await require_members(session, at.cluster_id, at.year, [at.unit_id])
    return unit


async def require_members(session: AsyncSession, cluster_id: str, year: int, unit_ids: Collection[str]) -> None:
    """Refuse units that do not belong to the cluster in the year, and name them."""
    on = day_of_year(year, clock.today())
    members = {one.unit_id for one in await organisation.members_on(session, cluster_id, on)}
    if strangers := [one for one in unit_ids if one not in members]:
        found = await organisation.names(session, strangers)
        raise NotAMember([found.get(one, one) for one in strangers], on)


async def may_see(session: AsyncSession, caller: Identity, cluster_id: str, year: int) -> None:
    """Let the members of a cluster see each other's scores and registrations, and no other unit."""
    if caller.unit_id is not None:
        await require_members(session, cluster_id, year, [caller.unit_id])


async def require_leader(session: AsyncSession, caller: Identity, cluster_id: str, year: int) -> None:
    """Refuse whoever neither leads the cluster that year nor is Sở Nội vụ."""
    if caller.may(Role.APPRAISER):
        return
    office = await session.get(OfficeRow, (cluster_id, year))
    leaders = set() if office is None else {office.head_id, office.deputy_id}
    if not caller.may(Role.UNIT_OFFICER) or caller.unit_id is None or caller.unit_id not in leaders:
        raise NotTheClustersHead


def _impossible(row: ClusterRow, order: CompositionChange, members: Collection[str]) -> Iterator[str]:
    if row.valid_to is not None and order.effective_on > row.valid_to:
        yield f"{row.name} đã giải thể ngày {row.valid_to:%d/%m/%Y}."
    if order.effective_on <= row.valid_from:
        yield f"{row.name} thành lập ngày {row.valid_from:%d/%m/%Y}; ngày có hiệu lực phải sau ngày đó."
    if not (order.joining_ids or order.leaving_ids or order.ends):
        yield "Quyết định chưa nêu đơn vị nào."
    if order.ends and order.joining_ids:
        yield "Cụm, khối giải thể không nhận thêm đơn vị."
    yield from (f"Đơn vị “{one}” không thuộc {row.name}." for one in order.leaving_ids if one not in members)


async def _leave(session: AsyncSession, row: ClusterRow, order: Decided, leaving: Collection[str]) -> None:
    last_day = day_before(order.effective_on)
    for held, _, _ in await organisation.memberships(session, unit_ids=leaving, cluster_id=row.cluster_id):
        if held.valid_from > last_day:
            await session.delete(held)
        elif held.valid_to is None or held.valid_to > last_day:
            held.valid_to = last_day
    await session.flush()


async def _join(session: AsyncSession, row: ClusterRow, order: Decided, joining: Sequence[str]) -> None:
    """Let units join; refuse whoever belongs to another provincial cluster on a day from then on."""
    units = await organisation.all_units(session, joining, for_update=True)
    is_provincial = row.kind != INTER_PROVINCIAL
    held = await organisation.memberships(session, unit_ids=joining)
    rivals = [
        (one, name)
        for one, _, name in held
        if one.cluster_id == row.cluster_id or (is_provincial and one.is_provincial)
    ]
    if wrong := tuple(_unfit(row, order.effective_on, joining, units, rivals)):
        raise CompositionImpossible(details=wrong)
    session.add_all(
        MembershipRow(
            unit_id=one,
            cluster_id=row.cluster_id,
            valid_from=order.effective_on,
            is_provincial=is_provincial,
            decision=order.decision,
        )
        for one in joining
    )
    await session.flush()


def _unfit(
    row: ClusterRow,
    since: date,
    joining: Sequence[str],
    units: Mapping[str, UnitRow],
    rivals: Sequence[tuple[MembershipRow, str]],
) -> Iterator[str]:
    is_provincial = row.kind != INTER_PROVINCIAL
    yield from (f"Đơn vị “{one}” bị nêu hai lần." for one in sorted({one for one in joining if joining.count(one) > 1}))
    for one in dict.fromkeys(joining):
        unit = units[one]
        if unit.is_province == is_provincial:
            yield f"{unit.name} không thể tham gia {row.name}: cụm liên tỉnh chỉ gồm các tỉnh, thành phố."
        if not organisation.known([unit])[one].is_valid(since):
            yield f"{unit.name} không hoạt động vào ngày {since:%d/%m/%Y}."
        kept = [(Membership(held.unit_id, held.cluster_id, held.valid_from, held.valid_to), name)
                for held, name in rivals if held.unit_id == one]  # fmt: skip
        new = Membership(one, row.cluster_id, since)
        yield from (
            f"{unit.name} đang thuộc {name}; cần quyết định rời cụm, khối đó trước."
            for other, name in kept
            if overlapping([other, new])
        )


async def _members_of_year(session: AsyncSession, cluster_id: str, year: int) -> set[str]:
    on = day_of_year(year, clock.today())
    return {one.unit_id for one in await organisation.members_on(session, cluster_id, on)}
