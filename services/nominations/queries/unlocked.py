"""Which documents of a dossier its unit may change although the desk has it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.domain.corrections import DOCUMENT, CorrectionState
from services.nominations.models.dossiers import CorrectionRow


async def unlocked_documents(session: AsyncSession, nomination_id: UUID) -> frozenset[str]:
    """Return the documents that an open request to correct has unlocked."""
    asked = await session.scalars(
        select(CorrectionRow.parts).where(
            CorrectionRow.nomination_id == nomination_id, CorrectionRow.state == CorrectionState.ASKED
        )
    )
    return frozenset(part.removeprefix(DOCUMENT) for parts in asked for part in parts if part.startswith(DOCUMENT))
