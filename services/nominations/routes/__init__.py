"""What the gateway may ask of nominations; one module an area, one line here each."""

from fastapi import APIRouter

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

router = APIRouter()
_AREAS = (
    *(dossiers, drafts, files, gathered, rounds, sheets, councils),
    *(decisions, register, packets, rules, acts, selection),
)
for area in _AREAS:
    router.include_router(area.router)
router.include_router(councils.urn)
