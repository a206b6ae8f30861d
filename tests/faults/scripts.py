"""Interleavings of two writers in which a wrong relay goes wrong, step by step."""

import asyncio
from collections.abc import Awaitable, Callable

import asyncpg
import orjson

from shared.messaging.relay import Relay
from tests.faults.relay_harness import Rig
from tests.faults.scene import Scene
from tests.faults.writers import _FILL, _INSERT, _LOCK, TABLE, connected, promised
from tests.faults.wrong_relays import COLUMN

ROUNDS = 5
"""Other activity on the server can take a transaction number at the wrong moment; it will not do so every time."""

Look = Callable[[], Awaitable[None]]
Script = Callable[["Writer", "Writer", str, str, Look], Awaitable[None]]


class Writer:
    """A connection with a transaction that is taken step by step."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection

    async def begin(self) -> None:
        """Begin, without a number yet."""
        await self._connection.execute("BEGIN")

    async def take_number(self) -> None:
        """Become a transaction with a number, as an update does before it waits for its row."""
        await self._connection.execute("SELECT pg_current_xact_id()")

    async def event(self, name: str) -> None:
        """Lock an aggregate, then write an event about it."""
        version = await self._connection.fetchval(_LOCK, name)
        headers = orjson.dumps({"ce_sequence": str(version)})
        await self._connection.execute(_INSERT, "faults.memory.v1", name, version, headers)

    async def commit(self) -> None:
        """Commit."""
        await self._connection.execute("COMMIT")


async def first_id_commits_last(a: Writer, b: Writer, x: str, y: str, look: Look) -> None:
    """What is committed last lies below what was read already."""
    await a.begin()
    await a.event(x)
    await b.begin()
    await b.event(y)
    await b.commit()
    await look()
    await a.commit()


async def first_number_locks_last(a: Writer, b: Writer, x: str, _: str, __: Look) -> None:
    """The older transaction waits for the younger one, and writes the later version."""
    await a.begin()
    await a.take_number()
    await b.begin()
    await b.event(x)
    waiting = asyncio.create_task(a.event(x))
    await asyncio.sleep(0.02)
    await b.commit()
    await waiting
    await a.commit()


async def younger_transaction_holds_the_gap(a: Writer, b: Writer, x: str, y: str, look: Look) -> None:
    """The end of the snapshot that shows the gap is the very number of the transaction that will fill it."""
    await b.begin()
    await b.take_number()
    await a.begin()
    await a.event(x)
    await b.event(y)
    await b.commit()
    await look()
    await a.commit()


async def play(scene: Scene, script: Script, kind: type[Relay]) -> dict[str, int]:
    """Play *script* in front of a relay of *kind*, a few rounds; return what the judge says."""
    dsn = await scene.database(TABLE, COLUMN)
    rig = Rig(dsn, kind)
    async with connected(dsn) as first, connected(dsn) as second, rig.relay():
        await first.execute(_FILL, 2 * ROUNDS)
        for number in range(ROUNDS):
            await rig.look()
            await script(Writer(first), Writer(second), f"a{number}", f"a{ROUNDS + number}", rig.look)
        await rig.look()
    await rig.settle()
    return rig.log.judge(await promised(dsn))
