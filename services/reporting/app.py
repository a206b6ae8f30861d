"""The wiring, and nothing else."""

from services.reporting.handlers import on
from services.reporting.routes import router
from shared.service import serve

app = serve("reporting", on, router)
