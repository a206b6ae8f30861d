"""What the gateway may ask of nominations; one module an area, one line here each."""

from fastapi import APIRouter, Depends

from services.nominations.routes import (
    acts,
    councils,
    decisions,
    dossiers,
    drafts,
    files,
    gathered,
    packets,
    register,
    rounds,
    rules,
    selection,
    sheets,
)
from services.nominations.routes.where import remember_client

router = APIRouter()
_AREAS = (
    *(dossiers, drafts, files, gathered, rounds, sheets, councils),
    *(decisions, register, packets, rules, acts, selection),
)
for area in _AREAS:
    router.include_router(area.router, dependencies=[Depends(remember_client)])
router.include_router(councils.urn)
