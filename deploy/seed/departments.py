"""Departments that file and nominate from their own systems: plain Kafka clients, each with its own password."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any

from confluent_kafka import Producer

from deploy.kafka.broker import Kafka
from deploy.kafka.topics import department
from deploy.seed.chance import share
from shared.events.ext import FilingSent, NominationSent

ONE_IN = 10
SENT_TWICE = 0.2
"""The share of messages a department's system sends again, because it did not hear that Kafka has them."""


def connected(unit_ids: Sequence[str]) -> frozenset[str]:
    """Return the units whose systems are connected: one in ten, and two at least."""
    return frozenset(
        sorted(unit_ids, key=lambda unit_id: share("connected", unit_id))[: max(2, len(unit_ids) // ONE_IN)]
    )


class Departments:
    """The connected departments' systems."""

    def __init__(self, kafka: Kafka, unit_ids: frozenset[str]) -> None:
        self.unit_ids = unit_ids
        self._kafka = kafka
        self._producers: dict[str, Producer] = {}
        self._sent = 0
        self._looked_at = 0

    def have_sent(self) -> bool:
        """Return whether anything was sent since this was asked the last time."""
        before, self._looked_at = self._looked_at, self._sent
        return self._sent > before

    async def file(self, unit_id: str, duty: str, year: int, reference: str, dated_on: str) -> None:
        """File a plan or report."""
        told = {"duty": duty, "year": year, "reference": reference, "dated_on": dated_on}
        await self._send(unit_id, FilingSent.type, told)

    async def nominate(self, unit_id: str, content: Mapping[str, Any]) -> None:
        """Submit a nomination."""
        await self._send(unit_id, NominationSent.type, content)

    async def blunder(self) -> None:
        """Send what nobody can take in: a filing without its document, and a type nobody knows."""
        for unit_id in sorted(self.unit_ids)[:2]:
            await self._send(unit_id, FilingSent.type, {"duty": "unit_plan", "year": 2023})
            await self._send(unit_id, "vn.thidua.ext.MinutesSent.v1", {"minutes": "…"})

    async def close(self) -> None:
        """Let everything that is on its way arrive."""
        for producer in self._producers.values():
            await asyncio.to_thread(producer.flush, 10)

    async def _send(self, unit_id: str, kind: str, content: Mapping[str, Any]) -> None:
        """Send one message, sometimes twice, and wait until Kafka has it."""
        self._sent += 1
        submission_id = f"{unit_id}-{self._sent:05}"
        body = json.dumps({"submission_id": submission_id, **content}).encode()
        headers: list[tuple[str, str | bytes | None]] = [
            ("content-type", "application/json"),
            ("ce_specversion", "1.0"),
            ("ce_id", submission_id),
            ("ce_source", f"/{unit_id}"),
            ("ce_type", kind),
        ]
        producer = self._producer(unit_id)
        for _ in range(2 if share("twice", submission_id) < SENT_TWICE else 1):
            producer.produce(f"ext.{unit_id}.v1", body, key=submission_id, headers=headers)
        left = await asyncio.to_thread(producer.flush, 30)
        assert left == 0, f"Kafka did not take {left} messages of {unit_id}"

    def _producer(self, unit_id: str) -> Producer:
        if unit_id not in self._producers:
            access = self._kafka.access.client(self._kafka.credentials(department(unit_id)))
            self._producers[unit_id] = Producer({**access, "acks": "all", "linger.ms": 0})
        return self._producers[unit_id]
