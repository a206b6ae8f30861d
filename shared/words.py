"""The Vietnamese words for the codes that events carry, for every text a person reads."""

from shared.events.plans import (
    Channel,
    DeadlineKind,
    Duty,
    FindingKind,
    InspectionForm,
    InspectionIssuer,
    OccasionKind,
    Severity,
)

FILINGS = {
    Duty.UNIT_PLAN: "kế hoạch thi đua, khen thưởng",
    Duty.HALF_YEAR_REPORT: "báo cáo sơ kết 6 tháng đầu năm",
    Duty.YEAR_REPORT: "báo cáo tổng kết năm",
}
"""What a unit files (loại báo cáo phải nộp)."""

_FILINGS_OF_A_YEAR = {
    Duty.UNIT_PLAN: "kế hoạch thi đua, khen thưởng năm {}",
    Duty.HALF_YEAR_REPORT: "báo cáo sơ kết 6 tháng đầu năm {}",
    Duty.YEAR_REPORT: "báo cáo tổng kết năm {}",
}

DEADLINES = {
    DeadlineKind.BEFORE: "trước ngày",
    DeadlineKind.ON: "vào ngày",
    DeadlineKind.NOT_LATER_THAN: "chậm nhất ngày",
}
"""How a deadline is written."""

CHANNELS = {Channel.WEB: "Cổng làm việc", Channel.KAFKA: "Hệ thống của đơn vị"}
"""How something reached us."""

SUBJECT_KINDS = {
    "individual": "Cá nhân",
    "collective": "Tập thể",
    "household": "Hộ gia đình",
    "enterprise": "Doanh nghiệp",
    "foreigner": "Người nước ngoài",
}
"""Who an award is for (đối tượng khen thưởng)."""

MODES = {
    "merit": "Công trạng và thành tích",
    "thematic": "Theo đợt, chuyên đề",
    "sudden": "Đột xuất",
    "dedication": "Quá trình cống hiến",
    "tenure": "Niên hạn",
    "diplomatic": "Đối ngoại",
    "resistance": "Thành tích kháng chiến",
}
"""Why somebody is commended (loại hình khen thưởng)."""

AUTHORITIES = {
    "province_chair": "Chủ tịch Ủy ban nhân dân tỉnh",
    "province_committee": "Ủy ban nhân dân tỉnh",
    "department_head": "Thủ trưởng sở, ban, ngành và tương đương",
    "district_chair": "Chủ tịch Ủy ban nhân dân cấp huyện",
    "commune_chair": "Chủ tịch Ủy ban nhân dân cấp xã",
    "unit_head": "Thủ trưởng cơ quan, tổ chức, đơn vị",
    "firm_director": "Giám đốc doanh nghiệp, hợp tác xã",
    "board_chair": "Chủ tịch Hội đồng quản trị, Hội đồng thành viên",
    "prime_minister": "Thủ tướng Chính phủ",
    "president": "Chủ tịch nước",
    "government": "Chính phủ",
    "minister": "Bộ trưởng, Thủ trưởng cơ quan ngang bộ, người đứng đầu đoàn thể trung ương",
    "standing_committee": "Ủy ban Thường vụ Quốc hội",
}
"""Who decides an award (thẩm quyền quyết định khen thưởng)."""

