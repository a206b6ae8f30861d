"""What the nominations service tells: how a dossier moves, and what was granted.

Never who voted how, never personal data.
"""

from datetime import date, datetime
from uuid import UUID

from shared.events.base import Event
from shared.events.plans import Channel


class NominationSubmitted(Event, topic="nominations.nomination.v1", key="nomination_id"):
    """A unit submitted a dossier (trình hồ sơ đề nghị khen thưởng)."""

    nomination_id: UUID
    unit_id: str
    award: str
    subject_kind: str
    subject_id: UUID
    year: int
    mode: str
    submitted_at: datetime
    channel: Channel


class NominationReceived(Event, topic="nominations.nomination.v1", key="nomination_id"):
    """The appraising office took a complete dossier in (tiếp nhận); the date chooses the ruleset."""

    nomination_id: UUID
    unit_id: str
    award: str
    received_on: date
    ruleset: str


class NominationReturned(Event, topic="nominations.nomination.v1", key="nomination_id"):
    """A dossier went back to be completed (trả lại), with the reason and what is missing."""

    nomination_id: UUID
    unit_id: str
    award: str
    returned_on: date
    reason: str
    missing: tuple[str, ...] = ()


class NominationResubmitted(Event, topic="nominations.nomination.v1", key="nomination_id"):
    """A returned dossier came back completed (nộp lại)."""

    nomination_id: UUID
    unit_id: str
    award: str
    submitted_at: datetime


class NominationAppraised(Event, topic="nominations.nomination.v1", key="nomination_id"):
    """A dossier was appraised (thẩm định): eligible or not, with the rules that are not met."""

    nomination_id: UUID
    unit_id: str
    award: str
    appraised_on: date
    is_eligible: bool
    unmet_rules: tuple[str, ...] = ()


class NominationForwarded(Event, topic="nominations.nomination.v1", key="nomination_id"):
    """A dossier went to the authority that decides it (trình cấp có thẩm quyền)."""

    nomination_id: UUID
    unit_id: str
    award: str
    forwarded_on: date
    to: str


class CentralResultRecorded(Event, topic="nominations.nomination.v1", key="nomination_id"):
    """The centre answered (kết quả của trung ương)."""

    nomination_id: UUID
    unit_id: str
    award: str
    recorded_on: date
    is_granted: bool
    reference: str


class NominationRejected(Event, topic="nominations.nomination.v1", key="nomination_id"):
    """A dossier was refused (không được khen thưởng), with its reason and the rules not met."""

    nomination_id: UUID
    unit_id: str
    award: str
    rejected_on: date
    reason: str
    unmet_rules: tuple[str, ...] = ()


class NominationWithdrawn(Event, topic="nominations.nomination.v1", key="nomination_id"):
    """The unit took its dossier back (rút hồ sơ)."""

    nomination_id: UUID
    unit_id: str
    award: str
    withdrawn_on: date


class NominationDecided(Event, topic="nominations.nomination.v1", key="nomination_id"):
    """A dossier ended in a decision to award (được quyết định khen thưởng)."""

    nomination_id: UUID
    unit_id: str
    award: str
    award_id: UUID
    decided_on: date


class AwardGranted(Event, topic="nominations.award.v1", key="award_id"):
    """An award was granted by decision (quyết định khen thưởng); bonus in whole đồng."""

    award_id: UUID
    nomination_id: UUID
    unit_id: str
    award: str
    subject_kind: str
    subject_id: UUID
    year: int
    decided_by: str
    decision_number: str
    decided_on: date
    bonus: int
