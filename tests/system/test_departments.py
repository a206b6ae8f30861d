"""Departments' own systems on the real broker: what they may do, what they may not, and what they are answered."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord
from aiokafka.errors import KafkaConnectionError, TopicAuthorizationFailedError

from deploy.folder import ROOT
from deploy.ledger import ledger
from shared.events.ext import FilingSent, NominationSent
from tests.system.walked import Walked

UNIT, OTHER = "huyen-nhon-trach", "huyen-long-thanh"
"""The first one owes its half-year report to this day."""

NOMINATION = {
    "award": "BK_TTG",
    "year": 2023,
    "mode": "sudden",
    "subject_kind": "individual",
    "facts": {"influence": "Cứu người trong đám cháy."},
    "documents": ["TO_TRINH", "BAO_CAO_TOM_TAT"],
}


def sign_in(connection: dict[str, Any], **instead: str) -> dict[str, Any]:
    known = {
        "bootstrap_servers": connection["servers"],
        "security_protocol": connection["security_protocol"],
        "sasl_mechanism": connection["mechanism"],
        "sasl_plain_username": connection["user"],
        "sasl_plain_password": connection["password"],
    }
    return known | instead


@pytest.fixture(scope="session")
async def connection(walked: Walked) -> dict[str, Any]:
    return walked.connection(UNIT)


@pytest.fixture
async def producer(connection: dict[str, Any]) -> AsyncIterator[AIOKafkaProducer]:
    async with AIOKafkaProducer(**sign_in(connection)) as producer:
        yield producer


async def send(producer: AIOKafkaProducer, topic: str, event_id: str, kind: str, content: dict[str, Any]) -> None:
    headers = [
        ("content-type", b"application/json"),
        ("ce_specversion", b"1.0"),
        ("ce_id", event_id.encode()),
        ("ce_source", b"/test"),
        ("ce_type", kind.encode()),
    ]
    await producer.send_and_wait(topic, json.dumps(content).encode(), key=event_id.encode(), headers=headers)


async def replies(connection: dict[str, Any], event_id: str) -> list[dict[str, Any]]:
    """Return what the department was answered about a message, read with the department's own password."""
    (topic,) = (topic for topic in connection["reads"] if topic.endswith(".replies.v1"))
    async with AIOKafkaConsumer(topic, **sign_in(connection), auto_offset_reset="earliest") as consumer:
        (partition,) = consumer.assignment()
        (end,) = (await consumer.end_offsets([partition])).values()
        found: list[ConsumerRecord] = []
        while await consumer.position(partition) < end:
            found += (await consumer.getmany(timeout_ms=1000)).get(partition, [])
    contents = [json.loads(record.value) for record in found]
    return [content for content in contents if content["event_id"] == event_id]


async def submitted(walked: Walked, subject: str) -> int:
    ((count,),) = await walked.rows(
        "nominations", "SELECT count(*) FROM nominations WHERE subject_name = $1 AND channel = 'kafka'", subject
    )
    return int(count)


