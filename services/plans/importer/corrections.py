"""Corrects a preview as a person says: every line of the document stays mapped or listed as not understood."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from services.plans.importer.periods import Horizon
from services.plans.importer.shape import Deadline, Lines, Named, Part, Passage, Period, Preview, Quarter, Task
from shared.api.drafts import Correction, MergeTasks, NewTask, RemoveTask, SetValue, SplitTask, UseLine
from shared.errors import NotFound, Refused

Made = tuple[Preview, str, Lines]
UNMARKED = ("kind", "corrected_by")


class CannotCorrect(Refused):
    """The correction asks for something a draft cannot hold."""

    message = "Nội dung sửa không hợp lệ."


def correct(preview: Preview, correction: Correction, who: str) -> Made:
    """Return the corrected preview, what was done in a sentence, and the source lines it is about."""
    made, what, lines = MAKERS[type(correction)](preview, correction, who)
    return _with_lost_lines(preview, _regrouped(made)), what, lines


def _set(preview: Preview, asked: SetValue, who: str) -> Made:
    plain = preview.model_dump(mode="json")
    path = _path(plain, asked.at)
    owner: Any = plain
    for step in path[:-1]:
        owner = _child(owner, step, asked.at)
    before = _child(owner, path[-1], asked.at)
    if path[-1] in UNMARKED:
        raise CannotCorrect(details=(f"“{asked.at}” không sửa được.",))
    owner[path[-1]] = asked.value
    if path[0] == "quarters" and len(path) > TASK_DEPTH:
        plain["quarters"][path[1]]["tasks"][path[3]]["corrected_by"] = who
    try:
        made = Preview.model_validate(plain)
    except ValidationError as error:
        wrong = dict.fromkeys("/".join(map(str, each["loc"])) for each in error.errors())
        raise CannotCorrect(details=tuple(f"Giá trị tại “/{place}” không hợp lệ." for place in wrong)) from error
    lines = owner.get("source_lines", ()) if isinstance(owner, dict) else ()
    return made, f"Sửa {asked.at}: “{_short(before)}” thành “{_short(asked.value)}”.", tuple(lines)


TASK_DEPTH = 4
"""quarters, the quarter, tasks, the task; what lies deeper is a value of it."""


def _add(preview: Preview, asked: NewTask, who: str) -> Made:
    if asked.ends_on < asked.starts_on:
        raise CannotCorrect(details=("Thời gian kết thúc trước thời gian bắt đầu.",))
    label = f"{asked.starts_on:%d/%m/%Y} - {asked.ends_on:%d/%m/%Y}"
    period = Period(label=label, starts_on=asked.starts_on, ends_on=asked.ends_on)
    on = asked.due_on or asked.ends_on
    task = _task(preview, asked.text, period, asked.source_lines, who).model_copy(
        update={
            "deadline": Deadline(kind=asked.deadline_kind, on=on, implied=asked.due_on is None),
            "lead": Named(name=asked.lead) if asked.lead else None,
            "coordinating": tuple(Named(name=name) for name in asked.coordinating),
            "period_implied": False,
        }
    )
    return _with_tasks(preview, [*_tasks(preview), task]), f"Thêm nhiệm vụ {task.key}.", asked.source_lines


def _remove(preview: Preview, asked: RemoveTask, _: str) -> Made:
    gone = _found(preview, asked.key)
    kept = [task for task in _tasks(preview) if task.key != asked.key]
    return _with_tasks(preview, kept), f"Bỏ nhiệm vụ {gone.key}: “{_short(gone.text)}”.", gone.source_lines


def _merge(preview: Preview, asked: MergeTasks, who: str) -> Made:
    if len(set(asked.keys)) < len(asked.keys):
        raise CannotCorrect(details=("Một nhiệm vụ không gộp được với chính nó.",))
    first, *others = (_found(preview, key) for key in asked.keys)
    own = first.parts or (Part(key="", text=first.text, source_lines=first.source_lines),)
    more = [
        part
        for other in others
        for part in (
            other.parts
            or (Part(key="", text=other.text, is_conditional=other.is_conditional, source_lines=other.source_lines),)
        )
    ]
    lines = tuple(sorted({line for task in (first, *others) for line in task.source_lines}))
    parts = tuple(part.model_copy(update={"key": _letter(place)}) for place, part in enumerate((*own, *more)))
    merged = first.model_copy(update={"parts": parts, "source_lines": lines, "corrected_by": who})
    kept = [merged if task.key == first.key else task for task in _tasks(preview) if task.key not in asked.keys[1:]]
    return _with_tasks(preview, kept), f"Gộp nhiệm vụ {', '.join(asked.keys)}.", lines


def _split(preview: Preview, asked: SplitTask, who: str) -> Made:
    whole = _found(preview, asked.key)
    keys = [asked.key, *_new_keys(preview, whole, len(asked.texts) - 1)]
    pieces = [
        whole.model_copy(update={"key": key, "text": text, "display": text, "parts": (), "corrected_by": who})
        for key, text in zip(keys, asked.texts, strict=True)
    ]
    kept = [each for task in _tasks(preview) for each in (pieces if task.key == asked.key else [task])]
    return _with_tasks(preview, kept), f"Tách nhiệm vụ {asked.key} thành {', '.join(keys)}.", whole.source_lines


def _use(preview: Preview, asked: UseLine, who: str) -> Made:
    passage = next((each for each in preview.not_understood if asked.line in each.source_lines), None)
    if passage is None:
        raise CannotCorrect(details=(f"Dòng {asked.line} không nằm trong các dòng chưa hiểu.",))
    rest = tuple(each for each in preview.not_understood if each is not passage)
    base = preview.model_copy(update={"not_understood": rest})
    if asked.key is None:
        task = _task(base, passage.text, _whole(preview), passage.source_lines, who)
        made = _with_tasks(base, [*_tasks(base), task])
        return made, f"Đưa dòng {asked.line} thành nhiệm vụ {task.key}.", passage.source_lines
    old = _found(base, asked.key)
    part = Part(key=_letter(len(old.parts)), text=passage.text, source_lines=passage.source_lines)
    update = {
        "parts": (*old.parts, part),
        "source_lines": (*old.source_lines, *passage.source_lines),
        "corrected_by": who,
    }
    new = old.model_copy(update=update)
    kept = [new if task.key == old.key else task for task in _tasks(base)]
    return _with_tasks(base, kept), f"Đưa dòng {asked.line} vào nhiệm vụ {old.key}.", passage.source_lines


MAKERS: Mapping[type, Callable[[Preview, Any, str], Made]] = {
    SetValue: _set, NewTask: _add, RemoveTask: _remove, MergeTasks: _merge, SplitTask: _split, UseLine: _use,
}  # fmt: skip


def _tasks(preview: Preview) -> list[Task]:
    return [task for quarter in preview.quarters for task in quarter.tasks]


def _found(preview: Preview, key: str) -> Task:
    found = next((task for task in _tasks(preview) if task.key == key), None)
    if found is None:
        raise NotFound(f"Không có nhiệm vụ {key} trong dự thảo.")
    return found


def _with_tasks(preview: Preview, tasks: Sequence[Task]) -> Preview:
    """Return the preview with these tasks, for the moment all in one quarter."""
    return preview.model_copy(update={"quarters": (Quarter(number=1, year=preview.year, tasks=tuple(tasks)),)})


def _regrouped(preview: Preview) -> Preview:
    """Put every task into the quarter it ends in, as the importer does."""
    placed: dict[tuple[int, int], list[Task]] = {}
    for task in _tasks(preview):
        ends = min(task.deadline.on, task.period.ends_on)
        placed.setdefault((ends.year, (ends.month + 2) // 3), []).append(task)
    quarters = tuple(Quarter(number=slot[1], year=slot[0], tasks=tuple(placed[slot])) for slot in sorted(placed))
    return preview.model_copy(update={"quarters": quarters})


def _task(preview: Preview, text: str, period: Period, lines: Lines, who: str) -> Task:
    task = Task(
        key="Q4-01",
        text=text,
        display=text,
        period=period,
        periods=(period,),
        period_implied=True,
        is_conditional=False,
        condition=None,
        parts=(),
        deadline=Deadline(kind="not_later_than", on=period.ends_on, implied=True),
        lead=None,
        coordinating=(),
        output=None,
        movement_keys=(),
        source_lines=lines,
        corrected_by=who,
    )
    return task.model_copy(update={"key": _new_keys(preview, task, 1)[0]})


def _new_keys(preview: Preview, like: Task, count: int) -> list[str]:
    """Return keys nobody uses, of the quarter a task is due in."""
    used = {task.key for task in _tasks(preview)}
    head = f"Q{(like.deadline.on.month + 2) // 3}"
    free = (key for number in range(1, len(used) + count + 1) if (key := f"{head}-{number:02d}") not in used)
    return [next(free) for _ in range(count)]


def _whole(preview: Preview) -> Period:
    return Horizon(preview.year, is_school=preview.school_year is not None).whole


def _with_lost_lines(before: Preview, after: Preview) -> Preview:
    """List the lines that nothing names any more, with the text they had."""
    known = {line for lines, _ in _named(after.model_dump(exclude={"anomalies"})) for line in lines}
    lost: dict[int, str] = {}
    for lines, text in _named(before.model_dump(exclude={"anomalies"})):
        lost.update({line: text for line in lines if line not in known and len(text) > len(lost.get(line, ""))})
    back = {text: tuple(line for line in lost if lost[line] == text) for text in lost.values()}
    passages = tuple(Passage(text=text, source_lines=lines) for text, lines in back.items())
    return after.model_copy(update={"not_understood": (*after.not_understood, *passages)})


def _named(value: Any) -> Iterator[tuple[Lines, str]]:
    if isinstance(value, dict):
        text = value.get("text") or value.get("name") or value.get("organisation") or value.get("title") or ""
        yield tuple(value.get("source_lines", ())), str(text)
        value = tuple(value.values())
    if isinstance(value, list | tuple):
        for each in value:
            yield from _named(each)


def _path(plain: Mapping[str, Any], pointer: str) -> list[Any]:
    """Return the steps of a pointer; /tasks/<key> stands for the place of that task."""
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer[1:].split("/")]
    if steps[0] != "tasks" or len(steps) == 1:
        return [int(step) if step.isdecimal() else step for step in steps]
    places = [
        ["quarters", at, "tasks", place]
        for at, quarter in enumerate(plain["quarters"])
        for place, task in enumerate(quarter["tasks"])
        if task["key"] == steps[1]
    ]
    if not places:
        raise NotFound(f"Không có nhiệm vụ {steps[1]} trong dự thảo.")
    return [*places[0], *(int(step) if step.isdecimal() else step for step in steps[2:])]


def _child(owner: Any, step: Any, pointer: str) -> Any:
    try:
        return owner[step]
    except (KeyError, IndexError, TypeError) as error:
        raise CannotCorrect(details=(f"Dự thảo không có “{pointer}”.",)) from error


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else str(value)
    return text if len(text) <= 120 else f"{text[:117]}…"  # noqa: PLR2004 - fits one line on a page


def _letter(place: int) -> str:
    return chr(ord("a") + place) if place < 26 else f"a{place}"  # noqa: PLR2004 - letters of the alphabet
