"""The whole system on one machine: started in order, each part waited for, and ended in the opposite order."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from deploy.accounts import first_passwords
from deploy.ground import Infrastructure, Say, infrastructure, together
from deploy.kafka.broker import Kafka
from deploy.kafka.topics import Unit
from deploy.outside import Outside
from deploy.part import Part
from deploy.passwords import Passwords, write
from deploy.postgres import SERVICES, Postgres
from deploy.services import MailCatcher, Service, services
from deploy.trouble import Died

__all__ = ["Infrastructure", "System", "infrastructure", "run", "running"]

Result = TypeVar("Result")

LOOK = 0.2
"""Seconds between two looks at whether every part is alive."""


@dataclass
class System:
    """The running system, and each part of it, to use, to look at or to disturb."""

    ground: Infrastructure
    services: dict[str, Service]
    mail: MailCatcher | None

    @property
    def postgres(self) -> Postgres:
        """Return the database server."""
        return self.ground.postgres

    @property
    def kafka(self) -> Kafka:
        """Return the broker."""
        return self.ground.kafka

    @property
    def above_ground(self) -> list[Part]:
        """Return the parts that start last and end first."""
        return [*([self.mail] if self.mail else []), *self.services.values()]

    @property
    def passwords(self) -> Passwords:
        """Return the first passwords of the people who sign in."""
        return first_passwords(self.ground.folder)

    def addresses(self) -> dict[str, str]:
        """Return where everything is."""
        kafka_and_mail = {"kafka": self.kafka.bootstrap, **({"smtp": self.mail.address} if self.mail else {})}
        return {name: service.url for name, service in self.services.items()} | kafka_and_mail

    async def guard(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Do *work*; give it up when a part of the system dies meanwhile."""
        working, dying = asyncio.ensure_future(work), asyncio.ensure_future(self._first_death())
        try:
            await asyncio.wait({working, dying}, return_when=asyncio.FIRST_COMPLETED)
            if working.done() and working.exception() is not None:
                # Work often fails because a part has just died; then the death is what is worth telling.
                await asyncio.wait({dying}, timeout=2 * LOOK)
            if dying.done():
                raise dying.result()
            return working.result()
        finally:
            working.cancel()
            dying.cancel()
            await asyncio.gather(working, dying, return_exceptions=True)

    async def _first_death(self) -> Died:
        while True:
            for part in (self.postgres, self.kafka, *self.above_ground):
                if part.child is not None and part.child.has_died:
                    return part.child.died()
            await asyncio.sleep(LOOK)


@asynccontextmanager
async def running(  # noqa: PLR0913 - each is a choice of the caller, and all but one have a default
    data_dir: Path,
    *,
    services: Sequence[str] = SERVICES,
    clock: Path | None = None,
    units: Sequence[Unit] | None = None,
    outside: Outside | None = None,
    say: Say = str,
) -> AsyncIterator[System]:
    """Keep the system running in *data_dir*; a broker or database named in the environment replaces ours."""
    outside = Outside() if outside is None else outside
    async with infrastructure(data_dir, units=units, services=services, outside=outside, say=say) as ground:
        system = _system(ground, services, clock)
        async with AsyncExitStack() as stack:
            stack.push_async_callback(_stop_all, system.above_ground)
            await together(*(part.start() for part in system.above_ground))
            say(f"{len(services)} services are ready")
            run_file = ground.folder / "run.json"
            stack.callback(run_file.unlink, missing_ok=True)
            write(run_file, {"pid": os.getpid(), "addresses": system.addresses()})
            yield system


def run(work: Coroutine[Any, Any, None]) -> None:
    """Do *work* until it is done or a signal asks to end, and leave in good order either way."""

    async def until_asked() -> None:
        task = asyncio.ensure_future(work)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)
        await asyncio.wait({task})
        if not task.cancelled():
            task.result()

    asyncio.run(until_asked())


def _system(ground: Infrastructure, names: Sequence[str], clock: Path | None) -> System:
    mail = None
    if "notifications" in names and "THIDUA_SMTP" not in os.environ:
        mail = MailCatcher(ground.folder, ground.ports.of("mail"))
    return System(ground, services(ground, names, clock, mail), mail)


async def _stop_all(parts: Sequence[Part]) -> None:
    await asyncio.gather(*(part.stop() for part in parts))
