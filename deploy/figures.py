"""What a year came to, counted wherever it is known: by the owner, by its listeners, and by the events themselves."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import asyncpg

from shared.messaging.envelope import Told

Address = Callable[[str], str]
"""Says where a service's own database is."""

_NOTICES = "SELECT count(*) FROM notices WHERE message = '{}' AND {}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the year: who counts it how, and which events on Kafka it should equal."""

    name: str
    event: str
    queries: Mapping[str, str]  # by service
    where: Mapping[str, Any] = field(default_factory=dict)  # the event's fields that must have these values


FIGURES = (
    Figure(
        "units registered",
        "vn.thidua.plans.UnitRegistered.v1",
        {
            # The provinces of an inter-provincial cluster are members of it, and no units of ours.
            "plans": "SELECT count(*) FROM units WHERE NOT is_province",
            **dict.fromkeys(("nominations", "reporting"), "SELECT count(*) FROM units"),
        },
    ),
    Figure(
        "filings owed",
        "vn.thidua.plans.FilingDue.v1",
        {
            "plans": "SELECT count(*) FROM filings",
            "reporting": "SELECT count(*) FROM filings",
            "notifications": _NOTICES.format("FilingDue", "unit_id IS NOT NULL"),
        },
    ),
    Figure(
        "filings accepted",
        "vn.thidua.plans.FilingAccepted.v1",
        {
            "plans": "SELECT count(*) FROM filings WHERE state = 'accepted'",
            "reporting": "SELECT count(*) FROM filings WHERE state = 'accepted'",
            "notifications": _NOTICES.format("FilingAccepted", "unit_id IS NOT NULL"),
        },
    ),
    Figure(
        "nominations submitted",
        "vn.thidua.nominations.NominationSubmitted.v1",
        {
            "nominations": "SELECT count(*) FROM nominations",
            "reporting": "SELECT count(*) FROM nominations",
            "notifications": _NOTICES.format("NominationSubmitted", "role = 'appraiser'"),
        },
    ),
    Figure(
        "awards granted",
        "vn.thidua.nominations.AwardGranted.v1",
        {
            "nominations": "SELECT count(*) FROM awards",
            "reporting": "SELECT count(*) FROM awards",
            "notifications": _NOTICES.format("AwardGranted", "unit_id IS NOT NULL"),
        },
    ),
    Figure(
        "awards handed over",
        "vn.thidua.nominations.AwardPresented.v1",
        {
            "nominations": "SELECT count(*) FROM award_register WHERE presented_on IS NOT NULL",
        },
    ),
    Figure(
        "awards revoked",
        "vn.thidua.nominations.AwardRevoked.v1",
        {
            "nominations": "SELECT count(*) FROM award_register WHERE revoked_on IS NOT NULL",
        },
    ),
    Figure(
        "council sessions held",
        "vn.thidua.nominations.SessionHeld.v1",
        {"nominations": "SELECT count(*) FROM council_sessions WHERE state = 'closed'"},
    ),
    Figure(
        "cluster results published",
        "vn.thidua.plans.ClusterResultPublished.v1",
        {"plans": "SELECT count(*) FROM cluster_years WHERE state = 'published'"},
    ),
    Figure(
        "notices sent by mail",
        "vn.thidua.notifications.NoticeSent.v1",
        {
            "notifications": "SELECT count(*) FROM deliveries WHERE channel = 'email' AND sent_at IS NOT NULL",
            "reporting": "SELECT count(*) FROM notices WHERE email_at IS NOT NULL",
        },
        where={"channel": "email"},
    ),
)
"""What the year came to, told by the owner, the listeners and the events themselves."""


async def effects(dsn: Address, told: Sequence[Told]) -> dict[str, dict[str, int]]:
    """Count every figure in each place that has it."""
    counted = await asyncio.gather(*(_count(dsn, figure) for figure in FIGURES))
    return {
        figure.name: {"events on Kafka": _events(figure, told), **counts}
        for figure, counts in zip(FIGURES, counted, strict=True)
    }


async def _count(dsn: Address, figure: Figure) -> dict[str, int]:
    counts = {}
    for service, query in figure.queries.items():
        connection = await asyncpg.connect(dsn(service))
        try:
            counts[service] = await connection.fetchval(query)
        finally:
            await connection.close()
    return counts


def _events(figure: Figure, told: Sequence[Told]) -> int:
    chosen = {one.event_id: one for one in told if one.type == figure.event}
    return sum(all(one.data.get(name) == value for name, value in figure.where.items()) for one in chosen.values())
