"""Every handler of every service, found through its registry, and what it must have heard before."""

import importlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.plans import models as plans
from services.plans.domain import PlanState, QuarterState
from shared.events import EVENTS, Event
from shared.events.ext import FilingSent, NominationSent
from shared.events.nominations import AwardGranted, NominationSubmitted
from shared.events.notifications import NoticeSent
from shared.events.plans import (
    ClusterFormed,
    DeadlineKind,
    Duty,
    FilingDue,
    MovementLaunched,
    PlanIssued,
    UnitRegistered,
)
from shared.events.reporting import ReportCompiled
from shared.messaging.inlet import Inlet
from tests.factories import DAY, MOMENT, NUMBERS, WORDS, an_id

SERVICES = sorted(path.parent.name for path in Path("services").glob("*/handlers.py"))
"""Services that hear anything."""

BEGINNINGS = (UnitRegistered, ClusterFormed, PlanIssued, MovementLaunched, FilingDue, NominationSubmitted, NoticeSent)
"""Facts that bring something into being; later facts speak of it."""

INLETS: dict[str, Inlet] = {name: importlib.import_module(f"services.{name}.handlers").on for name in SERVICES}

HANDLERS = [(service, event_type) for service in SERVICES for event_type in sorted(INLETS[service].reactions)]


def before(service: str, event: type[Event]) -> list[type[Event]]:
    """Return the beginnings *service* hears before *event*."""
    return [one for one in BEGINNINGS if one is not event and one.type in INLETS[service].reactions]


def heard(service: str) -> Iterable[type[Event]]:
    """Return every event *service* hears from other services, beginnings first."""
    known = [EVENTS[event_type] for event_type in INLETS[service].reactions]
    inside = [event for event in known if not event.topic.startswith("ext.")]
    return sorted(inside, key=lambda event: BEGINNINGS.index(event) if event in BEGINNINGS else len(BEGINNINGS))


async def seed(service: str, session: AsyncSession) -> None:
    """Put what *service* itself must own before it can act on what it hears."""
    if service == "plans":
        for row, values in _PLANS:
            await session.execute(insert(row).values(values))


_PLAN = {
    "plan_id": an_id("plan_id"), "draft_id": an_id("draft_id"), "year": NUMBERS["year"], "number": "1",
    "symbol": WORDS["symbol"], "title": "Kế hoạch", "issuer": "UBND tỉnh", "issued_on": DAY, "state": PlanState.ISSUED,
    "legal_bases": [], "recipients": [], "anomalies": [], "version": 1,
}  # fmt: skip
_TASK = {
    "plan_id": an_id("plan_id"), "quarter": 1, "text": "Nhiệm vụ", "parts": [], "is_conditional": False,
    "may_not_arise": False, "deadline_kind": DeadlineKind.ON, "due_on": DAY, "is_deadline_implied": False,
}  # fmt: skip
_WAITING = (f"AwardGranted:{WORDS['award']}", f"ReportCompiled:{WORDS['period']}")
_PLANS: tuple[tuple[Any, Any], ...] = (
    (plans.UnitRow, {
        "unit_id": "so-noi-vu", "name": "Sở", "kind": "so", "valid_from": DAY, "position": 1, "version": 1,
    }),
    (plans.DraftRow, {
        "draft_id": an_id("draft_id"), "filename": "x", "content_hash": "x", "imported_at": MOMENT, "imported_by": "x",
        "preview": {}, "is_issued": True,
    }),
    (plans.PlanRow, _PLAN),
    (plans.QuarterRow, {"plan_id": an_id("plan_id"), "quarter": 1, "state": QuarterState.OPEN, "opened_on": DAY}),
    *(
        (plans.TaskRow, {**_TASK, "task_key": f"I.{position}", "position": position, "waits_for": fact})
        for position, fact in enumerate(_WAITING)
    ),
    (plans.FilingRow, {
        "filing_id": an_id("filing_id"), "plan_id": an_id("plan_id"), "unit_id": "so-noi-vu", "duty": Duty.UNIT_PLAN,
        "year": NUMBERS["year"], "deadline_kind": DeadlineKind.BEFORE, "due_on": DAY, "last_day_on": DAY, "version": 1,
    }),
)  # fmt: skip

ALONE: dict[str, type[Event]] = {"plans": AwardGranted}
"""What a service can act on without having heard anything; a unit's registration, where none is named."""

ANSWERS = [
    ("plans", FilingSent, "plans.filing.v1"),
    ("plans", AwardGranted, "plans.plan.v1"),
    ("plans", ReportCompiled, "plans.plan.v1"),
    ("nominations", NominationSent, "nominations.nomination.v1"),
]
"""What a service tells in answer to what it hears, and where."""
