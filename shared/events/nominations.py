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


class NominationRecalled(Event, topic="nominations.nomination.v1", key="nomination_id"):
    """The unit took its dossier back to change it, before the next desk acted (thu hồi để sửa)."""

    nomination_id: UUID
    unit_id: str
    award: str
    recalled_on: date


class NominationHeld(Event, topic="nominations.nomination.v1", key="nomination_id"):
    """The examination of a dossier was halted, which refuses nothing (tạm dừng xét); state is where it stood."""

    nomination_id: UUID
    unit_id: str
    award: str
    held_on: date
    state: str


class NominationReleased(Event, topic="nominations.nomination.v1", key="nomination_id"):
    """A halted dossier is examined again (tiếp tục xét); state is where it stands."""

    nomination_id: UUID
    unit_id: str
    award: str
    released_on: date
    state: str


class OpinionRequested(Event, topic="nominations.nomination.v1", key="nomination_id"):
    """An office was asked what it thinks of a dossier (lấy ý kiến hiệp y), or to appraise its own criteria."""

    nomination_id: UUID
    unit_id: str
    award: str
    opinion_id: UUID
    office_id: str
    kind: str
    requested_on: date
    due_on: date


class OpinionGiven(Event, topic="nominations.nomination.v1", key="nomination_id"):
    """An office answered (cho ý kiến): agree, disagree, or other."""

    nomination_id: UUID
    unit_id: str
    award: str
    opinion_id: UUID
    office_id: str
    given_on: date
    result: str


class OpinionLapsed(Event, topic="nominations.nomination.v1", key="nomination_id"):
    """An office let the day pass (hết hạn cho ý kiến); agreement only where a rule takes silence for it."""

    nomination_id: UUID
    unit_id: str
    award: str
    opinion_id: UUID
    office_id: str
    lapsed_on: date
    is_agreement: bool


class CorrectionRequested(Event, topic="nominations.nomination.v1", key="nomination_id"):
    """The unit was asked to correct certain parts of a dossier and no others (yêu cầu chỉnh sửa)."""

    nomination_id: UUID
    unit_id: str
    award: str
    correction_id: UUID
    requested_on: date
    parts: tuple[str, ...]


class CorrectionMade(Event, topic="nominations.nomination.v1", key="nomination_id"):
    """The unit corrected what it was asked to (đã chỉnh sửa)."""

    nomination_id: UUID
    unit_id: str
    award: str
    correction_id: UUID
    made_on: date


class CorrectionReviewed(Event, topic="nominations.nomination.v1", key="nomination_id"):
    """Who had asked looked at the correction (xem lại nội dung chỉnh sửa)."""

    nomination_id: UUID
    unit_id: str
    award: str
    correction_id: UUID
    reviewed_on: date
    is_accepted: bool


class ConsultationOpened(Event, topic="nominations.nomination.v1", key="nomination_id"):
    """A dossier was published for the people's comments (lấy ý kiến Nhân dân); closes_on is the last day."""

    nomination_id: UUID
    unit_id: str
    award: str
    opened_on: date
    closes_on: date


class ConsultationClosed(Event, topic="nominations.nomination.v1", key="nomination_id"):
    """The time for comments is over (kết thúc lấy ý kiến Nhân dân)."""

    nomination_id: UUID
    unit_id: str
    award: str
    closed_on: date
    comments: int


class NominationListed(Event, topic="nominations.nomination.v1", key="nomination_id"):
    """A dossier was put before the council (trình Hội đồng)."""

    nomination_id: UUID
    unit_id: str
    award: str
    listed_on: date


class NominationPassed(Event, topic="nominations.nomination.v1", key="nomination_id"):
    """The council passed a dossier (Hội đồng thông qua)."""

    nomination_id: UUID
    unit_id: str
    award: str
    passed_on: date
    session_id: UUID | None = None


class NominationNotPassed(Event, topic="nominations.nomination.v1", key="nomination_id"):
    """The council did not pass a dossier (Hội đồng không thông qua)."""

    nomination_id: UUID
    unit_id: str
    award: str
    not_passed_on: date
    session_id: UUID | None = None


