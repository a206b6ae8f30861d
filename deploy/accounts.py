"""The people who can sign in on the first day: three of the office, and one officer for every unit."""

from collections.abc import Sequence
from typing import Any

from deploy.kafka.topics import Unit
from deploy.passwords import Passwords
from shared.roles import ROLE_NAMES, Role

OFFICE = {
    "noivu": ("Chuyên viên Ban Thi đua - Khen thưởng, Sở Nội vụ", Role.APPRAISER),
    "lanhdao": ("Lãnh đạo Hội đồng Thi đua - Khen thưởng tỉnh", Role.LEADER),
    "quantri": ("Quản trị hệ thống", Role.ADMINISTRATOR),
}
"""User name: name shown, role."""


def new(units: Sequence[Unit], passwords: Passwords) -> list[dict[str, Any]]:
    """Return the accounts the gateway was not yet told, each with its first password.

    An account is told once: a person who has changed the password keeps the new one.
    """
    accounts: list[tuple[str, str, Role, str | None]] = [
        (user, name, role, None) for user, (name, role) in OFFICE.items()
    ]
    accounts += [
        (unit.id, f"{ROLE_NAMES[Role.UNIT_OFFICER]} {unit.name}", Role.UNIT_OFFICER, unit.id) for unit in units
    ]
    users = [user for user, *_ in accounts]
    known, untold = passwords.all(users), passwords.untold(users)
    return [
        {"user": user, "name": name, "roles": [role], "unit_id": unit_id, "password": known[user]}
        for user, name, role, unit_id in accounts
        if user in untold
    ]
