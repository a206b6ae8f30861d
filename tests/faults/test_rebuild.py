"""A read model made anew from Kafka is the one that was there, and the running service goes on from it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import asyncpg
import pytest

from services.reporting.handlers import on
from services.reporting.projections import PROJECTIONS
from shared.db import Database
from shared.events import Event
from shared.events.nominations import NominationReceived, NominationSubmitted
from shared.messaging.broker import Ear
from shared.messaging.rebuild import rebuild
from shared.migrate import migrate
from shared.settings import Settings
from tests.factories import a_sample
from tests.faults.scene import Scene, acting, dump

TABLES = [projection.table for projection in PROJECTIONS]
TOPIC = NominationSubmitted.topic


@pytest.fixture
async def dsn(scene: Scene) -> str:
    dsn = await scene.parts.postgres.empty("fault_rebuild", "reporting")
    await migrate("reporting", dsn)
    return dsn


async def _tell(scene: Scene, *events: Event, copies: int = 1) -> None:
    """Put *events* on Kafka, versions counted from 1 by aggregate, each *copies* times."""
    producer = scene.producer()
    await producer.start()
    try:
        versions: dict[str, int] = {}
        for event in events:
            key = event.aggregate_id
            versions[key] = versions.get(key, 0) + 1
            headers = {"ce_id": str(uuid4()), "ce_type": event.type, "ce_sequence": str(versions[key])}
            for _ in range(copies):
                await producer.send_and_wait(
                    event.topic,
                    event.model_dump_json().encode(),
                    key=key.encode(),
                    headers=[(name, value.encode()) for name, value in headers.items()],
                )
    finally:
        await producer.stop()


def a_story(nomination_id: UUID) -> tuple[Event, Event]:
    return (
        a_sample(NominationSubmitted, nomination_id=nomination_id),
        a_sample(NominationReceived, nomination_id=nomination_id),
    )


@asynccontextmanager
async def a_listener(config: Settings) -> AsyncIterator[None]:
    database = Database(config.postgres.get_secret_value(), pool=3, service="reporting")
    listening = asyncio.create_task(Ear(config, on, database).run())
    try:
        yield
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        await database.close()


async def _until(holds: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(60):
        while not await holds():
            await asyncio.sleep(0.1)


def _is_received(dsn: str, nomination_id: UUID) -> Callable[[], Awaitable[bool]]:
    async def look() -> bool:
        connection = await asyncpg.connect(dsn)
        try:
            query = "SELECT state = 'received' FROM nominations WHERE nomination_id = $1"
            return bool(await connection.fetchval(query, nomination_id))
        finally:
            await connection.close()

    return look


async def _picture(dsn: str) -> dict[str, list[str]]:
    """Return what a rebuild must bring back: the read models and the versions they stand at."""
    tables = await dump(dsn)
    return {name: tables[name] for name in (*TABLES, "seen")}


def _silent(_done: int, _total: int) -> None:
    """Show no progress."""


async def test_rebuilt_model_equals_the_one_that_was_there_however_often(scene: Scene, dsn: str) -> None:
    told = [uuid4() for _ in range(20)]
    await _tell(scene, *(event for one in told for event in a_story(one)), copies=2)
    config = scene.settings("reporting", dsn)
    with acting(scene.environment("reporting", dsn)):
        async with a_listener(config):
            await _until(_is_received(dsn, told[-1]))
        before = await _picture(dsn)

        await rebuild(config, on, TABLES, _silent)
        once = await _picture(dsn)
        await rebuild(config, on, TABLES, _silent)
        twice = await _picture(dsn)

    assert {str(one) for one in told} <= {row[1:37] for row in before["nominations"]}
    assert once == before
    assert twice == before


async def test_running_service_goes_on_from_the_rebuilt_model(scene: Scene, dsn: str) -> None:
    early, late = uuid4(), uuid4()
    config = scene.settings("reporting", dsn)
    with acting(scene.environment("reporting", dsn)):
        async with a_listener(config):
            await _tell(scene, *a_story(early))
            await _until(_is_received(dsn, early))

            await rebuild(config, on, TABLES, _silent)
            await _tell(scene, *a_story(late))
            await _until(_is_received(dsn, late))

    put_aside = [row for row in (await dump(dsn))["dead_letter"] if TOPIC in row]
    assert put_aside == []
