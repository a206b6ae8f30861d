"""From the answer to a submission until reporting shows it, beside a bare produce, consume and upsert."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

import asyncpg
import orjson
import uuid_utils

from shared.messaging.broker import producer
from tests.benchmarks.consumer import TOPIC
from tests.benchmarks.processes import Client, running, serving, token, with_unit
from tests.benchmarks.stage import Stage, execute

_SHOW = """
CREATE FUNCTION show() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_notify('shown', new.nomination_id::text); RETURN NULL; END $$;
CREATE TRIGGER show AFTER INSERT ON nominations FOR EACH ROW EXECUTE FUNCTION show()
"""
SETTLE = 3.0


@dataclass
class Shown:
    """When each dossier was answered for and when it became visible, in seconds."""

    answered: dict[str, float] = field(default_factory=dict)
    visible: dict[str, float] = field(default_factory=dict)

    def milliseconds(self, quantile: float) -> float:
        """Return the *quantile* of the wait; one that never became visible counts as lost and raises."""
        waits = sorted(max(0.0, self.visible[key] - at) for key, at in self.answered.items())
        return 1000 * waits[min(len(waits) - 1, int(quantile * len(waits)))]


async def ours(stage: Stage, rate: int, seconds: float) -> Shown:
    """Submit *rate* a second over HTTP to the running services; return the waits."""
    dsn = await stage.fresh_database("nominations")
    await with_unit(dsn)
    bearer = token(stage, dsn)
    async with (
        _reporting(stage) as (shown, reporting),
        serving("services.nominations.app:app", stage.environment("nominations", dsn)) as (address, _),
        serving("services.reporting.app:app", stage.environment("reporting", reporting)) as _,
    ):
        idle = asyncio.Queue[Client]()
        for _ in range(32):
            idle.put_nowait(await Client(address, bearer).__aenter__())

        async def submit() -> str:
            client = await idle.get()
            answer = orjson.loads(await client.submit())
            idle.put_nowait(client)
            return str(answer["nomination_id"])

        await _pace(submit, shown, rate, seconds)
        while not idle.empty():
            await idle.get_nowait().__aexit__()
    return shown


async def floor(stage: Stage, rate: int, seconds: float) -> Shown:
    """Produce *rate* a second straight to Kafka; a bare listener upserts; the wait begins with the produce."""
    dsn = await stage.fresh_database("nominations")
    config = stage.settings("nominations", dsn)
    async with (
        _reporting(stage) as (shown, reporting),
        running("tests.benchmarks.bare_listener", stage.environment("reporting", reporting)),
    ):
        bare = producer(config)
        await bare.start()

        async def tell() -> str:
            key = str(UUID(int=uuid_utils.uuid7().int))
            value = {
                "nomination_id": key, "unit_id": "so-noi-vu", "award": "BK_TTG", "subject_kind": "individual",
                "year": 2023, "mode": "merit", "channel": "web", "pad": "x" * 700,
            }  # fmt: skip
            shown.answered[key] = time.perf_counter()
            await bare.send(TOPIC, orjson.dumps(value), key=key.encode())
            return key

        await asyncio.sleep(SETTLE)
        await _pace(tell, shown, rate, seconds)
        await bare.stop()
    return shown


async def _pace(act: Callable[[], Awaitable[str]], shown: Shown, rate: int, seconds: float) -> None:
    """Act *rate* times a second, whatever the answers take; wait until all are visible."""
    acting = []
    began = time.perf_counter()
    for number in range(int(rate * seconds)):
        await asyncio.sleep(began + number / rate - time.perf_counter())
        acting.append(asyncio.create_task(_timed(act, shown)))
    await asyncio.gather(*acting)
    async with asyncio.timeout(30):
        while not shown.answered.keys() <= shown.visible.keys():
            await asyncio.sleep(0.05)


async def _timed(act: Callable[[], Awaitable[str]], shown: Shown) -> None:
    key = await act()
    shown.answered.setdefault(key, time.perf_counter())


@asynccontextmanager
async def _reporting(stage: Stage) -> AsyncIterator[tuple[Shown, str]]:
    """Give a reporting database that says at once what its commits made visible."""
    stage.empty_topics([TOPIC])
    dsn = await stage.fresh_database("reporting")
    await execute(dsn, _SHOW)
    shown = Shown()
    connection = await asyncpg.connect(dsn)
    await connection.add_listener("shown", lambda *told: shown.visible.setdefault(told[3], time.perf_counter()))
    try:
        yield shown, dsn
    finally:
        await connection.close()
