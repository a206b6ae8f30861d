"""Votes, ranks and the published result of a cluster's year (suy tôn, xếp hạng, công bố)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.commands.clusters import require_leader, require_members
from services.plans.commands.tasks import settle_waiting
from services.plans.domain.organisation import INTER_PROVINCIAL, day_of_year
from services.plans.domain.pledges import check_unique
from services.plans.domain.scoring import (
    CLUSTER_YEAR_STEPS,
    ClusterYearState,
    Placed,
    TieUndecided,
    check_votes,
    proposed,
    ranked,
)
from services.plans.models import ClusterRow
from services.plans.models.emulation import ClusterYearRow
from services.plans.models.scoring import ResultRow, VoteRow
from services.plans.queries import emulation, organisation, scoring
from services.plans.queries.scoring import Scored
from shared import clock
from shared.api.scoring import AwardPlaces, CriteriaSet, OutsideResult, Publication, Votes
from shared.errors import OutOfTurn, Refused
from shared.events.plans import ClusterResultPublished, RankedUnit
from shared.identity import Identity
from shared.messaging.outbox import tell
from shared.roles import Role
from shared.steps import ReasonMissing, take


class NotAllScored(OutOfTurn):
    """A result is published when every member's score is official."""

    message = "Chưa chấm điểm chính thức cho tất cả đơn vị của cụm, khối."


class OnlyInterProvincial(Refused):
    """Only the inter-provincial cluster announces its result itself, and only that is taken over."""

    message = "Chỉ ghi nhận kết quả do cụm liên tỉnh công bố; cụm, khối của tỉnh công bố kết quả chấm điểm."


class UnconfirmedCriteria(ReasonMissing):
    """A result by criteria that still need confirmation is published on a stated ground."""

    message = "Bộ tiêu chí chưa được xác nhận. Vui lòng ghi rõ căn cứ công bố kết quả."


@dataclass(frozen=True, slots=True)
class Ranking:
    """A cluster's ranking as it stands: the members with their places, and the awards proposed."""

    opened: ClusterYearRow
    criteria_set: CriteriaSet
    members: Sequence[Scored]
    placed: Sequence[Placed]
    awards: Mapping[str, str]
    tied: Sequence[str]  # the members a person must put in order


async def vote(session: AsyncSession, cluster_id: str, year: int, order: Votes, caller: Identity) -> ClusterYearRow:
    """Keep how many voted for each member; the last count stands until the result is published."""
    await require_leader(session, caller, cluster_id, year)
    opened = await emulation.open_year(session, cluster_id, year, alone=True, seen=order.version)
    check_votes(order.voters, [one.votes for one in order.counts])
    check_unique([one.unit_id for one in order.counts])
    await require_members(session, cluster_id, year, [one.unit_id for one in order.counts])
    await session.execute(delete(VoteRow).where(VoteRow.cluster_id == cluster_id, VoteRow.year == year))
    session.add_all(
        VoteRow(cluster_id=cluster_id, year=year, unit_id=one.unit_id, votes=one.votes) for one in order.counts
    )
    opened.voters = order.voters
    opened.edition += 1
    await session.flush()
    return opened


async def ranking(session: AsyncSession, opened: ClusterYearRow, order: Sequence[str] = ()) -> Ranking:
    """Return the ranking of the members scored so far; *order* decides between level members."""
    criteria_set = await emulation.criteria_set(session, opened.criteria_set_id)
    members = await scoring.standings(session, opened, criteria_set, day_of_year(opened.year, clock.today()))
    placed = ranked((one.standing for one in members if one.standing is not None), order)
    places = [AwardPlaces.model_validate(one) for one in opened.awards]
    try:
        awards = proposed(placed, places, criteria_set.endorsement, opened.voters)
    except TieUndecided as undecided:
        return Ranking(opened, criteria_set, members, placed, {}, undecided.details)
    return Ranking(opened, criteria_set, members, placed, awards, ())


async def publish(
    session: AsyncSession, cluster_id: str, year: int, order: Publication, caller: Identity
) -> ClusterYearRow:
    """Freeze a cluster's result and tell it with the awards it proposes.

    Raises NotAllScored, TieUndecided, UnconfirmedCriteria, and ReasonMissing where a person decides a tie without one.
    """
    cluster = await organisation.locked_cluster(session, cluster_id)
    opened = await emulation.open_year(session, cluster_id, year, alone=True, seen=order.version)
    step = take(CLUSTER_YEAR_STEPS, opened.state, "publish", caller.roles, reason=order.reason)
    if cluster.kind == INTER_PROVINCIAL:
        raise OnlyInterProvincial
    found = await ranking(session, opened, order.order)
    _check_publishable(found, order)
    bonus = {one.unit_id: one.bonus for one in found.members}
    rows = [_result(opened, one, bonus, found.awards) for one in found.placed]
    session.add_all(rows)
    _close(opened, step.target, order.reason, caller)
    is_confirmed = found.criteria_set.status == "confirmed"
    await _announce(session, cluster, _published(cluster, opened, rows, is_confirmed=is_confirmed))
    return opened


