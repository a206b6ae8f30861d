"""Whose dossiers a caller may see: a unit's officer the unit's own, the staff all of them."""

from shared.errors import Forbidden
from shared.identity import Identity
from shared.roles import Role

STAFF = (Role.APPRAISER, Role.LEADER, Role.ADMINISTRATOR)


def require_seen(caller: Identity, unit_id: str) -> None:
    """Refuse a unit's officer who reaches for another unit's dossier."""
    if not caller.may(*STAFF):
        own_unit(caller, unit_id)


def own_unit(caller: Identity, unit_id: str | None) -> str:
    """Return the unit an officer works for; refuse where it is not the unit asked for."""
    caller.require(Role.UNIT_OFFICER)
    if caller.unit_id is None or unit_id not in {None, "", caller.unit_id}:
        raise Forbidden("Tài khoản chỉ được làm việc với dữ liệu của đơn vị mình.")
    return caller.unit_id
