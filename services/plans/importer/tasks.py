"""Finds the tasks (nhiệm vụ) of a plan and places each in its quarter."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from services.plans.importer.compound import Item, condition_of, display, take_apart
from services.plans.importer.movements import keys_in
from services.plans.importer.periods import Horizon, find_periods
from services.plans.importer.shape import Lines, Movement, Named, Part, Quarter, Task
from services.plans.importer.source.joining import ITEM
from services.plans.importer.source.letters import fold
from services.plans.importer.source.markers import DASH, NUMBER, ROW, ROW_GROUP, ROW_PART
from services.plans.importer.timing import Times, is_only_a_period, own_deadline, own_periods, times
from services.plans.importer.tree import Node, walk
from services.plans.importer.units import in_sentence, is_a_unit
from services.plans.importer.units import take_apart as names

BODY = r"(?:cac |giao )?(?:don vi|co quan|bo phan|nguoi|ca nhan|phong|can bo)?\s*"
LABELS = (
    ("time", r"(?:thoi gian|thoi han|thoi diem|tien do|han|ky han|hoan thanh)(?: [a-z ]{0,25})?"),
    ("support", rf"{BODY}(?:cung )?phoi hop(?: thuc hien)?(?: voi)?"),
    ("lead", rf"{BODY}(?:chu tri|thuc hien|phu trach|tham muu|dau moi|phan cong)(?: thuc hien| tham muu| chinh)?"),
    ("output", r"(?:san pham|ket qua|dau ra)(?: [a-z ]{0,20})?"),
)
ANY_LABEL = "|".join(label for _, label in LABELS)
LABELLED = tuple(
    (
        name,
        re.compile(
            rf"(?:^|[.;,(\-]\s*)(?:{label})\s*:\s*(?P<value>(?:[^()]|\([^()]*\))+?)"
            rf"\s*(?=$|\)|\.(?:\s|$)|[;,.-]\s*(?:{ANY_LABEL})\s*:)"
        ),
    )
    for name, label in LABELS
)
ITEM_MARK = re.compile(r"^(?:[-–—+•●▪*]\s*|[a-zđ][.)]\s|\d{1,2}[.)]\s+)")
ANY = Horizon(2000)
LONGEST_TITLE = 4
USED = ("index", "content", "begin", "time", "lead", "support", "output")
"""What a row's cells are read for; the others (ghi chú, kinh phí) are kept as the task's note."""

REFERS = re.compile(
    r"\b(?:phu luc|bang|bieu|danh muc)\b.*\b(?:kem theo|duoi day|sau day|dinh kem)\b|\bnhu sau\s*:?$|:$"
)
TOPIC = re.compile(r"(?:ve|cong tac|cac|nhung|nhiem vu|noi dung|linh vuc|hoat dong|doi voi|nhom|mang|cap)\b")
ACT = re.compile(
    r"(?:to chuc|tham muu|xay dung|ban hanh|hop|xet|trinh|trien khai|phat dong|ky ket|ky|kiem tra|so ket|tong ket|"
    r"bao cao|tiep tuc|phoi hop|huong dan|ra soat|dang ky|tham dinh|tuyen truyen|chuan bi|hoan thien|sua doi|"
    r"bo sung|thanh lap|de nghi|binh xet|cham diem|tap huan|boi duong|tiep nhan|theo doi|don doc|tham gia|du|chi dao|"
    r"lap|thuc hien|day manh|tang cuong|nang cao|khen thuong|trao|cong bo|lay y kien|giam sat|quan triet|soan|gui)\b"
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A task before it has a key: its words, what is noted beside it, what is listed below it, the headings above."""

    text: str
    lines: Lines
    noted: Mapping[str, str] = field(default_factory=dict)
    items: tuple[Item, ...] = ()
    headings: tuple[str, ...] = ()


def drafts(
    node: Node, horizon: Horizon, headings: tuple[str, ...] = (), siblings: Sequence[Node] = ()
) -> Iterator[Draft]:
    """Yield the tasks under a node, and the node itself if it is one."""
    if node.block.is_table_header or _only_refers(node, horizon):
        return
    if is_heading(node, horizon, siblings):
        for child in node.children:
            yield from drafts(child, horizon, (*headings, node.block.text), node.children)
    elif node.block.rank == ROW:
        yield from _of_row(node, headings)
    else:
        yield _draft(node, headings)


