"""The Vietnamese words for the codes that events carry, for every text a person reads."""

from shared.events.plans import Channel, DeadlineKind, Duty

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
    "prime_minister": "Thủ tướng Chính phủ",
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
    "BK_TINH": "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh",
    "BK_TTG": "Bằng khen của Thủ tướng Chính phủ",
    "GK": "Giấy khen",
}
"""The awards by the codes of the catalogue (danh hiệu thi đua, hình thức khen thưởng)."""

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
