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
    sheets,
)

router = APIRouter()
for area in (dossiers, drafts, files, gathered, rounds, sheets, councils, decisions, register, packets, rules, acts):
    router.include_router(area.router)
router.include_router(councils.urn)
