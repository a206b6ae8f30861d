"""Members join, leave and die while they act; each event must have one effect, in the order of its key."""

import asyncio
import random
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field

import httpx
import orjson
from aiokafka import AIOKafkaProducer

from deploy.part import Child, Part
from deploy.ports import HOST
from shared.identity import Identity
from shared.roles import Role
from tests.faults.finding import Finding
from tests.faults.scene import Scene
from tests.faults.writers import connected

TABLES = (
    "CREATE TABLE counter (name text PRIMARY KEY, version int NOT NULL)",
    "CREATE TABLE effect (position bigserial PRIMARY KEY, name text NOT NULL, number int NOT NULL)",
    "CREATE TABLE poison (name text NOT NULL, number int NOT NULL)",
)

COUNTED = "vn.thidua.reporting.Counted.v1"
"""The type of the one event that `tests.faults.member` knows."""

NAMES = 40
PARTITIONS = 6
POISONED = {"n3": 5, "n8": 1}
"""Which number of which counter cannot be taken until it is cured."""

OPERATOR = Identity("quantri", "Quản trị", frozenset({Role.ADMINISTRATOR}))


class Member(Part):
    """One process of the small service."""

    def __init__(self, scene: Scene, name: str, environment: Mapping[str, str]) -> None:
        port = scene.parts.ports.of(f"faults-{name}")
        self.url = f"http://{HOST}:{port}"
        self.environment = environment
        words = ("-m", "uvicorn", "--no-access-log", "--log-level", "warning", "--timeout-graceful-shutdown", "3")
        command = [sys.executable, *words, "tests.faults.member:app", "--host", HOST, "--port", str(port)]
        super().__init__(name, Child(name, scene.parts.folder, command, environment), self._answers)

    async def _answers(self) -> bool:
        with suppress(httpx.TransportError):
            async with httpx.AsyncClient(timeout=2, trust_env=False) as client:
                return (await client.get(f"{self.url}/health")).is_success
        return False


@dataclass
class Feed:
    """Tells counters on Kafka as a relay would, and some of it twice."""

    producer: AIOKafkaProducer
    topic: str
    chance: random.Random
    told: dict[str, int] = field(default_factory=dict)
    repeats: int = 0

    async def next(self, name: str) -> None:
        """Tell the next number of *name*; now and then tell an old one again."""
        self.told[name] = self.told.get(name, 0) + 1
        await self._send(name, self.told[name])
        if self.chance.random() < 0.03:
            self.repeats += 1
            old = self.chance.choice(sorted(self.told))
            await self._send(old, self.chance.randint(max(1, self.told[old] - 20), self.told[old]))

    async def _send(self, name: str, number: int) -> None:
        headers = {"ce_id": f"{name}/{number}", "ce_type": COUNTED, "ce_sequence": str(number)}
        packed = [(header, value.encode()) for header, value in headers.items()]
        value = orjson.dumps({"name": name, "number": number})
        await self.producer.send(self.topic, value, key=name.encode(), headers=packed)


async def members(scene: Scene, events: int, *, seed: int = 1) -> Finding:
    """Feed *events* to members that come and go, then cure what was poisoned and replay it."""
    began = time.perf_counter()
    dsn = await scene.database(*TABLES)
    topic = scene.topic(PARTITIONS)
    environment = scene.environment("reporting", dsn, THIDUA_ROLES='["api", "consumer"]', THIDUA_FAULTS_TOPIC=topic)
    async with connected(dsn) as connection:
        await connection.executemany("INSERT INTO poison VALUES ($1, $2)", list(POISONED.items()))
    parts = [Member(scene, f"member-{number}", environment) for number in range(3)]
    async with _running(parts), _feed(scene, topic, seed) as feed:
        feeding = asyncio.create_task(_feed_all(feed, events))
        kills = await _disturb(feeding, parts, random.Random(seed))
        await feeding
        await parts[0].start()
        await _until_acted(scene, dsn, topic)
        early = await _effects(dsn)
        await _replay(scene, dsn, topic, parts[0])
        for name in POISONED:
            await feed.next(name)
        await feed.producer.flush()
        await _until_acted(scene, dsn, topic)
    return await _finding(began, dsn, feed, early, kills)


