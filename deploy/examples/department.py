"""A department's own system on one page: files a report, nominates somebody, and hears what comes of it.

thidua connect so-y-te --json > connection.json
python deploy/examples/department.py connection.json
"""

import asyncio
import json
import sys
import uuid
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

FILING = {"duty": "half_year_report", "year": 2023, "reference": "15/BC", "dated_on": "2023-06-01"}
NOMINATION = {
    "award": "BK_TTG", "year": 2023, "mode": "sudden", "subject_kind": "individual", "subject_name": "Nguyễn Minh An",
    "facts": {"influence": "Cứu người bị nạn trên sông Đồng Nai."}, "documents": ["TO_TRINH", "BAO_CAO_TOM_TAT"],
}  # fmt: skip


async def main(connection: dict[str, Any]) -> None:
    """Send two messages and print every public fact until both are answered."""
    sign_in = {
        "bootstrap_servers": connection["servers"],
        "security_protocol": connection["security_protocol"],
        "sasl_mechanism": connection["mechanism"],
        "sasl_plain_username": connection["user"],
        "sasl_plain_password": connection["password"],
    }
    consumer = AIOKafkaConsumer(*connection["reads"], group_id=connection["group_prefix"] + "example", **sign_in)
    async with consumer, AIOKafkaProducer(**sign_in, enable_idempotence=True) as producer:
        await consumer.seek_to_end()  # only what is told from now on
        unanswered = {
            await send(producer, connection["writes"][0], "vn.thidua.ext.FilingSent.v1", FILING),
            await send(producer, connection["writes"][0], "vn.thidua.ext.NominationSent.v1", NOMINATION),
        }
        async for record in consumer:
            headers = {name: value.decode() for name, value in record.headers}
            print(record.topic, headers["ce_type"], record.value.decode(), flush=True)
            unanswered.discard(headers["ce_correlationid"])  # what our message led to, a fact or a refusal
            if not unanswered:
                return


async def send(producer: AIOKafkaProducer, topic: str, kind: str, content: dict[str, Any]) -> str:
    """Send one CloudEvent in binary mode; the id makes a repeat harmless."""
    message_id = str(uuid.uuid4())
    attributes = {"specversion": "1.0", "id": message_id, "source": topic, "type": kind}
    headers = [("content-type", b"application/json"), *((f"ce_{k}", v.encode()) for k, v in attributes.items())]
    body = json.dumps({"submission_id": message_id, **content}).encode()
    await producer.send_and_wait(topic, body, key=message_id.encode(), headers=headers)
    return message_id


if __name__ == "__main__":
    asyncio.run(main(json.loads(Path(sys.argv[1]).read_text())))
