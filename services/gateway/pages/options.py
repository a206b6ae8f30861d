"""What may be chosen on the pages of dossiers, councils and decisions: the owner's codes with their words."""

from shared.words import AUTHORITIES, COUNCIL_KINDS, MODES, OPINIONS, SUBJECT_KINDS

Options = tuple[tuple[str, str], ...]

COUNCILS: Options = tuple(COUNCIL_KINDS.items())
COUNCIL_LEVELS: Options = (
    ("province", "Cấp tỉnh"),
    ("department", "Sở, ban, ngành"),
    ("commune", "Cấp xã"),
    ("grassroots", "Cơ sở"),
)
POSITIONS: Options = (
    ("chair", "Chủ tịch Hội đồng"),
    ("standing_vice_chair", "Phó Chủ tịch Thường trực Hội đồng"),
    ("vice_chair", "Phó Chủ tịch Hội đồng"),
    ("member", "Ủy viên Hội đồng"),
    ("secretary", "Ủy viên, Thư ký Hội đồng"),
)
METHODS: Options = (("electronic", "Bỏ phiếu kín trên hệ thống"), ("paper", "Bỏ phiếu kín bằng phiếu giấy"))
PRESENCES: Options = (
    ("present", "Có mặt"),
    ("written", "Vắng mặt, gửi ý kiến bằng văn bản"),
    ("absent", "Vắng mặt"),
)
CONFLICTS: Options = (
    ("same_person", "Chính là người được xét"),
    ("same_unit", "Cùng đơn vị với đối tượng được xét"),
    ("kin", "Người có quan hệ gia đình"),
    ("other", "Lý do khác"),
)
ITEMS: Options = (("initiative", "Công nhận sáng kiến"), ("matter", "Nội dung thảo luận"))
VOTES: Options = (("approve", "Đồng ý"), ("disapprove", "Không đồng ý"), ("abstain", "Không có ý kiến"))
VOTED = frozenset({"nomination", "initiative"})

AUTHORITY: Options = tuple(AUTHORITIES.items())
MODE: Options = tuple(MODES.items())
SUBJECTS: Options = tuple(SUBJECT_KINDS.items())
DECISION_STATES: Options = (
    ("drafted", "Đang dự thảo"),
    ("proposed", "Đã trình ký"),
    ("signed", "Đã ban hành"),
    ("dropped", "Đã bỏ dự thảo"),
)
RECEIPTS: Options = (
    ("in_person", "Trực tiếp nhận"),
    ("representative", "Người đại diện nhận"),
    ("absent", "Vắng mặt"),
)
OUTCOMES: Options = (("stands", "Giữ nguyên khen thưởng"), ("to_revoke", "Đề nghị hủy bỏ"))
OUTCOME_LABELS = dict(OUTCOMES)
ANSWERS: Options = tuple((code, label) for code, label in OPINIONS.items() if code != "silent_agreement")
CRITERION_ANSWERS: Options = (("met", "Đạt"), ("not_met", "Không đạt"), ("unknown", "Chưa đủ căn cứ"))
