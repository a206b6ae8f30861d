"""What each fact changes in the read models: a table, and one function that folds a batch by it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.reporting.projections import (
    AWARDS,
    CLUSTERS,
    FILINGS,
    MOVEMENTS,
    NOMINATIONS,
    NOTICES,
    PLANS,
    PROJECTIONS,
    QUARTERS,
    TASKS,
    UNITS,
    Key,
    Projection,
    Rows,
    merge,
)
from shared.events import Event
from shared.events.nominations import (
    AwardGranted,
    CentralResultRecorded,
    NominationAppraised,
    NominationDecided,
    NominationForwarded,
    NominationReceived,
    NominationRejected,
    NominationResubmitted,
    NominationReturned,
    NominationSubmitted,
    NominationWithdrawn,
)
from shared.events.notifications import NoticeFailed, NoticeRead, NoticeSent
from shared.events.plans import (
    ClusterFormed,
    FilingAccepted,
    FilingDue,
    FilingOverdue,
    FilingReceived,
    FilingReturned,
    MovementLaunched,
    PlanIssued,
    QuarterClosed,
    QuarterOpened,
    TaskCarriedOver,
    TaskCompleted,
    TaskNotArising,
    TaskOverdue,
    TaskProgressed,
    TaskStarted,
    UnitChanged,
    UnitDissolved,
    UnitRegistered,
    YearClosed,
)
from shared.messaging.inlet import Inlet, Told

Fields = Mapping[str, Any]
Read = Callable[[Fields, Rows], None]
"""Write what one fact says into the rows it speaks of."""


def _sets(projection: Projection, *same: str, state: str | None = None, **renamed: str) -> tuple[Projection, Read]:
    """Say that a fact sets the columns *same* from fields of that name, and *renamed* from other fields."""
    columns = (*same, *renamed)
    key = itemgetter(*projection.key)
    values = _values(*same, *renamed.values())

    def read(told: Fields, rows: Rows) -> None:
        row = _row(rows, key(told))
        found = values(told)
        # A field without a value says nothing about its column.
        row.update(zip(columns, found, strict=True) if None not in found else _known(columns, found))
        if state is not None:
            row["state"] = state

    return projection, read


def _values(*names: str) -> Callable[[Fields], tuple[Any, ...]]:
    """Return the fields *names* as a tuple, also where there are fewer than two."""
    return itemgetter(*names) if len(names) > 1 else lambda told: tuple(told[name] for name in names)


def _row(rows: Rows, key: Key) -> dict[str, Any]:
    row = rows.get(key)
    if row is None:
        row = rows[key] = {}
    return row


def _known(columns: Iterable[str], found: Iterable[Any]) -> dict[str, Any]:
    return {name: value for name, value in zip(columns, found, strict=True) if value is not None}


def _tasks(plan: Fields, rows: Rows) -> None:
    """Read the tasks of an issued plan."""
    for task in plan["tasks"]:
        known = {name: task[name] for name in ("quarter", "text", "is_conditional", "due_on")}
        row = _row(rows, (plan["plan_id"], task["task_key"]))
        row.update(known, year=plan["year"], state="planned", percent=0)


def _quarters(plan: Fields, rows: Rows) -> None:
    """Read the four quarters of an issued plan."""
    for quarter in range(1, 5):
        _row(rows, (plan["plan_id"], quarter))["year"] = plan["year"]


def _members(cluster: Fields, rows: Rows) -> None:
    """Read how many members a cluster has."""
    _row(rows, cluster["cluster_id"])["members"] = len(cluster["member_ids"])


def _cluster(unit: Fields, rows: Rows) -> None:
    """Read a unit's cluster; a unit that left its cluster says so, for nothing is not told from no change."""
    _row(rows, unit["unit_id"])["cluster_id"] = unit["cluster_id"] or ""


_CHANNELS = {"in_app": "in_app_at", "email": "email_at"}


def _sent(notice: Fields, rows: Rows) -> None:
    """Read when a notice left through a channel this report counts."""
    if notice["channel"] in _CHANNELS:
        _row(rows, notice["notice_id"])[_CHANNELS[notice["channel"]]] = notice["sent_at"]


