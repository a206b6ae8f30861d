"""What may be asked about inspections, what is held, guidance, exemplars and the calendar, in one."""

from fastapi import APIRouter

from services.plans.routes import calendar, events, exemplars, guidance, inspections

router = APIRouter()
for room in (inspections, events, guidance, exemplars, calendar):
    router.include_router(room.router)
