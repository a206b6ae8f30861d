"""What a draft must have before it can be issued."""

from collections import Counter
from collections.abc import Iterable, Iterator

from services.plans.domain import QUARTERS
from services.plans.importer.shape import Preview
from shared.errors import Refused
from shared.events.plans import Duty
from shared.words import filing


class PlanIncomplete(Refused):
    """The draft lacks something a plan must have; every gap is named."""

    message = "Dự thảo chưa đủ nội dung để ban hành."


def check_complete(preview: Preview) -> None:
    """Refuse a draft that lacks something, and say all that it lacks."""
    if gaps := tuple(_gaps(preview)):
        raise PlanIncomplete(details=gaps)


def _gaps(preview: Preview) -> Iterator[str]:
    tasks = [task for quarter in preview.quarters for task in quarter.tasks]
    needed = {
        "Thiếu số, ký hiệu của kế hoạch.": preview.symbol,
        "Thiếu ngày ban hành.": preview.issued_on,
        "Thiếu cơ quan ban hành.": preview.issuer,
        "Thiếu nhiệm vụ.": tasks,
    }
    yield from (sentence for sentence, found in needed.items() if not found)
    yield from (
        f"Quý {quarter.number} không có trong năm." for quarter in preview.quarters if quarter.number not in QUARTERS
    )
    yield from (f"Nhiệm vụ {key} bị trùng mã." for key in _repeated(task.key for task in tasks))
    duties = _repeated(duty.key for duty in preview.filing_duties)
    yield from (f"Yêu cầu nộp {filing(Duty(key))} bị trùng." for key in duties)
    yield from (
        f"Thời hạn của “{duty.title}” không thuộc năm {preview.year}."
        for duty in preview.filing_duties
        if duty.deadline.on.year != preview.year
    )


def _repeated(keys: Iterable[str]) -> Iterator[str]:
    return (key for key, times in Counter(keys).items() if times > 1)
