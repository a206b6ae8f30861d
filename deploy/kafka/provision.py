"""What the broker should hold against what it holds: topics, users and permissions; `apply` closes the difference."""

import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from confluent_kafka import KafkaError, KafkaException
from confluent_kafka.admin import (  # type: ignore[attr-defined]  # re-exported without saying so
    AclBinding,
    AclBindingFilter,
    AclOperation,
    AclPermissionType,
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    NewPartitions,
    NewTopic,
    ResourcePatternType,
    ResourceType,
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialUpsertion,
)

from deploy.kafka.broker import Kafka
from deploy.kafka.topics import SERVICES, Grant, Topic, department, expand, grants, topics
from deploy.trouble import Trouble

WAIT = 60.0
ITERATIONS = 4096
_SCRAM = {"SCRAM-SHA-256": ScramMechanism.SCRAM_SHA_256, "SCRAM-SHA-512": ScramMechanism.SCRAM_SHA_512}
REPLICAS = 3

EVERY_GRANT: tuple[Any, ...] = (
    ResourceType.ANY,
    None,
    ResourcePatternType.ANY,
    None,
    None,
    AclOperation.ANY,
    AclPermissionType.ANY,
)
"""The filter that lets every grant through; None stands for any name."""


@dataclass
class Difference:
    """What is missing on the broker, and what is there but should not be."""

    topics: list[NewTopic] = field(default_factory=list)
    partitions: list[NewPartitions] = field(default_factory=list)
    settings: list[ConfigResource] = field(default_factory=list)
    users: list[str] = field(default_factory=list)
    grants: list[Grant] = field(default_factory=list)
    surplus_grants: list[Grant] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)  # nothing is deleted by itself

    def lines(self) -> list[str]:
        """Return each difference as a line."""
        return [
            *(f"topic {topic.topic} is missing" for topic in self.topics),
            *(f"topic {more.topic} has too few partitions" for more in self.partitions),
            *(f"topic {resource.name} is kept otherwise than topics.yml says" for resource in self.settings),
            *(f"user {user} is missing or has another password" for user in self.users),
            *(f"missing: {_said(grant)}" for grant in sorted(self.grants)),
            *(f"not in topics.yml: {_said(grant)}" for grant in sorted(self.surplus_grants)),
            *map(_unknown, self.unknown),
        ]


def check(kafka: Kafka, unit_ids: Sequence[str]) -> list[str]:
    """Return every difference as a line."""
    return _difference(AdminClient(kafka.access.client()), kafka, unit_ids).lines()


def apply(kafka: Kafka, unit_ids: Sequence[str]) -> list[str]:
    """Close every difference and return what it was; what nobody knows is left alone."""
    client = AdminClient(kafka.access.client())
    difference = _difference(client, kafka, unit_ids)
    if difference.topics:
        _done(client.create_topics(difference.topics, operation_timeout=WAIT))
    if difference.partitions:
        _done(client.create_partitions(difference.partitions))
    if difference.settings:
        _done(client.incremental_alter_configs(difference.settings))
    if difference.users:
        _done(client.alter_user_scram_credentials([_user(kafka, user) for user in difference.users]))
        kafka.passwords.tell(difference.users)
    if difference.grants:
        _done(client.create_acls([_binding(grant) for grant in difference.grants]))
    if difference.surplus_grants:
        _done(client.delete_acls([_filter(grant) for grant in difference.surplus_grants]))
    _wait_until_known(client, kafka, unit_ids, difference)
    return difference.lines()


def _wait_until_known(client: AdminClient, kafka: Kafka, unit_ids: Sequence[str], closed: Difference) -> None:
    # The controller has written the change; the broker applies it a moment later, and services start next.
    deadline = time.monotonic() + WAIT
    left = closed
    while set(left.lines()) - set(map(_unknown, closed.unknown)):
        if time.monotonic() > deadline:
            raise Trouble("The broker did not take over the topics and permissions:", *left.lines()[:10])
        left = _difference(client, kafka, unit_ids)


def _difference(client: AdminClient, kafka: Kafka, unit_ids: Sequence[str]) -> Difference:
    declared = topics()
    difference = Difference()
    _compare_topics(client, {topic.name: topic for topic in expand(declared, unit_ids)}, difference)
    principals = [*SERVICES, *(department(unit_id) for unit_id in unit_ids)]
    _compare_users(client, kafka, principals, difference)
    wanted = grants(declared, unit_ids)
    found = {grant for grant in _grants(client) if _is_ours(grant.principal)}
    difference.grants = list(wanted - found)
    difference.surplus_grants = list(found - wanted)
    return difference