@asynccontextmanager
async def _running(parts: Sequence[Part]) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        for part in parts:
            stack.push_async_callback(part.kill)
        yield


@asynccontextmanager
async def _feed(scene: Scene, topic: str, seed: int) -> AsyncIterator[Feed]:
    producer = scene.producer()
    await producer.start()
    try:
        yield Feed(producer, topic, random.Random(seed))
    finally:
        await producer.stop()


async def _feed_all(feed: Feed, events: int) -> None:
    names = [f"n{number}" for number in range(NAMES)]
    for number in range(events):
        await feed.next(names[number % NAMES] if number < NAMES else feed.chance.choice(names))
        if number % 50 == 0:
            await asyncio.sleep(0.05)


async def _disturb(feeding: asyncio.Task[None], parts: Sequence[Part], chance: random.Random) -> int:
    """Let members join, die and leave: at least one of each, and on until everything is fed."""
    await asyncio.gather(parts[0].start(), parts[1].start())
    kills = 0
    acts: Sequence[Callable[[Part], Awaitable[None]]] = (_join, _die, _leave)
    while not feeding.done() or kills < len(acts):
        await asyncio.sleep(chance.uniform(0.5, 1.5))
        await acts[kills % len(acts)](parts[(kills * 2 + 2) % len(parts)])
        kills += 1
    return kills


async def _join(part: Part) -> None:
    await part.start()


async def _die(part: Part) -> None:
    await part.kill()
    await part.start()


async def _leave(part: Part) -> None:
    await part.stop()


async def _until_acted(scene: Scene, dsn: str, topic: str) -> None:
    """Wait until every record of *topic* lies behind the service's own offsets."""
    ends = await scene.ends(topic)
    async with asyncio.timeout(90), connected(dsn) as connection:
        while True:
            rows = await connection.fetch("SELECT part, next_offset FROM consumer_offset WHERE topic = $1", topic)
            if dict(rows) == ends:
                return
            await asyncio.sleep(0.1)


async def _replay(scene: Scene, dsn: str, topic: str, member: Member) -> None:
    """Cure what was poisoned; then let an administrator replay each parked key over HTTP."""
    async with connected(dsn) as connection:
        parked = {key for (key,) in await connection.fetch("SELECT key FROM parked_key")}
        assert parked == set(POISONED), f"parked: {parked}"
        await connection.execute("DELETE FROM poison")
    headers = {"authorization": f"Bearer {scene.parts.token(OPERATOR)}"}
    async with httpx.AsyncClient(base_url=member.url, headers=headers, timeout=30, trust_env=False) as client:
        for key in POISONED:
            answer = await client.post("/dead-letters/replay", json={"topic": topic, "key": key})
            assert answer.json()["remain"] == 0, answer.text


async def _effects(dsn: str) -> dict[str, list[int]]:
    effects: dict[str, list[int]] = {}
    async with connected(dsn) as connection:
        for name, number in await connection.fetch("SELECT name, number FROM effect ORDER BY position"):
            effects.setdefault(name, []).append(number)
    return effects


async def _finding(began: float, dsn: str, feed: Feed, early: Mapping[str, list[int]], kills: int) -> Finding:
    effects = await _effects(dsn)
    wanted = {name: list(range(1, last + 1)) for name, last in feed.told.items()}
    lost = sum(len(set(numbers) - set(effects.get(name, ()))) for name, numbers in wanted.items())
    doubled = sum(len(numbers) - len(set(numbers)) for numbers in effects.values())
    overtaken = sum(numbers != sorted(numbers) for numbers in effects.values())
    waited = all(early.get(name, []) == list(range(1, number)) for name, number in POISONED.items())
    async with connected(dsn) as connection:
        left = await connection.fetchval(
            "SELECT (SELECT count(*) FROM dead_letter) + (SELECT count(*) FROM parked_key)"
        )
    return Finding(
        name="members join, leave and die on Kafka",
        tried=sum(feed.told.values()),
        seconds=round(time.perf_counter() - began, 1),
        holds=effects == wanted and waited and left == 0,
        lost=lost,
        doubled=doubled,
        out_of_order=overtaken,
        notes={"repeats": feed.repeats, "disturbances": kills, "letters_left": left},
    )
