"""Whose dossiers a caller may see: an officer the unit's own and those the unit is asked about, the staff all."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.nominations.models import NominationRow
from services.nominations.queries.seen import STAFF, may_see
from shared.errors import Forbidden
from shared.identity import Identity
from shared.roles import Role

__all__ = ["STAFF", "own_unit", "require_may_see", "require_seen"]


def require_seen(caller: Identity, unit_id: str) -> None:
    """Refuse a unit's officer who reaches for another unit's dossier."""
    if not caller.may(*STAFF):
        own_unit(caller, unit_id)


async def require_may_see(session: AsyncSession, caller: Identity, row: NominationRow) -> None:
    """Refuse whoever is neither staff, nor of the dossier's unit, nor of an office asked about it."""
    if not await may_see(session, caller, row):
        raise Forbidden("Tài khoản chỉ được làm việc với dữ liệu của đơn vị mình.")


def own_unit(caller: Identity, unit_id: str | None) -> str:
    """Return the unit an officer works for; refuse where it is not the unit asked for."""
    caller.require(Role.UNIT_OFFICER)
    if caller.unit_id is None or unit_id not in {None, "", caller.unit_id}:
        raise Forbidden("Tài khoản chỉ được làm việc với dữ liệu của đơn vị mình.")
    return caller.unit_id
