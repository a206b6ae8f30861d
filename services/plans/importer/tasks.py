"""Finds the tasks (nhiệm vụ) of a plan and places each in its quarter."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from services.plans.importer.compound import display, take_apart
from services.plans.importer.deadlines import Horizon, find_deadlines, find_period, quarter_with, read_time
from services.plans.importer.movements import keys_in
from services.plans.importer.shape import Deadline, Lines, Movement, Named, Period, Quarter, Task
from services.plans.importer.source.blocks import DASH, ROW, ROW_PART
from services.plans.importer.source.letters import fold
from services.plans.importer.tree import Node, is_only_a_period, walk

BODY = r"(?:don vi|co quan|bo phan|nguoi|ca nhan)?\s*"
LABELS = (
    ("time", r"(?:thoi gian|thoi han|tien do|han)(?: [a-z ]{0,25})?"),
    ("support", rf"{BODY}phoi hop(?: thuc hien)?"),
    ("lead", rf"{BODY}(?:chu tri|thuc hien|phu trach|tham muu)(?: thuc hien| tham muu)?"),
    ("output", r"(?:san pham|ket qua)(?: [a-z ]{0,20})?"),
)
ANY_LABEL = "|".join(label for _, label in LABELS)
LABELLED = tuple(
    (
        name,
        re.compile(
            rf"(?:^|[.;,(]\s*)(?:{label})\s*:\s*(?P<value>(?:[^()]|\([^()]*\))+?)"
            rf"\s*(?=$|\)|\.(?:\s|$)|[;,]\s*(?:{ANY_LABEL})\s*:)"
        ),
    )
    for name, label in LABELS
)
LEADS = re.compile(
    r"(?:^|\bgiao |[;.(] ?)(?P<lead>(?:so|phong|ban|van phong|hoi dong|uy ban|ubnd|cong doan|to|truong|bo phan)\b"
    r"[^,;:.]{0,80}?) (?:la co quan )?chu tri\b"
    r"(?:[^;.]*?phoi hop (?:voi |cung )?(?P<support>[^;.]{3,120}?)"
    r"(?= (?:to chuc|thuc hien|tham muu|trien khai|xay dung)\b|[;.)]|$))?"
)
NARROWER = re.compile(r"(?:\b(?:trong|vao|hoan thanh)\s+|\()(?:thang|quy)\b")
UNITS = re.compile(r"\s*[;\n]\s*")


@dataclass(frozen=True, slots=True)
class Draft:
    """A task before it has a key: its words, what is noted beside it, the headings above it."""

    text: str
    lines: Lines
    noted: Mapping[str, str] = field(default_factory=dict)
    items: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()


def drafts(node: Node, horizon: Horizon, headings: tuple[str, ...] = ()) -> Iterator[Draft]:
    """Yield the tasks under a node, and the node itself if it is one."""
    if node.block.is_table_header:
        return
    if _is_heading(node, horizon):
        for child in node.children:
            yield from drafts(child, horizon, (*headings, node.block.text))
    else:
        yield _draft(node, headings)


def headings(node: Node, horizon: Horizon) -> Iterator[Node]:
    """Yield the nodes that only head tasks."""
    if node.block.is_table_header or _is_heading(node, horizon):
        yield node
        for child in node.children:
            yield from headings(child, horizon)


def quarters(
    found: Iterable[Draft], horizon: Horizon, movements: Sequence[Movement], leads: Mapping[str, Named]
) -> tuple[Quarter, ...]:
    """Return the tasks by quarter, numbered in the order printed."""
    counts: Counter[tuple[int, int]] = Counter()
    placed: dict[tuple[int, int], list[Task]] = {}
    for draft in found:
        period, deadline = _when(draft, horizon)
        ends = min(deadline.on, period.ends_on) if deadline.implied else deadline.on
        slot = (ends.year, (ends.month + 2) // 3)
        counts[slot] += 1
        usual = horizon.year_of(ends.month) == ends.year
        key = f"Q{slot[1]}{'' if usual else f'Y{slot[0]}'}-{counts[slot]:02d}"
        placed.setdefault(slot, []).append(_task(draft, key, period, deadline, movements, leads))
    return tuple(Quarter(number=slot[1], year=slot[0], tasks=tuple(placed[slot])) for slot in sorted(placed))


def _is_heading(node: Node, horizon: Horizon) -> bool:
    """Tell a heading, with tasks below it, from a numbered task with its time and its parts below it."""
    if not node.children:
        return node.block.rank in {ROW_PART, ROW_PART + 1} or is_only_a_period(node.block.text, horizon)
    if is_only_a_period(node.block.text, horizon) or node.block.rank >= ROW_PART:
        return True
    below = [child.block.text for child in node.children]
    return node.block.rank < DASH and not any(_labelled(text) for text in below)


def _draft(node: Node, headings: tuple[str, ...]) -> Draft:
    everything = list(walk(node))
    lines = tuple(number for each in everything for number in each.block.lines)
    below = [each.block.text for each in everything[1:]]
    noted = {**_labelled(node.block.text), **{k: v for text in below for k, v in _labelled(text).items()}}
    items = tuple(text for text in below if not _labelled(text))
    if node.block.rank == ROW:
        cells = node.block.cells
        text = cells.get("content") or node.block.text
        return Draft(text, lines, {**_labelled(text), **cells}, (), headings)
    return Draft(node.block.text, lines, noted, items if len(items) > 1 else (), headings)


def _labelled(text: str) -> dict[str, str]:
    """Return what a text notes under a label (Thời gian: …; Chủ trì: …)."""
    folded = fold(text)
    found = ((name, pattern.search(folded)) for name, pattern in LABELLED)
    return {name: text[match.start("value") : match.end("value")] for name, match in found if match}


def _when(draft: Draft, horizon: Horizon) -> tuple[Period, Deadline]:
    """Return when a task runs and ends: as noted beside it, as its sentence says, as its heading says."""
    noted, deadline = read_time(draft.noted["time"], horizon) if "time" in draft.noted else (None, None)
    heading = next((p for text in reversed(draft.headings) if (p := find_period(text, horizon))), None)
    printed = deadline or next((found.deadline for found in find_deadlines(draft.text, horizon)), None)
    if printed and abs(printed.on.year - horizon.year) > 1:
        printed = None
    heading = _narrowed(heading, draft.text, horizon)
    known = noted or heading or (quarter_with(printed.on) if printed else find_period(draft.text, horizon))
    period = known if known and abs(known.ends_on.year - horizon.year) <= 1 else horizon.whole
    return period, printed or Deadline(kind="not_later_than", on=period.ends_on, implied=True)


def _narrowed(heading: Period | None, text: str, horizon: Horizon) -> Period | None:
    """Return the month a sentence gives (… trong tháng 12) when it lies in the period of its heading."""
    own = find_period(text, horizon) if heading and NARROWER.search(fold(text)) else None
    lies_within = own and heading and heading.starts_on <= own.starts_on and own.ends_on <= heading.ends_on
    return own if lies_within else heading


def _task(  # noqa: PLR0913, PLR0917 - a task is put together once, here
    draft: Draft,
    key: str,
    period: Period,
    deadline: Deadline,
    movements: Sequence[Movement],
    leads: Mapping[str, Named],
) -> Task:
    compound = take_apart(draft.text, draft.items)
    lead, coordinating = _units(draft, leads)
    return Task(
        key=key,
        text=draft.text,
        display=display(_bare(draft.text)),
        period=period,
        is_conditional=compound.condition is not None,
        condition=compound.condition,
        parts=compound.parts,
        deadline=deadline,
        lead=lead,
        coordinating=coordinating,
        output=draft.noted.get("output"),
        movement_keys=keys_in(" ".join((draft.text, *draft.items)), movements),
        source_lines=draft.lines,
    )


def _bare(text: str) -> str:
    """Drop what a sentence notes under a label from the name of the task."""
    folded = fold(text)
    spans = [match.span() for _, pattern in LABELLED for match in pattern.finditer(folded) if match.start() > 0]
    return text[: min(start for start, _ in spans)] if spans else text


def _units(draft: Draft, leads: Mapping[str, Named]) -> tuple[Named | None, tuple[Named, ...]]:
    """Return who leads and who helps, as printed; else who a council meeting or the plan itself names."""
    said = LEADS.search(fold(draft.text))
    lead = draft.noted.get("lead") or (draft.text[slice(*said.span("lead"))] if said else None)
    support = draft.noted.get("support") or (
        draft.text[slice(*said.span("support"))] if said and said["support"] else ""
    )
    helpers = tuple(Named(name=name.strip(" .")) for name in UNITS.split(support) if name.strip(" .-"))
    if lead:
        return Named(name=lead.strip(" .;")), helpers
    meets = re.search(r"\bhop hoi dong\b", fold(draft.text))
    return leads.get("council" if meets else "plan") or leads.get("plan"), helpers
