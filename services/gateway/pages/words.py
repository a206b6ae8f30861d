"""The words for codes that are chosen on a page before any answer names them; no code reaches a reader."""

from shared.roles import Role

PERIODS = {
    "Q1": "Quý I",
    "Q2": "Quý II",
    "Q3": "Quý III",
    "Q4": "Quý IV",
    "H1": "6 tháng đầu năm",
    "Y": "Cả năm",
}
QUARTERS = {1: "Quý I", 2: "Quý II", 3: "Quý III", 4: "Quý IV", 5: "Năm sau"}
FILING_STATES = {
    "due": "Chưa nộp",
    "received": "Đã nộp",
    "registered": "Đã tiếp nhận",
    "returned": "Đã trả lại",
    "accepted": "Đã chấp nhận",
    "lifted": "Không phải nộp",
    "overdue": "Quá hạn",
}
NOMINATION_STATES = {
    "submitted": "Đã nộp, chờ tiếp nhận",
    "received": "Đã tiếp nhận, chờ thẩm định",
    "returned": "Trả lại để bổ sung",
    "awaiting_opinions": "Chờ ý kiến hiệp y",
    "eligible": "Đủ điều kiện",
    "not_eligible": "Chưa đủ điều kiện",
    "in_consultation": "Đang lấy ý kiến Nhân dân",
    "before_council": "Đã trình Hội đồng",
    "council_passed": "Hội đồng thông qua",
    "council_not_passed": "Hội đồng không thông qua",
    "before_chair": "Đã trình Chủ tịch",
    "forwarded": "Đã trình Trung ương",
    "central_returned": "Trung ương yêu cầu bổ sung",
    "decided": "Đã có quyết định khen thưởng",
    "notified": "Đã thông báo kết quả",
    "presented": "Đã trao tặng",
    "archived": "Đã lưu hồ sơ",
    "rejected": "Không được khen thưởng",
    "withdrawn": "Đơn vị đã rút",
    "held": "Tạm dừng xét",
    "revoked": "Quyết định đã bị hủy bỏ",
}
UNCONFIRMED = "needs confirmation"

STAFF = frozenset({Role.APPRAISER, Role.LEADER, Role.ADMINISTRATOR})
EVERYONE = frozenset(Role)
MENU = (
    ("/", "Tổng quan", EVERYONE),
    ("/plans", "Kế hoạch", EVERYONE),
    ("/filings", "Kế hoạch, báo cáo đơn vị", STAFF),
    ("/filings/own", "Kế hoạch, báo cáo phải nộp", frozenset({Role.UNIT_OFFICER})),
    ("/nominations", "Hồ sơ đề nghị", EVERYONE),
    ("/reports", "Số liệu tổng hợp", EVERYONE),
)
"""The pages of the menu, and who sees them."""
