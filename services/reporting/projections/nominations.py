"""The read models of dossiers: their way to the decision, rounds, opinions, council sessions, awards."""

from services.reporting.projections.projection import Projection

NOMINATIONS = Projection(
    "nominations",
    {"nomination_id": "uuid"},
    {
        "unit_id": "text",
        "award": "text",
        "subject_kind": "text",
        "subject_id": "uuid",
        "year": "integer",
        "mode": "text",
        "state": "text",
        "submitted_at": "timestamptz",
        "channel": "text",
        "received_on": "date",
        "ruleset": "text",
        "returned_on": "date",
        "appraised_on": "date",
        "is_eligible": "boolean",
        "forwarded_on": "date",
        "forwarded_to": "text",
        "answered_on": "date",
        "is_granted": "boolean",
        "rejected_on": "date",
        "withdrawn_on": "date",
        "decided_on": "date",
    },
)
EXAMINATIONS = Projection(
    "examinations",
    {"nomination_id": "uuid"},
    {
        "recalled_on": "date",
        "held_on": "date",
        "released_on": "date",
        "consulted_on": "date",
        "consultation_closed_on": "date",
        "comments": "integer",
        "listed_on": "date",
        "session_id": "uuid",
        "passed_on": "date",
        "not_passed_on": "date",
        "put_on": "date",
        "returned_by_centre_on": "date",
        "centre_answered_on": "date",
        "notified_on": "date",
        "presented_on": "date",
        "archived_on": "date",
        "revoked_on": "date",
        "overdue_on": "date",
    },
)
"""The rarer days of a dossier, beside `nominations` so that the many facts of every dossier merge narrow rows."""

OPINIONS = Projection(
    "opinions",
    {"opinion_id": "uuid"},
    {
        "nomination_id": "uuid",
        "office_id": "text",
        "requested_on": "date",
        "due_on": "date",
        "given_on": "date",
        "result": "text",
        "lapsed_on": "date",
        "is_agreement": "boolean",
    },
)
CORRECTIONS = Projection(
    "corrections",
    {"correction_id": "uuid"},
    {
        "nomination_id": "uuid",
        "unit_id": "text",
        "requested_on": "date",
        "parts": "integer",
        "made_on": "date",
        "reviewed_on": "date",
        "is_accepted": "boolean",
    },
)
ROUNDS = Projection(
    "rounds",
    {"round_id": "uuid"},
    {
        "name": "text",
        "year": "integer",
        "opens_on": "date",
        "closes_on": "date",
        "plan_id": "uuid",
        "task_key": "text",
        "closed_on": "date",
        "dossiers": "integer",
    },
)
SESSIONS = Projection(
    "sessions",
    {"session_id": "uuid"},
    {
        "council_id": "uuid",
        "council_kind": "text",
        "level": "text",
        "unit_id": "text",
        "meets_at": "timestamptz",
        "is_written_round": "boolean",
        "listed": "integer",
        "held_on": "date",
        "members": "integer",
        "present": "integer",
        "written": "integer",
        "passed": "integer",
        "not_passed": "integer",
        "cancelled_on": "date",
    },
)
AWARDS = Projection(
    "awards",
    {"award_id": "uuid"},
    {
        "nomination_id": "uuid",
        "unit_id": "text",
        "award": "text",
        "subject_kind": "text",
        "subject_id": "uuid",
        "year": "integer",
        "decided_by": "text",
        "decision_number": "text",
        "decided_on": "date",
        "bonus": "bigint",
        "presented_on": "date",
        "received": "text",
        "revoked_on": "date",
        "revoked_by": "text",
        "ground": "text",
    },
)
