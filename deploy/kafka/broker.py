"""The broker: a real single-node Apache Kafka of our own, or one that somebody else runs."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from confluent_kafka import KafkaError, KafkaException
from confluent_kafka.admin import AdminClient

from deploy.folder import ROOT
from deploy.kafka import jars
from deploy.outside import Outside
from deploy.part import Child, Part
from deploy.passwords import Passwords, new_cluster, write_text
from deploy.ports import HOST, Ports, is_open
from deploy.trouble import Trouble

ADMINISTRATOR = "admin"
CONTROLLER = "controller"

MEMORY = (
    "-Xms128m",
    "-Xmx512m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",  # on two cores the optimising compiler takes more than it gives
    "-XX:+ExitOnOutOfMemoryError",
)

SETTINGS = ROOT / "deploy" / "kafka" / "server.properties"


@dataclass(frozen=True, slots=True)
class Credentials:
    """One principal's way in."""

    user: str
    password: str


@dataclass(frozen=True, slots=True)
class Access:
    """Where a broker is and how its administrator signs in."""

    bootstrap: str
    admin: Credentials
    mechanism: str = "SCRAM-SHA-256"
    tls: bool = False

    def client(self, who: Credentials | None = None, **more: Any) -> dict[str, Any]:
        """Return librdkafka's settings for *who*, the administrator by default."""
        who = who or self.admin
        return {
            "bootstrap.servers": self.bootstrap,
            "security.protocol": "SASL_SSL" if self.tls else "SASL_PLAINTEXT",
            "sasl.mechanism": self.mechanism,
            "sasl.username": who.user,
            "sasl.password": who.password,
            "log_level": 0,
            **more,
        }


class Kafka(Part):
    """The broker, and the way in for its administrator and for each principal."""

    def __init__(self, access: Access, passwords: Passwords, child: Child | None) -> None:
        super().__init__("kafka", child, self._answers)
        self.access = access
        self.passwords = passwords

    @property
    def bootstrap(self) -> str:
        """Return host:port[,host:port], as clients want it."""
        return self.access.bootstrap

    @property
    def admin(self) -> Credentials:
        """Return the administrator's way in."""
        return self.access.admin

    def credentials(self, principal: str) -> Credentials:
        """Return the way in of a service (`plans`) or a department (`dept-so-noi-vu`)."""
        return Credentials(principal, self.passwords.of(principal))

    async def stop(self) -> None:
        """Stop the broker; the first good end on a machine leaves its classes behind, ready to be mapped."""
        await super().stop()
        if self.child is not None:
            await asyncio.to_thread(jars.keep_classes, self.child.folder)

    async def _answers(self) -> bool:
        if self.child is not None and not is_open(self.bootstrap):
            return False
        return await asyncio.to_thread(_knows, self.access)


async def embedded(folder: Path, ports: Ports, passwords: Passwords) -> Kafka:
    """Return a broker of our own, its data folder formatted if there is none."""
    java = await asyncio.to_thread(jars.java)
    libs = await asyncio.to_thread(jars.fetched)
    place = folder / "kafka" / "data"
    access = inside(ports.of("kafka"), passwords)
    environment = _environment(access, ports.of("kafka-internal"), ports.of("kafka-controller"), passwords)
    words = [*MEMORY, f"-Dlog4j2.configurationFile={SETTINGS.with_name('log4j2.xml')}", "-cp", f"{libs}/*"]
    if not place.exists():
        await asyncio.to_thread(_format, [java, *words], place, environment)
    elif not (place / "meta.properties").exists():
        raise Trouble(f"{place} is not a Kafka data folder any more.", "restore a backup, or move it away")
    child = Child(
        "kafka",
        folder,
        [java, *jars.classes(folder), *words, "kafka.Kafka", str(SETTINGS)],
        {**environment, "BROKER_DATA": str(place)},
        orphan_signal="TERM",
        patience=30,
    )
    return Kafka(access, passwords, child)


def inside(port: int, passwords: Passwords) -> Access:
    """Return the way in to the embedded broker."""
    return Access(f"{HOST}:{port}", Credentials(ADMINISTRATOR, passwords.of(ADMINISTRATOR)))


def outside(named: Outside) -> Access:
    """Return the way in to a broker that somebody else runs."""
    admin = Credentials(named.kafka_user, named.kafka_password.get_secret_value())
    return Access(named.kafka, admin, named.kafka_mechanism, named.kafka_tls)


def _environment(access: Access, internal: int, controller: int, passwords: Passwords) -> dict[str, str]:
    """Return what server.properties asks the environment for, but for the data folder."""
    advertised = f"CLIENT://{access.bootstrap},INTERNAL://{HOST}:{internal}"
    return {
        "BROKER_LISTENERS": f"{advertised},CONTROLLER://{HOST}:{controller}",
        "BROKER_ADVERTISED": advertised,
        "BROKER_CONTROLLER": f"{HOST}:{controller}",
        "BROKER_ADMIN_PASSWORD": access.admin.password,
        "BROKER_CONTROLLER_PASSWORD": passwords.of(CONTROLLER),
    }


def _format(run: Sequence[str], place: Path, environment: Mapping[str, str]) -> None:
    # Formatted under another name first, so that a folder of the right name is always a whole one.
    draft = place.with_name("data.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    scram = f"SCRAM-SHA-256=[name={ADMINISTRATOR},password={environment['BROKER_ADMIN_PASSWORD']}]"
    # Java reads its arguments from a file, because everybody may read those of a command line.
    words = [
        *run[1:],
        "kafka.tools.StorageTool",
        "format",
        "-t",
        new_cluster(),
        "-c",
        str(SETTINGS),
        "--add-scram",
        scram,
    ]
    arguments = place.with_name("format.arguments")
    write_text(arguments, "\n".join(f'"{word}"' for word in words))
    environment = {**os.environ, **environment, "BROKER_DATA": str(draft)}
    done = subprocess.run([run[0], f"@{arguments}"], check=False, capture_output=True, text=True, env=environment)
    arguments.unlink()
    if done.returncode != 0:
        raise Trouble(f"The data folder of Kafka could not be made:\n{done.stderr.strip()}")
    draft.rename(place)


def _knows(access: Access) -> bool:
    faults: list[KafkaError] = []
    client = AdminClient(access.client(error_cb=faults.append))
    try:
        client.list_topics(timeout=2)
    except KafkaException:
        client.poll(0)
        if any(fault.code() == KafkaError._AUTHENTICATION for fault in faults):  # noqa: SLF001 - its public name
            raise Trouble(
                f"Kafka at {access.bootstrap} does not accept the user {access.admin.user!r} with its password.",
                "check THIDUA_KAFKA_USER, THIDUA_KAFKA_PASSWORD and THIDUA_KAFKA_MECHANISM",
            ) from None
        return False
    return True
