"""The words for the log of acts: what was done, on what, and what changed (nhật ký)."""

from collections.abc import Mapping
from typing import Any

from services.nominations.domain.awarding import DECISION_STATE_LABELS, DECISION_STEPS, FUND_KIND_LABELS
from services.nominations.domain.ballots import METHOD_LABELS
from services.nominations.domain.ceremonies import CEREMONY_STATE_LABELS, CEREMONY_STEPS
from services.nominations.domain.corrections import CORRECTION_STEPS
from services.nominations.domain.councils import (
    CONFLICT_LABELS,
    PRESENCE_LABELS,
    SESSION_STATE_LABELS,
    SESSION_STEPS,
)
from services.nominations.domain.revoking import REVOCATION_STATE_LABELS, REVOCATION_STEPS
from services.nominations.domain.rounds import ROUND_STEPS
from services.nominations.domain.steps import STEPS
from shared.words import AUTHORITIES

ABOUTS: Mapping[str, str] = {
    "nomination": "Hồ sơ đề nghị",
    "council": "Hội đồng",
    "session": "Phiên họp Hội đồng",
    "council_item": "Nội dung phiên họp",
    "decision": "Quyết định khen thưởng",
    "packet": "Hồ sơ trình Trung ương",
    "fund": "Quỹ thi đua, khen thưởng",
    "register": "Sổ khen thưởng",
    "ceremony": "Lễ trao tặng",
    "revocation": "Hủy bỏ khen thưởng",
    "round": "Đợt xét",
}
"""What an act is about."""

_ACTS: Mapping[str, str] = {
    "ask_correction": "Yêu cầu chỉnh sửa",
    "ask_opinion": "Gửi lấy ý kiến",
    "call": "Triệu tập phiên họp",
    "change_agenda": "Thay đổi chương trình",
    "change_list": "Thay đổi danh sách",
    "change_members": "Thay đổi thành viên",
    "comment": "Ghi ý kiến của Nhân dân",
    "count_paper": "Nhập kết quả kiểm phiếu giấy",
    "draft": "Lập dự thảo",
    "enclose": "Ghi thành phần hồ sơ",
    "enclose_file": "Đính kèm tệp",
    "enclose_link": "Đính kèm liên kết",
    "establish": "Thành lập",
    "give_opinion": "Cho ý kiến",
    "hand_out_paper": "Phát phiếu giấy",
    "import": "Nhập khen thưởng đã có",
    "move_money": "Ghi biến động quỹ",
    "open": "Mở hồ sơ hủy bỏ",
    "open_round": "Mở đợt xét",
    "prepare": "Lập kế hoạch lễ",
    "recover": "Ghi nhận thu hồi",
    "resolve_comment": "Giải quyết ý kiến của Nhân dân",
    "settle_conflict": "Xử lý xung đột lợi ích",
    "settle_doubt": "Kết luận khen thưởng liên quan",
    "take_attendance": "Điểm danh",
    "take_file_out": "Bỏ tệp đính kèm",
    "take_paper": "Nhận phiếu",
    "write_handovers": "Ghi chuẩn bị, trao tặng",
}

_STEPS = {
    "session": {one.name: one.label for one in SESSION_STEPS},
    "decision": {one.name: one.label for one in DECISION_STEPS},
    "ceremony": {one.name: one.label for one in CEREMONY_STEPS},
    "revocation": {one.name: one.label for one in REVOCATION_STEPS},
    "nomination": {one.name: one.label for one in (*CORRECTION_STEPS, *STEPS)},
    "round": {one.name: one.label for one in ROUND_STEPS},
}

_KEYS: Mapping[str, str] = {
    "added": "Thêm",
    "amount": "Số tiền",
    "dossiers": "Số hồ sơ",
    "ground": "Căn cứ",
    "items": "Số nội dung",
    "joined": "Thành viên thêm",
    "kind": "Loại",
    "left": "Thành viên thôi",
    "lines": "Số dòng",
    "members": "Số thành viên",
    "parts": "Nội dung cần chỉnh sửa",
    "method": "Hình thức bỏ phiếu",
    "number": "Số quyết định",
    "papers": "Số phiếu",
    "payer": "Nguồn quỹ",
    "removed": "Bớt",
    "stands_aside": "Không tham gia biểu quyết",
    "state": "Tình trạng",
}

_LABELS: tuple[Mapping[Any, str], ...] = (
    SESSION_STATE_LABELS,
    DECISION_STATE_LABELS,
    CEREMONY_STATE_LABELS,
    REVOCATION_STATE_LABELS,
    FUND_KIND_LABELS,
    METHOD_LABELS,
    CONFLICT_LABELS,
    PRESENCE_LABELS,
    AUTHORITIES,
)
_VALUES = {str(code): label for labels in _LABELS for code, label in labels.items()}

_FREE = frozenset({"number", "payer"})
"""What people wrote themselves; any other text is a code, and is told only where it has words."""


def act_word(about: str, act: str) -> str:
    """Return what was done, in words; an act this register does not know is named as such."""
    return _STEPS.get(about, {}).get(act) or _ACTS.get(act) or "Thao tác khác"


def about_word(about: str) -> str:
    """Return what it was done to, in words."""
    return ABOUTS.get(about, "Đối tượng khác")


def changes(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> tuple[str, ...]:
    """Return what changed, a sentence for each known key; what has no words is told by its number only."""
    old, new = before or {}, after or {}
    keys = [key for key in dict.fromkeys([*old, *new]) if all(_is_told(key, side.get(key)) for side in (old, new))]
    told = [_change(_KEYS[key], _word(old.get(key)), _word(new.get(key))) for key in keys]
    untold = len({*old, *new} - set(keys))
    return (*told, *([f"{untold} mục chi tiết khác"] if untold else []))


def _is_told(key: str, value: object) -> bool:
    return key in _KEYS and (key in _FREE or not isinstance(value, str) or value in _VALUES)


def _change(label: str, old: str, new: str) -> str:
    return f"{label}: {old} → {new}" if old else f"{label}: {new}"


def _word(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    if isinstance(value, list):
        return f"{len(value)} mục"
    text = str(value)
    return _VALUES.get(text, text)
