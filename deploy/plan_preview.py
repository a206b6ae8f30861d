"""Says in lines what the importer understood of a document, each with the line of the document beside it."""

from collections.abc import Iterator, Sequence

from services.plans.importer.shape import Deadline, NotAPlan, Preview, Task

Row = tuple[str, str]


def told(found: Preview | NotAPlan) -> list[Row]:
    """Return a label and a sentence for each thing a person checks."""
    return list(_refused(found) if isinstance(found, NotAPlan) else _understood(found))


def _refused(found: NotAPlan) -> Iterator[Row]:
    yield "not a plan", found.reason
    yield from (("missing", one) for one in found.missing)


def _understood(found: Preview) -> Iterator[Row]:
    yield "plan", found.title
    yield "year", found.school_year or str(found.year)
    yield "number", found.symbol or "–"
    yield "issued", f"{found.issued_on or '–'} · {found.issuer.name if found.issuer else '–'}"
    for quarter in found.quarters:
        yield f"quarter {quarter.number}", f"{len(quarter.tasks)} tasks"
        yield from ((task.key, _task(task)) for task in quarter.tasks)
    for duty in found.filing_duties:
        yield "to file", f"{_lines(duty.source_lines)} {duty.title} ({_deadline(duty.deadline)})"
    yield from (("movement", f"{_lines(each.source_lines)} {each.name}") for each in found.movements)
    yield from (("to check", f"{_lines(each.source_lines)} {each.message}".strip()) for each in found.anomalies)
    yield from (("not understood", f"{_lines(each.source_lines)} {each.text}") for each in found.not_understood)


def _task(task: Task) -> str:
    lead = f" · {task.lead.name}{' (?)' if task.lead.implied else ''}" if task.lead else ""
    return f"{_lines(task.source_lines)} {task.display} ({task.period.label}; {_deadline(task.deadline)}){lead}"


def _deadline(deadline: Deadline) -> str:
    return f"{deadline.kind.replace('_', ' ')} {deadline.on}{' (?)' if deadline.implied else ''}"


def _lines(lines: Sequence[int]) -> str:
    if not lines:
        return ""
    return f"[{lines[0]}]" if len(lines) == 1 else f"[{lines[0]}-{lines[-1]}]"