def _compare_topics(client: AdminClient, wanted: Mapping[str, Topic], difference: Difference) -> None:
    cluster = client.list_topics(timeout=WAIT)
    replicas = min(REPLICAS, len(cluster.brokers))
    there = cluster.topics
    for name, topic in wanted.items():
        if name not in there:
            settings = _settings(topic, replicas)
            difference.topics.append(NewTopic(name, topic.partitions, replication_factor=replicas, config=settings))
        elif len(there[name].partitions) < topic.partitions:
            difference.partitions.append(NewPartitions(name, topic.partitions))
    kept = [ConfigResource(ConfigResource.Type.TOPIC, name) for name in wanted if name in there]
    for resource, future in client.describe_configs(kept).items() if kept else ():
        found = {name: entry.value for name, entry in future.result(WAIT).items()}
        other = {
            name: value
            for name, value in _settings(wanted[resource.name], replicas).items()
            if found.get(name) != value
        }
        if other:
            difference.settings.append(_alteration(resource.name, other))
    ours = (*(f"{service}." for service in SERVICES), "ext.")
    difference.unknown = sorted(name for name in there if name.startswith(ours) and name not in wanted)


def _compare_users(client: AdminClient, kafka: Kafka, wanted: Sequence[str], difference: Difference) -> None:
    known = _result(client.describe_user_scram_credentials())  # type: ignore[arg-type]  # one future for all users
    untold = kafka.passwords.untold(wanted)
    difference.users = [user for user in wanted if user not in known or user in untold]


def _grants(client: AdminClient) -> Iterable[Grant]:
    for binding in _result(client.describe_acls(_filter(None))):
        yield Grant(
            binding.principal.removeprefix("User:"),
            binding.operation.name,
            binding.restype.name,
            binding.name,
            is_prefix=binding.resource_pattern_type == ResourcePatternType.PREFIXED,
        )


def _is_ours(principal: str) -> bool:
    return principal in SERVICES or principal.startswith(department(""))


def _settings(topic: Topic, replicas: int) -> dict[str, str]:
    return {
        "retention.ms": str(topic.retention_ms),
        "cleanup.policy": topic.cleanup,
        "compression.type": "producer",
        "min.insync.replicas": str(max(1, replicas - 1)),
    }


def _alteration(name: str, values: Mapping[str, str]) -> ConfigResource:
    entries = [ConfigEntry(key, value, incremental_operation=AlterConfigOpType.SET) for key, value in values.items()]
    return ConfigResource(ConfigResource.Type.TOPIC, name, incremental_configs=entries)


def _user(kafka: Kafka, user: str) -> UserScramCredentialUpsertion:
    info = ScramCredentialInfo(_SCRAM[kafka.access.mechanism], ITERATIONS)
    return UserScramCredentialUpsertion(user, info, kafka.credentials(user).password.encode())


def _binding(grant: Grant) -> AclBinding:
    pattern = ResourcePatternType.PREFIXED if grant.is_prefix else ResourcePatternType.LITERAL
    return AclBinding(
        ResourceType[grant.kind], grant.name, pattern, f"User:{grant.principal}", "*",
        AclOperation[grant.operation], AclPermissionType.ALLOW,
    )  # fmt: skip


def _filter(grant: Grant | None) -> AclBindingFilter:
    if grant is None:
        return AclBindingFilter(*EVERY_GRANT)
    binding = _binding(grant)
    return AclBindingFilter(
        binding.restype, binding.name, binding.resource_pattern_type, binding.principal, binding.host,
        binding.operation, binding.permission_type,
    )  # fmt: skip


def _unknown(name: str) -> str:
    return f"topic {name} is not in topics.yml; delete it by hand when nobody needs it"


def _said(grant: Grant) -> str:
    pattern = "*" if grant.is_prefix else ""
    return f"{grant.principal} may {grant.operation} {grant.kind.lower()} {grant.name}{pattern}"


def _done(futures: Mapping[Any, "Future[Any]"]) -> None:
    for future in futures.values():
        _result(future)


def _result(future: "Future[Any]") -> Any:
    try:
        return future.result(WAIT)
    except KafkaException as error:
        cause: KafkaError = error.args[0]
        raise Trouble(f"The broker refused: {cause.str()}", "check the administrator's user and permissions") from error
