"""What any service's kernel tells about itself."""

from uuid import UUID

from shared.events.base import Event


class DeadLettered(
    Event,
    topic="{service}.dlq.v1",
    key="letter_id",
    owner="kernel",
    tellers=frozenset({"plans", "nominations", "notifications", "reporting"}),
):
    """A record was put aside for a person (bản tin lỗi); later records of its key wait behind it."""

    letter_id: UUID
    service: str
    source_topic: str
    part: int
    offset: int
    source_key: str
    source_type: str
    reason: str