class NominationPutToChair(Event, topic="nominations.nomination.v1", key="nomination_id"):
    """A dossier the council passed went to the chair (trình Chủ tịch)."""

    nomination_id: UUID
    unit_id: str
    award: str
    put_on: date


class NominationReturnedByCentre(Event, topic="nominations.nomination.v1", key="nomination_id"):
    """The centre asked for more (Trung ương yêu cầu bổ sung)."""

    nomination_id: UUID
    unit_id: str
    award: str
    returned_on: date
    reason: str
    missing: tuple[str, ...] = ()


class CentreAnswered(Event, topic="nominations.nomination.v1", key="nomination_id"):
    """The centre was answered (trả lời Trung ương)."""

    nomination_id: UUID
    unit_id: str
    award: str
    answered_on: date


class ResultNotified(Event, topic="nominations.nomination.v1", key="nomination_id"):
    """The proposing unit was told the result (thông báo kết quả)."""

    nomination_id: UUID
    unit_id: str
    award: str
    notified_on: date


class NominationPresented(Event, topic="nominations.nomination.v1", key="nomination_id"):
    """What a dossier asked for was handed over (trao tặng)."""

    nomination_id: UUID
    unit_id: str
    award: str
    presented_on: date


class NominationArchived(Event, topic="nominations.nomination.v1", key="nomination_id"):
    """A dossier was put away for good (lưu hồ sơ)."""

    nomination_id: UUID
    unit_id: str
    award: str
    archived_on: date


class NominationRevoked(Event, topic="nominations.nomination.v1", key="nomination_id"):
    """The decision a dossier ended in was cancelled (hủy bỏ quyết định)."""

    nomination_id: UUID
    unit_id: str
    award: str
    revoked_on: date


class TimeLimitPassed(Event, topic="nominations.nomination.v1", key="nomination_id"):
    """A dossier was not dealt with in time (quá hạn xử lý); limit is the code of the time limit."""

    nomination_id: UUID
    unit_id: str
    award: str
    limit: str
    due_on: date


class RoundOpened(Event, topic="nominations.round.v1", key="round_id"):
    """A round of nominations was opened (mở đợt xét)."""

    round_id: UUID
    name: str
    year: int
    awards: tuple[str, ...]
    opens_on: date
    closes_on: date
    plan_id: UUID | None = None
    task_key: str = ""


class RoundClosed(Event, topic="nominations.round.v1", key="round_id"):
    """A round takes no more dossiers (đóng đợt xét)."""

    round_id: UUID
    closed_on: date
    dossiers: int


class SessionCalled(Event, topic="nominations.council.v1", key="session_id"):
    """A council's session was called (triệu tập phiên họp Hội đồng); nominations are those on its agenda that day."""

    session_id: UUID
    council_id: UUID
    council_kind: str
    level: str
    unit_id: str
    meets_at: datetime
    method: str
    is_written_round: bool
    nominations: tuple[UUID, ...] = ()


class SessionHeld(Event, topic="nominations.council.v1", key="session_id"):
    """A council's session ended (phiên họp đã bế mạc), with counts alone; what passed is told by each dossier."""

    session_id: UUID
    council_id: UUID
    held_on: date
    members: int
    present: int
    written: int
    passed: int
    not_passed: int


class SessionCancelled(Event, topic="nominations.council.v1", key="session_id"):
    """A session that had been called does not take place (hủy phiên họp)."""

    session_id: UUID
    council_id: UUID
    cancelled_on: date
    reason: str


class AwardPresented(Event, topic="nominations.award.v1", key="award_id"):
    """An award was handed over (trao tặng): in_person, or to a representative."""

    award_id: UUID
    unit_id: str
    award: str
    ceremony_id: UUID
    presented_on: date
    received: str


class AwardRevoked(Event, topic="nominations.award.v1", key="award_id"):
    """An award was cancelled (hủy bỏ quyết định khen thưởng); figures are put right by it. Money in whole đồng."""

    award_id: UUID
    nomination_id: UUID | None
    unit_id: str
    award: str
    subject_kind: str
    subject_id: UUID
    year: int
    decided_on: date
    revoked_on: date
    ground: str
    decision_number: str
    bonus: int
