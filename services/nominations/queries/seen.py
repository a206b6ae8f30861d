"""Who may see a dossier: the staff, its unit, and an office that was asked about it."""

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.models import NominationRow
from services.nominations.models.dossiers import OpinionRow
from shared.identity import Identity
from shared.roles import Role

STAFF = (Role.APPRAISER, Role.LEADER, Role.ADMINISTRATOR)


async def may_see(session: AsyncSession, caller: Identity, row: NominationRow) -> bool:
    """Return whether *caller* may see a dossier."""
    if caller.may(*STAFF):
        return True
    if not caller.may(Role.UNIT_OFFICER) or caller.unit_id is None:
        return False
    if caller.unit_id == row.unit_id:
        return True
    asked = select(
        exists().where(OpinionRow.nomination_id == row.nomination_id, OpinionRow.office_id == caller.unit_id)
    )
    return bool(await session.scalar(asked))
