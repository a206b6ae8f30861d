"""What the services stand on: PostgreSQL and Kafka, each our own or somebody else's, with all they must hold."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError

from deploy import postgres as database
from deploy.accounts import open_accounts
from deploy.folder import held, is_held
from deploy.kafka import broker, provision
from deploy.kafka.broker import Kafka
from deploy.kafka.topics import Unit, province
from deploy.outside import NOTHING, Outside
from deploy.part import Child, end_leftovers
from deploy.passwords import Passwords, identity_keys
from deploy.ports import Ports
from deploy.postgres import Postgres
from deploy.trouble import Trouble
from shared.identity import Identity, sign
from shared.migrate import migrate as bring_up_to_date

Say = Callable[[str], object]
"""Where progress goes, one short line a step."""

PASSED_ON = {
    "notifications": ("SMTP", "SMTP_USER", "SMTP_PASSWORD", "SMTP_TLS", "SMTP_FROM"),
    "gateway": ("COOKIE_SECURE",),
}
"""Settings the operator may name for one service; every service takes those of `EVERYBODY`."""

EVERYBODY = ("LOG_LEVEL", "POSTGRES_POOL")


@dataclass
class Infrastructure:
    """The database server, the broker, and who may enter them."""

    folder: Path
    units: Sequence[Unit]
    ports: Ports
    postgres: Postgres
    kafka: Kafka
    private_key: str
    public_key: str

    def token(self, identity: Identity) -> str:
        """Return a bearer token for *identity*, such as the gateway would sign."""
        return sign(identity, self.private_key)

    def environment(self, service: str) -> dict[str, str]:
        """Return the settings *service* needs to reach its ground, and no other service's."""
        known = {"SERVICE": service, "POSTGRES": self.postgres.dsn(service), "IDENTITY_PUBLIC_KEY": self.public_key}
        if service == "gateway":
            # It alone speaks for people, and it has no business with Kafka.
            known |= {"IDENTITY_PRIVATE_KEY": self.private_key}
        else:
            known |= {
                "KAFKA": self.kafka.bootstrap,
                "KAFKA_USER": service,
                "KAFKA_PASSWORD": self.kafka.credentials(service).password,
                "KAFKA_MECHANISM": self.kafka.access.mechanism,
                "KAFKA_TLS": str(self.kafka.access.tls).lower(),
            }
        named = (*EVERYBODY, *PASSED_ON.get(service, ()))
        known |= {name: os.environ[f"THIDUA_{name}"] for name in named if f"THIDUA_{name}" in os.environ}
        return {f"THIDUA_{name}": value for name, value in known.items()}

    def program(self, name: str, *words: str, service: str) -> Child:
        """Return a program of ours that knows what *service* knows."""
        return Child(name, self.folder, [sys.executable, *words], self.environment(service))


@asynccontextmanager
async def infrastructure(
    data_dir: Path,
    *,
    units: Sequence[Unit] | None = None,
    services: Sequence[str] = (),
    outside: Outside = NOTHING,
    say: Say = str,
) -> AsyncIterator[Infrastructure]:
    """Keep PostgreSQL and Kafka running in *data_dir*, with every role, topic, user and permission.

    The databases of *services* are brought up to date as well.
    """
    with held(data_dir) as folder:
        await asyncio.to_thread(end_leftovers, folder)
        ground = await _ground(folder, province() if units is None else units, outside)
        async with AsyncExitStack() as stack:
            stack.push_async_callback(ground.postgres.stop)
            stack.push_async_callback(ground.kafka.stop)
            await together(_open_postgres(ground, services, say), _open_kafka(ground, say))
            yield ground


def attached(folder: Path, outside: Outside) -> Infrastructure:
    """Return the ground of a system that runs already, without starting or ending anything."""
    postgres, kafka = attached_postgres(folder, outside), attached_kafka(folder, outside)
    return Infrastructure(folder, province(), _ports(folder), postgres, kafka, *operator_keys(folder))


def attached_postgres(folder: Path, outside: Outside) -> Postgres:
    """Return the database server that runs already."""
    roles = _passwords(folder, "postgres")
    dsn = outside.postgres.get_secret_value()
    return Postgres(dsn or database.address(_running(folder, "postgres"), roles), roles, None)


def attached_kafka(folder: Path, outside: Outside) -> Kafka:
    """Return the broker that runs already."""
    principals = _passwords(folder, "kafka")
    if outside.kafka:
        return Kafka(broker.outside(outside), principals, None)
    return Kafka(broker.inside(_running(folder, "kafka"), principals), principals, None)


async def migrate(folder: Path, postgres: Postgres, services: Sequence[str], units: Sequence[Unit]) -> None:
    """Bring the server up to date: its roles, the databases of *services*, and the accounts of the first day."""
    await postgres.provision()
    for service in services:
        try:
            await bring_up_to_date(service, postgres.dsn(service))
        except DBAPIError as error:
            raise Trouble(
                f"The database of {service} could not be brought up to date: {error.orig}",
                "nothing was changed by the step that failed; see what holds the database, and start again",
            ) from error
    if "gateway" in services:
        await open_accounts(folder, units, postgres.dsn("gateway"))


async def together(*steps: Coroutine[Any, Any, object]) -> None:
    """Do *steps* side by side; the first failure ends the others and is the one that is told."""
    try:
        async with asyncio.TaskGroup() as group:
            for step in steps:
                group.create_task(step)
    except BaseExceptionGroup as failures:
        raise failures.exceptions[0] from None


async def _ground(folder: Path, units: Sequence[Unit], outside: Outside) -> Infrastructure:
    ports, roles, principals = _ports(folder), _passwords(folder, "postgres"), _passwords(folder, "kafka")
    if dsn := outside.postgres.get_secret_value():
        postgres = Postgres(dsn, roles, None)
    else:
        postgres = await database.embedded(folder, ports, roles)
    if outside.kafka:
        kafka = Kafka(broker.outside(outside), principals, None)
    else:
        kafka = await broker.embedded(folder, ports, principals)
    return Infrastructure(folder, units, ports, postgres, kafka, *operator_keys(folder))


def operator_keys(folder: Path) -> tuple[str, str]:
    """Return the private and the public key (PEM) of a system whose data is in *folder*."""
    return identity_keys(folder / "secrets" / "identity.json")


def _running(folder: Path, name: str) -> int:
    if not is_held(folder):
        raise Trouble(
            f"Nothing is running in {folder}.", "start it: make up", "or name the folder: thidua --data FOLDER"
        )
    return _ports(folder).remembered(name)


def _ports(folder: Path) -> Ports:
    return Ports(folder / "ports.json")


def _passwords(folder: Path, server: str) -> Passwords:
    return Passwords(folder / "secrets" / f"{server}.json")


async def _open_postgres(ground: Infrastructure, services: Sequence[str], say: Say) -> None:
    await ground.postgres.start()
    await migrate(ground.folder, ground.postgres, services, ground.units)
    say("PostgreSQL answers, and every database is up to date")


async def _open_kafka(ground: Infrastructure, say: Say) -> None:
    await ground.kafka.start()
    say("Kafka answers")
    closed = await asyncio.to_thread(provision.apply, ground.kafka, [unit.id for unit in ground.units])
    say(f"topics, users and permissions are as listed ({len(closed)} changed)")
