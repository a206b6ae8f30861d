"""A broker that hangs or is gone, a database that restarts: a service under load waits, and goes on by itself."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.faults.consumer_harness import PARTITIONS, TABLES, Member
from tests.faults.finding import Finding
from tests.faults.scene import Scene
from tests.faults.writers import connected

CALLERS = 4
NAMES = 20
CALM = 1.5
"""Seconds of good weather before and after each storm."""

Storm = Callable[[Scene], Awaitable[None]]

_EVERYTHING_IS_NOTED = """
SELECT coalesce((SELECT sum(version) FROM counter), 0) = (SELECT count(*) FROM effect)
"""


def broker_hangs(seconds: float) -> Storm:
    """Return a storm in which the broker takes connections and says nothing."""

    async def storm(scene: Scene) -> None:
        await scene.parts.kafka.pause()
        await asyncio.sleep(seconds)
        await scene.parts.kafka.resume()
        await scene.parts.kafka.wait_until_ready()

    return storm


def broker_is_gone(seconds: float) -> Storm:
    """Return a storm in which the broker dies and comes back."""

    async def storm(scene: Scene) -> None:
        await scene.parts.kafka.kill()
        await asyncio.sleep(seconds)
        await scene.parts.kafka.start()

    return storm


async def database_restarts(scene: Scene) -> None:
    """Stop the database server in good order and start it again."""
    await scene.parts.postgres.stop()
    await scene.parts.postgres.start()


async def database_crashes(scene: Scene) -> None:
    """Kill the database server and start it again."""
    await scene.parts.postgres.kill()
    await scene.parts.postgres.start()


@dataclass
class Callers:
    """People who count, and what they were told."""

    url: str
    accepted: dict[str, int] = field(default_factory=dict)
    answers: dict[int, int] = field(default_factory=dict)

    async def call(self) -> None:
        """Count until cancelled; rest a moment after a failure."""
        chance = random.Random(1)
        async with httpx.AsyncClient(base_url=self.url, timeout=20, trust_env=False) as client:
            while True:
                name = f"n{chance.randrange(NAMES)}"
                status = 0
                try:
                    answer = await client.post(f"/count/{name}")
                    status = answer.status_code
                    if answer.is_success:
                        self.accepted[name] = max(self.accepted.get(name, 0), answer.json()["number"])
                except httpx.TransportError:
                    status = 0
                self.answers[status] = self.answers.get(status, 0) + 1
                await asyncio.sleep(0.02 if status == 200 else 0.1)


@asynccontextmanager
async def a_service(scene: Scene) -> AsyncIterator[tuple[Member, str]]:
    """Run the small service with all its parts; give it and its database."""
    dsn = await scene.database(*TABLES, f"INSERT INTO counter SELECT 'n' || n, 0 FROM generate_series(0, {NAMES}) n")
    more = {"THIDUA_ROLES": '["api", "relay", "consumer"]', "THIDUA_FAULTS_TOPIC": scene.topic(PARTITIONS)}
    member = Member(scene, "weather", scene.environment("reporting", dsn, **more))
    await member.start()
    try:
        yield member, dsn
    finally:
        await member.kill()


async def storms(scene: Scene, name: str, *sequence: Storm) -> Finding:
    """Let one storm after the other pass over a service under load."""
    began = time.perf_counter()
    recoveries = []
    async with a_service(scene) as (member, dsn):
        callers = Callers(member.url)
        calling = [asyncio.create_task(callers.call()) for _ in range(CALLERS)]
        for storm in sequence:
            await asyncio.sleep(CALM)
            await storm(scene)
            over = time.perf_counter()
            await _until_noting_again(dsn, calling, within=60)
            recoveries.append(round(time.perf_counter() - over, 1))
        await asyncio.sleep(CALM)
        await _end(calling)
        await until_noted(dsn)
        has_died = member.child is None or member.child.has_died
    judged = await _judge(dsn, callers)
    judged["holds"] = judged["holds"] and not has_died
    notes = {"seconds_to_recover": recoveries, "answers": callers.answers, "service_died": has_died}
    return Finding(name=name, seconds=round(time.perf_counter() - began, 1), notes=notes, **judged)


async def _end(calling: Sequence[asyncio.Task[None]]) -> None:
    for caller in calling:
        caller.cancel()
    await asyncio.gather(*calling, return_exceptions=True)


async def _until_noting_again(dsn: str, calling: Sequence[asyncio.Task[None]], within: float) -> None:
    """Wait until anything more is noted."""
    async with asyncio.timeout(within), connected(dsn) as connection:
        noted = await connection.fetchval("SELECT count(*) FROM effect")
        while await connection.fetchval("SELECT count(*) FROM effect") == noted:
            assert not any(caller.done() for caller in calling)
            await asyncio.sleep(0.05)


async def until_noted(dsn: str) -> None:
    """Wait until every count was heard."""
    async with asyncio.timeout(60), connected(dsn) as connection:
        while not await connection.fetchval(_EVERYTHING_IS_NOTED):
            await asyncio.sleep(0.05)


async def _judge(dsn: str, callers: Callers) -> dict[str, Any]:
    async with connected(dsn) as connection:
        counted = dict(await connection.fetch("SELECT name, version FROM counter"))
        effects: dict[str, list[int]] = {}
        for key, number in await connection.fetch("SELECT name, number FROM effect ORDER BY position"):
            effects.setdefault(key, []).append(number)
    wanted = {key: list(range(1, last + 1)) for key, last in counted.items()}
    kept = all(number <= counted.get(key, 0) for key, number in callers.accepted.items())
    return {
        "tried": sum(counted.values()),
        "holds": kept and effects == {key: numbers for key, numbers in wanted.items() if numbers},
        "lost": sum(len(set(numbers) - set(effects.get(key, ()))) for key, numbers in wanted.items()),
        "doubled": sum(len(numbers) - len(set(numbers)) for numbers in effects.values()),
        "out_of_order": sum(numbers != sorted(numbers) for numbers in effects.values()),
    }
