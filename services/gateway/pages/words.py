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
    "returned": "Đã trả lại",
    "accepted": "Đã chấp nhận",
    "overdue": "Quá hạn",
}
NOMINATION_STATES = {
    "submitted": "Đã nộp, chờ tiếp nhận",
    "received": "Đã tiếp nhận, chờ thẩm định",
    "returned": "Trả lại để bổ sung",
    "eligible": "Đủ điều kiện",
    "not_eligible": "Chưa đủ điều kiện",
    "forwarded": "Đã trình Trung ương",
    "decided": "Đã có quyết định khen thưởng",
    "rejected": "Không được khen thưởng",
    "withdrawn": "Đơn vị đã rút",
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
