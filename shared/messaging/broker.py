"""FastStream's wiring: one batch subscriber a service, our own parser, offsets in our database.

The only room that imports FastStream. Three of its defaults would lose or leak events and are closed here: it never
acknowledges (the database does), never replies (a sender's `reply_to` header would choose a topic), never decodes
headers (a malformed one would drop the record in silence).
"""

import asyncio
import re
import time
from collections.abc import Iterable
from contextlib import suppress
from itertools import chain
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRebalanceListener, ConsumerRecord, TopicPartition
from aiokafka.errors import ConsumerStoppedError, KafkaError
from aiokafka.helpers import create_ssl_context
from faststream import AckPolicy
from faststream.kafka import KafkaBroker
from faststream.kafka.subscriber.usecase import BatchSubscriber
from faststream.message import StreamMessage
from faststream.security import BaseSecurity, SASLScram256, SASLScram512

from shared import log, metrics
from shared.db import Database
from shared.messaging.consumer import Consumer
from shared.messaging.inlet import Inlet
from shared.messaging.relay import MAX_BATCH, STOP_WITHIN
from shared.settings import Settings

FETCH = 512 * 1024
"""Bytes of one partition in one fetch: bounds the batch."""

EXTERNAL = r"ext\.[a-z0-9-]+\.v1"
"""Departments' own topics; their answers, ext.<unit>.replies.v1, are not among them."""

_MECHANISMS: dict[str, type[SASLScram256 | SASLScram512]] = {
    "SCRAM-SHA-256": SASLScram256,
    "SCRAM-SHA-512": SASLScram512,
}

Batches = dict[TopicPartition, list[ConsumerRecord]]

_logger = log.logger("broker")


async def _parse(records: tuple[ConsumerRecord, ...]) -> StreamMessage[Any]:
    return StreamMessage(raw_message=records, body=b"", batch_headers=[])


async def _decode(message: StreamMessage[Any]) -> Any:
    return message.raw_message


