"""What a dossier still waits for: whoever was asked and has not answered."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession


async def pending_of(_session: AsyncSession, _nomination_id: UUID) -> tuple[str, ...]:
    """Return a sentence for each thing that is still open."""
    return ()
