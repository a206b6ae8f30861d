"""Relays under fire: whatever happens to them, everything is told, and each aggregate's events first in order."""

import asyncio
import random
import sys
import time
from bisect import bisect
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import orjson

from deploy.part import Child
from shared.messaging.bell import Bell
from shared.messaging.relay import _SESSION, Relay, Row
from tests.faults.finding import Finding
from tests.faults.scene import Scene
from tests.faults.writers import TABLE, Writers, connected, long_transactions, promised
from tests.faults.wrong_relays import COLUMN

PARTITIONS = 6
ACKED_AGO = 0.1
"""Seconds: what was acknowledged longer before a kill must not be told again."""

_LEADER = """
SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE locktype = 'advisory' AND granted AND datname = current_database()
"""

Told = tuple[str, int, float]
"""An event as it was told: aggregate, version, and when."""


@dataclass
class Log:
    """What was told, in its real order."""

    told: list[Told] = field(default_factory=list)
    kills: list[float] = field(default_factory=list)

    def judge(self, truth: Iterable[tuple[str, int]]) -> dict[str, int]:
        """Return how many events were lost, told again or overtaken, and how many kills made it tell old events."""
        times = Counter((name, version) for name, version, _ in self.told)
        return {
            "lost": len(set(truth) - times.keys()),
            "invented": len(times.keys() - set(truth)),
            "told_again": sum(times.values()) - len(times),
            "out_of_order": _overtaken(self.told),
            "forgetful_kills": len(self._forgetful_kills()),
        }

    def _forgetful_kills(self) -> set[float]:
        """Return the kills after which events were told again that had been told well before the kill."""
        last: dict[tuple[str, int], float] = {}
        forgetful = set()
        for name, version, at in self.told:
            kill = self.kills[bisect(self.kills, at) - 1] if self.kills and self.kills[0] <= at else 0.0
            if last.get((name, version), at) < kill - ACKED_AGO:
                forgetful.add(kill)
            last[name, version] = at
        return forgetful


def _overtaken(told: Iterable[Told]) -> int:
    """Return how many events were first told after a later event of their aggregate."""
    seen: set[tuple[str, int]] = set()
    highest: dict[str, int] = {}
    overtaken = 0
    for name, version, _ in told:
        if (name, version) not in seen:
            seen.add((name, version))
            overtaken += version < highest.get(name, 0)
            highest[name] = max(version, highest.get(name, 0))
    return overtaken


class Wire:
    """A sender with the order and the delays of a broker, but without one."""

    def __init__(self, log: Log, chance: random.Random) -> None:
        self._log = log
        self._chance = chance
        self._waiting: asyncio.Queue[tuple[Sequence[Row], asyncio.Future[None]]] = asyncio.Queue()
        self._carrying = asyncio.create_task(self._carry())

    async def queue(self, rows: Sequence[Row]) -> Awaitable[object]:
        """Take *rows* in; they arrive behind all earlier ones."""
        arrived: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((rows, arrived))
        return arrived

    def cut(self) -> None:
        """Carry on for a moment after the relay died, then no more."""
        asyncio.get_running_loop().call_later(self._chance.random() * 0.02, self._carrying.cancel)

    async def _carry(self) -> None:
        while True:
            rows, arrived = await self._waiting.get()
            await asyncio.sleep(self._chance.random() * 0.004)
            now = time.time()
            self._log.told.extend((row[2], int(orjson.loads(row[3])["ce_sequence"]), now) for row in rows)
            if not arrived.done():
                arrived.set_result(None)


