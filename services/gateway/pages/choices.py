"""The words for the codes that forms about movements, clusters, inspections and occasions offer."""

ENTRY_KINDS = {
    "task": "Nhiệm vụ",
    "filing": "Nộp kế hoạch, báo cáo",
    "quarter_end": "Kết thúc quý",
    "movement": "Phong trào thi đua",
    "inspection": "Kiểm tra",
    "remedy": "Khắc phục sau kiểm tra",
    "event": "Sự kiện",
    "training": "Tập huấn",
    "anniversary": "Ngày kỷ niệm",
    "legal": "Thời hạn theo pháp luật",
}
CLUSTER_KINDS = {"cum": "Cụm thi đua", "khoi": "Khối thi đua", "lien_tinh": "Cụm thi đua liên tỉnh"}
MOVEMENT_FORMS = {"regular": "Thường xuyên", "thematic": "Theo chuyên đề"}
MOVEMENT_SCOPES = {
    "national": "Toàn quốc",
    "province": "Toàn tỉnh",
    "cluster": "Cụm, khối thi đua",
    "unit": "Cơ quan, đơn vị",
}
BETTER = {"more": "Càng nhiều càng tốt", "less": "Càng ít càng tốt"}
STAGES = {"half_year": "6 tháng đầu năm", "year": "Cả năm"}
FORMULAS = {
    "ratio": "Theo tỷ lệ so với chỉ tiêu",
    "step": "Theo mức đạt được",
    "manual": "Chấm trực tiếp",
    "deduction": "Điểm trừ",
}
ISSUERS = {
    "council": "Hội đồng Thi đua - Khen thưởng tỉnh",
    "standing_office": "Cơ quan Thường trực Hội đồng (Sở Nội vụ)",
}
INSPECTION_FORMS = {"inspection": "Kiểm tra", "self_inspection": "Tự kiểm tra", "survey": "Khảo sát"}
INSPECTION_STATES = {
    "planned": "Dự kiến",
    "scheduled": "Đã có lịch",
    "underway": "Đang kiểm tra",
    "concluded": "Đã kết luận",
    "cancelled": "Đã hủy",
}
FINDING_KINDS = {
    "strength": "Ưu điểm",
    "shortcoming": "Hạn chế",
    "violation": "Vi phạm",
    "recommendation": "Kiến nghị",
}
FINDING_STATES = {
    "open": "Chưa khắc phục",
    "overdue": "Quá hạn khắc phục",
    "remedy_reported": "Chờ xác nhận khắc phục",
    "remedied": "Đã khắc phục",
    "noted": "Ghi nhận",
}
SEVERITIES = {"low": "Nhẹ", "medium": "Vừa", "high": "Nghiêm trọng"}
OCCASION_KINDS = {
    "conference": "Hội nghị",
    "midterm_review": "Hội nghị sơ kết",
    "final_review": "Hội nghị tổng kết",
    "award_ceremony": "Lễ trao tặng",
    "launch": "Lễ phát động",
    "commemoration": "Hoạt động kỷ niệm",
    "pledge_signing": "Lễ ký kết giao ước thi đua",
    "training": "Tập huấn",
    "study_visit": "Học tập kinh nghiệm",
    "external_meeting": "Dự hội nghị cụm thi đua các tỉnh",
}
OCCASION_STATES = {
    "planned": "Sắp tổ chức",
    "held": "Đã tổ chức",
    "reported": "Đã báo cáo kết quả",
    "cancelled": "Đã hủy",
}
EXEMPLAR_STATES = {
    "found": "Mới phát hiện",
    "fostered": "Đang bồi dưỡng",
    "recognised": "Đã tổng kết",
    "replicated": "Đang nhân rộng",
    "dropped": "Thôi theo dõi",
}
REGIONS = {
    "remote": "Vùng sâu",
    "far": "Vùng xa",
    "border": "Vùng biên giới",
    "ethnic_minority": "Vùng đồng bào dân tộc thiểu số",
}
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


def pairs(words: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Return *words* as what a choice offers."""
    return tuple(words.items())
