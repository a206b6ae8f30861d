"""Forms: what a step asks for, how an answer is read, and how a refusal finds its way back to the form."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from starlette.datastructures import FormData, UploadFile

from shared.api.base import Shape, StepTaken
from shared.clock import VIETNAM
from shared.errors import Refused

Read = TypeVar("Read", bound=Shape)
Taken = TypeVar("Taken", bound=StepTaken)


@dataclass(frozen=True, slots=True)
class Field:
    """One box of a form: its name, its label and what may be typed."""

    name: str
    label: str
    kind: str = "text"  # a key of _READERS: lines is one text of several lines, list a text a line
    is_required: bool = True
    help: str = ""
    options: tuple[tuple[str, str], ...] = ()

    def at(self, prefix: str) -> "Field":
        """Return the box as one of several of its kind in a form."""
        return replace(self, name=prefix + self.name)


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
    typed: Mapping[str, Any] = field(default_factory=dict)


def beside_form(at: str, refusal: Refused, form: FormData) -> Trouble:
    """Return *refusal* for the form named *at*; one that has a page of its own is raised again."""
    is_beside_form = refusal.status in {409, 413, 422} and refusal.code != "SomeoneWasFaster"
    if not is_beside_form:
        raise refusal
    many = {name: form.getlist(name) for name in form if len(form.getlist(name)) > 1}
    return Trouble(at, refusal, {**typed(form), **many})


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


def read(shape: type[Read], given: Mapping[str, Any], labels: Mapping[str, str] | None = None) -> Read:
    """Return what was typed in its shape; raises Unreadable with everything to mend."""
    try:
        return shape.model_validate(given)
    except ValidationError as error:
        known = _LABELS | dict(labels or {})
        faults = [_fault(wrong, known) for wrong in error.errors()]
        raise Unreadable(details=[*dict.fromkeys(filter(None, faults))]) from error


def read_order(
    form: FormData, shape: type[Read], boxes: Iterable[Field] = (), named: Iterable[Field] = (), **more: Any
) -> Read:
    """Return what the boxes of a form ask for, with the version the person saw; *more* is read elsewhere, by *named*.

    Raises NotConfirmed where a final step lacks its tick, Unreadable with everything to mend.
    """
    if "asks_confirmation" in form and "confirmed" not in form:
        raise NotConfirmed
    asked = [*boxes, *(box for box in (REASON, _VERSION) if box.name in form and box.name in shape.model_fields)]
    return read(shape, {**read_boxes(form, asked), **more}, {box.name: box.label for box in (*asked, *named)})


def read_boxes(form: FormData, boxes: Iterable[Field], prefix: str = "") -> dict[str, Any]:
    """Return what was typed into *boxes*, empty ones left out; raises Unreadable with every box to mend."""
    given: dict[str, Any] = {}
    faults = []
    for box in boxes:
        try:
            value = _READERS[box.kind](form, prefix + box.name)
        except ValueError:
            faults.append(f"{box.label}: giá trị chưa đúng.")
            continue
        if value not in {None, "", ()}:
            given[box.name] = value
        elif box.is_required and box.name != "reason":
            faults.append(f"{box.label}: chưa nhập.")
    if faults:
        raise Unreadable(details=faults)
    return given


def offering(boxes: Iterable[Field], **options: Sequence[tuple[str, str]]) -> tuple[Field, ...]:
    """Return *boxes*, those named in *options* with what they offer."""
    return tuple(replace(box, options=tuple(options[box.name])) if box.name in options else box for box in boxes)


def decimal(text: str) -> Decimal:
    """Return a number as people here write it: 1.490,5; a dot that cannot part thousands is taken for a comma.

    Raises ValueError.
    """
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d+)?", text):
        text = text.replace(".", "")
    if not re.fullmatch(r"-?\d+([.,]\d+)?", text):
        raise ValueError(text)
    return Decimal(text.replace(",", "."))


def lines(text: str) -> tuple[str, ...]:
    """Return the lines of *text* that are not blank."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _fault(wrong: ErrorDetails, labels: Mapping[str, str]) -> str:
    """Return what is wrong with the box a fault lies in; nothing where no box is to blame."""
    fault = "chưa nhập" if wrong["type"] == "missing" else "giá trị chưa đúng"
    boxes = [labels[place] for place in map(str, wrong["loc"]) if place in labels]
    return f"{boxes[-1]}: {fault}." if boxes else ""


_VERSION = Field("version", _LABELS["version"], "number", is_required=False)


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return "" if isinstance(value, UploadFile) else value.strip()


def _number(form: FormData, name: str) -> int | None:
    text = _text(form, name)
    return int(text) if text else None


def _decimal(form: FormData, name: str) -> Decimal | None:
    text = _text(form, name)
    return decimal(text) if text else None


def _moment(form: FormData, name: str) -> datetime | None:
    text = _text(form, name)
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM) if text else None


def _many(form: FormData, name: str) -> tuple[str, ...]:
    return tuple(value for value in form.getlist(name) if isinstance(value, str) and value)


_READERS: Mapping[str, Callable[[FormData, str], Any]] = {
    "text": _text,
    "date": _text,
    "choice": _text,
    "lines": _text,
    "number": _number,
    "decimal": _decimal,
    "moment": _moment,
    "list": lambda form, name: lines(_text(form, name)),
    "many": _many,
    "tick": lambda form, name: bool(_text(form, name)),
}
