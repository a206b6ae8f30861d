"""The nominations service, wired."""

from services.nominations.handlers import on
from services.nominations.jobs import work_forever
from services.nominations.routes import router
from shared.service import serve

app = serve("nominations", on, router, jobs=work_forever)
