"""What the nominations service is asked about the law it works with (bộ quy định)."""

from typing import Any

from services.gateway.clients.door import Door, part
from shared.api.rules import (
    AwardCard,
    DifferenceView,
    QuotaView,
    RuleActDraft,
    RuleActView,
    RulesetView,
    UnconfirmedView,
)


async def rulesets(door: Door) -> tuple[RulesetView, ...]:
    """Return every ruleset in the order of their dates."""
    return await door.get(door.services.nominations, "/rulesets", tuple[RulesetView, ...])


async def card(door: Door, code: str, award: str) -> AwardCard:
    """Return everything a ruleset says about an award."""
    return await door.get(door.services.nominations, f"/rulesets/{part(code)}/awards/{part(award)}", AwardCard)


async def unconfirmed(door: Door, code: str) -> tuple[UnconfirmedView, ...]:
    """Return what nobody has confirmed yet."""
    path = f"/rulesets/{part(code)}/unconfirmed"
    return await door.get(door.services.nominations, path, tuple[UnconfirmedView, ...])


async def differences(door: Door, code: str, other: str) -> tuple[DifferenceView, ...]:
    """Return what the ruleset *other* says differently."""
    path = f"/rulesets/{part(code)}/differences/{part(other)}"
    return await door.get(door.services.nominations, path, tuple[DifferenceView, ...])


async def quota(door: Door, code: str, award: str, **counts: Any) -> QuotaView:
    """Return how many of an award a list may still hold."""
    path = f"/rulesets/{part(code)}/quotas/{part(award)}"
    return await door.get(door.services.nominations, path, QuotaView, **counts)


async def acts(door: Door) -> tuple[RuleActView, ...]:
    """Return who confirmed or overrode what."""
    return await door.get(door.services.nominations, "/rule-acts", tuple[RuleActView, ...])


async def act(door: Door, draft: RuleActDraft) -> RuleActView:
    """Confirm or override one value."""
    return await door.post(door.services.nominations, "/rule-acts", RuleActView, draft)
