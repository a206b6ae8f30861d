"""The year people work on when they name none (năm công tác)."""

from services.gateway import clients
from shared import clock


async def working_year(door: clients.Door) -> int:
    """Return this year where it has a plan, else the latest year that has one.

    In the first days of January people still look at the year that has just ended.
    """
    this_year = clock.today().year
    planned = {plan.year for plan in await clients.plans(door)}
    return this_year if this_year in planned else max(planned, default=this_year)
