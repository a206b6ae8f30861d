"""How a person corrects what was understood of a plan: one form a correction, and the correction in words."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from starlette.datastructures import FormData

from services.gateway.pages.forms import Field, read_boxes, read_order, typed
from shared.api.drafts import DraftChange, DraftCorrections
from shared.errors import Refused
from shared.words import DEADLINES

KINDS = tuple((kind.value, words) for kind, words in DEADLINES.items())
WHY = Field("reason", "Lý do sửa", is_required=False)
EDIT = (
    Field("display", "Nội dung nhiệm vụ", "lines"),
    Field("kind", "Cách ghi thời hạn", "choice", options=KINDS),
    Field("on", "Thời hạn", "date"),
    Field("lead", "Chủ trì", is_required=False),
    Field("coordinating", "Phối hợp", "list", is_required=False, help="Mỗi cơ quan, đơn vị ghi một dòng."),
    Field("output", "Sản phẩm", is_required=False),
    WHY,
)
BOXES: dict[str, tuple[Field, ...]] = {
    "edit": EDIT,
    "duty": (Field("kind", "Cách ghi thời hạn", "choice", options=KINDS), Field("on", "Thời hạn", "date"), WHY),
    "remove_task": (WHY,),
    "split_task": (
        Field("texts", "Các nhiệm vụ mới", "list", help="Mỗi nhiệm vụ ghi một dòng, ít nhất hai dòng."),
        WHY,
    ),
    "merge_tasks": (Field("keys", "Các nhiệm vụ gộp làm một", "many"), WHY),
    "use_line": (
        Field("key", "Đưa vào nhiệm vụ", "choice", is_required=False, help="Không chọn thì lập thành nhiệm vụ mới."),
        WHY,
    ),
    "add_task": (
        Field("text", "Nội dung nhiệm vụ", "lines"),
        Field("starts_on", "Thực hiện từ ngày", "date"),
        Field("ends_on", "Đến ngày", "date"),
        Field("deadline_kind", "Cách ghi thời hạn", "choice", is_required=False, options=KINDS),
        Field("due_on", "Thời hạn", "date", is_required=False, help="Không ghi thì lấy ngày cuối của thời gian."),
        Field("lead", "Chủ trì", is_required=False),
        Field("coordinating", "Phối hợp", "list", is_required=False, help="Mỗi cơ quan, đơn vị ghi một dòng."),
        WHY,
    ),
}
"""The boxes of each correction a page offers."""


class NothingToCorrect(Refused):
    """A correction that leaves everything as it is."""

    message = "Nội dung chưa thay đổi so với dự thảo."


def read_corrections(op: str, form: FormData, preview: Mapping[str, Any]) -> DraftCorrections:
    """Return what a person corrects with the form of *op*; raises Unreadable."""
    given = read_boxes(form, BOXES[op])
    reason = given.pop("reason", "")
    hidden = {name: text for name, text in typed(form).items() if name in {"key", "line"} and text}
    made = _MAKERS.get(op, _plain(op))({**hidden, **given}, preview)
    if not made:
        raise NothingToCorrect
    return read_order(form, DraftCorrections, (), BOXES[op], corrections=made, reason=reason)


def task_values(task: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the boxes of a task's correction hold before anybody types."""
    return {
        "display": task["display"],
        "kind": task["deadline"]["kind"],
        "on": task["deadline"]["on"],
        "lead": (task["lead"] or {}).get("name", ""),
        "coordinating": [body["name"] for body in task.get("coordinating", ())],
        "output": task.get("output") or "",
        "texts": [part["text"] for part in task.get("parts", ())],
    }


def told(change: DraftChange) -> str:
    """Return what was corrected, its places and codes in words."""
    text = change.what
    for pattern, words in _WORDS:
        text = re.sub(pattern, words, text)
    return text


def _edited(given: Mapping[str, Any], preview: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return a correction for each value of a task that differs from what was understood."""
    key = given["key"]
    task = next(task for quarter in preview["quarters"] for task in quarter["tasks"] if task["key"] == key)
    before = task_values(task)
    wanted = {
        "display": given["display"],
        "lead": {"name": given["lead"]} if given.get("lead") else None,
        "coordinating": [{"name": name} for name in given.get("coordinating", ())],
        "output": given.get("output") or None,
    }
    is_same = {
        "display": given["display"] == before["display"],
        "lead": given.get("lead", "") == before["lead"],
        "coordinating": list(given.get("coordinating", ())) == before["coordinating"],
        "output": given.get("output", "") == before["output"],
    }
    changed = [_set(f"/tasks/{key}/{name}", value) for name, value in wanted.items() if not is_same[name]]
    return changed + _deadline(f"/tasks/{key}/deadline", task["deadline"], given)


def _duty(given: Mapping[str, Any], preview: Mapping[str, Any]) -> list[dict[str, Any]]:
    place = int(given["line"])
    return _deadline(f"/filing_duties/{place}/deadline", preview["filing_duties"][place]["deadline"], given)


def _deadline(at: str, before: Mapping[str, Any], given: Mapping[str, Any]) -> list[dict[str, Any]]:
    if (before["kind"], before["on"]) == (given["kind"], given["on"]):
        return []
    return [
        _set(f"{at}/kind", given["kind"]),
        _set(f"{at}/on", given["on"]),
        _set(f"{at}/implied", value=False),
    ]


def _set(at: str, value: Any) -> dict[str, Any]:
    return {"op": "set", "at": at, "value": value}


def _plain(op: str) -> Callable[[Mapping[str, Any], Mapping[str, Any]], list[dict[str, Any]]]:
    return lambda given, _: [{"op": op, **given}]


_MAKERS: Mapping[str, Callable[[Mapping[str, Any], Mapping[str, Any]], list[dict[str, Any]]]] = {
    "edit": _edited,
    "duty": _duty,
}
_WORDS = (
    (r"/tasks/([\w-]+)/display", r"nội dung nhiệm vụ \1"),
    (r"/tasks/([\w-]+)/deadline/on", r"thời hạn nhiệm vụ \1"),
    (r"/tasks/([\w-]+)/deadline/kind", r"cách ghi thời hạn nhiệm vụ \1"),
    (r"/tasks/([\w-]+)/deadline/implied", r"căn cứ thời hạn nhiệm vụ \1"),
    (r"/tasks/([\w-]+)/lead", r"chủ trì nhiệm vụ \1"),
    (r"/tasks/([\w-]+)/coordinating", r"phối hợp nhiệm vụ \1"),
    (r"/tasks/([\w-]+)/output", r"sản phẩm nhiệm vụ \1"),
    (r"/filing_duties/\d+/deadline/\w+", "thời hạn nộp"),
    (r"\{'name': '([^']*)'[^}]*\}", r"\1"),
    *((rf"“{kind.value}”", f"“{words}”") for kind, words in DEADLINES.items()),
    ("“(False|None|\\[\\])”", "“không”"),
    ("“True”", "“có”"),
)
"""Places and codes that the owner's note of a correction carries, and their words."""
