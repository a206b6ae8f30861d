"""What may be asked about inspections, what is held, guidance and exemplars, in one."""

from fastapi import APIRouter

from services.plans.routes import events, exemplars, guidance, inspections

router = APIRouter()
for room in (inspections, events, guidance, exemplars):
    router.include_router(room.router)
