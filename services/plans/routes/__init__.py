"""What the gateway may ask of plans: units, drafts, plans and their tasks, filings, oversight."""

from fastapi import APIRouter

from services.plans.routes import clusters, drafts, filings, plans, units
from services.plans.routes.oversight import router as oversight

router = APIRouter()
for room in (units, clusters, drafts, plans, filings):  # a draft's path would read as a plan's
    router.include_router(room.router)
router.include_router(oversight)
