"""Bad weather loses nothing, and nobody has to lend a hand afterwards."""

import asyncio
import re
import time
from asyncio.subprocess import Process
from signal import SIGTERM
from typing import cast

import httpx

from deploy.part import Child
from tests.faults.scene import Scene
from tests.faults.weather import (
    a_service,
    broker_hangs,
    broker_is_gone,
    database_crashes,
    database_restarts,
    storms,
    until_noted,
)


async def test_broker_that_hangs_and_one_that_dies_are_waited_for(scene: Scene) -> None:
    found = await storms(scene, "the broker hangs, then dies", broker_hangs(8), broker_is_gone(1))

    assert found.holds, found


async def test_database_that_restarts_or_crashes_under_load_is_waited_for(scene: Scene) -> None:
    found = await storms(scene, "the database restarts, then crashes", database_restarts, database_crashes)

    assert found.holds, found


async def test_metrics_show_that_nothing_is_told_while_the_broker_is_away(scene: Scene) -> None:
    async with a_service(scene) as (member, dsn), httpx.AsyncClient(base_url=member.url, trust_env=False) as client:
        await client.post("/count/n1")
        await until_noted(dsn)
        await scene.parts.kafka.pause()
        began = time.perf_counter()
        for _ in range(50):  # the relay takes these up and waits for Kafka
            await client.post("/count/n1")

        await asyncio.sleep(4)
        shown = (await client.get("/metrics")).text
        waited = time.perf_counter() - began
        await scene.parts.kafka.resume()
        await scene.parts.kafka.wait_until_ready()
        await until_noted(dsn)
        await asyncio.sleep(1.5)
        later = (await client.get("/metrics")).text

    assert (waited - 2 < _oldest(shown) <= waited, _oldest(later)) == (True, 0), _oldest(shown)


def _oldest(shown: str) -> float:
    found = re.search(r'^thidua_outbox_oldest_unsent_seconds\{service="reporting"\} (\S+)$', shown, re.MULTILINE)
    assert found is not None
    return float(found[1])


async def test_service_stops_in_time_while_the_broker_is_away(scene: Scene) -> None:
    async with a_service(scene) as (member, dsn), httpx.AsyncClient(base_url=member.url, trust_env=False) as client:
        await client.post("/count/n1")
        await until_noted(dsn)
        await scene.parts.kafka.pause()
        for _ in range(50):  # the relay takes these up and waits for Kafka
            await client.post("/count/n1")
        child = cast("Child", member.child)

        began = time.perf_counter()
        await child.stop()
        seconds = time.perf_counter() - began
        await scene.parts.kafka.resume()
        await scene.parts.kafka.wait_until_ready()

    assert (cast("Process", child.process).returncode, seconds < child.patience) == (-SIGTERM, True)
