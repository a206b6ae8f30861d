"""What the gateway may ask of plans: units, drafts, plans and their tasks, filings, oversight."""

from fastapi import APIRouter

from services.plans.routes import clusters, drafts, filings, holidays, lifecycle, plans, tasks, units
from services.plans.routes.oversight import router as oversight

router = APIRouter()
for room in (units, clusters, drafts, plans, lifecycle, tasks, filings, holidays):  # a draft's path would read as a plan's
    router.include_router(room.router)
router.include_router(oversight)