AWARDS = {
    "LDTT": "Lao động tiên tiến",
    "CSTD_CS": "Chiến sĩ thi đua cơ sở",
    "CSTD_TINH": "Chiến sĩ thi đua cấp tỉnh",
    "CSTD_TQ": "Chiến sĩ thi đua toàn quốc",
    "TTLDTT": "Tập thể lao động tiên tiến",
    "TTLDXS": "Tập thể lao động xuất sắc",
    "CO_TINH": "Cờ thi đua của Ủy ban nhân dân tỉnh",
    "CO_CP": "Cờ thi đua của Chính phủ",
    "THON_VH": "Thôn, tổ dân phố văn hóa",
    "GD_VH": "Gia đình văn hóa",
    "HC_SV": "Huân chương Sao vàng",
    "HC_HCM": "Huân chương Hồ Chí Minh",
    "HC_DL_1": "Huân chương Độc lập hạng Nhất",
    "HC_DL_2": "Huân chương Độc lập hạng Nhì",
    "HC_DL_3": "Huân chương Độc lập hạng Ba",
    "HC_QC_1": "Huân chương Quân công hạng Nhất",
    "HC_QC_2": "Huân chương Quân công hạng Nhì",
    "HC_QC_3": "Huân chương Quân công hạng Ba",
    "HC_LD_1": "Huân chương Lao động hạng Nhất",
    "HC_LD_2": "Huân chương Lao động hạng Nhì",
    "HC_LD_3": "Huân chương Lao động hạng Ba",
    "HC_BVTQ_1": "Huân chương Bảo vệ Tổ quốc hạng Nhất",
    "HC_BVTQ_2": "Huân chương Bảo vệ Tổ quốc hạng Nhì",
    "HC_BVTQ_3": "Huân chương Bảo vệ Tổ quốc hạng Ba",
    "HC_CC_1": "Huân chương Chiến công hạng Nhất",
    "HC_CC_2": "Huân chương Chiến công hạng Nhì",
    "HC_CC_3": "Huân chương Chiến công hạng Ba",
    "HC_DDK": "Huân chương Đại đoàn kết dân tộc",
    "HC_DC": "Huân chương Dũng cảm",
    "HC_HN": "Huân chương Hữu nghị",
    "HUYC_QKQT": "Huy chương Quân kỳ quyết thắng",
    "HUYC_VANTQ": "Huy chương Vì an ninh Tổ quốc",
    "HUYC_HN": "Huy chương Hữu nghị",
    "HUYC_CSVV_1": "Huy chương Chiến sĩ vẻ vang hạng Nhất",
    "HUYC_CSVV_2": "Huy chương Chiến sĩ vẻ vang hạng Nhì",
    "HUYC_CSVV_3": "Huy chương Chiến sĩ vẻ vang hạng Ba",
    "TINH_AH": "Tỉnh anh hùng, Thành phố anh hùng",
    "BMVNAH": "Bà mẹ Việt Nam anh hùng",
    "AHLLVT": "Anh hùng Lực lượng vũ trang nhân dân",
    "AHLD": "Anh hùng Lao động",
    "NGND": "Nhà giáo nhân dân",
    "NGUT": "Nhà giáo ưu tú",
    "TTND": "Thầy thuốc nhân dân",
    "TTUT": "Thầy thuốc ưu tú",
    "NSND": "Nghệ sĩ nhân dân",
    "NSUT": "Nghệ sĩ ưu tú",
    "NNND": "Nghệ nhân nhân dân",
    "NNUT": "Nghệ nhân ưu tú",
    "GT_HCM": "Giải thưởng Hồ Chí Minh",
    "GT_NN": "Giải thưởng Nhà nước",
    "BK_TTG": "Bằng khen của Thủ tướng Chính phủ",
    "BK_TINH": "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh",
    "GK": "Giấy khen",
    "GK_XA": "Giấy khen của Chủ tịch Ủy ban nhân dân cấp xã",
    "GK_DN": "Giấy khen của doanh nghiệp, hợp tác xã",
    "KNC": "Kỷ niệm chương của bộ, đoàn thể trung ương",
    "HUYHIEU": "Huy hiệu của tỉnh",
    "XA_TB": "Xã, phường, thị trấn, đặc khu tiêu biểu",
    "KNC_TINH": "Kỷ niệm chương của tỉnh",
}
"""The awards by the codes of the catalogue (danh hiệu thi đua, hình thức khen thưởng)."""

OPINIONS = {
    "agree": "Nhất trí",
    "disagree": "Không nhất trí",
    "other": "Ý kiến khác",
    "silent_agreement": "Im lặng, coi như nhất trí",
}
"""What an office answers when it is asked about a dossier (ý kiến hiệp y)."""

COUNCIL_KINDS = {"emulation": "Hội đồng Thi đua - Khen thưởng", "initiative": "Hội đồng sáng kiến"}
"""Which council (loại hội đồng)."""

INSPECTION_ISSUERS = {
    InspectionIssuer.COUNCIL: "Hội đồng Thi đua - Khen thưởng tỉnh",
    InspectionIssuer.STANDING_OFFICE: "Cơ quan Thường trực Hội đồng (Sở Nội vụ)",
}
"""Who issues an inspection plan."""

