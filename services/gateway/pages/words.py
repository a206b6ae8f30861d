"""The words for codes that are chosen on a page before any answer names them; no code reaches a reader."""

from collections.abc import Collection

from shared import words
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
NOMINATION_STATES = {code: word for code, word in words.NOMINATION_STATES.items() if code != "draft"}
"""Where a dossier that was sent stands; a draft has a list of its own."""
UNCONFIRMED = "needs confirmation"

STAFF = frozenset({Role.APPRAISER, Role.LEADER, Role.ADMINISTRATOR})
OFFICER = frozenset({Role.UNIT_OFFICER})
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
READERS = STAFF | OFFICER
LEADERS = frozenset({Role.LEADER, Role.ADMINISTRATOR})
FILERS = frozenset({Role.UNIT_OFFICER, Role.APPRAISER})
EVERYONE = frozenset(Role)
MENU = (
    ("Tổng quan", (("/", "Tổng quan", EVERYONE),)),
    (
        "Kế hoạch",
        (
            ("/plans", "Kế hoạch năm", EVERYONE),
            ("/days-off", "Ngày nghỉ, ngày làm bù", EVERYONE),
        ),
    ),
    (
        "Báo cáo phải nộp",
        (
            ("/filings", "Tình hình nộp", STAFF),
            ("/filings/own", "Đơn vị phải nộp", OFFICER),
            ("/filings/sheet", "Nộp theo bảng Excel", FILERS),
            ("/filings/heads", "Nộp muộn, chưa nộp", EVERYONE),
        ),
    ),
    (
        "Phong trào, cụm khối",
        (
            ("/movements", "Phong trào thi đua", EVERYONE),
            ("/clusters", "Cụm, khối thi đua", EVERYONE),
            ("/criteria-sets", "Bộ tiêu chí chấm điểm", EVERYONE),
        ),
    ),
    (
        "Hồ sơ đề nghị",
        (
            ("/nominations", "Hồ sơ đề nghị", READERS),
            ("/nominations/drafts", "Hồ sơ đang lập", OFFICER),
            ("/nominations/sheets", "Nhập từ Excel", OFFICER),
            ("/rounds", "Đợt xét", EVERYONE),
            ("/opinions", "Yêu cầu cho ý kiến", OFFICER),
            ("/consultations", "Lấy ý kiến Nhân dân", EVERYONE),
            ("/subjects", "Lý lịch khen thưởng", READERS),
            ("/law", "Bộ quy định", EVERYONE),
            ("/law/acts", "Xác nhận quy định", STAFF),
        ),
    ),
    (
        "Hội đồng, quyết định",
        (
            ("/councils", "Hội đồng, phiên họp", EVERYONE),
            ("/decisions", "Quyết định khen thưởng", STAFF),
            ("/register", "Sổ khen thưởng", READERS),
            ("/ceremonies", "Lễ trao tặng", STAFF),
            ("/fund", "Quỹ thi đua, khen thưởng", STAFF),
            ("/revocations", "Hủy bỏ khen thưởng", STAFF),
            ("/acts", "Nhật ký", LEADERS),
        ),
    ),
    (
        "Kiểm tra",
        (
            ("/inspections", "Cuộc kiểm tra", EVERYONE),
            ("/inspection-plans", "Kế hoạch kiểm tra", STAFF),
            ("/findings", "Kết luận, khắc phục", EVERYONE),
        ),
    ),
    (
        "Sự kiện, điển hình",
        (
            ("/events", "Sự kiện, tập huấn", EVERYONE),
            ("/learned-models", "Mô hình học tập", EVERYONE),
            ("/guidance", "Văn bản hướng dẫn", EVERYONE),
            ("/exemplars", "Điển hình tiên tiến", EVERYONE),
        ),
    ),
    (
        "Lịch",
        (
            ("/calendar", "Lịch công tác", EVERYONE),
            ("/anniversaries", "Ngày kỷ niệm", EVERYONE),
            ("/calendar/feeds", "Đăng ký nhận lịch", EVERYONE),
        ),
    ),
    (
        "Đơn vị",
        (
            ("/units", "Đơn vị", EVERYONE),
            ("/units/reorganisations", "Sắp xếp đơn vị", EVERYONE),
            ("/units/import", "Nhập danh sách", ADMINISTRATOR),
        ),
    ),
    ("Số liệu", (("/reports", "Số liệu tổng hợp", EVERYONE),)),
)
"""The areas of the menu, the pages of each, and who sees them."""


def areas(roles: Collection[Role], path: str) -> list[tuple[str, bool, list[tuple[str, str]]]]:
    """Return the areas *roles* may use, each with whether the page at *path* is in it and its pages."""
    shown = []
    for label, pages in MENU:
        open_to = [(address, name) for address, name, whose in pages if whose & set(roles)]
        if open_to:
            shown.append((label, any(path == address for address, _ in open_to), open_to))
    return shown