async def test_example_files_nominates_and_hears_what_comes_of_it(
    walked: Walked, connection: dict[str, Any], tmp_path: Path
) -> None:
    file = tmp_path / "connection.json"
    file.write_text(json.dumps(connection))

    script = ROOT / "deploy" / "examples" / "department.py"
    program = await asyncio.create_subprocess_exec(
        sys.executable, str(script), str(file), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(60):
        out, errors = await program.communicate()

    assert program.returncode == 0, errors.decode()
    heard = [line.split(" ", 2) for line in out.decode().splitlines()]
    own = {kind.split(".")[-2] for _, kind, body in heard if json.loads(body).get("unit_id") == UNIT}
    assert own >= {"FilingReceived", "NominationSubmitted"}
    filed = await walked.rows(
        "plans", "SELECT reference, channel, days_late > 0 FROM filings WHERE unit_id = $1 AND duty = $2",
        UNIT, "half_year_report",
    )  # fmt: skip
    assert filed == [("15/BC", "kafka", True)]


@pytest.mark.parametrize("topic", ["plans.filing.v1", f"ext.{OTHER}.v1", f"ext.{UNIT}.replies.v1"])
async def test_department_cannot_write_anywhere_but_its_own_topic(producer: AIOKafkaProducer, topic: str) -> None:
    with pytest.raises(TopicAuthorizationFailedError):
        await producer.send_and_wait(topic, b"{}")


@pytest.mark.parametrize("topic", [f"ext.{OTHER}.replies.v1", f"ext.{OTHER}.v1", "plans.dlq.v1"])
async def test_department_cannot_read_what_is_not_public_and_not_its_own(
    connection: dict[str, Any], topic: str
) -> None:
    consumer = AIOKafkaConsumer(topic, **sign_in(connection))

    with pytest.raises(TopicAuthorizationFailedError):
        await consumer.start()
    await consumer.stop()


async def test_wrong_password_is_refused(connection: dict[str, Any]) -> None:
    producer = AIOKafkaProducer(**sign_in(connection, sasl_plain_password="wrong"))

    with pytest.raises(KafkaConnectionError):
        await producer.start()
    await producer.stop()


async def test_same_message_sent_twice_acts_once(
    walked: Walked, connection: dict[str, Any], producer: AIOKafkaProducer
) -> None:
    content = {"submission_id": "twice-1", "subject_name": "Trần Thanh Hà", **NOMINATION}
    for _ in range(2):
        await send(producer, connection["writes"][0], "twice-1", NominationSent.type, content)
    await walked.settle()

    assert await submitted(walked, "Trần Thanh Hà") == 1
    assert await replies(connection, "twice-1") == []


async def test_malformed_message_is_answered_and_the_next_one_is_heard(
    walked: Walked, connection: dict[str, Any], producer: AIOKafkaProducer
) -> None:
    whole = {"submission_id": "after-it", "subject_name": "Lê Ngọc Mai", **NOMINATION}
    await send(producer, connection["writes"][0], "malformed", FilingSent.type, {"duty": "unit_plan", "year": "soon"})
    await send(producer, connection["writes"][0], "after-it", NominationSent.type, whole)
    await walked.settle()

    (refusal,) = await replies(connection, "malformed")
    assert (refusal["unit_id"], refusal["code"], refusal["message"]) == (
        UNIT,
        "Unreadable",
        "Bản tin không đúng định dạng.",
    )
    assert {detail.split(":")[0] for detail in refusal["details"]} == {"submission_id", "year", "reference", "dated_on"}
    assert await submitted(walked, "Lê Ngọc Mai") == 1


async def test_type_nobody_knows_is_answered(
    walked: Walked, connection: dict[str, Any], producer: AIOKafkaProducer
) -> None:
    await send(producer, connection["writes"][0], "unknown", "vn.thidua.ext.MinutesSent.v1", {"minutes": "…"})
    await walked.settle()

    (refusal,) = await replies(connection, "unknown")
    assert refusal["code"] == "UnknownType"


async def test_refusal_by_the_owners_rules_is_answered_in_words(
    walked: Walked, connection: dict[str, Any], producer: AIOKafkaProducer
) -> None:
    content = {"submission_id": "no-such-year", "duty": "unit_plan", "year": 2031, "reference": "1/KH"}
    await send(
        producer, connection["writes"][0], "no-such-year", FilingSent.type, {**content, "dated_on": "2023-12-01"}
    )
    await walked.settle()

    (refusal,) = await replies(connection, "no-such-year")
    assert (refusal["code"], refusal["message"]) == (
        "NothingOwed",
        "Đơn vị không có kế hoạch, báo cáo này phải nộp trong năm 2031.",
    )


async def test_every_message_of_the_department_is_in_the_ledger_with_its_answer(
    walked: Walked, connection: dict[str, Any]
) -> None:
    await walked.settle()

    books = await ledger(walked.system)

    (line,) = (line for line in books.outside if line.topic == connection["writes"][0])
    assert line.faults == ()
    assert line.sent == line.heard == line.answered
