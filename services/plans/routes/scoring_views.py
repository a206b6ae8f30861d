"""How score sheets and rankings look to whoever asks."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from services.plans.commands.ranking import blockers, ranking
from services.plans.domain.criteria import FACT_LABELS, FORMULA_LABELS, criteria_of
from services.plans.domain.scoring import (
    CLUSTER_YEAR_LABELS,
    CLUSTER_YEAR_STEPS,
    SHEET_LABELS,
    SHEET_STEPS,
    STAGE_LABELS,
    ClusterYearState,
    Placed,
)
from services.plans.models.emulation import ClusterYearRow
from services.plans.models.scoring import ScoreRow, SheetRow
from services.plans.queries import emulation, organisation, scoring
from services.plans.queries.scoring import Scored
from services.plans.routes.offers import offers
from shared import clock
from shared.api.scoring import (
    CriteriaSet,
    LateFact,
    RankedMember,
    RankingView,
    ScoreHistory,
    ScoreView,
    SheetView,
)
from shared.identity import Identity
from shared.steps import offered
from shared.words import award

_UNSCORED = "Chưa chấm điểm"


async def sheet_view(session: AsyncSession, row: SheetRow, caller: Identity) -> SheetView:
    """Show a sheet with the points of each stage, the facts the register counted and who changed what."""
    opened = await emulation.year_of(session, row.cluster_id, row.year)
    criteria_set = await emulation.criteria_set(session, opened.criteria_set_id)
    scores = await scoring.scores(session, row.sheet_id)
    facts = (await scoring.facts(session, opened, [row.unit_id], clock.today()))[row.unit_id]
    names = await organisation.names(session, [row.unit_id])
    return SheetView(
        cluster_id=row.cluster_id,
        year=row.year,
        unit_id=row.unit_id,
        unit_name=names[row.unit_id],
        state=row.state,
        state_label=SHEET_LABELS[row.state],
        submitted_on=row.submitted_on,
        days_late=row.days_late,
        self_total=sum((one.self_points for one in scores.values()), Decimal(0)),
        checked_total=_total(scores.values(), lambda one: one.checked_points),
        official_total=_total(scores.values(), lambda one: one.official_points),
        scores=tuple(_scores(criteria_set, scores)),
        facts=tuple(LateFact(fact=fact, label=FACT_LABELS[fact], count=count) for fact, count in facts.items()),
        history=tuple(
            ScoreHistory(
                code=one.code,
                stage=one.stage,
                stage_label=STAGE_LABELS[one.stage],
                before=one.before,
                after=one.after,
                reason=one.reason,
                changed_by=one.changed_by,
                changed_at=one.changed_at,
            )
            for one in await scoring.history(session, row.sheet_id)
        ),
        version=row.version,
        steps=offers(offered(SHEET_STEPS, row.state, caller.roles)) if opened.state is ClusterYearState.OPEN else (),
    )


async def ranking_view(session: AsyncSession, opened: ClusterYearRow, caller: Identity) -> RankingView:
    """Show a ranking: live while the year is open, and as it was frozen from its publication on."""
    cluster = await organisation.cluster(session, opened.cluster_id)
    criteria_set = await emulation.criteria_set(session, opened.criteria_set_id)
    is_open = opened.state is ClusterYearState.OPEN
    members, hindrances = await (_live(session, opened) if is_open else _frozen(session, opened))
    steps = offered(CLUSTER_YEAR_STEPS, opened.state, caller.roles)
    return RankingView(
        cluster_id=opened.cluster_id,
        cluster_name=cluster.name,
        year=opened.year,
        state=opened.state,
        state_label=CLUSTER_YEAR_LABELS[opened.state],
        criteria_set_id=opened.criteria_set_id,
        criteria_status=criteria_set.status,
        voters=opened.voters,
        published_on=opened.published_on,
        members=members,
        blockers=hindrances,
        version=opened.edition,
        steps=offers(steps),
    )


Shown = tuple[tuple[RankedMember, ...], tuple[str, ...]]


async def _live(session: AsyncSession, opened: ClusterYearRow) -> Shown:
    found = await ranking(session, opened)
    by_unit = {one.unit_id: one for one in found.members}
    placed = tuple(
        _member(by_unit[one.standing.unit_id], one, found.awards.get(one.standing.unit_id)) for one in found.placed
    )
    unscored = tuple(_member(one, None, None) for one in found.members if one.standing is None)
    return (*placed, *unscored), blockers(found)


async def _frozen(session: AsyncSession, opened: ClusterYearRow) -> Shown:
    states = await scoring.sheet_states(session, opened.cluster_id, opened.year)
    return tuple(
        RankedMember(
            unit_id=row.unit_id,
            unit_name=name,
            rank=row.rank,
            total=row.total,
            bonus=row.bonus,
            votes=row.votes,
            is_tied=row.is_tied,
            award=row.award,
            award_label=None if row.award is None else award(row.award),
            sheet_state=states.get(row.unit_id),
            sheet_state_label=SHEET_LABELS[states[row.unit_id]] if row.unit_id in states else _UNSCORED,
        )
        for row, name in await scoring.results(session, opened.cluster_id, opened.year)
    ), ()


def _member(one: Scored, placed: Placed | None, code: str | None) -> RankedMember:
    return RankedMember(
        unit_id=one.unit_id,
        unit_name=one.name,
        rank=None if placed is None else placed.rank,
        total=None if placed is None else placed.standing.total,
        bonus=one.bonus,
        votes=one.votes,
        is_tied=placed is not None and placed.is_tied,
        award=code,
        award_label=None if code is None else award(code),
        sheet_state=one.state,
        sheet_state_label=_UNSCORED if one.state is None else SHEET_LABELS[one.state],
    )


def _scores(criteria_set: CriteriaSet, scores: dict[str, ScoreRow]) -> list[ScoreView]:
    groups = {one.code: group.name for group in criteria_set.groups for one in group.criteria}
    shown = []
    for code, criterion in criteria_of(criteria_set).items():
        score = scores.get(code)
        shown.append(
            ScoreView(
                code=code,
                name=criterion.name,
                group=groups[code],
                maximum=criterion.maximum,
                formula=FORMULA_LABELS[criterion.formula.kind],
                is_bonus=criterion.is_bonus,
                achieved=score.achieved if score else None,
                target=score.target if score else None,
                evidence=score.evidence if score else "",
                self_points=score.self_points if score else None,
                checked_points=score.checked_points if score else None,
                official_points=score.official_points if score else None,
            )
        )
    return shown


def _total(scores: Iterable[ScoreRow], points: Callable[[ScoreRow], Decimal | None]) -> Decimal | None:
    found = [points(one) for one in scores]
    given = [one for one in found if one is not None]
    return sum(given, Decimal(0)) if given and len(given) == len(found) else None
