"""What each service takes in memory when it has started and waits."""

from tests.benchmarks.processes import megabytes, serving
from tests.benchmarks.stage import KEYS, Stage

SERVICES = ("plans", "nominations", "notifications", "reporting", "gateway")


async def idle(stage: Stage) -> dict[str, float]:
    """Return each service's resident memory in MiB once it is ready."""
    taken = {}
    for name in SERVICES:
        dsn = await stage.fresh_database(name)
        private = {"THIDUA_IDENTITY_PRIVATE_KEY": KEYS["private"]} if name == "gateway" else {}
        environment = stage.environment(name, dsn, THIDUA_SMTP="127.0.0.1:1", **private)
        async with serving(f"services.{name}.app:app", environment) as (_, pid):
            taken[name] = megabytes(pid)
    return taken
