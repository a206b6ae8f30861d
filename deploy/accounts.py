"""The people who can sign in on the first day: the office, the council, and one officer for every unit."""

from collections.abc import Sequence
from pathlib import Path

from deploy.kafka.topics import Unit
from deploy.passwords import Passwords
from services.gateway.accounts import write
from services.gateway.auth import Account
from shared.roles import ROLE_NAMES, Role

OFFICE = {
    "noivu": ("Chuyên viên Ban Thi đua - Khen thưởng, Sở Nội vụ", Role.APPRAISER),
    "lanhdao": ("Lãnh đạo Hội đồng Thi đua - Khen thưởng tỉnh", Role.LEADER),
    "quantri": ("Quản trị hệ thống", Role.ADMINISTRATOR),
}
"""User name: name shown, role."""

COUNCIL = {f"uyvien{number:02}": f"Ủy viên {number} của Hội đồng Thi đua - Khen thưởng tỉnh" for number in range(1, 16)}
"""User name: name shown; who sits on the council is decided there, these can sign in."""


async def open_accounts(folder: Path, units: Sequence[Unit], dsn: str) -> None:
    """Make the accounts that are not there yet, each with a first password of its own.

    An account is told once: a person who has changed the password keeps the new one.
    """
    passwords = first_passwords(folder)
    wanted: list[tuple[str, str, Role, str | None]] = [
        (user, name, role, None) for user, (name, role) in OFFICE.items()
    ]
    wanted += [(user, name, Role.COUNCIL_MEMBER, None) for user, name in COUNCIL.items()]
    wanted += [(unit.id, f"{ROLE_NAMES[Role.UNIT_OFFICER]} {unit.name}", Role.UNIT_OFFICER, unit.id) for unit in units]
    untold = passwords.untold(user for user, *_ in wanted)
    new = [
        Account(user=user, name=name, roles={role}, unit_id=unit_id, password=passwords.of(user))
        for user, name, role, unit_id in wanted
        if user in untold
    ]
    if new:
        await write(tuple(new), dsn)
        passwords.tell(untold)


def first_passwords(folder: Path) -> Passwords:
    """Return the passwords people sign in with until they change them."""
    return Passwords(folder / "secrets" / "accounts.json")
