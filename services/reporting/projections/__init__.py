"""The read models: what is kept of each aggregate, and what each fact says of it."""

from services.reporting.projections.nominations import (
    AWARDS,
    CORRECTIONS,
    EXAMINATIONS,
    NOMINATIONS,
    OPINIONS,
    ROUNDS,
    SESSIONS,
)
from services.reporting.projections.notices import NOTICES
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
from services.reporting.projections.projection import Key, Projection, Rows, merge

PROJECTIONS = (
    UNITS,
    CLUSTERS,
    CLUSTER_YEARS,
    CLUSTER_UNITS,
    PLANS,
    QUARTERS,
    TASKS,
    MOVEMENTS,
    FILINGS,
    INSPECTION_PLANS,
    INSPECTIONS,
    FINDINGS,
    OCCASIONS,
    ATTENDANCE,
    GUIDANCE,
    EXEMPLARS,
    ROUNDS,
    NOMINATIONS,
    EXAMINATIONS,
    OPINIONS,
    CORRECTIONS,
    SESSIONS,
    AWARDS,
    NOTICES,
)
"""Every read model; each is rebuilt from events, so each may be emptied and filled again."""

__all__ = [
    "ATTENDANCE", "AWARDS", "CLUSTERS", "CLUSTER_UNITS", "CLUSTER_YEARS", "CORRECTIONS", "EXAMINATIONS", "EXEMPLARS",
    "FILINGS", "FINDINGS", "GUIDANCE", "INSPECTIONS", "INSPECTION_PLANS", "MOVEMENTS", "NOMINATIONS", "NOTICES",
    "OCCASIONS", "OPINIONS", "PLANS", "PROJECTIONS", "QUARTERS", "ROUNDS", "SESSIONS", "TASKS", "UNITS",
    "Key", "Projection", "Rows", "merge",
]  # fmt: skip
