"""The words official plans say what somebody does with, and who stands before them."""

import re

# Written with their accents and in small letters: "tham mưu" is an act, "Phòng Tham mưu" a name.
ACTS = (
    "có trách nhiệm", "chịu trách nhiệm", "chủ trì", "phối hợp", "tham mưu", "căn cứ", "tổ chức", "thực hiện",
    "triển khai", "xây dựng", "theo dõi", "hướng dẫn", "bố trí", "bảo đảm", "đảm bảo", "tiếp tục", "gửi",
    "tuyên truyền", "kiểm tra", "chỉ đạo", "làm", "là", "điều hành", "phát động", "chuẩn bị", "báo cáo", "tổng hợp",
    "giới thiệu", "đăng ký", "bình xét", "đôn đốc", "vận động", "thông báo", "nộp", "tiếp nhận", "phân công",
    "giúp", "giám sát", "thẩm định", "trình", "chấm", "xét", "lập", "rà soát", "đề xuất", "phụ trách", "phải",
    "cần", "chủ động", "thường xuyên", "tích cực", "kịp thời", "đưa tin", "đăng tải", "đăng", "mở", "tham gia",
    "khẩn trương", "nghiêm túc", "đầu mối", "công bố", "soạn", "cùng", "sẽ", "hưởng ứng", "cập nhật", "hỗ trợ",
    "đánh giá", "đẩy mạnh", "tăng cường", "nâng cao", "quán triệt", "góp ý", "cử", "hoàn thành", "xem xét",
    "lựa chọn", "phát hiện", "định kỳ", "sắp xếp", "đề nghị", "cụ thể hóa", "ban hành", "tập hợp", "chọn", "tự",
    "được", "cung cấp", "quyết toán", "lồng ghép", "dự toán", "viết", "xác nhận", "trực tiếp", "thống nhất",
    "nghiên cứu", "duy trì", "đổi mới", "gắn",
    "phổ biến", "niêm yết", "quan tâm", "xử lý", "trả lời", "tiến hành", "thành lập", "lưu trữ", "nhân rộng",
    "vận dụng", "thường trực",
)  # fmt: skip
ACT = "|".join(re.escape(act) for act in sorted(ACTS, key=len, reverse=True))
ASKED = re.compile(r"(?:(?:[Gg]iao|[Đđ]ề nghị|[Yy]êu cầu|[Pp]hân công)(?: cho)?\s+)?")
# "Các cơ quan chủ trì gửi …": the first act belongs to the name when another follows at once.
SUBJECT = re.compile(
    rf"(?P<name>[^:.]*?)\s*(?::(?:\s|$)|,?\s+(?=(?:{ACT})\b)"
    rf"(?!(?:(?<=quan )|(?<=vị ))(?:chủ trì|phối hợp)\s+(?:{ACT})\b))"
)


def subject(text: str) -> str | None:
    """Return who a sentence begins with, before what they do; None if it does not say."""
    start = ASKED.match(text)
    match = SUBJECT.match(text, start.end() if start else 0)
    return match["name"].strip() or None if match else None
