"""Rung after a commit, so that the relay need not poll."""

import asyncio
from contextlib import suppress

import asyncpg

from shared.messaging.failures import WEATHER

CHANNEL = "outbox"


class Bell:
    """Wakes a relay in the same process."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        """Wake whoever waits."""
        self._event.set()

    async def wait(self, seconds: float) -> None:
        """Return at the next ring, or after *seconds*."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._event.wait()
        self._event.clear()


class FarBell:
    """Wakes a relay in another process by a notice of its own, never one inside a business transaction.

    Notices that would follow each other at once are made one; a lost notice costs the relay's next look.
    """

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._is_rung = False
        self._connection: asyncpg.Connection | None = None
        self._telling: asyncio.Task[None] | None = None

    def ring(self) -> None:
        """Send a notice, or let the one that is about to be sent speak for this ring too."""
        self._is_rung = True
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell())

    async def _tell(self) -> None:
        with suppress(*WEATHER):
            if self._connection is None or self._connection.is_closed():
                self._connection = await asyncpg.connect(self._dsn, timeout=5)
            while self._is_rung:
                self._is_rung = False
                await self._connection.execute(f"NOTIFY {CHANNEL}")

    async def close(self) -> None:
        """Let the last notice out, and hang up."""
        if self._telling is not None:
            await self._telling
        if self._connection is not None:
            await self._connection.close()