INSPECTION_FORMS = {
    InspectionForm.INSPECTION: "Kiểm tra",
    InspectionForm.SELF_INSPECTION: "Tự kiểm tra",
    InspectionForm.SURVEY: "Khảo sát",
}
"""How an inspection is done."""

FINDINGS = {
    FindingKind.STRENGTH: "Ưu điểm",
    FindingKind.SHORTCOMING: "Hạn chế",
    FindingKind.VIOLATION: "Vi phạm",
    FindingKind.RECOMMENDATION: "Kiến nghị",
}
"""What an inspection finds."""

SEVERITIES = {Severity.LOW: "Nhẹ", Severity.MEDIUM: "Vừa", Severity.HIGH: "Nghiêm trọng"}
"""How grave a finding is."""

OCCASIONS = {
    OccasionKind.CONFERENCE: "Hội nghị",
    OccasionKind.MIDTERM_REVIEW: "Hội nghị sơ kết",
    OccasionKind.FINAL_REVIEW: "Hội nghị tổng kết",
    OccasionKind.AWARD_CEREMONY: "Lễ trao tặng",
    OccasionKind.LAUNCH: "Lễ phát động",
    OccasionKind.COMMEMORATION: "Hoạt động kỷ niệm",
    OccasionKind.PLEDGE_SIGNING: "Lễ ký kết giao ước thi đua",
    OccasionKind.TRAINING: "Tập huấn",
    OccasionKind.STUDY_VISIT: "Học tập kinh nghiệm",
    OccasionKind.EXTERNAL_MEETING: "Dự hội nghị cụm thi đua các tỉnh",
}
"""What is held."""

EXEMPLAR_STATES = {
    "found": "Mới phát hiện",
    "fostered": "Đang bồi dưỡng",
    "recognised": "Đã tổng kết",
    "replicated": "Đang nhân rộng",
    "dropped": "Thôi theo dõi",
}
"""How far an exemplar has come (giai đoạn của điển hình tiên tiến)."""

WORKERS = {
    "worker": "Công nhân",
    "farmer": "Nông dân",
    "direct_labour": "Người trực tiếp lao động, công tác, học tập",
    "official": "Cán bộ, công chức, viên chức",
    "leader": "Lãnh đạo, quản lý",
    "entrepreneur": "Doanh nhân",
    "pupil": "Học sinh, sinh viên",
    "other": "Khác",
}
"""What an exemplar does for a living."""

MOVEMENT_FORMS = {"regular": "Thường xuyên", "thematic": "Theo chuyên đề"}
"""How a movement is run (hình thức tổ chức phong trào)."""

MOVEMENT_SCOPES = {
    "national": "Toàn quốc",
    "province": "Toàn tỉnh",
    "cluster": "Cụm, khối thi đua",
    "unit": "Cơ quan, đơn vị",
}
"""How far a movement reaches."""

NOMINATION_STATES = {
    "draft": "Đang lập",
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
"""Where a dossier stands (trạng thái hồ sơ)."""

_PERIODS = {
    "Q1": "quý I năm {}",
    "Q2": "quý II năm {}",
    "Q3": "quý III năm {}",
    "Q4": "quý IV năm {}",
    "H1": "6 tháng đầu năm {}",
    "Y": "năm {}",
}


def filing(duty: Duty, year: int | None = None) -> str:
    """Return the name of what is filed, with its year where there is one."""
    return FILINGS[duty] if year is None else _FILINGS_OF_A_YEAR[duty].format(year)


def award(code: str) -> str:
    """Return an award's name; a code this register does not know stands for itself."""
    return AWARDS.get(code, code)


def authority(code: str) -> str:
    """Return who decides; a code this register does not know stands for itself."""
    return AUTHORITIES.get(code, code)


def period(code: str, year: int) -> str:
    """Return the name of a reporting period in its year (kỳ báo cáo)."""
    return _PERIODS[code].format(year)


def capital(phrase: str) -> str:
    """Return *phrase* with its first letter large, as it begins a label."""
    return phrase[:1].upper() + phrase[1:]