class Ear(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka is untyped
    """A service's subscription, from Kafka to the consumer."""

    def __init__(self, settings: Settings, on: Inlet, database: Database, *, group: str | None = None) -> None:
        self.consumer = Consumer(on, database)
        self.looked_at = time.monotonic()
        self._settings = settings
        self._service = on.service
        self._group = group or on.service
        self._topics = sorted(on.topics)
        self._committed: dict[TopicPartition, int] = {}
        self._ahead: asyncio.Task[tuple[int, Batches]] | None = None
        self._read_in = 0  # the generation of the batch that is acted on
        self._crashed: asyncio.Future[None] | None = None
        self._subscriber: BatchSubscriber | None = None

    async def run(self) -> None:
        """Listen until cancelled; a broker that is away is waited for, a fault of our own is raised."""
        while True:
            try:
                await self._listen()
            except (KafkaError, OSError) as error:
                _logger.warning("waiting for Kafka", error=repr(error))
                await asyncio.sleep(2)

    async def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        """Stop believing that *revoked* are ours."""
        await self.consumer.revoked(revoked)

    async def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        """Take *assigned* up where our own database says."""
        self.consumer.kafka = self.kafka
        await self.consumer.assigned(assigned)

    @property
    def kafka(self) -> AIOKafkaConsumer | None:
        """Return the client underneath, once it runs."""
        return self._subscriber.consumer if self._subscriber else None

    async def _listen(self) -> None:
        self._crashed = asyncio.get_running_loop().create_future()
        broker = KafkaBroker(
            self._settings.kafka, security=_security(self._settings), client_id=self._service, consumer_only=True,
            allow_auto_create_topics=False, apply_types=False, logger=None, graceful_timeout=STOP_WITHIN,
        )  # fmt: skip
        self._subscriber = self._subscribe(broker)
        try:
            await broker.start()
            while not self._crashed.done():
                await asyncio.wait({self._crashed}, timeout=1)
                await self._report()
            self._crashed.result()
        finally:
            if self._ahead is not None:
                self._ahead.cancel()
                self._ahead = None
            with suppress(TimeoutError, KafkaError, OSError):  # a broker that is away cannot be left in good order
                async with asyncio.timeout(STOP_WITHIN):
                    await broker.stop()

    def _subscribe(self, broker: KafkaBroker) -> BatchSubscriber:
        """Subscribe to every topic at once: one consumer, one rebalance."""
        named = [topic for topic in self._topics if "{" not in topic]
        pattern = "|".join([*map(re.escape, named), EXTERNAL]) if len(named) < len(self._topics) else None
        subscriber = broker.subscriber(
            *(() if pattern else named), pattern=f"^(?:{pattern})$" if pattern else None, group_id=self._group,
            batch=True, batch_timeout_ms=500, max_partition_fetch_bytes=FETCH, auto_offset_reset="earliest",
            ack_policy=AckPolicy.MANUAL, no_reply=True, session_timeout_ms=10_000, max_poll_interval_ms=600_000,
            listener=self, parser=_parse, decoder=_decode,
        )  # fmt: skip
        subscriber.__class__ = self._looking()
        subscriber(self._hear)
        return subscriber

    def _looking(ear) -> type[BatchSubscriber]:  # noqa: N805 - the class inside has a self of its own
        class Looking(BatchSubscriber):
            """The batch subscriber without its second sleep after an empty look, and with an end to it."""

            __slots__ = ()

            async def get_msg(self, consumer: AIOKafkaConsumer) -> tuple[ConsumerRecord, ...]:
                if ear._crashed is None or ear._crashed.done():
                    raise ConsumerStoppedError
                ear.looked_at = time.monotonic()
                return await ear._next_batch(consumer, self.batch_timeout_ms)

        return Looking

    async def _next_batch(self, kafka: AIOKafkaConsumer, timeout_ms: int) -> tuple[ConsumerRecord, ...]:
        """Return what has arrived, and begin to unpack what comes after it while this is acted on."""
        fetching = self._ahead or self._fetch(kafka, timeout_ms)
        self._ahead = None
        generation, batches = await fetching
        if generation != self.consumer.generation:  # asked for before a rebalance: our place may be another now
            self.consumer.go_back(batches)
            return ()
        if batches:  # what came while the last batch was acted on need not wait for one more
            for partition, records in (await kafka.getmany(timeout_ms=0)).items():
                batches.setdefault(partition, []).extend(records)
            if generation != self.consumer.generation:
                self.consumer.go_back(batches)
                return ()
        self._read_in = generation
        if batches:
            self._ahead = self._fetch(kafka, timeout_ms)
        return tuple(chain.from_iterable(batches.values()))

    def _fetch(self, kafka: AIOKafkaConsumer, timeout_ms: int) -> asyncio.Task[tuple[int, Batches]]:
        async def fetch() -> tuple[int, Batches]:
            generation = self.consumer.generation
            return generation, await kafka.getmany(timeout_ms=timeout_ms)

        return asyncio.create_task(fetch())

    async def _hear(self, records: tuple[ConsumerRecord, ...]) -> None:
        """Act on *records*; a fault of our own must end the process, and FastStream would swallow it."""
        hearing = asyncio.create_task(self.consumer.hear(records, self._read_in))
        try:
            await asyncio.wait({hearing})
        finally:
            hearing.cancel()
        if hearing.exception() is not None and self._crashed is not None:
            self._crashed.set_exception(hearing.exception() or RuntimeError)

    async def _report(self) -> None:
        """Once a second: lag as a metric, and offsets to Kafka for the tools that read them there."""
        places = dict(self.consumer.next)
        for partition, place in places.items():
            end = self.kafka.highwater(partition) if self.kafka else None
            if end is not None:
                labels = (self._service, partition.topic, str(partition.partition))
                metrics.CONSUMER_LAG_RECORDS.labels(*labels).set(max(0, end - place))
        moved = {partition: place for partition, place in places.items() if self._committed.get(partition) != place}
        if moved and self.kafka:
            try:
                await self.kafka.commit(moved)
                self._committed.update(moved)
            except KafkaError as error:
                _logger.info("offsets were not copied to Kafka", error=repr(error))


def producer(settings: Settings, **options: Any) -> AIOKafkaProducer:
    """Return the relay's producer: idempotent, acknowledged by all, batches made by ourselves."""
    return AIOKafkaProducer(
        bootstrap_servers=settings.kafka, client_id=f"{settings.service}-relay", acks="all", enable_idempotence=True,
        max_batch_size=MAX_BATCH, linger_ms=0, **(client_options(settings) | options),
    )  # fmt: skip


def client_options(settings: Settings) -> dict[str, Any]:
    """Return how any Kafka client of this process signs in."""
    return {
        "security_protocol": "SASL_SSL" if settings.kafka_tls else "SASL_PLAINTEXT",
        "ssl_context": create_ssl_context() if settings.kafka_tls else None,
        "sasl_mechanism": settings.kafka_mechanism,
        "sasl_plain_username": settings.kafka_user,
        "sasl_plain_password": settings.kafka_password.get_secret_value(),
    }


def _security(settings: Settings) -> BaseSecurity:
    mechanism = _MECHANISMS[settings.kafka_mechanism]
    return mechanism(
        settings.kafka_user, settings.kafka_password.get_secret_value(), use_ssl=settings.kafka_tls,
        ssl_context=create_ssl_context() if settings.kafka_tls else None,
    )  # fmt: skip
