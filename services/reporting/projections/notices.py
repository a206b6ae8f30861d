"""The read model of notices: what was sent, and what was read."""

from services.reporting.projections.projection import Projection

NOTICES = Projection(
    "notices",
    {"notice_id": "uuid"},
    {
        "message": "text",
        "unit_id": "text",
        "role": "text",
        "in_app_at": "timestamptz",
        "email_at": "timestamptz",
        "failed_at": "timestamptz",
        "read_at": "timestamptz",
    },
)
