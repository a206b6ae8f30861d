"""Where a dossier stands, who ends it, and what the law may ask for before it is decided."""

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """Where a dossier stands (trạng thái hồ sơ)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RECEIVED = "received"
    RETURNED = "returned"
    AWAITING_OPINIONS = "awaiting_opinions"
    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    IN_CONSULTATION = "in_consultation"
    BEFORE_COUNCIL = "before_council"
    COUNCIL_PASSED = "council_passed"
    COUNCIL_NOT_PASSED = "council_not_passed"
    BEFORE_CHAIR = "before_chair"
    FORWARDED = "forwarded"
    CENTRAL_RETURNED = "central_returned"
    DECIDED = "decided"
    NOTIFIED = "notified"
    PRESENTED = "presented"
    ARCHIVED = "archived"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    HELD = "held"
    REVOKED = "revoked"


STATE_LABELS: Mapping[str, str] = {
    State.DRAFT: "Đang lập",
    State.SUBMITTED: "Đã nộp, chờ tiếp nhận",
    State.RECEIVED: "Đã tiếp nhận, chờ thẩm định",
    State.RETURNED: "Trả lại để bổ sung",
    State.AWAITING_OPINIONS: "Chờ ý kiến hiệp y",
    State.ELIGIBLE: "Đủ điều kiện",
    State.NOT_ELIGIBLE: "Chưa đủ điều kiện",
    State.IN_CONSULTATION: "Đang lấy ý kiến Nhân dân",
    State.BEFORE_COUNCIL: "Đã trình Hội đồng",
    State.COUNCIL_PASSED: "Hội đồng thông qua",
    State.COUNCIL_NOT_PASSED: "Hội đồng không thông qua",
    State.BEFORE_CHAIR: "Đã trình Chủ tịch",
    State.FORWARDED: "Đã trình Trung ương",
    State.CENTRAL_RETURNED: "Trung ương yêu cầu bổ sung",
    State.DECIDED: "Đã có quyết định khen thưởng",
    State.NOTIFIED: "Đã thông báo kết quả",
    State.PRESENTED: "Đã trao tặng",
    State.ARCHIVED: "Đã lưu hồ sơ",
    State.REJECTED: "Không được khen thưởng",
    State.WITHDRAWN: "Đơn vị đã rút",
    State.HELD: "Tạm dừng xét",
    State.REVOKED: "Quyết định đã bị hủy bỏ",
}


class Route(StrEnum):
    """Who ends the dossier: the province itself, or the centre (Trung ương)."""

    PROVINCE = "province"
    CENTRE = "centre"


class Need(StrEnum):
    """What an award may ask for between appraisal and decision (lấy ý kiến Nhân dân, họp Hội đồng)."""

    CONSULTATION = "consultation"
    COUNCIL = "council"


NEED_LABELS: Mapping[str, str] = {
    Need.CONSULTATION: "Phải lấy ý kiến Nhân dân xong trước khi thực hiện bước này.",
    Need.COUNCIL: "Phải được Hội đồng Thi đua - Khen thưởng xét trước khi thực hiện bước này.",
}
