"""Forms: what a step asks for, how an answer is read, and how a refusal finds its way back to the form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from starlette.datastructures import FormData, UploadFile

from shared.api.base import Shape, StepTaken
from shared.errors import Refused

Read = TypeVar("Read", bound=Shape)
Taken = TypeVar("Taken", bound=StepTaken)


@dataclass(frozen=True, slots=True)
class Field:
    """One box of a form: its name, its label and what may be typed."""

    name: str
    label: str
    kind: str = "text"  # text, number, date, lines
    is_required: bool = True
    help: str = ""


_DECISION = (Field("decision_number", "Số quyết định"), Field("decided_on", "Ngày quyết định", "date"))
_MISSING = Field("missing", "Nội dung còn thiếu", "lines", is_required=False, help="Mỗi nội dung ghi một dòng.")

_GROUNDS = Field(
    "reason",
    "Căn cứ kết luận",
    "lines",
    is_required=False,
    help="Bắt buộc ghi khi có nội dung chưa được xác nhận trong quy định.",
)

_DOCUMENT = (Field("reference", "Số, ký hiệu văn bản"), Field("dated_on", "Ngày văn bản", "date"))
STEP_FIELDS = {
    "appraise": (_GROUNDS,),
    "progress": (Field("percent", "Tiến độ (%)", "number"),),
    "file": _DOCUMENT,
    "record": _DOCUMENT,
    "return": (_MISSING,),
    "decide": _DECISION,
    "record_result": _DECISION,
}
"""What a step asks for besides a reason; the owner's routes say so in shared/api."""

REASON = Field("reason", "Lý do", "lines")

_LABELS = {box.name: box.label for boxes in STEP_FIELDS.values() for box in boxes} | {
    "award": "Danh hiệu, hình thức khen thưởng",
    "mode": "Loại hình khen thưởng",
    "period": "Kỳ tổng hợp",
    "reason": "Lý do",
    "subject_kind": "Đối tượng",
    "subject_name": "Tên cá nhân, tập thể, hộ gia đình",
    "unit_id": "Đơn vị",
    "version": "Phiên bản",
    "year": "Năm",
}


class NotConfirmed(Refused):
    """A final step was sent without its confirmation."""

    message = "Thao tác này không hoàn tác được. Vui lòng đánh dấu xác nhận trước khi thực hiện."


class Unreadable(Refused):
    """Something typed is not what its box asks for."""

    message = "Dữ liệu nhập chưa đúng."


@dataclass(frozen=True, slots=True)
class Trouble:
    """A refusal to be shown beside the form it answers: which form, the owner's words, what was typed."""

    at: str
    refusal: Refused
    typed: Mapping[str, str] = field(default_factory=dict)


def beside_form(at: str, refusal: Refused, form: FormData) -> Trouble:
    """Return *refusal* for the form named *at*; one that has a page of its own is raised again."""
    is_beside_form = refusal.status in {409, 413, 422} and refusal.code != "SomeoneWasFaster"
    if not is_beside_form:
        raise refusal
    return Trouble(at, refusal, typed(form))


def typed(form: FormData) -> dict[str, str]:
    """Return the texts of a form, without its files."""
    return {name: value.strip() for name, value in form.items() if not isinstance(value, UploadFile)}


def read_step(form: FormData, shape: type[Taken]) -> Taken:
    """Return the step a form asks for; raises NotConfirmed or Unreadable."""
    given = {name: text for name, text in typed(form).items() if text}
    if "asks_confirmation" in given and "confirmed" not in given:
        raise NotConfirmed
    wanted: dict[str, Any] = {name: given[name] for name in shape.model_fields if name in given and name in _LABELS}
    if "missing" in wanted:
        wanted["missing"] = lines(wanted["missing"])
    return read(shape, wanted)


def read(shape: type[Read], given: Mapping[str, Any]) -> Read:
    """Return what was typed in its shape; raises Unreadable with everything to mend."""
    try:
        return shape.model_validate(given)
    except ValidationError as error:
        raise Unreadable(details=[_fault(wrong) for wrong in error.errors()]) from error


def lines(text: str) -> tuple[str, ...]:
    """Return the lines of *text* that are not blank."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _fault(wrong: ErrorDetails) -> str:
    fault = "chưa nhập" if wrong["type"] == "missing" else "giá trị chưa đúng"
    return f"{_LABELS[str(wrong['loc'][0])]}: {fault}."