READINGS: Mapping[type[Event], tuple[tuple[Projection, Read], ...]] = {
    UnitRegistered: (_sets(UNITS, "name", "kind", "valid_from"), (UNITS, _cluster)),
    UnitChanged: (_sets(UNITS, "name", "kind"), (UNITS, _cluster)),
    UnitDissolved: (_sets(UNITS, valid_to="dissolved_on"),),
    ClusterFormed: (_sets(CLUSTERS, "name", "kind", "effective_on"), (CLUSTERS, _members)),
    PlanIssued: (
        _sets(PLANS, "year", "symbol", "title", "issuer", "issued_on"),
        (QUARTERS, _quarters),
        (TASKS, _tasks),
    ),
    MovementLaunched: (_sets(MOVEMENTS, "plan_id", "name", "period"),),
    QuarterOpened: (_sets(QUARTERS, "year", "opened_on"),),
    TaskStarted: (_sets(TASKS, state="started"),),
    TaskProgressed: (_sets(TASKS, "percent", state="started"),),
    TaskCompleted: (_sets(TASKS, settled_on="completed_on", state="completed"),),
    TaskNotArising: (_sets(TASKS, "settled_on", state="not_arising"),),
    TaskOverdue: (_sets(TASKS, overdue_on="due_on"),),
    TaskCarriedOver: (_sets(TASKS, "carried_on", carried_to="to_quarter"),),
    QuarterClosed: (_sets(QUARTERS, "year", "closed_on"),),
    YearClosed: (_sets(PLANS, "closed_on"),),
    FilingDue: (_sets(FILINGS, "plan_id", "unit_id", "duty", "year", "due_on", "last_day_on", state="due"),),
    FilingReceived: (_sets(FILINGS, "received_at", "days_late", "channel", state="received"),),
    FilingReturned: (_sets(FILINGS, "returned_on", state="returned"),),
    FilingAccepted: (_sets(FILINGS, "accepted_on", state="accepted"),),
    FilingOverdue: (_sets(FILINGS, overdue_on="due_on"),),
    NominationSubmitted: (
        _sets(
            NOMINATIONS,
            "unit_id",
            "award",
            "subject_kind",
            "subject_id",
            "year",
            "mode",
            "submitted_at",
            "channel",
            state="submitted",
        ),
    ),
    NominationReceived: (_sets(NOMINATIONS, "received_on", "ruleset", state="received"),),
    NominationReturned: (_sets(NOMINATIONS, "returned_on", state="returned"),),
    NominationResubmitted: (_sets(NOMINATIONS, state="submitted"),),
    NominationAppraised: (_sets(NOMINATIONS, "appraised_on", "is_eligible", state="appraised"),),
    NominationForwarded: (_sets(NOMINATIONS, "forwarded_on", forwarded_to="to", state="forwarded"),),
    CentralResultRecorded: (_sets(NOMINATIONS, "is_granted", answered_on="recorded_on"),),
    NominationRejected: (_sets(NOMINATIONS, "rejected_on", state="rejected"),),
    NominationWithdrawn: (_sets(NOMINATIONS, "withdrawn_on", state="withdrawn"),),
    NominationDecided: (_sets(NOMINATIONS, "decided_on", state="decided"),),
    AwardGranted: (
        _sets(
            AWARDS,
            "nomination_id",
            "unit_id",
            "award",
            "subject_kind",
            "subject_id",
            "year",
            "decided_by",
            "decision_number",
            "decided_on",
            "bonus",
        ),
    ),
    NoticeSent: (_sets(NOTICES, "message", "unit_id", "role"), (NOTICES, _sent)),
    NoticeFailed: (_sets(NOTICES, "message", "unit_id", "role", "failed_at"),),
    NoticeRead: (_sets(NOTICES, "read_at"),),
}
"""Every fact that is counted, and what it says about which read models."""

_BY_TYPE = {event.type: readings for event, readings in READINGS.items()}

on = Inlet("reporting")


@on.batch(*READINGS)
async def project(told: Sequence[Told], session: AsyncSession) -> None:
    """Bring the read models up to date with a batch, one statement each."""
    for projection, rows in fold((one.type, one.data) for one in told).items():
        await merge(session, projection, rows)


def fold(facts: Iterable[tuple[str, Fields]]) -> dict[Projection, Rows]:
    """Return what *facts*, in order, say about each row of each read model they speak of."""
    folded: dict[Projection, Rows] = {projection: {} for projection in PROJECTIONS}
    for kind, fields in facts:
        for projection, read in _BY_TYPE[kind]:
            read(fields, folded[projection])
    return {projection: rows for projection, rows in folded.items() if rows}
