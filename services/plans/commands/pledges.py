"""Drafting and signing a cluster's pledge (giao ước thi đua)."""

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.commands.clusters import require_leader, require_members
from services.plans.domain.organisation import day_of_year
from services.plans.domain.pledges import (
    PLEDGE_STEPS,
    NobodyToSign,
    PledgeAlreadySigned,
    PledgeState,
    SignedInFuture,
    check_unique,
)
from services.plans.models.emulation import PledgeRow, SignatoryRow
from services.plans.models.units import HeadRow
from services.plans.queries import emulation, organisation
from shared import clock
from shared.api.emulation import PledgeDraft, PledgeSigning, Signatory
from shared.errors import NotFound
from shared.events.plans import PledgeSigned
from shared.identity import Identity
from shared.messaging.outbox import tell
from shared.steps import take


class NoPledge(NotFound):
    """The cluster has no pledge of that year."""

    message = "Cụm, khối chưa có giao ước thi đua của năm này."


async def draft(session: AsyncSession, cluster_id: str, year: int, order: PledgeDraft, caller: Identity) -> PledgeRow:
    """Keep the text of a pledge; a signed one keeps its own."""
    await require_leader(session, caller, cluster_id, year)
    await emulation.open_year(session, cluster_id, year, alone=True)
    row = await emulation.pledge(session, cluster_id, year, for_update=True)
    targets = [one.model_dump(mode="json") for one in order.targets]
    if row is None:
        row = PledgeRow(cluster_id=cluster_id, year=year, contents=list(order.contents), targets=targets, place="")
        session.add(row)
        await session.flush()
        return row
    emulation.check_seen(order.version, row.edition)
    if row.state is PledgeState.SIGNED:
        raise PledgeAlreadySigned
    row.contents, row.targets = list(order.contents), targets
    row.edition += 1
    return row


async def sign(session: AsyncSession, cluster_id: str, year: int, order: PledgeSigning, caller: Identity) -> PledgeRow:
    """Keep who signed the pledge for which member, and tell it; members who were away may sign later."""
    await require_leader(session, caller, cluster_id, year)
    cluster = await organisation.locked_cluster(session, cluster_id)
    await emulation.open_year(session, cluster_id, year)
    row = await emulation.pledge(session, cluster_id, year, for_update=True)
    if row is None:
        raise NoPledge
    emulation.check_seen(order.version, row.edition)
    step = take(PLEDGE_STEPS, row.state, "sign", caller.roles)
    if order.signed_on > clock.today():
        raise SignedInFuture
    signing = [one.unit_id for one in order.signatories]
    check_unique(signing)
    await require_members(session, cluster_id, year, signing)
    heads = await organisation.heads_on(session, signing, order.signed_on)
    names = await organisation.names(session, signing)
    if unknown := [names[one.unit_id] for one in order.signatories if not (one.name or one.unit_id in heads)]:
        raise NobodyToSign(details=unknown)
    signed = {one.unit_id for one, _ in await emulation.signatories(session, cluster_id, year)}
    session.add_all(_signatories(row, order, heads, signed))
    row.state, row.signed_on = PledgeState(step.target), row.signed_on or order.signed_on
    row.place = row.place or order.place
    row.edition += 1
    members = await organisation.members_on(session, cluster_id, day_of_year(year, clock.today()))
    tell(
        session,
        cluster,
        PledgeSigned(
            cluster_id=cluster_id,
            year=year,
            signed_on=row.signed_on,
            signatory_ids=tuple(one.unit_id for one in members if one.unit_id in {*signed, *signing}),
            missing_ids=tuple(one.unit_id for one in members if one.unit_id not in {*signed, *signing}),
        ),
    )
    await session.flush()
    return row


def _signatories(
    row: PledgeRow, order: PledgeSigning, heads: Mapping[str, HeadRow], signed: Iterable[str]
) -> Iterator[SignatoryRow]:
    for one in order.signatories:
        if one.unit_id not in signed:
            name, post = _who(one, heads)
            yield SignatoryRow(
                cluster_id=row.cluster_id,
                year=row.year,
                unit_id=one.unit_id,
                name=name,
                post=post,
                signed_on=order.signed_on,
            )


def _who(one: Signatory, heads: Mapping[str, HeadRow]) -> tuple[str, str]:
    return (one.name, one.post) if one.name else (heads[one.unit_id].name, heads[one.unit_id].post)
