"""The plans service: its handlers and routes in the frame."""

from services.plans.handlers import on
from services.plans.routes import router
from shared.service import serve

app = serve("plans", on, router)
