"""What the gateway may ask of nominations; one module an area, one line here each."""

from fastapi import APIRouter

from services.nominations.routes import councils, dossiers, drafts, files, gathered, rounds

router = APIRouter()
for area in (dossiers, drafts, files, gathered, rounds, councils):
    router.include_router(area.router)
router.include_router(councils.urn)
