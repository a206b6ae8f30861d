"""How many dossiers a second the nominations service takes over HTTP from 32 clients."""

import asyncio
import time

from tests.benchmarks.processes import Client, serving, token, with_unit
from tests.benchmarks.stage import Stage

CLIENTS = 32
SECONDS = 6.0
WARM_UP = 1.0


async def ours(stage: Stage) -> float:
    """Return submissions a second to the whole service: identity, rules of the form, outbox, and its relay at work."""
    return await _measure(stage, "services.nominations.app:app")


async def floor(stage: Stage) -> float:
    """Return submissions a second to bare Starlette with one asyncpg transaction of the same two rows."""
    return await _measure(stage, "tests.benchmarks.bare:app")


async def _measure(stage: Stage, app: str) -> float:
    dsn = await stage.fresh_database("nominations")
    await with_unit(dsn)
    bearer = token(stage, dsn)
    async with serving(app, stage.environment("nominations", dsn)) as (address, _):
        await _load(address, bearer, WARM_UP)
        return await _load(address, bearer, SECONDS) / SECONDS


async def _load(address: str, bearer: str, seconds: float) -> int:
    end = time.perf_counter() + seconds

    async def client() -> int:
        done = 0
        async with Client(address, bearer) as connection:
            while time.perf_counter() < end:
                await connection.submit()
                done += 1
        return done

    return sum(await asyncio.gather(*(client() for _ in range(CLIENTS))))
