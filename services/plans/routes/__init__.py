"""What the gateway may ask of plans: units, drafts, plans and their tasks, filings, oversight."""

from fastapi import APIRouter

from services.plans.routes import (
    cluster_years,
    clusters,
    drafts,
    filings,
    holidays,
    lifecycle,
    movements,
    plans,
    scoring,
    tasks,
    units,
)
from services.plans.routes.oversight import router as oversight

router = APIRouter()
# A draft's path would read as a plan's, so it comes first.
for room in (units, clusters, cluster_years, scoring, movements, drafts, plans, lifecycle, tasks, filings, holidays):
    router.include_router(room.router)
router.include_router(oversight)
