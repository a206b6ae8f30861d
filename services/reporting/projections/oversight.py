"""The read models of oversight: inspections and findings, what is held, guidance, exemplars."""

from services.reporting.projections.projection import Projection

INSPECTION_PLANS = Projection(
    "inspection_plans",
    {"inspection_plan_id": "uuid"},
    {"year": "integer", "issuer": "text", "reference": "text", "issued_on": "date", "inspections": "integer"},
)
INSPECTIONS = Projection(
    "inspections",
    {"inspection_id": "uuid"},
    {
        "inspection_plan_id": "uuid",
        "issuer": "text",
        "form": "text",
        "unit_id": "text",
        "cluster_id": "text",
        "starts_on": "date",
        "ends_on": "date",
        "visits": "integer",
        "visited_on": "date",
        "cancelled_on": "date",
        "concluded_on": "date",
        "findings": "integer",
        "to_remedy": "integer",
    },
)
FINDINGS = Projection(
    "findings",
    {"finding_id": "uuid"},
    {
        "inspection_id": "uuid",
        "unit_id": "text",
        "kind": "text",
        "severity": "text",
        "due_on": "date",
        "reported_on": "date",
        "returned_on": "date",
        "remedied_on": "date",
        "days_late": "integer",
        "overdue_on": "date",
        "suggested_on": "date",
        "mode": "text",
    },
)
OCCASIONS = Projection(
    "occasions",
    {"occasion_id": "uuid"},
    {
        "kind": "text",
        "title": "text",
        "starts_at": "timestamptz",
        "ends_at": "timestamptz",
        "invited": "integer",
        "anniversary": "integer",
        "plan_id": "uuid",
        "task_key": "text",
        "movement_id": "uuid",
        "held_on": "date",
        "attended": "integer",
        "certified": "integer",
        "cancelled_on": "date",
        "reported_on": "date",
        "models": "integer",
    },
)
ATTENDANCE = Projection("attendance", {"occasion_id": "uuid", "unit_id": "text"}, {"registered": "integer"})
GUIDANCE = Projection(
    "guidance",
    {"guidance_id": "uuid"},
    {
        "reference": "text",
        "title": "text",
        "issuer": "text",
        "issued_on": "date",
        "units": "integer",
        "withdrawn_on": "date",
    },
)
EXEMPLARS = Projection(
    "exemplars",
    {"exemplar_id": "uuid"},
    {
        "unit_id": "text",
        "subject_kind": "text",
        "field": "text",
        "regions": "text",
        "worker_class": "text",
        "movement_id": "uuid",
        "nomination_id": "uuid",
        "state": "text",
        "found_on": "date",
        "fostered_on": "date",
        "recognised_on": "date",
        "replicated_on": "date",
        "followers": "integer",
        "honoured_on": "date",
        "dropped_on": "date",
    },
)