async def take_over(
    session: AsyncSession, cluster_id: str, year: int, order: OutsideResult, caller: Identity
) -> ClusterYearRow:
    """Keep and tell the result the inter-provincial cluster announced; its awards are not the province's."""
    caller.require(Role.APPRAISER)
    cluster = await organisation.locked_cluster(session, cluster_id)
    opened = await emulation.open_year(session, cluster_id, year, alone=True, seen=order.version)
    if cluster.kind != INTER_PROVINCIAL:
        raise OnlyInterProvincial
    check_unique([one.unit_id for one in order.results])
    await require_members(session, cluster_id, year, [one.unit_id for one in order.results])
    ranks = [one.rank for one in order.results]
    rows = [
        ResultRow(
            cluster_id=cluster_id, year=year, unit_id=one.unit_id, rank=one.rank, total=one.total,
            bonus=Decimal(0), is_tied=ranks.count(one.rank) > 1,
        )
        for one in sorted(order.results, key=lambda one: (one.rank, one.unit_id))
    ]  # fmt: skip
    session.add_all(rows)
    # The announcement is the cluster's own act: whoever records it takes the leader's step in its name.
    step = take(CLUSTER_YEAR_STEPS, opened.state, "publish", {Role.LEADER})
    _close(opened, step.target, f"{order.document}, ngày {order.announced_on:%d/%m/%Y}", caller)
    await _announce(session, cluster, _published(cluster, opened, rows, is_confirmed=True))
    return opened


def blockers(found: Ranking) -> tuple[str, ...]:
    """Return a sentence for everything that keeps a result from being published."""
    unscored = tuple(f"{one.name} chưa có điểm chính thức." for one in found.members if one.standing is None)
    names = {one.unit_id: one.name for one in found.members}
    tied = ", ".join(names[one] for one in found.tied)
    return (*unscored, *((f"Đồng hạng ở ngưỡng xét khen thưởng: {tied}.",) if tied else ()))


async def _announce(session: AsyncSession, cluster: ClusterRow, fact: ClusterResultPublished) -> None:
    """Tell a result, and complete the tasks of that year's plan that waited for it."""
    tell(session, cluster, fact)
    await session.flush()
    await settle_waiting(session, fact.published_on.year, "ClusterResultPublished", fact.cluster_id)


def _check_publishable(found: Ranking, order: Publication) -> None:
    if unscored := [one.name for one in found.members if one.standing is None]:
        raise NotAllScored(details=unscored)
    if not found.members:
        raise NotAllScored
    if found.tied:
        names = {one.unit_id: one.name for one in found.members}
        raise TieUndecided(details=[names[one] for one in found.tied])
    if order.order and not order.reason.strip():
        raise ReasonMissing
    if found.criteria_set.status != "confirmed" and not order.reason.strip():
        raise UnconfirmedCriteria


def _close(opened: ClusterYearRow, target: str, reason: str, caller: Identity) -> None:
    opened.state, opened.published_on = ClusterYearState(target), clock.today()
    opened.published_by, opened.reason = caller.user, reason
    opened.edition += 1


def _result(opened: ClusterYearRow, one: Placed, bonus: Mapping[str, Decimal], awards: Mapping[str, str]) -> ResultRow:
    unit_id = one.standing.unit_id
    return ResultRow(
        cluster_id=opened.cluster_id,
        year=opened.year,
        unit_id=unit_id,
        rank=one.rank,
        total=one.standing.total,
        bonus=bonus[unit_id],
        votes=one.standing.votes,
        is_tied=one.is_tied,
        award=awards.get(unit_id),
    )


def _published(
    cluster: ClusterRow, opened: ClusterYearRow, rows: Sequence[ResultRow], *, is_confirmed: bool
) -> ClusterResultPublished:
    return ClusterResultPublished(
        cluster_id=opened.cluster_id,
        cluster_name=cluster.name,
        kind=cluster.kind,
        year=opened.year,
        published_on=opened.published_on or clock.today(),
        criteria_set_id=opened.criteria_set_id,
        is_rule_confirmed=is_confirmed,
        reason=opened.reason,
        results=tuple(
            RankedUnit(
                unit_id=row.unit_id,
                rank=row.rank,
                total=None if row.total is None else str(row.total),
                is_tied=row.is_tied,
                award=row.award,
            )
            for row in rows
        ),
    )