def headings(node: Node, horizon: Horizon, siblings: Sequence[Node] = ()) -> Iterator[Node]:
    """Yield the nodes that only head tasks."""
    if node.block.is_table_header or _only_refers(node, horizon) or is_heading(node, horizon, siblings):
        yield node
        for child in node.children:
            yield from headings(child, horizon, node.children)


def quarters(
    found: Iterable[Draft], horizon: Horizon, movements: Sequence[Movement], leads: Mapping[str, Named]
) -> tuple[Quarter, ...]:
    """Return the tasks by quarter, numbered in the order printed."""
    counts: Counter[tuple[int, int]] = Counter()
    placed: dict[tuple[int, int], list[Task]] = {}
    for draft in found:
        when = times(draft.text, draft.noted, draft.headings, horizon)
        ends = min(when.deadline.on, when.period.ends_on)
        slot = (ends.year, (ends.month + 2) // 3)
        counts[slot] += 1
        usual = horizon.year_of(ends.month) == ends.year
        key = f"Q{slot[1]}{'' if usual else f'Y{slot[0]}'}-{counts[slot]:02d}"
        placed.setdefault(slot, []).append(_task(draft, key, when, movements, leads, horizon))
    return tuple(Quarter(number=slot[1], year=slot[0], tasks=tuple(placed[slot])) for slot in sorted(placed))


def is_heading(node: Node, horizon: Horizon, siblings: Sequence[Node]) -> bool:
    """Tell a heading, with tasks below it, from a task with its time and its parts below it."""
    below = [child.block.text for child in node.children]
    only_when = is_only_a_period(node.block.text, horizon)
    if only_when or node.block.rank in {ROW_PART, ROW_GROUP} or not below:
        return only_when or node.block.rank in {ROW_PART, ROW_GROUP}
    deep = any(child.block.rank >= ROW_PART or child.children for child in node.children)
    if node.block.rank == ROW or (not deep and any(map(_is_a_note, below))):
        return False
    folded = fold(node.block.text)
    names = TOPIC.match(folded) or is_a_unit(node.block.text) or _is_title(node)
    if deep or node.block.rank < NUMBER or names:
        return True
    if ACT.match(folded) or node.block.rank >= DASH:
        return sum(any(own_periods(text, horizon)) for text in below) * 2 > len(below)
    return all(each.children for each in siblings)


def _is_title(node: Node) -> bool:
    """Tell whether a numbered line is too short, and too open, to be a task of its own (2. Khen thưởng)."""
    text = node.block.text
    return node.block.rank < DASH and len(text.split()) <= LONGEST_TITLE and not text.endswith((":", ".", ";", ","))


def _only_refers(node: Node, horizon: Horizon) -> bool:
    """Tell whether a sentence only says where the tasks stand (… tại Phụ lục kèm theo)."""
    plain = not node.children and not node.block.marker and not node.block.cells
    return plain and REFERS.search(fold(node.block.text)) is not None and not any(own_periods(node.block.text, horizon))


def _draft(node: Node, headings: tuple[str, ...]) -> Draft:
    everything = list(walk(node))
    lines = tuple(number for each in everything for number in each.block.lines)
    below = [Item(each.block.text, each.block.lines) for each in everything[1:]]
    noted = {**_labelled(node.block.text), **{k: v for item in below for k, v in _labelled(item.text).items()}}
    items = tuple(item for item in below if not _is_a_note(item.text))
    return Draft(node.block.text, lines, noted, items, headings)


def _of_row(node: Node, headings: tuple[str, ...]) -> Iterator[Draft]:
    """Yield the tasks of a table row: one, or as many as its content lists without a sentence above them."""
    cells = {name: " ".join(text.split("\n")) if name == "time" else text for name, text in node.block.cells.items()}
    first, *rest = _paragraphs(cells.get("content") or node.block.text)
    lines = tuple(number for each in walk(node) for number in each.block.lines)
    below = [Item(each.block.text, each.block.lines) for child in node.children for each in walk(child)]
    if rest and ITEM.match(first):
        for text in (first, *rest):
            bare = ITEM_MARK.sub("", text)
            yield Draft(bare, lines, {**_labelled(bare), **cells}, (), headings)
        return
    items = (*(Item(ITEM_MARK.sub("", text), node.block.lines) for text in rest), *below)
    noted = {**_labelled(first), **{k: v for item in items for k, v in _labelled(item.text).items()}, **cells}
    kept = tuple(item for item in items if not _is_a_note(item.text))
    yield Draft(first, lines, noted, kept, headings)


def _paragraphs(text: str) -> list[str]:
    """Return the sentence of a cell and the items below it; a line that is no item goes on with the one before."""
    kept: list[str] = []
    for line in text.split("\n"):
        if kept and not ITEM.match(line):
            kept[-1] = f"{kept[-1]} {line}"
        else:
            kept.append(line)
    return kept


def _is_a_note(text: str) -> bool:
    """Tell whether a text only says when, who or what comes out of it."""
    return any(pattern.match(fold(text)) for _, pattern in LABELLED)


def _labelled(text: str) -> dict[str, str]:
    """Return what a text notes under a label (Thời gian: …; Chủ trì: …)."""
    folded = fold(text)
    found = ((name, pattern.search(folded)) for name, pattern in LABELLED)
    return {name: text[match.start("value") : match.end("value")] for name, match in found if match}


def _task(  # noqa: PLR0913, PLR0917 - a task is put together once, here
    draft: Draft,
    key: str,
    when: Times,
    movements: Sequence[Movement],
    leads: Mapping[str, Named],
    horizon: Horizon,
) -> Task:
    compound = take_apart(draft.text, draft.items)
    lead, coordinating = _units(draft, leads)
    noted = (condition_of(draft.noted.get(name, "")) for name in ("time", "note"))
    condition = compound.condition or next(filter(None, noted), None)
    return Task(
        key=key,
        text=draft.text,
        display=display(_bare(draft.text)),
        period=when.period,
        periods=when.periods,
        period_implied=when.is_implied,
        recurrence=when.recurrence,
        is_conditional=condition is not None,
        condition=condition,
        parts=tuple(_with_own(part, horizon) for part in compound.parts),
        deadline=when.deadline,
        lead=lead,
        coordinating=coordinating,
        output=draft.noted.get("output"),
        note="; ".join(text for name, text in draft.noted.items() if name not in USED) or None,
        movement_keys=keys_in(" ".join((draft.text, *(item.text for item in draft.items))), movements),
        source_lines=draft.lines,
    )


def _with_own(part: Part, horizon: Horizon) -> Part:
    """Add what a part prints for itself: its deadline, who leads it, who helps."""
    lead, coordinating = _printed(part.text, _labelled(part.text))
    return part.model_copy(
        update={"deadline": own_deadline(part.text, horizon), "lead": lead, "coordinating": coordinating}
    )


def _bare(text: str) -> str:
    """Drop what a sentence notes under a label from the name of the task."""
    folded = fold(text)
    spans = [match.span() for _, pattern in LABELLED for match in pattern.finditer(folded) if match.start() > 0]
    return text[: min(start for start, _ in spans)] if spans else text


def _units(draft: Draft, leads: Mapping[str, Named]) -> tuple[Named | None, tuple[Named, ...]]:
    """Return who leads and who helps, as printed; else who a council meeting or the plan itself names."""
    lead, helpers = _printed(draft.text, draft.noted)
    heading = next((text for text in reversed(draft.headings) if is_a_unit(text) and not find_periods(text, ANY)), None)
    if lead or heading:
        return lead or Named(name=heading.strip(" :.;")) if heading else lead, helpers
    meets = re.search(r"\bhop hoi dong\b", fold(draft.text))
    return leads.get("council" if meets else "plan") or leads.get("plan"), helpers


def _printed(text: str, noted: Mapping[str, str]) -> tuple[Named | None, tuple[Named, ...]]:
    """Return who leads and who helps by the columns and labels, else by the sentence."""
    said, helped = in_sentence(text)
    leading = "; ".join(part.strip(" .;-") for part in noted.get("lead", said or "").split("\n"))
    support = names(noted.get("support", helped))
    return (Named(name=leading) if leading else None), tuple(Named(name=each) for each in support)
