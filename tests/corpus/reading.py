"""What the importer printed, in the terms of the expectations; the only place that knows the preview's shape."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

Json = dict[str, Any]
Month = tuple[int, int]


@dataclass(frozen=True)
class Work:
    """A task, or one part of a task."""

    text: str
    months: frozenset[Month]
    deadline: str | None
    lead: str | None
    coordinating: tuple[str, ...]
    conditional: bool
    whole: int


def works(plan: Json) -> list[Work]:
    """Every task and, after it, its parts, which take from the task what they do not print themselves."""
    found = []
    for place, task in enumerate(_tasks(plan)):
        found.append(_work(task, task, place))
        found += [_work(part, task, place) for part in task.get("parts", [])]
    return found


def explicit_deadline(item: Json) -> str | None:
    """`before 2024-03-15`, or None where the importer itself supplied the day."""
    deadline = item.get("deadline")
    if not deadline or deadline.get("implied") or not deadline.get("on"):
        return None
    return f"{deadline['kind']} {deadline['on']}"


def name_of(value: Any) -> str | None:
    return value.get("name") if isinstance(value, dict) else value


def printed_name(value: Any) -> str | None:
    return None if isinstance(value, dict) and value.get("implied") else name_of(value)


def units_with_duties(plan: Json) -> list[str]:
    return [each["organisation"] for each in plan.get("organisations") or ()]


def lines_named(value: Any) -> Iterator[int]:
    """Every source line that any part of the preview points at; to remark on a line is not to map it."""
    if isinstance(value, dict):
        yield from value.get("source_lines") or ()
        for name, each in value.items():
            yield from lines_named(each) if name != "anomalies" else ()
    elif isinstance(value, list):
        for each in value:
            yield from lines_named(each)


def _tasks(plan: Json) -> Iterator[Json]:
    yield from plan.get("tasks") or ()
    for group in plan.get("quarters") or ():
        yield from group["tasks"]


def _work(item: Json, whole: Json, place: int) -> Work:
    spans = item.get("periods") or whole.get("periods") or [item.get("period") or whole.get("period")]
    coordinating = item.get("coordinating") or whole.get("coordinating") or ()
    return Work(
        text=item["text"],
        months=frozenset(month for span in spans if span for month in _months(span)),
        deadline=explicit_deadline(item),
        lead=printed_name(item.get("lead") or whole.get("lead")),
        coordinating=tuple(name for unit in coordinating if (name := printed_name(unit))),
        conditional=bool(item.get("is_conditional")),
        whole=place,
    )


def _months(span: Json) -> Iterator[Month]:
    day, last = date.fromisoformat(span["starts_on"]), date.fromisoformat(span["ends_on"])
    while day <= last:
        yield day.year, day.month
        day = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
