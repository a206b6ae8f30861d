"""Says why a document is not a plan for emulation work, and what it seems to be."""

import re
from collections.abc import Sequence

from services.plans.importer.periods import Horizon, find_period
from services.plans.importer.shape import NotAPlan
from services.plans.importer.source.blocks import Block
from services.plans.importer.source.letters import fold, is_capitals

KINDS = (
    "Quyết định", "Báo cáo", "Tờ trình", "Thông báo", "Chỉ thị", "Hướng dẫn", "Biên bản", "Giấy mời", "Nghị quyết",
    "Quy chế", "Chương trình", "Đề án", "Phương án", "Kế hoạch", "Bản cam kết", "Đơn", "Danh sách", "Thông tư",
)  # fmt: skip
CARRIES_A_PLAN = ("Kế hoạch", "Quyết định")
ANY_YEAR = Horizon(2000)
LETTER = re.compile(r"kinh gui\b|v/v\b")
NO_KIND = "tên loại “KẾ HOẠCH” đứng riêng ở đầu văn bản"
NO_SUBJECT = "trích yếu nói về công tác thi đua, khen thưởng"
NO_YEAR = "năm của kế hoạch"
NO_TASKS = "nội dung công việc kèm thời gian thực hiện (quý, tháng hoặc ngày)"


def refuse(blocks: Sequence[Block], missing: Sequence[str]) -> NotAPlan:
    """Return the refusal of a document that lacks what a plan has."""
    kind = looks_like(blocks)
    named = f"Văn bản có vẻ là {kind.lower()}" if kind else "Văn bản không có tên loại nhận ra được"
    if kind == "Kế hoạch" and NO_SUBJECT in missing:
        reason = "Văn bản là kế hoạch nhưng không phải kế hoạch công tác thi đua, khen thưởng."
    elif kind == "Kế hoạch":
        reason = "Văn bản là kế hoạch thi đua, khen thưởng nhưng thiếu phần bắt buộc để nhập."
    else:
        reason = f"{named}, không phải kế hoạch công tác thi đua, khen thưởng."
    return NotAPlan(reason=reason, missing=tuple(missing), looks_like=kind)


def lacks(blocks: Sequence[Block]) -> list[str]:
    """Return what a document without the word KẾ HOẠCH at its head lacks besides."""
    texts = [block.text for block in blocks]
    found = (
        (NO_KIND, False),
        (NO_SUBJECT, any(is_about_emulation(text) for text in texts)),
        (NO_TASKS, any(find_period(text, ANY_YEAR) for text in texts)),
    )
    return [what for what, is_there in found if not is_there]


def looks_like(blocks: Sequence[Block]) -> str | None:
    """Return the kind of document its first heading names; a letter has no kind but addresses somebody."""
    for block in blocks[:40]:
        folded = fold(block.text)
        heads = is_capitals(block.text) or any(folded == fold(kind) for kind in KINDS)
        kind = next((kind for kind in KINDS if re.match(rf"{fold(kind)}\b", folded)), None)
        if kind and heads and not block.marker:
            return kind
    return "Công văn" if any(LETTER.match(fold(block.text)) for block in blocks[:40]) else None


def is_about_emulation(text: str) -> bool:
    """Tell whether a title speaks of emulation or commendation."""
    return re.search(r"\bthi dua\b|\bkhen thuong\b|\btdkt\b", fold(text)) is not None
