"""From the bytes of a file to what a person confirms: the plan as understood, or why it is none."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from services.plans.importer import duties, identity, refusal
from services.plans.importer.anomalies import Understood, anomalies
from services.plans.importer.movements import find_movements
from services.plans.importer.outline import Zoned, plan_line, zones
from services.plans.importer.periods import Horizon
from services.plans.importer.recipients import recipients
from services.plans.importer.roles import Role
from services.plans.importer.shape import (
    FilingDuty,
    NotAPlan,
    OrganisationDuties,
    OtherDeadline,
    OutlineEntry,
    Passage,
    Preview,
    Statement,
)
from services.plans.importer.source.blocks import Block, blocks, is_furniture
from services.plans.importer.source.letters import fold
from services.plans.importer.source.reading import read
from services.plans.importer.source.tables import Line
from services.plans.importer.source.unreadable import Unreadable
from services.plans.importer.tasks import drafts, headings, quarters
from services.plans.importer.tree import Node, Section, grow, sections, walk

MAX_BYTES = 20 * 1024 * 1024
NEW_SUBJECT = re.compile(r";\s+(?=(?:công tác|việc|các|hoạt động|phong trào)\b)")


def preview(content: bytes, filename: str, max_bytes: int = MAX_BYTES) -> Preview | NotAPlan:
    """Return the plan a file holds, each value with its source lines, or a refusal with its reason."""
    try:
        lines = read(content, filename, max_bytes)
    except Unreadable as unreadable:
        return NotAPlan(reason=str(unreadable))
    paragraphs = blocks(lines)
    place = plan_line(paragraphs)
    if place is None or refusal.looks_like(paragraphs[: place + 1]) not in {*refusal.CARRIES_A_PLAN, None}:
        return refusal.refuse(paragraphs, refusal.lacks(paragraphs))
    zoned = zones(paragraphs)
    heading = identity.title(zoned)
    _, issued_on = identity.place_and_date(zoned)
    horizon = identity.horizon(heading, zoned, issued_on)
    missing = [
        *([] if refusal.is_about_emulation(heading) else [refusal.NO_SUBJECT]),
        *([] if horizon else [refusal.NO_YEAR]),
    ]
    if missing or horizon is None:
        return refusal.refuse(paragraphs, missing)
    understood = _understand(lines, zoned, heading, horizon)
    return understood if understood.quarters else refusal.refuse(paragraphs, [refusal.NO_TASKS])


def _understand(lines: Sequence[Line], zoned: Sequence[Zoned], title: str, horizon: Horizon) -> Preview:
    nodes = [node for zone in ("body", "annex") for node in grow([z.block for z in zoned if z.zone == zone], horizon)]
    found = sections(nodes, horizon)
    passages = [Passage(text=each.block.text, source_lines=each.block.lines) for each in zoned if each.zone != "other"]
    organisations = duties.numbered(
        [duty for each in found if each.role == "duties" for duty in duties.organisations(each.node)]
    )
    movements = find_movements(passages)
    in_quarters = quarters(
        (draft for each in found if each.role == "tasks" for draft in drafts(each.node, horizon)),
        horizon,
        movements,
        duties.leads(organisations),
    )
    number, symbol = identity.symbol(zoned)
    place, issued_on = identity.place_and_date(zoned)
    filed = duties.filings(_asking(zoned, found, organisations), horizon)
    plan = Preview(
        number=number,
        symbol=symbol,
        attached_to=next((each.block.text.strip("() ") for each in zoned if each.zone == "attached"), None),
        place=place,
        issued_on=issued_on,
        issuer=identity.issuer(zoned, place),
        signer=identity.signer(zoned),
        title=title,
        year=horizon.year,
        school_year=f"{horizon.year} - {horizon.year + 1}" if horizon.is_school else None,
        legal_bases=identity.legal_bases(zoned),
        objectives=_statements("P", found, "objectives"),
        requirements=_statements("R", found, "requirements"),
        quarters=in_quarters,
        filing_duties=tuple(each for each in filed if isinstance(each, FilingDuty)),
        other_deadlines=tuple(each for each in filed if isinstance(each, OtherDeadline)),
        movements=movements,
        organisations=organisations,
        provisions=tuple(_provisions(found)),
        recipients=tuple(recipients(zoned)),
        anomalies=(),
        outline=tuple(_outline(lines, zoned, found, horizon)),
        not_understood=(),
    )
    return plan.model_copy(
        update={
            "anomalies": anomalies(_to_check(plan, horizon, passages, zoned)),
            "not_understood": tuple(_left_over(plan, lines)),
        }
    )


def _statements(letter: str, found: Iterable[Section], role: Role) -> tuple[Statement, ...]:
    """Return the items of a section; a paragraph may hold two when a clause brings a new subject."""
    texts = [
        (text, node.block.lines)
        for section in found
        if section.role == role
        for node in _leaves(section.node)
        for text in (NEW_SUBJECT.split(node.block.text) if not node.block.marker else [node.block.text])
    ]
    return tuple(
        Statement(key=f"{letter}-{place:02d}", text=text, source_lines=lines)
        for place, (text, lines) in enumerate(texts, start=1)
    )


def _leaves(node: Node) -> Iterator[Node]:
    return (each for each in walk(node) if not each.children)


def _provisions(found: Iterable[Section]) -> Iterator[Passage]:
    for section in found:
        if section.role == "provisions":
            for node in walk(section.node):
                yield Passage(text=node.block.text, source_lines=node.block.lines)


def _asking(
    zoned: Sequence[Zoned], found: Sequence[Section], organisations: Sequence[OrganisationDuties]
) -> Iterator[tuple[str | None, Passage]]:
    """Yield every passage that may ask units to send something: duties, requirements, provisions, the closing."""
    for each in organisations:
        for duty in each.duties:
            yield each.organisation, duty
    for section in found:
        if section.role in {"requirements", "provisions"}:
            for node in walk(section.node):
                yield None, Passage(text=node.block.text, source_lines=node.block.lines)
    for zone in zoned:
        if zone.zone == "closing":
            yield None, Passage(text=zone.block.text, source_lines=zone.block.lines)


def _outline(
    lines: Sequence[Line], zoned: Sequence[Zoned], found: Iterable[Section], horizon: Horizon
) -> Iterator[OutlineEntry]:
    yield from identity.outline(zoned)
    for each in zoned:
        if each.zone == "recipients" and fold(each.block.text).startswith("noi nhan"):
            yield _heading(each.block)
    for section in found:
        heads: Iterable[Node] = ()
        if section.role == "tasks":
            heads = headings(section.node, horizon)
        elif section.role == "heading":
            heads = [section.node]
        elif section.role in {"objectives", "requirements", "duties"} and section.node.children:
            heads = (node for node in walk(section.node) if node.children)
        for node in heads:
            yield _heading(node.block)
    for line in filter(is_furniture, lines):
        yield OutlineEntry(kind="furniture", text=line.text, source_lines=(line.number,))


def _heading(block: Block) -> OutlineEntry:
    text = f"{block.marker} {block.text}".strip()
    return OutlineEntry(
        kind="table_header" if block.is_table_header else "heading", text=text, source_lines=block.lines
    )


def _to_check(plan: Preview, horizon: Horizon, passages: Sequence[Passage], zoned: Sequence[Zoned]) -> Understood:
    return Understood(
        horizon=horizon,
        passages=passages,
        tasks=[task for quarter in plan.quarters for task in quarter.tasks],
        duties=plan.filing_duties,
        movements=plan.movements,
        recipients=plan.recipients,
        issuer=plan.issuer,
        signer=plan.signer,
        number=plan.number,
        has_year_in_title=bool(re.search(r"20\d\d", plan.title)),
        has_issue_date=plan.issued_on is not None,
        has_legal_bases=bool(plan.legal_bases),
        is_attached=plan.attached_to is not None,
        other_paper=next((each.block.lines for each in zoned if each.zone == "other"), ()),
    )


def _left_over(plan: Preview, lines: Sequence[Line]) -> Iterator[Passage]:
    """Yield the lines that nothing above was read from: they are shown, never dropped."""
    used = set(_source_lines(plan.model_dump(exclude={"anomalies"})))
    for line in lines:
        if line.text and line.number not in used:
            yield Passage(text=line.text, source_lines=(line.number,))


def _source_lines(value: Any) -> Iterator[int]:
    if isinstance(value, dict):
        yield from value.get("source_lines", ())
        value = tuple(value.values())
    if isinstance(value, list | tuple):
        for each in value:
            yield from _source_lines(each)
