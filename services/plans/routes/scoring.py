"""Criteria sets, score sheets, votes, rankings and published results."""

from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import select
from starlette import status

from services.plans.commands import cluster_years, ranking, scoring
from services.plans.commands.clusters import MemberAt, may_see
from services.plans.models.emulation import ClusterYearRow, CriteriaSetRow
from services.plans.queries import emulation
from services.plans.queries.scoring import sheet as sheet_of
from services.plans.routes.scoring_views import ranking_view, sheet_view
from shared.api.scoring import (
    CriteriaSet,
    CriteriaSetView,
    OutsideResult,
    Publication,
    RankingView,
    SelfScores,
    SheetStep,
    SheetView,
    Votes,
)
from shared.db import Db
from shared.identity import Caller
from shared.roles import Role

router = APIRouter()
At = Annotated[MemberAt, Depends()]
_YEAR = "/clusters/{cluster_id}/years/{year}"


@router.get("/criteria-sets")
async def list_sets(_: Caller, db: Db) -> tuple[CriteriaSetView, ...]:
    """Answer every criteria set, the latest in force first."""
    async with db.transaction() as session:
        used = set(await session.scalars(select(ClusterYearRow.criteria_set_id).distinct()))
        listed = select(CriteriaSetRow).order_by(CriteriaSetRow.valid_from.desc(), CriteriaSetRow.criteria_set_id)
        return tuple(
            CriteriaSetView(**row.content, is_used=row.criteria_set_id in used) for row in await session.scalars(listed)
        )


@router.post("/criteria-sets", status_code=status.HTTP_201_CREATED)
async def keep_set(criteria_set: CriteriaSet, caller: Caller, db: Db) -> CriteriaSetView:
    """Keep a criteria set whose parts add up."""
    caller.require(Role.APPRAISER, Role.ADMINISTRATOR)
    async with db.transaction() as session:
        kept = await cluster_years.keep_criteria_set(session, criteria_set)
        return CriteriaSetView(**kept.model_dump(), is_used=False)


@router.get("/criteria-sets/{criteria_set_id}")
async def show_set(criteria_set_id: str, _: Caller, db: Db) -> CriteriaSetView:
    """Answer a criteria set."""
    async with db.transaction() as session:
        found = await emulation.criteria_set(session, criteria_set_id)
        is_used = await cluster_years.is_used(session, criteria_set_id)
        return CriteriaSetView(**found.model_dump(), is_used=is_used)


@router.get(f"{_YEAR}/sheets/{{unit_id}}")
async def show_sheet(at: At, caller: Caller, db: Db) -> SheetView:
    """Answer a unit's score sheet; the members of a cluster see each other's."""
    async with db.transaction() as session:
        await may_see(session, caller, at.cluster_id, at.year)
        row = await sheet_of(session, at.cluster_id, at.year, at.unit_id)
        if row is None:
            raise scoring.NoSheet
        return await sheet_view(session, row, caller)


@router.put(f"{_YEAR}/sheets/{{unit_id}}")
async def self_score(at: At, order: SelfScores, caller: Caller, db: Db) -> SheetView:
    """Keep a unit's own scores."""
    async with db.transaction() as session:
        return await sheet_view(session, await scoring.self_score(session, at, order, caller), caller)


@router.post(f"{_YEAR}/sheets/{{unit_id}}/steps/{{step}}")
async def take_step(at: At, step: str, order: SheetStep, caller: Caller, db: Db) -> SheetView:
    """Send, check, return or officially score a sheet."""
    async with db.transaction() as session:
        return await sheet_view(session, await scoring.take_step(session, at, step, order, caller), caller)


@router.put(f"{_YEAR}/votes")
async def vote(cluster_id: str, year: int, order: Votes, caller: Caller, db: Db) -> RankingView:
    """Keep how many voted for each member."""
    async with db.transaction() as session:
        return await ranking_view(session, await ranking.vote(session, cluster_id, year, order, caller), caller)


@router.get(f"{_YEAR}/ranking")
async def show_ranking(cluster_id: str, year: int, caller: Caller, db: Db) -> RankingView:
    """Answer a cluster's ranking, live or as published."""
    async with db.transaction() as session:
        await may_see(session, caller, cluster_id, year)
        return await ranking_view(session, await emulation.year_of(session, cluster_id, year), caller)


@router.post(f"{_YEAR}/publish")
async def publish(cluster_id: str, year: int, order: Publication, caller: Caller, db: Db) -> RankingView:
    """Publish and freeze a cluster's result."""
    async with db.transaction() as session:
        return await ranking_view(session, await ranking.publish(session, cluster_id, year, order, caller), caller)


@router.post(f"{_YEAR}/outside-result")
async def take_over(cluster_id: str, year: int, order: OutsideResult, caller: Caller, db: Db) -> RankingView:
    """Keep the result the inter-provincial cluster announced."""
    async with db.transaction() as session:
        return await ranking_view(session, await ranking.take_over(session, cluster_id, year, order, caller), caller)
