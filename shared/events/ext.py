"""What departments' own systems tell us on ext.<unit>.v1, and what we answer when we refuse.

The sender is the unit of the topic, never a field of the payload.
"""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import Field

from shared.events.base import Event
from shared.events.plans import Duty


class FilingSent(Event, topic="ext.{unit_id}.v1", key="submission_id", tellers=frozenset()):
    """A unit's own system files a plan or report (nộp kế hoạch, báo cáo)."""

    submission_id: str = Field(min_length=1, max_length=100)
    duty: Duty
    year: int = Field(ge=2000, le=2100)
    reference: str = Field(min_length=1, max_length=200, description="số, ký hiệu văn bản của đơn vị")
    dated_on: date


class FurtherFilingSent(Event, topic="ext.{unit_id}.v1", key="submission_id", tellers=frozenset()):
    """A unit's own system files what the plan asks for beyond the three of every year (nộp báo cáo khác)."""

    submission_id: str = Field(min_length=1, max_length=100)
    duty: str = Field(min_length=1, max_length=40, description="mã của loại báo cáo, như kế hoạch năm ghi")
    year: int = Field(ge=2000, le=2100)
    reference: str = Field(min_length=1, max_length=200, description="số, ký hiệu văn bản của đơn vị")
    dated_on: date


class NominationSent(Event, topic="ext.{unit_id}.v1", key="submission_id", tellers=frozenset()):
    """A unit's own system submits a nomination (nộp hồ sơ đề nghị khen thưởng)."""

    submission_id: str = Field(min_length=1, max_length=100)
    award: str = Field(max_length=40)
    year: int = Field(ge=2000, le=2100)
    mode: str = Field(default="merit", max_length=40)
    subject_kind: str = Field(max_length=40)
    subject_id: UUID | None = None
    subject_name: str = Field(min_length=1, max_length=300)
    facts: dict[str, Any] = Field(default_factory=dict)
    documents: tuple[str, ...] = ()


class SubmissionRefused(
    Event, topic="ext.{unit_id}.replies.v1", key="submission_id", tellers=frozenset({"plans", "nominations"})
):
    """What a department sent could not be taken, and why (từ chối tiếp nhận)."""

    submission_id: str
    unit_id: str
    event_id: str
    code: str
    message: str
    details: tuple[str, ...] = ()
