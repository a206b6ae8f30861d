"""The dossiers that stand at somebody's door, to be chosen for an agenda or a list (hồ sơ chờ xét)."""

from uuid import UUID

from services.gateway import clients
from services.gateway.pages.visit import Visit

MOST = 200
"""How many dossiers a choice shows; a list is built a part at a time."""

Candidates = tuple[tuple[str, str], ...]


async def before_council(visit: Visit) -> Candidates:
    """Return the dossiers that wait for the council."""
    return await _in_state(visit, "before_council")


async def before_decision(visit: Visit, round_id: UUID | None = None) -> Candidates:
    """Return the dossiers that may be put on a decision's list, of one round or of all."""
    return (*await _in_state(visit, "before_chair", round_id), *await _in_state(visit, "eligible", round_id))


async def _in_state(visit: Visit, state: str, round_id: UUID | None = None) -> Candidates:
    found = await clients.nominations(visit.door, state=state, round_id=round_id, size=MOST)
    return tuple(
        (str(one.nomination_id), f"{one.subject_name} – {one.award_name} ({one.unit_name})") for one in found.items
    )
