"""The broker: a real single-node Apache Kafka of our own, or one that somebody else runs."""

import asyncio
import base64
import shutil
import subprocess
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from deploy.folder import ROOT
from deploy.kafka import jars
from deploy.outside import Outside
from deploy.part import Child, Part
from deploy.passwords import Passwords, write_text
from deploy.ports import HOST, Ports, is_open
from deploy.trouble import Trouble

ADMINISTRATOR = "admin"
CONTROLLER = "controller"

MEMORY = ("-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError")

SETTINGS = {
    "process.roles": "broker,controller",
    "node.id": "1",
    "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
    "super.users": f"User:{ADMINISTRATOR};User:{CONTROLLER}",
    "allow.everyone.if.no.acl.found": "false",
    "listener.security.protocol.map": "INTERNAL:SASL_PLAINTEXT,CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT",
    "inter.broker.listener.name": "INTERNAL",
    "controller.listener.names": "CONTROLLER",
    "sasl.enabled.mechanisms": "SCRAM-SHA-256",
    "sasl.mechanism.inter.broker.protocol": "SCRAM-SHA-256",
    "sasl.mechanism.controller.protocol": "PLAIN",
    "listener.name.controller.sasl.enabled.mechanisms": "PLAIN",
    "auto.create.topics.enable": "false",
    # After a crash the controller lets the broker back in when its last session has run out.
    "broker.heartbeat.interval.ms": "500",
    "broker.session.timeout.ms": "3000",
    "group.initial.rebalance.delay.ms": "0",
    "group.min.session.timeout.ms": "1000",
    "offsets.retention.minutes": "43200",
    "offsets.topic.num.partitions": "4",
    "offsets.topic.replication.factor": "1",
    "transaction.state.log.num.partitions": "4",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "share.coordinator.state.topic.num.partitions": "4",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    "log.cleaner.dedupe.buffer.size": "4194304",
    "log.index.size.max.bytes": "1048576",
    "num.recovery.threads.per.data.dir": "2",
}


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
    listeners = {"INTERNAL": ports.of("kafka-internal"), "CONTROLLER": ports.of("kafka-controller")}
    settings = _settings(access, listeners, passwords.of(CONTROLLER))
    file = folder / "kafka" / "server.properties"
    run = [
        java,
        *MEMORY,
        f"-Dlog4j2.configurationFile={ROOT / 'deploy/kafka/log4j2.xml'}",
        "-cp",
        f"{libs.resolve()}/*",
    ]
    if not place.exists():
        await asyncio.to_thread(_format, run, place, settings, access.admin)
    elif not (place / "meta.properties").exists():
        raise Trouble(f"{place} is not a Kafka data folder any more.", "restore a backup, or move it away")
    write_text(file, _properties({**settings, "log.dirs": str(place.resolve())}))
    child = Child(
        "kafka",
        folder,
        [java, *jars.classes(folder), *run[1:], "kafka.Kafka", str(file.resolve())],
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


def _settings(access: Access, listeners: Mapping[str, int], controller_password: str) -> dict[str, str]:
    addresses = {"CLIENT": access.bootstrap, **{name: f"{HOST}:{port}" for name, port in listeners.items()}}
    scram = "org.apache.kafka.common.security.scram.ScramLoginModule required"
    plain = "org.apache.kafka.common.security.plain.PlainLoginModule required"
    admin, controller = access.admin, controller_password
    return {
        **SETTINGS,
        "listeners": ",".join(f"{name}://{address}" for name, address in addresses.items()),
        "advertised.listeners": ",".join(
            f"{name}://{address}" for name, address in addresses.items() if name != "CONTROLLER"
        ),
        "controller.quorum.voters": f"1@{addresses['CONTROLLER']}",
        "listener.name.internal.scram-sha-256.sasl.jaas.config": (
            f'{scram} username="{admin.user}" password="{admin.password}";'
        ),
        "listener.name.client.scram-sha-256.sasl.jaas.config": f"{scram};",
        "listener.name.controller.plain.sasl.jaas.config": (
            f'{plain} username="{CONTROLLER}" password="{controller}" user_{CONTROLLER}="{controller}";'
        ),
    }


def _format(run: Sequence[str], place: Path, settings: Mapping[str, str], admin: Credentials) -> None:
    # Formatted under another name first, so that a folder of the right name is always a whole one.
    draft = place.with_name("data.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    file = place.with_name("format.properties")
    write_text(file, _properties({**settings, "log.dirs": str(draft.resolve())}))
    cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
    scram = f"SCRAM-SHA-256=[name={admin.user},password={admin.password}]"
    # Java reads its arguments from a file, because everybody may read those of a command line.
    words = [*run[1:], "kafka.tools.StorageTool", "format", "-t", cluster, "-c", str(file), "--add-scram", scram]
    arguments = place.with_name("format.arguments")
    write_text(arguments, "\n".join(f'"{word}"' for word in words))
    done = subprocess.run([run[0], f"@{arguments}"], check=False, capture_output=True, text=True)
    file.unlink()
    arguments.unlink()
    if done.returncode != 0:
        raise Trouble(f"The data folder of Kafka could not be made:\n{done.stderr.strip()}")
    draft.rename(place)


def _properties(settings: Mapping[str, str]) -> str:
    return "".join(f"{name}={value}\n" for name, value in settings.items())


def _knows(access: Access) -> bool:
    try:
        AdminClient(access.client()).list_topics(timeout=2)
    except KafkaException:
        return False
    return True
