"""What reporting does when another service speaks: it brings the read models up to date."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.projections import merge
from services.reporting.projections.readings import READINGS, fold
from shared.messaging.inlet import Inlet, Told

on = Inlet("reporting")


@on.batch(*READINGS)
async def project(told: Sequence[Told], session: AsyncSession) -> None:
    """Bring the read models up to date with a batch, one statement each."""
    for projection, rows in fold((one.type, one.data) for one in told).items():
        await merge(session, projection, rows)
