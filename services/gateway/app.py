"""The wiring, and nothing else."""

from services.gateway.pages.site import ROUTERS, site
from shared.service import serve

app = site(serve("gateway", None, *ROUTERS))
