"""How a cluster's year, its pledge and its registrations look to whoever asks."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.domain.organisation import day_of_year
from services.plans.domain.pledges import (
    PLEDGE_LABELS,
    PLEDGE_STEPS,
    REGISTRATION_LABELS,
    REGISTRATION_STEPS,
    compared,
)
from services.plans.domain.scoring import (
    CLUSTER_YEAR_LABELS,
    CLUSTER_YEAR_STEPS,
    SHEET_LABELS,
)
from services.plans.models.emulation import (
    ClusterYearRow,
    EditionRow,
    PledgeRow,
    RegistrationRow,
    TargetRow,
    TitleRow,
)
from services.plans.queries import emulation, organisation, scoring
from services.plans.routes.offers import offers
from shared import clock
from shared.api.emulation import (
    ClusterYearView,
    ComparisonView,
    PledgeTarget,
    PledgeView,
    RegistrationView,
    SignatoryView,
    TargetView,
    TitleView,
    YearMember,
)
from shared.api.scoring import AwardPlaces
from shared.identity import Identity
from shared.steps import offered
from shared.words import award

NOT_BEGUN = "Chưa thực hiện"


async def year_view(session: AsyncSession, row: ClusterYearRow, caller: Identity) -> ClusterYearView:
    """Show a cluster's year with where each member stands."""
    cluster = await organisation.cluster(session, row.cluster_id)
    criteria_set = await emulation.criteria_set(session, row.criteria_set_id)
    members = await organisation.members_on(session, row.cluster_id, day_of_year(row.year, clock.today()))
    registered = {one.unit_id: one.state for one in await emulation.registrations(session, row.cluster_id, row.year)}
    sheets = await scoring.sheet_states(session, row.cluster_id, row.year)
    signed = {one.unit_id for one, _ in await emulation.signatories(session, row.cluster_id, row.year)}
    return ClusterYearView(
        cluster_id=row.cluster_id,
        cluster_name=cluster.name,
        year=row.year,
        state=row.state,
        state_label=CLUSTER_YEAR_LABELS[row.state],
        criteria_set_id=row.criteria_set_id,
        criteria_status=criteria_set.status,
        registration_due_on=row.registration_due_on,
        self_score_due_on=row.self_score_due_on,
        accepts_late_scores=row.accepts_late_scores,
        awards=tuple(AwardPlaces.model_validate(one) for one in row.awards),
        members=tuple(
            YearMember(
                unit_id=one.unit_id,
                unit_name=one.name,
                has_signed=one.unit_id in signed,
                registration_state=registered.get(one.unit_id, ""),
                registration_label=REGISTRATION_LABELS[registered[one.unit_id]]
                if one.unit_id in registered
                else NOT_BEGUN,
                sheet_state=sheets.get(one.unit_id, ""),
                sheet_label=SHEET_LABELS[sheets[one.unit_id]] if one.unit_id in sheets else NOT_BEGUN,
            )
            for one in members
        ),
        published_on=row.published_on,
        version=row.edition,
        steps=offers(offered(CLUSTER_YEAR_STEPS, row.state, caller.roles)),
    )


async def pledge_view(session: AsyncSession, row: PledgeRow, caller: Identity) -> PledgeView:
    """Show a pledge with who signed it and who has not."""
    signed = await emulation.signatories(session, row.cluster_id, row.year)
    members = await organisation.members_on(session, row.cluster_id, day_of_year(row.year, clock.today()))
    have = {one.unit_id for one, _ in signed}
    return PledgeView(
        cluster_id=row.cluster_id,
        year=row.year,
        state=row.state,
        state_label=PLEDGE_LABELS[row.state],
        contents=tuple(row.contents),
        targets=tuple(PledgeTarget.model_validate(one) for one in row.targets),
        signed_on=row.signed_on,
        place=row.place,
        signatories=tuple(
            SignatoryView(unit_id=one.unit_id, unit_name=name, name=one.name, post=one.post, signed_on=one.signed_on)
            for one, name in signed
        ),
        missing_ids=tuple(one.unit_id for one in members if one.unit_id not in have),
        version=row.edition,
        steps=offers(offered(PLEDGE_STEPS, row.state, caller.roles)),
    )


async def registration_view(
    session: AsyncSession, row: RegistrationRow, caller: Identity, edition: int | None = None
) -> RegistrationView:
    """Show a registration in its present edition or an earlier one."""
    (view,) = await _views(session, [row], caller, edition)
    return view


async def comparison_view(session: AsyncSession, opened: ClusterYearRow, caller: Identity) -> ComparisonView:
    """Show what every member registered beside what it achieved; a fixed number of statements."""
    rows = await emulation.registrations(session, opened.cluster_id, opened.year)
    members = await organisation.members_on(session, opened.cluster_id, day_of_year(opened.year, clock.today()))
    have = {one.unit_id for one in rows if one.first_sent_on is not None}
    return ComparisonView(
        cluster_id=opened.cluster_id,
        year=opened.year,
        registrations=tuple(await _views(session, rows, caller)),
        missing_ids=tuple(one.unit_id for one in members if one.unit_id not in have),
    )


async def _views(
    session: AsyncSession, rows: Sequence[RegistrationRow], caller: Identity, edition: int | None = None
) -> Sequence[RegistrationView]:
    if not rows:
        return ()
    ids = [row.registration_id for row in rows]
    names = await organisation.names(session, [row.unit_id for row in rows])
    opened = await emulation.year_of(session, rows[0].cluster_id, rows[0].year)
    targets, titles = await emulation.targets(session, ids), await emulation.titles(session, ids)
    sent = await emulation.editions(session, ids)
    return [
        RegistrationView(
            cluster_id=row.cluster_id,
            year=row.year,
            unit_id=row.unit_id,
            unit_name=names[row.unit_id],
            state=row.state,
            state_label=REGISTRATION_LABELS[row.state],
            edition=edition or row.edition,
            editions=row.edition,
            due_on=opened.registration_due_on,
            **_sending(row, sent, edition or row.edition),
            targets=tuple(_target(one) for one in targets if _is_of(one, row, edition)),
            titles=tuple(_title(one) for one in titles if _is_of(one, row, edition)),
            version=row.version,
            steps=offers(offered(REGISTRATION_STEPS, row.state, caller.roles)),
        )
        for row in rows
    ]


def _is_of(one: TargetRow | TitleRow, row: RegistrationRow, edition: int | None) -> bool:
    return one.registration_id == row.registration_id and one.edition == (edition or row.edition)


def _sending(row: RegistrationRow, sent: Sequence[EditionRow], edition: int) -> dict[str, object]:
    found = next((one for one in sent if one.registration_id == row.registration_id and one.edition == edition), None)
    return {"sent_on": found.sent_on if found else None, "days_late": found.days_late if found else 0}


def _target(row: TargetRow) -> TargetView:
    half, whole = compared(row.value, row.half_year, row.better), compared(row.value, row.achieved, row.better)
    return TargetView(
        code=row.code,
        name=row.name,
        measure=row.measure,
        better=row.better,
        value=row.value,
        half_year=row.half_year,
        half_year_percent=half.percent,
        achieved=row.achieved,
        percent=whole.percent,
        is_met=whole.is_met,
        note=row.note,
    )


def _title(row: TitleRow) -> TitleView:
    return TitleView(award=row.award, award_label=award(row.award), count=row.count, achieved=row.achieved)