class Counting:
    """A connection that counts what was fetched through it."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self.fetches = 0
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    async def fetch(self, *given: Any) -> Any:
        """Fetch, and count."""
        found = await self._connection.fetch(*given)
        self.fetches += 1
        return found


class Rig:
    """One outbox, and relays of a kind that tell it to a log in this process."""

    def __init__(self, dsn: str, kind: type[Relay] = Relay, seed: int = 1) -> None:
        self.dsn = dsn
        self.log = Log()
        self._kind = kind
        self._connection: Counting
        self._chance = random.Random(seed)

    @asynccontextmanager
    async def relay(self) -> AsyncIterator[asyncio.Task[None]]:
        """Run a relay; at the end it is killed, not stopped."""
        connection = self._connection = Counting(await asyncpg.connect(self.dsn, server_settings=_SESSION))
        wire = Wire(self.log, self._chance)
        relay = self._kind("reporting", connection, wire, Bell())
        running = asyncio.create_task(relay.run())
        try:
            yield running
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            relay.abandon()
            wire.cut()
            connection.terminate()

    async def look(self) -> None:
        """Return when the relay has looked at the outbox several times from now on."""
        enough = self._connection.fetches + 4
        while self._connection.fetches < enough:
            await asyncio.sleep(0.002)

    async def kill_and_start(self, writing: asyncio.Task[None]) -> None:
        """Run one relay after the other, each for a moment, while there is writing."""
        while not writing.done():
            async with self.relay() as running:
                await asyncio.wait({running}, timeout=0.05 + self._chance.random() * 0.5)
                if running.done():
                    running.result()
                self.log.kills.append(time.time())

    async def settle(self) -> None:
        """Let one relay tell what is left: until nothing new has come for a while."""
        async with self.relay() as running:
            before = -1
            while before != len(self.log.told):
                before = len(self.log.told)
                await asyncio.wait({running}, timeout=0.4)
                if running.done():
                    running.result()


async def in_one_process(
    scene: Scene, commits: int, *, relays: int = 1, kind: type[Relay] = Relay, seed: int = 1
) -> Finding:
    """Kill relays in quick succession; with two of them at once, as if the leader's lock had failed."""
    began = time.perf_counter()
    dsn = await scene.database(TABLE, COLUMN, "INSERT INTO outbox_cursor VALUES ('kafka', 0, '{}', '{}')")
    rig = Rig(dsn, kind, seed)
    writers = Writers(dsn, "faults.memory.v1", seed=seed)
    async with long_transactions(scene.parts.postgres.admin_dsn):
        writing = asyncio.create_task(writers.write(commits))
        await asyncio.gather(writing, *(rig.kill_and_start(writing) for _ in range(relays)))
    await rig.settle()
    return await _finding(f"{kind.__name__} × {relays}, killed", began, writers, dsn, rig.log)


async def on_kafka(scene: Scene, commits: int, *, pause: tuple[float, float] = (0.1, 0.8), seed: int = 1) -> Finding:
    """Kill relay processes, of which two are always there, while they tell a real broker."""
    began = time.perf_counter()
    dsn = await scene.database(TABLE, COLUMN)
    topic = scene.topic(PARTITIONS, **{"message.timestamp.type": "LogAppendTime"})
    writers = Writers(dsn, topic, seed=seed)
    log = Log()
    async with long_transactions(scene.parts.postgres.admin_dsn), _relay_processes(scene, dsn) as processes:
        writing = asyncio.create_task(writers.write(commits))
        log.kills = await _kill_leaders(writing, processes, dsn, pause, random.Random(seed))
        await writing
        await _until_told(dsn)
    for record in await scene.records(topic):
        version = int(dict(record.headers)["ce_sequence"])
        log.told.append((record.key.decode(), version, record.timestamp / 1000))
    return await _finding("relay processes on Kafka, killed", began, writers, dsn, log)


@asynccontextmanager
async def _relay_processes(scene: Scene, dsn: str) -> AsyncIterator[list[Child]]:
    environment = scene.environment("reporting", dsn)
    command = [sys.executable, "-m", "tests.faults.relaying"]
    processes = [Child(f"relay-{number}", scene.parts.folder, command, environment) for number in range(2)]
    try:
        for process in processes:
            await process.start()
        yield processes
    finally:
        for process in processes:
            await process.kill()


async def _kill_leaders(
    writing: asyncio.Task[None], processes: list[Child], dsn: str, pause: tuple[float, float], chance: random.Random
) -> list[float]:
    """Kill whoever leads, a moment after it began to tell; return when."""
    kills: list[float] = []
    place = 0
    async with connected(dsn) as connection:
        while not writing.done():
            leader = await connection.fetchval(_LEADER)
            leading = [process for process in processes if process.process and f"relay {process.process.pid}" == leader]
            read_id = await connection.fetchval("SELECT max(read_id) FROM outbox_cursor") or 0
            if leading and read_id > place:
                await asyncio.sleep(chance.uniform(*pause))
                kills.append(time.time())
                await leading[0].kill()
                place = await connection.fetchval("SELECT max(read_id) FROM outbox_cursor")
                await leading[0].start()
            await asyncio.sleep(0.02)
    return kills


async def _until_told(dsn: str) -> None:
    async with asyncio.timeout(60), connected(dsn) as connection:
        while await connection.fetchval(
            "SELECT coalesce(max(id), 0) > (SELECT coalesce(min(read_id), 0) FROM outbox_cursor) OR "
            "(SELECT cardinality(gaps) > 0 FROM outbox_cursor) FROM outbox"
        ):
            await asyncio.sleep(0.05)


async def _finding(name: str, began: float, writers: Writers, dsn: str, log: Log) -> Finding:
    found = log.judge(await promised(dsn))
    broken = found["lost"] + found["invented"] + found["out_of_order"]
    return Finding(
        name=name,
        tried=writers.committed,
        seconds=round(time.perf_counter() - began, 1),
        holds=not broken and found["forgetful_kills"] <= max(1, len(log.kills) // 10),
        lost=found["lost"],
        out_of_order=found["out_of_order"],
        notes={
            "kills": len(log.kills),
            "told_again": found["told_again"],
            "forgetful_kills": found["forgetful_kills"],
            "invented": found["invented"],
        },
    )
