"""What the plans service's facts say: units and clusters, the plan and its tasks, filings, movements, oversight."""

from collections.abc import Iterable, Mapping

from services.reporting.projections.oversight import (
    ATTENDANCE,
    EXEMPLARS,
    FINDINGS,
    GUIDANCE,
    INSPECTION_PLANS,
    INSPECTIONS,
    OCCASIONS,
)
from services.reporting.projections.plans import (
    CLUSTER_UNITS,
    CLUSTER_YEARS,
    CLUSTERS,
    FILINGS,
    MOVEMENTS,
    PLANS,
    QUARTERS,
    TASKS,
    UNITS,
)
from services.reporting.projections.projection import Rows
from services.reporting.projections.reading import Fields, Reading, counts, row_of, sets
from shared.events import Event
from shared.events.plans import (
    AttendanceAnnounced,
    ClusterChanged,
    ClusterFormed,
    ClusterLeadersElected,
    ClusterResultPublished,
    ExemplarDropped,
    ExemplarFostered,
    ExemplarFound,
    ExemplarHonoured,
    ExemplarRecognised,
    ExemplarReplicated,
    FilingAccepted,
    FilingDue,
    FilingLifted,
    FilingOverdue,
    FilingRecalled,
    FilingReceived,
    FilingRegistered,
    FilingRescheduled,
    FilingReturned,
    FindingOverdue,
    FindingRecorded,
    FindingRemedied,
    FurtherFilingAccepted,
    FurtherFilingDue,
    FurtherFilingOverdue,
    FurtherFilingReceived,
    FurtherFilingReturned,
    GuidancePublished,
    GuidanceWithdrawn,
    InspectionCancelled,
    InspectionConcluded,
    InspectionPlanIssued,
    InspectionPostponed,
    InspectionScheduled,
    InspectionVisited,
    MovementConcluded,
    MovementLaunched,
    MovementReviewed,
    NominationSuggested,
    OccasionCancelled,
    OccasionHeld,
    OccasionPlanned,
    OccasionReported,
    OccasionRescheduled,
    PlanAmended,
    PlanIssued,
    PledgeSigned,
    QuarterClosed,
    QuarterOpened,
    RemedyExtended,
    RemedyReported,
    RemedyReturned,
    RoundAsked,
    ScoresSubmitted,
    TargetsRegistered,
    TaskAssigned,
    TaskCarriedOver,
    TaskCompleted,
    TaskNotArising,
    TaskOverdue,
    TaskProgressed,
    TaskReopened,
    TaskStarted,
    UnitChanged,
    UnitDissolved,
    UnitRegistered,
    YearClosed,
)

_TASK = ("quarter", "text", "is_conditional", "due_on")


def _new(plan: Fields, tasks: Iterable[Fields], rows: Rows) -> None:
    for task in tasks:
        known = {name: task[name] for name in _TASK}
        row = row_of(rows, (plan["plan_id"], task["task_key"]))
        row.update(known, year=plan["year"], state="planned", percent=0)


def _tasks(plan: Fields, rows: Rows) -> None:
    """Read the tasks of an issued plan."""
    _new(plan, plan["tasks"], rows)


def _amended_tasks(plan: Fields, rows: Rows) -> None:
    """Read what an amendment added, changed and removed."""
    _new(plan, plan.get("added") or (), rows)
    for task in plan.get("changed") or ():
        row_of(rows, (plan["plan_id"], task["task_key"])).update({name: task[name] for name in _TASK})
    for key in plan.get("removed") or ():
        row_of(rows, (plan["plan_id"], key)).update(state="removed", removed_on=plan["amended_on"])


def _quarters(plan: Fields, rows: Rows) -> None:
    """Read the four quarters of an issued plan."""
    for quarter in range(1, 5):
        row_of(rows, (plan["plan_id"], quarter))["year"] = plan["year"]


def _cluster(unit: Fields, rows: Rows) -> None:
    """Read a unit's cluster; a unit that left its cluster says so, for nothing is not told from no change."""
    row_of(rows, unit["unit_id"])["cluster_id"] = unit["cluster_id"] or ""


def _signatories(pledge: Fields, rows: Rows) -> None:
    """Read which members signed a pledge."""
    for unit_id in pledge["signatory_ids"]:
        row_of(rows, (pledge["cluster_id"], pledge["year"], unit_id))["pledged_on"] = pledge["signed_on"]


