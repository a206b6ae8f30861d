"""The figures of rounds, dossiers on their way, opinions, council sessions, and awards."""

from services.reporting.figures.figure import Figure, at_within, by_then, not_yet, within
from services.reporting.figures.listings import AWARD_ROWS, NOMINATION_ROWS
from services.reporting.figures.more_listings import (
    CONSULTATION_ROWS,
    CORRECTION_ROWS,
    OPINION_ROWS,
    ROUND_ROWS,
    SESSION_ROWS,
)
from shared import words

_STANDS = not_yet("awards.revoked_on")
"""An award that was revoked counts no more; as of an earlier day it still does."""


def _nominations(name: str, label: str, day: str, condition: str = "true") -> Figure:
    """Count the nominations of which something happened on a *day* in the period."""
    return Figure(name, label, NOMINATION_ROWS, within(f"nominations.{day}", condition))


def _examined(name: str, label: str, day: str) -> Figure:
    """Count the nominations by one of their rarer days."""
    return Figure(name, label, NOMINATION_ROWS, within(f"examinations.{day}"))


def _consulted(name: str, label: str, day: str, sums: str = "") -> Figure:
    """Count the nominations the people were asked about."""
    return Figure(name, label, CONSULTATION_ROWS, within(f"examinations.{day}"), sums)


def _awards(name: str, label: str, condition: str = "true", sums: str = "") -> Figure:
    """Count the awards granted in the period that stand."""
    return Figure(name, label, AWARD_ROWS, within("awards.decided_on", f"{_STANDS} AND {condition}"), sums)


def _opinions(name: str, label: str, day: str, condition: str = "true") -> Figure:
    return Figure(name, label, OPINION_ROWS, within(f"opinions.{day}", condition))


def _sessions(name: str, label: str, sums: str = "", day: str = "held_on") -> Figure:
    return Figure(name, label, SESSION_ROWS, within(f"sessions.{day}"), sums and f"sessions.{sums}")


_OPEN_AT_THE_END = " AND ".join(
    f"(nominations.{day} IS NULL OR nominations.{day} > :until_on)"
    for day in ("decided_on", "rejected_on", "withdrawn_on")
)

ROUNDS = (
    Figure("rounds_opened", "Mở trong kỳ", ROUND_ROWS, within("rounds.opens_on")),
    Figure("rounds_closed", "Đóng trong kỳ", ROUND_ROWS, within("rounds.closed_on")),
    Figure(
        "rounds_dossiers", "Hồ sơ của các đợt đã đóng", ROUND_ROWS, within("rounds.closed_on"), sums="rounds.dossiers"
    ),
)
NOMINATIONS = (
    Figure("nominations_submitted", "Nộp trong kỳ", NOMINATION_ROWS, at_within("nominations.submitted_at")),
    _nominations("nominations_received", "Tiếp nhận", "received_on"),
    _nominations("nominations_returned", "Trả lại để hoàn thiện", "returned_on"),
    _nominations("nominations_eligible", "Thẩm định đủ điều kiện", "appraised_on", "nominations.is_eligible"),
    _nominations(
        "nominations_ineligible", "Thẩm định chưa đủ điều kiện", "appraised_on", "NOT nominations.is_eligible"
    ),
    _nominations("nominations_forwarded", "Trình cấp có thẩm quyền", "forwarded_on"),
    _nominations("nominations_decided", "Được khen thưởng", "decided_on", not_yet("examinations.revoked_on")),
    _nominations("nominations_rejected", "Không được khen thưởng", "rejected_on"),
    _nominations("nominations_withdrawn", "Đơn vị đã rút", "withdrawn_on"),
    Figure(
        "nominations_open",
        "Đang giải quyết tại cuối kỳ",
        NOMINATION_ROWS,
        f"nominations.submitted_at < :until_at AND {_OPEN_AT_THE_END}",
    ),
    _examined("nominations_recalled", "Đơn vị thu hồi để sửa", "recalled_on"),
    _examined("nominations_held", "Tạm dừng xét", "held_on"),
    _examined("nominations_overdue", "Quá hạn xử lý", "overdue_on"),
    _examined("nominations_returned_by_centre", "Trung ương yêu cầu bổ sung", "returned_by_centre_on"),
    _examined("nominations_presented", "Đã trao tặng", "presented_on"),
    _examined("nominations_revoked", "Quyết định bị hủy bỏ", "revoked_on"),
    Figure("corrections_requested", "Lượt yêu cầu chỉnh sửa", CORRECTION_ROWS, within("corrections.requested_on")),
)
OPINIONS = (
    _opinions("opinions_requested", "Lượt hỏi ý kiến hiệp y", "requested_on"),
    _opinions("opinions_agreeing", "Nhất trí", "given_on", "opinions.result = 'agree'"),
    _opinions("opinions_disagreeing", "Không nhất trí", "given_on", "opinions.result = 'disagree'"),
    _opinions("opinions_other", "Ý kiến khác", "given_on", "opinions.result NOT IN ('agree', 'disagree')"),
    _opinions("opinions_lapsed", "Quá hạn không trả lời", "lapsed_on"),
    _opinions(
        "opinions_waiting",
        "Đến hạn trong kỳ, chưa trả lời",
        "due_on",
        f"NOT {by_then('opinions.given_on')} AND NOT {by_then('opinions.lapsed_on')}",
    ),
    _consulted("consultations_opened", "Hồ sơ lấy ý kiến Nhân dân", "consulted_on"),
    _consulted("consultations_closed", "Kết thúc lấy ý kiến Nhân dân", "consultation_closed_on"),
    _consulted(
        "consultation_comments", "Ý kiến Nhân dân nhận được", "consultation_closed_on", sums="examinations.comments"
    ),
)
COUNCIL = (
    Figure("sessions_called", "Phiên họp triệu tập", SESSION_ROWS, at_within("sessions.meets_at")),
    _sessions("sessions_held", "Phiên họp đã bế mạc"),
    _sessions("sessions_cancelled", "Phiên họp đã hủy", day="cancelled_on"),
    _sessions("sessions_members", "Lượt thành viên của các phiên họp", "members"),
    _sessions("sessions_present", "Lượt thành viên có mặt", "present"),
    _sessions("sessions_written", "Lượt ý kiến bằng văn bản", "written"),
    _sessions("sessions_passed", "Hồ sơ được thông qua", "passed"),
    _sessions("sessions_not_passed", "Hồ sơ không được thông qua", "not_passed"),
)
AWARDS = (
    _awards("awards_granted", "Quyết định khen thưởng trong kỳ"),
    *(_awards(f"awards_{kind}", name, f"awards.subject_kind = '{kind}'") for kind, name in words.SUBJECT_KINDS.items()),
    *(
        _awards(f"awards_by_{code}", f"Do {name} quyết định", f"awards.decided_by = '{code}'")
        for code, name in words.AUTHORITIES.items()
    ),
    *(
        _awards(f"awards_{mode}", f"Loại hình: {name[0].lower()}{name[1:]}", f"nominations.mode = '{mode}'")
        for mode, name in words.MODES.items()
    ),
    _awards("awards_bonus", "Tiền thưởng (đồng)", sums="awards.bonus"),
    Figure("awards_presented", "Trao tặng trong kỳ", AWARD_ROWS, within("awards.presented_on", _STANDS)),
    Figure("awards_revoked", "Hủy bỏ trong kỳ", AWARD_ROWS, within("awards.revoked_on")),
    Figure(
        "awards_to_recover",
        "Tiền thưởng phải thu hồi (đồng)",
        AWARD_ROWS,
        within("awards.revoked_on"),
        sums="awards.bonus",
    ),
)
