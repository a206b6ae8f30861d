"""A cluster's year: its dates, its pledge, what its members register and achieve."""

from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy.ext.asyncio import AsyncSession
from starlette import status

from services.plans.commands import cluster_years, pledges, registrations
from services.plans.commands.clusters import MemberAt, may_see
from services.plans.queries import emulation
from services.plans.routes.cluster_year_views import comparison_view, pledge_view, registration_view, year_view
from shared.api.base import StepTaken
from shared.api.emulation import (
    Achieved,
    ClusterYearView,
    ComparisonView,
    PledgeDraft,
    PledgeSigning,
    PledgeView,
    RegistrationDraft,
    RegistrationView,
    YearDates,
    YearOpened,
)
from shared.db import Db
from shared.identity import Caller, Identity
from shared.roles import Role

router = APIRouter(prefix="/clusters/{cluster_id}/years")


@router.post("", status_code=status.HTTP_201_CREATED)
async def open_year(cluster_id: str, order: YearOpened, caller: Caller, db: Db) -> ClusterYearView:
    """Open a cluster's year."""
    caller.require(Role.APPRAISER)
    async with db.transaction() as session:
        return await year_view(session, await cluster_years.open_year(session, cluster_id, order), caller)


@router.get("/{year}")
async def show(cluster_id: str, year: int, caller: Caller, db: Db) -> ClusterYearView:
    """Answer a cluster's year with where each member stands."""
    async with db.transaction() as session:
        await may_see(session, caller, cluster_id, year)
        return await year_view(session, await emulation.year_of(session, cluster_id, year), caller)


@router.patch("/{year}")
async def set_dates(cluster_id: str, year: int, order: YearDates, caller: Caller, db: Db) -> ClusterYearView:
    """Change until when units register and score themselves."""
    caller.require(Role.APPRAISER)
    async with db.transaction() as session:
        row = await cluster_years.set_dates(session, cluster_id, year, order)
        await session.flush()
        return await year_view(session, row, caller)


@router.get("/{year}/pledge")
async def show_pledge(cluster_id: str, year: int, caller: Caller, db: Db) -> PledgeView:
    """Answer a cluster's pledge with who signed it."""
    async with db.transaction() as session:
        await may_see(session, caller, cluster_id, year)
        row = await emulation.pledge(session, cluster_id, year)
        if row is None:
            raise pledges.NoPledge
        return await pledge_view(session, row, caller)


@router.put("/{year}/pledge")
async def draft_pledge(cluster_id: str, year: int, order: PledgeDraft, caller: Caller, db: Db) -> PledgeView:
    """Keep the text of a pledge."""
    async with db.transaction() as session:
        row = await pledges.draft(session, cluster_id, year, order, caller)
        return await pledge_view(session, row, caller)


@router.post("/{year}/pledge/sign")
async def sign_pledge(cluster_id: str, year: int, order: PledgeSigning, caller: Caller, db: Db) -> PledgeView:
    """Keep who signed the pledge."""
    async with db.transaction() as session:
        row = await pledges.sign(session, cluster_id, year, order, caller)
        return await pledge_view(session, row, caller)


@router.get("/{year}/comparison")
async def compare(cluster_id: str, year: int, caller: Caller, db: Db) -> ComparisonView:
    """Answer what every member registered beside what it achieved."""
    async with db.transaction() as session:
        await may_see(session, caller, cluster_id, year)
        return await comparison_view(session, await emulation.year_of(session, cluster_id, year), caller)


@router.get("/{year}/registrations/{unit_id}")
async def show_registration(
    at: Annotated[MemberAt, Depends()], caller: Caller, db: Db, edition: int | None = None
) -> RegistrationView:
    """Answer a unit's registration, in its present edition or an earlier one."""
    async with db.transaction() as session:
        await may_see(session, caller, at.cluster_id, at.year)
        return await _registration(session, at, caller, edition)


@router.put("/{year}/registrations/{unit_id}")
async def register(
    at: Annotated[MemberAt, Depends()], order: RegistrationDraft, caller: Caller, db: Db
) -> RegistrationView:
    """Keep what a unit registers."""
    async with db.transaction() as session:
        row = await registrations.register(session, at, order, caller)
        return await registration_view(session, row, caller)


@router.post("/{year}/registrations/{unit_id}/steps/{step}")
async def take_step(
    at: Annotated[MemberAt, Depends()], step: str, order: StepTaken, caller: Caller, db: Db
) -> RegistrationView:
    """Send a registration or open it for an amendment."""
    async with db.transaction() as session:
        row = await registrations.take_step(session, at, step, order, caller)
        return await registration_view(session, row, caller)


@router.put("/{year}/registrations/{unit_id}/achieved")
async def keep_achieved(
    at: Annotated[MemberAt, Depends()], order: Achieved, caller: Caller, db: Db
) -> RegistrationView:
    """Keep what a unit achieved by the half-year or the year's end."""
    async with db.transaction() as session:
        row = await registrations.keep_achieved(session, at, order, caller)
        return await registration_view(session, row, caller)


async def _registration(session: AsyncSession, at: MemberAt, caller: Identity, edition: int | None) -> RegistrationView:
    row = await emulation.registration(session, at.cluster_id, at.year, at.unit_id)
    if row is None:
        raise registrations.NoRegistration
    return await registration_view(session, row, caller, edition)
