"""Fields right / fields present: a preview held against what an official expects of the document.

A value that is rightly absent counts nothing; one that is missing, wrong, or made up counts against the preview.
What the importer supplied itself and marked as implied is neither.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.corpus.expected import months
from tests.corpus.reading import Json, Work, explicit_deadline, lines_named, name_of, units_with_duties, works
from tests.corpus.wording import folded, same

HEAD = ("number", "symbol", "issued_on", "issuer", "signer", "year", "school_year")
READ_SHARE = 0.9


@dataclass(frozen=True)
class Field:
    """One thing an official expects, and whether the preview has it."""

    name: str
    wanted: Any
    got: Any
    right: bool


def fields(wanted: Json, plan: Json) -> list[Field]:
    """Every field of the document; a refused plan has nearly all of them wrong, and a refusal must give its reason."""
    if wanted["kind"] == "refusal":
        return [
            Field("refusal", "a reason", plan.get("reason"), plan.get("kind") != "plan" and bool(plan.get("reason")))
        ]
    found = [Field("kind", "plan", plan.get("kind"), plan.get("kind") == "plan")]
    found += [*_head(wanted, plan), *_counts(wanted, plan), *_work(wanted, plan)]
    found += [*_filings(wanted, plan), *_movements(wanted, plan), *_duties(wanted, plan), _read(plan)]
    return found


def _head(wanted: Json, plan: Json) -> Iterator[Field]:
    for name in filter(wanted.__contains__, HEAD):
        got = name_of(plan.get(name))
        right = any(same(_text(choice), _text(got)) for choice in _choices(wanted[name]))
        yield Field(name, wanted[name], got, right)


def _choices(value: Any) -> list[Any]:
    """Where two careful officials may differ, the expectation lists what either would accept."""
    return value if isinstance(value, list) else [value]


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _counts(wanted: Json, plan: Json) -> Iterator[Field]:
    for name in ("legal_bases", "recipients"):
        count = wanted.get(name, 0)
        span = count if isinstance(count, dict) else {"from": count, "to": count}
        got = len(plan.get(name) or ())
        yield Field(name, count, got, span["from"] <= got <= span["to"])


def _work(wanted: Json, plan: Json) -> Iterator[Field]:
    left = works(plan)
    used: set[int] = set()
    for task in wanted["tasks"]:
        got = [work for work in left if _names(task, work)]
        own = [work for work in got if not _swallowed(task, work, wanted)]
        left = [work for work in left if work not in own]
        used |= {work.whole for work in got}
        yield Field(f"task {task['text']!r}", True, bool(own), bool(own))
        yield from _task_fields(task, own)
    for work in left:
        if work.whole not in used:
            used.add(work.whole)
            yield Field("no such task", None, work.text[:60], right=False)


def _swallowed(task: Json, work: Work, wanted: Json) -> bool:
    """Whether the one text found holds another expected task as well: two tasks run together are none."""
    others = [other for other in wanted["tasks"] if other is not task]
    return any(_names(other, work) for other in others)


def _names(task: Json, work: Work) -> bool:
    return any(folded(fragment) in folded(work.text) for fragment in _choices(task["text"]))


def _task_fields(task: Json, own: list[Work]) -> Iterator[Field]:
    best = own[-1] if own else None
    covered = frozenset(month for work in own for month in work.months)
    if task["periods"]:
        yield Field("  period", task["periods"], sorted(covered), covered == months(task["periods"]))
    conditional = any(work.conditional for work in own)
    if conditional or task.get("conditional"):
        yield Field(
            "  nếu có", task.get("conditional", False), conditional, conditional == task.get("conditional", False)
        )
    deadline = next((work.deadline for work in own if work.deadline), None)
    if deadline or task.get("deadline"):
        yield Field("  deadline", task.get("deadline"), deadline, deadline in _choices(task.get("deadline")))
    lead = best.lead if best else None
    if lead or task.get("lead"):
        yield Field("  lead", task.get("lead"), lead, same(task.get("lead"), lead))
    units = best.coordinating if best else ()
    if units or task.get("coordinating"):
        got, asked = {folded(unit) for unit in units}, {folded(unit) for unit in task.get("coordinating", ())}
        yield Field("  coordinating", task.get("coordinating"), list(units), got == asked)


def _filings(wanted: Json, plan: Json) -> Iterator[Field]:
    left = list(plan.get("filings") or plan.get("filing_duties") or ())
    for filing in wanted["filings"]:
        got = [each for each in left if each["key"] == filing["kind"]] or [
            each for each in left if explicit_deadline(each) == filing["deadline"]
        ]
        left = [each for each in left if each not in got]
        deadlines = [explicit_deadline(each) for each in got or plan.get("other_deadlines") or ()]
        if got or not filing.get("may_be_absent"):
            yield Field(f"filing {filing['kind']}", filing["deadline"], deadlines, filing["deadline"] in deadlines)
    for each in left:
        yield Field("no such filing", None, f"{each['key']} {explicit_deadline(each)}", right=False)


def _movements(wanted: Json, plan: Json) -> Iterator[Field]:
    got = {folded(each["name"]): each["name"] for each in plan.get("movements") or ()}
    for name in wanted["movements"]:
        yield Field(f"movement {name!r}", True, folded(name) in got, got.pop(folded(name), None) is not None)
    for name in wanted.get("other_movements", ()):
        got.pop(folded(name), None)
    for name in got.values():
        yield Field("no such movement", None, name, right=False)


def _duties(wanted: Json, plan: Json) -> Iterator[Field]:
    got = [folded(name) for name in units_with_duties(plan)]
    for name in wanted["duties"]:
        yield Field(f"duties of {name!r}", True, got, folded(name) in got)


def _read(plan: Json) -> Field:
    unread = set(lines_named(plan.get("not_understood") or []))
    share = 1 - len(unread) / max(len(set(lines_named(plan))), 1)
    return Field("share of lines read", READ_SHARE, round(share, 2), share >= READ_SHARE)
