"""Puts the paragraphs of the body under their headings and says what each section is for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from services.plans.importer.levels import ranked
from services.plans.importer.periods import Horizon
from services.plans.importer.roles import ROLES, Role
from services.plans.importer.source.blocks import Block
from services.plans.importer.source.letters import fold
from services.plans.importer.source.markers import DASH, PLUS, ROW_PART
from services.plans.importer.timing import says_when

LONGEST_LABEL = 40
TIMED = (None, "duties")


@dataclass(frozen=True, slots=True)
class Node:
    """A heading with what stands under it, or an item without anything under it."""

    block: Block
    children: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the body with one purpose; nodes are its items, path the headings above it."""

    role: Role | None
    node: Node


def grow(blocks: Sequence[Block], horizon: Horizon) -> tuple[Node, ...]:
    """Return the paragraphs as trees: what is ranked deeper belongs to what stands before it."""
    return tuple(_grow(list(ranked(blocks, horizon))))


def sections(nodes: Sequence[Node], horizon: Horizon) -> list[Section]:
    """Return the sections in their order: by what their headings announce, else by what stands in them.

    Where most items of a section say when, they are tasks; where no section is for tasks, the unnamed ones are.
    """
    named = [section for node in nodes for section in _sections(node, None)]
    found = [replace(each, role="tasks") if each.role in TIMED and _is_timed(each, horizon) else each for each in named]
    if any(section.role == "tasks" for section in found):
        return found
    if any(section.role is None for section in found):
        return [replace(section, role=section.role or "tasks") for section in found]
    return [replace(each, role="tasks") if _names_times(each, horizon) else each for each in found]


def _names_times(section: Section, horizon: Horizon) -> bool:
    """Tell whether something asked of somebody is given a time: the tasks of a plan that has no other section."""
    asked = section.role == "duties"
    return asked and any(says_when(node.block.text, horizon) for node in walk(section.node) if not node.children)


def _is_timed(section: Section, horizon: Horizon) -> bool:
    """Tell whether at least two and most items of a section are given a time."""
    leaves = [node.block.text for node in walk(section.node) if not node.children]
    timed = [text for text in leaves if says_when(text, horizon)]
    return len(timed) > 1 and len(timed) * 2 >= len(leaves)


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and everything under it."""
    yield node
    for child in node.children:
        yield from walk(child)


def _grow(blocks: Sequence[Block]) -> Iterator[Node]:
    place = 0
    while place < len(blocks):
        end = place + 1
        while end < len(blocks) and blocks[end].rank > blocks[place].rank:
            end += 1
        yield Node(blocks[place], tuple(_grow(blocks[place + 1 : end])))
        place = end


def _sections(node: Node, above: Role | None) -> Iterator[Section]:
    """Find the headings that name a role; below purposes a heading may name requirements instead."""
    role = _role(node)
    if node.block.rank >= ROW_PART or (role in TIMED and _has_rows_only(node)):
        yield Section("tasks", node)
    elif role is None and not any(_role(child) for child in node.children):
        yield Section(above, node)
    elif any(_role(child) for child in node.children) and role in {None, "objectives"}:
        yield Section("heading", Node(node.block))
        for child in node.children:
            yield from _sections(child, role)
    else:
        yield from _without_provisions(role, node)


def _without_provisions(role: Role | None, node: Node) -> Iterator[Section]:
    """Set apart what is no organisation among the organisations: kinh phí, chế độ báo cáo, a table of tasks."""
    parted = [(child, _apart(child) if role == "duties" else None) for child in node.children]
    yield Section(role, Node(node.block, tuple(child for child, apart in parted if apart is None)))
    yield from (Section(apart, child) for child, apart in parted if apart)


def _apart(child: Node) -> Role | None:
    if child.block.rank >= ROW_PART or _has_rows_only(child):
        return "tasks"
    return "provisions" if _role(child) == "provisions" else None


def _has_rows_only(node: Node) -> bool:
    return bool(node.children) and all(child.block.rank >= ROW_PART for child in node.children)


def _role(node: Node) -> Role | None:
    """Return what a heading announces; list items announce nothing."""
    if node.block.cells or DASH <= node.block.rank <= PLUS:
        return None
    folded = fold(node.block.text).removeprefix("ve ")
    is_sentence = not node.children and folded.endswith((".", ";"))
    if is_sentence and ":" not in folded[:LONGEST_LABEL]:
        return None
    roles = [(role, pattern) for role, pattern in ROLES if not (is_sentence and pattern.startswith(".*"))]
    return next((role for role, pattern in roles if re.match(pattern, folded)), None)
