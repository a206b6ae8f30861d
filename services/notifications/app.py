"""The wiring, and nothing else."""

from services.notifications.handlers import on
from services.notifications.jobs import run
from services.notifications.routes import router
from shared.service import serve

app = serve("notifications", on, router, jobs=run)
