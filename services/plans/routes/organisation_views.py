"""How units and clusters look to whoever asks, with their history."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.domain.organisation import CLUSTER_KIND_LABELS, rotation
from services.plans.models import ClusterRow, UnitRow
from services.plans.models.units import MembershipRow, ReorganisationRow
from services.plans.queries import organisation
from shared.api.organisation import (
    ClusterDetail,
    HeadView,
    MembershipView,
    OfficesView,
    Reorganisation,
    ReorganisationView,
    UnitDetail,
    UnitName,
)
from shared.identity import Identity


async def unit_detail(session: AsyncSession, row: UnitRow, caller: Identity) -> UnitDetail:
    """Show a unit; an account name is shown to the unit itself and to those who keep the register."""
    pairs = await organisation.successions(session, [row.unit_id])
    is_own = caller.unit_id in {None, row.unit_id}
    return UnitDetail(
        unit_id=row.unit_id,
        name=row.name,
        kind=row.kind,
        is_province=row.is_province,
        cluster_id=row.cluster_id,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        version=row.version,
        names=tuple(
            UnitName(name=one.name, kind=one.kind, valid_from=one.valid_from)
            for one in await organisation.names_of(session, row.unit_id)
        ),
        predecessor_ids=tuple(before for before, after in pairs if after == row.unit_id),
        successor_ids=tuple(after for before, after in pairs if before == row.unit_id),
        heads=tuple(
            HeadView(
                unit_id=one.unit_id,
                post=one.post,
                name=one.name,
                account=one.account if is_own else "",
                valid_from=one.valid_from,
                valid_to=one.valid_to,
            )
            for one in await organisation.heads_of(session, row.unit_id)
        ),
        memberships=_memberships(await organisation.memberships(session, unit_ids=[row.unit_id])),
    )


async def cluster_detail(session: AsyncSession, row: ClusterRow, on: date) -> ClusterDetail:
    """Show a cluster as of a day, and in which order its members should lead it next."""
    held = await organisation.memberships(session, cluster_id=row.cluster_id)
    here = [found for found in held if found[0].valid_from <= on <= (found[0].valid_to or on)]
    offices = await organisation.offices(session, row.cluster_id)
    last_led: dict[str, int] = {}
    for one in reversed(offices):  # the oldest first, so the latest year stays
        last_led[one.head_id] = one.year
    members = [one.unit_id for one in await organisation.members_on(session, row.cluster_id, on)]
    return ClusterDetail(
        cluster_id=row.cluster_id,
        name=row.name,
        kind=row.kind,
        kind_label=CLUSTER_KIND_LABELS[row.kind],
        decision=row.decision,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        on=on,
        version=row.version,
        members=_memberships(sorted(here, key=lambda found: members.index(found[0].unit_id))),
        offices=tuple(
            OfficesView(year=one.year, head_id=one.head_id, deputy_id=one.deputy_id, elected_on=one.elected_on)
            for one in offices
        ),
        rotation=rotation(members, last_led),
    )


def reorganisation_view(row: ReorganisationRow) -> ReorganisationView:
    """Show an act that was carried out."""
    act = Reorganisation.model_validate(row.act)
    return ReorganisationView(
        reorganisation_id=row.reorganisation_id,
        title=row.title,
        decision=row.decision,
        decided_on=row.decided_on,
        effective_on=row.effective_on,
        carried_out_at=row.carried_out_at,
        carried_out_by=row.carried_out_by,
        ended_ids=tuple(one.unit_id for one in act.ended),
        begun_ids=tuple(one.unit_id for one in act.begun),
        renamed_ids=tuple(one.unit_id for one in act.renamed),
    )


def _memberships(found: Sequence[tuple[MembershipRow, str, str]]) -> tuple[MembershipView, ...]:
    return tuple(
        MembershipView(
            cluster_id=row.cluster_id,
            cluster_name=cluster_name,
            unit_id=row.unit_id,
            unit_name=unit_name,
            decision=row.decision,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row, unit_name, cluster_name in found
    )
