"""The read models of the plan: units, clusters, the year's tasks, what units file, movements."""

from services.reporting.projections.projection import Projection

UNITS = Projection(
    "units",
    {"unit_id": "text"},
    {"name": "text", "kind": "text", "cluster_id": "text", "valid_from": "date", "valid_to": "date"},
)
CLUSTERS = Projection(
    "clusters",
    {"cluster_id": "text"},
    {"name": "text", "kind": "text", "effective_on": "date", "members": "integer", "ends_on": "date"},
)
CLUSTER_YEARS = Projection(
    "cluster_years",
    {"cluster_id": "text", "year": "integer"},
    {
        "head_id": "text",
        "deputy_id": "text",
        "elected_on": "date",
        "pledged_on": "date",
        "signatories": "integer",
        "missing": "integer",
        "published_on": "date",
        "is_rule_confirmed": "boolean",
        "ranked": "integer",
    },
)
CLUSTER_UNITS = Projection(
    "cluster_units",
    {"cluster_id": "text", "year": "integer", "unit_id": "text"},
    {
        "pledged_on": "date",
        "edition": "integer",
        "registered_on": "date",
        "registered_late": "integer",
        "targets": "integer",
        "titles": "integer",
        "scored_on": "date",
        "scored_late": "integer",
        "published_on": "date",
        "rank": "integer",
        "total": "text",
        "is_tied": "boolean",
        "award": "text",
    },
)
PLANS = Projection(
    "plans",
    {"plan_id": "uuid"},
    {
        "year": "integer",
        "symbol": "text",
        "title": "text",
        "issuer": "text",
        "issued_on": "date",
        "closed_on": "date",
        "amended_on": "date",
        "amendments": "integer",
    },
)
QUARTERS = Projection(
    "quarters", {"plan_id": "uuid", "quarter": "integer"}, {"year": "integer", "opened_on": "date", "closed_on": "date"}
)
TASKS = Projection(
    "tasks",
    {"plan_id": "uuid", "task_key": "text"},
    {
        "year": "integer",
        "quarter": "integer",
        "text": "text",
        "is_conditional": "boolean",
        "due_on": "date",
        "state": "text",
        "percent": "integer",
        "settled_on": "date",
        "overdue_on": "date",
        "carried_on": "date",
        "carried_to": "integer",
        "lead": "text",
        "lead_unit_id": "text",
        "reopened_on": "date",
        "removed_on": "date",
        "round_opens_on": "date",
        "round_closes_on": "date",
    },
)
MOVEMENTS = Projection(
    "movements",
    {"movement_id": "uuid"},
    {
        "plan_id": "uuid",
        "name": "text",
        "period": "text",
        "form": "text",
        "scope": "text",
        "unit_id": "text",
        "cluster_id": "text",
        "starts_on": "date",
        "ends_on": "date",
        "reviewed_on": "date",
        "concluded_on": "date",
        "participants": "integer",
    },
)
FILINGS = Projection(
    "filings",
    {"filing_id": "uuid"},
    {
        "plan_id": "uuid",
        "unit_id": "text",
        "duty": "text",
        "year": "integer",
        "due_on": "date",
        "last_day_on": "date",
        "state": "text",
        "received_at": "timestamptz",
        "days_late": "integer",
        "channel": "text",
        "returned_on": "date",
        "accepted_on": "date",
        "overdue_on": "date",
        "name": "text",
        "registered_on": "date",
        "recalled_on": "date",
        "lifted_on": "date",
    },
)
