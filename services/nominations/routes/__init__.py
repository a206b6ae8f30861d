"""What the gateway may ask of nominations; one module an area, one line here each."""

from fastapi import APIRouter

from services.nominations.routes import dossiers

router = APIRouter()
for area in (dossiers,):
    router.include_router(area.router)