def _titles(registered: Fields, rows: Rows) -> None:
    """Read how many titles a member registered for, all awards together."""
    row = row_of(rows, (registered["cluster_id"], registered["year"], registered["unit_id"]))
    row["titles"] = sum(title["count"] for title in registered.get("titles") or ())


def _ranks(result: Fields, rows: Rows) -> None:
    """Read every member's place and total in a published result."""
    for ranked in result["results"]:
        row = row_of(rows, (result["cluster_id"], result["year"], ranked["unit_id"]))
        named = ("rank", "total", "is_tied", "award")
        row.update({name: ranked[name] for name in named if ranked.get(name) is not None})
        row["published_on"] = result["published_on"]


def _regions(exemplar: Fields, rows: Rows) -> None:
    """Read where an exemplar lives and works; nowhere in particular is said too."""
    row_of(rows, exemplar["exemplar_id"])["regions"] = ",".join(exemplar["regions"])


_FILED = ("received_at", "days_late", "channel")
_DUE = ("plan_id", "unit_id", "duty", "year", "due_on", "last_day_on")

READINGS: Mapping[type[Event], tuple[Reading, ...]] = {
    UnitRegistered: (sets(UNITS, "name", "kind", "valid_from"), (UNITS, _cluster)),
    UnitChanged: (sets(UNITS, "name", "kind"), (UNITS, _cluster)),
    UnitDissolved: (sets(UNITS, valid_to="dissolved_on"),),
    ClusterFormed: (sets(CLUSTERS, "name", "kind", "effective_on"), counts(CLUSTERS, members="member_ids")),
    ClusterChanged: (
        sets(CLUSTERS, "name", "kind", "effective_on", may=("ends_on",)),
        counts(CLUSTERS, members="member_ids"),
    ),
    ClusterLeadersElected: (sets(CLUSTER_YEARS, "head_id", "deputy_id", "elected_on"),),
    PledgeSigned: (
        sets(CLUSTER_YEARS, pledged_on="signed_on"),
        counts(CLUSTER_YEARS, signatories="signatory_ids", missing="missing_ids"),
        (CLUSTER_UNITS, _signatories),
    ),
    TargetsRegistered: (
        sets(CLUSTER_UNITS, "edition", "targets", registered_on="sent_on", registered_late="days_late"),
        (CLUSTER_UNITS, _titles),
    ),
    ScoresSubmitted: (sets(CLUSTER_UNITS, scored_on="submitted_on", scored_late="days_late"),),
    ClusterResultPublished: (
        sets(CLUSTER_YEARS, "published_on", "is_rule_confirmed"),
        counts(CLUSTER_YEARS, ranked="results"),
        (CLUSTER_UNITS, _ranks),
    ),
    PlanIssued: (
        sets(PLANS, "year", "symbol", "title", "issuer", "issued_on"),
        (QUARTERS, _quarters),
        (TASKS, _tasks),
    ),
    PlanAmended: (sets(PLANS, "year", "amended_on", amendments="number"), (TASKS, _amended_tasks)),
    QuarterOpened: (sets(QUARTERS, "year", "opened_on"),),
    TaskAssigned: (sets(TASKS, "lead", "lead_unit_id"),),
    TaskStarted: (sets(TASKS, state="started"),),
    TaskProgressed: (sets(TASKS, "percent", state="started"),),
    TaskCompleted: (sets(TASKS, settled_on="completed_on", state="completed"),),
    TaskNotArising: (sets(TASKS, "settled_on", state="not_arising"),),
    TaskReopened: (sets(TASKS, "reopened_on", state="started"),),
    TaskOverdue: (sets(TASKS, overdue_on="due_on"),),
    TaskCarriedOver: (sets(TASKS, "carried_on", carried_to="to_quarter"),),
    RoundAsked: (sets(TASKS, round_opens_on="opens_on", round_closes_on="closes_on"),),
    QuarterClosed: (sets(QUARTERS, "year", "closed_on"),),
    YearClosed: (sets(PLANS, "closed_on"),),
    FilingDue: (sets(FILINGS, *_DUE, state="due"),),
    FilingReceived: (sets(FILINGS, *_FILED, state="received"),),
    FilingRegistered: (sets(FILINGS, "registered_on"),),
    FilingReturned: (sets(FILINGS, "returned_on", state="returned"),),
    FilingRecalled: (sets(FILINGS, "recalled_on", state="due"),),
    FilingAccepted: (sets(FILINGS, "accepted_on", state="accepted"),),
    FilingOverdue: (sets(FILINGS, overdue_on="due_on"),),
    FilingRescheduled: (sets(FILINGS, "due_on", "last_day_on"),),
    FilingLifted: (sets(FILINGS, "lifted_on", state="lifted"),),
    FurtherFilingDue: (sets(FILINGS, *_DUE, "name", state="due"),),
    FurtherFilingReceived: (sets(FILINGS, *_FILED, state="received"),),
    FurtherFilingReturned: (sets(FILINGS, "returned_on", state="returned"),),
    FurtherFilingAccepted: (sets(FILINGS, "accepted_on", state="accepted"),),
    FurtherFilingOverdue: (sets(FILINGS, overdue_on="due_on"),),
    MovementLaunched: (
        sets(
            MOVEMENTS,
            "plan_id",
            "name",
            "period",
            may=("form", "scope", "unit_id", "cluster_id", "starts_on", "ends_on"),
        ),
    ),
    MovementReviewed: (
        sets(MOVEMENTS, "plan_id", "reviewed_on"),
        counts(MOVEMENTS, participants="unit_ids"),
    ),
    MovementConcluded: (
        sets(MOVEMENTS, "plan_id", "concluded_on"),
        counts(MOVEMENTS, participants="unit_ids"),
    ),
    InspectionPlanIssued: (sets(INSPECTION_PLANS, "year", "issuer", "reference", "issued_on", "inspections"),),
    InspectionScheduled: (
        sets(INSPECTIONS, "inspection_plan_id", "issuer", "form", "unit_id", "cluster_id", "starts_on", "ends_on"),
    ),
    InspectionPostponed: (sets(INSPECTIONS, "starts_on", "ends_on"),),
    InspectionCancelled: (sets(INSPECTIONS, "cancelled_on"),),
    InspectionVisited: (sets(INSPECTIONS, "visited_on", visits="number"),),
    InspectionConcluded: (sets(INSPECTIONS, "concluded_on", "findings", "to_remedy"),),
    FindingRecorded: (sets(FINDINGS, "inspection_id", "unit_id", "kind", "severity", "due_on"),),
    RemedyReported: (sets(FINDINGS, "reported_on"),),
    RemedyReturned: (sets(FINDINGS, "returned_on"),),
    RemedyExtended: (sets(FINDINGS, "due_on"),),
    FindingRemedied: (sets(FINDINGS, "remedied_on", "days_late"),),
    FindingOverdue: (sets(FINDINGS, overdue_on="due_on"),),
    NominationSuggested: (sets(FINDINGS, "unit_id", "inspection_id", "suggested_on", "mode"),),
    OccasionPlanned: (
        sets(
            OCCASIONS,
            "kind",
            "title",
            "starts_at",
            "ends_at",
            may=("anniversary", "plan_id", "task_key", "movement_id"),
        ),
        counts(OCCASIONS, invited="unit_ids"),
    ),
    OccasionRescheduled: (sets(OCCASIONS, "kind", "starts_at", "ends_at"),),
    OccasionCancelled: (sets(OCCASIONS, "kind", "cancelled_on"),),
    OccasionHeld: (sets(OCCASIONS, "kind", "held_on", "attended", "certified"),),
    OccasionReported: (sets(OCCASIONS, "kind", "reported_on", "models"),),
    AttendanceAnnounced: (sets(ATTENDANCE, "registered"),),
    GuidancePublished: (
        sets(GUIDANCE, "reference", "title", "issuer", "issued_on"),
        counts(GUIDANCE, units="unit_ids"),
    ),
    GuidanceWithdrawn: (sets(GUIDANCE, "withdrawn_on"),),
    ExemplarFound: (
        sets(
            EXEMPLARS,
            "unit_id",
            "subject_kind",
            "field",
            "worker_class",
            "found_on",
            state="found",
            may=("movement_id",),
        ),
        (EXEMPLARS, _regions),
    ),
    ExemplarFostered: (sets(EXEMPLARS, "unit_id", "fostered_on", state="fostered"),),
    ExemplarRecognised: (
        sets(
            EXEMPLARS,
            "unit_id",
            "subject_kind",
            "field",
            "recognised_on",
            state="recognised",
            may=("movement_id", "nomination_id"),
        ),
    ),
    ExemplarReplicated: (
        sets(EXEMPLARS, "unit_id", "replicated_on", state="replicated"),
        counts(EXEMPLARS, followers="unit_ids"),
    ),
    ExemplarHonoured: (sets(EXEMPLARS, "unit_id", "honoured_on"),),
    ExemplarDropped: (sets(EXEMPLARS, "unit_id", "dropped_on", state="dropped"),),
}
