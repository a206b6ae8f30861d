"""The ground the services stand on, as it really runs: who gets in, who does not, and what survives a crash."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import uuid4

import asyncpg
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.errors import (
    GroupAuthorizationFailedError,
    KafkaConnectionError,
    TopicAuthorizationFailedError,
    UnknownTopicOrPartitionError,
)
from confluent_kafka.admin import AdminClient

from deploy.connection import connection
from deploy.kafka import provision
from deploy.kafka.broker import Credentials, Kafka
from deploy.kafka.topics import Grant
from deploy.part import Part
from deploy.postgres import SERVICES
from deploy.supervisor import Infrastructure
from shared.identity import Identity, verifier
from shared.roles import Role


def _options(infrastructure: Infrastructure, who: Credentials) -> dict[str, str]:
    return {
        "bootstrap_servers": infrastructure.kafka.bootstrap,
        "security_protocol": "SASL_PLAINTEXT",
        "sasl_mechanism": "SCRAM-SHA-256",
        "sasl_plain_username": who.user,
        "sasl_plain_password": who.password,
    }


async def _write(infrastructure: Infrastructure, principal: str, topic: str, value: bytes = b"{}") -> None:
    who = infrastructure.kafka.credentials(principal)
    async with AIOKafkaProducer(**_options(infrastructure, who), enable_idempotence=True) as producer:
        await asyncio.wait_for(producer.send_and_wait(topic, value), 10)


async def _read(infrastructure: Infrastructure, principal: str, topic: str, group: str) -> bytes:
    who = infrastructure.kafka.credentials(principal)
    consumer = AIOKafkaConsumer(
        topic, **_options(infrastructure, who), group_id=group, auto_offset_reset="earliest", enable_auto_commit=False
    )
    try:
        await consumer.start()
        record = await asyncio.wait_for(consumer.getone(), 20)
        return bytes(record.value)
    finally:
        await consumer.stop()


def _units(infrastructure: Infrastructure) -> list[str]:
    return [unit.id for unit in infrastructure.units]


async def test_a_role_reaches_its_own_database(infrastructure: Infrastructure) -> None:
    connection = await asyncpg.connect(infrastructure.postgres.dsn("plans"))

    who = await connection.fetchrow("SELECT current_user, current_database(), lower('ĐƠN VỊ')")

    await connection.close()
    assert tuple(who) == ("plans", "plans", "đơn vị")


@pytest.mark.parametrize("database", ["nominations", "postgres", "template1"])
async def test_a_role_reaches_no_other_database(infrastructure: Infrastructure, database: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(infrastructure.postgres.dsn("plans", database))


async def test_a_wrong_password_does_not_open_the_database(infrastructure: Infrastructure) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(infrastructure.postgres.dsn("plans"), password="guess")


async def test_the_server_keeps_its_promises(infrastructure: Infrastructure) -> None:
    names = ("fsync", "synchronous_commit", "max_connections", "password_encryption", "listen_addresses")
    connection = await asyncpg.connect(infrastructure.postgres.admin_dsn)

    found = [await connection.fetchval(f"SHOW {name}") for name in names]

    await connection.close()
    assert found == ["on", "on", "200", "scram-sha-256", "127.0.0.1"]


async def test_every_database_belongs_to_its_service_alone(infrastructure: Infrastructure) -> None:
    connection = await asyncpg.connect(infrastructure.postgres.admin_dsn)

    owners = await connection.fetch(
        "SELECT datname, rolname FROM pg_database JOIN pg_roles ON pg_roles.oid = datdba WHERE rolname <> 'postgres'"
    )

    await connection.close()
    assert {tuple(row) for row in owners} >= {(service, service) for service in SERVICES}


async def test_an_empty_database_is_empty_each_time(infrastructure: Infrastructure) -> None:
    connection = await asyncpg.connect(await infrastructure.postgres.empty("scratch", "plans"))
    await connection.execute("CREATE TABLE here (id int)")
    await connection.close()

    again = await asyncpg.connect(await infrastructure.postgres.empty("scratch", "plans"))

    found = await again.fetchval("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
    await again.close()
    assert found == 0


async def test_a_wrong_password_does_not_open_the_broker(infrastructure: Infrastructure) -> None:
    producer = AIOKafkaProducer(**_options(infrastructure, Credentials("plans", "guess")))

    with pytest.raises(KafkaConnectionError):
        await producer.start()

    await producer.stop()


async def test_nobody_is_let_in_without_a_name(infrastructure: Infrastructure) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=infrastructure.kafka.bootstrap, request_timeout_ms=3000)

    with pytest.raises(KafkaConnectionError):
        await producer.start()

    await producer.stop()


async def test_a_service_tells_and_another_hears(infrastructure: Infrastructure) -> None:
    await _write(infrastructure, "reporting", "reporting.report.v1", b'"told"')

    heard = await _read(infrastructure, "notifications", "reporting.report.v1", f"notifications-{uuid4()}")

    assert heard == b'"told"'


async def test_a_department_sends_and_both_owners_may_hear(infrastructure: Infrastructure) -> None:
    await _write(infrastructure, "dept-so-y-te", "ext.so-y-te.v1", b'"sent"')

    heard = [
        await _read(infrastructure, service, "ext.so-y-te.v1", f"{service}-{uuid4()}")
        for service in ("plans", "nominations")
    ]

    assert heard == [b'"sent"', b'"sent"']


async def test_a_department_hears_its_answers_in_a_group_of_its_own(infrastructure: Infrastructure) -> None:
    await _write(infrastructure, "plans", "ext.so-y-te.replies.v1", b'"no"')

    heard = await _read(infrastructure, "dept-so-y-te", "ext.so-y-te.replies.v1", "so-y-te.hr")

    assert heard == b'"no"'


@pytest.mark.parametrize(
    ("principal", "topic"),
    [
        ("dept-so-y-te", "ext.so-noi-vu.v1"),
        ("dept-so-y-te", "ext.so-y-te.replies.v1"),
        ("dept-so-y-te", "plans.plan.v1"),
        ("plans", "ext.so-y-te.v1"),
        ("plans", "nominations.award.v1"),
        ("reporting", "plans.dlq.v1"),
    ],
)
async def test_nobody_writes_what_is_not_theirs(infrastructure: Infrastructure, principal: str, topic: str) -> None:
    with pytest.raises(TopicAuthorizationFailedError):
        await _write(infrastructure, principal, topic)


@pytest.mark.parametrize(
    ("principal", "topic", "group"),
    [
        ("dept-so-y-te", "ext.so-noi-vu.replies.v1", "so-y-te.hr"),
        ("dept-so-y-te", "notifications.delivery.v1", "so-y-te.hr"),
        ("dept-so-y-te", "plans.dlq.v1", "so-y-te.hr"),
        ("notifications", "ext.so-y-te.v1", "notifications"),
    ],
)
async def test_nobody_reads_what_is_not_for_them(
    infrastructure: Infrastructure, principal: str, topic: str, group: str
) -> None:
    with pytest.raises(TopicAuthorizationFailedError):
        await _read(infrastructure, principal, topic, group)


async def test_a_department_cannot_join_the_group_of_a_service(infrastructure: Infrastructure) -> None:
    with pytest.raises(GroupAuthorizationFailedError):
        await _read(infrastructure, "dept-so-y-te", "plans.plan.v1", "reporting")


async def test_a_topic_nobody_listed_is_not_made(infrastructure: Infrastructure) -> None:
    admin = infrastructure.kafka.admin

    async with AIOKafkaProducer(**_options(infrastructure, admin)) as producer:
        with pytest.raises((UnknownTopicOrPartitionError, TimeoutError)):
            await asyncio.wait_for(producer.send_and_wait("nobody.listed.v1", b"{}"), 3)

    assert "nobody.listed.v1" not in AdminClient(infrastructure.kafka.access.client()).list_topics(timeout=10).topics


def test_what_is_applied_twice_changes_nothing(infrastructure: Infrastructure) -> None:
    assert provision.apply(infrastructure.kafka, _units(infrastructure)) == []


def test_a_new_unit_gets_its_topics_user_and_permissions(lent: Infrastructure) -> None:
    units = [*_units(lent), "so-tu-phap"]

    closed = provision.apply(lent.kafka, units)

    assert set(closed) >= {
        "topic ext.so-tu-phap.v1 is missing",
        "topic ext.so-tu-phap.replies.v1 is missing",
        "user dept-so-tu-phap is missing or has another password",
        "missing: dept-so-tu-phap may WRITE topic ext.so-tu-phap.v1",
        "missing: plans may WRITE topic ext.so-tu-phap.replies.v1",
    }
    assert provision.check(lent.kafka, units) == []


def test_a_permission_somebody_added_by_hand_is_found_and_taken_back(infrastructure: Infrastructure) -> None:
    added = Grant("dept-so-y-te", "WRITE", "TOPIC", "plans.plan.v1")
    client = AdminClient(infrastructure.kafka.access.client())
    provision._done(client.create_acls([provision._binding(added)]))

    closed = provision.apply(infrastructure.kafka, _units(infrastructure))

    assert "not in topics.yml: dept-so-y-te may WRITE topic plans.plan.v1" in closed
    assert added not in set(provision._grants(client))


@pytest.fixture
async def restored(infrastructure: Infrastructure) -> AsyncIterator[Infrastructure]:
    """The parts, running again after the test, whatever it did to them."""
    yield infrastructure
    for part in (infrastructure.postgres, infrastructure.kafka):
        await part.resume()
        await part.start()


async def test_what_was_committed_survives_a_killed_database(restored: Infrastructure) -> None:
    dsn = await restored.postgres.empty("crash", "plans")
    connection = await asyncpg.connect(dsn)
    await connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS id")

    await restored.postgres.kill()
    await restored.postgres.start()

    connection.terminate()
    again = await asyncpg.connect(dsn)
    found = await again.fetchval("SELECT count(*) FROM kept")
    await again.close()
    assert found == 1000


async def test_what_was_acknowledged_survives_a_killed_broker(restored: Infrastructure) -> None:
    await _write(restored, "nominations", "nominations.award.v1", b'"kept"')

    await restored.kafka.kill()
    await restored.kafka.start()

    heard = await _read(restored, "dept-so-y-te", "nominations.award.v1", "so-y-te.hr")
    assert heard == b'"kept"'


@pytest.mark.parametrize("name", ["postgres", "kafka"])
async def test_a_paused_part_does_not_answer_until_it_is_resumed(restored: Infrastructure, name: str) -> None:
    part: Part = getattr(restored, name)
    await part.pause()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(part.wait_until_ready(), 1)

    await part.resume()
    await part.wait_until_ready()


def test_a_token_of_the_operator_is_accepted_by_every_service(infrastructure: Infrastructure) -> None:
    operator = Identity("operator", "Người vận hành", frozenset({Role.ADMINISTRATOR}))
    public_key = infrastructure.environment("plans")["THIDUA_IDENTITY_PUBLIC_KEY"]

    assert verifier(public_key)(infrastructure.token(operator)) == operator


def test_only_the_gateway_holds_the_key_that_speaks_for_people(infrastructure: Infrastructure) -> None:
    holders = [name for name in SERVICES if "THIDUA_IDENTITY_PRIVATE_KEY" in infrastructure.environment(name)]

    assert holders == ["gateway"]


def test_a_broker_that_wants_another_mechanism_is_reached_with_it_by_everybody(infrastructure: Infrastructure) -> None:
    access = replace(infrastructure.kafka.access, mechanism="SCRAM-SHA-512")
    elsewhere = Kafka(access, infrastructure.kafka.passwords, None)

    ground = replace(infrastructure, kafka=elsewhere)
    made = provision._user(elsewhere, "plans").scram_credential_info.mechanism

    assert ground.environment("plans")["THIDUA_KAFKA_MECHANISM"] == "SCRAM-SHA-512"
    assert connection(elsewhere, infrastructure.units, infrastructure.units[0].id).mechanism == "SCRAM-SHA-512"
    assert made.name == "SCRAM_SHA_512"
